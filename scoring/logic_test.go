package scoring

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Kleene's strong logic of three values, as in its tables: Stephen Kleene,
// Introduction to Metamathematics (1952), §64.
func TestConditionsFollowKleenesTables(t *testing.T) {
	values := map[string]string{"t": "eq: y", "f": "eq: n", "u": ""}
	leaf := func(v string) string {
		switch v {
		case "u":
			return "{field: absent, eq: y}"
		case "t":
			return "{field: there, eq: y}"
		}
		return "{field: also, eq: n}"
	}
	and := map[string]string{"tt": "t", "tf": "f", "tu": "u", "ft": "f", "ff": "f", "fu": "f", "ut": "u", "uf": "f", "uu": "u"}
	or := map[string]string{"tt": "t", "tf": "t", "tu": "t", "ft": "t", "ff": "f", "fu": "u", "ut": "t", "uf": "u", "uu": "u"}
	not := map[string]string{"t": "f", "f": "t", "u": "u"}
	for a := range values {
		if got := decide(t, fmt.Sprintf("{not: %s}", leaf(a))); got != not[a] {
			t.Errorf("not %s is %s, want %s", a, got, not[a])
		}
		for b := range values {
			if got := decide(t, fmt.Sprintf("{all: [%s, %s]}", leaf(a), leaf(b))); got != and[a+b] {
				t.Errorf("%s and %s is %s, want %s", a, b, got, and[a+b])
			}
			if got := decide(t, fmt.Sprintf("{any: [%s, %s]}", leaf(a), leaf(b))); got != or[a+b] {
				t.Errorf("%s or %s is %s, want %s", a, b, got, or[a+b])
			}
		}
	}
}

// decide tells what a condition is for a lead that has "there" and "also" and nothing else,
// by what a rule and its opposite say of it.
func decide(t *testing.T, condition string) string {
	t.Helper()
	m := model(t, fmt.Sprintf(`
fields: {there: string, also: string, absent: string}
groups:
  - {name: g, rules: [{name: yes, when: %s, points: 1}, {name: no, when: {not: %[1]s}, points: 2}]}
`, condition))
	r := score(t, m, Record{Fields: map[string]string{"there": "y", "also": "y"}}, monday)
	is := map[Points]string{Point: "t", 2 * Point: "f", 0: "u"}[r.Total]
	if (is == "u") != (len(r.Unknowns) > 0) {
		t.Errorf("%s is %q, but unknown are %v", condition, is, r.Unknowns)
	}
	return is
}

// lead has a field of every type, twice: once as it must be there, once as it may
// be missing.
type lead struct {
	S string    `score:"s"`
	I int16     `score:"i"`
	U uint64    `score:"u"`
	F float64   `score:"f"`
	G float32   `score:"g"`
	B bool      `score:"b"`
	T time.Time `score:"t"`

	PS *string    `score:"ps"`
	PI *int       `score:"pi"`
	PF *float64   `score:"pf"`
	PB *bool      `score:"pb"`
	PT *time.Time `score:"pt"`
}

