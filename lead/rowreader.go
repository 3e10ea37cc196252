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
	in   *bufio.Reader
	name string
	line int
	text []byte // of a line that is longer than what in buffers
}

// maxLine bounds a line: evidence, note and labels of one row.
const maxLine = 16 << 20

// NewRowReader reads from r; name is what messages call the file. It reads ahead. A
// line has at most 16 MiB; empty ones are skipped.
func NewRowReader(r io.Reader, name string) *RowReader {
	return &RowReader{in: bufio.NewReaderSize(r, 64<<10), name: name}
}

// Read returns the next row, its times in UTC and cut to the microsecond as those of all
// rows, and io.EOF behind the last. A line that is no row is an
// error that names it and Is ErrInvalidRow: not JSON, a field that rows do not have,
// more than one row, a row without lead_id, version, to and at, or a line that is too
// long. What follows such a line can still be read.
func (r *RowReader) Read() (Transition, error) {
	for {
		text, tooLong, err := r.next()
		switch {
		case err != nil && err != io.EOF:
			return Transition{}, fmt.Errorf("%s: reading: %w", r.Where(), err)
		case tooLong:
			return Transition{}, r.errorf("expected a line of at most %d bytes", maxLine)
		case len(text) > 0:
			return r.row(text)
		case err == io.EOF:
			return Transition{}, io.EOF
		}
	}
}

// next reads a line, without the blanks around it; what is too long is read over. At
// the end there is an io.EOF, with the last line or behind it.
func (r *RowReader) next() (text []byte, tooLong bool, err error) {
	r.text = r.text[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if len(part) > 0 && len(r.text) == 0 && !tooLong {
			r.line++
		}
		if err == nil && len(r.text) == 0 && !tooLong {
			return bytes.TrimSpace(part), false, nil
		}
		if tooLong = tooLong || len(r.text)+len(part) > maxLine; tooLong {
			r.text = nil // one such line is no reason to keep so much
		} else {
			r.text = append(r.text, part...)
		}
		if err != bufio.ErrBufferFull {
			return bytes.TrimSpace(r.text), tooLong, err
		}
	}
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
	t.At, t.Since, t.Due, t.Recorded = micro(t.At), micro(t.Since), micro(t.Due), micro(t.Recorded)
	return t, nil
}

func (r *RowReader) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w: %w", r.Where(), ErrInvalidRow, fmt.Errorf(format, args...))
}
