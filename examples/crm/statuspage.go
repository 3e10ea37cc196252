package main

import (
	"context"
	"net/http"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// mostListed is how many leads a page of a status shows.
const mostListed = 50

// statusPage is all leads of a status, some at a time, by their ids.
type statusPage struct {
	layout
	Status lead.StatusSpec
	Name   string
	Cards  []card
	Later  bool        // it does not begin with the first lead
	After  lead.Cursor // where the next page begins; empty: this is the last
}

func (s *site) statusPage(v *visit) error {
	status := s.app.status(lead.Status(v.r.PathValue("status")))
	if status.Category == "" {
		return notFound(v)
	}
	after, err := v.after()
	if err != nil {
		return err
	}
	p := statusPage{Status: status, Name: s.app.statusName(status.Name), Later: after != ""}
	p.layout = v.layout("All leads in "+p.Name, "")
	var list []lead.Transition
	var leads map[string]*Lead
	err = s.app.reading(v.r.Context(), func(on leadsql.DB) (err error) {
		q := lead.Query{Current: true, Statuses: []lead.Status{status.Name}, After: after}
		if list, p.After, err = s.app.some(v.r.Context(), on, q, mostListed); err != nil {
			return err
		}
		leads, err = s.app.leadsOf(v.r.Context(), on, list)
		return err
	})
	if err != nil {
		return err
	}
	if p.Cards, err = s.app.cards(leads, list, v.now()); err != nil {
		return err
	}
	return v.show(http.StatusOK, "status.html", p)
}

// after is where the page begins that an address asks for; empty: with the first lead.
func (v *visit) after() (lead.Cursor, error) {
	c := lead.Cursor(v.r.URL.Query().Get("after"))
	if c == "" {
		return "", nil
	}
	if _, err := c.Position(); err != nil {
		return "", &problem{http.StatusBadRequest, "There is no such page", "The address may have been typed or copied wrongly. Begin with the first page."}
	}
	return c, nil
}

// some are the first rows of a query, and where the next ones begin; empty: there are
// none.
func (c *crm) some(ctx context.Context, on leadsql.DB, q lead.Query, most int) (list []lead.Transition, next lead.Cursor, err error) {
	q.Limit = most + 1
	for tr, err := range c.db.Store(on).History(ctx, q) {
		if err != nil {
			return nil, "", err
		}
		if len(list) == most {
			return list, lead.CursorOf(list[most-1]), nil
		}
		list = append(list, tr)
	}
	return list, "", nil
}
