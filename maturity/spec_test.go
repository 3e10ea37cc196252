package maturity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// defects are changes to the small model, each of which makes it a bad one.
var defects = []struct{ name, old, new string }{
	{"unknown key", "title:", "titel:"},
	{"key twice", "name: small\n", "name: small\nname: small\n"},
	{"no name", "name: small\n", ""},
	{"name not an id", "name: small\n", "name: a b\n"},
	{"name too long", "name: small\n", "name: " + strings.Repeat("n", 65) + "\n"},
	{"revision missing", "revision: 1\n", ""},
	{"revision zero", "revision: 1", "revision: 0"},
	{"title in one language", "de: Klein", "de: ''"},
	{"title too long", "en: Small", "en: " + strings.Repeat("long", 16)},
	{"title with control character", "en: Small", `en: "a\u0007b"`},
	{"title that turns the writing direction", "en: Small", `en: "a\u202eb"`},
	{"title with outer space", "en: Small", "en: ' Small'"},
	{"rules missing", "rules: {holds_at: 3.5, floor: 3.0, gap: 1.0}\n", ""},
	{"holds_at beyond the scale", "holds_at: 3.5", "holds_at: 5.5"},
	{"floor above holds_at", "floor: 3.0", "floor: 4"},
	{"gap beyond the scale", "gap: 1.0", "gap: 4.01"},
	{"three decimals", "gap: 1.0", "gap: 1.001"},
	{"four decimals", "gap: 1.0", "gap: 1.0001"},
	{"number with exponent", "gap: 1.0", "gap: 1e0"},
	{"cases below zero", "gap: 1.0", "gap: 1.0, cases: -1"},
	{"department twice", "- {id: sales, name", "- {id: marketing, name"},
	{"id with a space", "- {id: sales, name", "- {id: a sales, name"},
	{"department without id", "- {id: sales, name", "- {name"},
	{"department that no axis asks", "\nscales:", "\n  - {id: it, name: {en: IT, de: IT}}\nscales:"},
	{"four labels", ", {en: five, de: fünf}]", "]"},
	{"label in one language", "{en: two, de: zwei}", "{en: two}"},
	{"scale of no statement", "dont_know:", "  - {id: six, labels: [{en: a, de: a}, {en: a, de: a}, {en: a, de: a}, {en: a, de: a}, {en: a, de: a}]}\ndont_know:"},
	{"scale twice", "dont_know:", "  - {id: five, labels: [{en: a, de: a}, {en: a, de: a}, {en: a, de: a}, {en: a, de: a}, {en: a, de: a}]}\ndont_know:"},
	{"nobody asked", "    ask: [marketing, sales]\n    stages", "    stages"},
	{"asked department unknown", "    ask: [marketing, sales]\n    stages", "    ask: [marketing, sails]\n    stages"},
	{"asked department twice", "    ask: [marketing, sales]\n    stages", "    ask: [sales, sales]\n    stages"},
	{"required department not asked", "    ask: [marketing, sales]\n    required", "    ask: marketing\n    required"},
	{"required department unknown", "required: [marketing, sales]", "required: [marketing, sails]"},
	{"required department twice", "required: [marketing, sales]", "required: [sales, sales]"},
	{"three stages", "      - {name: {en: M four, de: M vier}, text: {en: d, de: d}}\n", ""},
	{"stage without text", "{name: {en: M four, de: M vier}, text: {en: d, de: d}}", "{name: {en: M four, de: M vier}}"},
	{"axis unknown", "axis: lead_management", "axis: leads"},
	{"axis missing", "{id: ma, axis: lead_management,", "{id: ma,"},
	{"area twice", "{id: ma, axis", "{id: ra, axis"},
	{"area of no statement", "statements:", "  - {id: xa, axis: relationship, name: {en: Xa, de: Xa}}\nstatements:"},
	{"statement twice", "{id: m4, area", "{id: m3, area"},
	{"area unknown", "{id: m4, area: ma", "{id: m4, area: mb"},
	{"stage 1 has no statements", "{id: r3, area: ra, stage: 3", "{id: r3, area: ra, stage: 1"},
	{"stage in words", "{id: r3, area: ra, stage: 3", "{id: r3, area: ra, stage: three"},
	{"scale unknown", "stage: 4, scale: five, text: {en: m4", "stage: 4, scale: fife, text: {en: m4"},
	{"statement without German", "text: {en: m4 is so, de: m4 ist so}", "text: {en: m4 is so}"},
	{"text too long", "en: m4 is so", "en: " + strings.Repeat("so it is ", 50)},
	{"stage without statement", "{id: m4, area: ma, stage: 4", "{id: m4, area: ma, stage: 3"},
	{"stage with an optional statement only", "{id: m4, area: ma, stage: 4, scale: five,", "{id: m4, area: ma, stage: 4, scale: five, optional: true,"},
	{"stage that can be declared not applicable", "{id: m4, area: ma, stage: 4, scale: five,", "{id: m4, area: ma, stage: 4, scale: five, na: true,"},
	{"indicator unknown", "indicators: [mi]", "indicators: [mj]"},
	{"indicator twice in a statement", "indicators: [mi]", "indicators: [mi, mi]"},
	{"indicator of the other axis", "scale: five, text: {en: r3 is so", "scale: five, indicators: [mi], text: {en: r3 is so"},
	{"indicator without threshold for the stage", "scale: five, text: {en: r4 is so", "scale: five, indicators: [ri], text: {en: r4 is so"},
	{"indicator that nothing names", "\nindicators:\n", "\nindicators:\n  - {id: ni, area: ma, source: supplied, unit: days, at_most: {3: 5}, name: {en: Ni, de: Ni}, num: {en: a, de: a}}\n"},
	{"indicator twice", "{id: mi, area", "{id: ri, area"},
	{"area of an indicator unknown", "{id: mi, area: ma", "{id: mi, area: mb"},
	{"source unknown", "source: supplied", "source: suplied"},
	{"unit missing", ", unit: days", ""},
	{"share without denominator", ", den: {en: b, de: b}}", "}"},
	{"days with denominator", "num: {en: a, de: a}}\nclasses", "num: {en: a, de: a}, den: {en: b, de: b}}\nclasses"},
	{"no thresholds", "at_most: {3: 365, 4: 180}, ", ""},
	{"thresholds in both directions", "at_most: {3: 365, 4: 180}", "at_most: {3: 365, 4: 180}, at_least: {2: 1}"},
	{"thresholds that loosen", "{2: 0.5, 3: 0.8}", "{2: 0.8, 3: 0.5}"},
	{"limits that loosen", "{3: 365, 4: 180}", "{3: 180, 4: 365}"},
	{"threshold that every share reaches", "{2: 0.5, 3: 0.8}", "{2: 0, 3: 0.8}"},
	{"limit without a number", "{3: 365, 4: 180}", "{3: 365, 4: }"},
	{"limit that no share exceeds", "at_least: {2: 0.5, 3: 0.8}", "at_most: {2: 1, 3: 0.8}"},
	{"threshold below zero", "{2: 0.5, 3: 0.8}", "{2: -0.5, 3: 0.8}"},
	{"threshold twice", "{2: 0.5, 3: 0.8}", "{2: 0.5, 2: 0.8}"},
	{"half a day", "{3: 365, 4: 180}", "{3: 365, 4: 180.5}"},
	{"threshold of stage 5", "{3: 365, 4: 180}", "{3: 365, 5: 180}"},
	{"share above 1", "{2: 0.5, 3: 0.8}", "{2: 0.5, 3: 80}"},
	{"percent instead of a share", "{2: 0.5, 3: 0.8}", "{2: 50, 3: 0.8}"},
	{"tenths of a percent instead of a share", "{2: 0.5, 3: 0.8}", "{2: 0.5, 3: 97.5}"},
	{"no percent either", "{2: 0.5, 3: 0.8}", "{2: 0.5, 3: 150}"},
	{"class without text", "above: {name: {en: over, de: drüber}, text: {en: over it, de: darüber}}", "above: {name: {en: over, de: drüber}}"},
	{"cell missing", "  - {r: 3, m: 2, diagnosis: {en: d32, de: d32}}\n", ""},
	{"cell twice", "{r: 3, m: 2,", "{r: 3, m: 1,"},
	{"cell outside", "{r: 3, m: 2,", "{r: 3, m: 5,"},
	{"diagnosis in one language", "{en: d32, de: d32}", "{de: d32}"},
	{"diagnosis in another language", "{en: d32, de: d32}", "{en: d32, fr: d32}"},
	{"no owners", "owners:\n  - {id: all, name: {en: Everyone, de: Alle}}\n", ""},
	{"owner unknown", "{id: do.m4, effort: days, owner: all,", "{id: do.m4, effort: days, owner: al,"},
	{"owner twice", "owners:\n", "owners:\n  - {id: all, name: {en: All, de: Alle}}\n"},
	{"owner of nothing", "owners:\n", "owners:\n  - {id: nobody, name: {en: Nobody, de: Niemand}}\n"},
	{"effort unknown", "{id: do.m4, effort: days,", "{id: do.m4, effort: day,"},
	{"recommendation twice", "{id: do.m4,", "{id: do.m3,"},
	{"lifts unknown", "lifts: [m4]", "lifts: [m5]"},
	{"lifts nothing", "lifts: [m4], ", ""},
	{"lifts twice", "lifts: [m4]", "lifts: [m4, m4]"},
	{"shows in unknown", "shows_in: [ri]", "shows_in: [ro]"},
	{"shows in twice", "shows_in: [ri]", "shows_in: [ri, ri]"},
	{"after unknown", "after: [do.r2], lifts: [m3]", "after: [do.r1], lifts: [m3]"},
	{"after twice", "after: [do.r2], lifts: [m3]", "after: [do.r2, do.r2], lifts: [m3]"},
	{"after itself", "{id: do.m4, effort: days, owner: all,", "{id: do.m4, effort: days, owner: all, after: [do.m4],"},
	{"a circle", "{id: do.r2, effort: weeks, owner: all,", "{id: do.r2, effort: weeks, owner: all, after: [do.r4],"},
	{"after one for a position", "{id: do.m4, effort: days, owner: all,", "{id: do.m4, effort: days, owner: all, after: [stop],"},
	{"position unknown", "position: below", "position: beneath"},
	{"position missing", "{position: below}", "{offset: 1}"},
	{"offset of 4", "offset: 2", "offset: 4"},
	{"goal with offset", "position: goal", "position: goal, offset: 1"},
	{"goal with lifts", "when: {position: goal},", "when: {position: goal}, lifts: [m4],"},
	{"no goal", "  - {id: keep, when: {position: goal}, effort: days, owner: all, text: {en: Keep, de: Behalte}}\n", ""},
	{"statement without advice", "  - {id: do.m4, effort: days, owner: all, lifts: [m4], text: {en: Do m4, de: Tu m4}}\n", ""},
	{"statement with advice for a position only", "{id: do.m4, effort", "{id: do.m4, when: {position: above}, effort"},
}

