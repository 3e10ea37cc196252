package scoring

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
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

// What a gate waits for is said with it, and that points do not open it.
func TestAGateThatHoldsNamesTheWayOut(t *testing.T) {
	m := model(t, `
fields: {size: int, consent: bool, competitor: bool}
activities: {visit: [{name: seconds, type: int}, topic]}
groups:
  - {name: fit, rules: [{name: size, when: {field: size, ge: 5}, points: 10}, {name: larger, when: {field: size, ge: 500}, points: 10}]}
  - {name: heat, rules: [{name: long, activity: visit, where: {all: [{field: seconds, ge: 9}, {field: topic, eq: x}]}, count: each, points: 30}]}
gates:
  - {name: rival, when: {field: competitor, eq: true}, action: disqualify}
  - {name: no_consent, when: {field: consent, eq: false}, action: suppress}
qualify: {score: 30}
`)
	visit := func(seconds string) Activity {
		return Activity{Type: "visit", At: monday, Fields: map[string]string{"seconds": seconds, "topic": "x"}}
	}
	untimed := Activity{Type: "visit", At: monday, Fields: map[string]string{"topic": "x"}}
	for name, tt := range map[string]struct {
		lead    Record
		lang    Language
		gates   []string
		unknown string
		ways    string
	}{
		"missing": {
			Record{Fields: map[string]string{"competitor": "false"}},
			English,
			[]string{"gate no_consent holds (suppress): consent not known; ask for consent"},
			"size (size, larger), consent (gate no_consent)", "For the points alone, one of these would do; the gate stays:",
		},
		"unreadable": {
			Record{Fields: map[string]string{"competitor": "false", "consent": "ja", "size": "many"}, Activities: []Activity{visit("x"), untimed}},
			English,
			[]string{"gate no_consent holds (suppress): consent cannot be read (expected true or false); correct consent"},
			"size (size, larger; cannot be read, expected a whole number such as 1200), " +
				"seconds (long; some cannot be read, expected a whole number such as 1200), " +
				"consent (gate no_consent; cannot be read, expected true or false)",
			"For the points alone, one of these would do; the gate stays:",
		},
		"German": {
			Record{Fields: map[string]string{"competitor": "nein"}},
			German,
			[]string{
				"Sperre rival greift (ausschließen): competitor nicht lesbar (erwartet: true oder false); competitor berichtigen",
				"Sperre no_consent greift (zurückstellen): consent nicht bekannt; consent erfragen",
			},
			"size (size, larger), competitor (Sperre rival; nicht lesbar, erwartet: true oder false), consent (Sperre no_consent)",
			"Für die Punkte allein würde eine dieser Regeln reichen; die Sperren bleiben:",
		},
		"true": {
			Record{Fields: map[string]string{"competitor": "true", "consent": "true", "size": "1"}},
			English,
			[]string{"gate rival holds (disqualify): competitor is true"},
			"",
			"For the points alone, one of these would do; the gate stays:",
		},
		"none": {
			Record{Fields: map[string]string{"competitor": "false", "consent": "true", "size": "1"}},
			German,
			nil, "", "Eine dieser Regeln würde reichen:",
		},
	} {
		e := score(t, m, tt.lead, monday).Explain(tt.lang)
		if diff := cmp.Diff(tt.gates, e.Gates); diff != "" {
			t.Errorf("%s, gates (-want +got):\n%s", name, diff)
		}
		if got := strings.Join(e.Unknown, ", "); got != tt.unknown {
			t.Errorf("%s: not known is\n%s, want\n%s", name, got, tt.unknown)
		}
		if got := e.waysOut(); got != tt.ways {
			t.Errorf("%s: %q, want %q", name, got, tt.ways)
		}
	}
}

// However many lines there are, what they are for can be read.
func TestALongExplanationIsNotCut(t *testing.T) {
	var e Explanation
	for i := range 20 {
		e.Groups = append(e.Groups, ExplanationGroup{Name: "g", Lines: []ExplanationLine{{Name: fmt.Sprint("r", i), Text: strings.Repeat("word ", 20)}}})
	}
	var out strings.Builder
	if err := e.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "word"); got != 400 || strings.Contains(out.String(), "…") {
		t.Errorf("%d of 400 words:\n%s", got, out.String())
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
		"up alone": {rules("60", ", within: 5d"), "qualified from 2026-03-07 00:00:00 UTC on, because the points then reach 50"},
		"up, then down": {
			rules("60, within: 10d", ", within: 5d"),
			"qualified from 2026-03-07 00:00:00 UTC on, because the points then reach 50; no longer enough to stay qualified from 2026-03-12 00:00:00 UTC on, because the points then fall below 40",
		},
		"down alone": {
			rules("60, within: 5d", ""),
			"no longer enough to stay qualified from 2026-03-07 00:00:00 UTC on, because the points then fall below 40",
		},
		"down, then up": {
			rules("50", ", within: 10d},\n {name: extra, activity: form, count: once, within: 5d, points: 10"),
			"no longer enough to stay qualified from 2026-03-07 00:00:00 UTC on, because the points then fall below 40; qualified from 2026-03-12 00:00:00 UTC on, because the points then reach 50",
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
