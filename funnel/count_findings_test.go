package funnel_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// found lists the findings of one code.
func found(r *funnel.Report, code funnel.FindingCode) (out []string) {
	for _, f := range r.Findings {
		if f.Code == code {
			out = append(out, fmt.Sprintf("%s %s: %s", f.Where, counts(f.Value), f.Text))
		}
	}
	return out
}

// times is n leads that do the same.
func times(name string, n int, steps ...string) (rows []lead.Transition) {
	for i := range n {
		rows = append(rows, path(fmt.Sprint(name, " ", i), steps...)...)
	}
	return rows
}

func TestFindings(t *testing.T) {
	late := func(r *lead.Transition) { r.Recorded = r.At.Add(25 * time.Hour) }
	for name, c := range map[string]struct {
		code      funnel.FindingCode
		rows      []lead.Transition
		o         funnel.Options
		want, not []string // with one lead less of those that make it, there is none
		less      string
	}{
		"one was adopted": {
			code: funnel.FindingAdopted, rows: join(times("in", 3, "a@0", "c@1"), with(path("adopted", "b@0"), func(r *lead.Transition) { r.Inferred = true })), less: "adopted",
			want: []string{" 1/4: Leads adopted in mid-life: 1 of 4 (25.0 %). They count for every stage up to theirs, and the leads lost on the way to it do not: early conversions look too good. Times leave them out."},
		},
		"one was adopted in the window": {
			code: funnel.FindingAdopted, o: funnel.Options{Basis: funnel.Activity, From: day(5), To: day(10)}, less: "adopted",
			rows: join(
				times("in", 3, "a@6"), with(path("adopted", "b@7"), func(r *lead.Transition) { r.Inferred = true }),
				inferred(1, path("long ago", "b@1", "c@8")), // what it did in the window is known
			),
			want: []string{" 1/5: Leads adopted in mid-life: 1 of 5 (20.0 %). They count for every stage up to theirs, and the leads lost on the way to it do not: early conversions look too good. Times leave them out."},
		},
		"one was adopted where all begin": {
			code: funnel.FindingAdopted, rows: join(times("in", 3, "a@0", "c@1"), with(path("adopted", "a@0"), func(r *lead.Transition) { r.Inferred = true })), less: "adopted",
			want: []string{" 1/4: Leads adopted in mid-life: 1 of 4 (25.0 %). Times leave them out."},
		},
		"a fifth is open, of what goes on": {
			code: funnel.FindingOpenShare, o: funnel.Options{Basis: funnel.Activity}, less: "open 2",
			rows: join(times("on", 8, "a@0", "b@1", "c@2"), path("open 1", "a@0"), path("open 2", "a@0")),
			want: []string{
				"a 2/10: Time from a to b: not over in 2 of 10 (20.0 %). The plain mean and median are those of the fast ones.",
				"a 2/10: Time in a: not over in 2 of 10 (20.0 %). The plain mean and median are those of the fast ones.",
			},
		},
		// Five that ended in the window had begun before it: they say nothing of those that began in it.
		"what ended and what began in a window": {
			code: funnel.FindingOpenShare, o: funnel.Options{Basis: funnel.Activity, From: day(5), To: day(10)}, less: "open 0",
			rows: join(times("ended", 5, "a@1", "b@6", "c@7"), times("open", 5, "a@8")),
		},
		"a fifth is open": {
			code: funnel.FindingOpenShare, rows: join(times("on", 8, "a@0", "b@1", "c@2"), path("open 1", "a@0"), path("open 2", "a@0")), less: "open 2",
			want: []string{
				"a 2/10: Time from a to b: not over in 2 of 10 (20.0 %). The plain mean and median are those of the fast ones.",
				"a 2/10: Time in a: not over in 2 of 10 (20.0 %). The plain mean and median are those of the fast ones.",
			},
		},
		"more win than come": {
			code: funnel.FindingOver100, o: funnel.Options{Basis: funnel.Activity, From: day(5), To: day(10)}, less: "win 1",
			rows: join(times("come", 3, "a@6"), times("win", 4, "a@0", "c@6")),
			want: []string{
				"b 4/3: a to b: 3 leads reached the one, 4 the other. In a window the stages count different leads, and their quotient is no share.",
				"c 4/3: a to c: 3 leads reached the one, 4 the other. In a window the stages count different leads, and their quotient is no share.",
			},
		},
		"few leads": {
			code: funnel.FindingSmallN, rows: join(times("a", 20, "a@0"), times("b", 10, "a@0", "b@1")), less: "a 0",
			want: []string{"c 0/10: Conversion from b to c: of 10 leads only, so that 0.0–27.8 % are possible."},
			not: []string{
				"b 10/29: Conversion from a to b: of 29 leads only, so that 19.9–52.7 % are possible.",
				"c 0/10: Conversion from b to c: of 10 leads only, so that 0.0–27.8 % are possible.",
			},
		},
		"a fifth skips": {
			code: funnel.FindingSkipped, rows: join(times("in", 4, "a@0", "b@1", "c@2"), path("skips", "a@0", "c@1")), less: "skips",
			want: []string{"b 1/5: b: 1 of 5 (20.0 %) that reached it or a later stage were never in it. Times to and from it do not know them."},
		},
		"one move in twenty is a tie": {
			code: funnel.FindingTies, rows: join(times("in", 9, "a@0", "b@1", "c@2"), path("tie", "a@0", "b@1", "c@1")), less: "tie",
			want: []string{" 1/20: Moves at the very time of the move before: 1 of 20 (5.0 %). Their order and their times may be guesses."},
		},
		"half of the leads are young": {
			code: funnel.FindingShortWindow, rows: join(times("old", 2, "a@0", "c@10"), times("new", 2, "a@14")), less: "new 0",
			o:    funnel.Options{Per: funnel.Week},
			want: []string{" 2/4: Leads of cohorts younger than 10.0 d, by which most that come to c have come: 2 of 4 (50.0 %). Their rates can still grow."},
		},
		"one row in twenty is late": {
			code: funnel.FindingLateRows, rows: join(times("in", 19, "a@0"), with(path("late", "a@0"), late)), less: "late",
			want: []string{" 1/20: Rows recorded more than a day after they happened: 1 of 20 (5.0 %). Recent figures will still change."},
		},
		"the mean is twice the median": {
			code: funnel.FindingMeanFar, rows: join(times("in", 29, "a@0", "b@0.5"), path("long", "a@0", "b@15.5")), less: "long",
			want: []string{
				"a 86400/43200: Time from a to b: mean 24.0 h, median 12.0 h. Long ones raise the mean.",
				"a 86400/43200: Time in a: mean 24.0 h, median 12.0 h. Long ones raise the mean.",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.o.AsOf = day(20)
			if diff := cmp.Diff(c.want, found(report(t, abc(t), c.rows, c.o), c.code)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			fewer := slices.DeleteFunc(slices.Clone(c.rows), func(r lead.Transition) bool { return r.LeadID == c.less })
			if diff := cmp.Diff(c.not, found(report(t, abc(t), fewer, c.o), c.code)); diff != "" {
				t.Errorf("without %q (-want +got):\n%s", c.less, diff)
			}
		})
	}
}

func TestFindingsAreInOrderAndNotTooMany(t *testing.T) {
	spec := funnel.Spec{Name: "long"}
	var steps []string
	for i := range 30 {
		spec.Stages = append(spec.Stages, stage(fmt.Sprintf("s%02d", i)))
		steps = append(steps, fmt.Sprintf("s%02d@%d", i, i))
	}
	rows := join(times("through", 2, steps...), times("first", 1, steps[:1]...), times("jump", 1, steps[0], steps[29]))
	r := report(t, compile(t, spec), rows, funnel.Options{AsOf: day(50)})
	if len(r.Findings) != 50 {
		t.Errorf("got %d findings, want 50", len(r.Findings))
	}
	order := []funnel.FindingCode{funnel.FindingAdopted, funnel.FindingOpenShare, funnel.FindingSmallN, funnel.FindingSkipped}
	if !slices.IsSortedFunc(r.Findings, func(a, b funnel.Finding) int { return slices.Index(order, a.Code) - slices.Index(order, b.Code) }) {
		t.Errorf("out of order: %v", r.Findings)
	}
	if r := report(t, abc(t), nil, funnel.Options{AsOf: day(0)}); r.Findings == nil || len(r.Findings) != 0 {
		t.Errorf("of nothing: got %v", r.Findings)
	}
}
