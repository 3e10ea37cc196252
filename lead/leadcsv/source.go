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

// source reads the records of one CSV file and knows where it is.
type source struct {
	name   string
	csv    *csv.Reader
	bytes  *budget
	header []string
	record []string // the present one
	next   int      // the line behind the present record
}

// openSource reads up to the end of the header line.
func openSource(name string, r io.Reader, comma rune, limit int) (*source, error) {
	s := &source{name: name, bytes: &budget{r: r, limit: limit}, next: 1}
	plain, err := s.uncompressed(r)
	if err != nil {
		return nil, err
	}
	s.bytes.r = plain
	s.csv = csv.NewReader(s.bytes)
	s.csv.Comma = comma
	s.csv.ReuseRecord = true
	if err := s.scan(); err == io.EOF {
		return nil, &DataError{File: name, Expected: "a header line", Found: "an empty file"}
	} else if err != nil {
		return nil, err
	}
	s.header = append([]string(nil), s.record...)
	return s, nil
}

// uncompressed looks at the first bytes: what is compressed is unpacked, a byte
// order mark skipped, and what is no CSV at all told by its name.
func (s *source) uncompressed(r io.Reader) (io.Reader, error) {
	buf := bufio.NewReader(r)
	head, err := buf.Peek(4)
	if err != nil && err != io.EOF {
		return nil, s.readError(err)
	}
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		unzip, err := gzip.NewReader(buf)
		if err != nil {
			return nil, s.readError(err)
		}
		buf = bufio.NewReader(unzip)
		if head, err = buf.Peek(4); err != nil && err != io.EOF {
			return nil, s.readError(err)
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
	return nil, &DataError{File: s.name, Expected: "CSV in UTF-8, plain or compressed with gzip", Found: found}
}

// scan reads the next record. At the end of the file the error is io.EOF.
func (s *source) scan() error {
	s.bytes.used = 0
	record, err := s.csv.Read()
	if err != nil {
		return s.scanError(err, len(record))
	}
	s.record = record
	last := len(record) - 1
	line, _ := s.csv.FieldPos(last)
	s.next = line + strings.Count(record[last], "\n") + 1
	for i, cell := range record {
		if !utf8.ValidString(cell) {
			return s.cellError(i, "UTF-8", quote(cell))
		}
	}
	return nil
}

func (s *source) scanError(err error, fields int) error {
	if s.bytes.err != nil {
		return s.readError(s.bytes.err) // not what the parser makes of the half record before
	}
	wrong, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return err // io.EOF
	}
	out := &DataError{File: s.name, Line: wrong.StartLine}
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		out.Expected = fmt.Sprintf("%d fields as in the header", s.csv.FieldsPerRecord)
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
func (s *source) readError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, errRecord):
		return &DataError{
			File: s.name, Line: s.next,
			Expected: fmt.Sprintf("a record of at most %d bytes", s.bytes.limit),
			Found:    "a longer one (is a quote left open?)",
		}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &DataError{File: s.name, Line: s.next, Expected: "more compressed data", Found: "the end of the file: it was cut short"}
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		return &DataError{File: s.name, Line: s.next, Expected: "compressed data without damage", Found: err.Error()}
	}
	if s.next == 1 {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return fmt.Errorf("%s:%d: %w", s.name, s.next, err)
}

func (s *source) cellError(i int, expected, found string) *DataError {
	line, _ := s.csv.FieldPos(i)
	e := &DataError{File: s.name, Line: line, Expected: expected, Found: found}
	if i < len(s.header) {
		e.Column = s.header[i]
	}
	return e
}

// line is where the present record begins.
func (s *source) line() int {
	line, _ := s.csv.FieldPos(0)
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
