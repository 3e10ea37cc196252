package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// wednesday is a public holiday: the office is closed, forms and programs are not.
func (c *company) wednesday(ctx context.Context) error {
	c.heading("WEDNESDAY", "a public holiday, on which clocks stand still")
	for _, scene := range []scene{{"11:00", c.written}, {"12:00", c.warn}, {"17:00", c.tally}, {"23:00", c.asleep}} {
		if err := c.play(ctx, 2, scene); err != nil {
			return err
		}
	}
	return nil
}

// written is a call of yesterday that is written down today.
func (c *company) written(ctx context.Context) error {
	id := c.accepted[9]
	if err := c.act(ctx, command{ID: id, Event: "touch", At: c.at(1, "16:40")}); err != nil {
		return err
	}
	rows, err := c.list(ctx, lead.Query{LeadID: id})
	if err != nil {
		return err
	}
	tr := rows[len(rows)-1]
	c.tell("%s writes down from home that %s was reached yesterday. The row says when it happened, %s, and when it was recorded, %s; the clock goes by the first.",
		tr.Actor.ID, id, c.day(tr.At), c.day(tr.Recorded))
	return nil
}

// warn is the work list of a program: what is due soon, and what to remind of.
func (c *company) warn(ctx context.Context) error {
	queue, err := c.queue(ctx)
	if err != nil {
		return err
	}
	var warned []lead.Transition
	for _, mql := range queue {
		if mql.Due.Before(c.now) {
			return fmt.Errorf("lead %s: its clock has run out on a holiday", mql.LeadID)
		}
		if at := c.machine.WarnAt(mql.State()); !at.IsZero() && !c.now.Before(at) {
			warned = append(warned, mql)
		}
	}
	if len(warned) == 0 {
		return errors.New("expected an MQL to warn of, found none")
	}
	c.tell("%d MQLs wait, none is overdue. A warning comes after three quarters of the 8 hours; it is out for %d of them:", len(queue), len(warned))
	for _, mql := range warned {
		c.quote(fmt.Sprintf("%s  since %s, warned %s, due %s", mql.LeadID, c.day(mql.Since), c.day(c.machine.WarnAt(mql.State())), c.day(mql.Due)))
	}
	return nil
}

// asleep has the nightly job try to make MQLs again of what sales rejected.
func (c *company) asleep(ctx context.Context) error {
	parked, err := c.list(ctx, lead.Query{Current: true, Statuses: []lead.Status{"recycled"}})
	if err != nil {
		return err
	}
	for i, tr := range parked {
		refused, err := c.refused(ctx, command{ID: tr.LeadID, Event: "qualify", Actor: job})
		if err != nil {
			return err
		}
		why := refused.Blockers[0]
		if why.Code != lead.CodeNotBefore {
			return fmt.Errorf("lead %s: expected %s, found %s", tr.LeadID, lead.CodeNotBefore, why.Code)
		}
		if i == 0 {
			until, err := time.Parse(time.RFC3339, why.Params["until"])
			if err != nil {
				return fmt.Errorf("lead %s: until when it is parked: %w", tr.LeadID, err)
			}
			c.tell("The nightly job would make MQLs of %d leads that sales sent back; they still have the points. It is refused: %s, for one, is parked until %s.",
				len(parked), tr.LeadID, c.date(until))
		}
	}
	return nil
}
