package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// The figures of these tests are counted by hand: see the few lines of testdata.

var (
	joined  = []string{"-history", "contacts.csv", "-map", "contacts.yaml", "-history", "deals.csv", "-map", "deals.yaml"}
	changes = []string{"-history", "changes.csv", "-map", "changes.yaml"}
)

func with(args []string, more ...string) []string { return slices.Concat(args, more) }

func TestTwoWideFilesBecomeOneFunnel(t *testing.T) {
	inTestdata(t)
	r, stderr := reported(t, with(joined, "-by", "origin")...)
	want := []stage{
		{Name: "mql", Entered: 5, Reached: 5, Joined: 5, TimeToNext: &stepTime{N: 3, Mean: 1366800, P50: 864000, P90: 2070720}},
		{Name: "won", Entered: 3, Reached: 3, Conversion: &rate{Num: 3, Den: 5, Value: 0.6}},
	}
	if diff := cmp.Diff(want, r.Stages, cmpopts.IgnoreFields(rate{}, "Lo", "Hi")); diff != "" {
		t.Errorf("stages (-want +got)\n%s", diff)
	}
	if r.Basis != "cohort" || r.AsOf != "2026-02-13T00:00:00Z" {
		t.Errorf("got basis %s as of %s", r.Basis, r.AsOf)
	}
	segments := map[string]map[string]int{}
	for _, s := range r.Segments {
		segments[s.Label+" "+s.Value] = reach(s.Stages)
	}
	wantSegments := map[string]map[string]int{
		"origin email":  {"mql": 2, "won": 1},
		"origin fair":   {"mql": 2, "won": 2},
		"origin (none)": {"mql": 1, "won": 0},
	}
	if diff := cmp.Diff(wantSegments, segments); diff != "" {
		t.Errorf("segments (-want +got)\n%s", diff)
	}
	const told = `contacts.csv: 6 records, 1 left out by where, 5 rows
deals.csv: 3 records, 3 rows
history: 5 leads, 8 rows, 2026-01-05T00:00:00Z to 2026-02-13T00:00:00Z
`
	if diff := cmp.Diff(told, stderr); diff != "" {
		t.Errorf("stderr (-want +got)\n%s", diff)
	}
}

