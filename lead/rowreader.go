package lead

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// RowReader reads rows that stand as JSON one in a line, as [Transition] is written
// by encoding/json: an export, or what a feed was written to. It is not safe for
// concurrent use.
type RowReader struct {
	lines *bufio.Scanner
	name  string
	line  int
}

// maxLine bounds a line: evidence, note and labels of one row.
const maxLine = 16 << 20

// NewRowReader reads from r; name is what messages call the file. It reads ahead. A
// line has at most 16 MiB; empty ones are skipped.
func NewRowReader(r io.Reader, name string) *RowReader {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	return &RowReader{lines: lines, name: name}
}

// Read returns the next row, and io.EOF behind the last. A line that is no row is an
// error that names it and Is ErrInvalidRow: not JSON, a field that rows do not have,
// more than one row, or a row without lead_id, version, to and at. What follows such
// a line can still be read.
func (r *RowReader) Read() (Transition, error) {
	for r.lines.Scan() {
		r.line++
		if text := bytes.TrimSpace(r.lines.Bytes()); len(text) > 0 {
			return r.row(text)
		}
	}
	switch err := r.lines.Err(); {
	case err == bufio.ErrTooLong:
		r.line++
		return Transition{}, r.errorf("expected a line of at most %d bytes", maxLine)
	case err != nil:
		return Transition{}, fmt.Errorf("%s: reading: %w", r.Where(), err)
	}
	return Transition{}, io.EOF
}

// Where is the line that was read last: "backup.jsonl:3".
func (r *RowReader) Where() string { return fmt.Sprintf("%s:%d", r.name, r.line) }

func (r *RowReader) row(text []byte) (Transition, error) {
	var t Transition
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return Transition{}, r.errorf("expected a row: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Transition{}, r.errorf("expected one row in the line, found more")
	}
	if t.LeadID == "" || t.Version < 1 || t.To == "" || t.At.IsZero() {
		return Transition{}, r.errorf("expected a row with lead_id, version, to and at, found lead %.80q, version %d, to %.80q, at %s",
			t.LeadID, t.Version, t.To, t.At.Format(time.RFC3339))
	}
	return t, nil
}

func (r *RowReader) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w: %w", r.Where(), ErrInvalidRow, fmt.Errorf(format, args...))
}
