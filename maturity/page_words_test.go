package maturity

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pageOf is what a page says, and with the pictures as one text.
func pageOf(t *testing.T, r *Report, l Lang) string {
	t.Helper()
	return written(t, func(b *bytes.Buffer) error { return r.WriteHTML(b, l) })
}

func markdownOf(t *testing.T, r *Report, l Lang) string {
	t.Helper()
	return written(t, func(b *bytes.Buffer) error { return r.WriteMarkdown(b, l) })
}

// Each language writes days in one way, in texts, tables and pictures.
func TestDaysAreWrittenAsTheLanguageWritesThem(t *testing.T) {
	m := compile(t, Default())
	iso, dotted := regexp.MustCompile(`\b20\d\d-\d\d\b`), regexp.MustCompile(`\b\d\d\.20\d\d\b`)
	for _, name := range []string{"story", "whatif"} {
		r := evaluate(t, m, samples(t, m)[name])
		for l, other := range map[Lang]*regexp.Regexp{En: dotted, De: iso} {
			for what, text := range map[string]string{"page": pageOf(t, r, l), "Markdown": markdownOf(t, r, l), "matrix": written(t, func(b *bytes.Buffer) error { return r.WriteSVG(b, l) })} {
				if found := other.FindAllString(text, -1); len(found) > 0 {
					t.Errorf("%s, %s, %s: %q", name, l, what, found)
				}
			}
		}
	}
	r := evaluate(t, m, samples(t, m)["story"])
	for l, want := range map[Lang][]string{
		En: {"As of 2026-04-08", "Since the assessment of 2025-10-06", "2026-01-01 to 2026-03-31"},
		De: {"Stand: 08.04.2026", "Seit der Bewertung vom 06.10.2025", "01.01.2026 bis 31.03.2026"},
	} {
		for _, s := range want {
			if !strings.Contains(pageOf(t, r, l), s) || !strings.Contains(markdownOf(t, r, l), s) {
				t.Errorf("%s: %q is missing", l, s)
			}
		}
	}
}

func TestTheIndexStandsBesideTheStage(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, samples(t, m)["halfway"])
	p, err := r.phrases(De)
	if err != nil {
		t.Fatal(err)
	}
	for i, side := range p.page().Sides {
		want := "Index " + p.mean(*r.Axis(axes()[i]).Index)
		if len(side.Small) == 0 || side.Small[0] != want {
			t.Errorf("%s: %q, want %s first", side.Name, side.Small, want)
		}
		if !strings.Contains(markdownOf(t, r, De), "    - "+want+"\n") {
			t.Errorf("%s is not in Markdown", want)
		}
	}
	for _, text := range []string{pageOf(t, r, De), markdownOf(t, r, De)} {
		if !strings.Contains(text, german().indexMeans) {
			t.Error("the index is not explained")
		}
	}
	r.Relationship.Index = nil
	if side := p.page().Sides[0]; len(side.Small) != 0 {
		t.Errorf("an index that there is not: %q", side.Small)
	}
}

