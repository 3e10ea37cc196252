package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// mostQueue is how many leads the queue shows.
const mostQueue = 50

// queuePage is what waits for an answer of sales, the most urgent first.
type queuePage struct {
	layout
	Offers []offer
	All    int // that wait, on whatever page
	Late   int
	Sales  bool // whoever looks may answer
	Done   string
	Later  bool        // it does not begin with the most urgent
	After  lead.Cursor // where the next page begins; empty: this is the last
}

// offer is a lead that waits, and what can be answered.
type offer struct {
	card
	Since   string
	Choices []choice
}

func (s *site) queue(v *visit) error {
	ctx, now := v.r.Context(), v.now()
	p := queuePage{layout: v.layout("Hand-off queue", "queue"), Sales: v.session.person.Side == lead.Sales}
	q := lead.Query{Current: true, Statuses: []lead.Status{"mql"}, DueBefore: now.AddDate(1, 0, 0)} // by time left
	after, err := v.after()
	if err != nil {
		return err
	}
	var list []lead.Transition
	var leads map[string]*Lead
	p.Later = after != ""
	err = s.app.reading(ctx, func(on leadsql.DB) (err error) {
		of := q
		of.After = after
		if list, p.After, err = s.app.some(ctx, on, of, mostQueue); err != nil {
			return err
		}
		if err := p.count(ctx, s.app.db.Store(on), q, list, now); err != nil {
			return err
		}
		if p.Done, err = s.queueDone(v, on); err != nil {
			return err
		}
		leads, err = s.app.leadsOf(ctx, on, list)
		return err
	})
	if err != nil {
		return err
	}
	cards, err := s.app.cards(leads, list, now)
	if err != nil {
		return err
	}
	for i, tr := range list {
		o := offer{card: cards[i], Since: moment(tr.Since)}
		if p.Sales {
			o.Choices = s.answers(v, tr, cards[i], now)
		}
		p.Offers = append(p.Offers, o)
	}
	return v.show(http.StatusOK, "queue.html", p)
}

// count counts all that wait, and those that have waited too long.
func (p *queuePage) count(ctx context.Context, store *leadsql.Store, q lead.Query, list []lead.Transition, now time.Time) error {
	one := func(tr lead.Transition) {
		p.All++
		if tr.Due.Before(now) {
			p.Late++
		}
	}
	if !p.Later && p.After == "" { // what is on the page is all
		for _, tr := range list {
			one(tr)
		}
		return nil
	}
	for tr, err := range store.History(ctx, q) {
		if err != nil {
			return err
		}
		one(tr)
	}
	return nil
}

// answers are the three ways to answer an offer. None of them has a guard, so that the
// lead itself need not be read to know them.
func (s *site) answers(v *visit, tr lead.Transition, of card, now time.Time) []choice {
	actor := v.session.person.actor()
	all := s.app.machine.Explain(v.r.Context(), tr.State(), command{ID: tr.LeadID, Actor: actor, At: now})
	all = slices.DeleteFunc(all, func(c lead.Choice) bool {
		return c.Event != "accept" && c.Event != "reject" && c.Event != "return"
	})
	list := v.choices(tr.State(), "", all, typed{})
	for i := range list {
		list[i].Back, list[i].About = "queue", strings.TrimSpace(of.Company+" "+tr.LeadID)
	}
	return list
}

// queueDone says what the answer before this page has brought about.
func (s *site) queueDone(v *visit, on leadsql.DB) (string, error) {
	id, did := v.r.URL.Query().Get("lead"), v.r.URL.Query().Get("did")
	if !isID(id) || did == "" {
		return "", nil
	}
	steps, err := s.app.steps(v.r.Context(), on, id)
	if err != nil {
		return "", err
	}
	done := (&leadPage{Steps: steps}).done(did)
	if done == "" {
		return "", nil
	}
	return id + ": " + done, nil
}
