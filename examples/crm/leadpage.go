package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
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

	FactsForm    *factsForm // nil: nobody has said who they are
	ActivityForm *activityForm
	result       scoring.Result
}

// fact is something with its name.
type fact struct{ Name, Text string }

func (s *site) leadPage(v *visit) error {
	id := v.r.PathValue("id")
	p, err := s.leadPageOf(v, id, typed{})
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	added, err := s.app.hasActivity(v.r.Context(), id, q.Get("activity"))
	if err != nil {
		return err
	}
	score := fmt.Sprintf("The score is now %s points, grade %s.", p.result.Shown(), p.result.Grade)
	switch {
	case added:
		p.Done = "The activity has been added. " + score
	case q.Get("facts") == strconv.FormatInt(p.Lead.Version, 10) && p.Lead.ChangedBy != "" && p.Lead.ChangedBy == p.Person.ID:
		p.Done = "The facts have been saved. " + score
	default:
		p.Done = p.done(q.Get("did"))
	}
	return v.show(http.StatusOK, "lead.html", p)
}

// leadPageOf makes the page of a lead as it stands, with what was typed into one of
// its forms.
func (s *site) leadPageOf(v *visit, id string, t typed) (*leadPage, error) {
	ctx, now := v.r.Context(), v.now()
	var (
		l       *Lead
		st      lead.State
		choices []lead.Choice
		made    *opportunity
		steps   []step
	)
	err := s.app.reading(ctx, func(on leadsql.DB) (err error) {
		if l, err = s.app.lead(ctx, on, id); err != nil {
			return err
		}
		if st, choices, err = s.app.tracker.WithStore(s.app.db.Store(on)).Explain(ctx, id, v.session.person.actor(), l); err != nil {
			return err
		}
		if made, err = s.app.opportunity(ctx, on, id); err != nil {
			return err
		}
		steps, err = s.app.steps(ctx, on, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	result, err := s.app.model.Score(l, now)
	if err != nil {
		return nil, err
	}
	score, err := render(func(w io.Writer) error { return explain(result).WriteHTML(w) })
	if err != nil {
		return nil, err
	}
	p := &leadPage{
		layout: v.layout(l.Company, ""), Lead: l, Facts: s.app.factsOf(l), Status: s.app.status(st.Status), StatusName: s.app.statusName(st.Status),
		Owner: s.app.owner(st.Labels), Clock: s.app.clockOf(st, now), Score: v.include(score), Activities: activitiesOf(l),
		Opportunity: made, Steps: steps, result: result,
	}
	if v.session.person.ID != "" {
		p.FactsForm, p.ActivityForm = v.factsFormOf(l), v.activityFormOf(id)
	}
	p.Path = "/leads/" + url.PathEscape(id)
	for i, c := range v.choices(st, l.Company, choices, t) {
		if s.app.pastCriteria(choices[i], choices) {
			c.Passes = heldBy(result)
		}
		if len(c.Why) > 0 || c.Nobody {
			p.Refused = append(p.Refused, c)
		} else {
			p.Choices = append(p.Choices, c)
		}
	}
	return p, nil
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

// meanwhile says what somebody has done to the lead, by the row that they appended.
func (p *leadPage) meanwhile(version int64) string {
	i := slices.IndexFunc(p.Steps, func(st step) bool { return st.Version == version })
	switch {
	case i < 0:
		return "has changed it meanwhile"
	case !p.Steps[i].IsActivity:
		return "has moved it meanwhile to " + p.Steps[i].To
	case p.Steps[i].Event == "touch":
		return "has logged a contact meanwhile"
	case p.Steps[i].Event == "assign":
		return "has given it to " + p.Steps[i].Owner + " meanwhile"
	}
	return fmt.Sprintf("has done %q meanwhile", p.Steps[i].What)
}

func (c *crm) factsOf(l *Lead) []fact {
	consent := consentText(l.Consent)
	if consent == "" {
		consent = "not known, which counts as no"
	}
	list := []fact{
		{"Contact", known(l.Contact)},
		{"E-mail", l.Email},
		{"Industry", known(l.Industry)},
		{"Country", known(l.Country)},
		{"Employees", known(employeesText(l.Employees))},
		{"May be contacted", consent},
		{"Came from", known(l.Source)},
		{"Came in", moment(l.Came)},
	}
	if l.ChangedBy != "" {
		list = append(list, fact{"Changed", moment(l.Changed) + " by " + c.whoID(l.ChangedBy)})
	}
	return list
}

func known(s string) string {
	if s == "" {
		return "not known"
	}
	return s
}

// activitiesOf are what a lead did, the latest first: one can be added later than it
// happened.
func activitiesOf(l *Lead) []fact {
	byTime := slices.Clone(l.Activities)
	slices.Reverse(byTime)
	slices.SortStableFunc(byTime, func(a, b scoring.Activity) int { return b.At.Compare(a.At) })
	list := make([]fact, len(byTime))
	for i, a := range byTime {
		list[i] = fact{moment(a.At), activityName(a.Type)}
		if a.Asset != "" {
			list[i].Text += ": " + a.Asset
		}
	}
	return list
}
