package celrule

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/leadline-go/leadline/scoring"
)

var asOf = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func testSpec() scoring.Spec {
	return scoring.Spec{
		Name: "cel", Revision: 1,
		Fields: map[string]scoring.FieldType{
			"industry": scoring.String, "employees": scoring.Int, "revenue": scoring.Float, "consent": scoring.Bool,
			"since": scoring.Time, "company.city": scoring.String, "Firmengröße": scoring.Int,
		},
		Activities: map[string][]scoring.ActivityField{"webinar_attended": nil, "page_view": nil},
		Missing:    []string{"", "Select"},
	}
}

func testLead() scoring.Record {
	return scoring.Record{
		Fields: map[string]string{
			"industry": "machinery", "employees": "300", "revenue": "2.5e6", "consent": "perhaps", "since": "2026-03-01", "company.city": "Select",
			"Firmengröße": "12",
		},
		Activities: []scoring.Activity{
			{Type: "webinar_attended", At: asOf},
			{Type: "webinar_attended", At: asOf.Add(time.Microsecond)},
			{Type: "webinar_attended", At: asOf.Add(-time.Hour)},
			{Type: "webinar_attended", At: asOf.Add(-time.Hour + time.Microsecond)},
			{Type: "page_view", At: asOf.AddDate(-5, 0, 0)},
		},
	}
}

func compileOne(tb testing.TB, text string) *Rules {
	tb.Helper()
	rs, err := Compile(testSpec(), map[string]string{"r": text}, Config{})
	if err != nil {
		tb.Fatal(err)
	}
	return rs
}

func TestATextSaysOfALead(t *testing.T) {
	for text, want := range map[string]bool{
		`employees >= 250`:                                          true,
		`employees + 1 > 300 && employees % 7 == 6`:                 true,
		`employees > 299.5`:                                         true,
		`revenue > 1000000`:                                         true,
		`revenue == 2.5e6`:                                          true,
		`industry in ["machinery", "automotive"]`:                   true,
		`!(industry in ["retail"])`:                                 true,
		`industry.startsWith("mach")`:                               true,
		`industry.matches("^m.*y$")`:                                true,
		`industry.matches("^m$")`:                                   false,
		`size(industry) == 9`:                                       true,
		`["mach", "auto"].exists(p, industry.startsWith(p))`:        true,
		`["mach", "auto"].all(p, industry.startsWith(p))`:           false,
		`["mach", "ma", "x"].exists_one(p, industry.startsWith(p))`: false,
		`field("Firmengröße") == 12`:                                true,
		`as_of() - since == duration("36h")`:                        true,
		`since < timestamp("2026-03-01T00:00:01Z")`:                 true,
		`since.getMonth() == 2 && since.getDate() == 1`:             true,
		`employees > 1000 ? industry == "x" : true`:                 true,

		// Missing and unreadable fields, after Kleene.
		`company.city == "Graz"`:                     false,
		`company.city != "Graz"`:                     false,
		`!(company.city == "Graz")`:                  false,
		`company.city == "Graz" || employees > 1`:    true,
		`!(company.city == "Graz" && employees < 1)`: true,
		`consent`:                              false,
		`!consent`:                             false,
		`consent || !consent`:                  false,
		`["Graz"].all(c, company.city == c)`:   false,
		`exists(company.city)`:                 false,
		`!has("company.city")`:                 true,
		`exists(consent)`:                      true,
		`has(employees) && exists("industry")`: true,

		// The lengths and times of a rule file.
		`as_of() - since < duration("1d")`:                    false,
		`as_of() - since < duration("2d")`:                    true,
		`as_of() - since == duration("1d") + duration("12h")`: true,
		`duration("-1h") < duration("1.5s")`:                  true,
		`since == timestamp("2026-03-01")`:                    true,
		`since < timestamp("2026-03-01T01:00:00.5+01:00")`:    true,
		`timestamp("2026-03-01T01:00:00+01:00") == since`:     true,
		`count("webinar_attended", duration("1d")) == 3`:      true,

		// (as-of - within, as-of]
		`count("webinar_attended") == 3`:                    true,
		`count("webinar_attended", "1h") == 2`:              true,
		`count("webinar_attended", duration("3600s")) == 2`: true,
		`count("webinar_attended", "3601s") == 3`:           true,
		`count("page_view", "365d") == 0`:                   true,
		`count("page_view") == 1`:                           true,
	} {
		got, err := compileOne(t, text).Ask(t.Context(), "r", testLead(), asOf)
		if err != nil || got != want {
			t.Errorf("%s: got %t, %v, want %t", text, got, err, want)
		}
	}
}

