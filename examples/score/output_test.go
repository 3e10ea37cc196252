package main

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

func TestTheScoresGoIntoAFile(t *testing.T) {
	inDemo(t)
	want, _ := program.Succeed(t, demo...)
	clitest.Write(t, "old.txt", "old")
	for _, name := range []string{"new.txt", "old.txt"} {
		stdout, _ := program.Succeed(t, with(demo, "-o", name)...)
		if got := clitest.Read(t, name); stdout != "" || got != want {
			t.Errorf("%s holds %q, stdout %q", name, got, stdout)
		}
	}
	before := []string{"demo-activities.csv", "demo-leads.csv", "new.txt", "old.txt", "rules.yaml"}
	if diff := cmp.Diff(before, clitest.Names(t)); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
}

func TestScoresThatCannotBeWrittenAreAnError(t *testing.T) {
	inDemo(t)
	t.Run("to stdout", func(t *testing.T) {
		var stderr strings.Builder
		code := program(t.Context(), demo, clitest.FullDisk{}, &stderr)
		if want := "score: writing the scores: no space left on device\n"; code != cli.ExitFailed || stderr.String() != want {
			t.Errorf("got exit code %d and %q", code, stderr.String())
		}
	})
	t.Run("help", func(t *testing.T) {
		if code := program(t.Context(), []string{"-h"}, clitest.FullDisk{}, io.Discard); code != cli.ExitFailed {
			t.Errorf("got exit code %d", code)
		}
	})
}

func TestAnInterruptedRunLeavesNothing(t *testing.T) {
	inDemo(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := clitest.Names(t)
	var stdout, stderr strings.Builder
	code := program(ctx, with(demo, "-o", "out.txt"), &stdout, &stderr)
	if code != cli.ExitFailed || stdout.Len() > 0 || stderr.String() != "demo-leads.csv:1: context canceled\n" {
		t.Errorf("got exit code %d, %q and %q", code, stdout.String(), stderr.String())
	}
	if diff := cmp.Diff(before, clitest.Names(t)); diff != "" {
		t.Errorf("files (-before +after)\n%s", diff)
	}
}
