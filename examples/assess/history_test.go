package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity/evidence"
)

func gzipped(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// figures are those of a report, by indicator.
func (r report) figures() map[string][2]int {
	all := map[string][2]int{}
	for _, m := range r.Measures {
		all[m.Indicator] = [2]int{m.Figure.Num, m.Figure.Den}
	}
	return all
}

func TestAHistoryIsMeasuredByALifecycle(t *testing.T) {
	inDemo(t)
	f, err := os.Open("history.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	history := func(yield func(lead.Transition, error) bool) {
		for in := lead.NewRowReader(f, "history.jsonl"); ; {
			row, err := in.Read()
			if err == io.EOF || !yield(row, err) {
				return
			}
		}
	}
	last := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	list, err := evidence.FromHistory(history, evidence.Options{Lifecycle: lead.Standard(), AsOf: last})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]int{}
	for _, m := range append(list, evidence.FromSpec(lead.Standard())...) {
		want[m.ID] = [2]int{int(m.Num), int(m.Den)}
	}
	if len(list) == 0 {
		t.Fatal("the history tells nothing")
	}
	clitest.Write(t, "packed.jsonl.gz", gzipped(t, clitest.Read(t, "history.jsonl")))
	for _, name := range []string{"history.jsonl", "packed.jsonl.gz"} {
		r := reported(t, "-answers", "demo-answers.csv", "-history", name, "-lifecycle", "standard")
		if diff := cmp.Diff(want, r.figures()); diff != "" || r.At != "2026-03-03T00:00:00Z" {
			t.Errorf("%s, assessed as of %s (-want +got)\n%s", name, r.At, diff)
		}
	}
	_, stderr := program.Succeed(t, "-answers", "demo-answers.csv", "-history", "history.jsonl", "-lifecycle", "standard")
	const said = "demo-answers.csv: 12 people\nhistory.jsonl: 8 rows\nhistory: 8 rows, 2026-03-02T09:00:00Z to 2026-03-03T00:00:00Z\n" +
		"note: assessed as of 2026-03-03T00:00:00Z, the last time of the measures\n"
	if diff := cmp.Diff(said, stderr); diff != "" {
		t.Errorf("stderr (-want +got)\n%s", diff)
	}
	early := reported(t, "-answers", "demo-answers.csv", "-history", "history.jsonl", "-lifecycle", "standard", "-asof", "2026-03-02T12:00:00Z")
	if early.At != "2026-03-02T12:00:00Z" || cmp.Equal(want, early.figures()) {
		t.Errorf("as of noon, assessed as of %s, it is the same", early.At)
	}
	spec := reported(t, "-answers", "demo-answers.csv", "-lifecycle", "standard")
	if len(spec.Measures) != len(evidence.FromSpec(lead.Standard())) {
		t.Errorf("of the lifecycle alone, it measures %+v", spec.Measures)
	}
}

func TestAnExportOfChangesIsMeasured(t *testing.T) {
	inDemo(t)
	r := reported(t, "-answers", "demo-answers.csv", "-history", "changes.csv", "-map", "changes.yaml", "-lifecycle", "standard")
	if _, ok := r.figures()["ev.lm.conforming_changes"]; !ok {
		t.Errorf("got %+v", r.Measures)
	}
	_, stderr := program.Succeed(t, "-answers", "demo-answers.csv", "-history", "changes.csv", "-map", "changes.yaml", "-lifecycle", "standard")
	if !strings.Contains(stderr, "\nchanges.csv: ") || !strings.Contains(stderr, "\nhistory: ") {
		t.Errorf("stderr: %s", stderr)
	}
}

func TestWhatIsMeasuredTwiceIsRefused(t *testing.T) {
	inDemo(t)
	args := []string{"-answers", "demo-answers.csv", "-history", "history.jsonl", "-lifecycle", "standard"}
	clitest.Write(t, "measures.json", decisions(60, 200))
	const lm = `[{"id": "ev.lm.status_documented", "num": 1, "den": 2}]`
	program.Refuse(t, "measures.json: ev.rel.decision_share is measured by history.jsonl too; expected it from one of them",
		with(args, "-measures", "measures.json")...)
	clitest.Write(t, "lm.json", lm)
	program.Refuse(t, "lm.json: ev.lm.status_documented is measured by the standard lifecycle too; expected it from one of them",
		"-answers", "demo-answers.csv", "-lifecycle", "standard", "-measures", "lm.json")
	clitest.Write(t, "again.json", lm)
	program.Refuse(t, "lm.json: ev.lm.status_documented is measured by again.json too; expected it from one of them",
		"-answers", "demo-answers.csv", "-measures", "lm.json", "-measures", "again.json")
}

