package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// thursday makes opportunities in the company's own transactions, opens a lead again
// and forgets a person.
func (c *company) thursday(ctx context.Context) error {
	c.heading("THURSDAY", "opportunities, a second chance, and somebody who wants to be forgotten")
	for _, scene := range []scene{
		{"09:40", c.missed},
		{"09:50", c.catchUp},
		{"11:00", c.completed},
		{"11:30", c.reopen},
		{"14:00", c.talks},
		{"15:00", c.opportunities},
		{"16:00", c.forget},
		{"17:00", c.tally},
	} {
		if err := c.play(ctx, 3, scene); err != nil {
			return err
		}
	}
	return nil
}

// missed is what the program that warned on the holiday finds in the morning.
func (c *company) missed(ctx context.Context) error {
	queue, err := c.queue(ctx)
	if err != nil {
		return err
	}
	overdue := 0
	for _, mql := range queue {
		if !mql.Due.Before(c.now) {
			continue
		}
		if overdue++; overdue == 1 {
			c.tell("The office is open again, and the clock of %s has run out: %.0f hours on the wall since %s are 8 hours of work, due %s.",
				mql.LeadID, mql.Due.Sub(mql.Since).Hours(), c.day(mql.Since), c.day(mql.Due))
		}
	}
	if overdue == 0 {
		return errors.New("expected a clock that has run out, found none")
	}
	return nil
}

// catchUp answers what came on Tuesday and on the holiday, and calls.
func (c *company) catchUp(ctx context.Context) error {
	for _, id := range c.accepted[10:12] {
		if err := c.touch(ctx, id); err != nil {
			return err
		}
	}
	queue, err := c.queue(ctx)
	if err != nil {
		return err
	}
	late := 0
	for _, mql := range queue {
		if mql.Due.Before(c.now) {
			late++
		}
	}
	before := c.count.events["accept"]
	for i, mql := range queue[:len(queue)-1] { // the last one is forgotten
		by := ann
		if i%2 == 1 {
			by = bob
		}
		if err := c.decide(ctx, mql, by); err != nil {
			return err
		}
	}
	c.tell("Sales answers %d of the %d offers that wait, %d of them late, and accepts %d.",
		len(queue)-1, len(queue), late, c.count.events["accept"]-before)
	return nil
}

// completed is the lead that was returned on Tuesday: marketing has asked, and hands
// it over again. A person may do that before it wakes.
func (c *company) completed(ctx context.Context) error {
	returned, err := c.list(ctx, lead.Query{Current: true, Statuses: []lead.Status{"recycled"}})
	if err != nil {
		return err
	}
	for _, tr := range returned {
		if tr.Event != "return" {
			continue
		}
		c.leads[tr.LeadID].Employees = new(420)
		if _, err := c.apply(ctx, command{ID: tr.LeadID, Event: "qualify", Actor: mia}); err != nil {
			return err
		}
		if _, err := c.apply(ctx, command{ID: tr.LeadID, Event: "accept", Actor: bob}); err != nil {
			return err
		}
		c.accepted = append(c.accepted, tr.LeadID)
		c.tell("mia has asked %s how many people work there, and hands it over again: bob accepts it this time.", tr.LeadID)
		return nil
	}
	return errors.New("expected a returned lead, found none")
}

// reopen gives a lead back what it was before.
func (c *company) reopen(ctx context.Context) error {
	tr, err := c.apply(ctx, command{ID: competitor, Event: "reopen", Actor: ann, Note: "They buy pumps, they do not make them."})
	if err != nil {
		return err
	}
	c.leads[competitor].Competitor = new(false)
	c.tell("%s, disqualified on Monday, is no competitor after all: ann reopens it, and it is in %s again.", competitor, c.statusName(tr.To))
	return nil
}

// talks are what comes of the calls.
func (c *company) talks(ctx context.Context) error {
	for i, id := range c.accepted[:9] {
		cmd := command{ID: id, Event: "sales_qualify"}
		if i == 8 {
			cmd.Event, cmd.Reason = "recycle", "no_budget"
		}
		if err := c.act(ctx, cmd); err != nil {
			return err
		}
	}
	c.tell("Of nine leads that were called, eight have need, means and time; one has no budget this year.")
	s, _, err := c.store.Load(ctx, c.accepted[12], "")
	if err != nil {
		return err
	}
	if !s.Due.Before(c.now) {
		return fmt.Errorf("lead %s is called in time", s.LeadID)
	}
	c.tell("%s is called only now; within a working day it should have been by %s.", s.LeadID, c.day(s.Due))
	return c.touch(ctx, s.LeadID)
}

// opportunities converts five leads. The opportunity and the lead's move are committed
// together, or not at all.
func (c *company) opportunities(ctx context.Context) error {
	id := c.accepted[0]
	before, _, err := c.store.Load(ctx, id, "")
	if err != nil {
		return err
	}
	err = c.convert(ctx, id, 0)
	if err == nil {
		return fmt.Errorf("lead %s: an opportunity of %s went through", id, euro(0))
	}
	after, _, err := c.store.Load(ctx, id, "")
	if err != nil {
		return err
	}
	none, err := c.number(ctx, "SELECT count(*) FROM opportunities")
	if err != nil {
		return err
	}
	c.tell("%s is converted in a transaction of the company's own, and the table of opportunities does not take the amount, %s. All is rolled back: %d opportunities, and the lead is in %s, version %d as before.",
		id, euro(0), none, c.statusName(after.Status), after.Version)
	if none != 0 || after.Status != "sql" || after.Version != before.Version {
		return fmt.Errorf("lead %s: half an opportunity was made", id)
	}
	sum := 0
	for _, id := range c.accepted[:5] {
		if err := c.convert(ctx, id, amount(c.leads[id])); err != nil {
			return err
		}
		sum += amount(c.leads[id])
	}
	c.tell("With an amount it works: 5 opportunities for %s.", euro(sum))
	return nil
}

// amount is what a lead is worth, in EUR: the company sells by size.
func amount(in *Inquiry) int { return 8000 + 30**in.Employees }

// convert makes an opportunity of a lead, in a transaction of the company's own.
func (c *company) convert(ctx context.Context, id string, amount int) error {
	by, err := c.owner(ctx, id)
	if err != nil {
		return err
	}
	cmd := command{ID: id, Event: "convert", Actor: by, Labels: map[string]string{"amount": fmt.Sprint(amount)}}
	err = c.db.Store(c.db.DB).InTx(ctx, func(tx *sql.Tx, moved *leadsql.Store) error {
		if _, err := c.tracker.WithStore(moved).Apply(ctx, cmd); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, c.db.SQL("INSERT INTO opportunities (lead_id, amount) VALUES (?, ?)"), id, amount)
		return err
	})
	if err != nil {
		return err
	}
	c.counted("convert", 1)
	return nil
}
