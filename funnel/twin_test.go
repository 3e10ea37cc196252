package funnel_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// drawHistory draws rows of a few leads with all that can be odd about them, in
// any order: activities, ways back, skipped stages, ties, rows dated before
// earlier ones, without a time, behind as-of, inferred, read twice. Times are
// whole hours.
func drawHistory(t *rapid.T) []lead.Transition {
	statuses := rapid.SampledFrom([]lead.Status{"a", "a", "b", "b", "c", "d", "old a", "e", "void"})
	labels := rapid.SampledFrom([]string{"", "web", "fair", "mail"})
	var rows []lead.Transition
	for l := range rapid.IntRange(0, 6).Draw(t, "leads") {
		hours := rapid.SliceOfN(rapid.IntRange(0, 280), 0, 9).Draw(t, "hours")
		if rapid.Bool().Draw(t, "in order") {
			slices.Sort(hours)
		}
		for v, h := range hours {
			r := lead.Transition{LeadID: fmt.Sprint("lead ", l), Version: int64(v + 1), To: statuses.Draw(t, "to"), At: monday.Add(time.Duration(h) * time.Hour)}
			r.Inferred = rapid.IntRange(0, 9).Draw(t, "inferred") == 0
			if rapid.IntRange(0, 9).Draw(t, "timeless") == 0 {
				r.At = time.Time{}
			}
			if label := labels.Draw(t, "label"); label != "" {
				r.Labels = map[string]string{"origin": label}
			}
			rows = append(rows, r)
			if rapid.IntRange(0, 9).Draw(t, "twice") == 0 {
				rows = append(rows, r)
			}
		}
	}
	return rapid.Permutation(rows).Draw(t, "order")
}

func drawOptions(t *rapid.T) funnel.Options {
	o := funnel.Options{AsOf: day(10), Basis: rapid.SampledFrom([]funnel.Basis{funnel.Cohort, funnel.Activity}).Draw(t, "basis")}
	if from := rapid.IntRange(-1, 8).Draw(t, "from"); from >= 0 {
		o.From = day(float64(from))
	}
	if days := rapid.IntRange(0, 5).Draw(t, "days"); days > 0 && !o.From.IsZero() {
		o.To = o.From.AddDate(0, 0, days)
	}
	return o
}

// twin counts the history of one lead by brute force, straight from the rules,
// into figures by name.
func twin(rows []lead.Transition, o funnel.Options, figures map[string][]int64) {
	add := func(v int64, name string, args ...any) {
		name = fmt.Sprintf(name, args...)
		figures[name] = append(figures[name], v)
	}
	inWindow := func(at time.Time) bool { return !at.Before(o.From) && (o.To.IsZero() || at.Before(o.To)) }
	slices.SortFunc(rows, func(a, b lead.Transition) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Version, b.Version)) })
	rows = slices.DeleteFunc(rows, func(r lead.Transition) bool { return r.At.IsZero() || r.At.After(o.AsOf) })
	rows = slices.CompactFunc(rows, func(a, b lead.Transition) bool { return a.Version == b.Version })
	for i := range rows {
		rows[i].To = lead.Status(strings.TrimPrefix(string(rows[i].To), "old "))
	}
	visits := slices.CompactFunc(slices.Clone(rows), func(a, b lead.Transition) bool { return a.To == b.To })
	stage := func(i int) int { return strings.Index("abc", string(visits[i].To)) }
	find := func(from int, ok func(stage int) bool) int {
		for i := from; i < len(visits); i++ {
			if stage(i) >= 0 && ok(stage(i)) {
				return i
			}
		}
		return -1
	}
	entry := find(0, func(int) bool { return true })
	if entry < 0 || rows[len(rows)-1].To == "void" {
		return
	}
	counts := inWindow
	if o.Basis == funnel.Cohort {
		counts = func(time.Time) bool { return true }
		if !inWindow(visits[entry].At) {
			return
		}
	} else if !slices.ContainsFunc(rows, func(r lead.Transition) bool { return inWindow(r.At) }) {
		return
	}
	add(1, "leads")
	duration := func(name string, from, to int) { // to: a visit, or none
		if visits[from].Inferred || to >= 0 && visits[to].Inferred {
			return
		}
		if to >= 0 && counts(visits[to].At) {
			add(int64(visits[to].At.Sub(visits[from].At).Hours()), "%s hours", name)
		} else if to < 0 && counts(visits[from].At) {
			add(1, "%s open", name)
		}
	}
	for k := range 3 {
		first, reach := find(0, func(s int) bool { return s == k }), find(0, func(s int) bool { return s >= k })
		if slices.ContainsFunc(visits, func(v lead.Transition) bool { return string(v.To) == "abc"[k:k+1] && counts(v.At) }) {
			add(1, "%c entered", "abc"[k])
		}
		if reach >= 0 && counts(visits[reach].At) {
			add(1, "%c reached", "abc"[k])
			if first < 0 {
				add(1, "%c skipped", "abc"[k])
			}
		}
		if first == entry && counts(visits[entry].At) {
			add(1, "%c joined", "abc"[k])
		}
		if k < 2 && first >= 0 {
			duration(fmt.Sprintf("%c next", "abc"[k]), first, find(first+1, func(s int) bool { return s == k+1 }))
		}
	}
	seen, again := map[lead.Status]bool{}, map[lead.Status]bool{}
	for i, v := range visits {
		if counts(v.At) {
			add(1, "%s visits", v.To)
			if seen[v.To] {
				add(1, "%s re-entries", v.To)
				again[v.To] = true
			}
		}
		seen[v.To] = true
		if i+1 < len(visits) {
			duration(string(v.To), i, i+1)
		} else {
			duration(string(v.To), i, -1)
		}
	}
	for s := range again {
		add(1, "%s leads that re-entered", s)
	}
	before := lead.Status("(start)")
	for _, r := range append(rows, lead.Transition{To: "(end)", At: rows[len(rows)-1].At}) {
		if counts(r.At) {
			add(1, "%s > %s", before, r.To)
		}
		before = r.To
	}
}

