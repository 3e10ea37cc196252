package svg

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Width estimates how wide a line of text in Arial is at a font size, in the unit
// of the size. It is right, kerning apart, for ASCII and the letters of German; of
// other characters most count as too wide. Bold text is up to 10 % wider.
func Width(s string, size float64) float64 {
	n := 0
	for _, r := range s {
		n += advance(r)
	}
	return scaled(n, size)
}

// scaled turns thousandths of the font size into units.
func scaled(n int, size float64) float64 { return float64(n) * size / 1000 }

// advance is the width of a rune in thousandths of the font size. Source: the
// metrics that Adobe publishes for Helvetica, which Arial and Liberation Sans
// share.
func advance(r rune) int {
	switch r {
	case '\'':
		return 191
	case 'i', 'j', 'l', '‘', '’', '‚':
		return 222
	case '|':
		return 260
	case ' ', '\u00a0', '!', ',', '.', '/', ':', ';', 'I', '[', '\\', ']', 'f', 't':
		return 278
	case '(', ')', '-', '`', 'r', '{', '}', '“', '”', '„', '·', '‹', '›':
		return 333
	case '"', '•':
		return 355
	case '*':
		return 389
	case '°':
		return 400
	case '^':
		return 469
	case 'J', 'c', 'k', 's', 'v', 'x', 'y', 'z':
		return 500
	case '+', '<', '=', '>', '~', '±', '×', '−':
		return 584
	case 'F', 'T', 'Z', 'ß':
		return 611
	case '&', 'A', 'B', 'E', 'K', 'P', 'S', 'V', 'X', 'Y', 'Ä':
		return 667
	case 'C', 'D', 'H', 'N', 'R', 'U', 'w', 'Ü':
		return 722
	case 'G', 'O', 'Q', 'Ö':
		return 778
	case 'M', 'm':
		return 833
	case '%':
		return 889
	case 'W':
		return 944
	case '@':
		return 1015
	}
	switch {
	case r < 0x80, r == 'ä', r == 'ö', r == 'ü', r == '–', r == '€', r == '«', r == '»':
		return 556 // a, b, d, digits, $ and so on
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0 // sits on the character before, or is not seen
	case r < 0x1100 && !unicode.IsUpper(r):
		return 722
	}
	return 1000
}

// Wrap breaks text into lines of at most the given width at a font size, at
// spaces and after hyphens but those of a date, and within a word only if it would fill more than a
// line. It returns at least one line; white space counts as a space, but for the
// no-break space, which holds together.
func Wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsFuncSeq(s, breaks) {
		gap := " "
		if line == "" {
			gap = ""
		}
		for word != "" {
			piece, rest := cutPiece(word)
			if fits(line+gap+piece, size, width) {
				line += gap + piece
				gap, word = "", rest
				continue
			}
			if line != "" {
				lines = append(lines, line)
				line, gap = "", ""
				continue
			}
			head := fitting(piece, size, width)
			if head == "" { // not even one character: overflow beats losing it
				_, n := utf8.DecodeRuneInString(piece)
				head = piece[:n]
			}
			lines = append(lines, head)
			word = word[len(head):]
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

func breaks(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' }

// cutPiece returns what a word can be broken into: up to its first hyphen or
// slash, and the rest. A date, with digits on both sides, stays whole.
func cutPiece(word string) (piece, rest string) {
	digit := func(i int) bool { return i >= 0 && i < len(word) && '0' <= word[i] && word[i] <= '9' }
	for i := range len(word) {
		if (word[i] == '-' || word[i] == '/') && !(digit(i-1) && digit(i+1)) {
			return word[:i+1], word[i+1:]
		}
	}
	return word, ""
}

// fits reports whether a line is at most as wide as width.
func fits(s string, size, width float64) bool { return len(fitting(s, size, width)) == len(s) }

// fitting returns as much of the beginning of s as is not wider than width.
func fitting(s string, size, width float64) string {
	n := 0
	for i, r := range s {
		if n += advance(r); scaled(n, size) > width {
			return s[:i]
		}
	}
	return s
}

// Fit cuts a line of text to a width at a font size; what is cut off is replaced
// by "…", which is returned even where there is no room for it.
func Fit(s string, size, width float64) string {
	if fits(s, size, width) {
		return s
	}
	return strings.TrimRight(fitting(s, size, width-Width("…", size)), " ") + "…"
}
