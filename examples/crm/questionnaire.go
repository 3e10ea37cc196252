package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leadline-go/leadline/maturity"
)

// questionnairePage asks the statements of the model that concern a department.
type questionnairePage struct {
	layout
	W           questionWords
	Department  string // "": it is to be chosen first
	Departments []departmentChoice
	Axes        []questionAxis
	Alert       *alert
	Done        bool
	Key         string
	Asked       int
	Answered    int
}

type departmentChoice struct {
	ID, Name string
	Chosen   bool
}

type questionAxis struct {
	Name  string
	Areas []questionArea
}

type questionArea struct {
	Name       string
	Statements []question
}

// question is a statement with its possible answers.
type question struct {
	ID      string
	Text    string
	Choices []answerChoice
	NA      bool
	Reason  string
	Wrong   string
}

type answerChoice struct {
	Value, Number, Label string
	Chosen               bool
}

// filled is a questionnaire as somebody has filled it in, right or wrong.
type filled struct {
	values  map[string]string // by statement
	reasons map[string]string
	wrong   map[string]string
}

func (s *site) questionnaire(v *visit) error {
	department := v.r.URL.Query().Get("department")
	f := filled{values: map[string]string{}, reasons: map[string]string{}}
	answers, err := s.app.answers(v.r.Context(), s.app.db)
	if err != nil {
		return err
	}
	for _, r := range answers.Respondents {
		if r.ID != v.session.person.ID {
			continue
		}
		if department == "" {
			department = r.Department
		}
		for id, a := range r.Answers {
			f.values[id], f.reasons[id] = a.Value.String(), a.Reason
		}
	}
	p := s.askFor(v, department, f)
	if p.Done, err = s.app.savedAnswers(v.r.Context(), v.session.person.ID, v.r.URL.Query().Get("saved")); err != nil {
		return err
	}
	return v.show(http.StatusOK, "questionnaire.html", p)
}

// askFor makes the page for a department, with what has been answered so far.
func (s *site) askFor(v *visit, department string, f filled) questionnairePage {
	l := v.lang()
	p := questionnairePage{W: questionWordsIn(l), Key: newKey()}
	p.layout = v.layoutIn(l, p.W.Title, "questionnaire")
	for _, d := range s.app.questions.Departments {
		if d.ID == department {
			p.Department = d.ID
		}
		p.Departments = append(p.Departments, departmentChoice{d.ID, d.Name.In(l), d.ID == department || department == "" && d.ID == string(v.session.person.Side)})
	}
	if p.Department == "" {
		return p
	}
	for _, axis := range s.app.axesOf(department) {
		a := questionAxis{Name: axis.spec.Name.In(l)}
		for _, area := range s.app.questions.Areas {
			if area.Axis != axis.name {
				continue
			}
			q := questionArea{Name: area.Name.In(l)}
			for _, st := range s.app.questions.Statements {
				if st.Area == area.ID {
					q.Statements = append(q.Statements, s.app.question(st, f, l))
					p.Asked++
					if slices.ContainsFunc(q.Statements[len(q.Statements)-1].Choices, func(c answerChoice) bool { return c.Chosen }) {
						p.Answered++
					}
				}
			}
			a.Areas = append(a.Areas, q)
		}
		p.Axes = append(p.Axes, a)
	}
	return p
}

// namedAxis is an axis of the model.
type namedAxis struct {
	name maturity.Axis
	spec maturity.AxisSpec
}

// axesOf are the axes on which a department is asked.
func (c *crm) axesOf(department string) []namedAxis {
	all := []namedAxis{
		{maturity.Relationship, c.questions.Axes.Relationship},
		{maturity.LeadManagement, c.questions.Axes.LeadManagement},
	}
	return slices.DeleteFunc(all, func(a namedAxis) bool { return !slices.Contains(a.spec.Ask, department) })
}

