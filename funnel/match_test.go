package funnel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// matched is the funnel of stages a, b and c by a rule. Statuses d, e are in no
// stage; events A, B and C are entries into the stages.
func matched(t testing.TB, m funnel.MatchSpec) *funnel.Funnel {
	t.Helper()
	s := funnel.Spec{Name: "abc", Match: &m, Void: []lead.Status{"void"}}
	for _, name := range []string{"a", "b", "c"} {
		st := stage(name)
		st.Events = []lead.Event{lead.Event(strings.ToUpper(name))}
		s.Stages = append(s.Stages, st)
	}
	return compile(t, s)
}

// eventful is a path in which "a+B@1" is a row into a with event B.
func eventful(id string, steps ...string) []lead.Transition {
	rows := path(id, steps...)
	for i := range rows {
		to, event, _ := strings.Cut(string(rows[i].To), "+")
		rows[i].To, rows[i].Event = lead.Status(to), lead.Event(event)
	}
	return rows
}

// way writes how far one lead got, and after how many days each stage followed on the
// one before it: "a b+2 c+0.5".
func way(t testing.TB, f *funnel.Funnel, rows []lead.Transition) string {
	t.Helper()
	r := report(t, f, rows, funnel.Options{AsOf: day(100)})
	var out []string
	for k, s := range r.Stages {
		if s.Entered != s.Reached || s.Skipped != 0 || k > 0 && s.Joined != 0 {
			t.Errorf("%s: entered %d, reached %d, skipped %d, joined %d", s.Name, s.Entered, s.Reached, s.Skipped, s.Joined)
		}
		if s.Reached == 0 {
			break
		}
		at := ""
		if k > 0 {
			at = fmt.Sprintf("+%g", *r.Stages[k-1].TimeToNext.Mean/86400)
		}
		out = append(out, s.Name+at)
	}
	return strings.Join(out, " ")
}

