package funnel_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// Where no visit is cut off, the delta method is the binomial's own error.
func TestIntervalsOfExits(t *testing.T) {
	var rows []lead.Transition
	for i := range 40 {
		to := "b@2"
		if i < 10 {
			to = "lost@3"
		}
		rows = append(rows, path(fmt.Sprint(i), "a@0", to)...)
	}
	x := report(t, abc(t), rows, funnel.Options{AsOf: day(9)}).Exits[0]
	for _, w := range x.Ways {
		f := w.Share[len(w.Share)-1]
		se := math.Sqrt(f * (1 - f) / 40)
		wide := 1.959963984540054 * se / (f * math.Abs(math.Log(f)))
		low, high := math.Pow(f, math.Exp(wide)), math.Pow(f, math.Exp(-wide))
		if w.Low == nil || w.High == nil || math.Abs(*w.Low-low) > 1e-12 || math.Abs(*w.High-high) > 1e-12 {
			t.Errorf("%s: %v to %v, want %v to %v", w.To, *w.Low, *w.High, low, high)
		}
	}
	if x.StillLow != nil || x.StillHigh != nil {
		t.Error("nobody is left, and that has an interval")
	}
}

// Of two stages with one way between them, the share still there is what has not
// arrived: the curve tells the same by another way.
func TestIntervalOfWhoIsStillThereIsThatOfTheCurve(t *testing.T) {
	var rows []lead.Transition
	for i := range 60 {
		if i%3 == 0 {
			rows = append(rows, path(fmt.Sprint(i), fmt.Sprintf("a@%d", i))...)
		} else {
			rows = append(rows, path(fmt.Sprint(i), fmt.Sprintf("a@%d", i), fmt.Sprintf("b@%d", i+1+i%7))...)
		}
	}
	f := compile(t, funnel.Spec{Name: "ab", Stages: []funnel.StageSpec{stage("a"), stage("b")}})
	r := report(t, f, rows, funnel.Options{AsOf: day(63)})
	x, last := r.Exits[0], r.Curve.Points[len(r.Curve.Points)-1]
	if x.StillLow == nil || last.High == nil || math.Abs(*x.StillLow-(1-*last.High)) > 1e-9 || math.Abs(*x.StillHigh-(1-*last.Low)) > 1e-9 {
		t.Errorf("still there %v to %v; arrived %v to %v", *x.StillLow, *x.StillHigh, *last.Low, *last.High)
	}
}

func TestAStatusLooksTheSameThroughoutTheExits(t *testing.T) {
	r := sample()
	looks := map[string]map[string]bool{}
	// Areas are drawn panel by panel, the topmost first.
	var classes []string
	for _, e := range drawnShapes(t, r, funnel.ExitPicture) {
		if class, ok := strings.CutPrefix(e.attr("class"), "way "); ok {
			classes = append(classes, class)
		}
	}
	for _, x := range r.Exits {
		for _, w := range slices.Backward(x.Ways) {
			if looks[string(w.To)] == nil {
				looks[string(w.To)] = map[string]bool{}
			}
			looks[string(w.To)][classes[0]] = true
			classes = classes[1:]
		}
	}
	if len(classes) > 0 {
		t.Errorf("%d areas belong to no way", len(classes))
	}
	for to, l := range looks {
		if len(l) != 1 {
			t.Errorf("%s has %d looks", to, len(l))
		}
	}
	if !looks["won"]["won"] || looks["lost"]["won"] || looks["sal"]["won"] || looks["lost"]["on0"] {
		t.Errorf("won, lost and sal look like %v, %v, %v", looks["won"], looks["lost"], looks["sal"])
	}
	if text := drawnText(t, r, funnel.ExitPicture); !strings.Contains(text, "→ Won") {
		t.Error("the picture does not name Won")
	}
}
