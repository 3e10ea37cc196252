package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
	"github.com/leadline-go/leadline/maturity/evidence"
)

//go:embed answers.yaml
var answersYAML string

// standing is how mature the work of both sides is: what they say, and what the
// history of the week shows.
type standing struct{ *maturity.Report }

// stand asks and measures.
func (c *company) stand(ctx context.Context) (*standing, error) {
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		return nil, err
	}
	answers, err := maturity.ReadAnswers(strings.NewReader(answersYAML), "answers.yaml")
	if err != nil {
		return nil, err
	}
	measures, err := evidence.FromHistory(c.store.History(ctx, lead.Query{}), evidence.Options{
		Lifecycle: c.spec, From: c.at(0, "00:00"), To: c.at(7, "00:00"), AsOf: c.now,
	})
	if err != nil {
		return nil, err
	}
	measures = append(measures, evidence.FromSpec(c.spec)...)
	supplied, err := c.supplied(ctx)
	if err != nil {
		return nil, err
	}
	r, err := model.Evaluate(maturity.Input{Answers: answers, Measures: append(measures, supplied...)})
	if err != nil {
		return nil, err
	}
	s := &standing{r}
	c.heading("MATURITY", fmt.Sprintf("%d people have answered what they think, and the week has been measured", s.people()))
	c.tell("Does a measure reach what a stage needs? Yes, no, or ? where there are too few cases.")
	if err := c.measured(s); err != nil {
		return nil, err
	}
	return s, c.next(s)
}

// supplied are the measures that only the company itself knows.
func (c *company) supplied(ctx context.Context) ([]maturity.Measure, error) {
	all, err := c.number(ctx, "SELECT count(*) FROM opportunities")
	if err != nil {
		return nil, err
	}
	leads, err := c.number(ctx, "SELECT count(*) FROM opportunities o JOIN leadline_leads l ON l.lead_id = o.lead_id")
	if err != nil {
		return nil, err
	}
	mqls, err := c.number(ctx, "SELECT count(DISTINCT lead_id) FROM leadline_rows WHERE event IN ('qualify', 'nominate')")
	if err != nil {
		return nil, err
	}
	returned, err := c.number(ctx, "SELECT count(DISTINCT lead_id) FROM leadline_rows WHERE event = 'return'")
	if err != nil {
		return nil, err
	}
	from, to := c.at(0, "00:00"), c.at(7, "00:00")
	return []maturity.Measure{
		{ID: "ev.lm.prior_lead_status", Num: int64(leads), Den: int64(all), From: from, To: to},
		{ID: "ev.lm.mandatory_fields", Num: int64(mqls - returned), Den: int64(mqls), From: from, To: to},
	}, nil
}

func (s *standing) people() (n int) {
	for _, p := range s.People {
		n += p.People
	}
	return n
}

// measureRow is a measure beside its thresholds, for people.
type measureRow struct {
	Name, Cases, Share string
	Stages             [maturity.Stages - 1]string // 2 to 4: yes, no, ?, or a dash without a threshold
}

// Rows are the measures, for people.
func (s *standing) Rows() []measureRow {
	said := map[maturity.Verdict]string{maturity.Supported: "yes", maturity.Refuted: "no", maturity.Inconclusive: "?"}
	var rows []measureRow
	for _, m := range s.Measures {
		f := m.Figure
		row := measureRow{m.Name.En, fmt.Sprintf("%d of %d", f.Num, f.Den), fmt.Sprintf("%.0f %%", 100*f.Value), [...]string{"–", "–", "–"}}
		for _, t := range m.Thresholds {
			row.Stages[t.Stage-2] = said[t.Verdict]
		}
		rows = append(rows, row)
	}
	return rows
}

// measured is a table of the measures.
func (c *company) measured(s *standing) error {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "measured this week\tcases\tshare\tstage 2\t3\t4\n")
	for _, r := range s.Rows() {
		name := wrap(r.Name, 47) // so that the line need not be broken, which would take it out of its columns
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", name[0], r.Cases, r.Share, strings.Join(r.Stages[:], "\t"))
		for _, more := range name[1:] {
			fmt.Fprintf(w, "  %s\t\t\t\t\t\n", more)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	c.quote(b.String())
	return nil
}

// next says where the company stands, and what to do.
func (c *company) next(s *standing) error {
	at, ok := s.Position()
	if !ok || len(s.Path) == 0 {
		return fmt.Errorf("expected one place in the matrix and a way from there, found %d places", len(s.Positions))
	}
	for _, axis := range []struct {
		name   string
		report maturity.AxisReport
	}{{"relationship", s.Relationship}, {"lead management", s.LeadManagement}} {
		measured := "nothing"
		if m := axis.report.Measured; m != nil {
			measured = fmt.Sprintf("%d to %d", m.Low, m.High)
		}
		c.quote(fmt.Sprintf("%-16s stage %d: the answers say %d, the measures %s", axis.name, axis.report.Low, axis.report.Asked.Low, measured))
	}
	c.tell("%s. %s", where(at), at.Diagnosis.En)
	c.tell("The next milestone is relationship %d, lead management %d. To get there:", s.Path[0].R, s.Path[0].M)
	const most = 5
	for i, r := range s.Recommendations[:min(most, len(s.Recommendations))] {
		for k, line := range wrap(r.Text.En, width-14) {
			mark := fmt.Sprintf("%d. ", i+1)
			if k > 0 {
				mark = "   "
			}
			c.quote(mark + line)
		}
	}
	if more := len(s.Recommendations) - most; more > 0 {
		c.quote(fmt.Sprintf("... and %d more", more))
	}
	return nil
}

// where says where a place lies with respect to the ideal line.
func where(at maturity.Position) string {
	switch at.Class {
	case maturity.Above:
		return "Above the ideal line"
	case maturity.Below:
		return "Below the ideal line"
	}
	return "On the ideal line"
}
