package maturity_test

import (
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"strings"

	"github.com/leadline-go/leadline/maturity"
)

// everyone returns the answers of three people each in marketing and sales who all
// agree with what the stages up to the given ones need.
func everyone(spec maturity.Spec, relationship, leadManagement int) maturity.Answers {
	axis := map[string]maturity.Axis{}
	for _, area := range spec.Areas {
		axis[area.ID] = area.Axis
	}
	answers := map[string]maturity.Answer{}
	for _, s := range spec.Statements {
		reached := relationship
		if axis[s.Area] == maturity.LeadManagement {
			reached = leadManagement
		}
		answers[s.ID] = maturity.Answer{Value: 2}
		if s.Stage <= reached {
			answers[s.ID] = maturity.Answer{Value: 4}
		}
	}
	var a maturity.Answers
	for _, department := range []string{"marketing", "sales"} {
		for range 3 {
			a.Respondents = append(a.Respondents, maturity.Respondent{Department: department, Answers: answers})
		}
	}
	return a
}

func Example() {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	report, err := model.Evaluate(maturity.Input{Answers: everyone(model.Spec(), 1, 3)})
	if err != nil {
		log.Fatal(err)
	}
	if at, ok := report.Position(); ok {
		fmt.Println(at.Cell, at.Class, at.Offset)
		fmt.Println(at.Diagnosis.En)
	}
	fmt.Println("path:", report.Path)
	for _, r := range report.Recommendations[:3] {
		fmt.Println("-", r.ID, r.Effort, r.Lifts)
	}
	// Output:
	// (1, 3) above 2
	// A well-designed process with software that nobody lives by: statuses are not kept up to date, and sales works around the handover.
	// path: [(2, 3) (3, 3) (4, 4)]
	// - rec.above.freeze days [rel.rules.2 rel.trust.2]
	// - rec.both.12.terms days [rel.language.2]
	// - rec.rel.12.meeting days [rel.exchange.2]
}

// Nobody in sales could judge one statement: the stage is an interval, and the
// report says who must be asked what.
func ExampleReport_deciding() {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	answers := everyone(model.Spec(), 3, 3)
	for i, p := range answers.Respondents {
		if p.Department != "sales" {
			continue
		}
		own := maps.Clone(p.Answers)
		own["rel.goals.3"] = maturity.Answer{Value: maturity.DontKnow}
		answers.Respondents[i].Answers = own
	}
	report, err := model.Evaluate(maturity.Input{Answers: answers})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("relationship", report.Relationship.Low, "to", report.Relationship.High)
	for _, p := range report.Positions {
		fmt.Println("maybe", p.Cell, p.Class)
	}
	for _, q := range report.Deciding {
		fmt.Println("ask", q.Departments, q.Statement)
	}
	// Output:
	// relationship 2 to 3
	// maybe (2, 3) above
	// maybe (3, 3) on_path
	// ask [sales] rel.goals.3
}

func ExampleReadAnswers() {
	const file = `
respondents:
  - id: p1
    department: sales
    answers:
      rel.rules.2: 4
      rel.rules.3: dont_know
      rel.exchange.4: {value: not_applicable, reason: no key accounts}
`
	answers, err := maturity.ReadAnswers(strings.NewReader(file), "answers.yaml")
	if err != nil {
		log.Fatal(err)
	}
	for id, a := range answers.Respondents[0].Answers {
		if a.Value == maturity.NotApplicable {
			fmt.Println(id, a.Reason)
		}
	}
	// Output: rel.exchange.4 no key accounts
}

// What does not fit the model is refused, all at once, with its place in the file.
func ExampleModel_Evaluate_refused() {
	const file = `respondents:
  - {id: p1, department: sails, answers: {rel.rules.22: 4}}
`
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	answers, err := maturity.ReadAnswers(strings.NewReader(file), "answers.yaml")
	if err != nil {
		log.Fatal(err)
	}
	_, err = model.Evaluate(maturity.Input{Answers: answers})
	if bad, ok := errors.AsType[*maturity.SpecError](err); ok {
		for _, p := range bad.Problems {
			fmt.Printf("%d:%d %s\n", p.Line, p.Column, p.Message)
		}
	}
	// Output:
	// 2:26 unknown department "sails" (did you mean "sales"?)
	// 2:43 unknown statement "rel.rules.22" (did you mean "rel.rules.2"?)
}

// A model of one's own starts from the default one.
func ExampleCompile() {
	spec := maturity.Default()
	spec.Name, spec.Revision = "our-model", 1
	spec.Rules.HoldsAt = 4000 // 4.0
	spec.Statements[0].Area = "rel.rule"
	_, err := maturity.Compile(spec)
	fmt.Println(err)
	// Output:
	// statements[0].area: unknown area "rel.rule" (did you mean "rel.rules"?)
}

func ExampleReport_WriteSVG() {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		log.Fatal(err)
	}
	report, err := model.Evaluate(maturity.Input{
		Answers: everyone(model.Spec(), 2, 2),
		Target:  maturity.Cell{R: 3, M: 3},
	})
	if err != nil {
		log.Fatal(err)
	}
	var picture strings.Builder
	if err := report.WriteSVG(&picture, maturity.De); err != nil {
		log.Fatal(err)
	}
	for line := range strings.Lines(picture.String()) {
		if strings.HasPrefix(line, "<desc") {
			os.Stdout.WriteString(line)
		}
	}
	// Output:
	// <desc id="maturity-de-desc">Auf der Ideallinie. Beziehung von Marketing und Vertrieb: 2 · Definiert. Lead-Management: 2 · Definierte Begriffe. Ziel: 3 · Abgestimmt / 3 · Definierter Prozess.</desc>
}
