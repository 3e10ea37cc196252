package main

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

func TestTheReportGoesIntoAFile(t *testing.T) {
	inDemo(t)
	want, said := program.Succeed(t, demo...)
	if said != "demo-answers.csv: 12 people\ndemo-measures.json: 8 measures\n" {
		t.Errorf("stderr: %s", said)
	}
	before := clitest.Names(t)
	clitest.Write(t, "old.txt", "old")
	for _, name := range []string{"new.txt", "old.txt"} {
		stdout, stderr := program.Succeed(t, with(demo, "-o", name, "-keep", "kept.json")...)
		if !strings.HasPrefix(stderr, "wrote "+name+"\ndemo-answers.csv: 12 people\n") {
			t.Errorf("stderr: %s", stderr)
		}
		if got := clitest.Read(t, name); stdout != "" || got != want {
			t.Errorf("%s holds %q, stdout %q", name, got, stdout)
		}
	}
	after := append(before, "new.txt", "old.txt", "kept.json")
	slices.Sort(after)
	if diff := cmp.Diff(after, clitest.Names(t)); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
}

func TestAReportThatCannotBeWrittenIsAnError(t *testing.T) {
	inDemo(t)
	r, closed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	defer closed.Close()
	for name, w := range map[string]io.Writer{"no space left on device": clitest.FullDisk{}, "write |1: broken pipe": closed} {
		for _, args := range [][]string{demo, {"-questionnaire", "html"}} {
			var stderr strings.Builder
			code := program(t.Context(), args, w, &stderr)
			if want := "assess: writing the report: " + name + "\n"; code != cli.ExitFailed || stderr.String() != want {
				t.Errorf("%s: got exit code %d and %q", name, code, stderr.String())
			}
		}
		if code := program(t.Context(), []string{"-h"}, w, io.Discard); code != cli.ExitFailed {
			t.Errorf("%s: help: got exit code %d", name, code)
		}
	}
}

func TestTheHelpEndsWithAnExample(t *testing.T) {
	stdout, _ := program.Succeed(t, "-h")
	_, example, ok := strings.Cut(stdout, "\nExample: ")
	if !ok || !strings.Contains(example, "go run ./examples/assess -answers") {
		t.Errorf("no example in\n%s", stdout)
	}
	for line := range strings.Lines(stdout) {
		if n := len([]rune(line)); n > 92 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
}

func TestAnInterruptedRunLeavesNothing(t *testing.T) {
	inDemo(t)
	for _, args := range [][]string{
		{"-history", "history.jsonl"},
		{"-history", "changes.csv", "-map", "changes.yaml"},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		before := clitest.Names(t)
		var stdout, stderr strings.Builder
		args = with([]string{"-answers", "demo-answers.csv", "-lifecycle", "standard", "-o", "out.txt", "-keep", "kept.json"}, args...)
		code := program(ctx, args, &stdout, &stderr)
		if code != cli.ExitFailed || stdout.Len() > 0 || !strings.Contains(stderr.String(), "context canceled") {
			t.Errorf("got exit code %d, %q and %q", code, stdout.String(), stderr.String())
		}
		if diff := cmp.Diff(before, clitest.Names(t)); diff != "" {
			t.Errorf("files (-before +after)\n%s", diff)
		}
	}
}
