// Package markdown makes texts stand for themselves in GitHub-flavoured Markdown,
// whatever they hold.
package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordJoiner has no width and allows no break.
const wordJoiner = '\u2060'

// Escape makes a text that is text wherever it stands within a line of
// GitHub-flavoured Markdown, in a heading, in a cell of a table, and as the start of
// either: every character with a meaning is escaped. What GitHub and others look for
// in the finished text, whatever was escaped, is parted by a word joiner: addresses
// (https://…, www.…, a@b.c, example.com), mentions (@name), references (#1, GH-1) and
// emoji (:name:). What is not printable becomes U+FFFD, so that the text is one line;
// blanks are made plain, those at the ends are cut.
func Escape(s string) string {
	s = strings.Join(strings.Fields(printable(s)), " ")
	s = balanced(s)
	var b strings.Builder
	before := ' '
	for i, r := range s {
		after, size := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if size == 0 {
			after = ' '
		}
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '|':
			b.WriteString("&#124;") // tables are cut at bars before anything else is read
		case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '~', '!', '$', '^', '=':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '-', '+', '.', ')':
			if startsBlock(s, i) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		if startsReference(before, r, after) {
			b.WriteRune(wordJoiner)
		}
		before = r
	}
	return b.String()
}

// startsBlock reports whether a sign at the beginning of a text makes it an item of a
// list: "- ", "+ ", "1. " or "1) ".
func startsBlock(s string, i int) bool {
	if s[i] == '-' || s[i] == '+' {
		return i == 0
	}
	return i > 0 && strings.Trim(s[:i], "0123456789") == "" && (i+1 == len(s) || s[i+1] == ' ')
}

// startsReference reports whether the text behind a rune could make it the start, or
// a part, of an address, a mention, a reference or an emoji.
func startsReference(before, r, after rune) bool {
	if unicode.IsSpace(after) {
		return false
	}
	switch r {
	case '@', '#':
		return true
	case ':': // but not of a time
		return !unicode.IsDigit(before) || !unicode.IsDigit(after)
	case '.': // but not of a number
		return isWord(before) && !(unicode.IsDigit(before) && unicode.IsDigit(after))
	case '-': // GH-1
		return (before == 'H' || before == 'h') && unicode.IsDigit(after)
	}
	return false
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// printable puts U+FFFD where something is not, but for blanks that do not break and
// isolates, which keep a name from turning what stands beside it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || r == '\u00a0' || r == '\u2068' || r == '\u2069' {
			return r
		}
		return utf8.RuneError
	}, s)
}

// balanced leaves isolates if each is closed before the next one, and takes them all out
// if not.
func balanced(s string) string {
	open, without := false, strings.NewReplacer("\u2068", "", "\u2069", "")
	for _, r := range s {
		if r == '\u2068' && open || r == '\u2069' && !open {
			return without.Replace(s)
		}
		open = r == '\u2068' || open && r != '\u2069'
	}
	if open {
		return without.Replace(s)
	}
	return s
}
