package specfile

import (
	"fmt"
	"slices"
)

// Layout is a document that its caller takes apart without [Read], such as a table.
// It collects what is wrong with it, and where the parts of the spec stand that the
// caller makes of it, so that problems that are found later point into the document
// too. It is not safe for concurrent use.
type Layout struct {
	doc   *document
	check *Checker
	lines []int // where each line starts, as Spot counts them
}

// Spot is a place in a Layout: a line, of those that "\n" ends, and a byte in it,
// both from 1. That is how encoding/csv counts.
type Spot struct {
	Line   int // of the Text
	Column int // of the line, in bytes
}

// NewLayout returns the layout of a document in UTF-8. The name, usually that of a
// file, appears in messages. The caller sees to it that the document is not too
// large.
func NewLayout(name string, data []byte) *Layout {
	doc := newDocument(name, data)
	doc.root = &node{kind: mapping, pos: position{1, 1}}
	l := &Layout{doc: doc, check: &Checker{doc: doc}, lines: []int{0}}
	for i := range len(doc.text) {
		if doc.text[i] == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	return l
}

// Text is the document without a byte order mark, which spots do not count.
func (l *Layout) Text() string { return l.doc.text }

// At returns the spot of the byte at offset of the Text.
func (l *Layout) At(offset int) Spot {
	line, _ := slices.BinarySearch(l.lines, offset+1)
	return Spot{line, offset - l.lines[line-1] + 1}
}

func (l *Layout) position(at Spot) position {
	line := min(max(at.Line, 1), len(l.lines))
	return l.doc.position(min(l.lines[line-1]+max(at.Column, 1)-1, len(l.doc.text)))
}

// Put notes that the text of a value stands at a spot, and the last key of its path
// at another. The path is made with [Key] and [Index]; what is around the value is
// put first or stands where the value stands, and the items of a list come in order.
func (l *Layout) Put(path string, key, value Spot, text string) {
	n, name, at := l.doc.root, l.position(key), l.position(value)
	for path != "" {
		s, rest, ok := cutStep(path)
		if !ok {
			return
		}
		path = rest
		var next *node
		switch {
		case s.isKey:
			n.kind = mapping
			if i := n.find(s.key); i >= 0 {
				next = n.items[i]
				break
			}
			next = &node{kind: scalar, pos: at, text: text}
			n.add(nodeKey{s.key, name}, next)
		case s.index < len(n.items):
			next = n.items[s.index]
		case s.index == len(n.items):
			n.kind, next = list, &node{kind: scalar, pos: at, text: text}
			n.items = append(n.items, next)
		default:
			return
		}
		n = next
	}
}

// Fail adds a problem with the document as a whole.
func (l *Layout) Fail(message string) { l.check.add(finding{file: true, message: message}) }

// Addf adds a problem at a spot; path says what is there. See [Checker.Addf].
func (l *Layout) Addf(at Spot, path, format string, args ...any) {
	l.check.add(finding{pos: l.position(at), path: path, message: fmt.Sprintf(format, args...)})
}

// Unknown is like Addf for a name that there is not. See [Checker.Unknown].
func (l *Layout) Unknown(at Spot, path, kind, found string, known []string) {
	l.check.add(finding{pos: l.position(at), path: path, unknown: &unknownName{kind, found, known}})
}

// Err returns the problems that were added, like [Checker.Err].
func (l *Layout) Err() error { return l.check.Err() }

// Source returns the source of what was put.
func (l *Layout) Source() Source { return Source{l.doc} }