// A stage that is not reached does not just say yes, whatever keeps it from being so.
func TestNoStageSaysYesThatIsNotReached(t *testing.T) {
	m := compile(t, Default())
	for name, in := range map[string]Input{
		"refuted":     claim(m, Cell{3, 3}, share("ev.rel.decision_share", 60, 200)),
		"not claimed": claim(m, Cell{1, 1}, share("ev.rel.decision_share", 60, 200)),
		"nobody":      {},
		"upside down": two(m, above(1), above(1)),
		"open below":  two(m, above(DontKnow), above(DontKnow)),
	} {
		r := evaluate(t, m, in)
		for _, l := range []Lang{En, De} {
			p, err := r.phrases(l)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range axes() {
				x := r.Axis(a)
				for i := range x.Stages {
					stage := &x.Stages[i]
					says := p.reached(a, stage)
					if yes := says == p.w.states[Held]; yes != (stage.Stage <= x.Low) {
						t.Errorf("%s: %s %d, proved up to %d, says %q", name, a, stage.Stage, x.Low, says)
					}
					title := p.stage(a, stage.Stage) + ": " + says
					if !strings.Contains(pageOf(t, r, l), "<summary>"+title+"</summary>") || !strings.Contains(markdownOf(t, r, l), "| **"+says+"** |") {
						t.Errorf("%s: %q is not told", name, title)
					}
				}
			}
		}
	}
	for s, want := range map[State]string{
		Held:    "nach den Antworten ja, aber durch Messung widerlegt",
		NotHeld: "nach den Antworten nein und durch Messung widerlegt",
	} {
		if got := (phrases{l: De, w: german()}).holds(s, true); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
}

// above agrees to everything but the statements of stage 2, and says something else there.
func above(v Value) func(StatementSpec, Axis) Answer {
	return func(s StatementSpec, _ Axis) Answer {
		if s.Stage == 2 {
			return Answer{Value: v}
		}
		return Answer{Value: 5}
	}
}

// What a measure must show is that it no longer misses the threshold, which for a share
// is less than to reach it.
func TestTheLeastIsNotToReachTheThreshold(t *testing.T) {
	m := compile(t, Default())
	for _, tt := range []struct {
		of     Measure
		en, de string
	}{
		{share("ev.rel.decision_share", 60, 200), "no longer clearly below 50 %", "nicht mehr eindeutig unter 50 %"},
		{share("ev.rel.stale_share", 150, 200), "no longer clearly above 50 %", "nicht mehr eindeutig über 50 %"},
		{share("ev.lm.review_age", 900, 1), "no longer above 365 days", "nicht mehr über 365 Tagen"},
		{share("ev.lm.joint_signoff", 1, 1), "no longer below ", "nicht mehr unter "},
	} {
		r := evaluate(t, m, claim(m, Cell{3, 3}, tt.of))
		for l, want := range map[Lang]string{En: tt.en, De: tt.de} {
			p, err := r.phrases(l)
			if err != nil {
				t.Fatal(err)
			}
			want = r.measure(tt.of.ID).Name.In(l) + " " + want
			var all []todo
			for _, a := range axes() {
				_, list := p.least(a)
				all = append(all, list...)
			}
			if !slices.ContainsFunc(all, func(t todo) bool { return t.how == p.w.mustShow && strings.HasPrefix(t.what, want) }) {
				t.Errorf("%s, %s: %q, want %q", tt.of.ID, l, all, want)
			}
		}
	}
}

// What is read twice at the top of the page stands there once; the picture alone keeps it.
func TestThePageDoesNotRepeatItsHeadInThePicture(t *testing.T) {
	m := compile(t, Default())
	for name, in := range samples(t, m) {
		r := evaluate(t, m, in)
		for _, list := range [][]pageElement{readElements(t, pageOf(t, r, De), true), drawnMatrix(t, r, De)} {
			heads, titles, said := 0, 0, 0
			for _, e := range list {
				switch {
				case e.name == "text" && slices.Contains([]string{"title", "verdict", "warning"}, e.attr("class")):
					heads++
				case e.attr("id") == "maturity-de-title" && e.text == r.Title.De:
					titles++
				case e.attr("id") == "maturity-de-desc" && e.text != "":
					said++
				}
			}
			if page := list[0].name == "html"; page != (heads == 0) || titles != 1 || said != 1 {
				t.Errorf("%s, page %t: %d headings, %d titles, %d descriptions", name, page, heads, titles, said)
			}
		}
	}
}

func TestTheReaderLearnsWhatFiguresCanGiveAway(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, halfway(m))
	for l, want := range map[Lang][]string{
		En: {"gave the same answer at one end of the scale", "two reports on nearly the same people", "joined or left in between, began or stopped rating a statement, or changed a rating"},
		De: {"dieselbe Antwort am Rand der Skala", "zwei Berichte über fast dieselben Personen", "hinzugekommen oder ausgeschieden ist, eine Aussage neu oder nicht mehr bewertet oder ihre Bewertung geändert hat"},
	} {
		for _, s := range want {
			if !strings.Contains(pageOf(t, r, l), s) || !strings.Contains(markdownOf(t, r, l), s) {
				t.Errorf("%s: %q is missing", l, s)
			}
		}
	}
}

// The instrument's points are written in one way, and departments have their names.
func TestPointsAndDepartmentsOfTheInstrumentAreForPeople(t *testing.T) {
	m := compile(t, Default())
	in := halfway(m)
	for i := range 5 {
		in.HBR = append(in.HBR, HBRSheet{Department: "marketing", Total: 70 + i%2}, HBRSheet{Department: "lead_management", Total: 45 + i%3})
	}
	r := evaluate(t, m, in)
	for what, text := range map[string]string{"page": pageOf(t, r, De), "Markdown": markdownOf(t, r, De)} {
		for _, want := range []string{"70,4", "45,8", "24,6 Punkte", m.spec.department("lead_management").De} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing", what, want)
			}
		}
		for _, bad := range []string{"70,40", "45,80", "lead_management", `lead\_management`} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: there is %q", what, bad)
			}
		}
	}
}
