package maturity

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	_ "github.com/leadline-go/leadline/internal/lazygc"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares with a file under testdata, which a person has read.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// tester is what tests and properties have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
}

func compile(t tester, s Spec) *Model {
	t.Helper()
	m, err := Compile(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// smallText is the model that tests change and enumerate: one required statement
// per stage and axis, and a few that are optional or may not apply.
func smallText(t tester) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// small returns that model with some text replaced.
func small(t tester, oldnew ...string) *Model {
	t.Helper()
	s, err := ReadSpec(strings.NewReader(strings.NewReplacer(oldnew...).Replace(smallText(t))), "small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, s)
}

func evaluate(t tester, m *Model, in Input) *Report {
	t.Helper()
	r, err := m.Evaluate(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// group makes n people of a department who all answer alike. answer is asked for
// each statement of the model that the department is asked; the zero Answer is
// left out.
func group(m *Model, department string, n int, answer func(s StatementSpec, a Axis) Answer) []Respondent {
	answers := map[string]Answer{}
	for i, s := range m.spec.Statements {
		for _, asked := range m.spec.axis(m.axes[i]).Ask {
			if a := answer(s, m.axes[i]); asked == department && a != (Answer{}) {
				answers[s.ID] = a
			}
		}
	}
	people := make([]Respondent, n)
	for i := range people {
		people[i] = Respondent{fmt.Sprintf("%s-%d", department, i+1), department, answers}
	}
	return people
}

// upTo says 5 to the statements up to a cell's stages and 1 to those above.
func upTo(c Cell) func(StatementSpec, Axis) Answer {
	return func(s StatementSpec, a Axis) Answer {
		if s.Stage <= c.on(a) {
			return Answer{Value: 5}
		}
		return Answer{Value: 1}
	}
}

func always(v Value) func(StatementSpec, Axis) Answer {
	return func(StatementSpec, Axis) Answer { return Answer{Value: v} }
}

// two asks three people of marketing and three of sales.
func two(m *Model, marketing, sales func(StatementSpec, Axis) Answer) Input {
	return Input{Answers: Answers{Respondents: append(group(m, "marketing", 3, marketing), group(m, "sales", 3, sales)...)}}
}

func written(t tester, write func(b *bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// renderings returns the report in all forms, by name.
func renderings(t tester, r *Report) map[string]string {
	t.Helper()
	all := map[string]string{"json": written(t, func(b *bytes.Buffer) error { return r.WriteJSON(b) })}
	for _, l := range []Lang{En, De} {
		all["text."+string(l)] = written(t, func(b *bytes.Buffer) error { return r.WriteText(b, l) })
		all["md."+string(l)] = written(t, func(b *bytes.Buffer) error { return r.WriteMarkdown(b, l) })
		all["svg."+string(l)] = written(t, func(b *bytes.Buffer) error { return r.WriteSVG(b, l) })
		all["areas."+string(l)] = written(t, func(b *bytes.Buffer) error { return r.WriteAreasSVG(b, l) })
		all["html."+string(l)] = written(t, func(b *bytes.Buffer) error { return r.WriteHTML(b, l) })
	}
	return all
}