// A model of one's own need not ask for what a history can tell.
func TestMeasuresThatTheModelDoesNotAskForAreLeftOut(t *testing.T) {
	inDemo(t)
	clitest.Write(t, "answers.yaml", "respondents:\n  - {department: sales, answers: {r2: 5, m2: 5}}\n")
	_, stderr := program.Succeed(t, "-answers", "answers.yaml", "-model", "small.yaml", "-lifecycle", "standard")
	if want := "note: not used of standard, for the model has no such indicator: ev.lm.status_documented\n"; !strings.Contains(stderr, want) {
		t.Errorf("stderr: %s", stderr)
	}
}

func TestAHistoryIsMeasuredByTheStandardLifecycleIfNoneIsNamed(t *testing.T) {
	inDemo(t)
	args := []string{"-answers", "demo-answers.csv", "-history", "history.jsonl"}
	named, _ := program.Succeed(t, with(args, "-lifecycle", "standard")...)
	got, stderr := program.Succeed(t, args...)
	if diff := cmp.Diff(named, got); diff != "" {
		t.Errorf("(-named +default)\n%s", diff)
	}
	if want := "\nnote: measured by the standard lifecycle; -lifecycle names another\n"; !strings.Contains(stderr, want) {
		t.Errorf("%q is not in %s", want, stderr)
	}
}

func TestStatusesThatTheLifecycleDoesNotKnowAreNamed(t *testing.T) {
	inDemo(t)
	args := []string{"-answers", "demo-answers.csv", "-history", "changes.csv", "-map", "changes.yaml"}
	var known []string
	for _, s := range lead.Standard().Statuses {
		known = append(known, string(s.Name))
	}
	expected := "expected statuses of the standard lifecycle (" + cli.Quoted(known) + "), found "
	program.Refuse(t, "changes.csv: "+expected+`"new"; -lifecycle names the one by which your leads are worked`, args...)

	// The first is that of the earliest time, wherever it stands.
	clitest.Write(t, "times.csv", "lead,ts,no,stage,owner\na,2026-03-02 10:00,1,mlq,\na,2026-03-05 10:00,2,lost,\nb,2026-03-01 10:00,1,inqiry,\n")
	times := with(args[:2], "-history", "times.csv", "-map", "changes.yaml")
	program.Refuse(t, "times.csv: "+expected+`"inqiry" (did you mean "inquiry"?); -lifecycle names the one by which your leads are worked`, times...)
	// What happens after the time up to which the history is read does not count.
	clitest.Write(t, "times.csv", "lead,ts,no,stage,owner\na,2026-03-02 10:00,1,mql,\na,2026-03-05 10:00,2,elsewhere,\n")
	program.Succeed(t, with(times, "-asof", "2026-03-04")...)
	program.Refuse(t, "times.csv: "+expected+`"elsewhere"; -lifecycle names the one by which your leads are worked`, times...)

	// By a lifecycle that was named, it is measured: such changes do not follow it.
	_, stderr := program.Succeed(t, with(args, "-lifecycle", "standard")...)
	if want := "note: statuses of the history that the standard lifecycle does not know: \"new\"\n"; !strings.Contains(stderr, want) {
		t.Errorf("%q is not in %s", want, stderr)
	}
}

// An older name of a status is known.
func TestAnOlderNameOfAStatusIsKnown(t *testing.T) {
	inDemo(t)
	l := lead.Standard()
	l.Statuses[0].Was = []lead.Status{"new"}
	text, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	clitest.Write(t, "lifecycle.json", string(text))
	_, stderr := program.Succeed(t, "-answers", "demo-answers.csv", "-history", "changes.csv", "-map", "changes.yaml", "-lifecycle", "lifecycle.json")
	if strings.Contains(stderr, "does not know") {
		t.Errorf("stderr: %s", stderr)
	}
}
