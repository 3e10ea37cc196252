package funnel_test

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// renderings are all renderings of a report, one after the other.
func renderings(t testing.TB, r *funnel.Report) string {
	t.Helper()
	var b strings.Builder
	for _, write := range []func(*funnel.Report) error{
		func(r *funnel.Report) error { return r.WriteText(&b) },
		func(r *funnel.Report) error { return r.WriteJSON(&b) },
		func(r *funnel.Report) error { return r.WriteCSV(&b) },
		func(r *funnel.Report) error {
			for _, p := range r.Pictures() {
				if err := r.WritePicture(&b, p); err != nil {
					return err
				}
			}
			return nil
		},
		func(r *funnel.Report) error { return r.WriteHTML(&b) },
	} {
		if err := write(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestReportDoesNotDependOnOrderOrRepetition(t *testing.T) {
	t.Parallel()
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		o.By, o.MaxSegments = "origin", rapid.IntRange(0, 2).Draw(rt, "segments")
		again := rows
		if len(rows) > 0 {
			again = append(rows[:len(rows):len(rows)], rapid.SliceOf(rapid.SampledFrom(rows)).Draw(rt, "once more")...)
		}
		again = rapid.Permutation(again).Draw(rt, "shuffled")
		a, b := report(t, f, rows, o), report(t, f, again, o)
		a.Counts.Duplicates, b.Counts.Duplicates = 0, 0 // that one does
		if diff := cmp.Diff(strings.Split(renderings(t, a), "\n"), strings.Split(renderings(t, b), "\n")); diff != "" {
			rt.Fatalf("(-first +second):\n%s", diff)
		}
	})
}

func TestCohortLaws(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		o.Basis, o.By, o.MaxSegments = funnel.Cohort, "origin", 1
		r := report(t, f, rows, o)

		check := func(stages []funnel.Stage, leads int64) {
			var joined int64
			for k, s := range stages {
				joined += s.Joined
				if s.Entered+s.Skipped != s.Reached {
					rt.Errorf("%s: entered %d and skipped %d are not reached %d", s.Name, s.Entered, s.Skipped, s.Reached)
				}
				if k == 0 && s.Reached != leads {
					rt.Errorf("%s: reached by %d of %d leads", s.Name, s.Reached, leads)
				}
				rates := []funnel.Rate{s.Cumulative}
				if k > 0 {
					rates = append(rates, *s.Conversion)
				}
				for _, rate := range rates {
					if v, ok := rate.Value(); ok && (v < 0 || v > 1) {
						rt.Errorf("%s: rate %v is no proportion", s.Name, rate)
					}
				}
				if d := s.TimeToNext; d != nil && d.N+d.Open > s.Entered {
					rt.Errorf("%s: %d steps made and %d open of %d leads", s.Name, d.N, d.Open, s.Entered)
				}
			}
			if joined != leads {
				rt.Errorf("%d leads joined, of %d", joined, leads)
			}
		}
		check(r.Stages, r.Counts.Leads)

		sums := make([]funnel.Stage, len(r.Stages))
		var leads int64
		for _, s := range r.Segments {
			check(s.Stages, s.Leads)
			leads += s.Leads
			for k := range sums {
				sums[k].Reached += s.Stages[k].Reached
				sums[k].Entered += s.Stages[k].Entered
			}
		}
		for k := range sums {
			if sums[k].Reached != r.Stages[k].Reached || sums[k].Entered != r.Stages[k].Entered {
				rt.Errorf("%s: segments add up to %d reached and %d entered, not %d and %d", r.Stages[k].Name,
					sums[k].Reached, sums[k].Entered, r.Stages[k].Reached, r.Stages[k].Entered)
			}
		}
		if leads != r.Counts.Leads {
			rt.Errorf("segments have %d leads, the report %d", leads, r.Counts.Leads)
		}

		var all int64
		balance := map[lead.Status]int64{}
		for _, e := range r.Transitions {
			all += e.N
			balance[e.From] -= e.N
			balance[e.To] += e.N
		}
		if all != r.Counts.Rows+r.Counts.Leads {
			rt.Errorf("%d transitions of %d rows and %d ends", all, r.Counts.Rows, r.Counts.Leads)
		}
		for s, n := range balance {
			if want := map[lead.Status]int64{funnel.Start: -r.Counts.Leads, funnel.End: r.Counts.Leads}[s]; n != want {
				rt.Errorf("%s: comes and goes differ by %d, want %d", s, n, want)
			}
		}
	})
}

