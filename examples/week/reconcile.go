package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// ledger compares figures that must be equal.
type ledger struct {
	checks int
	wrong  error // the first that is not
}

func (l *ledger) equal(what string, a, b int64) {
	l.checks++
	if a != b && l.wrong == nil {
		l.wrong = fmt.Errorf("figures do not reconcile: %s: %d, %d", what, a, b)
	}
}

// reconcile holds what was counted by hand while things happened against the database
// and against the reports of the library. It returns how many figures were compared.
func (c *company) reconcile(ctx context.Context, m *meeting) (int, error) {
	l := &ledger{}
	if err := c.withDatabase(ctx, l, m.funnel); err != nil {
		return 0, err
	}
	c.withFunnel(l, m.funnel)
	c.withHandOff(l, m.funnel.HandOff)
	c.withMeasures(l, m.maturity)
	queue, err := c.queue(ctx)
	if err != nil {
		return 0, err
	}
	l.equal("open offers, and the queue", m.funnel.HandOff.Total.Open, int64(len(queue)))
	if l.wrong != nil {
		return 0, l.wrong
	}
	return l.checks, c.chain(ctx)
}

// event is how often an event was counted by hand.
func (c *company) event(events ...lead.Event) (n int64) {
	for _, e := range events {
		n += int64(c.count.events[e])
	}
	return n
}

// withDatabase asks in SQL what was counted by hand, and what the report says.
func (c *company) withDatabase(ctx context.Context, l *ledger, r *funnel.Report) error {
	type question struct {
		what  string
		want  int64
		query string
		args  []any
	}
	questions := []question{
		{"rows in the database, and rows written", int64(c.count.rows), "SELECT count(*) FROM leadline_rows", nil},
		{"rows in the database, and in the report", r.Counts.Rows, "SELECT count(*) FROM leadline_rows", nil},
		{"leads in the database, and in the report", r.Counts.Leads, "SELECT count(*) FROM leadline_leads", nil},
		{"inquiries", 120, "SELECT count(*) FROM leadline_leads", nil},
		{"leads in the database, and inquiries that came", int64(c.arrived), "SELECT count(DISTINCT lead_id) FROM leadline_rows", nil},
		{"opportunities, and conversions", c.event("convert"), "SELECT count(*) FROM opportunities", nil},
		{"EUR of orders", int64(c.count.sold), `SELECT coalesce(sum(o.amount), 0) FROM opportunities o
			JOIN leadline_leads l ON l.lead_id = o.lead_id WHERE l.status = 'won'`, nil},
	}
	for _, e := range slices.Sorted(maps.Keys(c.count.events)) {
		questions = append(questions, question{
			"rows of " + string(e), c.event(e), "SELECT count(*) FROM leadline_rows WHERE event = ?", []any{string(e)},
		})
	}
	for _, age := range r.Ages {
		questions = append(questions, question{
			"leads that stand in " + string(age.Status), age.Leads, "SELECT count(*) FROM leadline_leads WHERE status = ?", []any{string(age.Status)},
		})
	}
	for _, s := range r.Stages {
		questions = append(questions, question{
			"leads that ever were in " + s.Name, s.Entered, "SELECT count(DISTINCT lead_id) FROM leadline_rows WHERE to_status = ?", []any{s.Name},
		})
		if s.Name == "mql" {
			l.equal("leads that became MQLs, and leads offered", s.Entered, int64(len(c.count.offers)))
		}
	}
	for _, q := range questions {
		n, err := c.number(ctx, q.query, q.args...)
		if err != nil {
			return err
		}
		l.equal(q.what, int64(n), q.want)
	}
	return nil
}

