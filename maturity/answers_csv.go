package maturity

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leadline-go/leadline/internal/specfile"
)

// The columns of answers in CSV.
const (
	colRespondent = "respondent"
	colDepartment = "department"
	colStatement  = "statement"
	colValue      = "value"
	colReason     = "reason"

	// These are for those who fill in; nobody reads them back.
	colText    = "text"
	colChoices = "choices"
)

func answerColumns() []string {
	return []string{colRespondent, colDepartment, colStatement, colValue, colReason}
}

func questionnaireColumns() []string { return append(answerColumns(), colText, colChoices) }

// Bounds of a table of answers.
const (
	maxTable   = 4 << 20 // bytes
	maxRows    = 50_000
	maxColumns = 32
	maxCell    = 2_000 // bytes
)

// ReadAnswersCSV reads answers from a table, an answer in a row; name is what
// messages call the file.
//
//	respondent,department,statement,value,reason
//	p1,sales,rel.rules.2,4,
//	p1,sales,rel.rules.3,dont_know,
//	p1,sales,rel.exchange.4,not_applicable,no key accounts
//
// The header names the columns, all five, in any order; columns text and choices, as
// [Model.WriteQuestionnaireCSV] writes them, are skipped. The table is UTF-8 with or
// without a byte order mark, with commas or semicolons, whichever comes first in the
// header. Spaces around a cell do not count.
//
// The respondent is any word, not a name, and the same in all rows of a person. A
// row without value is no answer, but tells that the person is there; one that has no
// respondent, value and reason is skipped.
//
// It reports unknown columns, values that there are not, people with two departments
// and answers that are there twice, all at once, as a [*SpecError]; whether the
// answers fit a model is for [Model.Evaluate] to say, whose problems point into the
// table too. Input is bounded: 4 MiB, 50,000 rows, 32 columns, 2,000 bytes in a cell.
func ReadAnswersCSV(r io.Reader, name string) (Answers, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return Answers{}, fmt.Errorf("%q: %w", name, err)
	}
	t := newTable(name, data)
	if t.readable(len(data)) && t.readHeader() {
		for t.next() {
			t.readRow()
		}
	}
	if err := t.Err(); err != nil {
		return Answers{}, err
	}
	return Answers{Respondents: t.people, Source: t.Source()}, nil
}

// table is a table of answers that is being read.
type table struct {
	*specfile.Layout
	csv     *csv.Reader
	rows    int
	width   int            // of the header
	columns map[string]int // by name
	record  []string       // the present row

	people []Respondent
	first  []int            // the line on which a person is first
	index  map[string]int   // into people, by ID
	seen   map[answerAt]int // the line of an answer
}

// answerAt tells an answer from others: that of a person to a statement.
type answerAt struct {
	person    int
	statement string
}

func newTable(name string, data []byte) *table {
	t := &table{
		Layout: specfile.NewLayout(name, data),
		index:  map[string]int{}, seen: map[answerAt]int{}, columns: map[string]int{},
	}
	t.csv = csv.NewReader(strings.NewReader(t.Text()))
	t.csv.FieldsPerRecord = -1 // the problem of a row, not of the file
	header, _, _ := strings.Cut(t.Text(), "\n")
	if i := strings.IndexAny(header, ",;"); i >= 0 {
		t.csv.Comma = rune(header[i])
	}
	return t
}

// readable reports whether there is anything to take apart.
func (t *table) readable(size int) bool {
	text := t.Text()
	switch {
	case size > maxTable:
		t.Fail(fmt.Sprintf("the table is larger than %d MiB", maxTable>>20))
	case strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"):
		t.Fail("the table is UTF-16: save it as CSV in UTF-8")
	case strings.HasPrefix(text, "PK\x03\x04"):
		t.Fail("this is a workbook or an archive: save the table as CSV in UTF-8")
	case !utf8.ValidString(text):
		t.Addf(t.At(badByte(text)), "", "this is not UTF-8: save the table as CSV in UTF-8")
	default:
		return true
	}
	return false
}

// badByte returns where a text stops being UTF-8.
func badByte(s string) int {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(s)
}

// next goes to the next row, and reports whether there is one to read on with.
func (t *table) next() bool {
	record, err := t.csv.Read()
	if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
		at := specfile.Spot{Line: wrong.Line, Column: wrong.Column}
		if wrong.Line != wrong.StartLine { // it began further up
			at = specfile.Spot{Line: wrong.StartLine, Column: 1}
		}
		if errors.Is(err, csv.ErrBareQuote) {
			t.Addf(at, "", "expected a cell with a quote in it to be in quotes, and the quote doubled")
		} else {
			t.Addf(at, "", "expected quotes around a cell to be closed, and those in it doubled")
		}
		return false
	}
	if err != nil {
		return false // the end: the text is in memory
	}
	t.record = record
	for i := range record {
		record[i] = strings.TrimSpace(record[i])
	}
	if t.rows++; t.rows > maxRows+1 {
		t.Addf(t.spot(0), "", "expected at most %d rows below the header", maxRows)
		return false
	}
	return true
}

