package scoring

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// explained writes an explanation and checks that it fits a screen.
func explained(t *testing.T, r Result) string {
	t.Helper()
	var out bytes.Buffer
	if err := r.Explain(English).WriteText(&out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) > 40 {
		t.Errorf("%d lines are more than a screen", len(lines))
	}
	for _, l := range lines {
		if utf8.RuneCountInString(l) > 80 || strings.TrimRight(l, " ") != l {
			t.Errorf("a line of %d columns: %q", utf8.RuneCountInString(l), l)
		}
	}
	return out.String()
}

func TestExplanationsReadWell(t *testing.T) {
	m, err := compileFile("testdata/mql_criteria.yaml", Bindings[Record]{Custom: Custom[Record]{
		"free_mail": func(r Record, _ time.Time) (bool, error) {
			return strings.HasSuffix(r.Fields["mail"], "@gmail.com"), nil
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	asOf := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ago := func(typ, asset string, hours int) Activity {
		return Activity{Type: typ, Asset: asset, At: asOf.Add(-time.Duration(hours) * time.Hour)}
	}
	pricing := func(hours int) Activity {
		a := ago("page_view", "/pricing", hours)
		a.Fields = map[string]string{"page": "pricing"}
		return a
	}
	good := map[string]string{"industry": "machinery", "employees": "400", "country": "AT", "consent": "true", "competitor": "false"}
	part := map[string]string{"industry": "machinery", "employees": "about 300", "country": "Select", "mail": "ann@gmail.com"}
	poor := map[string]string{"industry": "retail", "employees": "400", "country": "AT", "consent": "true", "competitor": "false"}
	for name, rec := range map[string]Record{
		"qualified": {Fields: good, Activities: []Activity{ago("webinar_attended", "decay", 50), ago("webinar_attended", "rules", 900), pricing(4), pricing(5), pricing(100)}},
		"held_back": {Fields: part, Activities: []Activity{ago("webinar_attended", "decay", 50), ago("page_view", "/", 3)}},
		"remains":   {Fields: good, Activities: []Activity{ago("webinar_attended", "decay", 500)}},
		"grade":     {Fields: poor, Activities: []Activity{ago("webinar_attended", "a", 1), ago("webinar_attended", "b", 1), ago("webinar_attended", "c", 1), ago("webinar_attended", "d", 1)}},
		"nothing":   {},
	} {
		r := score(t, m, rec, asOf)
		golden(t, "explain_"+name+".txt", explained(t, r))
		var german, fragment bytes.Buffer
		if err := r.Explain(German).WriteText(&german); err != nil {
			t.Fatal(err)
		}
		golden(t, "explain_"+name+"_de.txt", german.String())
		if err := r.Explain(German).WriteHTML(&fragment); err != nil {
			t.Fatal(err)
		}
		golden(t, "explain_"+name+"_de.html", fragment.String())
	}
	raw, err := json.Marshal(score(t, m, Record{Fields: part}, asOf).Explain(English))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "explanation.json", indented(t, raw))

	// A Result that was stored explains what it can.
	raw, err = json.Marshal(score(t, m, Record{Fields: part}, asOf))
	if err != nil {
		t.Fatal(err)
	}
	var stored Result
	if err := json.Unmarshal(raw, &stored); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain_stored.txt", explained(t, stored))
	golden(t, "result.json", indented(t, raw))
}

func indented(t *testing.T, raw []byte) string {
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		t.Fatal(err)
	}
	return out.String() + "\n"
}

type brokenPipe struct{}

var errPipe = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errPipe }

func TestExplainReturnsTheErrorOfItsWriter(t *testing.T) {
	if err := (Result{}).Explain(English).WriteText(brokenPipe{}); !errors.Is(err, errPipe) {
		t.Errorf("got %v", err)
	}
}

func TestConditionsInWords(t *testing.T) {
	x, n := new("x"), new("5")
	for want, c := range map[string]Condition{
		"a is x":                         {Field: "a", Eq: x},
		"a is not x":                     {Field: "a", Ne: x},
		"a is one of x, y":               {Field: "a", In: []string{"x", "y"}},
		"a is none of x, y":              {Field: "a", NotIn: []string{"x", "y"}},
		"a < 5":                          {Field: "a", Lt: n},
		"a <= 5":                         {Field: "a", Le: n},
		"a > 5":                          {Field: "a", Gt: n},
		"a >= 5":                         {Field: "a", Ge: n},
		"a from 1 to 5":                  {Field: "a", Between: []string{"1", "5"}},
		"a contains x":                   {Field: "a", Contains: x},
		"a begins with x":                {Field: "a", Prefix: x},
		"a ends with x":                  {Field: "a", Suffix: x},
		"a is known":                     {Field: "a", Exists: new(true)},
		`a is ""`:                        {Field: "a", Eq: new("")},
		`a is one of "x, y", "\x1b[31m"`: {Field: "a", In: []string{"x, y", "\x1b[31m"}},
		"a is not known":                 {Field: "a", Exists: new(false)},
		"not (a is x)":                   {Not: &Condition{Field: "a", Eq: x}},
		"(a is x or b is x) and c > 5": {All: []Condition{
			{All: []Condition{{Any: []Condition{{Field: "a", Eq: x}, {Field: "b", Eq: x}}}}}, {Field: "c", Gt: n},
		}},
		"a is x and (b is x or c > 5)": {All: []Condition{{Field: "a", Eq: x}, {Any: []Condition{{Field: "b", Eq: x}, {Field: "c", Gt: n}}}}},
		"a is x or b is x":             {Any: []Condition{{Field: "a", Eq: x}, {Any: []Condition{{Field: "b", Eq: x}}}}},
	} {
		if got := c.words(English); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Whatever the names, no line is wider than the page.
func TestExplanationsOfAnyModelFitThePage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := randomSpec(t)
		name := strings.ReplaceAll(strings.TrimSpace(rapid.StringMatching(`[a-zäß ]{1,60}`).Draw(t, "name")+"x"), "  ", " ")
		spec.Name, spec.Groups[0].Name, spec.Groups[0].Rules[0].Name = name, name, name
		m, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := m.Score(randomRecord(t, monday), monday)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, lang := range []Language{English, German} {
			if err := r.Explain(lang).WriteText(&out); err != nil {
				t.Fatal(err)
			}
		}
		for line := range strings.Lines(out.String()) {
			if utf8.RuneCountInString(line) > 81 {
				t.Fatalf("%d columns: %q", utf8.RuneCountInString(line), line)
			}
		}
	})
}

