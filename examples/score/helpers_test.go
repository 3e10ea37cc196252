package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// now is when the tests run.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// program is the program at that time.
var program clitest.Program = func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return run(ctx, args, now, stdout, stderr)
}

// demo scores the files that lie beside the program.
var demo = []string{"-leads", "demo-leads.csv", "-activities", "demo-activities.csv", "-rules", "rules.yaml", "-asof", "2026-03-02"}

func with(args []string, more ...string) []string { return slices.Concat(args, more) }

// inDemo makes a copy of the demo the working directory, so that a test may write
// there.
func inDemo(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"rules.yaml", "demo-leads.csv", "demo-activities.csv"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(clitest.Read(t, name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// rows are the lines of a text behind the first.
func rows(text string) (head string, rest []string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return lines[0], lines[1:]
}
