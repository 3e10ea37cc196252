package leadsql

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// maxLine bounds a line of an export: evidence, note and labels of one row.
const maxLine = 16 << 20

// Export writes the rows of a store as JSON, one in a line, by lead and version, and
// returns how many. Rows that are appended meanwhile may or may not be there. What is
// erased is not.
func Export(ctx context.Context, from lead.Store, w io.Writer) (rows int, err error) {
	b := bufio.NewWriterSize(w, 64<<10)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for t, err := range from.History(ctx, lead.Query{}) {
		if err != nil {
			_ = b.Flush() // what is counted is written
			return rows, err
		}
		if err := e.Encode(t); err != nil {
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
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	b := restore{to: to, name: name}
	line := 1
	for ; lines.Scan(); line++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if err := b.add(ctx, line, lines.Bytes()); err != nil {
			return b.rows, errors.Join(err, b.flush(ctx))
		}
	}
	if err := lines.Err(); err != nil {
		return b.rows, errors.Join(fmt.Errorf("%s:%d: expected a line of at most %d bytes: %w", name, line, maxLine, err), b.flush(ctx))
	}
	err = b.flush(ctx)
	return b.rows, err
}

// restore gathers rows for a batch. Those of a lead come one after the other.
type restore struct {
	to    lead.Store
	name  string
	batch []lead.Transition
	size  int
	lead  string
	last  int64 // of the lead, in the store and in the batch
	has   int64 // of the lead, in the store when its first row came
	rows  int
}

func (b *restore) add(ctx context.Context, line int, text []byte) error {
	var t lead.Transition
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return fmt.Errorf("%s:%d: expected a row of an export: %w", b.name, line, err)
	}
	if d.More() {
		return fmt.Errorf("%s:%d: expected one row in the line, found more", b.name, line)
	}
	if t.LeadID == "" || t.Version < 1 || t.To == "" || t.At.IsZero() {
		return fmt.Errorf("%s:%d: expected a row with lead_id, version, to and at, found lead %q, version %d, to %q, at %s",
			b.name, line, t.LeadID, t.Version, t.To, t.At.Format(time.RFC3339))
	}
	if t.LeadID != b.lead {
		s, _, err := b.to.Load(ctx, t.LeadID, "")
		if err != nil && !errors.Is(err, lead.ErrNotFound) {
			return err
		}
		b.lead, b.last, b.has = t.LeadID, s.Version, s.Version
	}
	if t.Version <= b.has {
		return nil
	}
	if t.Version != b.last+1 {
		return fmt.Errorf("%s:%d: lead %q: expected version %d, found %d", b.name, line, t.LeadID, b.last+1, t.Version)
	}
	b.batch, b.size, b.last = append(b.batch, t), b.size+500+len(text), t.Version
	if len(b.batch) >= maxRows || b.size > maxBytes {
		return b.flush(ctx)
	}
	return nil
}

func (b *restore) flush(ctx context.Context) error {
	if len(b.batch) == 0 {
		return nil
	}
	if err := b.to.Append(ctx, b.batch...); err != nil {
		return err
	}
	b.rows += len(b.batch)
	b.batch, b.size = b.batch[:0], 0
	return nil
}
