package specfile

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// excerpter shows lines of a document. It remembers where it was, so that many
// problems on one long line cost one pass over it.
type excerpter struct {
	doc    *document
	pos    position
	offset int // of pos in its line
}

// excerpt returns the line of a position and a caret below it.
func (x *excerpter) excerpt(at position) string {
	x.seek(at)
	line := x.doc.line(at.line)
	before, after := window(line[:x.offset], line[x.offset:])
	before, after = visible(before, true), visible(after, true)
	number := fmt.Sprintf("%4d | ", at.line)
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return '\t'
		}
		return ' '
	}, number+before)
	return strings.TrimRight(number+before+after, " \t") + "\n" + pad + "^"
}

// seek moves to a position, or to the end of its line if that is before it.
func (x *excerpter) seek(at position) {
	if x.pos.line != at.line || x.pos.column > at.column {
		x.pos, x.offset = position{at.line, 1}, 0
	}
	line := x.doc.line(at.line)
	for x.pos.column < at.column && x.offset < len(line) {
		_, n := utf8.DecodeRuneInString(line[x.offset:])
		x.offset += n
		x.pos.column++
	}
}

// window cuts what is before and after the caret to about a hundred characters.
func window(before, after string) (string, string) {
	const width = 100
	left, right := width/2, width/2
	if n := utf8.RuneCountInString(clip(before, width)); n < left {
		right = width - n
	}
	if n := utf8.RuneCountInString(clip(after, width)); n < right {
		left = width - n
	}
	return clipFront(before, left), clip(after, right)
}

// clip cuts s to at most n characters, the last of which is then an ellipsis.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end, count := 0, 0
	for i := range s {
		if count == n {
			return s[:end] + "…"
		}
		end, count = i, count+1
	}
	return s
}

// clipFront is clip for the beginning of s.
func clipFront(s string, n int) string {
	if len(s) <= n {
		return s
	}
	start := len(s)
	for range n {
		if start == 0 {
			return s
		}
		_, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
	}
	if start == 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[start:])
	return "…" + s[start+size:]
}

// visible escapes what a terminal would not print but obey, or hide: control
// characters, directions of writing, spaces of no width. Tabs may stay.
func visible(s string, tabs bool) string {
	clean := func(r rune) bool { return unicode.IsPrint(r) || tabs && r == '\t' }
	if utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !clean(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if clean(r) && (r != utf8.RuneError || n > 1) {
			b.WriteString(s[:n])
		} else {
			q := strconv.Quote(s[:n])
			b.WriteString(q[1 : len(q)-1])
		}
		s = s[n:]
	}
	return b.String()
}

// quote shows a text of the document within a message.
func quote(s string) string {
	const longest = 60
	return strconv.Quote(clip(s, longest))
}
