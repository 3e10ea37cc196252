package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
)

//go:embed answers.yaml
var answersYAML []byte

// meeting is what marketing and sales look at together on Friday.
type meeting struct {
	funnel   *funnel.Report
	maturity *maturity.Report
}

func (c *company) meet(ctx context.Context) (*meeting, error) {
	c.now = monday.AddDate(0, 0, 4).Add(18 * time.Hour)
	f, err := funnel.Compile(funnel.FromLifecycle(c.spec))
	if err != nil {
		return nil, err
	}
	m := &meeting{}
	options := funnel.Options{From: monday, To: monday.AddDate(0, 0, 5), AsOf: c.now, By: "industry"}
	m.funnel, err = f.Report(c.store.History(ctx, lead.Query{}), options)
	if err != nil {
		return nil, err
	}
	model, err := maturity.Compile(maturity.Default())
	if err != nil {
		return nil, err
	}
	answers, err := maturity.ReadAnswers(bytes.NewReader(answersYAML), "answers.yaml")
	if err != nil {
		return nil, err
	}
	m.maturity, err = model.Evaluate(maturity.Input{Answers: answers})
	if err != nil {
		return nil, err
	}

	c.sayf("\nFRIDAY, 18:00: THE MEETING\n")
	if err := m.funnel.Only(funnel.FunnelPart, funnel.HandOffPart).WriteText(c.out); err != nil {
		return nil, err
	}
	c.sayf("\nMATURITY")
	for _, at := range m.maturity.Positions { // one, as every question is answered
		c.sayf("  relationship %d, lead management %d: %s the ideal line", at.Cell.R, at.Cell.M, at.Class)
		c.sayf("  %s", at.Diagnosis.En)
	}
	if path := m.maturity.Path; len(path) > 0 {
		c.sayf("  the next milestone is relationship %d, lead management %d:", path[0].R, path[0].M)
	}
	for i, r := range m.maturity.Recommendations {
		c.sayf("  %d. %s", i+1, r.Text.En)
	}
	return m, nil
}

// reconcile holds the library's figures against those that were counted by hand
// while things happened.
func (c *company) reconcile(ctx context.Context, r *funnel.Report) error {
	stage := map[string]funnel.Stage{}
	for _, s := range r.Stages {
		stage[s.Name] = s
	}
	flow := map[[2]lead.Status]int64{}
	var into, outOf int64 // of mql
	for _, f := range r.Transitions {
		flow[[2]lead.Status{f.From, f.To}] = f.N
		if f.To == "mql" {
			into += f.N
		}
		if f.From == "mql" {
			outOf += f.N
		}
	}
	var rows, open int64
	for _, err := range c.store.History(ctx, lead.Query{}) {
		if err != nil {
			return err
		}
		rows++
	}
	queue, err := c.mqls(ctx)
	if err != nil {
		return err
	}
	open = int64(len(queue))
	var segments, joined int64
	segmentStages := make([]int64, len(r.Stages))
	for _, s := range r.Segments {
		segments += s.Leads
		for k := range s.Stages {
			segmentStages[k] += s.Stages[k].Reached
		}
	}
	for k, s := range r.Stages {
		joined += s.Joined
		if segmentStages[k] != s.Reached {
			return fmt.Errorf("figures do not reconcile: %s of all industries, and of all: %d, %d", s.Name, segmentStages[k], s.Reached)
		}
	}
	moved := func(e lead.Event) int64 { return int64(c.count.moved[e]) }
	refused := 0
	for _, n := range c.count.refused {
		refused += n
	}
	for _, check := range []struct {
		what      string
		got, want int64
	}{
		{"leads in the report, and inquiries", r.Counts.Leads, int64(c.count.opened)},
		{"inquiries, and 120", int64(c.count.opened), 120},
		{"rows in the report, and in the store", r.Counts.Rows, rows},
		{"leads that entered mql, and MQLs", stage["mql"].Entered, int64(c.count.qualified)},
		{"MQLs and refused leads, and inquiries", int64(c.count.qualified + refused), int64(c.count.opened)},
		{"ways into mql, and MQLs", into, int64(c.count.qualified)},
		{"ways out of mql but the open end, and decisions", outOf - flow[[2]lead.Status{"mql", funnel.End}], int64(c.count.accepted + c.count.rejected + c.count.returned)},
		{"decisions and open MQLs, and MQLs", int64(c.count.accepted+c.count.rejected+c.count.returned) + open, int64(c.count.qualified)},
		{"mql to sal, and accepted MQLs", flow[[2]lead.Status{"mql", "sal"}], int64(c.count.accepted)},
		{"touches, and activities in sal", moved("touch"), flow[[2]lead.Status{"sal", "sal"}]},
		{"leads that entered sql, and those qualified by sales", stage["sql"].Entered, moved("sales_qualify")},
		{"leads that entered converted, and conversions", stage["converted"].Entered, moved("convert")},
		{"leads that entered won, and orders", stage["won"].Entered, moved("win")},
		{"ways to lost, and lost opportunities", flow[[2]lead.Status{"converted", "lost"}], moved("lose")},
		{"ways from sal to recycled, and leads put back", flow[[2]lead.Status{"sal", "recycled"}], moved("recycle")},
		{"leads that joined at any stage, and leads", joined, r.Counts.Leads},
		{"leads of all industries, and leads", segments, r.Counts.Leads},
	} {
		if check.got != check.want {
			return fmt.Errorf("figures do not reconcile: %s: %d, %d", check.what, check.got, check.want)
		}
	}
	return nil
}
