package celrule

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/leadline-go/leadline/scoring"
)

// Any text is refused with a place in it, or decides any lead within its cost and
// says the same twice.
func FuzzCompile(f *testing.F) {
	for _, h := range hostileTexts {
		if len(h.text) < 1<<12 {
			f.Add(h.text)
		}
	}
	f.Add(`employees >= 250 && note in ["AT", "DE"] && count("visit", "90d") >= 2`)
	f.Add(`!exists(note2) || ["a", "b"].exists(p, note.startsWith(p))`)
	f.Add(`as_of() - since < duration("720h") ? field("employees") > 1 : has(revenue)`)
	spec, leads := hostileSpec(), []scoring.Record{hostileLead(), {}}
	f.Fuzz(func(t *testing.T, text string) {
		rs, err := Compile(spec, map[string]string{"r": text}, Config{CostLimit: 1000})
		if err != nil {
			e, ok := errors.AsType[*scoring.SpecError](err)
			if !ok || !errors.Is(err, scoring.ErrInvalidSpec) {
				t.Fatalf("%q: got %v, want a SpecError", text, err)
			}
			lines := strings.Split(text, "\n")
			for _, p := range e.Problems {
				if p.Message == "" || p.Line > len(lines) || p.Line > 0 && p.Column > utf8.RuneCountInString(lines[p.Line-1])+1 {
					t.Fatalf("%q: a problem at %d:%d: %q", text, p.Line, p.Column, p.Message)
				}
			}
			return
		}
		for _, lead := range leads {
			is, err := rs.Ask(t.Context(), "r", lead, asOf)
			if err != nil && strings.Contains(err.Error(), "internal error") {
				t.Fatalf("%q: %v", text, err)
			}
			again, errAgain := rs.Ask(t.Context(), "r", lead, asOf)
			if is != again || (err == nil) != (errAgain == nil) {
				t.Fatalf("%q: %t, %v, then %t, %v", text, is, err, again, errAgain)
			}
		}
	})
}