func TestMatchRules(t *testing.T) {
	ordered := funnel.MatchSpec{Order: funnel.Ordered}
	with := func(m funnel.MatchSpec, change func(*funnel.MatchSpec)) funnel.MatchSpec {
		change(&m)
		return m
	}
	best := func(m *funnel.MatchSpec) { m.Entry = funnel.Best }
	orderedBest := with(ordered, best)
	strict := funnel.MatchSpec{Order: funnel.Strict}
	strictBest := with(strict, best)
	anyOrder := funnel.MatchSpec{Order: funnel.AnyOrder}
	exclude := func(x funnel.ExcludeSpec) funnel.MatchSpec {
		return funnel.MatchSpec{Order: funnel.Ordered, Exclude: []funnel.ExcludeSpec{x}}
	}
	spam := exclude(funnel.ExcludeSpec{Statuses: []lead.Status{"d"}, Before: "b"})
	fallBack := exclude(funnel.ExcludeSpec{Statuses: []lead.Status{"a"}, After: "b"})
	gone := exclude(funnel.ExcludeSpec{Events: []lead.Event{"x"}, Discard: true})
	for _, tt := range []struct {
		name  string
		match funnel.MatchSpec
		steps string
		want  string
	}{
		{"ordered takes stage after stage", ordered, "a@0 d@1 b@2 d@3 c@5", "a b+2 c+3"},
		{"ordered never skips", ordered, "a@0 c@1 b@2", "a b+2"},
		{"ordered begins at the first stage", ordered, "b@0 c@1", ""},
		{"ordered does not count what was before", ordered, "b@0 a@1 c@2", "a"},
		{"an event enters whatever the status", ordered, "d@0 d+A@1 d+B@3 d+C@4", "a b+2 c+1"},
		{"a row with an event of a stage does not enter that of its status", ordered, "a+B@0 a@1 b@2", ""},
		{"an activity enters no stage", ordered, "d@0 a+A@1 a@2 b@4", "a b+3"},
		{"rows with one time go by version", ordered, "a@1 b@1 c@1", "a b+0 c+0"},
		{"the first attempt counts", with(ordered, func(m *funnel.MatchSpec) { m.Within = "24h" }), "a@0 d@1 a@5 b@6", "a"},
		{"the best attempt counts", with(orderedBest, func(m *funnel.MatchSpec) { m.Within = "24h" }), "a@0 d@1 a@5 b@6", "a b+1"},
		{"of equal attempts the first counts", orderedBest, "a@0 d@1 a@5 b@6", "a b+6"},
		{"the end of the time is in it", with(ordered, func(m *funnel.MatchSpec) { m.Within = "2d" }), "a@0 b@1 c@2", "a b+1 c+1"},
		{"what comes after the time is not", with(ordered, func(m *funnel.MatchSpec) { m.Within = "2d" }), "a@0 b@1 c@2.1", "a b+1"},
		{"strict ends at any other stage", strict, "a@0 c@1 b@2", "a"},
		{"strict ends at any status between", strict, "a@0 d@1 b@2", "a"},
		{"strict takes activities within a visit", strict, "a@0 a+call@1 b@2", "a b+2"},
		{"strict ends at what follows a stage by event", strict, "d+A@0 d+call@1 d+B@2", "a"},
		{"strict ends so at any stage", strict, "a@0 a+B@1 a@2 c@3", "a b+1"},
		{"strict ends at an activity that enters another stage", strict, "a@0 a+C@1 b@2", "a"},
		{"strict begins anew", strictBest, "a@0 d@1 a@2 b@3 c@4 d@5 c@6", "a b+1 c+1"},
		{"any order counts the stages", anyOrder, "d@0 c@1 a@3 c@4 b@5", "a b+2 c+2"},
		{"any order wants each stage once", anyOrder, "c@1 d@2 c@3 a@4", "a b+3"},
		{"what is excluded ends the attempt", spam, "a@0 d@1 b@2 c@3", "a"},
		{"it is no matter elsewhere", spam, "a@0 b@2 d@2.5 c@3", "a b+2 c+1"},
		{"falling back can be excluded", fallBack, "a@0 b@2 a@3 c@4", "a b+2"},
		{"a discarded attempt was not made", gone, "a@0 b+x@1 c@2", ""},
		{"then the next one is the first", gone, "a@0 b+x@1 a@2 b@3", "a b+1"},
		{"what begins an attempt is not excluded from it", gone, "a+x@0 b@1", "a b+1"},
		{
			"an exclusion after the time is no matter",
			with(gone, func(m *funnel.MatchSpec) { m.Within = "1d" }), "a@0 d+x@2", "a",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := way(t, matched(t, tt.match), eventful("x", strings.Fields(tt.steps)...)); got != tt.want {
				t.Errorf("%s: got %q, want %q", tt.steps, got, tt.want)
			}
		})
	}
}

