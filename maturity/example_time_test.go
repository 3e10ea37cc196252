package maturity_test

import (
	"bytes"
	"fmt"
	"log"
	"time"

	"github.com/leadline-go/leadline/maturity"
)

// The least that is missing to the next stage, and what it would change.
func ExampleAssumptions() {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	in := maturity.Input{Answers: claimed(model, 2)}
	report, err := model.Evaluate(in)
	if err != nil {
		log.Fatal(err)
	}
	next := report.LeadManagement.Next
	in.Assume.Answers = map[string]maturity.Value{}
	for _, id := range next.Statements {
		fmt.Println("missing:", id)
		in.Assume.Answers[id] = 4
	}
	report, err = model.Evaluate(in)
	if err != nil {
		log.Fatal(err)
	}
	effect := report.Effect.LeadManagement
	fmt.Printf("lead management: from %d to %d, as was told: %d\n", effect.Before.Low, effect.After.Low, next.Stage)
	// Output:
	// missing: lm.terms.3
	// missing: lm.process.3a
	// missing: lm.process.3b
	// missing: lm.ownership.3
	// missing: lm.software.3
	// missing: lm.steering.3
	// lead management: from 2 to 3, as was told: 3
}

// An assessment is kept in a file, and the next one is compared with it.
func ExampleModel_Record() {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	decisions := maturity.Measure{ID: "ev.rel.decision_share", Num: 180, Den: 200}
	kept, err := model.Record(maturity.Input{
		At:      time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC),
		Answers: claimed(model, 3), Measures: []maturity.Measure{decisions},
	})
	if err != nil {
		log.Fatal(err)
	}
	var file bytes.Buffer
	if err := kept.WriteJSON(&file); err != nil {
		log.Fatal(err)
	}

	before, err := maturity.ReadAssessment(&file, "2026-03.json")
	if err != nil {
		log.Fatal(err)
	}
	decisions.Num = 155
	report, err := model.Evaluate(maturity.Input{
		At:      time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC),
		Answers: claimed(model, 3), Measures: []maturity.Measure{decisions},
		Earlier: []maturity.Assessment{before},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range report.Findings {
		fmt.Println(f.Code, f.Params["before"], f.Params["value"], "needed:", f.Params["threshold"])
	}
	// Output: measure.slipped 0.9 0.775 needed: 0.8
}

// claimed lets three people of each department agree to all statements up to a stage.
func claimed(model *maturity.Model, stage int) maturity.Answers {
	spec := model.Spec()
	axis := map[string]maturity.AxisSpec{}
	for _, a := range spec.Areas {
		axis[a.ID] = spec.Axes.Relationship
		if a.Axis == maturity.LeadManagement {
			axis[a.ID] = spec.Axes.LeadManagement
		}
	}
	var all maturity.Answers
	for range 3 {
		for _, d := range spec.Departments {
			p := maturity.Respondent{Department: d.ID, Answers: map[string]maturity.Answer{}}
			for _, s := range spec.Statements {
				for _, asked := range axis[s.Area].Ask {
					if asked == d.ID {
						p.Answers[s.ID] = maturity.Answer{Value: 2}
						if s.Stage <= stage {
							p.Answers[s.ID] = maturity.Answer{Value: 5}
						}
					}
				}
			}
			all.Respondents = append(all.Respondents, p)
		}
	}
	return all
}
