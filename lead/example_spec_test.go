package lead_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// tiny is a lifecycle as a Go literal.
func tiny() lead.Spec {
	return lead.Spec{
		Name: "tiny", Revision: 1, Initial: "new",
		Calendars: map[string]lead.Calendar{"office": {
			Zone:     "UTC",
			Week:     map[string]string{"mon": "08:00-17:00", "tue": "08:00-17:00", "wed": "08:00-17:00", "thu": "08:00-17:00", "fri": "08:00-14:00"},
			Holidays: []string{"2026-03-03"},
		}},
		Statuses: []lead.StatusSpec{
			{Name: "new", Category: lead.Open, Side: lead.Sales, SLA: &lead.SLA{Within: "8h", Calendar: "office", Warn: "75%"}},
			{Name: "won", Category: lead.Won},
			{Name: "lost", Category: lead.Lost},
		},
		Transitions: []lead.TransitionSpec{
			{Event: "win", From: []string{"new"}, To: "won", By: []lead.Side{lead.Sales}},
			{Event: "lose", From: []string{lead.AnyOpen}, To: "lost", Reasons: []lead.Reason{{Code: "price"}, {Code: "other", Needs: []string{lead.NeedNote}}}},
		},
	}
}

// Eight working hours from Monday afternoon on, with a holiday on Tuesday.
func ExampleCalendar() {
	machine, err := lead.Compile(tiny(), lead.Bindings[Contact]{})
	if err != nil {
		log.Fatal(err)
	}
	monday := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
	tracker := lead.NewTracker(machine, lead.NewMemStore(), lead.Config{Now: func() time.Time { return monday }})
	tr, err := tracker.Open(context.Background(), lead.Command[Contact]{ID: "L-1", Actor: job})
	if err != nil {
		log.Fatal(err)
	}
	const layout = "Mon 15:04"
	fmt.Println("came in", tr.At.Format(layout), "warn at", machine.WarnAt(tr.State()).Format(layout), "due", tr.Due.Format(layout))
	left, _ := machine.Left(tr.State(), monday.AddDate(0, 0, 1))
	fmt.Println(left, "of work left on the holiday")
	// Output:
	// came in Mon 15:00 warn at Wed 12:00 due Wed 14:00
	// 6h0m0s of work left on the holiday
}

// A nightly job takes many commands at once, and each has an outcome of its own.
func ExampleTracker_ApplyAll() {
	machine, err := lead.Compile(tiny(), lead.Bindings[Contact]{})
	if err != nil {
		log.Fatal(err)
	}
	store := lead.NewMemStore()
	tracker := lead.NewTracker(machine, store, lead.Config{Now: clock})
	cmds := []lead.Command[Contact]{
		{ID: "L-1", Event: lead.EventOpen, Actor: job},
		{ID: "L-2", Event: lead.EventOpen, Actor: job},
		{ID: "L-1", Event: "win", Actor: ann},
		{ID: "L-2", Event: "lose", Actor: ann, Reason: "too late"},
	}
	for i, out := range tracker.ApplyAll(context.Background(), cmds) {
		fmt.Println(cmds[i].ID, cmds[i].Event, out.Transition.Version, out.Err)
	}

	// What is stored follows from the lifecycle, row by row.
	wrong := 0
	for _, err := range machine.Verify(store.History(context.Background(), lead.Query{})) {
		fmt.Println(err)
		wrong++
	}
	fmt.Println(wrong, "rows are wrong")
	// Output:
	// L-1 open 1 <nil>
	// L-2 open 1 <nil>
	// L-1 win 2 <nil>
	// L-2 lose 0 lose refused for lead "L-2" in status new: lose knows no reason "too late", but price, other
	// 0 rows are wrong
}

// A picture of the lifecycle for those who agree on it.
func ExampleMachine_WriteSVG() {
	machine, err := lead.Compile(tiny(), lead.Bindings[Contact]{})
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.CreateTemp("", "lifecycle-*.svg")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(file.Name())
	if err := machine.WriteSVG(file); err != nil {
		log.Fatal(err)
	}
	if err := file.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println("drawn")
	// Output: drawn
}
