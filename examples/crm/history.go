package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/scoring"
)

// step is a row of a history in words.
type step struct {
	At, Stamp  string
	Who, Role  string
	Event      lead.Event
	What       string
	Owner      string // who has the lead from then on
	From, To   string
	Details    []string
	Version    int64
	IsActivity bool
}

// steps reads a lead's history, the latest first.
func (c *crm) steps(ctx context.Context, on leadsql.DB, id string) ([]step, error) {
	var list []step
	for tr, err := range c.db.Store(on).History(ctx, lead.Query{LeadID: id}) {
		if err != nil {
			return nil, err
		}
		list = append(list, c.step(tr))
	}
	slices.Reverse(list)
	return list, nil
}

func (c *crm) step(tr lead.Transition) step {
	s := step{
		At: moment(tr.At), Stamp: tr.At.Format(time.RFC3339), Who: c.who(tr.Actor), Event: tr.Event, What: eventName(tr.Event), Owner: c.owner(tr.Labels),
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
	if score, ok := c.scoreOf(tr); ok {
		s.Details = append(s.Details, score)
	}
	if !tr.Due.IsZero() && !s.IsActivity {
		s.Details = append(s.Details, c.dueName(tr.To)+" "+moment(tr.Due))
	}
	return s
}

// scoreOf reads the score that made a lead an MQL out of the evidence of the row.
func (c *crm) scoreOf(tr lead.Transition) (string, bool) {
	var evidence struct {
		Criteria *scoring.Result `json:"criteria"`
	}
	if len(tr.Evidence) == 0 || json.Unmarshal(tr.Evidence, &evidence) != nil || evidence.Criteria == nil {
		return "", false
	}
	return fmt.Sprintf("Score: %s points, grade %s, by %s", evidence.Criteria.Shown(), evidence.Criteria.Grade, evidence.Criteria.Model), true
}
