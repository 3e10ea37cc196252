package main

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/scoring"
)

// The demo must be one on any day and at any hour, for its times are told backwards.
func TestTheDemoShowsWhatItIsMeantToShowOnAnyDay(t *testing.T) {
	for _, now := range []time.Time{
		thursday,
		time.Date(2026, 3, 28, 0, 0, 1, 0, time.UTC), // Saturday
		time.Date(2026, 3, 30, 0, 0, 0, 0, time.UTC), // Monday
		time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC),
		time.Date(2028, 3, 1, 7, 0, 0, 0, time.UTC),
	} {
		f := &fixture{TB: t, now: now}
		f.app = seeded(t, now)
		statuses := map[lead.Status]int{}
		var overdue, recycled, nominated, rejected, returned int
		for tr, err := range f.app.store.History(t.Context(), lead.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			if tr.At.After(now) || tr.Recorded != tr.At {
				t.Errorf("%s: a row of %s, recorded %s", now, tr.At, tr.Recorded)
			}
			switch tr.Event {
			case "nominate":
				nominated++
			case "reject":
				rejected++
			case "return":
				returned++
			}
		}
		for tr, err := range f.app.store.History(t.Context(), lead.Query{Current: true}) {
			if err != nil {
				t.Fatal(err)
			}
			statuses[tr.To]++
			if tr.To == "mql" && tr.Due.Before(now) {
				overdue++
			}
			if tr.To == "recycled" && tr.Due.After(now) {
				recycled++
			}
		}
		for _, st := range f.app.lifecycle.Statuses {
			if statuses[st.Name] == 0 {
				t.Errorf("%s: nothing in %s", now, st.Name)
			}
		}
		if overdue == 0 || overdue == statuses["mql"] || recycled == 0 || nominated == 0 || rejected == 0 || returned == 0 {
			t.Errorf("%s: %d of %d MQLs overdue, %d recycled, %d nominated, %d rejected, %d returned", now, overdue, statuses["mql"], recycled, nominated, rejected, returned)
		}
		for tr, err := range f.app.machine.Verify(f.app.store.History(t.Context(), lead.Query{})) {
			t.Errorf("%s: %s: %v", now, tr.LeadID, err)
		}
		for _, id := range []string{"L-0034", unasked} {
			if st := f.state(id); st.Status != "engaged" {
				t.Errorf("%s: %s stands at %+v", now, id, st)
			}
		}
		l := f.facts("L-0034")
		if _, choices, err := f.app.tracker.Explain(t.Context(), l.ID, lead.Actor{ID: "mia", Side: lead.Marketing}, l); err != nil || !slices.ContainsFunc(choices, func(c lead.Choice) bool {
			return c.Event == "qualify" && len(c.Blockers) == 0
		}) {
			t.Errorf("%s: L-0034 cannot be qualified: %+v, %v", now, choices, err)
		}
		if a, o := statuses["converted"]+statuses["won"]+statuses["lost"], f.count("crm_opportunities"); a != o {
			t.Errorf("%s: %d leads that became opportunities, %d opportunities", now, a, o)
		}
	}
}

// Who starts the demo can qualify a lead and accept it, whatever the day and the hour.
func TestThereIsALeadToQualifyAtAnyTime(t *testing.T) {
	t.Parallel()
	c := seeded(t, thursday)
	monday := time.Date(2026, 3, 23, 0, 0, 0, 0, time.UTC)
	for _, from := range []time.Time{monday, monday.AddDate(0, 9, 3), monday.AddDate(2, -1, 4)} {
		for now := from; now.Before(from.AddDate(0, 0, 8)); now = now.Add(13 * time.Minute) {
			list, err := demoLeads(t.Context(), now)
			if err != nil {
				t.Fatal(err)
			}
			ready, err := c.model.Score(list["L-0034"], now)
			if err != nil || !ready.Qualified(false) {
				t.Fatalf("%s: L-0034: %v, %v", now, c.lacks(ready), err)
			}
			held, err := c.model.Score(list[unasked], now)
			if want := []string{gateText(scoring.GateHit{Gate: "no_consent", Reason: scoring.ReasonUnknown}, nil)}; err != nil || !cmp.Equal(c.lacks(held), want) {
				t.Fatalf("%s: %s: %v, %v; want %v", now, unasked, c.lacks(held), err, want)
			}
		}
	}
}

func TestTheDemoIsTheSameEveryTime(t *testing.T) {
	export := func() string {
		var b bytes.Buffer
		if _, err := leadsql.Export(t.Context(), seeded(t, thursday).store, &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if diff := cmp.Diff(export(), export()); diff != "" {
		t.Errorf("another demo (-first +second)\n%s", diff)
	}
}

// seeded is the CRM with the demo in it, in memory.
func seeded(t *testing.T, now time.Time) *crm {
	t.Helper()
	db, err := database.Open(context.Background(), database.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	app, err := prepare(t.Context(), db, false, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func TestTimesOfTheDemoAreToldBackwards(t *testing.T) {
	saturday := time.Date(2026, 3, 28, 10, 0, 0, 0, time.UTC)
	for ago, want := range map[string]string{
		"90m":      "2026-03-28T08:30:00Z",
		"1d 14:30": "2026-03-27T14:30:00Z",
		"5d 09:00": "2026-03-23T09:00:00Z",
		"6d 09:00": "2026-03-20T09:00:00Z",
	} {
		if got, err := demoTime(saturday, ago); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s: %s, %v; want %s", ago, got, err, want)
		}
	}
	for _, ago := range []string{"", "d", "1d", "1d 25:00", "soon"} {
		if got, err := demoTime(saturday, ago); err == nil {
			t.Errorf("%q: %s", ago, got)
		}
	}
}
