package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

func TestATimeLimitIsToldByItsMomentAndTheWorkingTimeLeft(t *testing.T) {
	f := open(t)
	friday := time.Date(2026, 3, 27, 15, 0, 0, 0, time.UTC)
	for want, tt := range map[string]lead.State{
		"due Mon 30 Mar, 15:00 UTC, 8 h left":                 {Status: "mql", Since: friday, Due: friday.AddDate(0, 0, 3)},
		"due today, 16:30 UTC, 1 h 30 min left":               {Status: "mql", Since: friday, Due: friday.Add(90 * time.Minute)},
		"overdue since Thu 26 Mar, 10:15 UTC, by 12 h 45 min": {Status: "sal", Due: time.Date(2026, 3, 26, 10, 15, 0, 0, time.UTC)},
		"overdue since today, 14:59 UTC, by 1 min":            {Status: "sal", Due: friday.Add(-time.Minute)},
		"parked until Fri 1 Jan 2027, 00:00 UTC":              {Status: "recycled", Due: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)},
		"awake since Wed 25 Mar, 15:00 UTC":                   {Status: "recycled", Due: friday.AddDate(0, 0, -2)},
		"":                                                    {Status: "inquiry"},
	} {
		k := f.app.clockOf(tt, friday)
		got := strings.TrimSpace(k.Text + " " + k.When)
		if k.Left != "" {
			got += ", " + k.Left
		}
		if got != want {
			t.Errorf("%+v, want %q", k, want)
		}
	}
}

func TestAHistorySaysWhatIsDue(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	id := f.in("mql")[0]
	ann.get("/leads/"+id).expect(t, http.StatusOK, "Answer due by ")
	got := ann.move(ann.get("/leads/"+id), id, "accept")
	got.expect(t, http.StatusOK, "First contact due by 27 Mar 2026, 13:30 UTC")
	if strings.Contains(got.text, "Until ") {
		t.Errorf("until what? %s", got.text)
	}
}
