// Quickstart: from nothing to a qualified, accepted lead and a funnel.
package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

type Contact struct{ Employees int } // your own lead type, handed to your guards

func bigEnough(_ context.Context, c Contact, _ time.Time) (evidence any, err error) {
	if c.Employees < 50 {
		return nil, lead.Blocker{Code: "too_small", Message: "fewer than 50 employees"}
	}
	return c, nil
}

func main() {
	ctx := context.Background()
	spec := lead.Standard() // inquiry, engaged, mql, sal, sql, ...
	spec.Guard("qualify", "criteria")
	guards := lead.Guards[Contact]{"criteria": lead.OnSubject(bigEnough)}
	machine, err := lead.Compile(spec, lead.Bindings[Contact]{Guards: guards})
	if err != nil {
		log.Fatal(err)
	}
	store := lead.NewMemStore()
	tracker := lead.NewTracker(machine, store, lead.Config{})
	job, ann := lead.Actor{ID: "nightly", Kind: lead.System}, lead.Actor{ID: "ann", Side: lead.Sales}
	for i, c := range []Contact{{Employees: 400}, {Employees: 3}} {
		id := fmt.Sprintf("L-%d", i+1)
		_, err := tracker.Open(ctx, lead.Command[Contact]{ID: id, Actor: job})
		if err == nil {
			_, err = tracker.Apply(ctx, lead.Command[Contact]{ID: id, Event: "qualify", Actor: job, Subject: c})
		}
		if err == nil {
			_, err = tracker.Apply(ctx, lead.Command[Contact]{ID: id, Event: "accept", Actor: ann})
		}
		fmt.Println(id, "accepted by sales:", err == nil, err) // a refusal says every reason
	}
	f, err := funnel.Compile(funnel.FromLifecycle(spec))
	if err != nil {
		log.Fatal(err)
	}
	report, err := f.Report(store.History(ctx, lead.Query{}), funnel.Options{AsOf: time.Now()})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range report.Stages {
		fmt.Printf("%-10s %d of %d\n", s.Name, s.Cumulative.Num, s.Cumulative.Den) // or report.WriteHTML: all of it, with pictures
	}
}
