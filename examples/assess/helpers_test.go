package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/maturity"
)

// program is the program without anything on its standard input.
var program = fed("")

// fed is the program with a text on its standard input.
func fed(text string) clitest.Program {
	return func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
		return run(ctx, args, strings.NewReader(text), stdout, stderr)
	}
}

// demo assesses the files that lie beside the program.
var demo = []string{"-answers", "demo-answers.csv", "-measures", "demo-measures.json", "-at", "2026-09-01"}

func with(args []string, more ...string) []string { return slices.Concat(args, more) }

// inDemo makes a copy of the demo and of testdata the working directory, so that a test
// may write there and messages name files without their folders.
func inDemo(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for _, pattern := range []string{"demo-*", "testdata/*.yaml", "testdata/*.jsonl", "testdata/*.csv"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			clitest.Write(t, filepath.Join(dir, filepath.Base(name)), clitest.Read(t, name))
		}
	}
	t.Chdir(dir)
}

// inEmpty makes an empty folder the working directory.
func inEmpty(t *testing.T) { t.Helper(); t.Chdir(t.TempDir()) }

// group is some people of a department who answer alike.
type group struct {
	department string
	people     int
	answer     func(axis maturity.Axis, stage int, id string) string
}

// three asks three people of marketing and three of sales.
func three(answer func(axis maturity.Axis, stage int, id string) string) []group {
	return []group{{"marketing", 3, answer}, {"sales", 3, answer}}
}

// upTo says 5 to the statements up to a cell's stages and 1 to those above.
func upTo(r, m int) func(maturity.Axis, int, string) string {
	return func(axis maturity.Axis, stage int, _ string) string {
		if axis == maturity.Relationship && stage <= r || axis == maturity.LeadManagement && stage <= m {
			return "5"
		}
		return "1"
	}
}

// table writes answers as CSV.
func table(groups ...group) string {
	spec := maturity.Default()
	axis := map[string]maturity.Axis{}
	for _, a := range spec.Areas {
		axis[a.ID] = a.Axis
	}
	var b strings.Builder
	b.WriteString("respondent,department,statement,value,reason\n")
	for _, g := range groups {
		for i := range g.people {
			for _, s := range spec.Statements {
				of := axis[s.Area]
				if g.department == "lead_management" && of == maturity.Relationship {
					continue
				}
				fmt.Fprintf(&b, "%s-%d,%s,%s,%s,\n", g.department, i+1, g.department, s.ID, g.answer(of, s.Stage, s.ID))
			}
		}
	}
	return b.String()
}

// report is what -format json promises, and no more of it.
type report struct {
	At             string `json:"at"`
	Relationship   axis   `json:"relationship"`
	LeadManagement axis   `json:"lead_management"`
	Cells          [][]int
	Class          *string
	Offset         *int
	Path           [][]int
	Measures       []struct {
		Indicator string
		Figure    struct{ Num, Den int }
	}
	Recommendations []struct {
		ID   string
		Text maturity.Text
	}
	Findings []finding
	Earlier  []struct {
		At          string
		Reevaluated bool
	}
	Since, Effect *struct {
		From       string
		Statements []struct{ ID string }
		Measures   []struct{ Indicator string }
	}
	HBR *struct {
		Mean     *float64
		Class    string
		Stage    int
		Findings []finding
	} `json:"hbr"`
}

type axis struct {
	Low, High int
	Index     *float64
	Asked     struct{ Low, High int }
	Stages    []struct {
		Statements []struct{ ID, State string }
	}
}

type finding struct {
	Code   string
	Params map[string]string
	Text   maturity.Text
}

// reported runs the program with -format json.
func reported(t *testing.T, args ...string) report {
	t.Helper()
	stdout, _ := program.Succeed(t, with(args, "-format", "json")...)
	var r report
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// assessed answers as the groups do, and reports.
func assessed(t *testing.T, groups []group, args ...string) report {
	t.Helper()
	clitest.Write(t, "answers.csv", table(groups...))
	return reported(t, with([]string{"-answers", "answers.csv"}, args...)...)
}

// find returns the finding with a code, which there must be.
func (r report) find(t *testing.T, code string) finding {
	t.Helper()
	i := slices.IndexFunc(r.Findings, func(f finding) bool { return f.Code == code })
	if i < 0 {
		t.Fatalf("no finding %s in %+v", code, r.Findings)
	}
	return r.Findings[i]
}
