package main

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

//go:embed proposal.yaml
var proposalYAML string

// meeting is what marketing and sales look at together on Friday.
type meeting struct {
	monday, asOf  string // in the form in which the library writes times
	offered       string // the leads behind the offers
	funnel        *funnel.Report
	changes       []scoring.Change
	consequence   string // of the changes, for the leads of this week
	maturity      *standing
	opportunities []opportunity
}

// opportunity is a row of the page.
type opportunity struct {
	Lead, Company, Status, Amount string
}

func (c *company) meet(ctx context.Context) (*meeting, error) {
	m := &meeting{monday: c.at(0, "00:00").Format(time.DateOnly), asOf: c.now.Format("Monday, 2006-01-02 15:04 MST"), offered: c.offered()}
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
	if m.changes, m.consequence, err = c.propose(ctx); err != nil {
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
func (c *company) propose(ctx context.Context) (changes []scoring.Change, consequence string, err error) {
	rules, err := scoring.ReadSpec(strings.NewReader(proposalYAML), "proposal.yaml")
	if err != nil {
		return nil, "", err
	}
	proposed, err := compileCriteria(rules)
	if err != nil {
		return nil, "", err
	}
	c.heading("THE PROPOSAL", "mia has other criteria in mind; this is what would change")
	changes = scoring.Diff(c.model.Spec(), rules, scoring.English)
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, change := range changes {
		fmt.Fprintf(w, "%s\t%s\n", change.Where, change.Text)
	}
	if err := w.Flush(); err != nil {
		return nil, "", err
	}
	c.quote(b.String())
	sent, err := c.list(ctx, lead.Query{Current: true, Statuses: []lead.Status{"recycled"}})
	if err != nil {
		return nil, "", err
	}
	var was, is, spared int
	for _, in := range c.inquiries[:c.arrived] {
		old, err := c.model.Score(in, in.Came)
		if err != nil {
			return nil, "", err
		}
		other, err := proposed.Score(in, in.Came)
		if err != nil {
			return nil, "", err
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
		return nil, "", fmt.Errorf("expected the %d leads that became MQLs by score, found %d", byScore, was)
	}
	consequence = fmt.Sprintf("Of the inquiries of this week %d leads became MQLs by score (%d with %s, by hand). By the proposal it would be %d, without %d of the %d that sales has rejected. Until both have signed it, nothing qualifies by it.",
		was, len(c.count.offers), c.nominated, is, spared, c.count.events["reject"])
	c.tell("%s", consequence)
	return changes, consequence, nil
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
		var status lead.Status
		var amount int
		if err := rows.Scan(&o.Lead, &status, &amount); err != nil {
			return nil, err
		}
		o.Company, o.Status, o.Amount = c.leads[o.Lead].Company, c.statusName(status), euro(amount)
		list = append(list, o)
	}
	return list, rows.Err()
}
