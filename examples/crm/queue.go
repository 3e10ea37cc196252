package main

import (
	"net/http"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// mostQueue is how many leads the queue shows.
const mostQueue = 50

// queuePage is what waits for an answer of sales, the most urgent first.
type queuePage struct {
	layout
	Offers []offer
	More   int
	Sales  bool // whoever looks may answer
	Done   string
	Late   int
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
	var list []lead.Transition
	for tr, err := range s.app.store.History(ctx, q) {
		if err != nil {
			return err
		}
		if tr.Due.Before(now) {
			p.Late++
		}
		if len(list) < mostQueue {
			list = append(list, tr)
		} else {
			p.More++
		}
	}
	cards, err := s.app.cards(ctx, list, now)
	if err != nil {
		return err
	}
	for i, tr := range list {
		o := offer{card: cards[i], Since: moment(tr.Since)}
		if p.Sales {
			o.Choices = s.answers(v, tr, now)
		}
		p.Offers = append(p.Offers, o)
	}
	p.Done, err = s.queueDone(v)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "queue.html", p)
}

// answers are the three ways to answer an offer. None of them has a guard, so that the
// lead itself need not be read to know them.
func (s *site) answers(v *visit, tr lead.Transition, now time.Time) []choice {
	actor := v.session.person.actor()
	all := s.app.machine.Explain(v.r.Context(), tr.State(), command{ID: tr.LeadID, Actor: actor, At: now})
	all = slices.DeleteFunc(all, func(c lead.Choice) bool {
		return c.Event != "accept" && c.Event != "reject" && c.Event != "return"
	})
	list := v.choices(tr.State(), "", all, typed{})
	for i := range list {
		list[i].Back = "queue"
	}
	return list
}

// queueDone says what the answer before this page has brought about.
func (s *site) queueDone(v *visit) (string, error) {
	id, did := v.r.URL.Query().Get("lead"), v.r.URL.Query().Get("did")
	if id == "" || did == "" {
		return "", nil
	}
	steps, err := s.app.steps(v.r.Context(), id)
	if err != nil {
		return "", err
	}
	done := (&leadPage{Steps: steps}).done(did)
	if done == "" {
		return "", nil
	}
	return id + ": " + done, nil
}
