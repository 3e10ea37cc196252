package leadcsv

import (
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// change takes the present record of a change file.
func (b *builder) change(id uint32) error {
	r := row{lead: id}
	var err error
	if r.status, err = b.joined(); err != nil {
		return err
	}
	if r.at, err = b.time(b.mapping.at, b.columns.at); err != nil {
		return err
	}
	if r.order, err = b.orderValue(); err != nil {
		return err
	}
	for _, col := range b.columns.labels {
		v, err := b.label(col)
		if err != nil {
			return err
		}
		b.part.cells = append(b.part.cells, v)
	}
	return b.add(r)
}

// joined reads the status columns.
func (b *builder) joined() (uint32, error) {
	cols := b.columns.status
	s := b.record[cols[0]]
	if len(cols) > 1 {
		parts := make([]string, len(cols))
		for i, col := range cols {
			parts[i] = b.record[col]
		}
		if s = strings.Join(parts, "/"); len(s) == len(cols)-1 {
			s = ""
		}
	}
	if s == "" || len(s) > maxStatus || !specfile.IsClean(s) {
		return 0, b.CellError(cols[0], "a status of 1 to 255 bytes without control characters", quote(s))
	}
	return b.status(s, cols[0])
}

func (b *builder) orderValue() (int64, error) {
	col := b.columns.order
	if col < 0 {
		return 0, nil
	}
	if n, ok := digits(b.record[col]); ok {
		return n, nil
	}
	n, err := b.keep(&b.orders, col, b.record[col])
	return -1 - int64(n), err
}
