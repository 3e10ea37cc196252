package funnel_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// The first sample of every textbook: remission of leukemia under 6-MP, in weeks (E. J.
// Freireich et al., Blood 21 (1963) 699–716). Its curve and its median stand in all of them.
func TestCurveOfATextbook(t *testing.T) {
	var rows []lead.Transition
	over := []int{6, 6, 6, 7, 10, 13, 16, 22, 23}
	open := []int{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}
	for i, n := range over { // all are watched until week 50
		rows = append(rows, path(fmt.Sprint("over ", i), "a@0", fmt.Sprintf("c@%d", n))...)
	}
	for i, n := range open {
		rows = append(rows, path(fmt.Sprint("open ", i), fmt.Sprintf("a@%d", 50-n))...)
	}
	c := report(t, abc(t), rows, funnel.Options{AsOf: day(50)}).Curve
	var got []string
	for _, p := range c.Points {
		got = append(got, fmt.Sprintf("%v: %d, %.4f", p.Time/86400, p.AtRisk, 1-p.Done))
	}
	want := []string{ // as everywhere in print
		"6: 21, 0.8571", "7: 17, 0.8067", "10: 15, 0.7529", "13: 12, 0.6902", "16: 11, 0.6275", "22: 7, 0.5378", "23: 6, 0.4482",
	}
	if diff := cmp.Diff(want, got); diff != "" || c.Leads != 21 || c.Events != 9 {
		t.Errorf("%d of %d (-want +got):\n%s", c.Events, c.Leads, diff)
	}
	if c.P25 == nil || c.P25.Value != 13*86400 || c.P50 == nil || c.P50.Value != 23*86400 || c.P50.High != nil || c.P75 != nil {
		t.Errorf("got quartiles %+v, %+v, %+v, want 13, 23 without an upper bound, none", c.P25, c.P50, c.P75)
	}
	// Greenwood by hand for the first step: log S = log(18/21), its variance 3/(21·18).
	se := math.Sqrt(3.0/(21*18)) / math.Abs(math.Log(18.0/21))
	lo, hi := 1-math.Pow(18.0/21, math.Exp(-1.959964*se)), 1-math.Pow(18.0/21, math.Exp(1.959964*se))
	if p := c.Points[0]; math.Abs(*p.Low-lo) > 1e-6 || math.Abs(*p.High-hi) > 1e-6 {
		t.Errorf("got %v to %v, want %v to %v", *p.Low, *p.High, lo, hi)
	}
}

func TestCurveLeavesOutWhoseTimesAreNotKnown(t *testing.T) {
	guess := func(r *lead.Transition) { r.Inferred = true }
	adopted := path("1", "a@0", "c@2")
	adopted[0].Inferred = true
	found := path("2", "a@0", "c@2")
	found[1].Inferred = true
	rows := join(adopted, found, with(path("3", "c@0"), guess), path("4", "a@0", "c@4"), path("5", "a@1"), path("6", "d@0"), path("7", "a@0", "void@1"))
	c := report(t, abc(t), rows, funnel.Options{AsOf: day(5)}).Curve
	if c.Leads != 2 || c.Events != 1 || len(c.Points) != 1 || c.Points[0].Done != 0.5 {
		t.Errorf("got %+v, want one of two", c)
	}
	one := compile(t, funnel.Spec{Name: "one", Stages: []funnel.StageSpec{stage("a")}})
	if r := report(t, one, rows, funnel.Options{AsOf: day(5)}); r.Curve != nil || len(r.Exits) != 0 || len(r.Ages) != 0 || len(r.Leaks) != 0 {
		t.Errorf("with one stage: got %+v, %v, %v, %v", r.Curve, r.Exits, r.Ages, r.Leaks)
	}
}

