package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

func runWeek(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), args, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	return stdout.String()
}

func TestTheWeekIsTheSameEveryTime(t *testing.T) {
	got := runWeek(t)
	golden := filepath.Join("testdata", "week.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
	if again := runWeek(t); again != got {
		t.Errorf("a second run differs:\n%s", cmp.Diff(got, again))
	}
}

// The golden file is only as good as what it holds.
func TestTheWeekShowsWhatItIsMeantToShow(t *testing.T) {
	got := runWeek(t)
	for _, want := range []string{
		"points (70 needed): qualified",
		"points (70 needed): not qualified",
		"One of these would do",
		"accept is for sales, not for marketing",
		"reject needs a reason",
		"has moved meanwhile: version 4, not 3; sales ann put it into sal",
		"All figures reconcile.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the output lacks %q", want)
		}
	}
}

func TestFiguresThatDoNotReconcileAreNoticed(t *testing.T) {
	c, err := newCompany(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for d := range perDay {
		if err := c.day(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	m, err := c.meet(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*counts, int){
		"opened":    func(n *counts, by int) { n.opened += by },
		"qualified": func(n *counts, by int) { n.qualified += by },
		"accepted":  func(n *counts, by int) { n.accepted += by },
		"rejected":  func(n *counts, by int) { n.rejected += by },
		"returned":  func(n *counts, by int) { n.returned += by },
		"refused":   func(n *counts, by int) { n.refused["gate"] += by },
		"touch":     func(n *counts, by int) { n.moved["touch"] += by },
		"order":     func(n *counts, by int) { n.moved["win"] += by },
	} {
		change(&c.count, 1)
		if err := c.reconcile(t.Context(), m.funnel); err == nil {
			t.Errorf("one %s too many went unnoticed", name)
		}
		change(&c.count, -1)
	}
	if err := c.reconcile(t.Context(), m.funnel); err != nil {
		t.Error(err)
	}
}

func TestThePageStandsAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.html")
	runWeek(t, "-o", file)
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range regexp.MustCompile(`(?i)(src|href|url)\s*[=(]\s*["']?[^#"' )>]+`).FindAllString(string(page), -1) {
		t.Errorf("a resource from elsewhere: %s", link)
	}
	if bytes.Contains(bytes.ToLower(page), []byte("<script")) {
		t.Error("a script")
	}
	pictures := regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAll(page, -1)
	if len(pictures) != 2 {
		t.Fatalf("%d pictures, want the funnel and the matrix", len(pictures))
	}
	for _, p := range pictures {
		d := xml.NewDecoder(bytes.NewReader(p))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Contains(p, []byte("<title")) || !bytes.Contains(p, []byte("<desc")) {
			t.Error("a picture without title or description")
		}
	}
	runWeek(t, "-o", file)
	if again, err := os.ReadFile(file); err != nil || !bytes.Equal(page, again) {
		t.Errorf("a second run wrote another page, %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestBadFlags(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"-x"}, 2, "week: flag provided but not defined: -x; week -h tells the flags\n"},
		{[]string{"report.html"}, 2, "week: expected flags only, found \"report.html\"; week -h tells the flags\n"},
		{[]string{"-o"}, 2, "week: flag needs an argument: -o; week -h tells the flags\n"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), tt.args, &stdout, &stderr); code != tt.code || stderr.String() != tt.want || stdout.Len() > 0 {
			t.Errorf("%q: exit code %d, %q, %q", tt.args, code, &stderr, &stdout)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-h"}, &stdout, &stderr); code != 0 || stdout.String() != usage {
		t.Errorf("-h: exit code %d, %q", code, &stdout)
	}
	stdout.Reset()
	if code := run(t.Context(), []string{"-o", filepath.Join(t.TempDir(), "no", "such", "folder")}, &stdout, &stderr); code != 1 || stdout.Len() > 0 {
		t.Errorf("a folder that is not there: exit code %d, %q", code, &stdout)
	}
	if code := run(t.Context(), nil, failing{}, &stderr); code != 1 {
		t.Errorf("a closed pipe: exit code %d", code)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("closed") }
