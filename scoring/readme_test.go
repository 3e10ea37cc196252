package scoring_test

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// What README.md shows: a type, a rule file, what makes a score of them, and the score.

type Prospect struct {
	Industry   string             `score:"industry"`
	Employees  *int               `score:"employees"` // nil: nobody knows
	Consent    *bool              `score:"consent"`
	Activities []scoring.Activity `score:",activities"`
}

const criteria = `name: mql
revision: 1
activities: {visit: []}
groups:
  - name: fit
    rules:
      - {name: industry, when: {field: industry, in: [machinery, automotive]}, points: 30}
      - {name: size, when: {field: employees, between: [50, 2000]}, points: 20}
  - name: interest
    cap: 40
    half_life: 14d
    rules:
      - {name: visit, activity: visit, within: 60d, count: each, max: 5, points: 10}
gates:
  - {name: no_consent, when: {field: consent, eq: false}, action: suppress}
qualify: {score: 60, exit: 50}
`

func explain(file io.Reader, p Prospect, now time.Time) error {
	spec, err := scoring.ReadSpec(file, "criteria.yaml")
	if err != nil {
		return err // what is no such file, with line and column
	}
	model, err := scoring.Compile(spec, scoring.Bindings[Prospect]{}) // against the tags of your struct
	if err != nil {
		return err // everything that is wrong with it, with line and column
	}
	result, err := model.Score(p, now) // Total, Grade, Qualified, Gates, Unknowns, Short, ...
	if err != nil {
		return err
	}
	return result.Explain(scoring.English).WriteText(os.Stdout)
}

// From a rule file to an explanation.
func ExampleResult_Explain() {
	now := at(20, 9)
	p := Prospect{Industry: "machinery", Consent: new(true), Activities: []scoring.Activity{
		{Type: "visit", At: now.AddDate(0, 0, -14)}, {Type: "visit", At: now}, {Type: "visit", At: now},
	}}
	if err := explain(strings.NewReader(criteria), p, now); err != nil {
		fmt.Println(err)
	}
	// Output:
	// mql@1+f085b6ca                                     as of 2026-03-20 09:00:00 UTC
	//
	// 55 points (60 needed): not qualified; a lead that already is an MQL would stay
	//   one (50 needed)
	//
	// fit             30
	//   industry     +30      industry is one of machinery or automotive
	// interest        25
	//   visit        +25      3 x 10: visit, in the last 60 days, at most 5, half-life
	//                         14 days
	//
	// Not known: employees (size)
	//
	// Missing: 5 points
	//   One of these would do:
	//   size         +20      ask: employees from 50 to 2000
	//   visit        +10      visit, in the last 60 days, at most 5, half-life 14 days
	//
	// If nothing happens: no longer enough to stay qualified from 2026-03-24
	//   21:10:48 UTC on, because the points then fall below 50
}

func TestTheReadmeShowsWhatRunsHere(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	test, readme := read("readme_test.go"), read("../README.md")
	cut := func(after, before string) string {
		_, s, _ := strings.Cut(test, after)
		s, _, ok := strings.Cut(s, before)
		if !ok {
			t.Fatalf("nothing between %q and %q", after, before)
		}
		return s
	}
	out := cut("	// Output:\n", "\n}\n")
	for what, block := range map[string]string{
		"type":   "```go\ntype Prospect struct {" + cut("\ntype Prospect struct {", "\n}\n") + "\n}\n```\n",
		"rules":  "```yaml\n" + criteria + "```\n",
		"code":   "```go" + strings.ReplaceAll("\n"+cut("now time.Time) error {\n", "\n}\n"), "\n\t", "\n") + "\n```\n",
		"output": "```\n" + strings.ReplaceAll(strings.ReplaceAll(out, "\t// ", ""), "\t//", "") + "\n```\n",
	} {
		if !strings.Contains(readme, block) {
			t.Errorf("README.md does not show the %s:\n%s", what, block)
		}
	}
}
