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

// explain is what README.md shows.
func explain(file io.Reader, lead Lead, now time.Time) error {
	spec, err := scoring.ReadSpec(file, "criteria.yaml")
	if err != nil {
		return err // everything that is wrong, with line and column
	}
	model, err := scoring.Compile(spec, scoring.Bindings[Lead]{}) // against the tags of your struct
	if err != nil {
		return err
	}
	result, err := model.Score(lead, now) // Total, Grade, Qualified, Gates, Unknowns, Short, ...
	if err != nil {
		return err
	}
	return result.Explain(scoring.English).WriteText(os.Stdout)
}

// From a rule file to an explanation.
func ExampleResult_Explain() {
	const rules = `
name: small
revision: 1
groups: [{name: fit, rules: [{name: large, when: {field: employees, ge: 250}, points: 30}]}]
qualify: {score: 30}
`
	if err := explain(strings.NewReader(rules), Lead{}, at(2, 9)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// small@1+d32d413e                                   as of 2026-03-02 09:00:00 UTC
	//
	// 0 points (30 needed): not qualified
	//
	// fit              0
	//
	// Not known: employees (large)
	//
	// Missing: 30 points
	//   One of these would do:
	//   large        +30      ask: employees >= 250
}

func TestTheReadmeShowsCodeThatCompiles(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	_, body, _ := strings.Cut(read("readme_test.go"), "now time.Time) error {\n")
	body, _, _ = strings.Cut(body, "\n}\n")
	body = strings.ReplaceAll("\n"+body, "\n\t", "\n")
	if !strings.Contains(read("../README.md"), "```go"+body+"\n```\n") {
		t.Errorf("README.md does not show%s", body)
	}
}
