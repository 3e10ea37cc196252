package main

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/scoring"
)

// mostCards is how many leads a column of the board shows.
const mostCards = 25

// boardPage is all leads by their status.
type boardPage struct {
	layout
	Columns []column // open statuses
	Rest    []column // parked and closed ones
	Leads   int
	Late    int
}

// column is a status with its leads.
type column struct {
	Status lead.Status
	Name   string
	Title  string
	Count  int
	Cards  []card
	More   bool // there are leads that are not shown
}

// card is a lead on the board and in the queue.
type card struct {
	ID, Company, Contact string
	Score, Grade, Band   string
	Held                 string // what keeps it from being an MQL, whatever its score
	Owner                string
	Clock                clock
}

func (s *site) board(v *visit) error {
	ctx, now := v.r.Context(), v.now()
	byStatus := map[lead.Status][]lead.Transition{}
	var leads map[string]*Lead
	err := s.app.reading(ctx, func(on leadsql.DB) (err error) {
		for tr, err := range s.app.db.Store(on).History(ctx, lead.Query{Current: true}) {
			if err != nil {
				return err
			}
			byStatus[tr.To] = append(byStatus[tr.To], tr)
		}
		var shown []lead.Transition
		for _, list := range byStatus {
			slices.SortFunc(list, firstDue)
			shown = append(shown, list[:min(len(list), mostCards)]...)
		}
		leads, err = s.app.leadsOf(ctx, on, shown) // those of all columns at once
		return err
	})
	if err != nil {
		return err
	}
	p := boardPage{layout: v.layout("Board", "board")}
	for _, st := range s.app.lifecycle.Statuses {
		list := byStatus[st.Name]
		c := column{Status: st.Name, Name: s.app.statusName(st.Name), Title: st.Title.En, Count: len(list)}
		c.More = c.Count > mostCards
		if c.Cards, err = s.app.cards(leads, list[:min(len(list), mostCards)], now); err != nil {
			return err
		}
		p.Leads += c.Count
		for _, tr := range list {
			if st.Category == lead.Open && !tr.Due.IsZero() && tr.Due.Before(now) {
				p.Late++
			}
		}
		if st.Category == lead.Open {
			p.Columns = append(p.Columns, c)
		} else {
			p.Rest = append(p.Rest, c)
		}
	}
	return v.show(http.StatusOK, "board.html", p)
}

// firstDue is the order in a column: those that are due first, then the latest.
func firstDue(a, b lead.Transition) int {
	if a.Due.IsZero() != b.Due.IsZero() {
		return cmp.Compare(boolInt(a.Due.IsZero()), boolInt(b.Due.IsZero()))
	}
	return cmp.Or(a.Due.Compare(b.Due), b.Since.Compare(a.Since), cmp.Compare(a.LeadID, b.LeadID))
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// leadsOf reads the leads of some rows.
func (c *crm) leadsOf(ctx context.Context, on leadsql.DB, list []lead.Transition) (map[string]*Lead, error) {
	ids := make([]string, len(list))
	for i, tr := range list {
		ids[i] = tr.LeadID
	}
	return c.leads(ctx, on, ids)
}

// cards shows where leads stand, with their scores of now.
func (c *crm) cards(leads map[string]*Lead, list []lead.Transition, now time.Time) ([]card, error) {
	cards := make([]card, len(list))
	var result scoring.Result // of which a card keeps texts only, so that its memory serves for all
	for i, tr := range list {
		cards[i] = card{ID: tr.LeadID, Owner: c.owner(tr.Labels), Clock: c.clockOf(tr.State(), now)}
		l := leads[tr.LeadID]
		if l == nil {
			continue // a history without a lead of the CRM's
		}
		if err := c.model.ScoreInto(&result, l, now); err != nil {
			return nil, err
		}
		cards[i].Company, cards[i].Contact = l.Company, l.Contact
		cards[i].Score, cards[i].Grade, cards[i].Band = result.Shown().String(), result.Grade, result.Band
		if len(result.Gates) > 0 {
			cards[i].Held = gateName(result.Gates[0])
		}
	}
	return cards, nil
}
