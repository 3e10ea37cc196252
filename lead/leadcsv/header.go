package leadcsv

import (
	"errors"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// columns are the places of a mapping's columns in one file.
type columns struct {
	lead       int
	status     []int
	at         int
	order      int // -1: none
	milestones []int
	labels     []int
	where      []int
}

// columns finds the columns that the mapping names in the header. The error lists
// every one that is missing or not certain.
func (m *Mapping) columns(s *Table) (columns, error) {
	var errs []error
	told := map[string]bool{}
	listed := false
	find := func(name string) int {
		i := slices.Index(s.header, name)
		twice := i >= 0 && slices.Contains(s.header[i+1:], name)
		if (i < 0 || twice) && !told[name] {
			told[name] = true
			e := &DataError{File: s.name, Line: 1, Column: name, Expected: "one column of this name", Found: "two"}
			switch {
			case i < 0 && !listed:
				listed = true // once is enough
				e.Found = "only " + list(s.header) + hint(name, s.header)
			case i < 0:
				e.Found = "none" + hint(name, s.header)
			}
			errs = append(errs, e)
		}
		return i
	}
	all := func(names []string) []int {
		var out []int
		for _, n := range names {
			out = append(out, find(n))
		}
		return out
	}
	c := columns{lead: find(m.lead), order: -1}
	if m.wide() {
		for _, ms := range m.milestones {
			c.milestones = append(c.milestones, find(ms.at.column))
		}
	} else {
		c.status, c.at = all(m.status), find(m.at.column)
		if m.order != "" {
			c.order = find(m.order)
		}
	}
	c.labels = all(m.labels)
	for _, w := range m.where {
		c.where = append(c.where, find(w.Column))
	}
	return c, errors.Join(errs...)
}

// list shows the header, as far as it is readable in a message.
func list(header []string) string {
	const most = 30
	shown := make([]string, 0, most)
	for _, h := range header[:min(len(header), most)] {
		shown = append(shown, columnName(h))
	}
	if len(header) > most {
		shown = append(shown, "...")
	}
	return strings.Join(shown, ", ")
}

// hint guesses why a column is missing.
func hint(name string, header []string) string {
	if len(header) == 1 {
		for _, comma := range []string{";", "\t", "|"} {
			if strings.Contains(header[0], comma) {
				return " (does the map lack comma: " + quote(comma) + "?)"
			}
		}
	}
	if near, ok := specfile.Nearest(name, header); ok {
		return " (did you mean " + quote(near) + "?)"
	}
	return ""
}
