package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// handOver works through the hand-over queue: each MQL is accepted, rejected with
// a reason, or returned for repair.
func (c *company) handOver(ctx context.Context) error {
	queue, err := c.mqls(ctx)
	if err != nil {
		return err
	}
	late, accepted, rejected, returned := 0, c.count.accepted, c.count.rejected, c.count.returned
	for i, mql := range queue {
		if mql.Due.Before(c.now) {
			late++
		}
		person := ann
		if i%2 == 1 {
			person = bob
		}
		if err := c.decide(ctx, mql, person); err != nil {
			return err
		}
	}
	if len(queue) > 0 {
		c.sayf("  %s  sales takes the MQLs in the queue, %d (%d overdue): %d accepted, %d rejected, %d returned", c.now.Format("15:04"), len(queue), late,
			c.count.accepted-accepted, c.count.rejected-rejected, c.count.returned-returned)
	}
	return nil
}

// decide is one salesperson's word on one MQL: the explicit feedback to marketing.
func (c *company) decide(ctx context.Context, mql lead.Transition, by lead.Actor) error {
	cmd := command{ID: mql.LeadID, Actor: by, IfVersion: mql.Version, Event: "accept"}
	counter := &c.count.accepted
	switch chance := c.random.IntN(100); {
	case c.leads[mql.LeadID].Employees == nil && chance < 60:
		cmd.Event, cmd.Reason, counter = "return", "missing_data", &c.count.returned
	case chance < 25:
		reasons := []string{"not_icp", "no_interest", "not_reached", "bad_timing"}
		cmd.Event, cmd.Reason, counter = "reject", reasons[c.random.IntN(len(reasons))], &c.count.rejected
	}
	_, err := c.tracker.Apply(ctx, cmd)
	if err == nil {
		*counter++
	}
	return err
}

// follow moves on what sales has accepted: a call first, then a decision, and near
// the end of the week an opportunity and an order.
func (c *company) follow(ctx context.Context) error {
	type step struct {
		percent int
		cmd     command
	}
	steps := map[lead.Status][]step{
		"sal": {
			{80, command{Event: "touch"}},
			{55, command{Event: "sales_qualify"}},
			{10, command{Event: "recycle", Reason: "no_budget"}},
		},
		"sql":       {{40, command{Event: "convert"}}},
		"converted": {{35, command{Event: "win"}}, {20, command{Event: "lose", Reason: "price"}}},
	}
	moved := map[lead.Event]int{}
	for _, status := range []lead.Status{"converted", "sql", "sal"} {
		for tr, err := range c.store.History(ctx, lead.Query{Current: true, Statuses: []lead.Status{status}}) {
			if err != nil {
				return err
			}
			if tr.Since.After(c.now.Add(-12 * time.Hour)) {
				continue // a lead takes one step a day
			}
			for _, s := range steps[status] {
				if c.random.IntN(100) >= s.percent {
					continue
				}
				cmd := s.cmd
				cmd.ID, cmd.Actor = tr.LeadID, ownerOf(tr)
				if _, err := c.tracker.Apply(ctx, cmd); err != nil {
					return err
				}
				moved[cmd.Event]++
				c.count.moved[cmd.Event]++
				if cmd.Event != "touch" {
					break
				}
			}
		}
	}
	var what []string
	for _, e := range []lead.Event{"touch", "sales_qualify", "recycle", "convert", "win", "lose"} {
		if moved[e] > 0 {
			what = append(what, fmt.Sprintf("%d %s", moved[e], e))
		}
	}
	if len(what) > 0 {
		c.sayf("  %s  sales goes on with its leads: %s", c.now.Format("15:04"), strings.Join(what, ", "))
	}
	return nil
}

func ownerOf(tr lead.Transition) lead.Actor {
	return lead.Actor{ID: tr.Labels["owner"], Side: lead.Sales}
}

// race has two salespeople decide on one MQL that both have on their screens. The
// second learns who was first, and nothing is decided twice.
func (c *company) race(ctx context.Context) error {
	queue, err := c.mqls(ctx)
	if err != nil || len(queue) == 0 {
		return err
	}
	id := queue[0].LeadID
	seenByAnn, _, err := c.tracker.Explain(ctx, id, ann, c.leads[id])
	if err != nil {
		return err
	}
	seenByBob, _, err := c.tracker.Explain(ctx, id, bob, c.leads[id])
	if err != nil {
		return err
	}
	_, err = c.tracker.Apply(ctx, command{ID: id, Event: "accept", Actor: ann, IfVersion: seenByAnn.Version})
	if err != nil {
		return err
	}
	c.count.accepted++
	_, err = c.tracker.Apply(ctx, command{ID: id, Event: "reject", Reason: "bad_timing", Actor: bob, IfVersion: seenByBob.Version})
	if err == nil {
		return fmt.Errorf("lead %s was decided twice", id)
	}
	c.sayf("  %s  ann accepts %s; bob, who has the same page open, rejects it and is told:", c.now.Format("15:04"), id)
	c.sayf("           %v", err)
	return nil
}

// refusals shows what the lifecycle does not permit.
func (c *company) refusals(ctx context.Context) error {
	queue, err := c.mqls(ctx)
	if err != nil || len(queue) == 0 {
		return err
	}
	id := queue[0].LeadID
	for _, cmd := range []command{
		{ID: id, Event: "accept", Actor: mia},
		{ID: id, Event: "reject", Actor: ann},
	} {
		_, err := c.tracker.Apply(ctx, cmd)
		if err == nil {
			return fmt.Errorf("lead %s: %s by %s went through", id, cmd.Event, cmd.Actor.ID)
		}
		c.sayf("  %s  %s tries: %v", c.now.Format("15:04"), cmd.Actor.ID, err)
	}
	return nil
}
