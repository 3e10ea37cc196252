package funnel_test

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones are there wherever the tests run

	"github.com/leadline-go/leadline/funnel"
	_ "github.com/leadline-go/leadline/internal/lazygc"
	"github.com/leadline-go/leadline/lead"
)

// monday is the beginning of time in these tests.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// day returns a time by its distance from monday in days.
func day(n float64) time.Time { return monday.Add(time.Duration(n * 24 * float64(time.Hour))) }

// path writes a lead's history: "mql@1.5" is a row into mql on day 1.5. Versions
// follow the order of writing.
func path(id string, steps ...string) []lead.Transition {
	var rows []lead.Transition
	var from lead.Status
	for i, step := range steps {
		status, at, ok := strings.Cut(step, "@")
		n, err := strconv.ParseFloat(at, 64)
		if !ok || err != nil {
			panic("test: bad step " + step)
		}
		t := lead.Transition{
			LeadID: id, Version: int64(i + 1), Event: lead.Event("to_" + status),
			From: from, To: lead.Status(status), At: day(n), Since: day(n), Recorded: day(n),
		}
		from = t.To
		rows = append(rows, t)
	}
	return rows
}

// with changes rows on their way.
func with(rows []lead.Transition, change func(*lead.Transition)) []lead.Transition {
	for i := range rows {
		change(&rows[i])
	}
	return rows
}

func labelled(name, value string, rows []lead.Transition) []lead.Transition {
	return with(rows, func(t *lead.Transition) { t.Labels = map[string]string{name: value} })
}

func join(histories ...[]lead.Transition) []lead.Transition {
	var all []lead.Transition
	for _, h := range histories {
		all = append(all, h...)
	}
	return all
}

func seq(rows []lead.Transition) iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// abc is a funnel of stages a, b and c with one status each, and the void status
// void. A status d is in no stage.
func abc(t testing.TB) *funnel.Funnel {
	return compile(t, funnel.Spec{
		Name:   "abc",
		Stages: []funnel.StageSpec{stage("a"), stage("b"), stage("c")},
		Void:   []lead.Status{"void"},
	})
}

func stage(name string, statuses ...lead.Status) funnel.StageSpec {
	if statuses == nil {
		statuses = []lead.Status{lead.Status(name)}
	}
	return funnel.StageSpec{Name: name, Statuses: statuses}
}

func compile(t testing.TB, s funnel.Spec) *funnel.Funnel {
	t.Helper()
	f, err := funnel.Compile(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// unchecked is a funnel whose names Compile would refuse.
func unchecked(t testing.TB, s funnel.Spec) *funnel.Funnel {
	t.Helper()
	f, err := funnel.Unchecked(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func report(t testing.TB, f *funnel.Funnel, rows []lead.Transition, o funnel.Options) *funnel.Report {
	t.Helper()
	r, err := f.Report(seq(rows), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// stages writes the counts of stages: "a 3/4-1 +2" is 3 entered of 4 reached, so
// 1 skipped, and 2 joined.
func stages(list []funnel.Stage) []string {
	var out []string
	for _, s := range list {
		out = append(out, fmt.Sprintf("%s %d/%d-%d +%d", s.Name, s.Entered, s.Reached, s.Skipped, s.Joined))
	}
	return out
}

// days writes durations in days: "n=2 open=1 mean=1.5 p50=1.5 p90=1.9 km=2", ? for
// what is undefined.
func days(d *funnel.Durations) string {
	if d == nil {
		return "nil"
	}
	f := func(s *float64) string {
		if s == nil {
			return "?"
		}
		return strconv.FormatFloat(*s/86400, 'g', 6, 64)
	}
	return fmt.Sprintf("n=%d open=%d mean=%s p50=%s p90=%s km=%s", d.N, d.Open, f(d.Mean), f(d.P50), f(d.P90), f(d.KMP50))
}

func flows(list []funnel.Flow) []string {
	var out []string
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s>%s %d", f.From, f.To, f.N))
	}
	return out
}

func status(t testing.TB, r *funnel.Report, name lead.Status) funnel.StatusReport {
	t.Helper()
	for _, s := range r.Statuses {
		if s.Status == name {
			return s
		}
	}
	t.Fatalf("the report has no status %q", name)
	return funnel.StatusReport{}
}
