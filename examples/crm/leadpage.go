package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// alert is what a page says about what has just been tried.
type alert struct {
	Title string
	Items []string
}

// leadPage is all about one lead.
type leadPage struct {
	layout
	Lead        *Lead
	Facts       []fact
	Status      lead.StatusSpec
	StatusName  string
	Owner       string
	Clock       clock
	Choices     []choice
	Refused     []choice
	Score       fragment
	Steps       []step
	Activities  []fact
	Opportunity *opportunity
	Alert       *alert
	Done        string
}

// fact is something with its name.
type fact struct{ Name, Text string }

// step is a row of a history in words.
type step struct {
	At, Stamp  string
	Who, Role  string
	What       string
	From, To   string
	Details    []string
	Version    int64
	IsActivity bool
}

func (s *site) leadPage(v *visit) error {
	id := v.r.PathValue("id")
	p, err := s.leadPageOf(v, id, typed{})
	if err != nil {
		return err
	}
	p.Done = p.done(v.r.URL.Query().Get("did"))
	return v.show(http.StatusOK, "lead.html", p)
}

// leadPageOf makes the page of a lead as it stands, with what was typed into one of
// its forms.
func (s *site) leadPageOf(v *visit, id string, t typed) (*leadPage, error) {
	ctx, now := v.r.Context(), v.now()
	l, err := s.app.lead(ctx, id)
	if err != nil {
		return nil, err
	}
	st, choices, err := s.app.tracker.Explain(ctx, id, v.session.person.actor(), l)
	if err != nil {
		return nil, err
	}
	result, err := s.app.model.Score(l, now)
	if err != nil {
		return nil, err
	}
	score, err := render(func(w io.Writer) error { return result.Explain(scoring.English).WriteHTML(w) })
	if err != nil {
		return nil, err
	}
	p := &leadPage{
		layout: v.layout(l.Company, ""), Lead: l, Facts: factsOf(l), Status: s.app.status(st.Status), StatusName: s.app.statusName(st.Status),
		Owner: s.app.owner(st.Labels), Clock: s.app.clockOf(st, now), Score: v.include(score), Activities: activitiesOf(l),
	}
	p.Path = "/leads/" + url.PathEscape(id)
	for _, c := range v.choices(st, l.Company, choices, t) {
		if len(c.Why) > 0 {
			p.Refused = append(p.Refused, c)
		} else {
			p.Choices = append(p.Choices, c)
		}
	}
	if p.Opportunity, err = s.app.opportunity(ctx, id); err != nil {
		return nil, err
	}
	p.Steps, err = s.app.steps(ctx, id)
	return p, err
}

// done says what a form has brought about, by the row that it appended.
func (p *leadPage) done(version string) string {
	for _, st := range p.Steps {
		if strconv.FormatInt(st.Version, 10) != version {
			continue
		}
		if st.IsActivity {
			return fmt.Sprintf("Done: %s.", st.What)
		}
		return fmt.Sprintf("Done: %s. The lead is now in %s.", st.What, st.To)
	}
	return ""
}

func factsOf(l *Lead) []fact {
	employees, consent := "not known", "not known, which counts as no"
	if l.Employees != nil {
		employees = strconv.Itoa(*l.Employees)
	}
	if l.Consent != nil {
		consent = map[bool]string{true: "yes", false: "no"}[*l.Consent]
	}
	return []fact{
		{"Contact", l.Contact},
		{"E-mail", l.Email},
		{"Industry", known(l.Industry)},
		{"Country", known(l.Country)},
		{"Employees", employees},
		{"May be contacted", consent},
		{"Came from", known(l.Source)},
		{"Came in", moment(l.Came)},
	}
}

func known(s string) string {
	if s == "" {
		return "not known"
	}
	return s
}

func activitiesOf(l *Lead) []fact {
	list := make([]fact, len(l.Activities))
	for i, a := range l.Activities {
		text := capital(strings.ReplaceAll(a.Type, "_", " "))
		if a.Asset != "" {
			text += ": " + a.Asset
		}
		list[len(list)-1-i] = fact{moment(a.At), text}
	}
	return list
}

// steps reads a lead's history, the latest first.
func (c *crm) steps(ctx context.Context, id string) ([]step, error) {
	var list []step
	for tr, err := range c.store.History(ctx, lead.Query{LeadID: id}) {
		if err != nil {
			return nil, err
		}
		list = append([]step{c.step(tr)}, list...)
	}
	return list, nil
}

func (c *crm) step(tr lead.Transition) step {
	s := step{
		At: moment(tr.At), Stamp: tr.At.Format(time.RFC3339), Who: c.who(tr.Actor), What: eventName(tr.Event),
		Version: tr.Version, IsActivity: tr.From == tr.To, To: c.statusName(tr.To),
	}
	if tr.Actor.Kind == lead.System {
		s.Role = "program"
	} else {
		s.Role = sideName(tr.Actor.Side)
	}
	if tr.From != "" {
		s.From = c.statusName(tr.From)
	}
	if tr.Reason != "" {
		s.Details = append(s.Details, "Reason: "+c.reasonName(tr.Event, tr.Reason))
	}
	if tr.Note != "" {
		s.Details = append(s.Details, "Note: "+tr.Note)
	}
	for _, name := range tr.Set {
		switch value := tr.Labels[name]; {
		case name == "owner" && value != "":
			s.Details = append(s.Details, "Owner: "+c.owner(tr.Labels))
		case name == "amount" && value != "":
			s.Details = append(s.Details, "Amount: EUR "+value)
		}
	}
	if score, ok := scoreOf(tr); ok {
		s.Details = append(s.Details, score)
	}
	if !tr.Due.IsZero() && !s.IsActivity {
		s.Details = append(s.Details, "Until "+moment(tr.Due))
	}
	return s
}

// scoreOf reads the score that made a lead an MQL out of the evidence of the row.
func scoreOf(tr lead.Transition) (string, bool) {
	var evidence struct {
		Criteria *scoring.Result `json:"criteria"`
	}
	if len(tr.Evidence) == 0 || json.Unmarshal(tr.Evidence, &evidence) != nil || evidence.Criteria == nil {
		return "", false
	}
	return fmt.Sprintf("Score: %s points, grade %s, by %s", evidence.Criteria.Total, evidence.Criteria.Grade, evidence.Criteria.Model), true
}
