package main

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// importRow is the present row of a file.
type importRow struct {
	t  *leadcsv.Table
	at map[string]int
	f  *importFile
}

// row reads a row. What is wrong with it is noted, so that the rest is looked at too.
func (f *importFile) row(r importRow) error {
	if len(f.Leads) == mostRows {
		return r.t.CellError(0, fmt.Sprintf("at most %d leads", mostRows), "more")
	}
	l := &Lead{
		Company: r.text("company", 120, true), Contact: r.text("contact", 120, false), Email: r.email(),
		Industry: strings.ToLower(r.text("industry", 60, false)), Country: r.country(),
		Employees: r.employees(), Consent: r.consent(), Source: "import",
	}
	if r.at["source"] >= 0 {
		l.Source = r.text("source", 60, false)
	}
	f.Leads = append(f.Leads, l)
	return nil
}

func (r importRow) cell(column string) string {
	return strings.TrimSpace(strings.Clone(r.t.Cell(r.at[column])))
}

func (r importRow) wrong(column, expected string) {
	r.f.note(r.t.CellError(r.at[column], expected, cli.Quote(r.t.Cell(r.at[column]))))
}

func (r importRow) text(column string, most int, needed bool) string {
	s := r.cell(column)
	switch {
	case needed && s == "":
		r.wrong(column, "a text")
	case !isLine(s, most):
		r.wrong(column, fmt.Sprintf("at most %d characters on one line", most))
	}
	return s
}

func (r importRow) email() string {
	s := strings.ToLower(r.cell("email"))
	if !isEmail(s) {
		r.wrong("email", wantEmail)
		return s
	}
	if line, ok := r.f.lines[s]; ok {
		r.wrong("email", fmt.Sprintf("each address once, and not as in line %d again", line))
		return s
	}
	r.f.lines[s] = r.t.Line()
	return s
}

func (r importRow) country() string {
	s := strings.ToUpper(r.cell("country"))
	if !isCountry(s) {
		r.wrong("country", wantCountry)
	}
	return s
}

func (r importRow) employees() *int {
	n, ok := readEmployees(r.cell("employees"))
	if !ok {
		r.wrong("employees", wantEmployees)
	}
	return n
}

func (r importRow) consent() *bool {
	yes, ok := readConsent(r.cell("consent"))
	if !ok {
		r.wrong("consent", wantConsent)
	}
	return yes
}
