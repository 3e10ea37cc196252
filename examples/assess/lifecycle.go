package main

import (
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/leadhistory"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity/evidence"
)

func loadLifecycle(name string) (lead.Spec, error) {
	l, err := leadhistory.ReadLifecycle(name)
	if err != nil {
		return l, err
	}
	// Measuring no history at all checks the lifecycle as measuring one would.
	none := func(func(lead.Transition, error) bool) {}
	if _, err := evidence.FromHistory(none, evidence.Options{Lifecycle: l, AsOf: time.Unix(0, 0)}); err != nil {
		return l, cli.Invalid(err)
	}
	return l, nil
}

// unknown looks for statuses of the history, up to asOf, that the lifecycle does not
// know. A lifecycle that somebody named is the measure, and a change to such a status is
// one that does not follow it. One that nobody named is then the wrong one.
func (n *notes) unknown(o options, h leadhistory.History, l lead.Spec, asOf time.Time) error {
	unknown := leadhistory.Unknown(h, l, asOf)
	if o.byDefault {
		return leadhistory.Fit(o.histories, o.lifecycle, l, unknown)
	}
	if len(unknown) > 0 {
		n.addf("note: statuses of the history that %s does not know: %s", leadhistory.LifecycleName(o.lifecycle), cli.Quoted(unknown))
	}
	return nil
}
