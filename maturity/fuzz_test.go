package maturity

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// Whatever the file, there is a model that evaluates and renders, or an error with
// its problems.
func FuzzModel(f *testing.F) {
	text, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(modelYAML)
	for _, d := range defects {
		f.Add(strings.Replace(string(text), d.old, d.new, 1))
	}
	f.Fuzz(func(t *testing.T, text string) {
		spec, err := ReadSpec(strings.NewReader(text), "f.yaml")
		var m *Model
		if err == nil {
			m, err = Compile(spec)
		}
		if err != nil {
			checkProblems(t, err)
			return
		}
		for _, v := range []Value{5, 1, DontKnow} {
			var in Input
			for i, d := range m.spec.Departments {
				in.Answers.Respondents = append(in.Answers.Respondents, group(m, d.ID, i%4+1, always(v))...)
			}
			r := evaluate(t, m, in)
			all := renderings(t, r)
			elements(t, all["svg.en"])
			if want := (Cell{4, 4}); v == 5 && r.Proved != want {
				t.Fatalf("everyone says 5, and only %v is proved", r.Proved)
			}
			if v == 1 && len(r.Positions) != 1 {
				t.Fatalf("everyone says 1, and it may be %v", r.Positions)
			}
		}
	})
}

// Whatever the file, there are answers that evaluate, or an error with its
// problems.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{
		goodAnswers, "{}", `{"respondents":[{"department":"sales","answers":{"r2":{"value":"5"}}}]}`,
		"respondents: [{department: sales, answers: {r2: 6}}]", "respondents: [{department: x, answers: {y: z}}]",
	} {
		f.Add(s)
	}
	m := small(f)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ReadAnswers(strings.NewReader(text), "f.yaml")
		var r *Report
		if err == nil {
			r, err = m.Evaluate(Input{Answers: a})
		}
		if err != nil {
			checkProblems(t, err)
			return
		}
		for _, x := range axes() {
			if r.Axis(x).Low > r.Axis(x).High || len(r.Positions) == 0 {
				t.Fatalf("%+v", r)
			}
		}
		renderings(t, r)
	})
}

func checkProblems(t *testing.T, err error) {
	t.Helper()
	bad, ok := errors.AsType[*SpecError](err)
	if !ok || len(bad.Problems) == 0 {
		t.Fatalf("no problems: %v", err)
	}
	for _, p := range bad.Problems {
		if p.Message == "" || p.File == "" {
			t.Fatalf("no message or file: %+v", p)
		}
	}
}
