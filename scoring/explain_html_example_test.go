package scoring_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/scoring"
)

// head is what stands before the fragment in a page of its own.
const head = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Score</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 1rem auto; padding: 0 1rem }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: start; padding: .5rem 0; overflow-wrap: anywhere }
th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0 }
td:last-child { overflow-wrap: anywhere; width: 60% }
.points { text-align: end; white-space: nowrap }
.group > * { border-top: 1px solid; padding-top: .5rem }
.rule > th { font-weight: normal; padding-left: 1rem }
.gate { font-weight: bold }
</style>
`

// A whole page with an explanation, light or dark as the reader likes it.
func ExampleExplanation_WriteHTML() {
	result, err := newModel().Score(Lead{Industry: "machinery"}, at(2, 9))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(head)
	if err := result.Explain(scoring.English).WriteHTML(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <!doctype html>
	// <html lang="en">
	// <meta charset="utf-8">
	// <meta name="viewport" content="width=device-width, initial-scale=1">
	// <title>Score</title>
	// <style>
	// :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
	// body { max-width: 46rem; margin: 1rem auto; padding: 0 1rem }
	// table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
	// caption { text-align: start; padding: .5rem 0; overflow-wrap: anywhere }
	// th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0 }
	// td:last-child { overflow-wrap: anywhere; width: 60% }
	// .points { text-align: end; white-space: nowrap }
	// .group > * { border-top: 1px solid; padding-top: .5rem }
	// .rule > th { font-weight: normal; padding-left: 1rem }
	// .gate { font-weight: bold }
	// </style>
	// <section class="score-explanation" lang="en">
	// <h3>30 points (60 needed): not qualified</h3>
	// <p>band cold</p>
	// <h4>Held back by</h4>
	// <ul>
	// <li class="gate">gate no_consent holds (suppress): consent not known; ask for consent</li>
	// </ul>
	// <table>
	// <caption>mql-criteria@2+6bf9bd9d, as of 2026-03-02 09:00:00 UTC</caption>
	// <thead>
	// <tr>
	// <th scope="col">Rule</th>
	// <th scope="col" class="points">Points</th>
	// <th scope="col">For</th>
	// </tr>
	// </thead>
	// <tbody>
	// <tr class="group">
	// <th scope="rowgroup">fit</th>
	// <td class="points">30</td>
	// <td></td>
	// </tr>
	// <tr class="rule">
	// <th scope="row">industry</th>
	// <td class="points">+30</td>
	// <td>industry is one of machinery or automotive</td>
	// </tr>
	// </tbody>
	// <tbody>
	// <tr class="group">
	// <th scope="rowgroup">engagement</th>
	// <td class="points">0</td>
	// <td></td>
	// </tr>
	// </tbody>
	// </table>
	// <h4>Not known</h4>
	// <ul>
	// <li>employees (size)</li>
	// <li>consent (gate no_consent)</li>
	// </ul>
	// <h4>Missing</h4>
	// <p>30 points</p>
	// <p>No rule closes that alone.</p>
	// </section>
}

// The documentation shows the page of the example.
func TestThePageInTheDocumentationIsThatOfTheExample(t *testing.T) {
	source, err := os.ReadFile("explain_html.go")
	if err != nil {
		t.Fatal(err)
	}
	want := "//\t" + strings.ReplaceAll(strings.TrimSuffix(head, "\n"), "\n", "\n//\t")
	if !strings.Contains(string(source), want) {
		t.Errorf("the comment of WriteHTML does not hold\n%s", want)
	}
}
