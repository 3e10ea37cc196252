// Package terminal makes texts fit for a terminal, whatever they hold: names out of a
// CRM or a file must not move the cursor, turn the writing direction or fill the screen.
package terminal

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes a name fit for a terminal: what is not printable is escaped, so that
// no name can move the cursor or turn the writing direction, and what is wider
// than limit columns is cut, with "…" at its end.
func Plain(s string, limit int) string {
	var b strings.Builder
	width, marks := 0, 0
	cutAt := 0 // where there is still room for "…"
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		piece := s[:size]
		w := runeWidth(r)
		if !strconv.IsPrint(r) || r == utf8.RuneError && size == 1 {
			piece = strconv.Quote(piece)
			piece = piece[1 : len(piece)-1]
			w = len(piece)
		}
		s = s[size:]
		// A heap of marks on one letter has no width but can fill the screen.
		if w > 0 {
			marks = 0
		} else if marks++; marks > 2 || width == 0 {
			continue
		}
		if width+w > limit {
			return b.String()[:cutAt] + "…"
		}
		b.WriteString(piece)
		width += w
		if width < limit {
			cutAt = b.Len()
		}
	}
	return b.String()
}

// Width returns how many columns a plain text takes.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// runeWidth returns the columns of a printable rune: 2 for East Asian wide ones
// and pictures, 0 for marks that sit on the letter before.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// Wrap breaks text into lines of at most width columns, at blanks, but not before what
// means nothing at the beginning of a line: a percent sign, and the point between the
// number and the name of a stage. A word that is wider is cut. Its words are made
// [Plain].
func Wrap(text string, width int) []string {
	var lines, words []string
	for word := range strings.FieldsSeq(text) {
		if n := len(words); n > 0 && (word == "·" || strings.HasPrefix(word, "%")) {
			words[n-1] += " " + word
			continue
		}
		words = append(words, word)
	}
	line := ""
	for _, word := range words {
		word = Plain(word, width)
		switch {
		case line == "":
			line = word
		case Width(line)+1+Width(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// wide is the main part of what Unicode's EastAsianWidth.txt calls W and F.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115F, 1},
		{0x2E80, 0x303E, 1},
		{0x3041, 0x4DBF, 1},
		{0x4E00, 0xA4CF, 1},
		{0xA960, 0xA97C, 1},
		{0xAC00, 0xD7A3, 1},
		{0xF900, 0xFAFF, 1},
		{0xFE10, 0xFE19, 1},
		{0xFE30, 0xFE6F, 1},
		{0xFF01, 0xFF60, 1},
		{0xFFE0, 0xFFE6, 1},
	},
	R32: []unicode.Range32{
		{0x16FE0, 0x18DFF, 1},
		{0x1B000, 0x1B2FF, 1},
		{0x1F200, 0x1F64F, 1},
		{0x1F680, 0x1F6FF, 1},
		{0x1F7E0, 0x1F7EB, 1},
		{0x1F900, 0x1F9FF, 1},
		{0x1FA70, 0x1FAFF, 1},
		{0x20000, 0x3FFFD, 1},
	},
}
