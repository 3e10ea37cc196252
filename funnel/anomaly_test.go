package funnel_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestAnomalies(t *testing.T) {
	known := funnel.Spec{
		Name: "known", Stages: []funnel.StageSpec{stage("a"), stage("b")}, Void: []lead.Status{"void"},
		Known:    []lead.Status{"a", "b", "lost", "void"},
		Terminal: []lead.Status{"lost"},
		Renamed:  map[lead.Status]lead.Status{"dead": "lost"},
	}
	unknown := known
	unknown.Known = nil
	timeless := path("x", "a@0", "b@1", "lost@2")
	timeless[1].At = time.Time{}
	timeless[2].At = time.Time{}.Add(-time.Hour)
	for _, tt := range []struct {
		name    string
		spec    funnel.Spec
		history []lead.Transition
		want    []funnel.Anomaly
	}{
		{"a clean history has none", known, path("x", "a@0", "b@1", "b@2", "dead@3", "lost@4"), []funnel.Anomaly{}},
		{
			"rows dated before one of lower version",
			known, path("x", "a@5", "b@1", "a@2", "b@5", "a@6"),
			[]funnel.Anomaly{{Kind: funnel.EndsBeforeStart, N: 2, Leads: []string{"x"}}},
		},
		{
			"rows without a time",
			known, timeless,
			[]funnel.Anomaly{{Kind: funnel.TimeMissing, N: 2, Leads: []string{"x"}}},
		},
		{
			"a status that is not known",
			known, join(path("x", "a@0", "??@1"), path("w", "??@1", "??@2")),
			[]funnel.Anomaly{{Kind: funnel.UnknownStatus, N: 3, Leads: []string{"w", "x"}}},
		},
		{
			"leaving a terminal status",
			known, path("x", "a@0", "dead@1", "lost@2", "a@3"),
			[]funnel.Anomaly{{Kind: funnel.AfterTerminal, N: 1, Leads: []string{"x"}}},
		},
		{
			"a lead all of whose rows lack a time",
			known, with(path("x", "a@0", "b@1"), func(r *lead.Transition) { r.At = time.Time{} }),
			[]funnel.Anomaly{{Kind: funnel.TimeMissing, N: 2, Leads: []string{"x"}}},
		},
		{"neither of the last two is looked for without Known", unknown, path("x", "??@0", "lost@1", "a@3"), []funnel.Anomaly{}},
		{"void leads have none", known, path("x", "a@5", "??@1", "lost@6", "void@7"), []funnel.Anomaly{}},
		{
			"leads outside the window and in no stage have them too",
			known, join(path("x", "a@-5", "??@-4"), path("y", "lost@1", "??@2")),
			[]funnel.Anomaly{
				{Kind: funnel.UnknownStatus, N: 2, Leads: []string{"x", "y"}},
				{Kind: funnel.AfterTerminal, N: 1, Leads: []string{"y"}},
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := report(t, compile(t, tt.spec), tt.history, funnel.Options{From: day(0), AsOf: day(10)})
			if diff := cmp.Diff(tt.want, r.Anomalies); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnomaliesNameTheTenSmallestLeads(t *testing.T) {
	var history []lead.Transition
	for i := range 25 {
		history = append(history, path(fmt.Sprintf("lead %02d", (i*7)%25), "a@2", "b@1")...)
	}
	r := report(t, abc(t), history, funnel.Options{AsOf: day(10)})
	want := []funnel.Anomaly{{Kind: funnel.EndsBeforeStart, N: 25, Leads: []string{
		"lead 00", "lead 01", "lead 02", "lead 03", "lead 04", "lead 05", "lead 06", "lead 07", "lead 08", "lead 09",
	}}}
	if diff := cmp.Diff(want, r.Anomalies); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
