package leadcsv

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
)

// ErrInvalidData is what every [*DataError] Is.
var ErrInvalidData = errors.New("invalid data")

// DataError is something in a CSV file that cannot be read for certain.
type DataError struct {
	File     string // as [File.Name]
	Line     int    // counted from 1; 0: the file as a whole
	Column   string // by its header; "": the row as a whole
	Expected string // what should have stood there
	Found    string // what did, values in quotes and cut short; "" if that goes without saying
}

// Error says where, what was expected and what was found:
//
//	deals.csv:1234: column ts_ms: expected milliseconds since 1970, found "abc"
func (e *DataError) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		b.WriteString(":" + strconv.Itoa(e.Line))
	}
	if e.Column != "" {
		b.WriteString(": column " + columnName(e.Column))
	}
	b.WriteString(": expected " + e.Expected)
	if e.Found != "" {
		b.WriteString(", found " + e.Found)
	}
	return b.String()
}

// Is reports whether target is ErrInvalidData.
func (e *DataError) Is(target error) bool { return target == ErrInvalidData }

// columnName leaves a plain name bare and quotes any other, so that a header
// cannot write to the reader's terminal.
func columnName(s string) string {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '.' {
			return quote(s)
		}
	}
	return s
}

// quote shows a value in a message, at most 40 characters of it.
func quote(s string) string {
	const most = 40
	n := 0
	for i := range s {
		if n++; n > most {
			return strconv.Quote(s[:i]) + "..."
		}
	}
	return strconv.Quote(s)
}
