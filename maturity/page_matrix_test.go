package maturity

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/internal/svg"
)

// frame is a rectangle of a picture.
type frame struct {
	what       string
	x, y, w, h float64
}

func (f frame) meets(o frame) bool {
	return f.x < o.x+o.w && o.x < f.x+f.w && f.y < o.y+o.h && o.y < f.y+f.h
}

func (f frame) within(o frame) bool {
	return f.x >= o.x-0.01 && f.y >= o.y-0.01 && f.x+f.w <= o.x+o.w+0.01 && f.y+f.h <= o.y+o.h+0.01
}

func coordinate(t *testing.T, e *pageElement, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(e.attr(name), 64)
	if err != nil {
		t.Fatalf("%s of %s: %v", name, e.name, err)
	}
	return v
}

// framesOf returns the frames of circles and one-line texts of some classes.
func framesOf(t *testing.T, list []pageElement, size float64, classes ...string) (all []frame) {
	t.Helper()
	for _, e := range list {
		class := e.attr("class")
		if !slices.Contains(classes, class) {
			continue
		}
		switch e.name {
		case "circle":
			x, y, r := coordinate(t, &e, "cx"), coordinate(t, &e, "cy"), coordinate(t, &e, "r")
			all = append(all, frame{class, x - r, y - r, 2 * r, 2 * r})
		case "text":
			x, y := coordinate(t, &e, "x"), coordinate(t, &e, "y")
			width := svg.Width(e.text, size)
			if strings.HasSuffix(class, " under") {
				x -= width / 2
			}
			all = append(all, frame{e.text, x, y - 0.72*size, width, 0.72 * size})
		}
	}
	return all
}

func drawnMatrix(t *testing.T, r *Report, l Lang) []pageElement {
	t.Helper()
	return readElements(t, written(t, func(b *bytes.Buffer) error { return r.WriteSVG(b, l) }), false)
}

// Wherever an organisation was, no dot or date lies on another one or on a mark, and
// none leaves its cell.
func TestEarlierAssessmentsDoNotLieOnEachOther(t *testing.T) {
	m := compile(t, Default())
	rapid.Check(t, func(rt *rapid.T) {
		stage := rapid.IntRange(1, Stages)
		now := Cell{stage.Draw(rt, "r"), stage.Draw(rt, "m")}
		r := evaluate(rt, m, claim(m, now))
		r.At = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
		n := rapid.IntRange(1, 12).Draw(rt, "n")
		step := rapid.SampledFrom([]int{1, 45}).Draw(rt, "days between")
		few := rapid.IntRange(1, Stages).Draw(rt, "stages")
		where := rapid.IntRange(1, few)
		for i := range n {
			low := Bounds{where.Draw(rt, "was r"), where.Draw(rt, "was m")}
			e := Earlier{At: r.At.AddDate(0, 0, -step*(n-i)), Relationship: Standing{Low: low.Low, High: low.Low}, LeadManagement: Standing{Low: low.High, High: low.High}}
			if rapid.IntRange(0, 4).Draw(rt, "open") == 0 {
				e.Relationship.High = Stages
			}
			r.Earlier = append(r.Earlier, e)
		}
		list := drawnMatrix(t, r, De)
		var cells []frame
		for _, e := range list {
			if class := e.attr("class"); e.name == "rect" && (class == "above" || class == "below" || class == "on") && coordinate(t, &e, "x") > left {
				cells = append(cells, frame{class, coordinate(t, &e, "x") - 1, coordinate(t, &e, "y") - 1, cellWidth, coordinate(t, &e, "height") + 2})
			}
		}
		bottom := 0.0
		for _, c := range cells {
			bottom = max(bottom, c.y+c.h)
		}
		inMatrix := func(all []frame) []frame {
			return slices.DeleteFunc(all, func(f frame) bool { return f.y > bottom })
		}
		marks, dots := inMatrix(framesOf(t, list, 0, "today", "target", "stop")), inMatrix(framesOf(t, list, 0, "then", "unsure"))
		dates := inMatrix(framesOf(t, list, 11, "date", "date under"))
		if len(cells) != 16 || len(dates) == 0 {
			rt.Fatalf("%d cells, %d dates", len(cells), len(dates))
		}
		for i, d := range dates {
			if !slices.ContainsFunc(cells, d.within) {
				rt.Errorf("%+v is in no cell", d)
			}
			for _, o := range slices.Concat(dates[:i], marks) {
				if d.meets(o) {
					rt.Errorf("%+v lies on %+v", d, o)
				}
			}
		}
		for _, d := range dots {
			// A dot near an edge would read as between two stages.
			inside := func(c frame) bool { return d.within(frame{c.what, c.x + cellWidth/4, c.y + 2, cellWidth / 2, c.h - 4}) }
			if n == 1 && len(marks) > 0 && !slices.ContainsFunc(marks, func(m frame) bool {
				return slices.ContainsFunc(cells, func(c frame) bool { return d.within(c) && m.within(c) })
			}) {
				// It has its cell for itself, and is in the middle of it.
				inside = func(c frame) bool { return d.within(frame{c.what, c.x + c.w/4, c.y + c.h/4, c.w / 2, c.h / 2}) }
			}
			if !slices.ContainsFunc(cells, inside) || slices.ContainsFunc(marks, d.meets) {
				rt.Errorf("%+v lies near the edge of a cell or on a mark", d)
			}
		}
		if len(dots) != n {
			rt.Errorf("%d dots of %d assessments", len(dots), n)
		}
	})
}

