package specfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxProblems is how many problems an Error lists; the others are counted.
const maxProblems = 100

// Checker collects the problems that one Compile finds in a spec, so that they
// can be reported together. It is made by [Source.Check], and is not safe for
// concurrent use.
//
// A problem is given the path of the value it is about, made with [Key] and
// [Index]. It points at that value; if the spec has no such value, at the
// nearest part around it; and nowhere if the spec was visibly changed after it
// was read. The path in the message stays the full one.
type Checker struct {
	doc   *document // nil: problems have no position
	found []finding
	more  int // found, but not kept
}

// finding is a problem that has not been put into words yet: a suggestion and an
// excerpt are not free, and only the first maxProblems are ever shown.
type finding struct {
	pos     position
	file    bool // the problem is of the file as a whole
	path    string
	message string
	unknown *unknownName // instead of message
}

type unknownName struct {
	kind, name string
	known      []string
}

// Addf adds a problem with the value at path. The message follows the path, in
// lower case: what was expected, what was found.
func (c *Checker) Addf(path, format string, args ...any) {
	pos, _ := c.locate(path)
	c.add(finding{pos: pos, path: path, message: fmt.Sprintf(format, args...)})
}

// AddKeyf is like [Checker.Addf] for a problem with the last key of path itself,
// at which it points: a label name, say.
func (c *Checker) AddKeyf(path, format string, args ...any) {
	_, pos := c.locate(path)
	c.add(finding{pos: pos, path: path, message: fmt.Sprintf(format, args...)})
}

// Most adds a problem with the list at path if more stands there than the limit: there
// are n of what, such as "statuses".
func (c *Checker) Most(path, what string, n, limit int) {
	if n > limit {
		c.Addf(path, "there are %d %s; expected at most %d", n, what, limit)
	}
}

// Unknown adds the problem that the value at path, which is found, names
// something that there is not. The kind says what: "status". It suggests the
// nearest of the known names, or lists some of them. The known names may be in
// any order; they are not changed, and must not be until Err has been called.
func (c *Checker) Unknown(path, kind, found string, known []string) {
	c.add(finding{
		pos:     c.locateText(path, found),
		path:    path,
		unknown: &unknownName{kind, found, known},
	})
}

// UnknownKey is like [Checker.Unknown] for the last key of path itself, at which
// it points.
func (c *Checker) UnknownKey(path, kind, found string, known []string) {
	f := finding{path: path, unknown: &unknownName{kind, found, known}}
	if c.doc != nil {
		if at := c.doc.find(path); at.exact {
			f.pos = at.key
		}
	}
	c.add(f)
}

// locate returns where the value at path stands, and where its key.
func (c *Checker) locate(path string) (value, key position) {
	if c.doc == nil {
		return position{}, position{}
	}
	at := c.doc.find(path)
	if at.node == nil {
		return position{}, position{}
	}
	if !at.exact {
		return at.node.pos, at.node.pos
	}
	return at.node.pos, cmp.Or(at.key, at.node.pos)
}

// locateText returns where the text found stands, which was read from path. A
// document that has another text there is not where found comes from.
func (c *Checker) locateText(path, found string) position {
	if c.doc == nil {
		return position{}
	}
	at := c.doc.find(path)
	if at.node == nil {
		return position{}
	}
	var text string
	if at.exact && at.node.kind == scalar {
		text = at.node.text
	}
	if text != found {
		return position{}
	}
	return at.node.pos
}

// full reports whether there is no room for what a reader finds next, and counts
// that. A reader goes through the document in order: what comes later would not
// be shown anyway, and must not cost anything.
func (c *Checker) full() bool {
	if len(c.found) < maxProblems {
		return false
	}
	c.more++
	return true
}

// addAt adds a finding at a place that a reader has come to.
func (c *Checker) addAt(pos position, t *trail, f finding) {
	if !c.full() {
		f.pos, f.path = pos, t.String()
		c.add(f)
	}
}

// addDuplicate adds that key was in its mapping already, at first.
func (c *Checker) addDuplicate(key nodeKey, first position, t *trail) {
	if c.full() {
		return
	}
	where := fmt.Sprintf("on line %d", first.line)
	if first.line == key.pos.line {
		where = fmt.Sprintf("in column %d", first.column)
	}
	c.addAt(key.pos, t, finding{message: fmt.Sprintf("duplicate key %s (first %s)", quote(key.text), where)})
}

func (c *Checker) add(f finding) {
	const longest = 400
	f.message = strings.Clone(clip(f.message, longest))
	c.found = append(c.found, f)
	if len(c.found) >= 2*maxProblems {
		c.trim()
	}
}

// trim puts the findings into order and keeps the first maxProblems.
func (c *Checker) trim() {
	slices.SortStableFunc(c.found, finding.compare)
	if extra := len(c.found) - maxProblems; extra > 0 {
		c.more += extra
		clear(c.found[maxProblems:])
		c.found = c.found[:maxProblems]
	}
}

// Err returns nil if no problem was added, else an [*Error] with all of them in
// the order of their positions; those without one come last, in the order of
// their paths.
func (c *Checker) Err() error {
	if len(c.found) == 0 {
		return nil
	}
	c.trim()
	e := &Error{Problems: make([]Problem, len(c.found)), more: c.more}
	x := excerpter{doc: c.doc}
	for i, f := range c.found {
		p := Problem{Path: f.path, Message: f.text(), Line: f.pos.line, Column: f.pos.column}
		if f.file || f.pos != (position{}) {
			p.File = c.doc.name
		}
		if f.pos != (position{}) {
			p.Excerpt = x.excerpt(f.pos)
		}
		e.Problems[i] = p
	}
	return e
}

// compare orders by position, path and message.
func (f finding) compare(g finding) int {
	located := func(f finding) int {
		if f.pos == (position{}) {
			return 1
		}
		return 0
	}
	name := func(f finding) string {
		if f.unknown == nil {
			return ""
		}
		return f.unknown.kind + " " + f.unknown.name
	}
	return cmp.Or(
		cmp.Compare(located(f), located(g)),
		f.pos.compare(g.pos),
		comparePaths(f.path, g.path),
		cmp.Compare(f.message, g.message),
		cmp.Compare(name(f), name(g)),
	)
}

// comparePaths orders item 2 of a list before item 10.
func comparePaths(a, b string) int {
	for a != b {
		s, restA, okA := cutStep(a)
		t, restB, okB := cutStep(b)
		if !okA || !okB {
			return cmp.Compare(a, b)
		}
		if c := cmp.Or(cmp.Compare(s.key, t.key), cmp.Compare(s.index, t.index)); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return 0
}

// text puts the finding into words.
func (f finding) text() string {
	if f.unknown != nil {
		return visible(f.unknown.text(), false)
	}
	return visible(f.message, false)
}