// Every comparison, on a struct and on a Record with the same values.
func TestEveryOperatorOnEveryType(t *testing.T) {
	at := time.Date(2026, 3, 2, 12, 0, 0, 500, time.UTC) // the nanoseconds are cut off
	l := lead{S: "Machinery", I: -3, U: 250, F: 0.5, G: 0.1, B: true, T: at}
	rec := Record{Fields: map[string]string{
		"s": "Machinery", "i": "-3", "u": "250", "f": "0.5", "g": "0.1", "b": "true", "t": "2026-03-02T13:00:00+01:00",
	}}
	const fields = "fields: {s: string, i: int, u: int, f: float, g: float, b: bool, t: time, ps: string, pi: int, pf: float, pb: bool, pt: time}\n"
	for condition, want := range map[string]truth{
		"{field: s, eq: Machinery}": yes, "{field: s, eq: machinery}": no, "{field: s, ne: x}": yes, "{field: s, ne: Machinery}": no,
		"{field: s, in: [a, Machinery]}": yes, "{field: s, in: [a, b, c, d, e, f, g, h, i, Machinery]}": yes,
		"{field: s, in: [a, b, c, d, e, f, g, h, i, j]}": no, "{field: s, not_in: [a]}": yes, "{field: s, not_in: [Machinery]}": no,
		"{field: s, lt: N}": yes, "{field: s, lt: Machinery}": no, "{field: s, le: Machinery}": yes, "{field: s, gt: Machine}": yes,
		"{field: s, ge: a}": no, "{field: s, between: [A, Z]}": yes, "{field: s, between: [Machinery, Machinery]}": yes, "{field: s, between: [A, M]}": no,
		"{field: s, contains: chin}": yes, "{field: s, contains: Chin}": no, "{field: s, prefix: Mach}": yes, "{field: s, prefix: ach}": no,
		"{field: s, suffix: ery}": yes, "{field: s, suffix: er}": no, "{field: s, exists: true}": yes, "{field: s, exists: false}": no,

		"{field: i, eq: -3}": yes, "{field: i, ne: -3}": no, "{field: i, in: [1, -3]}": yes, "{field: i, lt: 0}": yes, "{field: i, le: -3}": yes,
		"{field: i, gt: -3}": no, "{field: i, ge: -2}": no, "{field: i, between: [-3, -3]}": yes, "{field: i, not_in: [-3]}": no,
		"{field: u, ge: 250}": yes, "{field: u, gt: 249}": yes, "{field: u, lt: 9223372036854775807}": yes,

		"{field: f, eq: 0.5}": yes, "{field: f, eq: 5e-1}": yes, "{field: f, lt: 0.5}": no, "{field: f, between: [0, 0.5]}": yes,
		"{field: f, in: [0.25, 0.5]}": yes, "{field: f, gt: 0.49999999999999994}": yes,
		"{field: g, eq: 0.1}": yes, "{field: g, ge: 0.1}": yes, "{field: g, lt: 0.10001}": yes,

		"{field: b, eq: true}": yes, "{field: b, eq: false}": no, "{field: b, ne: false}": yes, "{field: b, in: [false]}": no,

		`{field: t, eq: "2026-03-02T12:00:00Z"}`: yes, "{field: t, ge: 2026-03-02}": yes, "{field: t, lt: 2026-03-02}": no,
		`{field: t, between: [2026-03-01, "2026-03-02T12:00:00Z"]}`: yes, `{field: t, gt: "2026-03-02T13:00:00+01:00"}`: no,

		"{field: ps, eq: x}": unknown, "{field: pi, ne: 1}": unknown, "{field: pf, not_in: [1]}": unknown, "{field: pb, eq: false}": unknown,
		"{field: pt, lt: 2026-01-01}": unknown, "{field: ps, exists: true}": no, "{field: pi, exists: false}": yes, "{not: {field: pb, exists: true}}": yes,
		"{not: {field: pb, eq: true}}": unknown,
	} {
		text := "name: test\nrevision: 1\n" + fields + `
groups:
  - {name: g, rules: [{name: yes, when: ` + condition + `, points: 1}, {name: no, when: {not: ` + condition + `}, points: 2}]}
qualify: {score: 1}
`
		spec, err := ReadSpec(strings.NewReader(text), "x.yaml")
		if err != nil {
			t.Fatal(err)
		}
		ofStruct, err := Compile(spec, Bindings[lead]{})
		if err != nil {
			t.Fatal(err)
		}
		ofPointer, err := Compile(spec, Bindings[*lead]{})
		if err != nil {
			t.Fatal(err)
		}
		ofRecord, err := Compile(spec, Bindings[*Record]{})
		if err != nil {
			t.Fatal(err)
		}
		wantTotal := map[truth]Points{yes: Point, no: 2 * Point, unknown: 0}[want]
		for what, got := range map[string]Points{
			"struct":           score(t, ofStruct, l, monday).Total,
			"pointer":          score(t, ofPointer, &l, monday).Total,
			"record":           score(t, model(t, text), rec, monday).Total,
			"record's pointer": score(t, ofRecord, &rec, monday).Total,
		} {
			if got != wantTotal {
				t.Errorf("%s of a %s: got %v, want %v (1 is true, 2 is false, 0 is unknown)", condition, what, got, wantTotal)
			}
		}
	}
}

