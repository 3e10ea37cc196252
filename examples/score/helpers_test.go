package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// now is when the tests run.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// demo scores the files that lie beside the program.
var demo = []string{"-leads", "demo-leads.csv", "-activities", "demo-activities.csv", "-rules", "rules.yaml", "-asof", "2026-03-02"}

func with(args []string, more ...string) []string { return slices.Concat(args, more) }

// inDemo makes a copy of the demo the working directory, so that a test may write
// there.
func inDemo(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"rules.yaml", "demo-leads.csv", "demo-activities.csv"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(readFile(t, name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// call runs the program.
func call(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), args, now, &out, &err)
	return code, out.String(), err.String()
}

// succeed runs the program, which must end well.
func succeed(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := call(t, args...)
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	return stdout, stderr
}

// golden compares with a file of testdata, which -update writes.
func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readFile(t, name), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}

func writeFile(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// names lists the working directory.
func names(t *testing.T) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// rows are the lines of a text behind the first.
func rows(text string) (head string, rest []string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return lines[0], lines[1:]
}