// spot is where a cell of the present row stands.
func (t *table) spot(i int) specfile.Spot {
	line, column := t.csv.FieldPos(i)
	return specfile.Spot{Line: line, Column: column}
}

func (t *table) readHeader() bool {
	if !t.next() {
		if t.Err() == nil {
			t.Fail("the table is empty: expected a header, " + strings.Join(answerColumns(), ","))
		}
		return false
	}
	good := true
	wrong := func(i int, format string, args ...any) {
		t.Addf(t.spot(i), "header", format, args...)
		good = false
	}
	t.width = len(t.record)
	if t.width > maxColumns { // before any is looked at: to find its place costs as much as is before it
		wrong(maxColumns, "expected at most %d columns, found %d", maxColumns, t.width)
		return false
	}
	for i, name := range t.record {
		first, again := t.columns[name]
		switch {
		case !slices.Contains(questionnaireColumns(), name):
			t.Unknown(t.spot(i), "header", "column", name, questionnaireColumns())
			good = false
		case again:
			wrong(i, "column %q is there twice, as columns %d and %d", name, first+1, i+1)
		default:
			t.columns[name] = i
		}
	}
	for _, name := range answerColumns() {
		if _, ok := t.columns[name]; !ok {
			wrong(0, "column %q is missing: expected %s", name, strings.Join(answerColumns(), ","))
		}
	}
	return good
}

// cell returns what a column has in the present row, and where.
func (t *table) cell(column string) (string, specfile.Spot) {
	i := t.columns[column]
	return t.record[i], t.spot(i)
}

func (t *table) readRow() {
	if len(t.record) != t.width {
		t.Addf(t.spot(0), "", "expected %d cells as in the header, found %d", t.width, len(t.record))
		return
	}
	for _, column := range questionnaireColumns() {
		if i, ok := t.columns[column]; ok && len(t.record[i]) > maxCell {
			t.Addf(t.spot(i), column, "expected at most %d bytes, found %d", maxCell, len(t.record[i]))
			return
		}
	}
	id, idAt := t.cell(colRespondent)
	value, valueAt := t.cell(colValue)
	reason, _ := t.cell(colReason)
	if id == "" && value == "" && reason == "" {
		return
	}
	answer := Answer{Reason: reason}
	if err := answer.Value.UnmarshalText([]byte(value)); err != nil {
		t.Addf(valueAt, colValue, "%v", err)
	}
	statement, statementAt := t.cell(colStatement)
	if statement == "" {
		t.Addf(statementAt, colStatement, "missing: expected the ID of a statement")
	}
	department, departmentAt := t.cell(colDepartment)
	if department == "" {
		t.Addf(departmentAt, colDepartment, "missing: expected the ID of a department")
	}
	if id == "" {
		t.Addf(idAt, colRespondent, "missing: expected a word for the person, the same in all of their rows")
	}
	if id == "" || department == "" || statement == "" {
		return
	}
	person := t.person(id, idAt, department, departmentAt)
	at := answerAt{person, statement}
	if line, again := t.seen[at]; again {
		t.Addf(statementAt, colStatement, "%.80q is answered twice by %.80q, first on line %d", statement, id, line)
		return
	}
	t.seen[at] = statementAt.Line
	if answer == (Answer{}) {
		return // a row that was left open
	}
	t.people[person].Answers[statement] = answer
	path := specfile.Key(specfile.Key(specfile.Index("respondents", person), "answers"), statement)
	t.Put(path, statementAt, valueAt, value)
}

// person returns the index of a person, who may be new.
func (t *table) person(id string, idAt specfile.Spot, department string, departmentAt specfile.Spot) int {
	if i, ok := t.index[id]; ok {
		if was := t.people[i].Department; was != department {
			t.Addf(departmentAt, colDepartment, "%.80q is of %.80q on line %d; expected the same department in all rows, found %.80q", id, was, t.first[i], department)
		}
		return i
	}
	i := len(t.people)
	t.index[id] = i
	t.people = append(t.people, Respondent{ID: id, Department: department, Answers: map[string]Answer{}})
	t.first = append(t.first, idAt.Line)
	path := specfile.Index("respondents", i)
	t.Put(path, idAt, idAt, id)
	t.Put(specfile.Key(path, "id"), idAt, idAt, id)
	t.Put(specfile.Key(path, "department"), departmentAt, departmentAt, department)
	return i
}