func TestAnOpenStepIsFollowedUntilTheTimeOfTheAttemptIsOver(t *testing.T) {
	f := matched(t, funnel.MatchSpec{Order: funnel.Ordered, Within: "10d"})
	// x and y make the first step after 4 and 8 days. z has had 10 days for it, and u,
	// who came in 7 days before as-of, 7: of 4 leads 1 is over at day 4, and of the 2
	// that are left at day 8 another. S(8) = 3/4 · 1/2 < 1/2.
	rows := join(path("x", "a@0", "b@4"), path("y", "a@0", "b@8"), path("z", "a@0"), path("u", "a@93"))
	r := report(t, f, rows, funnel.Options{AsOf: day(100)})
	if got, want := days(r.Stages[0].TimeToNext), "n=2 open=2 mean=6 p50=6 p90=7.6 km=8"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// v has 3 days left for the second step after 7 for the first. If it were
	// followed to as-of, the estimate would not come down to a half at day 6.
	rows = join(path("v", "a@0", "b@7"), path("w", "a@0", "b@1", "c@7"))
	r = report(t, f, rows, funnel.Options{AsOf: day(100)})
	if got, want := days(r.Stages[1].TimeToNext), "n=1 open=1 mean=6 p50=6 p90=6 km=6"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// The time begins with the attempt: s and t have had 10 days, too, and 1 of 3 is no half.
	rows = join(path("q", "a@0", "b@8"), path("s", "d@0", "a@50"), path("t", "d@0", "a@50"))
	r = report(t, f, rows, funnel.Options{AsOf: day(100)})
	if got, want := days(r.Stages[0].TimeToNext), "n=1 open=2 mean=8 p50=8 p90=8 km=?"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestALeadIsInTheCohortOfTheAttemptThatCounts(t *testing.T) {
	f := matched(t, funnel.MatchSpec{Order: funnel.Ordered, Entry: funnel.Best, Within: "2d"})
	rows := labelled("origin", "web", path("x", "a@0", "d@1"))
	later := path("x", "a@0", "d@1", "a@5", "b@6")
	rows = append(rows, labelled("origin", "fair", later[2:])...)
	for _, tt := range []struct {
		from, to float64
		want     string
	}{{0, 5, ""}, {5, 6, "a 1/1-0 +1, b 1/1-0 +0, c 0/0-0 +0"}} {
		r := report(t, f, rows, funnel.Options{AsOf: day(10), From: day(tt.from), To: day(tt.to), By: "origin"})
		if r.Counts.Leads == 0 && tt.want == "" {
			continue
		}
		if got := strings.Join(stages(r.Stages), ", "); got != tt.want || r.Segments[0].Value != "fair" {
			t.Errorf("from day %g: got %s of %s", tt.from, got, r.Segments[0].Value)
		}
	}
}

func TestALeadWithoutAnAttemptIsInNoStage(t *testing.T) {
	f := matched(t, funnel.MatchSpec{Order: funnel.Ordered})
	r := report(t, f, join(path("x", "b@0", "c@1"), path("y", "a@0")), funnel.Options{AsOf: day(10)})
	if r.Counts.Leads != 1 || r.Counts.NoStage != 1 {
		t.Errorf("got %+v, want one lead in the report and one in no stage", r.Counts)
	}
}

// attempt follows the attempt that begins at row i, straight from the rules, and
// returns the rows at which it has its steps; none if there is no such attempt.
func attempt(rows []lead.Transition, i int, m funnel.MatchSpec) (steps []int) {
	begins := func(i int) bool { return i == 0 || rows[i].To != rows[i-1].To }
	enters := func(i int) int {
		if k := strings.IndexAny("ABC", string(rows[i].Event)); k >= 0 {
			return k
		} else if begins(i) {
			return strings.IndexAny("abc", string(rows[i].To))
		}
		return -1
	}
	within, err := time.ParseDuration(string(m.Within))
	seen := map[int]bool{}
	for n := i; n < len(rows) && len(steps) < 3; n++ {
		reached, stage := len(steps), enters(n)
		awaited := stage == reached
		if m.Order == funnel.AnyOrder {
			awaited = stage >= 0 && !seen[stage]
		}
		if n > i {
			if err == nil && rows[n].At.Sub(rows[i].At) > within {
				return steps
			}
			end := m.Order == funnel.Strict && !awaited && (begins(n) || stage >= 0 || strings.ContainsAny(string(rows[steps[reached-1]].Event), "ABC"))
			discard := false
			for _, x := range m.Exclude {
				hit := slices.Contains(x.Events, rows[n].Event) || begins(n) && slices.Contains(x.Statuses, rows[n].To)
				before, ok := map[string]int{"b": 1, "c": 2}[x.Before]
				if hit && reached > strings.Index("abc", x.After) && (!ok || reached <= before) {
					end, discard = true, discard || x.Discard
				}
			}
			if discard {
				return nil
			} else if end {
				return steps
			}
		} else if !awaited {
			return nil
		}
		if awaited {
			steps, seen[stage] = append(steps, n), true
		}
	}
	return steps
}

func drawMatch(t *rapid.T) funnel.MatchSpec {
	m := funnel.MatchSpec{
		Order:  rapid.SampledFrom([]funnel.Order{funnel.Ordered, funnel.Strict, funnel.AnyOrder}).Draw(t, "order"),
		Entry:  rapid.SampledFrom([]funnel.Entry{funnel.First, funnel.Best}).Draw(t, "entry"),
		Within: rapid.SampledFrom([]funnel.Span{"", "2h", "5h", "12h"}).Draw(t, "within"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "exclusions") {
		x := funnel.ExcludeSpec{Discard: rapid.Bool().Draw(t, "discard")}
		if rapid.Bool().Draw(t, "by event") {
			x.Events = []lead.Event{rapid.SampledFrom([]lead.Event{"x", "y"}).Draw(t, "event")}
		} else {
			x.Statuses = []lead.Status{"d"}
		}
		if m.Order != funnel.AnyOrder {
			between := rapid.SampledFrom([][2]string{{"", ""}, {"a", "b"}, {"b", "c"}, {"", "b"}, {"b", ""}}).Draw(t, "between")
			x.After, x.Before = between[0], between[1]
			switch { // falling back, jumping ahead, and once more
			case x.After != "b" && x.Before == "b" && rapid.Bool().Draw(t, "c"):
				x.Statuses, x.Events = append(x.Statuses, "c"), append(x.Events, "C")
			case x.After == "b" && rapid.Bool().Draw(t, "a"):
				x.Statuses, x.Events = append(x.Statuses, "a"), append(x.Events, "B")
			}
		}
		m.Exclude = append(m.Exclude, x)
	}
	return m
}

// drawWay draws the rows of one lead that go back, skip, wait and come at one time.
func drawWay(t *rapid.T, id string) []lead.Transition {
	statuses := rapid.SampledFrom([]string{"a", "a", "a", "b", "b", "c", "d", "e"})
	events := rapid.SampledFrom([]string{"", "", "", "", "A", "B", "C", "x", "y"})
	var steps []string
	hour := 0
	for range rapid.IntRange(1, 16).Draw(t, "rows") {
		hour += rapid.IntRange(0, 3).Draw(t, "hours")
		steps = append(steps, fmt.Sprintf("%s+%s@%g", statuses.Draw(t, "to"), events.Draw(t, "event"), float64(hour)/24))
	}
	return eventful(id, steps...)
}

func TestMatchAgreesWithFollowingEachAttemptByItself(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m, rows := drawMatch(rt), drawWay(rt, "x")
		var steps []int
		for i := range rows {
			if s := attempt(rows, i, m); len(s) > len(steps) && (m.Entry == funnel.Best || steps == nil) {
				steps = s
			}
		}
		var want []string
		for k, i := range steps {
			text := "abc"[k : k+1]
			if k > 0 {
				text += fmt.Sprintf("+%g", rows[i].At.Sub(rows[steps[k-1]].At).Seconds()/86400)
			}
			want = append(want, text)
		}
		f := matched(t, m)
		if diff := cmp.Diff(strings.Join(want, " "), way(t, f, rows)); diff != "" {
			rt.Fatalf("%+v (-each by itself +report):\n%s", m, diff)
		}
		if steps == nil {
			return
		}
		// The lead came in at the first step and at no other time.
		at := rows[steps[0]].At
		r := report(t, f, rows, funnel.Options{AsOf: day(100), From: at, To: at.Add(time.Microsecond)})
		if r.Counts.Leads != 1 {
			rt.Fatalf("%+v: not in the cohort of %v", m, at)
		}
	})
}

