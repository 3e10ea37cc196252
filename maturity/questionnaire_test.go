package maturity

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fill writes answers into a questionnaire: a value per statement, of n people of
// each department, as those who pass it on to one another would. The table stays as it
// was: with or without a mark, and with its own separator.
func fill(t *testing.T, questionnaire string, n int, value func(statement string) string) string {
	t.Helper()
	text, marked := strings.CutPrefix(questionnaire, "\ufeff")
	separator := rune(text[len("respondent")])
	rows := rowsOf(t, questionnaire)
	var b bytes.Buffer
	if marked {
		b.WriteString("\ufeff")
	}
	w := csv.NewWriter(&b)
	w.Comma = separator
	if err := w.Write(rows[0]); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		for _, row := range rows[1:] {
			own := append([]string{fmt.Sprint(row[1], i), row[1], row[2], value(row[2]), ""}, row[5:]...)
			if err := w.Write(own); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Flush()
	return b.String()
}

// rowsOf are the rows of a questionnaire, whatever separates their cells.
func rowsOf(t *testing.T, questionnaire string) [][]string {
	t.Helper()
	text := strings.TrimPrefix(questionnaire, "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = rune(text[len("respondent")])
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Excel takes apart what has the separator of its language, and reads UTF-8 where there
// is a mark.
func TestQuestionnaireOpensInASpreadsheetOfItsLanguage(t *testing.T) {
	m := compile(t, Default())
	for l, start := range map[Lang]string{
		En: "\ufeffrespondent,department,statement,value,reason,text,choices\n,marketing,",
		De: "\ufeffrespondent;department;statement;value;reason;text;choices\n;marketing;",
	} {
		text := written(t, func(b *bytes.Buffer) error { return m.WriteQuestionnaireCSV(b, l) })
		if !strings.HasPrefix(text, start) {
			t.Errorf("%s begins with %.80q, want %q", l, text, start)
		}
		for i, row := range rowsOf(t, text) {
			if len(row) != 7 {
				t.Errorf("%s: row %d has %d cells", l, i, len(row))
			}
		}
	}
}

func TestQuestionnaireIsReadBackOnceItIsFilledIn(t *testing.T) {
	for name, m := range map[string]*Model{"default": compile(t, Default()), "small": small(t), "hostile": hostileModel(t)} {
		for _, l := range []Lang{En, De} {
			text := written(t, func(b *bytes.Buffer) error { return m.WriteQuestionnaireCSV(b, l) })
			if a := readCSV(t, text); len(a.Respondents) != 0 {
				t.Errorf("%s: %d people in an empty questionnaire", name, len(a.Respondents))
			}
			a := readCSV(t, fill(t, text, 3, func(string) string { return "5" }))
			var want []Respondent
			for _, d := range m.spec.Departments {
				want = append(want, group(m, d.ID, 3, always(5))...)
			}
			got := evaluate(t, m, Input{Answers: a})
			if diff := cmp.Diff(renderings(t, evaluate(t, m, Input{Answers: Answers{Respondents: want}})), renderings(t, got)); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", name, l, diff)
			}
			if got.Proved != (Cell{4, 4}) {
				t.Errorf("%s: everyone says 5, and only %v is proved", name, got.Proved)
			}
		}
	}
}

func TestQuestionnaireSaysWhatItAsks(t *testing.T) {
	m := compile(t, Default())
	for l, want := range map[Lang]string{
		En: "\n,marketing,rel.rules.4,,,\"One leadership decides on people, budget and process of marketing and sales.\"," +
			"1 = not intended / 2 = planned / 3 = begun / 4 = largely in place / 5 = fully in place / dont_know = I cannot judge this\n",
		De: " / not_applicable = Trifft auf uns nicht zu (bitte begründen)",
	} {
		text := written(t, func(b *bytes.Buffer) error { return m.WriteQuestionnaireCSV(b, l) })
		if !strings.Contains(text, want) {
			t.Errorf("%s: %q is not in\n%.2000s", l, want, text)
		}
		for _, s := range m.spec.Statements {
			if !strings.Contains(strings.ReplaceAll(text, ";", ","), s.ID+",,,") || !strings.Contains(text, s.Text.In(l)) { // no quotes in them
				t.Errorf("%s: statement %s is missing", l, s.ID)
			}
		}
		if strings.Contains(strings.ReplaceAll(text, ";", ","), ",lead_management,rel.") {
			t.Errorf("%s: a department is asked what it is not", l)
		}
	}
	if err := m.WriteQuestionnaireCSV(io.Discard, "fr"); !errors.Is(err, ErrUnknownLang) {
		t.Errorf("%v, want ErrUnknownLang", err)
	}
	if err := m.WriteQuestionnaireCSV(brokenWriter{}, En); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v, want the error of the writer", err)
	}
}

func TestNoCellOfAQuestionnaireIsAFormula(t *testing.T) {
	for _, sign := range []string{"=", "+", "-", "@", "＝", " =", "\u200b-", "\u00a0@"} {
		spec := Default()
		for i := range spec.Statements {
			spec.Statements[i].Text = Text{"x", "x"}
		}
		m := compile(t, spec)
		m.spec.Statements[0].Text = Text{sign + "1+1", sign + "1+1"} // outer spaces would not compile
		text := written(t, func(b *bytes.Buffer) error { return m.WriteQuestionnaireCSV(b, De) })
		if got := rowsOf(t, text)[1][5]; got != "'"+sign+"1+1" {
			t.Errorf("%q stands as %q", sign, got)
		}
	}
}