func TestChangesBecomeAFunnelOfTheirStatuses(t *testing.T) {
	inTestdata(t)
	r, _ := reported(t, changes...)
	// b went from new to lost, behind mql: it reached mql without entering it.
	if diff := cmp.Diff(map[string]int{"new": 3, "mql": 3, "lost": 1}, reach(r.Stages)); diff != "" {
		t.Errorf("reached (-want +got)\n%s", diff)
	}
	if names := r.Stages[0].Name + r.Stages[1].Name + r.Stages[2].Name; names != "newmqllost" {
		t.Errorf("got the order %s, want that of the earliest times", names)
	}
	want := []transition{
		{"(start)", "mql", 1},
		{"(start)", "new", 2},
		{"lost", "(end)", 1},
		{"mql", "(end)", 2},
		{"mql", "mql", 1},
		{"mql", "new", 1},
		{"new", "lost", 1},
		{"new", "mql", 2},
	}
	if diff := cmp.Diff(want, sorted(r.Transitions)); diff != "" {
		t.Errorf("transitions (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]anomaly{{"time_missing", 1, []string{"c"}}}, r.Anomalies); diff != "" {
		t.Errorf("anomalies (-want +got)\n%s", diff)
	}
	if got := (reentered{1, 1}); r.reentered("new") != got || r.reentered("mql") != got || r.reentered("lost") != (reentered{}) {
		t.Errorf("got re-entries %+v", r.Statuses)
	}
}

func sorted(trs []transition) []transition {
	slices.SortFunc(trs, func(a, b transition) int {
		return strings.Compare(a.From+"\x00"+a.To, b.From+"\x00"+b.To)
	})
	return trs
}

func TestEqualTimesKeepTheMapsOrder(t *testing.T) {
	inTestdata(t)
	clitest.Write(t, "w.csv", "id,a,b,c\n1,2026-01-02,2026-01-01,2026-01-02\n")
	clitest.Write(t, "w.yaml", `lead: id
milestones:
  - {status: z, at: {column: a, format: "2006-01-02"}}
  - {status: y, at: {column: b, format: "2006-01-02"}}
  - {status: x, at: {column: c, format: "2006-01-02"}}
`)
	r, _ := reported(t, "-history", "w.csv", "-map", "w.yaml")
	var names []string
	for _, s := range r.Stages {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"y", "z", "x"}, names); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAStatusWithoutAnyTimeIsTheLastStage(t *testing.T) {
	inTestdata(t)
	clitest.Write(t, "c.csv", "lead,ts,no,stage,owner\na,,1,unknown,\na,2026-03-01 10:00,2,new,\n")
	r, _ := reported(t, "-history", "c.csv", "-map", "changes.yaml")
	if len(r.Stages) != 2 || r.Stages[0].Name != "new" || r.Stages[1].Name != "unknown" {
		t.Errorf("got %+v", r.Stages)
	}
}

func TestAFunnelFileNamesTheStages(t *testing.T) {
	inTestdata(t)
	r, _ := reported(t, with(changes, "-funnel", "funnel.yaml")...)
	want := []stage{
		{Name: "untouched", Entered: 2, Reached: 3, Skipped: 1, Joined: 2, TimeToNext: &stepTime{N: 1, Mean: 86400, P50: 86400, P90: 86400}},
		{Name: "handed over", Entered: 2, Reached: 2, Joined: 1, Conversion: &rate{Num: 2, Den: 3, Value: 2.0 / 3}},
	}
	if diff := cmp.Diff(want, r.Stages, cmpopts.IgnoreFields(rate{}, "Lo", "Hi")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPeriodBasisAndAsOf(t *testing.T) {
	inTestdata(t)
	tests := []struct {
		name     string
		flags    []string
		mql, won int
	}{
		{"a cohort, followed to the last row", []string{"-from", "2026-01-01", "-to", "2026-02-01"}, 3, 2},
		{"from is in, to is out", []string{"-from", "2026-01-09", "-to", "2026-01-20"}, 1, 0},
		{"as of a time, rows of it included", []string{"-asof", "2026-01-30"}, 3, 1},
		{"as of a time, rows after it left out", []string{"-asof", "2026-01-29T23:59:59Z"}, 3, 0},
		{"a time with its own zone", []string{"-to", "2026-01-20T01:00:00+01:00"}, 2, 1},
		{"what happened in a month", []string{"-basis", "activity", "-from", "2026-02-01", "-to", "2026-03-01"}, 2, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := reported(t, with(joined, tt.flags...)...)
			if got := [2]int{r.Stages[0].Entered, r.Stages[1].Entered}; got != [2]int{tt.mql, tt.won} {
				t.Errorf("got %v entered, want %d and %d", got, tt.mql, tt.won)
			}
		})
	}
}

func TestEveryFormatIsWhole(t *testing.T) {
	inTestdata(t)
	text, _ := program.Succeed(t, with(joined, "-by", "origin")...)
	for _, want := range []string{"Cohort basis", "mql", "won", "60.0 %", "fair"} {
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q:\n%s", want, text)
		}
	}
	asJSON, _ := program.Succeed(t, with(joined, "-format", "json")...)
	if !json.Valid([]byte(asJSON)) {
		t.Errorf("no JSON:\n%s", asJSON)
	}
	asCSV, _ := program.Succeed(t, with(joined, "-format", "csv")...)
	records, err := csv.NewReader(strings.NewReader(asCSV)).ReadAll()
	if err != nil || len(records) < 2 {
		t.Errorf("got %d records of CSV, %v", len(records), err)
	}
	page, _ := program.Succeed(t, with(joined, "-by", "origin", "-format", "html")...)
	for _, want := range []string{"<!DOCTYPE html>", "Cohort basis", "<svg ", "60.0 %", "fair", "</html>\n"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

func TestExportsThatOverlapCountOnce(t *testing.T) {
	inTestdata(t)
	want, _ := reported(t, changes...)
	got, stderr := reported(t, with(changes, changes...)...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the same export twice (-once +twice)\n%s", diff)
	}
	const told = "changes.csv: 9 records, 9 rows\nchanges.csv: 9 records, 9 repeated, 0 rows\nhistory: 3 leads, 9 rows, "
	if !strings.HasPrefix(stderr, told) {
		t.Errorf("got %s, want %s", stderr, told)
	}
}

func TestStatusesOfTheFunnelThatDoNotOccurAreTold(t *testing.T) {
	inTestdata(t)
	clitest.Write(t, "f.yaml", "name: f\nstages:\n  - {name: a, statuses: [new, nwe]}\n  - {name: b, statuses: [mql]}\nvoid: [lots, lost]\n")
	_, stderr := program.Succeed(t, with(changes, "-funnel", "f.yaml")...)
	const want = `note: statuses of the funnel that do not occur in the history
f.yaml:3:31: stages[0].statuses[1]: unknown status "nwe" (did you mean "new"?)
   3 |   - {name: a, statuses: [new, nwe]}
                                     ^
f.yaml:5:8: void[0]: unknown status "lots" (did you mean "lost"?)
   5 | void: [lots, lost]
              ^
changes.csv: `
	if got, _, _ := strings.Cut(stderr, "9 records"); got != want {
		t.Errorf("stderr (-want +got)\n%s", cmp.Diff(want, got))
	}
}

func TestTheReportGoesIntoAFile(t *testing.T) {
	inTestdata(t)
	want, _ := program.Succeed(t, changes...)
	clitest.Write(t, "old.txt", "old")
	for _, name := range []string{"new.txt", "old.txt"} {
		stdout, stderr := program.Succeed(t, with(changes, "-o", name)...)
		if got := clitest.Read(t, name); stdout != "" || got != want {
			t.Errorf("%s holds %q, stdout %q", name, got, stdout)
		}
		if !strings.HasPrefix(stderr, "wrote "+name+"\nchanges.csv: ") {
			t.Errorf("stderr: %s", stderr)
		}
	}
}

func TestHelpExplainsEveryFlagWithAnExample(t *testing.T) {
	stdout, stderr := program.Succeed(t, "-h")
	for _, want := range []string{"-history", "-map", "-funnel", "-basis", "-from", "-to", "-asof", "-by", "-format", "-o", "Example:"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("-h lacks %q", want)
		}
	}
	if stderr != "" {
		t.Errorf("stderr: %s", stderr)
	}
}

// TestTheExampleOfTheHelpWorks runs what -h shows.
func TestTheExampleOfTheHelpWorks(t *testing.T) {
	t.Chdir(t.TempDir())
	clitest.Write(t, "contacts.yaml", "lead: id\nmilestones:\n  - status: mql\n    at: {column: created,\n         format: \"2006-01-02\"}\nlabels: [origin]\n")
	clitest.Write(t, "deals.yaml", "lead: contact_id\nmilestones:\n  - status: won\n    at: {column: closed_at,\n         format: rfc3339}\n")
	clitest.Write(t, "contacts.csv", "id,created,origin\n1,2026-02-01,fair\n")
	clitest.Write(t, "deals.csv", "contact_id,closed_at\n1,2026-03-01T10:00:00Z\n")
	r, _ := reported(t, with(joined, "-by", "origin", "-from", "2026-01-01", "-to", "2026-04-01")...)
	if diff := cmp.Diff(map[string]int{"mql": 1, "won": 1}, reach(r.Stages)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAReportThatCannotBeWrittenIsAnError(t *testing.T) {
	inTestdata(t)
	t.Run("to stdout", func(t *testing.T) {
		var stderr strings.Builder
		code := run(t.Context(), changes, clitest.FullDisk{}, &stderr)
		if want := "replay: writing the report: no space left on device\n"; code != cli.ExitFailed || stderr.String() != want {
			t.Errorf("got exit code %d and %q", code, stderr.String())
		}
	})
	t.Run("help", func(t *testing.T) {
		if code := run(t.Context(), []string{"-h"}, clitest.FullDisk{}, io.Discard); code != cli.ExitFailed {
			t.Errorf("got exit code %d", code)
		}
	})
}

func TestAnInterruptedRunLeavesNothing(t *testing.T) {
	inTestdata(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := clitest.Names(t)
	var stdout, stderr strings.Builder
	code := run(ctx, with(changes, "-o", "out.txt"), &stdout, &stderr)
	if code != cli.ExitFailed || stdout.Len() > 0 || !strings.Contains(stderr.String(), "context canceled") {
		t.Errorf("got exit code %d, %q and %q", code, stdout.String(), stderr.String())
	}
	if diff := cmp.Diff(before, clitest.Names(t)); diff != "" {
		t.Errorf("files (-before +after)\n%s", diff)
	}
}
