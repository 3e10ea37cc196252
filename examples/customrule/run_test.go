package main

import (
	"io"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/clitest"
)

var program clitest.Program = run

func TestThePointsOfEachLeadAreExplained(t *testing.T) {
	stdout, stderr := program.Succeed(t)
	for _, want := range []string{"Donau Guss\n\n", "Nord Handel\n\n", "Rhein Motoren\n\n", "has ordered before (version 1)"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the output lacks %q", want)
		}
	}
	if stderr != "" {
		t.Errorf("stderr: %s", stderr)
	}
}

func TestHelpEndsWithAnExample(t *testing.T) {
	stdout, stderr := program.Succeed(t, "-h")
	if stdout != usage || stderr != "" || !strings.HasSuffix(usage, "\n  go run ./examples/customrule\n") {
		t.Errorf("got %q and %q", stdout, stderr)
	}
}

func TestBadFlags(t *testing.T) {
	t.Chdir(t.TempDir())
	for want, args := range map[string][]string{
		"customrule: flag provided but not defined: -x; customrule -h tells the flags":      {"-x"},
		`customrule: expected flags only, found "leads.csv"; customrule -h tells the flags`: {"leads.csv"},
	} {
		code, stdout, stderr := program.Call(t, args...)
		if code != cli.ExitInvalid || stdout != "" || stderr != want+"\n" {
			t.Errorf("exit code %d, %q and %q", code, stdout, stderr)
		}
	}
}

func TestAFullDiskIsAnError(t *testing.T) {
	var stderr strings.Builder
	code := run(t.Context(), nil, clitest.FullDisk{}, &stderr)
	if code != cli.ExitFailed || stderr.String() != "customrule: writing the scores: no space left on device\n" {
		t.Errorf("exit code %d: %s", code, &stderr)
	}
	if code := run(t.Context(), []string{"-h"}, clitest.FullDisk{}, io.Discard); code != cli.ExitFailed {
		t.Errorf("help: exit code %d", code)
	}
}
