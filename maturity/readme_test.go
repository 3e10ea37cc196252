package maturity_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"strings"
	"time"

	"github.com/leadline-go/leadline/maturity"
)

// What README.md shows of this package; a test of the repository holds the two together.
func report(file io.Reader, w io.Writer, now time.Time) error {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		return err
	}
	answers, err := maturity.ReadAnswersCSV(file, "answers.csv")
	if err != nil {
		return err
	}
	report, err := model.Evaluate(maturity.Input{Answers: answers, At: now})
	if err != nil {
		return err
	}
	err = report.WriteHTML(w, maturity.De)
	return err
}

// From a table of answers to a page.
func ExampleReport_WriteHTML() {
	var page bytes.Buffer
	answers := "respondent,department,statement,value,reason\np1,sales,rel.rules.2,4,\n"
	if err := report(strings.NewReader(answers), &page, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)); err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Contains(page.String(), "Stand: 02.03.2026"))
	// Output: true
}
