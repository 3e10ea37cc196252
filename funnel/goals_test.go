package funnel_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func goalsOf(r *funnel.Report) (out []string) {
	for _, g := range r.Goals {
		for _, p := range g.Periods {
			text := fmt.Sprintf("%s %s %d/%d %s", g.Stage, p.From.Format("01-02"), p.Actual, g.AtLeast, p.State)
			if s := p.Still; s != nil {
				text += fmt.Sprintf(", %d needed, %d waiting", s.Needed, s.Waiting)
				if s.Low != nil {
					text += fmt.Sprintf(" of which %.3f to %.3f", *s.Low, *s.High)
				}
			}
			out = append(out, text)
		}
	}
	return out
}

// Weeks from monday 2 March: in the first two leads become b, in the second one, in the
// third nobody yet, and as-of lies in it.
func TestGoalsOfEachWeek(t *testing.T) {
	s := funnel.Spec{
		Name: "abc", Stages: []funnel.StageSpec{stage("a"), stage("b"), stage("c")}, Void: []lead.Status{"void"},
		Goals: []funnel.GoalSpec{{Stage: "b", Per: funnel.Week, AtLeast: 2}},
	}
	rows := join(
		path("1", "a@0", "b@1"), path("2", "a@0", "c@2"), // c is behind b: it has reached b
		path("3", "a@1", "b@8", "d@9", "b@15"), // reached b once
		path("4", "a@2"), path("5", "a@15"), path("6", "d@3"), path("7", "a@1", "b@2", "void@3"),
	)
	for name, c := range map[string]struct {
		o    funnel.Options
		want []string
	}{
		"everything": {funnel.Options{AsOf: day(16)}, []string{
			"b 03-02 2/2 met", "b 03-09 1/2 missed",
			// Wilson's interval of 3 of 5 is 0.2307 to 0.8824; two leads wait.
			"b 03-16 0/2 open, 2 needed, 2 waiting of which 0.461 to 1.765",
		}},
		"the activity of two weeks": {funnel.Options{AsOf: day(16), Basis: funnel.Activity, From: day(7), To: day(21)}, []string{
			"b 03-09 1/2 missed",
			// One of one: 0.2065 to 1.
			"b 03-16 0/2 open, 2 needed, 2 waiting of which 0.413 to 2.000",
		}},
		"weeks that the window cuts are left out": {funnel.Options{AsOf: day(30), From: day(1), To: day(15)}, []string{"b 03-09 1/2 missed"}},
		"a week that is over tonight":             {funnel.Options{AsOf: day(14)}, []string{"b 03-02 2/2 met", "b 03-09 1/2 missed", "b 03-16 0/2 open, 2 needed, 1 waiting of which 0.301 to 0.954"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := goalsOf(report(t, compile(t, s), rows, c.o))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A window of long ago has its weeks, however long ago it is.
func TestGoalsOfLongAgo(t *testing.T) {
	s := funnel.Spec{Name: "ab", Stages: []funnel.StageSpec{stage("a"), stage("b")}, Goals: []funnel.GoalSpec{{Stage: "a", Per: funnel.Week, AtLeast: 1}}}
	got := goalsOf(report(t, compile(t, s), path("1", "a@8"), funnel.Options{From: day(0), To: day(14), AsOf: day(5000)}))
	if diff := cmp.Diff([]string{"a 03-02 0/1 missed", "a 03-09 1/1 met"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGoalsWithoutALead(t *testing.T) {
	s := funnel.Spec{Name: "abc", Stages: []funnel.StageSpec{stage("a"), stage("b")}, Goals: []funnel.GoalSpec{{Stage: "b", Per: funnel.Month, AtLeast: 1}}}
	if got := goalsOf(report(t, compile(t, s), nil, funnel.Options{AsOf: day(50)})); got != nil {
		t.Errorf("no lead, no time: found %q", got)
	}
	got := goalsOf(report(t, compile(t, s), nil, funnel.Options{From: day(-1), AsOf: day(40)}))
	if diff := cmp.Diff([]string{"b 03-01 0/1 missed", "b 04-01 0/1 open, 1 needed, 0 waiting of which 0.000 to 0.000"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Four of ten leads become b, and two of these c: for five wins it takes ten b and 25 a.
func TestAPlanGoesBackFromTheWins(t *testing.T) {
	var rows []lead.Transition
	for i := range 10 {
		steps := []string{"a@0"}
		if i < 4 {
			steps = append(steps, "b@1")
		}
		if i < 2 {
			steps = append(steps, "c@2")
		}
		rows = append(rows, path(fmt.Sprint(i), steps...)...)
	}
	var got []string
	for _, s := range report(t, abc(t), rows, funnel.Options{AsOf: day(3), Wins: 5}).Plan.Stages {
		got = append(got, fmt.Sprintf("%s %s: %d (%d to %d)", s.Stage, counts(s.Rate), *s.Needed, *s.Low, *s.High))
	}
	// By R's prop.test without correction: 2/10 is 0.0567 to 0.5098, 2/4 is 0.1500 to 0.8500.
	if diff := cmp.Diff([]string{"a 2/10: 25 (10 to 89)", "b 2/4: 10 (6 to 34)", "c 2/2: 5 (5 to 5)"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, s := range report(t, abc(t), path("1", "a@0"), funnel.Options{AsOf: day(3), Wins: 5}).Plan.Stages {
		if s.Needed != nil || s.Low != nil || s.High != nil {
			t.Errorf("%s: no win, no plan; found %v", s.Stage, *s.Needed)
		}
	}
}

// Vienna's March begins an hour before that of UTC.
func TestPeriodsBeginInTheZone(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	s := funnel.Spec{Name: "ab", Stages: []funnel.StageSpec{stage("a"), stage("b")}, Goals: []funnel.GoalSpec{{Stage: "a", Per: funnel.Month, AtLeast: 1}}}
	rows := path("1", "a@-0.98")                 // in the first hour of 1 March
	rows = append(rows, path("2", "a@29.98")...) // in the last of 31 March
	for zone, want := range map[*time.Location][]string{
		time.UTC: {"a 03-01 2/1 met", "a 04-01 0/1 open, 1 needed, 0 waiting of which 0.000 to 0.000"},
		vienna:   {"a 03-01 1/1 met", "a 04-01 1/1 met"},
	} {
		got := goalsOf(report(t, compile(t, s), rows, funnel.Options{AsOf: day(31), Zone: zone}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", zone, diff)
		}
	}
}
