package maturity

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// asText is the report as a terminal shows it, its lines joined again.
func asText(t tester, r *Report, l Lang) (text, flat string) {
	t.Helper()
	text = written(t, func(b *bytes.Buffer) error { return r.WriteText(b, l) })
	return text, strings.Join(strings.Fields(text), " ")
}

// What there is to know and to do is said whole, whatever the report is about.
func TestTextSaysWhatTheReportFound(t *testing.T) {
	m := compile(t, Default())
	for name, in := range samples(t, m) {
		r := evaluate(t, m, in)
		for _, l := range []Lang{En, De} {
			text, flat := asText(t, r, l)
			said := func(what, s string) {
				if !strings.Contains(flat, strings.Join(strings.Fields(s), " ")) {
					t.Errorf("%s in %s: %s %q is not in\n%s", name, l, what, s, text)
				}
			}
			for _, f := range r.Findings {
				said("finding", f.Text.In(l))
			}
			for i, step := range r.Recommendations {
				said("step", strconv.Itoa(i+1)+". "+step.Text.In(l))
			}
			for _, q := range r.Deciding {
				said("question", q.Text.In(l))
			}
			for _, a := range r.Assumed {
				said("assumption", a.Text.In(l))
			}
			if r.Since != nil {
				for _, s := range r.Since.Statements {
					said("change", s.Text.In(l))
				}
				for _, v := range r.Since.Measures {
					said("change", v.Name.In(l))
				}
			}
			if at, ok := r.Position(); ok {
				said("diagnosis", at.Diagnosis.In(l))
			}
		}
	}
}

func TestTextKeepsToTheTerminal(t *testing.T) {
	m := compile(t, Default())
	harm := append([]string{
		"\x1b[2J\x1b[31m", "\x1b]0;title\a", "\u202e", "\u2066x\u2069", "\u200b", "\u009b31m", "\u2028", "a\r\n\tb",
		strings.Repeat("x", 300), strings.Repeat("漢", 200), "e" + strings.Repeat("\u0301", 60), "",
	}, payloads...)
	for name, in := range samples(t, m) {
		harm := harm
		if name != "whatif" {
			harm = harm[:2]
		}
		for _, payload := range harm {
			r := evaluate(t, m, in)
			replaced(t, r, func(_, text string) string { return payload + text })
			text, _ := asText(t, r, En)
			for line := range strings.Lines(text) {
				line = strings.TrimSuffix(line, "\n")
				if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return !strconv.IsPrint(r) }) {
					t.Fatalf("%s, %q: %q is not printable", name, payload, line)
				}
				if n := utf8.RuneCountInString(line) + strings.Count(line, "漢"); n > 100+2*strings.Count(line, "\u0301") {
					t.Errorf("%s, %q: %q takes %d columns", name, payload, line, n)
				}
				if line != strings.TrimRight(line, " ") {
					t.Errorf("%s, %q: %q ends with blanks", name, payload, line)
				}
			}
		}
	}
}
