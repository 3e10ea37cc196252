package maturity

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shownFigures are the figures with two decimals that a report shows itself.
func shownFigures(r *Report, l Lang) map[string]bool {
	all := map[string]bool{}
	add := func(d *Decimal) {
		if d != nil {
			all[inLang(d.fixed(2), l)] = true
		}
	}
	for _, a := range axes() {
		add(r.Axis(a).Index)
		for _, c := range []*Changes{r.Since, r.Effect} {
			if c != nil {
				add(c.axis(a).Before.Index)
				add(c.axis(a).After.Index)
			}
		}
		for _, stage := range r.Axis(a).Stages {
			for _, s := range stage.Statements {
				add(s.Mean)
				for _, o := range s.Opinions {
					add(o.Mean)
				}
			}
		}
	}
	findings := r.Findings
	if r.HBR != nil {
		add(r.HBR.Mean)
		for _, d := range r.HBR.Departments {
			add(d.Mean)
		}
		findings = slices.Concat(findings, r.HBR.Findings)
	}
	for _, f := range findings {
		if gap := f.Params["gap"]; gap != "" {
			all[inLang(gap, l)] = true
		}
	}
	return all
}

// No page and no picture has a mean that the report does not show, whoever answers.
func TestPagesShowNoMeanThatTheReportWithholds(t *testing.T) {
	t.Parallel()
	m := small(t)
	number := regexp.MustCompile(`\b\d+,\d\d\b`)
	withheld := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := evaluate(rt, m, Input{Answers: drawAnswers(rt, m)})
		shown := shownFigures(r, De)
		page := written(rt, func(b *bytes.Buffer) error { return r.WriteHTML(b, De) }) // with all pictures
		for _, e := range readElements(t, page, true) {
			for _, found := range number.FindAllString(e.own, -1) {
				if e.name != "style" && !shown[found] {
					rt.Errorf("%s in %q is no figure of the report", found, e.own)
				}
			}
		}
		for _, stage := range r.Relationship.Stages {
			for _, s := range stage.Statements {
				if slices.ContainsFunc(s.Opinions, func(o Opinion) bool { return o.Voice == Withheld }) {
					withheld++
				}
			}
		}
	})
	if withheld == 0 {
		t.Error("nothing was withheld")
	}
}

func TestTwoPeopleOfADepartmentLeaveNoFigureToDraw(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, samples(t, m)["few"])
	p, err := r.phrases(De)
	if err != nil {
		t.Fatal(err)
	}
	drawn, texts := p.perceived(Relationship)
	if len(drawn) != 0 || len(texts) == 0 {
		t.Errorf("%d gaps are drawn, %d told", len(drawn), len(texts))
	}
	full := evaluate(t, m, samples(t, m)["halfway"])
	p, err = full.phrases(De)
	if err != nil {
		t.Fatal(err)
	}
	if drawn, _ := p.perceived(Relationship); len(drawn) == 0 {
		t.Error("no gap is drawn although there are figures")
	}
	for name, list := range picturesAndPage(t, r, De) {
		for _, e := range list {
			if e.name == "td" && regexp.MustCompile(`^\d,\d\d$`).MatchString(e.text) {
				t.Errorf("%s shows %s", name, e.text)
			}
		}
	}
}

// saidOfAreas is the description of the picture of the areas.
func saidOfAreas(t *testing.T, r *Report) string {
	t.Helper()
	for _, e := range picturesAndPage(t, r, En)["areas"] {
		if e.name == "desc" {
			return e.text
		}
	}
	t.Fatal("no description")
	return ""
}

// The areas count what the statements of the model come to, those that no stage needs
// apart.
func TestAreasCountStatements(t *testing.T) {
	at := Cell{2, 3}
	for _, m := range []*Model{compile(t, Default()), small(t)} {
		said := saidOfAreas(t, evaluate(t, m, claim(m, at)))
		counts := 0
		for _, area := range m.spec.Areas {
			for stage := 2; stage <= Stages; stage++ {
				all, good := 0, 0
				for _, s := range m.spec.Statements {
					if s.Area == area.ID && s.Stage == stage && !s.Optional {
						all++
						if stage <= at.on(area.Axis) {
							good++
						}
					}
				}
				want := fmt.Sprintf("%s, Stage %d: %d of %d statements hold.", area.Name.En, stage, good, all)
				if all > 0 {
					counts++
				}
				if strings.Contains(said, want) != (all > 0) {
					t.Errorf("%q is said: %t, in %s", want, all == 0, said)
				}
			}
		}
		if said := strings.Count(said, "statements hold"); said != counts {
			t.Errorf("%d counts, want %d", said, counts)
		}
	}
}
