package svg

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Escape makes text fit to stand in SVG and HTML, between tags as well as in a
// quoted attribute. It escapes what could end or begin markup, turns tabs into
// spaces, and replaces by U+FFFD what XML forbids and what is not UTF-8.
func Escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;") // shorter than &quot;, and the same everywhere
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\t' || r == '\r':
			b.WriteByte(' ')
		case r == '\n':
			b.WriteByte('\n')
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteString(valid(s[i:], r))
		}
	}
	return b.String()
}

// valid returns the first rune of s, which is r, as text.
func valid(s string, r rune) string {
	if r == utf8.RuneError {
		return string(utf8.RuneError)
	}
	return s[:utf8.RuneLen(r)]
}

// Number writes a coordinate: at most two decimals, no exponent, never "-0". What
// is not finite or beyond a million is written as 0, so that a slip in a
// calculation cannot break the document.
func Number(v float64) string {
	if math.IsNaN(v) || math.Abs(v) > 1e6 {
		return "0"
	}
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
