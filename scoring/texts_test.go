package scoring

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func always(Record, time.Time) (bool, error) { return true, nil }

// textSpec has one rule and one gate that are not written in the file.
func textSpec() Spec {
	return Spec{
		Name: "x", Revision: 1,
		Groups:  []GroupSpec{{Name: "fit", Rules: []RuleSpec{{Name: "large", Use: "large", Points: 10 * Point}}}},
		Gates:   []GateSpec{{Name: "blocked", Use: "blocked", Action: Suppress}},
		Qualify: QualifySpec{Score: new(10 * Point)},
	}
}

func textModel(t *testing.T, texts map[string]string) *Model[Record] {
	t.Helper()
	m, err := Compile(textSpec(), Bindings[Record]{Custom: Custom[Record]{"large": always, "blocked": always}, Texts: texts})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// What a custom rule says is signed, if somebody says what it says.
func TestASignatureCoversTheTextsOfCustomRules(t *testing.T) {
	plain := textModel(t, nil)
	a := textModel(t, map[string]string{"large": "employees >= 250"})
	b := textModel(t, map[string]string{"large": "employees >= 1"})
	both := textModel(t, map[string]string{"large": "employees >= 1", "blocked": "v1"})
	seen := map[string]bool{}
	for _, m := range []*Model[Record]{plain, a, b, both} {
		if seen[m.FullID()] || !strings.HasPrefix(m.FullID(), m.ID()) {
			t.Errorf("%s is taken, or does not begin with %s", m.FullID(), m.ID())
		}
		seen[m.FullID()] = true
	}
	if textModel(t, map[string]string{}).FullID() != plain.FullID() {
		t.Error("no texts are not the same as an empty map")
	}
	if textModel(t, map[string]string{"blocked": "v1", "large": "employees >= 1"}).FullID() != both.FullID() {
		t.Error("the same texts, and another ID")
	}
	err := Agreement{Criteria: a.FullID(), From: monday, Signatures: signed(plain).Signatures}.InForce(b.FullID(), day(30))
	if !errors.Is(err, ErrUnsigned) {
		t.Errorf("signed for another text: %v", err)
	}
}

func TestTextsOfCustomRulesAreChecked(t *testing.T) {
	lots := func(n int) (Spec, Bindings[Record]) {
		s, b := textSpec(), Bindings[Record]{Custom: Custom[Record]{"large": always, "blocked": always}, Texts: map[string]string{}}
		for i := range n {
			name := fmt.Sprintf("r%d", i)
			s.Groups[0].Rules = append(s.Groups[0].Rules, RuleSpec{Name: name, Use: name, Points: Point})
			b.Custom[name], b.Texts[name] = always, strings.Repeat("x", 4096)
		}
		return s, b
	}
	for name, tt := range map[string]struct {
		texts map[string]string
		want  string // empty: it compiles
	}{
		"of no rule":          {map[string]string{"larg": "x"}, `text of custom rule "larg", which no rule or gate uses (did you mean "large"?)`},
		"of nothing like one": {map[string]string{"zzz": "x"}, `text of custom rule "zzz", which no rule or gate uses (there: blocked, large)`},
		"as long as may be":   {map[string]string{"large": strings.Repeat("x", 4096)}, ""},
		"too long":            {map[string]string{"large": strings.Repeat("x", 4097)}, `text of custom rule "large": expected at most 4096 bytes, found 4097`},
		"empty":               {map[string]string{"large": " \n"}, `text of custom rule "large": expected some text`},
		"no text":             {map[string]string{"large": "a\xff"}, `text of custom rule "large": expected UTF-8`},
	} {
		_, err := Compile(textSpec(), Bindings[Record]{Custom: Custom[Record]{"large": always, "blocked": always}, Texts: tt.texts})
		if tt.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !errors.Is(err, ErrInvalidSpec) || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", name, err, tt.want)
		}
	}
	for n, want := range map[int]string{64: "", 65: "the texts of the custom rules: expected at most 262144 bytes in all, found 266240"} {
		_, err := Compile(lots(n))
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%d texts: got %v, want %q", n, err, want)
		}
	}
	// A rule that is misspelt is one problem, whatever was given of it.
	_, err := Compile(textSpec(), Bindings[Record]{Custom: Custom[Record]{"larg": always, "blocked": always}, Texts: map[string]string{"larg": "x"}})
	if bad, ok := errors.AsType[*SpecError](err); !ok || len(bad.Problems) != 1 {
		t.Errorf("got %v, want one problem", err)
	}
}

func TestAnExplanationShowsWhatCustomRulesSay(t *testing.T) {
	said := func(texts map[string]string) (line, gate string) {
		e := score(t, textModel(t, texts), Record{}, monday).Explain(English)
		return e.Groups[0].Lines[0].Text, e.Gates[0]
	}
	texts := map[string]string{"large": "employees\n   >= 250", "blocked": "domain in\u202e [\"x\"]"}
	line, gate := said(texts)
	if want := "employees >= 250"; line != want {
		t.Errorf("got %q, want %q", line, want)
	}
	if want := `gate blocked holds (suppress): domain in\u202e ["x"]`; gate != want {
		t.Errorf("got %q, want %q", gate, want)
	}
	line, gate = said(nil)
	if line != "custom rule large" || gate != "gate blocked holds (suppress): custom rule blocked" {
		t.Errorf("without texts: %q, %q", line, gate)
	}
	_, gate = said(map[string]string{"blocked": strings.Repeat("long ", 800)})
	if len(gate) > 300 || !strings.HasSuffix(gate, "…") {
		t.Errorf("a gate of %d bytes: %s", len(gate), gate)
	}
}

// Nothing that a caller writes to afterwards changes what was compiled.
func TestCompileKeepsNothingOfItsTexts(t *testing.T) {
	texts := map[string]string{"large": "a"}
	m := textModel(t, texts)
	texts["large"] = "b"
	if got := score(t, m, Record{}, monday).Explain(English).Groups[0].Lines[0].Text; got != "a" {
		t.Errorf("got %q", got)
	}
}

func TestDifferentTextsAreTold(t *testing.T) {
	old := map[string]string{"a": "x > 1", "b": "y", "same": "z", "spaces": "p  q"}
	current := map[string]string{"a": "x > 2", "c": "w", "same": "z", "spaces": "p q"}
	want := []Change{
		{"custom/a", "text: x > 1 → x > 2"},
		{"custom/c", "new text: w"},
		{"custom/spaces", "text: p q → p q, written differently"},
		{"custom/b", "text is gone: y"},
	}
	if diff := cmp.Diff(want, DiffTexts(old, current, English)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := DiffTexts(old, current, German)[1].Text; got != "neuer Text: w" {
		t.Errorf("got %q", got)
	}
	if got := DiffTexts(old, old, English); got != nil {
		t.Errorf("no difference: %v", got)
	}
}
