package maturity_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/leadline-go/leadline/maturity"
)

// What daily business shows takes away from what people claim.
func ExampleReadMeasures() {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	var answers maturity.Answers
	for _, department := range []string{"marketing", "sales"} {
		p := maturity.Respondent{Department: department, Answers: map[string]maturity.Answer{}}
		for _, s := range model.Spec().Statements {
			p.Answers[s.ID] = maturity.Answer{Value: 5}
			if s.Stage == 4 {
				p.Answers[s.ID] = maturity.Answer{Value: 2}
			}
		}
		answers.Respondents = append(answers.Respondents, p)
	}
	file := strings.NewReader(`[{"id": "ev.rel.decision_share", "num": 60, "den": 200}]`)
	measures, err := maturity.ReadMeasures(file, "measures.json")
	if err != nil {
		log.Fatal(err)
	}
	report, err := model.Evaluate(maturity.Input{Answers: answers, Measures: measures})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("asked %d, reached %d\n", report.Relationship.Asked.High, report.Relationship.High)
	for _, f := range report.Findings {
		fmt.Println(f.Text.En)
	}
	// Output:
	// asked 3, reached 1
	// Relationship of marketing and sales: by the answers stage 3, but daily business refutes stage 2. Due MQLs with an explicit decision by sales: 30 % (60 of 200; 95 % interval 24.1 % to 36.7 %), needed for stage 2: at least 50 %.
}