func TestLeadsAreMatchedEachByItself(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := matched(t, drawMatch(rt))
		var all []lead.Transition
		want := make([]int64, 3)
		for l := range 4 {
			rows := drawWay(rt, fmt.Sprint("lead ", l))
			all = append(all, rows...)
			for k, s := range report(t, f, rows, funnel.Options{AsOf: day(100)}).Stages {
				want[k] += s.Reached
			}
		}
		var got []int64
		for _, s := range report(t, f, all, funnel.Options{AsOf: day(100)}).Stages {
			got = append(got, s.Reached)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("reached (-each by itself +all):\n%s", diff)
		}
	})
}

// longest is a history on which following each attempt by itself would take a time
// that grows with its square: every row begins an attempt, and none is ever over.
func longest(rows int) []lead.Transition {
	list := make([]lead.Transition, rows)
	for i := range list {
		list[i] = lead.Transition{
			LeadID: "x", Version: int64(i + 1), To: []lead.Status{"a", "d"}[i%2],
			At: monday.Add(time.Duration(i) * time.Second),
		}
	}
	return list
}

func BenchmarkMatchOfALongHistory(b *testing.B) {
	for _, order := range []funnel.Order{funnel.Ordered, funnel.Strict, funnel.AnyOrder} {
		for _, n := range []int{1_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", order, n), func(b *testing.B) {
				f := matched(b, funnel.MatchSpec{Order: order, Entry: funnel.Best, Within: "3000d"})
				rows := longest(n)
				for b.Loop() {
					report(b, f, rows, funnel.Options{AsOf: day(100)})
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/row")
			})
		}
	}
}
