package maturity

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/internal/specfile"
)

var spring, summer, autumn = day(2026, 3, 2), day(2026, 6, 1), day(2026, 9, 7)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func keep(t tester, m *Model, in Input) Assessment {
	t.Helper()
	a, err := m.Record(in)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnAssessmentIsReadAsItWasWritten(t *testing.T) {
	m := compile(t, Default())
	rapid.Check(t, func(rt *rapid.T) {
		in := Input{Answers: drawAnswers(rt, m), Measures: drawMeasures(rt, m), At: spring.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(rt, "at")))}
		a, err := m.Record(in)
		if err != nil {
			rt.Fatal(err)
		}
		var b bytes.Buffer
		if err := a.WriteJSON(&b); err != nil {
			rt.Fatal(err)
		}
		got, err := ReadAssessment(bytes.NewReader(b.Bytes()), "kept.json")
		if err != nil {
			rt.Fatalf("%v\n%s", err, &b)
		}
		if diff := cmp.Diff(a, got, cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("read otherwise (-kept +read):\n%s", diff)
		}
		var again bytes.Buffer
		if err := got.WriteJSON(&again); err != nil || again.String() != b.String() {
			rt.Fatalf("written otherwise the second time, %v", err)
		}
	})
}

func TestAnAssessmentKeepsNobodysName(t *testing.T) {
	m := compile(t, Default())
	in := Input{At: spring, Answers: Answers{Respondents: []Respondent{{ID: "ann@example.com", Department: "sales", Answers: map[string]Answer{"rel.rules.2": {Value: 4}, "rel.rules.3": {}}}}}}
	a := keep(t, m, in)
	var b bytes.Buffer
	if err := a.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "ann") || strings.Contains(b.String(), "rel.rules.3") {
		t.Errorf("more is kept than the answers that were given:\n%s", &b)
	}
}

// Neither the order of people nor the words of a reason may say who it was.
func TestAnAssessmentHasAnOrderOfItsOwn(t *testing.T) {
	m := small(t)
	rapid.Check(t, func(t *rapid.T) {
		in := Input{At: spring, Answers: drawAnswers(t, m), Measures: drawMeasures(t, m)}
		a := keep(t, m, in)
		in.Answers.Respondents = rapid.Permutation(in.Answers.Respondents).Draw(t, "people")
		in.Measures = rapid.Permutation(in.Measures).Draw(t, "measures")
		b := keep(t, m, in)
		first, second := written(t, func(w *bytes.Buffer) error { return a.WriteJSON(w) }), written(t, func(w *bytes.Buffer) error { return b.WriteJSON(w) })
		if first != second || strings.Contains(first, "because") {
			t.Fatalf("%s\n%s", first, second)
		}
	})
}

func TestFourHundredPeopleFitIntoAnAssessment(t *testing.T) {
	m := compile(t, Default())
	in := Input{At: spring}
	for range 400 {
		p := Respondent{Department: "marketing", Answers: map[string]Answer{}}
		for _, s := range m.spec.Statements {
			p.Answers[s.ID] = Answer{Value: 4}
		}
		in.Answers.Respondents = append(in.Answers.Respondents, p)
	}
	a := keep(t, m, in)
	var b bytes.Buffer
	if err := a.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadAssessment(&b, "kept.json"); err != nil {
		t.Error(err)
	}
	a.Respondents = append(a.Respondents, a.Respondents...)
	if err := a.WriteJSON(&b); err == nil || b.Len() > 0 {
		t.Errorf("written although nobody can read it: %d bytes, %v", b.Len(), err)
	}
}

func TestWhatIsNoAssessmentIsRefused(t *testing.T) {
	const good = `{"at": "2026-03-02T00:00:00Z", "model": "m@1+0", "relationship": {"low": 1, "high": 2}, "lead_management": {"low": 3, "high": 3},
"evidence": "caps", "measures": [{"id": "x", "num": 1, "den": 2}], "respondents": [{"department": "sales", "answers": {"a": 4, "b": {"value": "not_applicable", "reason": "none"}}}]}`
	if _, err := ReadAssessment(strings.NewReader(good), "kept.json"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ old, new, want string }{
		{`"at": "2026-03-02T00:00:00Z", `, ``, "at: missing"},
		{`"2026-03-02T00:00:00Z"`, `"yesterday"`, "kept.json:1:8: at: expected a time"},
		{`"m@1+0"`, `""`, "kept.json:1:41: model: missing"},
		{`"low": 1, "high": 2`, `"low": 3, "high": 2`, "relationship: expected low and high from 1 to 4, found 3 and 2"},
		{`"low": 3, "high": 3`, `"low": 3, "high": 5`, "lead_management: expected low and high from 1 to 4, found 3 and 5"},
		{`"caps"`, `"maybe"`, `kept.json:2:13: evidence: expected "caps" or "ignore", found "maybe"`},
		{`"num": 1, `, ``, "measures[0].num: missing"},
		{`"den": 2`, `"den": 0`, "measures[0].den: expected 1 to"},
		{`"a": 4`, `"a": 6`, "respondents[0].answers.a"},
		{`"respondents"`, `"people"`, "people: unknown key"},
		{`{"at"`, `{"at" `, ""},
		{`]}`, ``, "kept.json"},
	} {
		_, err := ReadAssessment(strings.NewReader(strings.Replace(good, tt.old, tt.new, 1)), "kept.json")
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.new, err)
		case tt.want != "" && (!errors.Is(err, ErrInvalidSpec) || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s for %s: want an error with %q, found %v", tt.new, tt.old, tt.want, err)
		}
	}
}

func FuzzReadAssessment(f *testing.F) {
	f.Add([]byte(`{"at": "2026-03-02", "model": "m", "evidence": "ignore"}`))
	f.Add([]byte("at: 2026-03-02\nmodel: m\nrelationship: {low: 1, high: 4}\nlead_management: {low: 2, high: 2}\nevidence: caps\n"))
	m, err := Compile(Default())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ReadAssessment(bytes.NewReader(data), "kept")
		if err != nil {
			if !errors.Is(err, ErrInvalidSpec) {
				t.Fatalf("no invalid file: %v", err)
			}
			return
		}
		var b bytes.Buffer
		if err := a.WriteJSON(&b); err != nil {
			if len(data) < specfile.MaxBytes/8 {
				t.Fatal(err)
			}
			return
		}
		again, err := ReadAssessment(&b, "kept")
		if err != nil || cmp.Diff(a, again, cmpopts.EquateEmpty()) != "" {
			t.Fatalf("not read as it was written: %v", err)
		}
		// Whatever another model has asked, it can be evaluated under this one.
		_, err = m.Evaluate(Input{At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), Earlier: []Assessment{a}})
		if err != nil && !errors.Is(err, ErrInvalidTime) && !errors.Is(err, ErrInvalidSpec) {
			t.Fatal(err)
		}
	})
}
