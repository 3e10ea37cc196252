package scoring_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

const signedRules = `
name: mql-criteria
revision: 3
fields: {industry: string}
groups: [{name: fit, rules: [{name: industry, when: {field: industry, eq: machinery}, points: 70}]}]
qualify: {score: 70}
`

// Criteria qualify nobody before both sides have signed them.
func ExampleAgreement() {
	model := compiled(signedRules)
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	agreement := scoring.Agreement{
		Criteria: model.FullID(),
		From:     day,
		Signatures: []scoring.Signature{
			{Name: "Mia", Side: scoring.Marketing, At: day.AddDate(0, 0, -3)},
		},
	}
	lead := scoring.Record{Fields: map[string]string{"industry": "machinery"}}
	guard := model.QualifyUnder(scoring.Terms{Agreement: agreement})
	_, err := guard(context.Background(), lead, day)
	fmt.Println(errors.Is(err, scoring.ErrUnsigned), err)

	agreement.Signatures = append(agreement.Signatures, scoring.Signature{Name: "Sam", Side: scoring.Sales, At: day.AddDate(0, 0, -1)})
	guard = model.QualifyUnder(scoring.Terms{Agreement: agreement})
	evidence, err := guard(context.Background(), lead, day)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(evidence.(scoring.AgreedResult).Labels())
	// Output:
	// true the criteria mql-criteria@3+e3d879bd are not agreed on: the signature of sales is missing
	// map[criteria:signed]
}

// What a revision changes, for those who sign it.
func ExampleDiff() {
	old := compiled(signedRules).Spec()
	current := old
	current.Revision = 4
	current.Groups = []scoring.GroupSpec{old.Groups[0]}
	current.Groups[0].Rules = []scoring.RuleSpec{old.Groups[0].Rules[0]}
	current.Groups[0].Rules[0].Points = 50 * scoring.Point
	for _, c := range scoring.Diff(old, current, scoring.English) {
		fmt.Println(c.Text)
	}
	// Output:
	// revision: 3 → 4
	// industry: 70 → 50 points
}

func compiled(text string) *scoring.Model[scoring.Record] {
	spec, err := scoring.ReadSpec(strings.NewReader(text), "mql.yaml")
	if err != nil {
		panic(err)
	}
	model, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{})
	if err != nil {
		panic(err)
	}
	return model
}
