package main

import "context"

// friday closes some opportunities, and then both sides meet.
func (c *company) friday(ctx context.Context) error {
	c.heading("FRIDAY", "orders, and the meeting of marketing and sales")
	for _, scene := range []scene{{"09:30", c.callAgain}, {"10:00", c.answers}, {"13:00", c.orders}, {"15:00", c.tally}} {
		if err := c.play(ctx, 4, scene); err != nil {
			return err
		}
	}
	var err error
	if c.meeting, err = c.meet(ctx); err != nil {
		return err
	}
	checks, err := c.reconcile(ctx, c.meeting)
	if err != nil {
		return err
	}
	c.heading("THE END", "do all these figures agree?")
	c.tell("All figures reconcile: %d comparisons of what was counted by hand, of the reports and of SQL.", checks)
	return nil
}

// callAgain calls those that were accepted on Thursday, all but two, and goes on with
// those that have need, means and time.
func (c *company) callAgain(ctx context.Context) error {
	late := c.accepted[14:]
	for _, id := range late[:len(late)-2] {
		if err := c.touch(ctx, id); err != nil {
			return err
		}
	}
	talks := append([]string{c.accepted[9], c.accepted[10]}, late[:4]...)
	for _, id := range talks {
		if err := c.act(ctx, command{ID: id, Event: "sales_qualify"}); err != nil {
			return err
		}
	}
	c.tell("ann and bob call %d of the %d that they accepted on Thursday; %d more leads become SQLs.", len(late)-2, len(late), len(talks))
	return nil
}

// answers works through the queue, but for the lead that was forgotten yesterday.
func (c *company) answers(ctx context.Context) error {
	queue, err := c.queue(ctx)
	if err != nil {
		return err
	}
	before := c.count.events["accept"]
	for _, mql := range queue[1:] {
		if err := c.decide(ctx, mql, ann); err != nil {
			return err
		}
	}
	c.tell("ann answers %d offers and accepts %d. %s is nobody's, and overdue since %s.",
		len(queue)-1, c.count.events["accept"]-before, queue[0].LeadID, c.day(queue[0].Due))
	return nil
}

// orders ends four opportunities and makes three more.
func (c *company) orders(ctx context.Context) error {
	for i, cmd := range []command{{Event: "win"}, {Event: "win"}, {Event: "lose", Reason: "price"}, {Event: "win"}} {
		cmd.ID = c.accepted[i]
		if err := c.act(ctx, cmd); err != nil {
			return err
		}
		if cmd.Event == "win" {
			c.count.sold += amount(c.leads[cmd.ID])
		}
	}
	for _, id := range c.accepted[5:8] {
		if err := c.convert(ctx, id, amount(c.leads[id])); err != nil {
			return err
		}
	}
	c.tell("Three orders for %s together; one opportunity is lost for its price, three are new.", euro(c.count.sold))
	return nil
}
