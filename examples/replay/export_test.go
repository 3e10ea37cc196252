package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/funnel"
)

// Three leads were offered: one accepted in time, one rejected late, one open.
func TestJSONLinesBecomeAHandOff(t *testing.T) {
	inTestdata(t)
	lines := clitest.Read(t, "history.jsonl")
	clitest.Write(t, "packed.jsonl.gz", gzipped(t, func(w io.Writer) error { _, err := io.WriteString(w, lines); return err }))
	var first string
	for _, name := range []string{"history.jsonl", "packed.jsonl.gz"} {
		stdout, stderr := program.Succeed(t, "-history", name, "-lifecycle", "standard", "-report", "handoff", "-format", "json")
		var r funnel.Report
		if err := json.Unmarshal([]byte(stdout), &r); err != nil {
			t.Fatal(err)
		}
		o := r.HandOff.Total
		got := []int64{o.Offered, o.Accepted, o.Rejected, o.Open, o.Decision.Met, o.Decision.Missed, o.Decision.NotYetDue, o.Untouched}
		if diff := cmp.Diff([]int64{3, 1, 1, 1, 1, 1, 1, 1}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if len(r.Exits) > 0 || len(r.Transitions) > 0 {
			t.Errorf("%s: the hand-off alone was asked for", name)
		}
		want := name + ": 8 rows\nhistory: 8 rows, 2026-03-02T09:00:00Z to 2026-03-03T00:00:00Z\n"
		if diff := cmp.Diff(want, stderr); diff != "" {
			t.Errorf("stderr (-want +got)\n%s", diff)
		}
		if first == "" {
			first = stdout
		} else if first != stdout {
			t.Error("compressed, it is another report")
		}
	}
}

func TestEachReportHasItsOwnSections(t *testing.T) {
	inTestdata(t)
	for name, c := range map[string]struct{ has, hasNot string }{
		"funnel":  {`"stages": [`, `"offered"`},
		"handoff": {`"offered": 3`, `"buckets"`},
		"status":  {`"transitions": [`, `"offered"`},
		"all":     {`"offered": 3`, "\x00"},
	} {
		stdout, _ := program.Succeed(t, "-history", "history.jsonl", "-lifecycle", "standard", "-report", name, "-format", "json")
		if !strings.Contains(stdout, c.has) || strings.Contains(stdout, c.hasNot) {
			t.Errorf("%s: want %s and not %s in\n%s", name, c.has, c.hasNot, stdout)
		}
		for _, format := range []string{"text", "md", "csv", "html"} {
			if out, _ := program.Succeed(t, "-history", "history.jsonl", "-lifecycle", "standard", "-report", name, "-format", format); out == "" {
				t.Errorf("%s as %s: nothing", name, format)
			}
		}
	}
}

func TestWeeksOfAZoneAndAPlan(t *testing.T) {
	inTestdata(t)
	stdout, _ := program.Succeed(t, "-history", "history.jsonl", "-lifecycle", "standard", "-per", "week", "-zone", "Europe/Vienna", "-wins", "5", "-format", "json")
	var r funnel.Report
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatal(err)
	}
	if got := r.HandOff.Periods[0].From.Format("2006-01-02T15:04Z07:00"); got != "2026-03-02T00:00+01:00" {
		t.Errorf("the week of Vienna begins at %s", got)
	}
	if r.Plan == nil || r.Plan.Wins != 5 {
		t.Errorf("plan: %v", r.Plan)
	}
}

// A month of Vienna, asked for by its dates, is a whole month of goals.
func TestDatesAreThoseOfTheZone(t *testing.T) {
	inTestdata(t)
	for _, args := range [][]string{{"-zone", "Europe/Vienna", "-from", "2026-03-01"}, {"-from", "2026-03-01", "-zone", "Europe/Vienna"}} {
		stdout, _ := program.Succeed(t, append([]string{"-history", "history.jsonl", "-lifecycle", "standard", "-format", "json"}, args...)...)
		if want := `"from": "2026-02-28T23:00:00Z"`; !strings.Contains(stdout, want) {
			t.Errorf("%q: no %s", args, want)
		}
	}
}

