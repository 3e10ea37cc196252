package evidence_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity/evidence"
)

// The measures go beside the answers of people, in maturity.Input.
func ExampleFromHistory() {
	lifecycle := lead.Standard()
	machine, err := lead.Compile(lifecycle, lead.Bindings[struct{}]{})
	if err != nil {
		log.Fatal(err)
	}
	store := lead.NewMemStore()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tracker := lead.NewTracker(machine, store, lead.Config{Now: func() time.Time { return now }})

	marketing := lead.Actor{ID: "mia", Side: lead.Marketing}
	sales := lead.Actor{ID: "sam", Side: lead.Sales}
	ctx := context.Background()
	for _, answer := range []lead.Command[struct{}]{
		{ID: "acme", Event: "accept"},
		{ID: "binford", Event: "accept"},
		{ID: "cyberdyne", Event: "reject", Reason: "not_icp"},
	} {
		answer.Actor = sales
		steps := []lead.Command[struct{}]{{ID: answer.ID, Event: "qualify", Actor: marketing}, answer}
		if _, err := tracker.Open(ctx, lead.Command[struct{}]{ID: answer.ID, Actor: marketing}); err != nil {
			log.Fatal(err)
		}
		for _, cmd := range steps {
			now = now.Add(time.Hour)
			if _, err := tracker.Apply(ctx, cmd); err != nil {
				log.Fatal(err)
			}
		}
	}

	measures, err := evidence.FromHistory(store.History(ctx, lead.Query{}), evidence.Options{
		Lifecycle: lifecycle,
		AsOf:      now.AddDate(0, 0, 7),
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range append(measures, evidence.FromSpec(lifecycle)...) {
		fmt.Printf("%-24s %d of %d\n", m.ID, m.Num, m.Den)
	}
	// Output:
	// ev.rel.decision_share    3 of 3
	// ev.rel.reason_share      1 of 1
	// ev.rel.response_in_time  3 of 3
	// ev.rel.acceptance_rate   2 of 3
	// ev.rel.bounce_share      0 of 3
	// ev.rel.recycled_share    1 of 1
	// ev.lm.conforming_changes 6 of 6
	// ev.lm.team_share         0 of 3
	// ev.lm.scored_share       0 of 3
	// ev.lm.status_documented  11 of 11
	// ev.lm.transition_rules   15 of 16
}

// A lifecycle tells by itself whether its statuses and transitions are laid down.
func ExampleFromSpec() {
	for _, m := range evidence.FromSpec(lead.Standard()) {
		fmt.Printf("%s: %d of %d\n", m.ID, m.Num, m.Den)
	}
	// Output:
	// ev.lm.status_documented: 11 of 11
	// ev.lm.transition_rules: 15 of 16
}