func (c *crm) question(st maturity.StatementSpec, f filled, l maturity.Lang) question {
	q := question{ID: st.ID, Text: st.Text.In(l), NA: st.NA, Reason: f.reasons[st.ID], Wrong: f.wrong[st.ID]}
	add := func(value maturity.Value, number, label string) {
		text := value.String()
		q.Choices = append(q.Choices, answerChoice{text, number, label, f.values[st.ID] == text})
	}
	for _, scale := range c.questions.Scales {
		if scale.ID != st.Scale {
			continue
		}
		for i, label := range scale.Labels {
			add(maturity.Value(i+1), fmt.Sprint(i+1), label.In(l))
		}
	}
	add(maturity.DontKnow, "", c.questions.DontKnow.In(l))
	if st.NA {
		add(maturity.NotApplicable, "", c.questions.NotApplicable.In(l))
	}
	return q
}

// postAnswers keeps what a person has answered. What is not answered stays open.
func (s *site) postAnswers(v *visit) error {
	w, department := questionWordsIn(v.lang()), v.r.PostForm.Get("department")
	f := filled{map[string]string{}, map[string]string{}, map[string]string{}}
	r := maturity.Respondent{ID: v.session.person.ID, Department: department, Answers: map[string]maturity.Answer{}}
	asked := s.app.axesOf(department)
	for _, st := range s.app.questions.Statements {
		if !slices.ContainsFunc(asked, func(a namedAxis) bool { return a.name == s.app.axis(st.Area) }) {
			continue
		}
		f.values[st.ID], f.reasons[st.ID] = v.r.PostForm.Get("a."+st.ID), strings.TrimSpace(v.r.PostForm.Get("why."+st.ID))
		if a, wrong := readAnswer(st, f.values[st.ID], f.reasons[st.ID], w); wrong != "" {
			f.wrong[st.ID] = wrong
		} else if a.Value != 0 {
			r.Answers[st.ID] = a
		}
	}
	p := s.askFor(v, department, f)
	p.Path = "/questionnaire?" + url.Values{"lang": {string(v.lang())}, "department": {department}}.Encode()
	switch {
	case v.session.person.ID == "":
		p.Alert = &alert{w.WhoFirst, nil}
		return v.show(http.StatusForbidden, "questionnaire.html", p)
	case p.Department == "":
		p.Alert = &alert{w.DepartmentFirst, nil}
	case len(f.wrong) > 0:
		p.Alert = &alert{fmt.Sprintf(w.Wrong, len(f.wrong)), nil}
	default:
		// The model has the last word on whether answers fit it.
		_, err := s.app.maturity.Evaluate(maturity.Input{Answers: maturity.Answers{Respondents: []maturity.Respondent{r}}})
		if bad, ok := errors.AsType[*maturity.SpecError](err); ok {
			p.Alert = &alert{w.NotSaved, nil}
			for _, one := range bad.Problems {
				p.Alert.Items = append(p.Alert.Items, one.Message)
			}
		} else if err != nil {
			return err
		}
	}
	if p.Alert != nil {
		return v.show(http.StatusUnprocessableEntity, "questionnaire.html", p)
	}
	form := v.r.PostForm.Get("key")
	if !isKey(form) { // all that it is for is to tell that this has been saved
		form = newKey()
	}
	if err := inTx(v.r.Context(), s.app.db, func(tx *sql.Tx) error { return s.app.saveAnswers(v.r.Context(), tx, r, form) }); err != nil {
		return err
	}
	return v.redirect(p.Path + "&" + url.Values{"saved": {form}}.Encode())
}

// axis is that of an area.
func (c *crm) axis(area string) maturity.Axis {
	for _, a := range c.questions.Areas {
		if a.ID == area {
			return a.Axis
		}
	}
	return ""
}

// readAnswer reads an answer. The zero Answer is none.
func readAnswer(st maturity.StatementSpec, value, reason string, w questionWords) (a maturity.Answer, wrong string) {
	if value == "" && reason != "" {
		return a, w.ReasonAlone
	}
	if value == "" {
		return a, ""
	}
	if err := a.Value.UnmarshalText([]byte(value)); err != nil || a.Value == maturity.NotApplicable && !st.NA {
		return a, fmt.Sprintf(w.NoSuchAnswer, cut(value))
	}
	if a.Value != maturity.NotApplicable {
		return a, "" // a reason says nothing then
	}
	if reason == "" {
		return a, w.ReasonMissing
	}
	if utf8.RuneCountInString(reason) > 300 || !isClean(reason) {
		return a, w.ReasonLong
	}
	a.Reason = reason
	return a, ""
}
