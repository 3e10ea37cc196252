package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/leadline-go/leadline/maturity"
)

// notes are what there is to say about a report that was written: what it was made of,
// above all what was left out.
type notes struct{ lines []string }

func (n *notes) addf(format string, args ...any) {
	n.lines = append(n.lines, fmt.Sprintf(format, args...))
}

// privacy says what the files of assessments mean for those who answered.
func (n *notes) privacy(o options) {
	if o.keep != "" {
		n.addf("note: %s holds single answers, though not who gave them: keep it as you keep the answers, and hand out reports", o.keep)
	}
	if o.keep != "" || len(o.earlier) > 0 {
		n.addf("note: two reports of nearly the same people can tell what one person answered who alone joined, left or answered otherwise in between")
	}
}

// write writes the notes, and those that the report itself gives cause for.
func (n *notes) write(w io.Writer, r *maturity.Report) {
	for _, e := range r.Earlier {
		if e.Reevaluated {
			n.addf("note: the assessment of %s was made by %s; it has been evaluated anew", e.At.Format(time.DateOnly), e.Model)
		}
		if len(e.LeftOut) > 0 {
			n.addf("note: not used of the assessment of %s, for the model has no place for it: %s", e.At.Format(time.DateOnly), strings.Join(e.LeftOut, ", "))
		}
	}
	for _, line := range n.lines {
		fmt.Fprintln(w, line)
	}
}
