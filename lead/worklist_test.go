package lead_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
)

// A work list on the office's working time: what is due until tomorrow evening, and
// whom to warn now.
func TestAWorkListWithWarnings(t *testing.T) {
	spec := lead.Standard() // mql: within 8h of the office, warn at 75%
	spec.Calendars["office"] = lead.Calendar{
		Zone: "Europe/Vienna",
		Week: map[string]string{
			"mon": "08:00-12:00,13:00-17:00", "tue": "08:00-12:00,13:00-17:00", "wed": "08:00-12:00,13:00-17:00",
			"thu": "08:00-12:00,13:00-17:00", "fri": "08:00-14:00",
		},
		Holidays: []string{"2026-12-24", "2026-12-25"},
	}
	machine, err := lead.Compile(spec, lead.Bindings[Contact]{})
	if err != nil {
		t.Fatal(err)
	}
	store := lead.NewMemStore()
	var now time.Time
	tracker := lead.NewTracker(machine, store, lead.Config{Now: func() time.Time { return now }})
	for _, in := range []struct {
		id string
		at time.Time
	}{
		{"friday-noon", time.Date(2026, 3, 6, 11, 0, 0, 0, time.UTC)},
		{"saturday", time.Date(2026, 3, 7, 20, 0, 0, 0, time.UTC)},
		{"monday", time.Date(2026, 3, 9, 13, 30, 0, 0, time.UTC)},
	} {
		now = in.at
		if _, err := tracker.Open(t.Context(), lead.Command[Contact]{ID: in.id, Into: "mql"}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	now = time.Date(2026, 3, 9, 14, 30, 0, 0, time.UTC) // Monday, 15:30 in Vienna
	queue := lead.Query{Current: true, Statuses: []lead.Status{"mql"}, DueBefore: now.Add(24 * time.Hour)}
	for tr, err := range store.History(t.Context(), queue) {
		if err != nil {
			t.Fatal(err)
		}
		warn := machine.WarnAt(tr.State())
		got = append(got, fmt.Sprintf("%s: due %s, warning %s, now: %v", tr.LeadID, tr.Due.Format("Mon 15:04"), warn.Format("Mon 15:04"), !now.Before(warn)))
	}
	want := []string{
		"friday-noon: due Mon 14:00, warning Mon 11:00, now: true",
		"saturday: due Mon 16:00, warning Mon 14:00, now: true",
		"monday: due Tue 13:30, warning Tue 10:30, now: false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