// figuresOf brings a report into the form of the twin: sums, and for durations
// also their number and median.
func figuresOf(r *funnel.Report) map[string]float64 {
	out := map[string]float64{}
	add := func(v float64, name string, args ...any) {
		if v != 0 {
			out[fmt.Sprintf(name, args...)] += v
		}
	}
	durations := func(name string, d *funnel.Durations) {
		add(float64(d.Open), "%s open", name)
		if d.N > 0 {
			add(float64(d.N), "%s hours n", name)
			add(*d.P50/3600, "%s hours median", name)
			add(math.Round(*d.Mean*float64(d.N)/3600), "%s hours", name)
		}
	}
	add(float64(r.Counts.Leads), "leads")
	for _, s := range r.Stages {
		add(float64(s.Entered), "%s entered", s.Name)
		add(float64(s.Reached), "%s reached", s.Name)
		add(float64(s.Skipped), "%s skipped", s.Name)
		add(float64(s.Joined), "%s joined", s.Name)
		if s.TimeToNext != nil {
			durations(s.Name+" next", s.TimeToNext)
		}
	}
	for _, s := range r.Statuses {
		add(float64(s.Visits), "%s visits", s.Status)
		add(float64(s.Reentered.Times), "%s re-entries", s.Status)
		add(float64(s.Reentered.Leads), "%s leads that re-entered", s.Status)
		durations(string(s.Status), &s.Time.Visits)
	}
	for _, f := range r.Transitions {
		add(float64(f.N), "%s > %s", f.From, f.To)
	}
	return out
}

// oddities is the funnel of drawHistory.
func oddities(t testing.TB) *funnel.Funnel {
	return compile(t, funnel.Spec{
		Name: "odd", Stages: []funnel.StageSpec{stage("a"), stage("b"), stage("c")},
		Void: []lead.Status{"void"}, Renamed: map[lead.Status]lead.Status{"old a": "a"},
	})
}

func TestReportAgreesWithBruteForce(t *testing.T) {
	f := oddities(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows, o := drawHistory(rt), drawOptions(rt)
		byLead := map[string][]lead.Transition{}
		for _, r := range rows {
			byLead[r.LeadID] = append(byLead[r.LeadID], r)
		}
		lists := map[string][]int64{}
		for _, rows := range byLead {
			twin(rows, o, lists)
		}
		want := map[string]float64{}
		for name, list := range lists {
			var sum int64
			for _, v := range list {
				sum += v
			}
			if sum != 0 {
				want[name] = float64(sum)
			}
			if strings.HasSuffix(name, "hours") {
				slices.Sort(list)
				n := len(list)
				want[name+" n"] = float64(n)
				if m := float64(list[(n-1)/2]+list[n/2]) / 2; m != 0 {
					want[name+" median"] = m
				}
			}
		}
		got := figuresOf(report(t, f, rows, o))
		if diff := gocmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-twin +report):\n%s", diff)
		}
	})
}
