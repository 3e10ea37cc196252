package celrule_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
	"github.com/leadline-go/leadline/scoring/celrule"
)

const rules = `
name: mql-criteria
revision: 1
fields: {industry: string, employees: int, since: time}
activities: {webinar_attended: [], page_view: []}
groups:
  - {name: fit, rules: [
      {name: industry, when: {field: industry, eq: machinery}, points: 30},
      {name: keen_newcomer, use: keen_newcomer, points: 25}]}
qualify: {score: 50}
`

// An administrator typed a rule into a form. What it is worth stands in the rule
// file, under the name of the text.
func Example() {
	typed := map[string]string{
		"keen_newcomer": `employees >= 50 && as_of() - since < duration("720h") && count("webinar_attended", "90d") >= 2`,
	}
	spec, err := scoring.ReadSpec(strings.NewReader(rules), "mql.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	texts, err := celrule.Compile(spec, typed, celrule.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	asOf := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	model, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{
		Custom: texts.Custom(context.Background()),
		Texts:  texts.Texts(), // part of what is signed
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	lead := scoring.Record{
		Fields: map[string]string{"industry": "machinery", "employees": "120", "since": "2026-02-20"},
		Activities: []scoring.Activity{
			{Type: "webinar_attended", At: asOf.AddDate(0, 0, -5)},
			{Type: "webinar_attended", At: asOf.AddDate(0, 0, -2)},
		},
	}
	result, err := model.Score(lead, asOf)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Total, result.Qualified(false))
	// Output: 55 true
}

// Everything that is wrong with what was typed comes back at once, for the form to
// show.
func ExampleCompile_problems() {
	spec, err := scoring.ReadSpec(strings.NewReader(rules), "mql.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = celrule.Compile(spec, map[string]string{
		"keen":  `employes >= 50 && count("webinar", "90d") >= 2`,
		"large": `employees >= "250"`,
	}, celrule.Config{})
	fmt.Println(err)
	// Output:
	// keen:1:1: unknown field "employes" (did you mean "employees"?)
	//    1 | employes >= 50 && count("webinar", "90d") >= 2
	//        ^
	// keen:1:25: unknown activity "webinar" (known: page_view, webinar_attended)
	//    1 | employes >= 50 && count("webinar", "90d") >= 2
	//                                ^
	// large:1:11: ">=" does not take (int, string)
	//    1 | employees >= "250"
	//                  ^
}
