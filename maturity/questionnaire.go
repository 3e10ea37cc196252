package maturity

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// WriteQuestionnaireCSV writes a questionnaire to fill in, in one language: a row for
// each statement that a department is asked. Whoever answers fills in respondent, a
// word of theirs, value, and reason where something does not apply, in the rows of
// their department. Column text has the statement, choices the answers and what they
// mean.
//
// It is a table that [ReadAnswersCSV] reads, and as long as nobody fills it in, one
// without answers. A text that a spreadsheet would take for a formula starts with an
// apostrophe. It is UTF-8 with a byte order mark, without which Excel reads it as
// something else, and separated by commas, in German by semicolons, for that is what
// Excel takes apart there. It is written in one call to w. A language other than [En]
// and [De] is ErrUnknownLang.
func (m *Model) WriteQuestionnaireCSV(w io.Writer, l Lang) error {
	if l != En && l != De {
		return fmt.Errorf("%w %.40q: expected %q or %q", ErrUnknownLang, l, En, De)
	}
	rows := [][]string{questionnaireColumns()}
	for _, d := range m.spec.Departments {
		for i, s := range m.spec.Statements {
			if slices.Contains(m.spec.axis(m.axes[i]).Ask, d.ID) {
				rows = append(rows, []string{"", d.ID, s.ID, "", "", inCell(s.Text.In(l)), inCell(m.choices(s, l))})
			}
		}
	}
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	table := csv.NewWriter(&b)
	if l == De {
		table.Comma = ';'
	}
	if err := table.WriteAll(rows); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// byteOrderMark is U+FEFF, by which a spreadsheet knows UTF-8.
const byteOrderMark = "\ufeff"

// choices lists the answers to a statement: "1 = disagree / ... / dont_know = ...".
func (m *Model) choices(s StatementSpec, l Lang) string {
	var all []string
	for _, scale := range m.spec.Scales {
		if scale.ID != s.Scale {
			continue
		}
		for i, label := range scale.Labels {
			all = append(all, fmt.Sprintf("%d = %s", i+1, label.In(l)))
		}
	}
	all = append(all, dontKnow+" = "+m.spec.DontKnow.In(l))
	if s.NA {
		all = append(all, notApplicable+" = "+m.spec.NotApplicable.In(l))
	}
	return strings.Join(all, " / ")
}

// inCell makes a text safe to open in a spreadsheet, which takes a cell that starts
// with one of = + - @, in full width too, for a formula, also behind blanks and
// characters that nobody sees.
func inCell(s string) string {
	rest := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
	if strings.IndexAny(rest, "=+-@＝＋－＠﹢﹣﹦﹫−") == 0 {
		return "'" + s
	}
	return s
}
