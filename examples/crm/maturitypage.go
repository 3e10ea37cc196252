package main

import (
	"fmt"
	"io"
	"net/http"

	"github.com/leadline-go/leadline/maturity"
)

// maturityPage says where the company stands, and what to do next.
type maturityPage struct {
	layout
	W        maturityWords
	Matrix   fragment
	Areas    fragment
	Verdict  []string
	Steps    []nextStep
	Findings []string
	Measures []measureRow
	Open     int // questions whose answers would decide it
	Voices   []fact
}

// nextStep is a recommendation.
type nextStep struct{ Text, Owner, Effort string }

// measureRow is something that has been measured, with what it would take.
type measureRow struct {
	Name, Figure string
	Goals        []string
}

func (s *site) maturityPage(v *visit) error {
	r, err := s.app.evaluate(v.r.Context())
	if err != nil {
		return err
	}
	l := v.lang()
	p := maturityPage{W: maturityWordsIn(l), Open: len(r.Deciding)}
	p.layout = v.layoutIn(l, r.Title.In(l), "maturity")
	matrix, err := render(func(w io.Writer) error { return r.WriteSVG(w, l) })
	if err != nil {
		return err
	}
	p.Matrix = v.include(matrix)
	areas, err := render(func(w io.Writer) error { return r.WriteAreasSVG(w, l) })
	if err != nil {
		return err
	}
	p.Areas = v.include(areas)
	if at, ok := r.Position(); ok {
		p.Verdict = []string{at.Diagnosis.In(l)}
	} else {
		p.Verdict = []string{p.W.Several}
	}
	for _, n := range r.Recommendations {
		p.Steps = append(p.Steps, nextStep{n.Text.In(l), n.Owner.In(l), p.W.Efforts[n.Effort]})
	}
	for _, f := range r.Findings {
		p.Findings = append(p.Findings, f.Text.In(l))
	}
	for _, m := range r.Measures {
		p.Measures = append(p.Measures, p.W.measure(m, l))
	}
	for _, d := range r.People {
		p.Voices = append(p.Voices, fact{s.app.department(d.Department, l), fmt.Sprint(d.People)})
	}
	return v.show(http.StatusOK, "maturity.html", p)
}

// maturityReport is the library's own page, as it writes it.
func (s *site) maturityReport(v *visit) error {
	r, err := s.app.evaluate(v.r.Context())
	if err != nil {
		return err
	}
	return v.document(func(w io.Writer) error { return r.WriteHTML(w, v.lang()) })
}

// department is the name of one in a language.
func (c *crm) department(id string, l maturity.Lang) string {
	for _, d := range c.questions.Departments {
		if d.ID == id {
			return d.Name.In(l)
		}
	}
	return id
}
