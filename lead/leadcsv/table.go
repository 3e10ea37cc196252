package leadcsv

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Table is a CSV file at one of its records: any table out of a CRM, its contacts for
// instance, read as strictly as [Read] reads histories and with the same messages. It is
// not safe for concurrent use.
//
//	t, err := leadcsv.OpenTable("contacts.csv", file)
//	...
//	for err = t.Next(); err == nil; err = t.Next() {
//		use(t.Cell(0))
//	}
//	if err != io.EOF {
//		return err
//	}
type Table struct {
	name   string
	csv    *csv.Reader
	bytes  *budget
	header []string
	record []string // the present one
	next   int      // the line behind the present record
}

// OpenTable reads r, which messages call name, up to the end of its header line: UTF-8,
// plain or compressed with gzip, with or without a byte order mark, and a comma,
// semicolon or tab between fields, whichever comes first in the header. No record may
// take more than 1 MiB, after decompression. What is no such file is a [*DataError]; an
// error of r comes back wrapped.
func OpenTable(name string, r io.Reader) (*Table, error) {
	return openTable(name, r, 0, Limits{}.withDefaults().Record)
}

// openTable takes the separator too, or 0 to find it, and the most bytes of a record.
func openTable(name string, r io.Reader, comma rune, limit int) (*Table, error) {
	t := &Table{name: name, bytes: &budget{r: r, limit: limit}, next: 1}
	plain, err := t.uncompressed(r)
	if err != nil {
		return nil, err
	}
	if comma == 0 {
		head, _ := plain.Peek(plain.Size()) // what is wrong with the file shows again below
		comma = separator(head)
	}
	t.bytes.r = plain
	t.csv = csv.NewReader(t.bytes)
	t.csv.Comma = comma
	t.csv.ReuseRecord = true
	if err := t.Next(); err == io.EOF {
		return nil, &DataError{File: name, Expected: "a header line", Found: "an empty file"}
	} else if err != nil {
		return nil, err
	}
	t.header = append([]string(nil), t.record...)
	return t, nil
}

// uncompressed looks at the first bytes: what is compressed is unpacked, a byte
// order mark skipped, and what is no CSV at all told by its name.
func (t *Table) uncompressed(r io.Reader) (*bufio.Reader, error) {
	buf := bufio.NewReader(r)
	head, err := buf.Peek(4)
	if err != nil && err != io.EOF {
		return nil, t.readError(err)
	}
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		unzip, err := gzip.NewReader(buf)
		if err != nil {
			return nil, t.readError(err)
		}
		buf = bufio.NewReader(unzip)
		if head, err = buf.Peek(4); err != nil && err != io.EOF {
			return nil, t.readError(err)
		}
	}
	found := ""
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := buf.Discard(3)
		return buf, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		found = "UTF-16"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		found = "a zip archive (a spreadsheet?)"
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		found = "a file that was compressed twice"
	default:
		return buf, nil
	}
	return nil, &DataError{File: t.name, Expected: "CSV in UTF-8, plain or compressed with gzip", Found: found}
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

// Next goes to the next record. At the end of the file the error is io.EOF; after any
// error there is no reading on.
func (t *Table) Next() error {
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
			return t.CellError(i, "UTF-8", quote(cell))
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
	out := &DataError{File: t.name, Line: wrong.StartLine}
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
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, errRecord):
		return &DataError{
			File: t.name, Line: t.next,
			Expected: fmt.Sprintf("a record of at most %d bytes", t.bytes.limit),
			Found:    "a longer one (is a quote left open?)",
		}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &DataError{File: t.name, Line: t.next, Expected: "more compressed data", Found: "the end of the file: it was cut short"}
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		return &DataError{File: t.name, Line: t.next, Expected: "compressed data without damage", Found: err.Error()}
	}
	if t.next == 1 {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	return fmt.Errorf("%s:%d: %w", t.name, t.next, err)
}

// Name is what messages call the file.
func (t *Table) Name() string { return t.name }

// Header has the names of the columns, as they stand in the file. It must not be changed.
func (t *Table) Header() []string { return t.header }

// Cell is the i-th field of the present record, counted from 0 and less than the number
// of columns. It is a part of the whole record's text: who keeps it should keep a
// [strings.Clone] of it.
func (t *Table) Cell(i int) string { return t.record[i] }

// CellError says with line and column that the i-th field of the present record cannot
// be taken, what was expected and what was found.
func (t *Table) CellError(i int, expected, found string) *DataError {
	line, _ := t.csv.FieldPos(i)
	e := &DataError{File: t.name, Line: line, Expected: expected, Found: found}
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

// budget ends the input when one record takes too much of it: a few bytes of
// gzip can hold a gigabyte in one cell.
type budget struct {
	r     io.Reader
	limit int
	used  int   // since the last record
	err   error // the first error but io.EOF
}

func (b *budget) Read(p []byte) (int, error) {
	if b.used > b.limit {
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
