package main

import (
	"net/http"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

func TestDatesAreFromTodayToTenYearsOn(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	id := f.in("mql")[0]
	for _, day := range []string{"0001-01-01", "1600-01-01", "2026-03-25", "2036-03-27", "9999-12-31"} {
		got := ann.move(ann.get("/leads/"+id), id, "reject", "reason", "bad_timing", "wake", day)
		if got.status != http.StatusUnprocessableEntity {
			t.Errorf("parked until %s: %d %s", day, got.status, got.text)
		}
	}
	ann.move(ann.get("/leads/"+id), id, "reject", "reason", "bad_timing", "wake", "2036-03-27").expect(t, http.StatusUnprocessableEntity,
		`The date until which the lead is parked is one from 2026-03-26 to 2036-03-26, not "2036-03-27".`)
	ann.move(ann.get("/leads/"+id), id, "reject", "reason", "bad_timing", "wake", "2036-03-26").expect(t, http.StatusOK, "Parked until 26 Mar 2036, 00:00 UTC")
	id = f.in("sql")[0]
	for _, day := range []string{"0001-01-01", "2026-03-25", "2036-03-27", "9999-12-31"} {
		ann.move(ann.get("/leads/"+id), id, "convert", "name", "Ten presses", "amount", "1", "closes", day).expect(t, http.StatusUnprocessableEntity,
			`The date of the decision is one from 2026-03-26 to 2036-03-26, not "`+day+`".`)
	}
	ann.move(ann.get("/leads/"+id), id, "convert", "name", "Ten presses", "amount", "1", "closes", "2026-03-26").expect(t, http.StatusOK, "2026-03-26")
}

func TestAClockThatRanOutLongAgoSaysSo(t *testing.T) {
	f := open(t)
	k := f.app.clockOf(lead.State{Status: "mql", Due: time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC)}, thursday)
	if k.State != "late" || k.Text+" "+k.When != "overdue since Wed 1 Jan 1000, 00:00 UTC" { // longer ago than the longest time.Duration
		t.Errorf("%+v", k)
	}
}
