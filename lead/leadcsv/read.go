package leadcsv

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

// File is one CSV file and how to read it.
type File struct {
	Name    string    // what messages call it
	Reader  io.Reader // its bytes, plain or compressed with gzip
	Mapping *Mapping  // how to read them
}

// Read reads files and joins them by lead, see the package comment for how. It
// reads each to its end, one after the other, and closes none.
//
// What is wrong with a file is a [*DataError], or several of them joined if columns
// are missing. Any other error is the reader's own, with file and line in front,
// or that of ctx.
func Read(ctx context.Context, files []File, limits Limits) (*History, error) {
	b := builder{limits: limits.withDefaults(), history: &History{}}
	for _, f := range files {
		if f.Mapping == nil || f.Reader == nil {
			return nil, fmt.Errorf("leadcsv: file %q has no Mapping or no Reader", f.Name)
		}
		if err := b.file(ctx, f); err != nil {
			return nil, err
		}
	}
	return b.finish(), nil
}

// builder collects the rows of all files. Leads, statuses and texts have numbers
// in the order of their coming.
type builder struct {
	limits   Limits
	leads    texts
	statuses texts
	values   texts   // of labels; 0 is the empty one
	orders   texts   // order values that are no numbers
	perLead  []int32 // rows by lead
	used     int     // bytes of text
	history  *History

	// Of the present file:
	*Table
	columns
	mapping *Mapping
	part    *part
	number  uint32 // of the part
}

func (b *builder) file(ctx context.Context, f File) error {
	b.values.add("")
	s, err := openTable(f.Name, f.Reader, f.Mapping.comma, b.limits.Record)
	if err != nil {
		return err
	}
	b.Table, b.mapping = s, f.Mapping
	if b.columns, err = f.Mapping.columns(s); err != nil {
		return err
	}
	b.number = uint32(len(b.history.parts))
	b.part = newPart(f, len(b.history.rows))
	b.history.parts = append(b.history.parts, b.part)
	for _, ms := range f.Mapping.milestones {
		if _, err := b.status(string(ms.status), 0); err != nil {
			return err
		}
	}
	for {
		if b.part.Records%1024 == 0 && ctx.Err() != nil {
			return fmt.Errorf("%s:%d: %w", f.Name, s.next, context.Cause(ctx))
		}
		switch err := s.Next(); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if err := b.one(); err != nil {
			return err
		}
	}
}

// one takes the present record.
func (b *builder) one() error {
	b.part.Records++
	for i, w := range b.mapping.where {
		if !w.holds(b.record[b.columns.where[i]]) {
			b.part.Excluded++
			return nil
		}
	}
	id, err := b.leadID()
	if err != nil {
		return err
	}
	if b.mapping.wide() {
		return b.wide(id)
	}
	return b.change(id)
}

func (b *builder) leadID() (uint32, error) {
	col := b.columns.lead
	cell := b.record[col]
	if cell == "" || len(cell) > maxID || !specfile.IsClean(cell) {
		return 0, b.CellError(col, "a lead id of 1 to 255 bytes without control characters", quote(cell))
	}
	n, err := b.keep(&b.leads, col, cell)
	if int(n) == len(b.perLead) {
		b.perLead = append(b.perLead, 0)
	}
	return n, err
}

// add appends one row, which stems from the present record.
func (b *builder) add(r row) error {
	h := b.history
	if len(h.rows) >= b.limits.Rows {
		return b.CellError(b.columns.lead, fmt.Sprintf("at most %d rows in all files (Limits.Rows)", b.limits.Rows), "more")
	}
	if int(b.perLead[r.lead]) >= b.limits.LeadRows {
		return b.CellError(b.columns.lead,
			fmt.Sprintf("at most %d rows of one lead (Limits.LeadRows)", b.limits.LeadRows),
			fmt.Sprintf("more of %s: is this the column of the lead's id?", quote(b.leads.text[r.lead])))
	}
	b.perLead[r.lead]++
	r.number, r.part = uint32(len(h.rows)), b.number
	h.rows = append(h.rows, r)
	b.part.Rows++
	h.seen[r.status].count(r.at)
	return nil
}

// status returns the number of a status found in column col.
func (b *builder) status(s string, col int) (uint32, error) {
	n, err := b.keep(&b.statuses, col, s)
	if err != nil || int(n) < len(b.history.seen) {
		return n, err
	}
	if int(n) >= b.limits.Statuses {
		return 0, b.CellError(col,
			fmt.Sprintf("at most %d different statuses (Limits.Statuses)", b.limits.Statuses),
			"another one, "+quote(s)+": is this the column of the status?")
	}
	b.history.seen = append(b.history.seen, StatusSeen{Status: lead.Status(b.statuses.text[n])})
	return n, nil
}

// time reads the cell of a column of times; an empty one is unknown.
func (b *builder) time(c clock, col int) (int64, error) {
	cell := b.record[col]
	if cell == "" {
		return unknown, nil
	}
	at, ok := c.parse(cell)
	if !ok {
		return 0, b.CellError(col, c.expected(cell), quote(cell))
	}
	return at, nil
}

// label reads the cell of a label.
func (b *builder) label(col int) (uint32, error) {
	cell := b.record[col]
	if len(cell) > maxLabel {
		return 0, b.CellError(col, fmt.Sprintf("a label of at most %d bytes", maxLabel), quote(cell))
	}
	return b.keep(&b.values, col, cell)
}

// keep keeps a text of column col in its table.
func (b *builder) keep(t *texts, col int, s string) (uint32, error) {
	n, cost := t.add(s)
	if b.used += cost; b.used > b.limits.Text {
		return 0, b.CellError(col, fmt.Sprintf("at most %d bytes of different ids and texts in all files (Limits.Text)", b.limits.Text), "more")
	}
	return n, nil
}

// holds reports whether a value meets the condition.
func (w Condition) holds(s string) bool {
	return (w.Eq == "" || s == w.Eq) &&
		(w.In == nil || slices.Contains(w.In, s)) &&
		!slices.Contains(w.NotIn, s) &&
		strings.HasPrefix(s, w.Prefix)
}