func TestEveryLeadWithADatedRowIsAccountedFor(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		leads := map[string]bool{}
		for _, r := range rows {
			if !r.At.IsZero() && !r.At.After(o.AsOf) {
				leads[r.LeadID] = true
			}
		}
		c := report(t, f, rows, o).Counts
		if got := c.Leads + c.Void + c.NoStage + c.Outside; got != int64(len(leads)) {
			rt.Errorf("%+v are %d leads, want %d", c, got, len(leads))
		}
	})
}

func TestShiftingTimeShiftsTheReport(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		o.By = "origin"
		// Weeks begin anew every week.
		o.Per = funnel.Week
		shift := time.Duration(rapid.Int64Range(-1500, 1500).Draw(rt, "weeks")) * 7 * 24 * time.Hour
		moved, p := append([]lead.Transition(nil), rows...), o
		for _, at := range []*time.Time{&p.From, &p.To, &p.AsOf} {
			if !at.IsZero() {
				*at = at.Add(shift)
			}
		}
		for i := range moved {
			if !moved[i].At.IsZero() {
				moved[i].At = moved[i].At.Add(shift)
			}
		}
		a, b := report(t, f, rows, o), report(t, f, moved, p)
		if want := o.AsOf.Add(shift); !b.AsOf.Equal(want) {
			rt.Fatalf("as of %v, want %v", b.AsOf, want)
		}
		unshift(reflect.ValueOf(b), shift)
		if diff := cmp.Diff(a, b); diff != "" {
			rt.Fatalf("(-report +shifted):\n%s", diff)
		}
	})
}

// unshift moves all times within a value back.
func unshift(v reflect.Value, shift time.Duration) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			unshift(v.Elem(), shift)
		}
	case reflect.Slice:
		for i := range v.Len() {
			unshift(v.Index(i), shift)
		}
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			if !t.IsZero() {
				v.Set(reflect.ValueOf(t.Add(-shift)))
			}
			return
		}
		for _, f := range v.Fields() {
			unshift(f, shift)
		}
	}
}

func TestBasesAgreeInAnOpenWindow(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows := drawHistory(rt)
		o := funnel.Options{AsOf: day(10), By: "origin", ByLast: rapid.Bool().Draw(rt, "last")}
		cohort := report(t, f, rows, o)
		cohort.Findings = slices.DeleteFunc(cohort.Findings, func(f funnel.Finding) bool { return f.Code == funnel.FindingShortWindow }) // of cohorts
		o.Basis = funnel.Activity
		activity := report(t, f, rows, o)
		// A window that leaves nothing out takes another way to the same end.
		o.From, o.To = day(-1), day(100)
		wide := report(t, f, rows, o)
		for _, r := range []*funnel.Report{activity, wide} {
			r.Basis, r.Definitions, r.Window = cohort.Basis, cohort.Definitions, cohort.Window
			r.Cohorts = cohort.Cohorts // which the other basis has none of
			if r == wide {             // of what ended and what began within edges there is no share
				cohort.Findings = slices.DeleteFunc(cohort.Findings, func(f funnel.Finding) bool { return f.Code == funnel.FindingOpenShare })
			}
			if diff := cmp.Diff(cohort, r); diff != "" {
				rt.Fatalf("(-cohort +activity):\n%s", diff)
			}
		}
	})
}

// With each lead sent to one more status at as-of, all other visits are over, and
// their times are the leads' ages.
func TestTimesInStatusAddUpToTheAge(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		o := funnel.Options{AsOf: day(10)}
		first, version := map[string]time.Time{}, map[string]int64{}
		var rows []lead.Transition
		for _, r := range drawHistory(rt) {
			r.Inferred = false
			rows = append(rows, r)
			version[r.LeadID] = max(version[r.LeadID], r.Version)
			if r.At.IsZero() || r.At.After(o.AsOf) {
				continue
			}
			if at, ok := first[r.LeadID]; !ok || r.At.Before(at) {
				first[r.LeadID] = r.At
			}
		}
		var want float64
		for id, at := range first {
			want += o.AsOf.Sub(at).Seconds()
			// Into stage c, so that each lead is in the report.
			rows = append(rows,
				lead.Transition{LeadID: id, Version: version[id] + 1, To: "c", At: o.AsOf},
				lead.Transition{LeadID: id, Version: version[id] + 2, To: "end", At: o.AsOf})
		}
		r := report(t, f, rows, o)
		var visits, cumulative float64
		for _, s := range r.Statuses {
			if d := s.Time.Visits; d.N > 0 {
				visits += *d.Mean * float64(d.N)
			}
			if d := s.Time.Cumulative; d.N > 0 {
				cumulative += *d.Mean * float64(d.N)
			}
		}
		if math.Abs(visits-want) > 1e-3 || math.Abs(cumulative-want) > 1e-3 {
			rt.Errorf("visits add up to %v s, cumulative times to %v s, ages to %v s", visits, cumulative, want)
		}
	})
}
