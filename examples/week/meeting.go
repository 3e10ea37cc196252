package main

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

//go:embed proposal.yaml
var proposalYAML string

// meeting is what marketing and sales look at together on Friday.
type meeting struct {
	monday, asOf  string
	offered       string // the leads behind the offers
	funnel        *funnel.Report
	changes       []scoring.Change
	maturity      *standing
	opportunities []opportunity
}

// opportunity is a row of the page.
type opportunity struct {
	Lead, Company, Status string
	Amount                int
}

func (c *company) meet(ctx context.Context) (*meeting, error) {
	m := &meeting{monday: c.at(0, "00:00").Format("2 January 2006"), asOf: c.now.Format("Monday, 2 January, 15:04") + " in Vienna", offered: c.offered()}
	var err error
	if m.funnel, err = c.report(ctx); err != nil {
		return nil, err
	}
	c.heading("THE MEETING", "the number and the quality of the MQLs, as the library reports them")
	var b strings.Builder
	if err := m.funnel.Only(funnel.HandOffPart, funnel.FunnelPart).WriteText(&b); err != nil {
		return nil, err
	}
	fmt.Fprintf(&c.out, "\n%s", chapters(b.String(), "AGENDA", "HAND-OFF", "REASONS", "GOALS", "PLAN", "STAGES", "TIME FROM", "TIME TO"))
	if m.changes, err = c.propose(ctx); err != nil {
		return nil, err
	}
	if m.maturity, err = c.stand(ctx); err != nil {
		return nil, err
	}
	m.opportunities, err = c.allOpportunities(ctx)
	return m, err
}

// propose shows what another revision of the criteria would change, in words and for
// the leads of this week.
func (c *company) propose(ctx context.Context) ([]scoring.Change, error) {
	rules, err := scoring.ReadSpec(strings.NewReader(proposalYAML), "proposal.yaml")
	if err != nil {
		return nil, err
	}
	proposed, err := compileCriteria(rules)
	if err != nil {
		return nil, err
	}
	c.heading("THE PROPOSAL", "mia has other criteria in mind; this is what would change")
	changes := scoring.Diff(c.model.Spec(), rules, scoring.English)
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, change := range changes {
		fmt.Fprintf(w, "%s\t%s\n", change.Where, change.Text)
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	c.quote(b.String())
	sent, err := c.list(ctx, lead.Query{Current: true, Statuses: []lead.Status{"recycled"}})
	if err != nil {
		return nil, err
	}
	var was, is, spared int
	for _, in := range c.inquiries[:c.arrived] {
		old, err := c.model.Score(in, in.Came)
		if err != nil {
			return nil, err
		}
		other, err := proposed.Score(in, in.Came)
		if err != nil {
			return nil, err
		}
		if old.Qualified(false) {
			was++
		}
		if other.Qualified(false) {
			is++
		} else if slices.ContainsFunc(sent, func(tr lead.Transition) bool { return tr.LeadID == in.ID && tr.Event == "reject" }) {
			spared++
		}
	}
	if byScore := c.offeredBy("qualify"); was != byScore {
		return nil, fmt.Errorf("expected the %d leads that became MQLs by score, found %d", byScore, was)
	}
	c.tell("Of the inquiries of this week %d leads became MQLs by score (%d with %s, by hand). By the proposal it would be %d, without %d of the %d that sales has rejected. Until both have signed it, nothing qualifies by it.",
		was, len(c.count.offers), c.nominated, is, spared, c.count.events["reject"])
	return changes, nil
}

// allOpportunities asks the database for the company's own rows beside the status of
// their leads.
func (c *company) allOpportunities(ctx context.Context) ([]opportunity, error) {
	rows, err := c.db.QueryContext(ctx, `SELECT o.lead_id, l.status, o.amount FROM opportunities o
		JOIN leadline_leads l ON l.lead_id = o.lead_id ORDER BY o.lead_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []opportunity
	for rows.Next() {
		var o opportunity
		if err := rows.Scan(&o.Lead, &o.Status, &o.Amount); err != nil {
			return nil, err
		}
		o.Company = c.leads[o.Lead].Company
		list = append(list, o)
	}
	return list, rows.Err()
}