func TestEachDefectOfAModelIsLocated(t *testing.T) {
	text := smallText(t)
	small(t)
	var all strings.Builder
	for _, d := range defects {
		t.Run(d.name, func(t *testing.T) {
			if n := strings.Count(text, d.old); n != 1 {
				t.Fatalf("%q is there %d times", d.old, n)
			}
			spec, err := ReadSpec(strings.NewReader(strings.Replace(text, d.old, d.new, 1)), "m.yaml")
			if err == nil {
				_, err = Compile(spec)
			}
			bad, ok := errors.AsType[*SpecError](err)
			if !ok || !errors.Is(err, ErrInvalidSpec) {
				t.Fatalf("got %v, want a *SpecError", err)
			}
			for _, p := range bad.Problems {
				if p.Line == 0 || p.Column == 0 {
					t.Errorf("no place: %+v", p)
				}
			}
			fmt.Fprintf(&all, "== %s\n%v\n", d.name, err)
		})
	}
	golden(t, "defects.txt", all.String())
}

// Whatever text of the model is empty in one language, the problem stands where the
// text should.
func TestEachTextIsNeededInBothLanguages(t *testing.T) {
	text := smallText(t)
	all := regexp.MustCompile(`\b(en|de): ([^,{}]+)`).FindAllStringSubmatchIndex(text, -1)
	if len(all) < 120 || len(all)%2 != 0 {
		t.Fatalf("found %d texts", len(all))
	}
	for _, at := range all {
		before, lang := text[:at[4]], text[at[2]:at[3]]
		spec, err := ReadSpec(strings.NewReader(before+`""`+text[at[5]:]), "m.yaml")
		if err != nil {
			t.Fatal(err)
		}
		_, err = Compile(spec)
		bad, ok := errors.AsType[*SpecError](err)
		if !ok || len(bad.Problems) != 1 {
			t.Errorf("without %q: %v, want one problem", text[at[0]:at[1]], err)
			continue
		}
		p := bad.Problems[0]
		line, column := 1+strings.Count(before, "\n"), 1+utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])
		if p.Line != line || p.Column != column || p.Message != fmt.Sprintf("missing: the text in language %q", lang) {
			t.Errorf("without %q: %+v, want it at %d:%d", text[at[0]:at[1]], p, line, column)
		}
	}
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	_, err := Compile(Spec{})
	bad, ok := errors.AsType[*SpecError](err)
	if !ok || len(bad.Problems) < 40 {
		t.Fatalf("got %v, want the problems of an empty model", err)
	}
	for _, p := range bad.Problems {
		if p.Line != 0 || p.Path == "" {
			t.Errorf("a Spec written in Go has paths and no places: %+v", p)
		}
	}
}

