package leadsql

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/leadline-go/leadline/lead"
)

// Export writes the rows of a store as JSON, one in a line, by lead and version, and
// returns how many. Rows that are appended meanwhile may or may not be there. What is
// erased is not.
func Export(ctx context.Context, from lead.Store, w io.Writer) (rows int, err error) {
	b := bufio.NewWriterSize(w, 64<<10)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for t, err := range from.History(ctx, lead.Query{}) {
		if err != nil {
			_ = b.Flush() // what is counted is written, here and below
			return rows, err
		}
		if err := e.Encode(t); err != nil {
			_ = b.Flush()
			return rows, fmt.Errorf("leadsql: export: lead %q, version %d: %w", t.LeadID, t.Version, err)
		}
		rows++
	}
	return rows, b.Flush()
}

// Restore appends the rows of an export to a store, of whatever kind, and returns how
// many. Rows that the store has are left out, so that a Restore which was broken off
// can be repeated. name is what messages call the file.
//
// A line that is no row, or that does not follow the row before it, is an error that
// names it; what stands before it has been appended.
func Restore(ctx context.Context, to lead.Store, r io.Reader, name string) (rows int, err error) {
	in := lead.NewRowReader(r, name)
	b := restore{to: to}
	for {
		t, err := in.Read()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = b.add(ctx, t, in.Where)
		}
		if err != nil {
			if b.failed {
				return b.rows, err
			}
			return b.rows, errors.Join(err, b.flush(ctx))
		}
	}
	err = b.flush(ctx)
	return b.rows, err
}

// restore gathers rows for a batch. Those of a lead come one after the other.
type restore struct {
	to    lead.Store
	batch []lead.Transition
	size  int
	lead  string
	last  int64 // of the lead, in the store and in the batch
	has   int64 // of the lead, in the store when its first row came
	rows  int

	failed bool // the store has, so that nothing more is asked of it
}

func (b *restore) add(ctx context.Context, t lead.Transition, where func() string) error {
	if t.LeadID != b.lead {
		s, _, err := b.to.Load(ctx, t.LeadID, "")
		if err != nil && !errors.Is(err, lead.ErrNotFound) {
			b.failed = true
			return err
		}
		b.lead, b.last, b.has = t.LeadID, s.Version, s.Version
	}
	if t.Version <= b.has {
		return nil
	}
	if t.Version != b.last+1 {
		return fmt.Errorf("%s: lead %q: expected version %d, found %d", where(), t.LeadID, b.last+1, t.Version)
	}
	b.batch, b.size, b.last = append(b.batch, t), b.size+sizeOf(&t), t.Version
	if len(b.batch) >= maxRows || b.size > maxBytes {
		return b.flush(ctx)
	}
	return nil
}

// sizeOf is about what the row takes up in memory.
func sizeOf(t *lead.Transition) int {
	n := 400 + len(t.Note) + len(t.Evidence)
	for k, v := range t.Labels {
		n += len(k) + len(v)
	}
	return n
}

func (b *restore) flush(ctx context.Context) error {
	if len(b.batch) == 0 {
		return nil
	}
	if err := b.to.Append(ctx, b.batch...); err != nil {
		b.failed = true
		return err
	}
	b.rows += len(b.batch)
	b.batch, b.size = b.batch[:0], 0
	return nil
}
