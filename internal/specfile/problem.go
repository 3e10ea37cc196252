package specfile

import (
	"fmt"
	"strings"
)

// Problem is one thing that is wrong with a spec.
type Problem struct {
	// File is the name under which the spec was read. It is empty if the
	// problem has no place in a file, as in a spec that was written in Go.
	File string

	// Line and Column say where in the file, both from 1; the column counts
	// characters. Both are 0 if the problem is not of one place.
	Line, Column int

	// Path says where in the spec: statuses[2].sla.within. Lists are counted
	// from 0. It is empty if the problem is of the spec as a whole.
	Path string

	// Message says what is wrong and what was expected. It is one line.
	Message string

	// Excerpt shows the line of the file, its number before it, and below it a
	// caret under the first character of the problem. A long line is cut, and
	// characters that do not print are escaped. Empty if Line is 0.
	Excerpt string
}

// String returns the problem as it is printed: file:line:column: path: message,
// without those parts that are not known, and the excerpt below. Characters that
// do not print are escaped.
func (p Problem) String() string {
	const longest = 300
	var b strings.Builder
	if p.File != "" {
		b.WriteString(visible(clip(p.File, longest), false))
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
		}
		b.WriteString(": ")
	}
	if p.Path != "" {
		b.WriteString(visible(clip(p.Path, longest), false))
		b.WriteString(": ")
	}
	b.WriteString(p.Message)
	if p.Excerpt != "" {
		b.WriteString("\n")
		b.WriteString(p.Excerpt)
	}
	return b.String()
}

// Error lists the problems of a spec, all that were found, in the order of the
// file. For [errors.Is] it is the invalid spec error of the package that reads the
// spec.
type Error struct {
	// Problems has at least one element. Of more than 100 problems it has the
	// first 100.
	Problems []Problem

	more int // problems that were found and not kept
}

// Error returns the problems, each as its String, one below the other. Of more
// than 50 it returns the first 50 and the number of the others.
func (e *Error) Error() string {
	const most = 50
	if len(e.Problems) == 0 {
		return ErrInvalid.Error()
	}
	var lines []string
	for _, p := range e.Problems[:min(most, len(e.Problems))] {
		lines = append(lines, p.String())
	}
	switch rest := len(e.Problems) + e.more - len(lines); {
	case rest == 1:
		lines = append(lines, "... and 1 more problem")
	case rest > 1:
		lines = append(lines, fmt.Sprintf("... and %d more problems", rest))
	}
	return strings.Join(lines, "\n")
}

// Is reports whether target is the invalid spec error, [ErrInvalid].
func (e *Error) Is(target error) bool { return target == ErrInvalid }
