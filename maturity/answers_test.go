package maturity

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const goodAnswers = `respondents:
  - id: p1
    department: marketing
    answers:
      r2: 4
      r3: dont_know
      r3n: {value: not_applicable, reason: no key accounts}
      m2: {value: 5, reason: since May}
      m3:
  - department: sales
    answers: {r2: "3", m2: 1}
  - {department: sales, answers: {}}
`

func TestAnswersAreReadFromYAMLAndJSON(t *testing.T) {
	want := []Respondent{
		{"p1", "marketing", map[string]Answer{
			"r2": {Value: 4}, "r3": {Value: DontKnow}, "r3n": {NotApplicable, "no key accounts"}, "m2": {5, "since May"}, "m3": {},
		}},
		{"", "sales", map[string]Answer{"r2": {Value: 3}, "m2": {Value: 1}}},
		{"", "sales", map[string]Answer{}},
	}
	got, err := ReadAnswers(strings.NewReader(goodAnswers), "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Respondents); diff != "" {
		t.Errorf("YAML (-want +got):\n%s", diff)
	}
	raw, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadAnswers(strings.NewReader(string(raw)), "a.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, again.Respondents); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

func TestEachDefectOfAnswersIsLocated(t *testing.T) {
	// Sales is not asked about the relationship here.
	m := small(t, "    ask: [marketing, sales]\n    required: [marketing, sales]", "    ask: marketing")
	good := strings.Replace(goodAnswers, `r2: "3", `, "", 1)
	if a, err := ReadAnswers(strings.NewReader(good), "a.yaml"); err != nil {
		t.Fatal(err)
	} else if _, err := m.Evaluate(Input{Answers: a}); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, d := range []struct{ name, old, new string }{
		{"not a list", "respondents:\n", "respondent:\n"},
		{"value 0", "r2: 4", "r2: 0"},
		{"value 6", "r2: 4", "r2: 6"},
		{"value 4.5", "r2: 4", "r2: 4.5"},
		{"a word", "dont_know", "no idea"},
		{"answered twice", "r3: dont_know", "r2: 5"},
		{"unknown statement", "r3: dont_know", "r5: dont_know"},
		{"unknown department", "{department: sales, answers: {}}", "{department: sails, answers: {}}"},
		{"no department", "{department: sales, answers: {}}", "{answers: {}}"},
		{"not asked", "{m2: 1}", "{m2: 1, r4: 1}"},
		{"not applicable without reason", "reason: no key accounts", "reason: ' '"},
		{"not applicable where that cannot be", "m2: {value: 5", "m2: {value: not_applicable"},
		{"respondent twice", "{department: sales, answers: {}}", "{id: p1, department: sales, answers: {}}"},
		{"all at once", "r3: dont_know\n", "r5: 1\n      r6: 2\n  - id: p1\n    department: sails\n    answers:\n      r2: not_applicable\n"},
	} {
		t.Run(d.name, func(t *testing.T) {
			if n := strings.Count(good, d.old); n != 1 {
				t.Fatalf("%q is there %d times", d.old, n)
			}
			a, err := ReadAnswers(strings.NewReader(strings.Replace(good, d.old, d.new, 1)), "a.yaml")
			if err == nil {
				_, err = m.Evaluate(Input{Answers: a})
			}
			bad, ok := errors.AsType[*SpecError](err)
			if !ok {
				t.Fatalf("got %v, want a *SpecError", err)
			}
			for _, p := range bad.Problems {
				if p.Line == 0 {
					t.Errorf("no place: %+v", p)
				}
			}
			fmt.Fprintf(&all, "== %s\n%v\n", d.name, err)
		})
	}
	golden(t, "answers.txt", all.String())
}

func TestAnswersWrittenInGoAreCheckedToo(t *testing.T) {
	m := small(t)
	for v, want := range map[Value]string{
		6:             "expected 1 to 5, dont_know or not_applicable, found 6",
		-3:            "found -3",
		NotApplicable: "applies to everyone",
	} {
		_, err := m.Evaluate(Input{Answers: Answers{Respondents: []Respondent{
			{Department: "sales", Answers: map[string]Answer{"r2": {Value: v}}},
		}}})
		if err == nil || !strings.HasPrefix(err.Error(), "respondents[0].answers.r2: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("value %d: %v, want %q", v, err, want)
		}
	}
}

func TestPeopleWithoutAnIDAreDifferentPeople(t *testing.T) {
	m := small(t)
	p := Respondent{Department: "sales", Answers: map[string]Answer{"m2": {Value: 4}}}
	r := evaluate(t, m, Input{Answers: Answers{Respondents: []Respondent{p, p, p}}})
	if got := proofs(r)["m2"].Opinions[1]; got.People != 3 {
		t.Errorf("%+v, want three people", got)
	}
}