// In the window from day 10 to 20 lead 1 arrives at the age of 12 days, when leads 1 to
// 3 are at risk, of which lead 3 does nothing in it; lead 4 has arrived before, lead 5
// after, and leads 6 and 7 come and go at the very edges.
func TestCurveOfAWindowIsOfWhatHappenedInIt(t *testing.T) {
	rows := join(
		path("1", "a@2", "b@13", "c@14"), path("2", "a@1", "b@15"), path("3", "a@0", "b@9"), path("4", "a@0", "c@1"),
		path("5", "a@15", "c@20"), path("6", "a@9", "c@10"), path("7", "b@20"),
	)
	r := report(t, abc(t), rows, funnel.Options{AsOf: day(30), Basis: funnel.Activity, From: day(10), To: day(20)})
	var got []string
	for _, p := range r.Curve.Points {
		got = append(got, fmt.Sprintf("%v: %d, %.4f", p.Time/86400, p.AtRisk, p.Done))
	}
	// At the age of 1 day, leads 5 and 6 are in the window; 5 is until 5 days.
	if diff := cmp.Diff([]string{"1: 2, 0.5000", "12: 3, 0.6667"}, got); diff != "" || r.Curve.Leads != 5 || r.Curve.Events != 2 {
		t.Errorf("%d of %d (-want +got):\n%s", r.Curve.Events, r.Curve.Leads, diff)
	}
}

func TestCurveAndExitsHaveFewPointsAndTheEnds(t *testing.T) {
	var rows []lead.Transition
	for i := range 1000 {
		rows = append(rows, path(fmt.Sprint(i), "a@0", fmt.Sprintf("c@%d", i+1))...)
	}
	r := report(t, abc(t), rows, funnel.Options{AsOf: day(2000)})
	p := r.Curve.Points
	if len(p) != 200 || p[0].Time != 86400 || p[199].Time != 1000*86400 || p[199].Done != 1 || p[199].Low != nil {
		t.Errorf("got %d points, %+v to %+v", len(p), p[0], p[len(p)-1])
	}
	for i := 1; i < len(p); i++ {
		if gap := math.Round((p[i].Time - p[i-1].Time) / 86400); gap < 5 || gap > 6 {
			t.Errorf("%v days between two points of 1000 in 200", gap)
		}
	}
	x := r.Exits[0]
	if len(x.Times) != 100 || x.Times[99] != 1000*86400 || x.Still[99] != 0 || len(x.Ways[0].Share) != 100 || x.Ways[0].Share[99] != 1 {
		t.Errorf("got %d times, the last %v", len(x.Times), x.Times[len(x.Times)-1])
	}
}

func TestExitsBeyondSixAreOne(t *testing.T) {
	var rows []lead.Transition
	n := 0
	for to, leads := range map[string]int{"c": 3, "p": 1, "q": 1, "r": 1, "s": 1, "t": 1, "u": 1, "(other)": 2} {
		for range leads {
			rows = append(rows, path(fmt.Sprint(n), "a@0", to+"@2")...)
			n++
		}
	}
	rows = append(rows, path("open", "a@1")...)
	r := report(t, abc(t), rows, funnel.Options{AsOf: day(4)})
	x := r.Exits[0]
	var got []string
	for _, w := range x.Ways {
		got = append(got, fmt.Sprintf("%s %d %.4f", w.To, w.N, w.Share))
	}
	want := `c 3 [0.2500], "(other)" 2 [0.1667], p 1 [0.0833], q 1 [0.0833], r 1 [0.0833], s 1 [0.0833], (other) 2 [0.1667]`
	if got := strings.Join(got, ", "); got != want || x.Visits != 12 || x.Open != 1 {
		t.Errorf("%d of %d open:\ngot  %s\nwant %s", x.Open, x.Visits, got, want)
	}
	// Nobody was in b, nor came from it; c is the last.
	if b := r.Exits[1]; len(r.Exits) != 2 || b.Status != "b" || b.Visits != 0 || b.Ways == nil || b.Times == nil || b.Still == nil {
		t.Errorf("got %+v", r.Exits)
	}
}
