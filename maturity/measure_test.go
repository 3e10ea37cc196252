package maturity

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMeasuresAreReadFromAListOrAMapping(t *testing.T) {
	want := []Measure{
		{ID: "a", Num: 60, Den: 200, From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)},
		{ID: "b", Num: 0, Den: 1},
	}
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"what encoding/json writes": string(raw),
		"indented, with a mark":     "\ufeff [\n {\"id\": \"a\", \"num\": 60, \"den\": 200, \"from\": \"2026-01-01\", \"to\": \"2026-04-01T08:00:00Z\"},\n {\"id\": \"b\", \"num\": 0, \"den\": 1}\n]\n",
		"under a key":               `{"measures": ` + string(raw) + `}`,
		"YAML":                      "measures:\n  - {id: a, num: 60, den: 200, from: 2026-01-01, to: 2026-04-01T08:00:00Z}\n  - {id: b, num: 0, den: 1}\n",
		"a YAML list":               "- {id: a, num: 60, den: 200, from: 2026-01-01, to: 2026-04-01T08:00:00Z}\n- id: b\n  num: 0\n  den: 1\n",
		"a YAML list in brackets":   "[{id: a, num: 60, den: 200, from: 2026-01-01, to: 2026-04-01T08:00:00Z},\n{id: b, num: 0, den: 1}]",
	} {
		got, err := ReadMeasures(strings.NewReader(text), "m")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, text := range []string{"[]", "# none\n[]\n", "---\n[ ]"} {
		if got, err := ReadMeasures(strings.NewReader(text), "m"); err != nil || len(got) > 0 {
			t.Errorf("an empty list: %v, %v", got, err)
		}
	}
}

// What YAML allows before the first item of a list, and behind the last, changes
// neither what is read nor where a problem stands.
func TestAListOfMeasuresMayHaveCommentsAndMarksAroundIt(t *testing.T) {
	want := []Measure{{ID: "a", Num: 1, Den: 2}}
	for _, list := range []string{
		"- {id: a, num: NUM, den: 2}\n", " -\n  id: a\n  num: NUM\n  den: 2\n",
		"[{id: a, num: NUM, den: 2}]\n", "[ # one\n  {\"id\": \"a\", \"num\": NUM, \"den\": 2}\n]\n",
	} {
		for _, head := range []string{
			"", "\n\n", "# figures of March\n", "\ufeff# figures\r\n", "---\n", "---\r\n", "--- # figures\n", "%YAML 1.2\n---\n",
			"# a\n\n  # b\n%YAML 1.1\n# c\n---\n# d\n", "# " + strings.Repeat("x", 2000) + "\n", "# [{\n", "# - a\n", "--- ",
		} {
			for _, tail := range []string{"", "# end\n", "...\n", "...\n\n"} {
				if head == "--- " && list[0] != '[' {
					continue // which is not YAML
				}
				text := head + list + tail
				got, err := ReadMeasures(strings.NewReader(strings.Replace(text, "NUM", "1", 1)), "m")
				if err != nil {
					t.Errorf("%q: %v", text, err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%q (-want +got):\n%s", text, diff)
				}
				_, err = ReadMeasures(strings.NewReader(text), "m")
				before, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "NUM")
				at := fmt.Sprintf("m:%d:%d: measures[0].num: ", 1+strings.Count(before, "\n"), len(before)-strings.LastIndex(before, "\n"))
				if !strings.HasPrefix(fmt.Sprint(err), at) {
					t.Errorf("%q: %v, want it at %s", text, err, at)
				}
			}
		}
	}
}