func TestBadJSONLines(t *testing.T) {
	const hint = "; replay -h tells the flags"
	for name, c := range map[string]struct {
		content string
		args    []string
		want    string
	}{
		"half a line": {`{"lead_id":"A"`, nil, "bad.jsonl:1: invalid row: expected a row: unexpected EOF"},
		"nothing":     {"\n\n", nil, "bad.jsonl: expected rows, one in a line, found none"},
		"two rows of one version, which differ": {
			`{"lead_id":"A","version":1,"event":"open","to":"a","at":"2026-03-02T09:00:00Z"}` + "\n" +
				`{"lead_id":"A","version":1,"event":"open","to":"b","at":"2026-03-02T09:00:00Z"}`, nil,
			`lead "A": two different rows with version 1: "open" to "a", at 2026-03-02T09:00:00Z; and "open" to "b", at 2026-03-02T09:00:00Z`,
		},
		"no such lifecycle":   {"", []string{"-lifecycle", "none.yaml"}, `-lifecycle none.yaml: expected "standard" or a file that can be read: no such file or directory`},
		"a misspelt word":     {"", []string{"-lifecycle", "standrad"}, `-lifecycle standrad: expected "standard" or a file that can be read: no such file or directory (did you mean "standard"?)`},
		"no such report":      {"", []string{"-report", "hand-off"}, `replay: -report: expected one of funnel, handoff, status, all, found "hand-off"`},
		"no such period":      {"", []string{"-per", "day"}, `replay: -per: expected one of week, month, found "day"`},
		"no such zone":        {"", []string{"-zone", "Wien"}, `replay: invalid value "Wien" for flag -zone: expected a time zone such as "Europe/Vienna"` + hint},
		"wins below zero":     {"", []string{"-wins", "-1"}, "replay: -wins: expected 0 or more, found -1"},
		"both kinds of stage": {"", []string{"-lifecycle", "standard", "-funnel", "funnel.yaml"}, "replay: expected -funnel or -lifecycle, found both"},
	} {
		t.Run(name, func(t *testing.T) {
			inTestdata(t)
			file := "history.jsonl"
			if c.args == nil {
				file = "bad.jsonl"
				clitest.Write(t, file, c.content)
			}
			program.Refuse(t, c.want, append([]string{"-history", file}, c.args...)...)
		})
	}
	t.Run("cut short", func(t *testing.T) {
		inTestdata(t)
		lines := clitest.Read(t, "history.jsonl")
		packed := gzipped(t, func(w io.Writer) error { _, err := io.WriteString(w, lines); return err })
		clitest.Write(t, "bad.jsonl.gz", packed[:len(packed)-4])
		program.Refuse(t, "bad.jsonl.gz:8: expected more compressed data, found the end of the file: it was cut short", "-history", "bad.jsonl.gz")
	})
	t.Run("damaged", func(t *testing.T) {
		inTestdata(t)
		lines := clitest.Read(t, "history.jsonl")
		packed := []byte(gzipped(t, func(w io.Writer) error { _, err := io.WriteString(w, lines); return err }))
		packed[12] = 0xff // the first block has a type that there is not
		clitest.Write(t, "bad.jsonl.gz", string(packed))
		code, _, stderr := program.Call(t, "-history", "bad.jsonl.gz")
		if want := "bad.jsonl.gz:0: expected data compressed with gzip, found other: flate: corrupt input"; code != cli.ExitInvalid || !strings.HasPrefix(stderr, want) {
			t.Errorf("exit code %d, %q; want 2, %q", code, stderr, want)
		}
	})
	t.Run("CSV without a map", func(t *testing.T) {
		inTestdata(t)
		program.Refuse(t, "replay: expected a -map for each -history, found none; without one, a history is named .jsonl or .jsonl.gz", "-history", "changes.csv")
	})
}
