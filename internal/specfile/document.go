package specfile

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// position is a place in a document, 1-based; the column counts characters.
// The zero position is none.
type position struct{ line, column int }

func (p position) compare(q position) int {
	return cmp.Or(cmp.Compare(p.line, q.line), cmp.Compare(p.column, q.column))
}

// document is the text that a spec was read from, and what was found in it.
type document struct {
	name  string
	size  int    // in bytes, as it was read
	text  string // without a byte order mark
	lines []int  // where each line starts in text
	root  *node  // nil until parsed
}

func newDocument(name string, data []byte) *document {
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	d := &document{name: name, size: len(data), text: text, lines: []int{0}}
	for i, r := range d.text {
		if isBreak(r) && !strings.HasPrefix(d.text[i:], "\r\n") {
			d.lines = append(d.lines, i+utf8.RuneLen(r))
		}
	}
	return d
}

// isBreak tells the characters that end a line in YAML 1.1, by which the parser
// counts. In practice a spec has but \n and \r\n.
func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// line is the text of line n, 1-based, without what ends it.
func (d *document) line(n int) string {
	end := len(d.text)
	if n < len(d.lines) {
		end = d.lines[n]
	}
	return strings.TrimRightFunc(d.text[d.lines[n-1]:end], isBreak)
}

// after is the rest of the line from a position on.
func (d *document) after(at position) string {
	x := excerpter{doc: d}
	x.seek(at)
	return d.line(at.line)[x.offset:]
}

// position is the place of the byte at offset.
func (d *document) position(offset int) position {
	c := cursor{doc: d}
	if i, _ := slices.BinarySearch(d.lines, offset+1); i > 0 {
		c = cursor{doc: d, pos: position{i, 1}, offset: d.lines[i-1]}
	}
	return c.to(offset)
}

// end is the place behind the last character that is not space.
func (d *document) end() position {
	return d.position(len(strings.TrimRightFunc(d.text, unicode.IsSpace)))
}

// cursor finds the position of ever larger offsets in one pass over the text:
// asking anew for each would be quadratic where all of a document is one line.
type cursor struct {
	doc    *document
	pos    position
	offset int
}

func (c *cursor) to(offset int) position {
	for c.pos.line < len(c.doc.lines) && c.doc.lines[c.pos.line] <= offset {
		c.offset = c.doc.lines[c.pos.line]
		c.pos = position{c.pos.line + 1, 1}
	}
	c.pos.column += utf8.RuneCountInString(c.doc.text[c.offset:offset])
	c.offset = offset
	return c.pos
}

// unreadable reports what keeps any parser from reading the document.
func (d *document) unreadable() (position, string) {
	switch {
	case d.size > MaxBytes:
		return position{}, fmt.Sprintf("the document is larger than %d KiB", MaxBytes>>10)
	case strings.HasPrefix(d.text, "\xff\xfe"), strings.HasPrefix(d.text, "\xfe\xff"):
		return position{}, "the document is UTF-16: save it as UTF-8"
	case utf8.ValidString(d.text):
		return position{}, ""
	}
	for i, r := range d.text {
		if r == utf8.RuneError && !strings.HasPrefix(d.text[i:], "\ufffd") {
			return d.position(i), "the document is not UTF-8: save it as UTF-8"
		}
	}
	return position{}, ""
}
