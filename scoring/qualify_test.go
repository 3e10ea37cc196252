package scoring

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const gates = `
fields: {consent: bool, competitor: bool, points: int}
groups:
  - {name: g, rules: [{name: r, when: {field: points, ge: 1}, points: 100}]}
gates:
  - {name: competitor, when: {field: competitor, eq: true}, action: disqualify, unknown: pass}
  - {name: no_consent, when: {field: consent, eq: false}, action: suppress}
qualify: {score: 50}
`

func TestGatesFailClosed(t *testing.T) {
	m := model(t, gates)
	for _, tt := range []struct {
		name   string
		fields map[string]string
		want   []GateHit
	}{
		{"all is known and well", map[string]string{"consent": "true", "competitor": "false"}, nil},
		{"competitor unknown, which may pass", map[string]string{"consent": "true"}, nil},
		{"competitor that cannot be read, which may not pass", map[string]string{"consent": "true", "competitor": "yes"}, []GateHit{{"competitor", Disqualify, ReasonUnknown}}},
		{"consent missing", map[string]string{"competitor": "false"}, []GateHit{{"no_consent", Suppress, ReasonUnknown}}},
		{"consent that cannot be read", map[string]string{"consent": "ja"}, []GateHit{{"no_consent", Suppress, ReasonUnknown}}},
		{"consent refused", map[string]string{"consent": "false"}, []GateHit{{"no_consent", Suppress, ReasonCondition}}},
		{
			"both",
			map[string]string{"consent": "false", "competitor": "true"},
			[]GateHit{{"competitor", Disqualify, ReasonCondition}, {"no_consent", Suppress, ReasonCondition}},
		},
	} {
		tt.fields["points"] = "1"
		r := score(t, m, Record{Fields: tt.fields}, monday)
		if len(r.Gates) == 0 {
			r.Gates = nil
		}
		if diff := cmp.Diff(tt.want, r.Gates); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if free := len(tt.want) == 0; r.Qualified(false) != free || r.Qualified(true) != free || r.Total != 100*Point {
			t.Errorf("%s: qualified %t with %v points", tt.name, r.Qualified(false), r.Total)
		}
		_, err := m.Qualify(t.Context(), Record{Fields: tt.fields}, monday)
		if want := len(tt.want) > 0; errors.Is(err, ErrNotQualified) != want {
			t.Errorf("%s: Qualify: %v", tt.name, err)
		}
	}
}

func TestOnceQualifiedALeadStaysSoDownToExit(t *testing.T) {
	m := model(t, `
fields: {points: int}
groups:
  - {name: g, pick: best, rules: [
      {name: a, when: {field: points, ge: 70}, points: 70},
      {name: b, when: {field: points, ge: 55}, points: 55},
      {name: c, when: {field: points, ge: 54}, points: 54.999}]}
qualify: {score: 70, exit: 55}
`)
	for points, want := range map[string][2]bool{"70": {true, true}, "60": {false, true}, "54": {false, false}} {
		r := score(t, m, Record{Fields: map[string]string{"points": points}}, monday)
		if got := [2]bool{r.Qualified(false), r.Qualified(true)}; got != want {
			t.Errorf("%s: qualified %v, want %v", points, got, want)
		}
	}
	if (Result{}).Qualified(true) {
		t.Error("no lead at all is qualified")
	}
}

func TestGradesAndBands(t *testing.T) {
	m := model(t, `
fields: {fit: int, heat: int}
groups:
  - {name: fit, pick: first, rules: [
      {name: a, when: {field: fit, ge: 40}, points: 40},
      {name: b, when: {field: fit, ge: 20}, points: 20},
      {name: c, when: {field: fit, ge: 0}, points: -1}]}
  - {name: heat, pick: first, rules: [
      {name: a, when: {field: heat, ge: 40}, points: 40},
      {name: b, when: {field: heat, ge: 15}, points: 15}]}
grades:
  - {group: fit, bands: {A: 40, B: 20, C: min}}
  - {group: heat, bands: {"1": 40, "2": 15, "3": min}}
bands: {hot: 70, warm: 35, cold: min}
qualify: {score: 35, grades: [A1, A2, B1]}
`)
	for _, tt := range []struct {
		fit, heat, grade, band string
		want                   bool
	}{
		{"40", "40", "A1", "hot", true},
		{"40", "15", "A2", "warm", true},
		{"40", "0", "A3", "warm", false},
		{"20", "40", "B1", "warm", true},
		{"20", "15", "B2", "warm", false},
		{"0", "40", "C1", "warm", false},
		{"0", "0", "C3", "cold", false},
	} {
		r := score(t, m, Record{Fields: map[string]string{"fit": tt.fit, "heat": tt.heat}}, monday)
		if r.Grade != tt.grade || r.Band != tt.band || r.Qualified(false) != tt.want {
			t.Errorf("fit %s, heat %s: %s, %s, qualified %t; want %s, %s, %t", tt.fit, tt.heat, r.Grade, r.Band, r.Qualified(false), tt.grade, tt.band, tt.want)
		}
		want := map[string]string{"grade": tt.grade, "score_band": tt.band}
		if diff := cmp.Diff(want, r.Labels()); diff != "" || r.Fingerprint() != m.ID() {
			t.Errorf("labels (-want +got):\n%s", diff)
		}
	}
	if got := score(t, model(t, gates), Record{}, monday).Labels(); len(got) != 0 {
		t.Errorf("a model without grades and bands gives labels %v", got)
	}
}

func TestGradesAloneCanQualify(t *testing.T) {
	m := model(t, `
fields: {fit: int}
activities: {visit: []}
groups:
  - {name: fit, rules: [{name: fit, when: {field: fit, ge: 1}, points: 10}]}
  - {name: heat, half_life: 1d, rules: [{name: visit, activity: visit, count: each, points: 8}]}
grades:
  - {group: fit, bands: {A: 10, B: min}}
  - {group: heat, bands: {"1": 2, "2": min}}
qualify: {grades: [A1]}
`)
	r := score(t, m, Record{Fields: map[string]string{"fit": "1"}, Activities: []Activity{did("visit", 0)}}, monday)
	if !r.Qualified(false) || !r.Qualified(true) {
		t.Errorf("grade %s does not qualify", r.Grade)
	}
	// 8 points are less than 2, rounded, when they are below 1.9995.
	want := monday.Add(time.Duration(math.Log2(8/1.9995) * 24 * float64(time.Hour)))
	if got := r.NextChange(true); got.Sub(want).Abs() > time.Second {
		t.Errorf("the grade changes at %v, want about %v", got, want)
	}
	_, err := m.Qualify(t.Context(), Record{Activities: []Activity{did("visit", 0)}}, monday)
	short, ok := errors.AsType[*NotQualifiedError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	code, message, params := short.Blocker()
	if code != CodeGrade || message != "grade B1 is none of A1" || err.Error() != message || params["grade"] != "B1" || params["grades"] != "A1" {
		t.Errorf("got %s, %q, %v", code, message, params)
	}
}
