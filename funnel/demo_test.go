package funnel_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// demoAsOf is when the demo's history is looked at.
var demoAsOf = time.Date(2026, 6, 3, 12, 0, 0, 0, time.UTC)

// demoSpec is the funnel of the standard lifecycle with goals and amounts.
func demoSpec() funnel.Spec {
	s := funnel.FromLifecycle(lead.Standard())
	s.Amount = "amount"
	s.Goals = []funnel.GoalSpec{{Stage: "mql", Per: funnel.Month, AtLeast: 18}, {Stage: "sal", Per: funnel.Month, AtLeast: 12}}
	return s
}

// demoOptions ask for everything.
func demoOptions() funnel.Options {
	return funnel.Options{
		AsOf: demoAsOf, By: "industry", Wins: 20,
		Inputs: []funnel.Input{
			{Name: "clicks", From: demoAsOf.AddDate(0, -5, -2), To: demoAsOf, Value: 48210},
			{Name: "media spend", From: demoAsOf.AddDate(0, -5, -2), To: demoAsOf, Value: 36500.5, Unit: "EUR"},
		},
	}
}

// demoReport is the report of the demo's history, with all its parts.
func demoReport(t testing.TB) *funnel.Report {
	t.Helper()
	return report(t, compile(t, demoSpec()), demoHistory(t), demoOptions())
}

// demoLead is a lead on its way through the standard lifecycle.
type demoLead struct {
	t     testing.TB
	m     *lead.Machine[struct{}]
	rand  *rand.Rand
	state lead.State
	at    time.Time
	rows  []lead.Transition
}

// wait lets up to so many hours pass, short ones more often, and comes to working time.
func (d *demoLead) wait(hours float64) {
	d.at = d.at.Add(time.Duration(hours * d.rand.Float64() * d.rand.Float64() * float64(time.Hour)))
	for d.at.Hour() < 9 || d.at.Hour() > 16 || d.at.Weekday() == time.Saturday || d.at.Weekday() == time.Sunday {
		d.at = d.at.Add(time.Hour)
	}
}

// do fires an event, if the time is up to as-of.
func (d *demoLead) do(event lead.Event, side lead.Side, reason string, labels map[string]string) bool {
	if d.at.After(demoAsOf) {
		return false
	}
	row, err := d.m.Next(d.t.Context(), d.state, lead.Command[struct{}]{
		ID: d.state.LeadID, Event: event, Reason: reason, Note: "demo", Labels: labels, At: d.at,
		Actor: lead.Actor{ID: string(side) + "-1", Kind: lead.Human, Side: side},
	})
	if refused, ok := errors.AsType[*lead.RefusedError](err); ok {
		d.t.Fatalf("demo: %s: %v", event, refused)
	} else if err != nil {
		d.t.Fatal(err)
	}
	row.Recorded = row.At
	if d.rand.IntN(40) == 0 {
		row.Recorded = row.At.AddDate(0, 0, 3)
	}
	d.rows, d.state = append(d.rows, row), row.State()
	return true
}

func (d *demoLead) pick(list ...string) string { return list[d.rand.IntN(len(list))] }

func (d *demoLead) chance(percent int) bool { return d.rand.IntN(100) < percent }

// demoHistory is that of 200 leads of a B2B company over five months, made with the
// standard lifecycle: its rows, clocks and reasons are what the machine writes.
func demoHistory(t testing.TB) []lead.Transition {
	t.Helper()
	m, err := lead.Compile[struct{}](lead.Standard(), lead.Bindings[struct{}]{})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 11))
	var all []lead.Transition
	for i := range 200 {
		d := &demoLead{t: t, m: m, rand: r, state: lead.State{LeadID: fmt.Sprintf("L-%04d", 1000+i)}}
		d.at = time.Date(2026, 1, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(151*24*60)) * time.Minute)
		d.wait(1)
		d.live()
		all = append(all, d.rows...)
	}
	return all
}

// live lets the lead go its way.
func (d *demoLead) live() {
	source := d.pick("web", "web", "web", "fair", "partner", "webinar")
	d.do(lead.EventOpen, lead.Marketing, "", map[string]string{"source": source, "industry": d.pick("machinery", "machinery", "automotive", "chemistry")})
	if d.wait(24 * 8); d.chance(4) {
		d.do("discard", lead.Marketing, d.pick("duplicate", "spam", "test"), nil)
		return
	}
	if d.chance(70) {
		d.do("engage", lead.Marketing, "", nil)
		d.wait(24 * 30)
	}
	switch n := d.rand.IntN(100); {
	case n < 28:
		return
	case n < 38:
		d.do("disqualify", lead.Marketing, d.pick("not_icp", "competitor", "no_consent"), nil)
		return
	case n < 44:
		d.do("sales_generate", lead.Sales, "", nil)
		d.sell()
		return
	}
	band, criteria := d.pick("A", "B", "B", "C"), "signed"
	if d.chance(15) {
		criteria = "unsigned"
	}
	d.do("qualify", lead.Marketing, "", map[string]string{"score_band": band, "criteria": criteria})
	yes := map[string]int{"A": 80, "B": 62, "C": 35}[band]
	if source == "webinar" {
		yes -= 25
	}
	for range 2 {
		if d.wait(16); d.chance(8) {
			return // nobody answers
		}
		if d.chance(yes) {
			d.accepted()
			return
		}
		if d.chance(25) {
			d.do("return", lead.Sales, "missing_data", nil)
			d.wait(24 * 6)
		} else {
			d.do("reject", lead.Sales, d.pick("not_icp", "not_icp", "no_interest", "not_reached", "bad_timing"), nil)
			d.wait(24 * 60)
		}
		if !d.chance(40) || !d.do("qualify", lead.Marketing, "", nil) {
			return
		}
	}
}

func (d *demoLead) accepted() {
	if !d.do("accept", lead.Sales, "", nil) || d.chance(10) {
		return
	}
	d.wait(50)
	d.do("touch", lead.Sales, "", nil)
	if d.wait(24 * 12); d.chance(30) {
		d.do("recycle", lead.Sales, d.pick("no_budget", "bad_timing", "not_reached"), nil)
		return
	}
	if d.do("sales_qualify", lead.Sales, "", nil) {
		d.sell()
	}
}

func (d *demoLead) sell() {
	if d.wait(24 * 40); d.chance(20) || !d.do("convert", lead.Sales, "", nil) {
		return
	}
	if d.wait(24 * 45); d.chance(55) {
		d.do("win", lead.Sales, "", map[string]string{"amount": d.pick("4800", "12500.50", "21000", "33900", "on request")})
	} else if d.chance(70) {
		d.do("lose", lead.Sales, d.pick("price", "competitor", "no_decision"), nil)
	}
}
