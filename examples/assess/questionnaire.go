package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html/template"
	"slices"
	"strings"

	_ "embed"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/maturity"
)

//go:embed questionnaire.html
var questionnaireHTML string

// questionnaire writes an empty questionnaire.
func questionnaire(b *bytes.Buffer, o options, m *maturity.Model) error {
	spec := m.Spec()
	if o.department != "" {
		ids := make([]string, len(spec.Departments))
		for i, d := range spec.Departments {
			ids[i] = d.ID
		}
		if !slices.Contains(ids, o.department) {
			return cli.Invalidf("assess: -department: expected one of %s, found %s%s",
				strings.Join(ids, ", "), cli.Quote(o.department), cli.DidYouMean(o.department, ids))
		}
	}
	if o.questionnaire == "csv" {
		return writeSheet(b, m, o)
	}
	page, err := template.New("questionnaire").Parse(questionnaireHTML)
	if err != nil {
		return err
	}
	return page.Execute(b, sheetOf(spec, o))
}

// writeSheet writes the table, or the rows of one department.
func writeSheet(b *bytes.Buffer, m *maturity.Model, o options) error {
	if o.department == "" {
		return m.WriteQuestionnaireCSV(b, o.lang)
	}
	var all bytes.Buffer
	if err := m.WriteQuestionnaireCSV(&all, o.lang); err != nil {
		return err
	}
	in, out := csv.NewReader(&all), csv.NewWriter(b)
	// The header has the sign between cells, which is not the same in every language, and
	// keeps its byte order mark.
	header, _, _ := strings.Cut(all.String(), "\n")
	in.Comma = rune(header[strings.IndexAny(header, ",;")])
	out.Comma = in.Comma
	rows, err := in.ReadAll()
	if err != nil {
		return err
	}
	column := slices.Index(rows[0], "department")
	kept := rows[:1]
	for _, row := range rows[1:] {
		if row[column] == o.department {
			kept = append(kept, row)
		}
	}
	return out.WriteAll(kept)
}

// sheet is a questionnaire as the page shows it, in one language.
type sheet struct {
	Lang        maturity.Lang
	Title       string
	W           sheetWords
	Departments []choice
	One         bool // there is one department only
	Axes        []sheetAxis
}

type sheetAxis struct {
	Name  string
	Asked string // who answers it, if that is not everybody
	Areas []sheetArea
}

type sheetArea struct {
	Name       string
	Statements []sheetStatement
}

type sheetStatement struct {
	Number  int
	ID      string
	Text    string
	Choices []choice
	NA      *choice // nil: the statement applies to everyone
}

// choice is an answer: its value in a file, what is before its name, and its name.
type choice struct{ Value, Mark, Name string }

func sheetOf(spec maturity.Spec, o options) sheet {
	s := sheet{Lang: o.lang, Title: spec.Title.In(o.lang), W: sheetWordsIn(o.lang)}
	for _, d := range spec.Departments {
		if o.department == "" || o.department == d.ID {
			s.Departments = append(s.Departments, choice{Value: d.ID, Name: d.Name.In(o.lang)})
		}
	}
	s.One = len(s.Departments) == 1
	number := 0
	for _, axis := range []maturity.Axis{maturity.Relationship, maturity.LeadManagement} {
		of := spec.Axes.Relationship
		if axis == maturity.LeadManagement {
			of = spec.Axes.LeadManagement
		}
		if o.department != "" && !slices.Contains(of.Ask, o.department) {
			continue
		}
		a := sheetAxis{Name: of.Name.In(o.lang)}
		if !s.One && len(of.Ask) < len(spec.Departments) {
			var names []string
			for _, d := range s.Departments {
				if slices.Contains(of.Ask, d.Value) {
					names = append(names, d.Name)
				}
			}
			a.Asked = fmt.Sprintf(s.W.Only, strings.Join(names, ", "))
		}
		for _, area := range spec.Areas {
			if area.Axis == axis {
				a.Areas = append(a.Areas, areaOf(spec, area, o.lang, &number))
			}
		}
		s.Axes = append(s.Axes, a)
	}
	return s
}

// areaOf takes the statements of an area; number counts them through the page.
func areaOf(spec maturity.Spec, area maturity.AreaSpec, l maturity.Lang, number *int) sheetArea {
	out := sheetArea{Name: area.Name.In(l)}
	for _, s := range spec.Statements {
		if s.Area != area.ID {
			continue
		}
		*number++
		st := sheetStatement{Number: *number, ID: s.ID, Text: s.Text.In(l)}
		for _, scale := range spec.Scales {
			if scale.ID != s.Scale {
				continue
			}
			for i, label := range scale.Labels {
				n := fmt.Sprint(i + 1)
				st.Choices = append(st.Choices, choice{n, n, label.In(l)})
			}
		}
		st.Choices = append(st.Choices, choice{Value: maturity.DontKnow.String(), Name: spec.DontKnow.In(l)})
		if s.NA {
			st.NA = &choice{Value: maturity.NotApplicable.String(), Name: spec.NotApplicable.In(l)}
		}
		out.Statements = append(out.Statements, st)
	}
	return out
}
