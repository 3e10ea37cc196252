package maturity_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/leadline-go/leadline/maturity"
)

// A table that people filled in is read and evaluated like any other answers, and
// what does not fit the model is found in the table.
func ExampleReadAnswersCSV() {
	const table = `respondent,department,statement,value,reason
p1,sales,rel.rules.2,4,
p1,sales,rel.rules.3,dont_know,
p1,sales,rel.goal.3,2,
`
	answers, err := maturity.ReadAnswersCSV(strings.NewReader(table), "answers.csv")
	if err != nil {
		log.Fatal(err)
	}
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	_, err = model.Evaluate(maturity.Input{Answers: answers})
	if bad, ok := errors.AsType[*maturity.SpecError](err); ok {
		for _, p := range bad.Problems {
			fmt.Printf("%s:%d:%d: %s\n", p.File, p.Line, p.Column, p.Message)
		}
	}
	// Output:
	// answers.csv:4:10: unknown statement "rel.goal.3" (did you mean "rel.goals.3"?)
}

func ExampleModel_WriteQuestionnaireCSV() {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	var table strings.Builder
	if err := model.WriteQuestionnaireCSV(&table, maturity.De); err != nil {
		log.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(table.String(), "\ufeff")) {
		if n++; n == 1 || n == 4 {
			os.Stdout.WriteString(line)
		}
	}
	// Output:
	// respondent;department;statement;value;reason;text;choices
	// ;marketing;rel.rules.4;;;Über Personal, Budget und Prozess von Marketing und Vertrieb entscheidet eine gemeinsame Führung.;1 = nicht vorgesehen / 2 = geplant / 3 = begonnen / 4 = weitgehend vorhanden / 5 = vollständig vorhanden / dont_know = Das kann ich nicht beurteilen
}

// Three people a side, of whom only the totals are known.
func ExampleHBR() {
	const file = `
respondents:
  - {department: marketing, total: 70}
  - {department: marketing, total: 72}
  - {department: marketing, total: 74}
  - {department: sales, total: 40}
  - {department: sales, total: 50}
  - {department: sales, total: 48}
`
	sheets, err := maturity.ReadHBR(strings.NewReader(file), "hbr.yaml")
	if err != nil {
		log.Fatal(err)
	}
	result, err := maturity.HBR(sheets)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Mean, result.Class)
	for _, f := range result.Findings {
		fmt.Println(f.Text.En)
	}
	// Output:
	// 59 defined
	// The relationship is rated higher by marketing than by sales (26 points).
}
