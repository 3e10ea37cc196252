package scoring_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// Lead is an integrator's own lead type.
type Lead struct {
	Mail       string             `score:"mail"`
	Industry   string             `score:"industry"`
	Employees  *int               `score:"employees"` // nil: not known
	Consent    *bool              `score:"consent"`
	Activities []scoring.Activity `score:",activities"`
}

// ruleFile is what marketing and sales have agreed on.
const ruleFile = `
name: mql-criteria
revision: 2
activities: {webinar: [], page_view: [page]}
groups:
  - name: fit
    cap: 45
    rules:
      - {name: industry, when: {field: industry, in: [machinery, automotive]}, points: 30}
      - {name: size, when: {field: employees, ge: 250}, points: 20}
      - {name: free_mail, use: free_mail, points: -20}
  - name: engagement
    half_life: 30d
    rules:
      - {name: webinar, activity: webinar, within: 90d, count: per_asset, points: 25}
      - {name: pricing, activity: page_view, where: {field: page, eq: pricing}, count: each, max: 3, per: 1d, points: 5}
gates:
  - {name: no_consent, when: {field: consent, eq: false}, action: suppress}
bands: {hot: 70, warm: 40, cold: min}
qualify: {score: 60, exit: 50}
`

func newModel() *scoring.Model[Lead] {
	spec, err := scoring.ReadSpec(strings.NewReader(ruleFile), "mql.yaml")
	if err != nil {
		panic(err)
	}
	model, err := scoring.Compile(spec, scoring.Bindings[Lead]{Custom: scoring.Custom[Lead]{
		"free_mail": func(l Lead, _ time.Time) (bool, error) { return strings.HasSuffix(l.Mail, "@gmail.com"), nil },
	}})
	if err != nil {
		panic(err)
	}
	return model
}

func at(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }

var ann = Lead{
	Mail: "ann@example.com", Industry: "machinery", Employees: new(400), Consent: new(true),
	Activities: []scoring.Activity{
		{Type: "webinar", At: at(1, 14), Asset: "lead-scoring"},
		{Type: "page_view", At: at(2, 8), Fields: map[string]string{"page": "pricing"}},
	},
}

func Example() {
	result, err := newModel().Score(ann, at(2, 9))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := result.Explain(scoring.English).WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// mql-criteria@2+6bf9bd9d                            as of 2026-03-02 09:00:00 UTC
	//
	// 74.5 points (60 needed): qualified                                      band hot
	//
	// fit             45
	//   industry     +30      industry is one of machinery or automotive
	//   size         +20      employees >= 250
	//   cap           -5      the group gives at most 45
	// engagement      29.5
	//   webinar      +24.5    1 x 25: webinar, in the last 90 days, each asset once,
	//                         half-life 30 days
	//   pricing       +5      1 x 5: page_view where page is pricing, at most 3 a day,
	//                         half-life 30 days
	//
	// If nothing happens: no longer qualified from 2026-05-18 06:12:39 UTC on,
	//   because the points then fall below 50
}

// A model guards an event of a lifecycle: only those who qualify become an MQL.
func ExampleModel_Qualify() {
	spec := lead.Standard()
	spec.Guard("qualify", "criteria")
	machine, err := lead.Compile(spec, lead.Bindings[Lead]{Guards: lead.Guards[Lead]{
		"criteria": lead.OnSubject(newModel().Qualify),
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	bob := Lead{Mail: "bob@gmail.com", Industry: "machinery", Consent: new(true)}
	for _, l := range []Lead{ann, bob} {
		tr, err := machine.Next(context.Background(), lead.State{LeadID: "L-1", Status: "inquiry", Version: 1}, lead.Command[Lead]{
			ID: "L-1", Event: "qualify", Actor: lead.Actor{Kind: lead.System}, Subject: l, At: at(2, 9),
		})
		if refused, ok := errors.AsType[*lead.RefusedError](err); ok {
			fmt.Println("refused:", refused.Blockers[0].Message)
			continue
		}
		fmt.Println(tr.To, tr.Labels["score_band"], "by", tr.Criteria, err)
	}
	// Output:
	// mql hot by mql-criteria@2+6bf9bd9d <nil>
	// refused: 50 points are missing (10 of 60)
}

// Everything that is wrong with a rule file is said at once, with its place.
func ExampleReadSpec() {
	spec, err := scoring.ReadSpec(strings.NewReader(`name: small
revision: 1
groups:
  - name: fit
    rules:
      - {name: industry, when: {field: industri, eq: machinery}, points: 30}
      - {name: size, when: {field: employees, ge: many}, points: 20}
qualify: {score: 60}
`), "small.yaml")
	if err == nil {
		_, err = scoring.Compile(spec, scoring.Bindings[Lead]{})
	}
	fmt.Println(err)
	// Output:
	// small.yaml:6:40: groups[0].rules[0].when.field: unknown field "industri" (did you mean "industry"?)
	//    6 |       - {name: industry, when: {field: industri, eq: machinery}, points: 30}
	//                                               ^
	// small.yaml:7:51: groups[0].rules[1].when.ge: field "employees" is an int: expected a whole number such as 1200, found "many"
	//    7 |       - {name: size, when: {field: employees, ge: many}, points: 20}
	//                                                          ^
	// small.yaml:8:18: qualify.score: a score of 60 cannot be reached: there are at most 50 points
	//    8 | qualify: {score: 60}
	//                         ^
}

// Columns that are known only at run time, and rules written in Go.
func ExampleRecord() {
	model, err := scoring.Compile(scoring.Spec{
		Name: "import", Revision: 1,
		Fields:  map[string]scoring.FieldType{"Employees": scoring.Int, "City": scoring.String},
		Missing: []string{"", "Select"},
		Groups: []scoring.GroupSpec{{Name: "fit", Rules: []scoring.RuleSpec{
			{Name: "size", When: &scoring.Condition{Field: "Employees", Ge: new("250")}, Points: 20 * scoring.Point},
			{Name: "abroad", When: &scoring.Condition{Field: "City", Ne: new("Wien")}, Points: -5 * scoring.Point},
		}}},
		Qualify: scoring.QualifySpec{Score: new(20 * scoring.Point)},
	}, scoring.Bindings[scoring.Record]{})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := model.Score(scoring.Record{Fields: map[string]string{"Employees": "300", "City": "Select"}}, at(2, 9))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Total, result.Qualified(false))
	for _, u := range result.Unknowns {
		fmt.Printf("%s/%s: %s is %s\n", u.Group, u.Rule, u.Field, u.Reason)
	}
	// Output:
	// 20 true
	// fit/abroad: City is missing
}

// What a lead lacks, and which single rules would close the gap.
func ExampleResult_Short() {
	eve := Lead{Mail: "eve@example.com", Industry: "machinery", Consent: new(true), Activities: ann.Activities[:1]}
	result, err := newModel().Score(eve, at(2, 9))
	if err != nil {
		fmt.Println(err)
		return
	}
	short := result.Short()
	fmt.Println("missing:", short.Points)
	for _, c := range short.Rules {
		fmt.Println(c.Group, c.Rule, c.Points, "unknown:", c.Unknown)
	}
	// Output:
	// missing: 5.453
	// fit size 15 unknown: true
	// engagement webinar 25 unknown: false
}

// When to look at a lead again, if nothing happens until then.
func ExampleResult_NextChange() {
	result, err := newModel().Score(ann, at(2, 9))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Qualified(false), result.NextChange(false))
	// Output:
	// true 2026-05-18 06:12:39 +0000 UTC
}