// What is refused, and how it is said.
func TestABadTextIsRefusedWithItsPlace(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`employes >= 250`, `r:1:1: unknown field "employes" (did you mean "employees"?)
   1 | employes >= 250
       ^`},
		{"consent &&\n  employees >= industry", `r:2:13: ">=" does not take (int, string)
   2 |   employees >= industry
                   ^`},
		{`true || company.cty == "x"`, `r:1:9: unknown field "company.cty" (did you mean "company.city"?)
   1 | true || company.cty == "x"
               ^`},
		{`field("Firmengroße") > 1`, `r:1:7: unknown field "Firmengroße" (did you mean "Firmengröße"?)
   1 | field("Firmengroße") > 1
             ^`},
		{`exists(emploees)`, `r:1:8: unknown field "emploees" (did you mean "employees"?)
   1 | exists(emploees)
              ^`},
		{`employees = 5 && consent`, `r:1:11: use == to compare
   1 | employees = 5 && consent
                 ^`},
		{"(employees =\n  5)", `r:1:12: use == to compare
   1 | (employees =
                  ^`},
		{`employees => 5`, `r:1:11: use >= to compare
   1 | employees => 5
                 ^`},
		{`employees > 250 and consent`, `r:1:17: use && for "and"
   1 | employees > 250 and consent
                       ^`},
		{`(employees > 250 OR consent) && consent`, `r:1:18: use || for "OR"
   1 | (employees > 250 OR consent) && consent
                        ^`},
		{`not consent`, `r:1:1: use ! for "not"
   1 | not consent
       ^`},
		{`employees > 1 && not consent`, `r:1:18: use ! for "not"
   1 | employees > 1 && not consent
                        ^`},
		{`employees > 1 && not(consent)`, `r:1:18: use ! for "not"
   1 | employees > 1 && not(consent)
                        ^`},
		{`industry == “heavy machinery”`, `r:1:13: use straight quotes (")
   1 | industry == “heavy machinery”
                   ^`},
		{`industry in ["x", „retail“, ‘food’]`, `r:1:19: use straight quotes (")
   1 | industry in ["x", „retail“, ‘food’]
                         ^`},
		{`consent && Firmengröße > 5`, `r:1:12: write field("Firmengröße"): the name is no identifier
   1 | consent && Firmengröße > 5
                  ^`},
		{`Firmengrösse > 5`, `r:1:1: unknown field "Firmengrösse" (did you mean "Firmengröße"?)
   1 | Firmengrösse > 5
       ^`},
		{`as_of > since`, `r:1:1: as_of is a function: write as_of()
   1 | as_of > since
       ^`},
		{`consent && webinar_attended > 1`, `r:1:12: "webinar_attended" is an activity: count("webinar_attended") says how many there are
   1 | consent && webinar_attended > 1
                  ^`},
		{`as_of() - since < duration("30 days")`, `r:1:28: expected a length of time such as "90s", "8h" or "30d", found "30 days"
   1 | as_of() - since < duration("30 days")
                                  ^`},
		{`since > timestamp("02.03.2026")`, `r:1:19: expected a time such as "2026-03-02" or "2026-03-02T15:04:05Z", found "02.03.2026"
   1 | since > timestamp("02.03.2026")
                         ^`},
		{`count("webinar_atended", "90d") > 1`, `r:1:7: unknown activity "webinar_atended" (did you mean "webinar_attended"?)
   1 | count("webinar_atended", "90d") > 1
             ^`},
		{`count("page_view", "90 days") > 1`, `r:1:20: expected a length of time such as "90s", "8h" or "30d", at most ten years, found "90 days"
   1 | count("page_view", "90 days") > 1
                          ^`},
		{`industry.startWith("a")`, `r:1:10: unknown function "startWith" (did you mean "startsWith"?)
   1 | industry.startWith("a")
                ^`},
		{`employees`, `r:1:1: expected a condition that is true or false (bool), found int
   1 | employees
       ^`},
		{`employees >=`, `r:1:13: the text ends here, expected a value
   1 | employees >=
                   ^`},
		{`industry == "ä" employees`, `r:1:17: found "employees", expected an operator or the end
   1 | industry == "ä" employees
                       ^`},
		{`employees == null`, `r:1:11: "==" does not take (int, null); whether a field has a value, exists(field) asks
   1 | employees == null
                 ^`},
		{`industry.matches("(")`, `r:1:18: not a pattern: missing closing ): "("
   1 | industry.matches("(")
                        ^`},
		{`[1].all(employees, employees > 0)`, `r:1:8: "employees" is a field: expected another name for the values of the list
   1 | [1].all(employees, employees > 0)
              ^`},
		{`[[1]] == [[2]] && true`, `r:1:1: a rule knows no values of type list(list(int)): expected bool, int, double, string, timestamp, duration or a list of one of them
   1 | [[1]] == [[2]] && true
       ^
r:1:10: a rule knows no values of type list(list(int)): expected bool, int, double, string, timestamp, duration or a list of one of them
   1 | [[1]] == [[2]] && true
                ^`},
	} {
		_, err := Compile(testSpec(), map[string]string{"r": tt.text}, Config{})
		if !errors.Is(err, scoring.ErrInvalidSpec) {
			t.Errorf("%s: got %v, want ErrInvalidSpec", tt.text, err)
			continue
		}
		if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestEveryProblemOfEveryTextIsReportedAtOnce(t *testing.T) {
	_, err := Compile(testSpec(), map[string]string{
		"b": `employes > 1 && industy == "x"`, "a": `1 + `, "sound": `employees > 1`, "c": `"text"`,
	}, Config{CostLimit: MaxCostLimit + 1})
	e, ok := errors.AsType[*scoring.SpecError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range e.Problems {
		got = append(got, fmt.Sprintf("%s%s:%d:%d", p.File, p.Path, p.Line, p.Column))
	}
	want := []string{"cost_limit:0:0", "a:1:5", "b:1:1", "b:1:17", "c:1:1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestAnUnknownTextGivesNoPointsAndHoldsAsAGate(t *testing.T) {
	spec := testSpec()
	spec.Groups = []scoring.GroupSpec{{Name: "g", Rules: []scoring.RuleSpec{
		{Name: "big", Use: "big", Points: 10 * scoring.Point}, {Name: "in_graz", Use: "in_graz", Points: 5 * scoring.Point},
	}}}
	spec.Gates = []scoring.GateSpec{
		{Name: "no_consent", Use: "no_consent", Action: scoring.Suppress},
		{Name: "in_linz", Use: "in_linz", Action: scoring.Suppress},
	}
	spec.Qualify.Score = new(10 * scoring.Point)
	rs, err := Compile(spec, map[string]string{
		"big": `employees > 250`, "in_graz": `company.city == "Graz"`,
		"no_consent": `!consent`, "in_linz": `exists(company.city) && company.city == "Linz"`,
	}, Config{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{Custom: rs.Custom(t.Context())})
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Score(testLead(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	if r.Total != 10*scoring.Point || len(r.Gates) != 1 || r.Gates[0].Gate != "no_consent" {
		t.Errorf("total %v, gates %v; want 10 and no_consent", r.Total, r.Gates)
	}
}

func TestOneTextIsNotForARuleAndAGate(t *testing.T) {
	spec := testSpec()
	spec.Groups = []scoring.GroupSpec{{Rules: []scoring.RuleSpec{{Use: "r"}}}}
	spec.Gates = []scoring.GateSpec{{Use: "r"}}
	_, err := Compile(spec, map[string]string{"r": "employees > 1"}, Config{})
	if err == nil || !strings.Contains(err.Error(), "write one for each") {
		t.Errorf("got %v", err)
	}
}

func TestWhatATextRunsInto(t *testing.T) {
	slow := zeros(200) + `.all(x, ` + zeros(200) + `.all(y, x == y))`
	rs, err := Compile(testSpec(), map[string]string{"slow": slow, "zero": "1 / (employees - 300) > 1"}, Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rs.Ask(t.Context(), "slow", testLead(), asOf); !errors.Is(err, ErrCost) {
		t.Errorf("got %v, want ErrCost", err)
	}
	if _, err := rs.Ask(t.Context(), "zero", testLead(), asOf); err == nil || errors.Is(err, ErrCost) {
		t.Errorf("got %v, want a division by zero", err)
	}
	if _, err := rs.Ask(t.Context(), "none", testLead(), asOf); !errors.Is(err, ErrUnknownRule) {
		t.Errorf("got %v, want ErrUnknownRule", err)
	}
	dear, err := Compile(testSpec(), map[string]string{"slow": zeros(100) + `.all(x, ` + zeros(50) + `.all(y, x == y))`}, Config{CostLimit: MaxCostLimit})
	if err != nil {
		t.Fatal(err)
	}
	if is, err := dear.Ask(t.Context(), "slow", testLead(), asOf); !is || err != nil {
		t.Errorf("got %t, %v, want true", is, err)
	}
}

func TestAContextEndsAnEvaluation(t *testing.T) {
	rs, err := Compile(testSpec(), map[string]string{"r": zeros(200) + `.all(x, ` + zeros(200) + `.all(y, x == y))`}, Config{CostLimit: MaxCostLimit})
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := rs.Ask(ended, "r", testLead(), asOf); !errors.Is(err, context.Canceled) {
		t.Errorf("before it begins: got %v, want context.Canceled", err)
	}
	// To its limit of cost the text runs for many times this long. On a machine
	// that is busy the clock may be late, but not always.
	for range 20 {
		soon, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		_, err = rs.Ask(soon, "r", testLead(), asOf)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			return
		}
	}
	t.Errorf("while it runs: got %v, want context.DeadlineExceeded", err)
}

func TestRulesAreSafeForConcurrentUse(t *testing.T) {
	rs := compileOne(t, `employees > 250 && industry.matches("^m") && count("webinar_attended", "1h") == 2`)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				lead := testLead()
				lead.Fields["employees"] = fmt.Sprint(151 + i)
				if is, err := rs.Ask(t.Context(), "r", lead, asOf); err != nil || is != (151+i > 250) {
					t.Errorf("%d employees: got %t, %v", 151+i, is, err)
				}
			}
		})
	}
	wg.Wait()
}
