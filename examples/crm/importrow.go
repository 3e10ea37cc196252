package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// importRow is the present row of a file.
type importRow struct {
	t  *cli.Table
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
	err := r.t.CellError(r.at[column], expected, cli.Quote(r.t.Cell(r.at[column])))
	if e, ok := errors.AsType[*leadcsv.DataError](err); ok {
		r.f.note(e)
	}
}

func (r importRow) text(column string, most int, needed bool) string {
	s := r.cell(column)
	switch {
	case needed && s == "":
		r.wrong(column, "a text")
	case utf8.RuneCountInString(s) > most || !isClean(s):
		r.wrong(column, fmt.Sprintf("at most %d characters on one line", most))
	}
	return s
}

func (r importRow) email() string {
	s := strings.ToLower(r.cell("email"))
	name, host, ok := strings.Cut(s, "@")
	if !ok || name == "" || !strings.Contains(strings.Trim(host, "."), ".") || strings.ContainsAny(s, " ,;<>\"") || len(s) > 200 || !isClean(s) || strings.Contains(host, "@") {
		r.wrong("email", `an address such as "ann@company.example"`)
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
	if s != "" && (len(s) != 2 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		r.wrong("country", `two letters such as "AT", or nothing`)
	}
	return s
}

func (r importRow) employees() *int {
	s := r.cell("employees")
	if s == "" {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 10_000_000 {
		r.wrong("employees", `a whole number from 1 such as "250", or nothing`)
		return nil
	}
	return &n
}

func (r importRow) consent() *bool {
	switch strings.ToLower(r.cell("consent")) {
	case "yes", "true", "1":
		return new(true)
	case "no", "false", "0":
		return new(false)
	case "":
		return nil
	}
	r.wrong("consent", `"yes", "no", or nothing if it is not known`)
	return nil
}
