package funnel_test

import (
	"fmt"
	"log"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// Three leads were offered to sales: one was accepted, one rejected, and one still
// waits, past its time.
func ExampleReport_handOff() {
	f, err := funnel.Compile(funnel.FromLifecycle(lead.Standard()))
	if err != nil {
		log.Fatal(err)
	}
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	row := func(id string, version int64, event lead.Event, to lead.Status, hours int, reason string) lead.Transition {
		at := monday.Add(time.Duration(hours) * time.Hour)
		t := lead.Transition{LeadID: id, Version: version, Event: event, To: to, At: at, Recorded: at, Reason: reason}
		if to == "mql" {
			t.Due = at.Add(8 * time.Hour)
		}
		return t
	}
	history := []lead.Transition{
		row("L-1", 1, "open", "inquiry", 0, ""), row("L-1", 2, "qualify", "mql", 1, ""), row("L-1", 3, "accept", "sal", 4, ""),
		row("L-2", 1, "open", "inquiry", 0, ""), row("L-2", 2, "qualify", "mql", 1, ""), row("L-2", 3, "reject", "recycled", 3, "not_icp"),
		row("L-3", 1, "open", "inquiry", 0, ""), row("L-3", 2, "qualify", "mql", 2, ""),
	}
	r, err := f.Report(func(yield func(lead.Transition, error) bool) {
		for _, t := range history {
			if !yield(t, nil) {
				return
			}
		}
	}, funnel.Options{AsOf: monday.Add(24 * time.Hour)})
	if err != nil {
		log.Fatal(err)
	}
	o := r.HandOff.Total
	fmt.Printf("%d offered: %d accepted, %d rejected, %d open\n", o.Offered, o.Accepted, o.Rejected, o.Open)
	for _, item := range r.HandOff.Agenda {
		fmt.Printf("%s: %s\n", item.Topic, item.Text)
	}
	// Output:
	// 3 offered: 1 accepted, 1 rejected, 1 open
	// unanswered: 1 offer is waiting for an answer past the due time.
	// untouched: 1 lead has not been touched yet, of 1 accepted.
	// reason: 1 of 1 refusal was for “Not our kind of customer”.
}

// How many inquiries does it take for twenty wins?
func ExampleOptions_plan() {
	f, err := funnel.Compile(funnel.Spec{Name: "shop", Stages: []funnel.StageSpec{
		{Name: "inquiry", Statuses: []lead.Status{"inquiry"}},
		{Name: "won", Statuses: []lead.Status{"won"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	r, err := f.Report(func(yield func(lead.Transition, error) bool) {
		for i := range 200 {
			id := fmt.Sprint("L-", i)
			if !yield(lead.Transition{LeadID: id, Version: 1, To: "inquiry", At: day}, nil) {
				return
			}
			if i%10 == 0 && !yield(lead.Transition{LeadID: id, Version: 2, To: "won", At: day.AddDate(0, 0, 9)}, nil) {
				return
			}
		}
	}, funnel.Options{AsOf: day.AddDate(0, 1, 0), Wins: 20})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range r.Plan.Stages[:1] { // the last is what is wanted
		fmt.Printf("%s: %d (%d to %d), at %v\n", s.Stage, *s.Needed, *s.Low, *s.High, s.Rate)
	}
	// Output:
	// inquiry: 200 (134 to 305), at 20/200 (10.0 %, 6.6-14.9 %)
}

// Is the month's goal still within reach?
func ExampleGoalSpec() {
	f, err := funnel.Compile(funnel.Spec{
		Name: "shop",
		Stages: []funnel.StageSpec{
			{Name: "inquiry", Statuses: []lead.Status{"inquiry"}},
			{Name: "won", Statuses: []lead.Status{"won"}},
		},
		Goals: []funnel.GoalSpec{{Stage: "won", Per: funnel.Month, AtLeast: 15}},
	})
	if err != nil {
		log.Fatal(err)
	}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	r, err := f.Report(func(yield func(lead.Transition, error) bool) {
		for i := range 40 {
			id := fmt.Sprint("L-", i)
			if !yield(lead.Transition{LeadID: id, Version: 1, To: "inquiry", At: day}, nil) {
				return
			}
			if i%4 == 0 && !yield(lead.Transition{LeadID: id, Version: 2, To: "won", At: day.AddDate(0, 0, 9)}, nil) {
				return
			}
		}
	}, funnel.Options{From: day, To: day.AddDate(0, 1, 0), AsOf: day.AddDate(0, 0, 19)})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range r.Goals[0].Periods {
		fmt.Printf("%s: %d, %s, %d more would do\n", p.From.Format("2006-01"), p.Actual, p.State, p.Still.Needed)
	}
	// Output: 2026-03: 10, open, 5 more would do
}