func TestTheMatrixShowsWhatThereIsAndExplainsNothingElse(t *testing.T) {
	m := compile(t, Default())
	all := samples(t, m)
	w := english()
	for name, want := range map[string][]string{
		"above":   {w.today, w.milestone, w.target},
		"arrived": {w.today, w.target},
		"nobody":  {w.possible, w.target},
		"story":   {w.today, w.milestone, w.target, w.then, w.thenOpen, w.byMeasures},
		"whatif":  {w.today, w.assumed, w.milestone, w.target, w.then, w.thenOpen, w.byMeasures},
	} {
		if name == "story" || name == "whatif" {
			in := all[name]
			in.Answers = two(m, upTo(Cell{2, 2}), upTo(Cell{2, 2})).Answers // so that it is one cell
			all[name] = in
		}
		list := drawnMatrix(t, evaluate(t, m, all[name]), En)
		var got []string
		for _, e := range list {
			for _, text := range []string{w.today, w.possible, w.assumed, w.milestone, w.target, w.then, w.thenOpen, w.older, w.byMeasures} {
				if e.name == "text" && e.attr("class") == "text" && e.text == text {
					got = append(got, text)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: legend (-want +got):\n%s", name, diff)
		}
	}
}

func TestAnAssumptionIsAnArrowFromToday(t *testing.T) {
	m := compile(t, Default())
	in := claim(m, Cell{1, 3})
	in.Assume.Answers = map[string]Value{}
	for i, s := range m.spec.Statements {
		if m.axes[i] == Relationship && s.Stage == 2 {
			in.Assume.Answers[s.ID] = 5
		}
	}
	count := func(r *Report, class string) (n int) {
		for _, f := range framesOf(t, drawnMatrix(t, r, De), 0, class) {
			if f.y < 450 { // above the legend
				n++
			}
		}
		return n
	}
	r := evaluate(t, m, in)
	if hollow, solid := count(r, "hollow"), count(r, "today"); hollow != 1 || solid != 1 {
		t.Errorf("%d hollow and %d solid points", hollow, solid)
	}
	var desc, arrow string
	for _, e := range drawnMatrix(t, r, De) {
		switch {
		case e.name == "desc":
			desc = e.text
		case e.attr("class") == "effect" && arrow == "":
			x1, y1, x2, y2 := coordinate(t, &e, "x1"), coordinate(t, &e, "y1"), coordinate(t, &e, "x2"), coordinate(t, &e, "y2")
			if arrow = "right"; math.Abs(y2-y1) > 0.01 || x2 <= x1 || x2 >= x1+cellWidth {
				t.Errorf("the arrow goes from %g, %g to %g, %g", x1, y1, x2, y2)
			}
		}
	}
	if arrow == "" || !strings.Contains(desc, "Ohne die Annahmen: 1 · Undefiniert / 3 · Definierter Prozess.") || !strings.Contains(desc, "was wäre") {
		t.Errorf("arrow %q, description %q", arrow, desc)
	}
	delete(in.Assume.Answers, "rel.rules.2") // one is missing: nothing moves
	if r := evaluate(t, m, in); count(r, "hollow") != 0 || count(r, "today") != 1 {
		t.Error("an arrow although nothing moves")
	}
}

func TestMeasuredStagesAreMarkedBesideTheirNames(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, claim(m, Cell{3, 3}, share("ev.rel.decision_share", 165, 200), share("ev.lm.review_age", 200, 1)))
	r.Relationship.Measured, r.LeadManagement.Measured = &Bounds{2, 3}, &Bounds{4, 4}
	var marks []string
	for _, e := range drawnMatrix(t, r, De) {
		if e.attr("class") == "measure" || e.attr("class") == "reach" {
			marks = append(marks, e.name)
		}
	}
	if diff := cmp.Diff([]string{"line", "polygon", "polygon", "polygon", "polygon"}, marks); diff != "" { // the last one is of the legend
		t.Errorf("(-want +got):\n%s", diff)
	}
}