// Between exit and score it matters whether the lead has qualified before, which
// the Result does not know: both outlooks are told, the sooner one first.
func TestTheOutlookBetweenExitAndScoreIsTwofold(t *testing.T) {
	rules := func(form, bounce string) *Model[Record] {
		return model(t, `
activities: {form: [], bounce: []}
groups:
  - {name: heat, rules: [
      {name: form, activity: form, count: once, points: `+form+`},
      {name: bounce, activity: bounce, count: once, points: -20`+bounce+`}]}
qualify: {score: 50, exit: 40}
`)
	}
	rec := Record{Activities: []Activity{did("form", 0), did("bounce", 0)}}
	for name, tt := range map[string]struct {
		model *Model[Record]
		want  string
	}{
		"up alone": {rules("60", ", within: 5d"), "qualified from 2026-03-07 00:00:00 UTC on"},
		"up, then down": {
			rules("60, within: 10d", ", within: 5d"),
			"qualified from 2026-03-07 00:00:00 UTC on, no longer enough to stay qualified from 2026-03-12 00:00:00 UTC on",
		},
		"down alone": {
			rules("60, within: 5d", ""),
			"no longer enough to stay qualified from 2026-03-07 00:00:00 UTC on",
		},
		"down, then up": {
			rules("50", ", within: 10d},\n {name: extra, activity: form, count: once, within: 5d, points: 10"),
			"no longer enough to stay qualified from 2026-03-07 00:00:00 UTC on, qualified from 2026-03-12 00:00:00 UTC on",
		},
		"neither": {rules("60", ""), ""},
	} {
		r := score(t, tt.model, rec, monday)
		if r.Qualified(false) || !r.Qualified(true) {
			t.Fatalf("%s: %v points are not between exit and score", name, r.Total)
		}
		_, got, _ := strings.Cut(strings.Join(strings.Fields(explained(t, r)), " "), "If nothing happens: ")
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// Two that fade against each other hold the total where it is for ever. The search for
// a change gives up at some time, and says no more than it knows.
func TestTheOutlookPromisesNoChangeThatIsNotSure(t *testing.T) {
	m := model(t, `
fields: {b: bool}
activities: {a: []}
groups:
  - {name: fit, rules: [{name: b, when: {field: b, eq: true}, points: 69.999}]}
  - {name: up, half_life: 30d, rules: [{name: a, activity: a, count: each, points: 25}]}
  - {name: down, half_life: 30d, rules: [{name: a, activity: a, count: each, points: -25}]}
qualify: {score: 70}
`)
	r := score(t, m, Record{Fields: map[string]string{"b": "true"}, Activities: []Activity{{Type: "a", At: monday}}}, monday)
	if r.NextChange(false).IsZero() {
		t.Fatal("the search does not give up here: this shows nothing")
	}
	if got := r.Explain(English).Outlook; !strings.HasPrefix(got, "no change before ") {
		t.Errorf("got %q", got)
	}
}
