package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// many are answers of so many people of sales.
func many(people int) string { return table(group{"sales", people, upTo(2, 2)}) }

func TestAnAssessmentThatIsKeptIsItsOwnersAlone(t *testing.T) {
	inDemo(t)
	clitest.Write(t, "old.json", "old")
	if err := os.Chmod("old.json", 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"new.json", "old.json"} {
		program.Succeed(t, with(demo, "-keep", name, "-o", "report.txt")...)
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != 0o600 {
			t.Errorf("%s has the mode %s", name, info.Mode())
		}
	}
}

func TestWhatTheFilesMeanForThoseWhoAnsweredIsSaid(t *testing.T) {
	inDemo(t)
	const (
		single = "note: kept.json holds single answers, though not who gave them: keep it as you keep the answers, and hand out reports\n"
		nearly = "note: two reports of nearly the same people can tell what one person answered who alone joined, left or answered otherwise in between\n"
	)
	for _, tt := range []struct {
		args           []string
		single, nearly bool
	}{
		{nil, false, false},
		{[]string{"-keep", "kept.json"}, true, true},
		{[]string{"-earlier", "demo-earlier.json"}, false, true},
	} {
		_, stderr := program.Succeed(t, with(demo, tt.args...)...)
		if strings.Contains(stderr, single) != tt.single || strings.Contains(stderr, nearly) != tt.nearly {
			t.Errorf("%q: stderr: %s", tt.args, stderr)
		}
	}
	help, _ := program.Succeed(t, "-h")
	flat := strings.Join(strings.Fields(help), " ")
	for _, want := range []string{"two reports of nearly the same people can tell what one person answered who alone joined, left or answered otherwise in between", "it holds the single answers"} {
		if !strings.Contains(flat, want) {
			t.Errorf("%q is not in\n%s", want, help)
		}
	}
}

// The number of the message is the most that can be kept, and what is kept can be read.
func TestMorePeopleThanCanBeKeptIsRefused(t *testing.T) {
	inEmpty(t)
	clitest.Write(t, "answers.csv", many(600))
	args := []string{"-answers", "answers.csv", "-at", "2026-09-01", "-keep", "kept.json", "-o", "report.txt"}
	code, stdout, stderr := program.Call(t, args...)
	said := regexp.MustCompile(`^assess: -keep kept\.json: expected at most (\d+) people, for more than that cannot be read again, found 600; leave -keep out to have the report alone\n$`).FindStringSubmatch(stderr)
	if code != 2 || stdout != "" || said == nil {
		t.Fatalf("got exit code %d, %q and %q", code, stdout, stderr)
	}
	if names := clitest.Names(t); fmt.Sprint(names) != "[answers.csv]" {
		t.Errorf("left %v", names)
	}
	most, err := strconv.Atoi(said[1])
	if err != nil {
		t.Fatal(err)
	}
	clitest.Write(t, "answers.csv", many(most+1))
	if code, _, stderr := program.Call(t, args...); code != 2 || !strings.Contains(stderr, fmt.Sprintf("at most %d people", most)) {
		t.Errorf("%d people: got exit code %d and %s", most+1, code, stderr)
	}
	clitest.Write(t, "answers.csv", many(most))
	program.Succeed(t, args...)
	program.Succeed(t, "-answers", "answers.csv", "-at", "2026-10-01", "-earlier", "kept.json")
	clitest.Write(t, "answers.csv", many(600))
	program.Succeed(t, "-answers", "answers.csv")
}
