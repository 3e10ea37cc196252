package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

func TestFiguresThatDoNotReconcileAreNoticed(t *testing.T) {
	c := lived(t)
	changes := map[string]func(by int){
		"row":             func(by int) { c.count.rows += by },
		"refused inquiry": func(by int) { c.count.refused["gate"] += by },
		"EUR sold":        func(by int) { c.count.sold += by },
		"arrival":         func(by int) { c.arrived += by },
		"stage":           func(by int) { c.meeting.funnel.Stages[3].Entered += int64(by) },
		"flow":            func(by int) { c.meeting.funnel.Transitions[0].N += int64(by) },
		"offer":           func(by int) { c.meeting.funnel.HandOff.Total.Offered += int64(by) },
		"lead offered": func(by int) {
			if by < 0 {
				delete(c.count.offers, "L-999")
				return
			}
			c.count.offers["L-999"] = []lead.Event{"qualify"}
		},
		"open offer":      func(by int) { c.meeting.funnel.HandOff.Total.Open += int64(by) },
		"reason":          func(by int) { c.meeting.funnel.HandOff.Reasons[0].N += int64(by) },
		"age":             func(by int) { c.meeting.funnel.Ages[0].Leads += int64(by) },
		"segment":         func(by int) { c.meeting.funnel.Segments[0].Stages[0].Reached += int64(by) },
		"goal":            func(by int) { c.meeting.funnel.Goals[0].Periods[0].Actual += int64(by) },
		"EUR in a report": func(by int) { *c.meeting.funnel.Velocity.Sum += float64(by) },
		"measure":         func(by int) { c.meeting.maturity.Measures[3].Figure.Num += int64(by) },
	}
	for _, e := range slices.Collect(maps.Keys(c.count.events)) {
		changes["event "+string(e)] = func(by int) { c.count.events[e] += by }
	}
	for name, change := range changes {
		change(1)
		if _, err := c.reconcile(t.Context(), c.meeting); err == nil || !strings.HasPrefix(err.Error(), "figures do not reconcile: ") {
			t.Errorf("one %s too many went unnoticed: %v", name, err)
		}
		change(-1)
	}
	checks, err := c.reconcile(t.Context(), c.meeting)
	if err != nil || checks < 50 {
		t.Errorf("%d figures were compared, %v", checks, err)
	}
}

func TestADatabaseThatSaysSomethingElseIsNoticed(t *testing.T) {
	for _, tt := range []struct{ name, do string }{
		{"an opportunity too many", "INSERT INTO opportunities (lead_id, amount) VALUES ('L-120', 1)"},
		{"an order for more", "UPDATE opportunities SET amount = amount + 1 WHERE lead_id = (SELECT min(lead_id) FROM leadline_leads WHERE status = 'won')"},
		{"a lead that stands elsewhere", "UPDATE leadline_leads SET status = 'engaged' WHERE lead_id = (SELECT min(lead_id) FROM leadline_leads WHERE status = 'inquiry')"},
		{"a last row that is gone", "DELETE FROM leadline_rows WHERE seq = (SELECT max(seq) FROM leadline_rows)"},
		{"a move that did not follow", "UPDATE leadline_rows SET from_status = 'sql' WHERE event = 'qualify'"},
	} {
		c := lived(t)
		if _, err := c.db.Exec(tt.do); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if _, err := c.reconcile(t.Context(), c.meeting); err == nil {
			t.Errorf("%s went unnoticed", tt.name)
		}
	}
}

func TestTheHandOffIsWhatTheStoryTells(t *testing.T) {
	c := lived(t)
	tuesday := lead.Query{Since: c.at(1, "00:00"), Until: c.at(2, "00:00")}
	got := map[lead.Event]int{}
	rows, err := c.list(t.Context(), tuesday)
	if err != nil {
		t.Fatal(err)
	}
	for _, tr := range rows {
		got[tr.Event]++
		if (tr.Event == "reject" || tr.Event == "return") && tr.Reason == "" {
			t.Errorf("lead %s was sent back without a reason", tr.LeadID)
		}
	}
	if got["accept"] != 14 || got["reject"] != 3 || got["return"] != 1 {
		t.Errorf("on Tuesday: %v", got)
	}
}