func TestPointersToValuesAreTheirValues(t *testing.T) {
	spec := Spec{
		Name: "p", Revision: 1,
		Groups: []GroupSpec{{Name: "g", Rules: []RuleSpec{
			{Name: "s", When: &Condition{Field: "ps", Eq: new("")}, Points: 1},
			{Name: "i", When: &Condition{Field: "pi", Eq: new("0")}, Points: 10},
			{Name: "f", When: &Condition{Field: "pf", Le: new("0")}, Points: 100},
			{Name: "b", When: &Condition{Field: "pb", Eq: new("false")}, Points: 1000},
			{Name: "t", When: &Condition{Field: "pt", Eq: new("2026-03-02")}, Points: 10000},
		}}},
		Qualify: QualifySpec{Score: new(Points(0))},
	}
	m, err := Compile(spec, Bindings[lead]{})
	if err != nil {
		t.Fatal(err)
	}
	// A zero is a value.
	l := lead{PS: new(""), PI: new(0), PF: new(0.0), PB: new(false), PT: &monday}
	if got := score(t, m, l, monday); got.Total != 11111 || len(got.Unknowns) != 0 {
		t.Errorf("got %d, unknown %v; want 11111", got.Total, got.Unknowns)
	}
	if got := score(t, m, lead{}, monday); got.Total != 0 || len(got.Unknowns) != 5 {
		t.Errorf("got %d, unknown %v; want 0 and 5 unknowns", got.Total, got.Unknowns)
	}
}

func TestTokensStandForMissingTexts(t *testing.T) {
	text := `
fields: {city: string, size: int}
activities: {visit: [page]}
missing: ["", Select, "-1"]
groups:
  - {name: g, rules: [
      {name: city, when: {field: city, ne: Wien}, points: 1},
      {name: size, when: {field: size, lt: 5}, points: 2},
      {name: visit, activity: visit, where: {field: page, ne: home}, count: each, points: 4}]}
`
	m := model(t, text)
	for _, tt := range []struct {
		city, size, page string
		want             Points
	}{
		{"Graz", "3", "pricing", 7},
		{"Select", "3", "pricing", 6},
		{"select", "3", "pricing", 7},
		{"", "", "", 0},
		{"Graz", "-1", "-1", 1},
		{"Graz", "many", "home", 1},
	} {
		rec := Record{
			Fields:     map[string]string{"city": tt.city, "size": tt.size},
			Activities: []Activity{{Type: "visit", At: monday, Fields: map[string]string{"page": tt.page}}},
		}
		if got := score(t, m, rec, monday).Total; got != tt.want*Point {
			t.Errorf("%+v: got %v, want %v", tt, got, tt.want)
		}
	}
	r := score(t, m, Record{Fields: map[string]string{"size": "many"}, Activities: []Activity{did("visit", 0)}}, monday)
	want := []Unknown{
		{Group: "g", Rule: "city", Field: "city", Reason: ReasonMissing},
		{Group: "g", Rule: "size", Field: "size", Reason: ReasonUnreadable},
		{Group: "g", Rule: "visit", Field: "page", Reason: ReasonMissing},
	}
	if diff := cmp.Diff(want, r.Unknowns); diff != "" {
		t.Errorf("unknown (-want +got):\n%s", diff)
	}
}