func (c *company) withFunnel(l *ledger, r *funnel.Report) {
	flow := map[[2]lead.Status]int64{}
	var rows int64
	for _, f := range r.Transitions {
		flow[[2]lead.Status{f.From, f.To}] = f.N
		if f.To != funnel.End {
			rows += f.N
		}
	}
	move := func(from, to lead.Status) int64 { return flow[[2]lead.Status{from, to}] }
	var refused int64
	for _, n := range c.count.refused {
		refused += int64(n)
	}
	again := c.event("return") // who was completed came to the queue twice
	l.equal("MQLs by score the first time and inquiries without the points, and inquiries", c.event("qualify")-again+refused, c.event(lead.EventOpen))
	l.equal("moves in the report, and rows written", rows, int64(c.count.rows))
	l.equal("mql to sal, and accepted", move("mql", "sal"), c.event("accept"))
	l.equal("mql to recycled, and sent back", move("mql", "recycled"), c.event("reject", "return"))
	l.equal("activities, and calls", move("sal", "sal")+move("sql", "sql"), c.event("touch"))
	l.equal("sal to recycled, and recycled", move("sal", "recycled"), c.event("recycle"))
	l.equal("sql to converted, and conversions", move("sql", "converted"), c.event("convert"))
	l.equal("converted to won, and orders", move("converted", "won"), c.event("win"))
	l.equal("converted to lost, and lost", move("converted", "lost"), c.event("lose"))
	l.equal("out of disqualified, and reopened", move("disqualified", "inquiry")+move("disqualified", "engaged"), c.event("reopen"))
	var sold int64
	if r.Velocity != nil && r.Velocity.Sum != nil {
		sold = int64(*r.Velocity.Sum)
	}
	l.equal("EUR of orders in the report", sold, int64(c.count.sold))
	for k, s := range r.Stages {
		var all int64
		for _, segment := range r.Segments {
			all += segment.Stages[k].Reached
		}
		l.equal(s.Name+" of all industries, and of all", all, s.Reached)
	}
	for _, g := range r.Goals {
		for _, s := range r.Stages {
			if s.Name == g.Stage {
				l.equal(s.Name+" of the goal, and of the funnel", g.Periods[0].Actual, s.Reached)
			}
		}
	}
}

func (c *company) withHandOff(l *ledger, h *funnel.HandOff) {
	o := h.Total
	l.equal("offers, and MQLs", o.Offered, c.event("qualify", "nominate"))
	l.equal("offers by judgement, and leads nominated", h.Criteria.Other, int64(c.offeredBy("nominate")))
	l.equal("accepted offers", o.Accepted, c.event("accept"))
	l.equal("rejected offers", o.Rejected, c.event("reject"))
	l.equal("returned offers", o.Returned, c.event("return"))
	l.equal("offers by their end, and all", o.Accepted+o.Rejected+o.Returned+o.Withdrawn+o.Open, o.Offered)
	l.equal("offers on signed criteria, and MQLs by score", h.Criteria.Signed, c.event("qualify"))
	l.equal("offers by judgement, and nominated", h.Criteria.Other, c.event("nominate"))
	var reasons int64
	for _, r := range h.Reasons {
		reasons += r.N
	}
	l.equal("refusals by reason, and sent back", reasons, c.event("reject", "return"))
}

func (c *company) withMeasures(l *ledger, s *standing) {
	for _, m := range s.Measures {
		switch m.Indicator {
		case "ev.rel.acceptance_rate":
			l.equal("accepted, as measured", m.Figure.Num, c.event("accept"))
			l.equal("decided, as measured", m.Figure.Den, c.event("accept", "reject", "return"))
		case "ev.rel.reason_share":
			l.equal("rejected with a reason, as measured", m.Figure.Num, c.event("reject"))
		}
	}
}

// chain has the library look at all that is stored: each row follows from the one
// before it, and the tables agree with each other.
func (c *company) chain(ctx context.Context) error {
	for _, err := range c.machine.Verify(c.store.History(ctx, lead.Query{})) {
		if err != nil {
			return err
		}
	}
	var wrong error
	err := c.store.Verify(ctx, func(f leadsql.Finding) bool {
		wrong = fmt.Errorf("the database: %v", f)
		return false
	})
	if err == nil {
		err = wrong
	}
	return err
}