func TestWhatIsNoListOfMeasuresIsRefusedWhereItStands(t *testing.T) {
	for text, want := range map[string]string{
		"# c\n- {id: a, num: 1, den: 2":          `m:2:25: expected "," or "}" in the mapping that starts on line 2`,
		"# c\n[{id: a, num: 1, den: 2}\n":        `m:3:1: expected "," or "]" in the list that starts on line 2`,
		"- id: a\n  num: 1\n  id: b\n":           `m:3:3: measures[0].id: duplicate key "id" (first on line 1)`,
		"---\n- {id: a, num: 1, den: 2}\n---\nb": "m:3:1: a second document starts here: only one is read",
		"---\n---\n- {id: a, num: 1, den: 2}\n":  "m:2:1: a second document starts here: only one is read",
		"%YAML 1.2\n- {id: a, num: 1, den: 2}\n": "m:2:1: a list item cannot start here",
		"%YAML 9.9\n---\n- {id: a}\n":            "m:1:1: not valid YAML: found incompatible YAML document",
		"--- - id: a\n":                          "m:1:5: ",
		"# c\n-5\n":                              `m:2:1: expected a mapping, found "-5"`,
		"---\n!!seq [{id: a, num: 1, den: 2}]\n": "m:2:1: expected a mapping, found a list",
		"# c\n":                                  "m: the document is empty",
	} {
		_, err := ReadMeasures(strings.NewReader(text), "m")
		if !errors.Is(err, ErrInvalidSpec) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// Files of measures that are wrong, and what is said about them.
func TestEachDefectOfAFileOfMeasuresIsLocated(t *testing.T) {
	m := compile(t, Default())
	for _, tt := range []struct{ name, text, want string }{
		{"all at once", `[
 {"id": "ev.rel.decision_share", "num": -1, "den": 0},
 {"num": 1, "den": 2},
 {"id": "ev.rel.reason_share"},
 {"id": "ev.rel.decision_share", "num": 1, "den": 2, "from": "2026-02-01", "to": "2026-01-01"}
]`, `
m.json:2:41: measures[0].num: expected 0 to 1000000000000, found -1
m.json:2:52: measures[0].den: expected 1 to 1000000000000, found 0: what was not found in any case is left out
m.json:3:2: measures[1].id: missing: the indicator that was measured
m.json:4:2: measures[2].den: missing: the number of all cases of a share, 1 for days and counts
m.json:4:2: measures[2].num: missing: what was counted, a whole number
m.json:5:9: measures[3].id: "ev.rel.decision_share" is measured a second time, after measures[0]
m.json:5:82: measures[3].to: expected a time after from`},
		{"against the model", `{"measures": [
 {"id": "ev.rel.decison_share", "num": 1, "den": 2},
 {"id": "ev.rel.reason_share", "num": 3, "den": 2},
 {"id": "ev.lm.review_age", "num": 30, "den": 2},
 {"id": "ev.lm.joint_signoff", "num": 2, "den": 3}
]}`, `
m.json:2:9: measures[0].id: unknown indicator "ev.rel.decison_share" (did you mean "ev.rel.decision_share"?)
m.json:3:39: measures[1].num: expected at most the 2 of den, for "ev.rel.reason_share" is a share; found 3
m.json:4:47: measures[2].den: expected 1, for "ev.lm.review_age" is no share; found 2
m.json:5:49: measures[3].den: expected 1, for "ev.lm.joint_signoff" is no share; found 3`},
		{"a list against the model", "[\n{\"id\": \"ev.rel.decison_share\", \"num\": 1, \"den\": 2}]", `
m.json:2:8: measures[0].id: unknown indicator "ev.rel.decison_share" (did you mean "ev.rel.decision_share"?)`},
		{"not whole, unknown key, no time", `[{"id": "x", "num": 0.5, "den": NaN1, "frm": 1, "to": "1.1.2026"}]`, `
m.json:1:33: not valid JSON: unexpected "N"`},
		{"not whole", `[{"id": "x", "num": 0.5, "den": "NaN", "frm": 1, "to": "1.1.2026"}]`, `
m.json:1:21: measures[0].num: expected a whole number, found "0.5"
m.json:1:33: measures[0].den: expected a whole number, found "NaN"
m.json:1:40: measures[0].frm: unknown key "frm" (did you mean "from"?)
m.json:1:56: measures[0].to: expected a time such as 2026-03-31T18:00:00Z or a date such as 2026-03-31, found "1.1.2026"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in, err := ReadMeasures(strings.NewReader(tt.text), "m.json")
			if err == nil {
				_, err = m.Evaluate(Input{Measures: in})
			}
			bad, ok := errors.AsType[*SpecError](err)
			if !ok || !errors.Is(err, ErrInvalidSpec) {
				t.Fatalf("got %v, want a *SpecError", err)
			}
			var got strings.Builder
			lines := strings.Split(tt.text, "\n")
			for _, p := range bad.Problems {
				excerpt := p.Excerpt
				if line := strings.TrimSpace(lines[p.Line-1]); !strings.Contains(excerpt, line[:min(len(line), 20)]) {
					t.Errorf("the excerpt is not line %d: %s", p.Line, excerpt)
				}
				p.Excerpt = ""
				got.WriteString("\n" + p.String())
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMeasuresOfSeveralFilesPointIntoTheirOwn(t *testing.T) {
	m := compile(t, Default())
	read := func(name, text string) []Measure {
		in, err := ReadMeasures(strings.NewReader(text), name)
		if err != nil {
			t.Fatal(err)
		}
		return in
	}
	all := []Measure{{ID: "ev.lm.owned_lead", Num: 1, Den: 1}}
	all = append(all, read("a.json", `[{"id": "ev.lm.owned_leads", "num": 3, "den": 2}]`)...)
	all = append(all, read("b.json", "{\"measures\": [\n{\"id\": \"ev.lm.owned_leads\", \"num\": 1, \"den\": 2}]}")...)
	answers := Answers{Respondents: []Respondent{{Department: "nobody"}}}
	_, err := m.Evaluate(Input{Answers: answers, Measures: all})
	bad, ok := errors.AsType[*SpecError](err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, p := range bad.Problems {
		p.Excerpt = ""
		got = append(got, p.String())
	}
	want := []string{
		`respondents[0].department: unknown department "nobody" (known: lead_management, marketing, sales)`,
		`measures[0].id: unknown indicator "ev.lm.owned_lead" (did you mean "ev.lm.owned_leads"?)`,
		`a.json:1:37: measures[0].num: expected at most the 2 of den, for "ev.lm.owned_leads" is a share; found 3`,
		`b.json:2:8: measures[0].id: "ev.lm.owned_leads" is measured in another file too`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzReadMeasures(f *testing.F) {
	m := compile(f, Default())
	for _, text := range []string{
		`[{"id": "ev.rel.decision_share", "num": 60, "den": 200, "from": "2026-01-01"}]`,
		"measures:\n  - {id: ev.lm.review_age, num: 1, den: 1}\n", "- id: ev.lm.owned_leads\n  num: 9223372036854775807\n  den: 1\n",
		"# c\n- {id: a}", "---\n[", "%YAML 1.2\n--- [{id: a}]\n...\n", "[", "-", "Q\u0085\u0085\x16-", "[]", "[{\"", "{}", "- - -", "\ufeff[{\"id\":\"a\"}]",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ReadMeasures(strings.NewReader(text), "m")
		if err == nil {
			_, err = m.Evaluate(Input{Measures: all})
		}
		if err == nil {
			return
		}
		bad, ok := errors.AsType[*SpecError](err)
		if !ok || len(bad.Problems) == 0 {
			t.Fatalf("%v is no *SpecError", err)
		}
		lines := 1
		for _, r := range text {
			if strings.ContainsRune("\n\r\u0085\u2028\u2029", r) {
				lines++
			}
		}
		for _, p := range bad.Problems {
			if p.Line > lines+1 { // where something that is not closed is missed
				t.Errorf("line %d of %d: %v", p.Line, lines, p)
			}
		}
	})
}
