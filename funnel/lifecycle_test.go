package funnel_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestFromLifecycle(t *testing.T) {
	got := funnel.FromLifecycle(lead.Spec{
		Name: "b2b", Revision: 4,
		Groups: map[string][]lead.Status{"over": {"lost", "dead"}},
		Statuses: []lead.StatusSpec{
			{Name: "mql", Category: lead.Open, Title: lead.Text{En: "Qualified"}, Was: []lead.Status{"hot", "prospect"}},
			{Name: "parked", Category: lead.Waiting, Was: []lead.Status{"nurture"}},
			{Name: "sal", Category: lead.Open},
			{Name: "won", Category: lead.Won},
			{Name: "lost", Category: lead.Lost},
			{Name: "dead", Category: lead.Lost},
			{Name: "gone", Category: lead.Lost},
			{Name: "test", Category: lead.Void},
			{Name: "spam", Category: lead.Void},
		},
		Transitions: []lead.TransitionSpec{
			{Event: "accept", From: []string{lead.AnyOpen}, To: "sal"},
			{Event: "win", From: []string{"sal"}, To: "won"},
			{Event: "comment", From: []string{"won"}, To: lead.Stay},      // leads nowhere
			{Event: "bury", From: []string{"over"}, To: "dead"},           // from lost, not from dead
			{Event: "restore", From: []string{"test"}, To: lead.Previous}, // by name
		},
	})
	want := funnel.Spec{
		Name: "b2b", Revision: 4,
		Stages: []funnel.StageSpec{
			{Name: "mql", Title: lead.Text{En: "Qualified"}, Statuses: []lead.Status{"mql"}},
			{Name: "sal", Statuses: []lead.Status{"sal"}},
			{Name: "won", Statuses: []lead.Status{"won"}},
		},
		Void:     []lead.Status{"test", "spam"},
		Known:    []lead.Status{"mql", "parked", "sal", "won", "lost", "dead", "gone", "test", "spam"},
		Terminal: []lead.Status{"won", "dead", "gone", "spam"},
		Renamed:  map[lead.Status]lead.Status{"hot": "mql", "prospect": "mql", "nurture": "parked"},
		Amount:   "amount",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	compile(t, got)
}

func TestStandardLifecycleMakesAFunnel(t *testing.T) {
	f := compile(t, funnel.FromLifecycle(lead.Standard()))
	history := join(
		path("won", "inquiry@0", "mql@1", "sal@2", "sal@2.5", "sql@3", "converted@5", "won@9"),
		path("lost", "inquiry@0", "engaged@1", "mql@2", "recycled@3"),
		path("bad", "inquiry@0", "void@1"),
	)
	r := report(t, f, history, funnel.Options{AsOf: day(10)})
	want := []string{
		"inquiry 2/2-0 +2", "engaged 1/2-1 +0", "mql 2/2-0 +0", "sal 1/1-0 +0", "sql 1/1-0 +0", "converted 1/1-0 +0", "won 1/1-0 +0",
	}
	if diff := cmp.Diff(want, stages(r.Stages)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Counts.Void != 1 || len(r.Anomalies) > 0 {
		t.Errorf("got %d void leads and anomalies %v, want 1 and none", r.Counts.Void, r.Anomalies)
	}
}
