package scoring

import (
	"fmt"
	"testing"
)

// What a spreadsheet writes is read as what it means; a rule file has one way to write it.
func TestABoolIsReadInAnyCaseOfLettersFromALeadAlone(t *testing.T) {
	m := model(t, `
fields: {consent: bool}
activities: {form: [{name: ticked, type: bool}]}
groups:
  - {name: g, rules: [
      {name: consent, when: {field: consent, eq: true}, points: 1},
      {name: refused, when: {field: consent, eq: false}, points: 2},
      {name: ticked, activity: form, where: {field: ticked, eq: true}, count: each, points: 4}]}
`)
	for text, want := range map[string]Points{
		"true": 5, "TRUE": 5, "True": 5, "tRuE": 5, "false": 2, "FALSE": 2, "False": 2, "yes": 0, "0": 0,
	} {
		rec := Record{
			Fields:     map[string]string{"consent": text},
			Activities: []Activity{{Type: "form", At: monday, Fields: map[string]string{"ticked": text}}},
		}
		if got := score(t, m, rec, monday).Total; got != want*Point {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	_, err := Compile(Spec{
		Name: "x", Revision: 1, Fields: map[string]FieldType{"b": Bool},
		Groups:  []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "r", When: &Condition{Field: "b", Eq: new("TRUE")}, Points: Point}}}},
		Qualify: QualifySpec{Score: new(Point)},
	}, Bindings[Record]{})
	if want := `groups[0].rules[0].when.eq: field "b" is a bool: expected true or false, found "TRUE"`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestTextsOfARecordAreReadStrictly(t *testing.T) {
	for _, tt := range []struct {
		typ, text string
		want      bool
	}{
		{"int", "250", true},
		{"int", "-3", true},
		{"int", "250.0", false},
		{"int", "1e3", false},
		{"int", "0x10", false},
		{"int", "1_000", false},
		{"int", " 5", false},
		{"int", "9223372036854775808", false},
		{"float", "0.5", true},
		{"float", "1e6", true},
		{"float", "NaN", false},
		{"float", "Inf", false},
		{"float", "-inf", false},
		{"float", "0x1p-2", false},
		{"float", "1e999", false},
		{"float", "1_0", false},
		{"float", "1,5", false},
		{"bool", "true", true},
		{"bool", "false", true},
		{"bool", "yes", false},
		{"bool", "TRUE", true}, // as a spreadsheet writes it
		{"bool", "False", true},
		{"bool", "fALSE", true},
		{"bool", "fal\u017fe", false}, // a long s, which folds to s
		{"bool", " true", false},
		{"bool", "WAHR", false},
		{"bool", "1", false},
		{"time", "2026-03-02", true},
		{"time", "2026-03-02T10:00:00Z", true},
		{"time", "2026-03-02T10:00:00.5+02:00", true},
		{"time", "2026-13-02", false},
		{"time", "2026-03-02 10:00:00", false},
		{"time", "02.03.2026", false},
	} {
		op := map[string]string{"int": "ne: 7", "float": "ne: 7", "bool": "in: [true, false]", "time": "ne: 2000-01-01"}[tt.typ]
		m := model(t, fmt.Sprintf(`
fields: {x: %s}
groups:
  - {name: g, rules: [{name: read, when: {field: x, %s}, points: 1}, {name: there, when: {field: x, exists: true}, points: 2}]}
`, tt.typ, op))
		r := score(t, m, Record{Fields: map[string]string{"x": tt.text}}, monday)
		if got := r.Total == 3*Point; got != tt.want || !got && (r.Total != 2*Point || r.Unknowns[0].Reason != ReasonUnreadable) {
			t.Errorf("%q as %s: %v points, unknown %v", tt.text, tt.typ, r.Total, r.Unknowns)
		}
		if got := FieldType(tt.typ).Unreadable(tt.text, English); (got == "") != tt.want {
			t.Errorf("%q as %s: expected is %q", tt.text, tt.typ, got)
		}
	}
}

func TestWhatWasExpectedOfATextIsSaid(t *testing.T) {
	for typ, want := range map[FieldType][2]string{
		Int:   {"a whole number such as 1200", "eine ganze Zahl wie 1200"},
		Float: {"a number such as 0.5", "eine Zahl mit Dezimalpunkt wie 0.5"},
		Bool:  {"true or false", "true oder false"},
		Time:  {`a time such as "2026-03-02" or "2026-03-02T15:04:05Z"`, `ein Datum wie "2026-03-02" oder eine Zeit wie "2026-03-02T15:04:05Z"`},
	} {
		if got := [2]string{typ.Unreadable("x", English), typ.Unreadable("x", German)}; got != want {
			t.Errorf("%s: got %q, want %q", typ, got, want)
		}
	}
	for _, typ := range []FieldType{String, "", "number"} { // every text is one; there is no such type
		if got := typ.Unreadable("x", English); got != "" {
			t.Errorf("%q: got %q, want nothing", typ, got)
		}
	}
}