func TestCompileKeepsNothingOfItsSpec(t *testing.T) {
	spec := Default()
	m := compile(t, spec)
	scribble := func(s *Spec) {
		s.Departments[0].ID = "x"
		s.Scales[0].Labels[0].En = "x"
		s.Axes.Relationship.Ask[0] = "x"
		s.Axes.Relationship.Required[0] = "x"
		s.Axes.LeadManagement.Stages[0].Name.En = "x"
		s.Areas[0].ID = "x"
		s.Statements[0].Indicators[0] = "x"
		s.Statements[1].ID = "x"
		s.Indicators[0].AtLeast["2"] = 0
		s.Indicators[4].AtMost["2"] = 0
		s.Cells[0].R = 9
		s.Owners[0].ID = "x"
		for i := range s.Recommendations {
			r := &s.Recommendations[i]
			if r.When != nil {
				r.When.Position = "x"
			}
			for _, list := range [][]string{r.After, r.Lifts, r.ShowsIn} {
				for j := range list {
					list[j] = "x"
				}
			}
		}
	}
	scribble(&spec)
	got := m.Spec()
	if diff := cmp.Diff(readDefault(), got); diff != "" {
		t.Errorf("after writing to the Spec (-want +got):\n%s", diff)
	}
	scribble(&got)
	if diff := cmp.Diff(readDefault(), m.Spec()); diff != "" {
		t.Errorf("after writing to Model.Spec (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(readDefault(), Default()); diff != "" {
		t.Errorf("after writing to what Default gave (-want +got):\n%s", diff)
	}
}

func TestIdentityFollowsTheContent(t *testing.T) {
	same := small(t).ID()
	if !strings.HasPrefix(same, "small@1+") || len(same) != len("small@1+")+8 {
		t.Errorf("got %q, want name@revision+hash8", same)
	}
	if got := small(t, "    ask: [marketing, sales]", "    ask:   [ marketing, sales ] # both").ID(); got != same {
		t.Errorf("the layout of the file changed the identity: %s, %s", same, got)
	}
	for _, change := range [][2]string{{"holds_at: 3.5", "holds_at: 4"}, {"en: d32", "en: d23"}, {"{3: 365,", "{3: 366,"}} {
		if got := small(t, change[0], change[1]).ID(); got == same {
			t.Errorf("%s, and still %s", change[1], got)
		}
	}
}

func TestDefaultModelIsComplete(t *testing.T) {
	m := compile(t, Default())
	s := m.Spec()
	for what, n := range map[string][2]int{
		"areas": {len(s.Areas), 10}, "statements": {len(s.Statements), 31}, "indicators": {len(s.Indicators), 18},
		"cells": {len(s.Cells), 16}, "recommendations": {len(s.Recommendations), 35},
	} {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
	sources := map[IndicatorSource]int{}
	for _, ind := range s.Indicators {
		sources[ind.Source]++
	}
	if diff := cmp.Diff(map[IndicatorSource]int{FromHistory: 11, FromSpec: 2, Supplied: 5}, sources); diff != "" {
		t.Errorf("sources of indicators (-want +got):\n%s", diff)
	}
}

func TestSpecWrittenAsJSONIsTheSameModel(t *testing.T) {
	want := compile(t, Default())
	raw, err := json.Marshal(want.Spec())
	if err != nil {
		t.Fatal(err)
	}
	spec, err := ReadSpec(bytes.NewReader(raw), "model.json")
	if err != nil {
		t.Fatal(err)
	}
	if got := compile(t, spec); got.ID() != want.ID() {
		t.Errorf("read back it is %s, want %s", got.ID(), want.ID())
	}
}

// What keeps an axis back must be what somebody can do something about.
func TestEachMeasureThatCanRefuteHasARecommendationThatItShowsIn(t *testing.T) {
	spec := Default()
	for _, r := range spec.Recommendations {
		if len(r.ShowsIn) == 0 {
			t.Errorf("%s: success shows in nothing", r.ID)
		}
	}
	for _, s := range spec.Statements {
		for _, id := range s.Indicators {
			if !s.Optional && !slices.ContainsFunc(spec.Recommendations, func(r RecommendationSpec) bool {
				return r.When == nil && slices.Contains(r.Lifts, s.ID) && slices.Contains(r.ShowsIn, id)
			}) {
				t.Errorf("%s: %s can refute it, and no recommendation says what to do", s.ID, id)
			}
		}
	}
}
