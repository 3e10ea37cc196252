package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/maturity"
)

const answersHead = "respondent,department,statement,value,reason\n"

// apart writes the answers of the demo into a file for each person, every second one in
// YAML, and returns the arguments that name them.
func apart(t *testing.T) (args []string) {
	t.Helper()
	all, err := maturity.ReadAnswersCSV(strings.NewReader(clitest.Read(t, "demo-answers.csv")), "demo-answers.csv")
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range all.Respondents {
		var b strings.Builder
		name := p.ID + ".csv"
		if i%2 == 1 {
			name = p.ID + ".yaml"
			fmt.Fprintf(&b, "respondents:\n  - id: %s\n    department: %s\n    answers:\n", p.ID, p.Department)
		} else {
			b.WriteString(answersHead)
		}
		for id, a := range p.Answers {
			if i%2 == 1 {
				fmt.Fprintf(&b, "      %s: {value: %s, reason: %q}\n", id, a.Value, a.Reason)
				continue
			}
			fmt.Fprintf(&b, "%s,%s,%s,%s,%s\n", p.ID, p.Department, id, a.Value, a.Reason)
		}
		clitest.Write(t, name, b.String())
		args = append(args, "-answers", name)
	}
	return args
}

func TestAFileForEachPersonIsAsOneForAll(t *testing.T) {
	inDemo(t)
	want, _ := program.Succeed(t, demo...)
	args := apart(t)
	got, stderr := program.Succeed(t, with(args, demo[2:]...)...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-one file +many)\n%s", diff)
	}
	for _, want := range []string{"linden.csv: 1 person\n", "\nanswers: 12 people\n"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not in %s", want, stderr)
		}
	}
	// What is kept is the same too, but for the order of the people.
	program.Succeed(t, with(demo, "-keep", "one.json")...)
	program.Succeed(t, with(args, with(demo[2:], "-keep", "many.json")...)...)
	lines := func(name string) []string {
		list := strings.Split(strings.ReplaceAll(clitest.Read(t, name), "},\n", "}\n"), "\n")
		slices.Sort(list)
		return list
	}
	if diff := cmp.Diff(lines("one.json"), lines("many.json")); diff != "" {
		t.Errorf("kept (-one file +many)\n%s", diff)
	}
	// One of the files may be the standard input.
	got, _ = fed(clitest.Read(t, args[1])).Succeed(t, with(args[2:], with(demo[2:], "-answers", "-")...)...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-one file +standard input)\n%s", diff)
	}
}

func TestProblemsOfSeveralFilesAreNamedWhereTheyStand(t *testing.T) {
	good := answersHead + "p1,sales,rel.rules.2,4,\n"
	for _, tt := range []struct {
		name, second, third string
		want                string
	}{
		{
			"a statement that is not, and an answer 6", answersHead + "p2,sales,rel.rules.3,4,\np2,sales,rel.rulse.2,4,\n",
			"respondents:\n  - department: sales\n    answers: {rel.rules.2: 6}\n",
			"second.csv:3:10: respondents[0].answers[\"rel.rulse.2\"]: unknown statement \"rel.rulse.2\" (did you mean \"rel.rules.2\"?)\n" +
				"   3 | p2,sales,rel.rulse.2,4,\n                ^\n" +
				"third.yaml:3:28: respondents[0].answers[\"rel.rules.2\"]: expected 1 to 5, dont_know or not_applicable, found \"6\"\n" +
				"   3 |     answers: {rel.rules.2: 6}\n                                  ^",
		},
		{
			"one person in two files", answersHead + "p2,marketing,rel.rules.2,5,\np1,sales,rel.rules.2,5,\n",
			"respondents:\n  - {id: p3, department: sales, answers: {rel.rules.2: 3}}\n  - {id: p2, department: sales, answers: {rel.rules.2: 3}}\n",
			"second.csv:3:1: respondents[1].id: \"p1\" answers a second time, after first.csv; expected another word for each person\n" +
				"   3 | p1,sales,rel.rules.2,5,\n       ^\n" +
				"third.yaml:3:10: respondents[1].id: \"p2\" answers a second time, after second.csv; expected another word for each person\n" +
				"   3 |   - {id: p2, department: sales, answers: {rel.rules.2: 3}}\n                ^",
		},
		{
			"a sheet that came back empty", answersHead + ",sales,rel.rules.2,,\n", "respondents:\n  - {department: sales, answers: {rel.rules.2: 3}}\n",
			"second.csv: expected the answers of at least one person, found none",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inEmpty(t)
			clitest.Write(t, "first.csv", good)
			clitest.Write(t, "second.csv", tt.second)
			clitest.Write(t, "third.yaml", tt.third)
			program.Refuse(t, tt.want, "-answers", "first.csv", "-answers", "second.csv", "-answers", "third.yaml")
		})
	}
}

// People need no ID, and without one nobody would notice.
func TestAFileOfAnswersTwiceIsRefused(t *testing.T) {
	inEmpty(t)
	clitest.Write(t, "a.yaml", "respondents:\n  - {department: sales, answers: {rel.rules.2: 3}}\n")
	clitest.Write(t, "b.yaml", "respondents:\n  - {department: sales, answers: {rel.rules.2: 4}}\n")
	program.Refuse(t, "assess: -answers: expected each file once, found ./a.yaml twice", "-answers", "a.yaml", "-answers", "b.yaml", "-answers", "./a.yaml")
	program.Refuse(t, "assess: -answers: expected each file once, found stdin twice", "-answers", "-", "-answers", "-")
	program.Succeed(t, "-answers", "a.yaml", "-answers", "b.yaml")
}
