package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// mostRecord is the number of bytes of one record, give or take those that the
// reader has in its hands already.
const mostRecord = 1 << 20

// Table is a CSV file at one of its records.
type Table struct {
	name   string
	csv    *csv.Reader
	bytes  *budget
	header []string
	record []string // the present one
	next   int      // the line behind the present record
}

// EachRecord reads the CSV file r, which messages call name: UTF-8, with a header
// line, and a comma, semicolon or tab between fields, whichever comes first in the
// header. It calls begin with the header read, to find its columns, and then, for
// each record, the function that begin returned. No record takes more memory than
// about 1 MiB.
//
// What is wrong with the data, and an error of theirs that is a [*leadcsv.DataError],
// comes back as [Invalid]; others, such as the cause of ctx, as they are.
func EachRecord(ctx context.Context, name string, r io.Reader, begin func(*Table) (func() error, error)) error {
	t, err := openTable(name, r)
	if err != nil {
		return dataError(err)
	}
	one, err := begin(t)
	if err != nil {
		return dataError(err)
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return fmt.Errorf("%s:%d: %w", name, t.next, context.Cause(ctx))
		}
		err := t.scan()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = one()
		}
		if err != nil {
			return dataError(err)
		}
	}
}

// dataError marks what is wrong with the data; a disk that fails is another matter.
func dataError(err error) error {
	if errors.Is(err, leadcsv.ErrInvalidData) {
		return Invalid(err)
	}
	return err
}

// openTable reads up to the end of the header line.
func openTable(name string, r io.Reader) (*Table, error) {
	t := &Table{name: name, bytes: &budget{r: r}, next: 1}
	buf := bufio.NewReader(t.bytes)
	head, _ := buf.Peek(buf.Size()) // what is wrong with the file shows again below
	if found := foreign(head); found != "" {
		return nil, &leadcsv.DataError{File: name, Expected: "CSV in UTF-8", Found: found}
	}
	if mark := []byte("\xef\xbb\xbf"); bytes.HasPrefix(head, mark) {
		head = head[len(mark):]
		if _, err := buf.Discard(len(mark)); err != nil {
			return nil, t.readError(err)
		}
	}
	t.csv = csv.NewReader(buf)
	t.csv.Comma = separator(head)
	t.csv.ReuseRecord = true
	if err := t.scan(); err == io.EOF {
		return nil, &leadcsv.DataError{File: name, Expected: "a header line", Found: "an empty file"}
	} else if err != nil {
		return nil, err
	}
	t.header = append([]string(nil), t.record...)
	return t, nil
}

// foreign tells by its first bytes a file that is no CSV at all.
func foreign(head []byte) string {
	for _, kind := range []struct{ magic, name string }{
		{"\xff\xfe", "UTF-16"},
		{"\xfe\xff", "UTF-16"},
		{"PK\x03\x04", "a zip archive (a spreadsheet?)"},
		{"\x1f\x8b", "a file compressed with gzip"},
	} {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return kind.name
		}
	}
	return ""
}

// separator is the first sign of the header, outside of quotes, that can be one.
func separator(head []byte) rune {
	quoted := false
	for _, c := range string(head) {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ',' || c == ';' || c == '\t':
			return c
		case c == '\n':
			return ','
		}
	}
	return ','
}

// scan reads the next record. At the end of the file the error is io.EOF.
func (t *Table) scan() error {
	t.bytes.used = 0
	record, err := t.csv.Read()
	if err != nil {
		return t.scanError(err, len(record))
	}
	t.record = record
	last := len(record) - 1
	line, _ := t.csv.FieldPos(last)
	t.next = line + strings.Count(record[last], "\n") + 1
	for i, cell := range record {
		if !utf8.ValidString(cell) {
			return t.CellError(i, "UTF-8", Quote(cell))
		}
	}
	return nil
}

func (t *Table) scanError(err error, fields int) error {
	if t.bytes.err != nil {
		return t.readError(t.bytes.err) // not what the parser makes of the half record before
	}
	wrong, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return err // io.EOF
	}
	out := &leadcsv.DataError{File: t.name, Line: wrong.StartLine}
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		out.Expected = fmt.Sprintf("%d fields as in the header", t.csv.FieldsPerRecord)
		out.Found = strconv.Itoa(fields)
	case errors.Is(err, csv.ErrBareQuote):
		out.Line = wrong.Line
		out.Expected = "a field with a quote in it to be quoted and the quote doubled"
		out.Found = fmt.Sprintf("a bare quote at byte %d of the line", wrong.Column)
	default:
		out.Expected = "quoted fields to be closed and quotes in them doubled"
		out.Found = fmt.Sprintf("a stray or missing quote at byte %d of line %d", wrong.Column, wrong.Line)
	}
	return out
}

// readError is a file that cannot be read to its end.
func (t *Table) readError(err error) error {
	if errors.Is(err, errRecord) {
		return &leadcsv.DataError{
			File: t.name, Line: t.next,
			Expected: fmt.Sprintf("a record of at most %d bytes", mostRecord),
			Found:    "a longer one (is a quote left open?)",
		}
	}
	return fmt.Errorf("%s:%d: %w", t.name, t.next, err)
}

// Cell is the i-th field of the present record, counted from 0 and less than the
// number of columns. It is part of the whole record's text: who keeps it should keep
// a [strings.Clone] of it.
func (t *Table) Cell(i int) string { return t.record[i] }

// CellError is the i-th field of the present record, if it cannot be taken: a
// [*leadcsv.DataError] with its line and column. See [Quote] for found.
func (t *Table) CellError(i int, expected, found string) error {
	line, _ := t.csv.FieldPos(i)
	e := &leadcsv.DataError{File: t.name, Line: line, Expected: expected, Found: found}
	if i < len(t.header) {
		e.Column = t.header[i]
	}
	return e
}

// Line is where the present record begins, counted from 1.
func (t *Table) Line() int {
	line, _ := t.csv.FieldPos(0)
	return line
}

var errRecord = errors.New("record too long")

// budget ends the input when one record takes too much of it: a quote that is left
// open makes one cell of a whole file.
type budget struct {
	r    io.Reader
	used int   // since the last record
	err  error // the first error but io.EOF
}

func (b *budget) Read(p []byte) (int, error) {
	if b.used > mostRecord {
		b.err = errRecord
		return 0, errRecord
	}
	n, err := b.r.Read(p)
	b.used += n
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}
