package clitest

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// Golden compares with a file of testdata, which -update writes.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(Read(t, name), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}

// Write writes a file, which must succeed.
func Write(t testing.TB, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Read reads a file, which must succeed.
func Read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Names lists the working directory, in order.
func Names(t testing.TB) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// DataDir is the folder of real data, which is not part of the repository; without
// it the test is skipped, or fails if LEADLINE_REQUIRE wants the data.
func DataDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("LEADLINE_DATA")
	if dir == "" {
		if slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "data") {
			t.Fatal("LEADLINE_DATA is not set, and LEADLINE_REQUIRE wants the data")
		}
		t.Skip("LEADLINE_DATA, the folder of real data, is not set")
	}
	return dir
}

// FullDisk is a writer that fails as a full disk does.
type FullDisk struct{}

// Write writes nothing.
func (FullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
