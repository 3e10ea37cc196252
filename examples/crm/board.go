package main

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
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
	Side   string
	Count  int
	Cards  []card
	More   int // leads that are not shown
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
	now := v.now()
	byStatus := map[lead.Status][]lead.Transition{}
	for tr, err := range s.app.store.History(v.r.Context(), lead.Query{Current: true}) {
		if err != nil {
			return err
		}
		byStatus[tr.To] = append(byStatus[tr.To], tr)
	}
	p := boardPage{layout: v.layout("Board", "board")}
	for _, st := range s.app.lifecycle.Statuses {
		c, err := s.column(v.r.Context(), st, byStatus[st.Name], now)
		if err != nil {
			return err
		}
		p.Leads += c.Count
		for _, tr := range byStatus[st.Name] {
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

// column makes a column of the leads of a status: those that are due first, then the
// latest.
func (s *site) column(ctx context.Context, st lead.StatusSpec, list []lead.Transition, now time.Time) (column, error) {
	c := column{Status: st.Name, Name: s.app.statusName(st.Name), Title: st.Title.En, Side: sideName(st.Side), Count: len(list)}
	slices.SortFunc(list, func(a, b lead.Transition) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			return cmp.Compare(boolInt(a.Due.IsZero()), boolInt(b.Due.IsZero()))
		}
		return cmp.Or(a.Due.Compare(b.Due), b.Since.Compare(a.Since), cmp.Compare(a.LeadID, b.LeadID))
	})
	c.More = max(0, len(list)-mostCards)
	var err error
	c.Cards, err = s.app.cards(ctx, list[:len(list)-c.More], now)
	return c, err
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// cards shows where leads stand, with their scores of now.
func (c *crm) cards(ctx context.Context, list []lead.Transition, now time.Time) ([]card, error) {
	ids := make([]string, len(list))
	for i, tr := range list {
		ids[i] = tr.LeadID
	}
	leads, err := c.leads(ctx, c.db, ids)
	if err != nil {
		return nil, err
	}
	cards := make([]card, len(list))
	for i, tr := range list {
		cards[i] = card{ID: tr.LeadID, Owner: c.owner(tr.Labels), Clock: c.clockOf(tr.State(), now)}
		l := leads[tr.LeadID]
		if l == nil {
			continue // a history without a lead of the CRM's
		}
		result, err := c.model.Score(l, now)
		if err != nil {
			return nil, err
		}
		cards[i].Company, cards[i].Contact = l.Company, l.Contact
		cards[i].Score, cards[i].Grade, cards[i].Band = strconv.FormatInt(int64(result.Total)/1000, 10), result.Grade, result.Band
		if len(result.Gates) > 0 {
			cards[i].Held = strings.ReplaceAll(result.Gates[0].Gate, "_", " ")
		}
	}
	return cards, nil
}
