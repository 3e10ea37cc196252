package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// tuesday works through the hand-off queue of Monday.
func (c *company) tuesday(ctx context.Context) error {
	c.heading("TUESDAY", "the hand-off: sales says to each MQL what becomes of it")
	if err := c.until(ctx, c.at(1, "09:00")); err != nil {
		return err
	}
	queue, err := c.queue(ctx)
	if err != nil {
		return err
	}
	c.tell("%d MQLs are offered to sales, by due time:", len(queue))
	for _, mql := range queue[:min(3, len(queue))] {
		c.quote(fmt.Sprintf("%s  %-10s since %s, due %s", mql.LeadID, band(mql), c.day(mql.Since), c.day(mql.Due)))
	}
	c.quote("...")
	for i, mql := range queue {
		if err := c.until(ctx, c.at(1, "09:10").Add(time.Duration(i)*8*time.Minute)); err != nil {
			return err
		}
		by, other := ann, bob
		if i%2 == 1 {
			by, other = bob, ann
		}
		if i == 0 {
			if err := c.page(ctx, mql, by); err != nil {
				return err
			}
		}
		err := c.decide(ctx, mql, by)
		if err == nil && i == 0 {
			err = c.tooLate(ctx, mql, by, other)
		}
		if err != nil {
			return err
		}
	}
	e := c.count.events
	c.tell("The queue is done: %d accepted, %d rejected, %d returned to be completed.", e["accept"], e["reject"], e["return"])
	if e["accept"] != 14 || e["reject"] != 3 || e["return"] != 1 || len(queue) != 18 {
		return errors.New("expected 14 accepted, 3 rejected and 1 returned, of 18")
	}
	if err := c.calls(ctx); err != nil {
		return err
	}
	if err := c.until(ctx, c.at(1, "17:00")); err != nil {
		return err
	}
	if err := c.tally(ctx); err != nil {
		return err
	}
	return c.night(ctx)
}

// band is why a lead is an MQL: its score band, or somebody's word.
func band(mql lead.Transition) string {
	if mql.Event == "nominate" {
		return "nominated"
	}
	return mql.Labels["score_band"] + " " + mql.Labels["grade"]
}

// page is the lead page of an MQL: its buttons, and what happens if they are not
// heeded.
func (c *company) page(ctx context.Context, mql lead.Transition, by lead.Actor) error {
	_, choices, err := c.tracker.Explain(ctx, mql.LeadID, by, c.leads[mql.LeadID])
	if err != nil {
		return err
	}
	var may []string
	for _, choice := range choices {
		if len(choice.Blockers) > 0 {
			continue
		}
		var asks []string
		for _, need := range choice.Needs {
			asks = append(asks, "asks for a "+string(need.Kind))
		}
		button := string(choice.Event)
		if len(asks) > 0 {
			button += " (" + strings.Join(asks, ", ") + ")"
		}
		may = append(may, button)
	}
	c.tell("%s opens %s and may: %s.", by.ID, mql.LeadID, strings.Join(may, ", "))
	for _, cmd := range []command{
		{ID: mql.LeadID, Event: "accept", Actor: mia},
		{ID: mql.LeadID, Event: "reject", Actor: by},
	} {
		refused, err := c.refused(ctx, cmd)
		if err != nil {
			return err
		}
		why := refused.Blockers[0].Message
		if refused.Blockers[0].Code == lead.CodeReasonRequired { // which the library tells by codes
			why = fmt.Sprintf("%s needs a reason, one of %s", cmd.Event, c.reasonNames(cmd.Event))
		}
		c.tell("%s tries to %s it, and is refused: %s.", cmd.Actor.ID, cmd.Event, why)
	}
	return nil
}

// decide is one salesperson's word on one MQL: the explicit feedback to marketing.
// IfVersion says what was on their screen.
func (c *company) decide(ctx context.Context, mql lead.Transition, by lead.Actor) error {
	cmd := command{ID: mql.LeadID, Actor: by, IfVersion: mql.Version, Event: "accept"}
	switch in := c.leads[mql.LeadID]; {
	case in.Employees == nil:
		cmd.Event, cmd.Reason = "return", "missing_data"
	case in.Found != "":
		cmd.Event, cmd.Reason = "reject", in.Found
	}
	tr, err := c.apply(ctx, cmd)
	if err != nil {
		return err
	}
	if cmd.Event == "accept" {
		c.accepted = append(c.accepted, cmd.ID)
		return nil
	}
	done := map[lead.Event]string{"reject": "rejected", "return": "returned"}[tr.Event]
	c.tell("%s is %s, for “%s”. It is parked until %s.", cmd.ID, done, c.reasonName(tr.Event, tr.Reason), c.date(tr.Due))
	return nil
}

// tooLate has another decide on the MQL, who has the same page open. They learn who
// was first, and nothing is decided twice.
func (c *company) tooLate(ctx context.Context, mql lead.Transition, first, second lead.Actor) error {
	_, err := c.apply(ctx, command{ID: mql.LeadID, Event: "reject", Reason: "not_reached", Actor: second, IfVersion: mql.Version})
	late, ok := errors.AsType[*lead.ConflictError](err)
	if !ok {
		return fmt.Errorf("lead %s: expected a conflict, found: %v", mql.LeadID, err)
	}
	now := late.State
	c.tell("%s accepts %s. %s has the same page open, rejects it, and is told: it has moved meanwhile, from version %d to %d; %s of %s put it into %s at %s.",
		first.ID, mql.LeadID, second.ID, mql.Version, now.Version, now.Last.ID, now.Last.Side, c.statusName(now.Status), c.day(now.At))
	if late.State.Last.Side != first.Side || late.State.Status != "sal" {
		return fmt.Errorf("lead %s: %s in %s was first, not %s", mql.LeadID, late.State.Last.Side, late.State.Status, first.ID)
	}
	return nil
}

// calls is the afternoon on the telephone: nine of the accepted are reached.
func (c *company) calls(ctx context.Context) error {
	for i, id := range c.accepted[:9] {
		if err := c.until(ctx, c.at(1, "13:30").Add(time.Duration(i)*20*time.Minute)); err != nil {
			return err
		}
		if err := c.touch(ctx, id); err != nil {
			return err
		}
	}
	c.tell("ann and bob have called nine of the accepted. The first call ends the clock of an SAL.")
	return nil
}

// touch is a call to an accepted lead.
func (c *company) touch(ctx context.Context, id string) error {
	return c.act(ctx, command{ID: id, Event: "touch"})
}

// act is something that the owner of an accepted lead does.
func (c *company) act(ctx context.Context, cmd command) (err error) {
	if cmd.Actor, err = c.owner(ctx, cmd.ID); err == nil {
		_, err = c.apply(ctx, cmd)
	}
	return err
}

// owner is who has accepted the lead.
func (c *company) owner(ctx context.Context, id string) (lead.Actor, error) {
	s, _, err := c.store.Load(ctx, id, "")
	return lead.Actor{ID: s.Labels["owner"], Side: lead.Sales}, err
}
