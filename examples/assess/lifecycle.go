package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/leadhistory"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
	"github.com/leadline-go/leadline/maturity/evidence"
)

func lifecycleName(name string) string {
	if name == "standard" {
		return "the standard lifecycle"
	}
	return name
}

func loadLifecycle(name string) (lead.Spec, error) {
	if name == "standard" {
		return lead.Standard(), nil
	}
	l, err := cli.ReadSpec(name, lead.ReadSpec)
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
	var known []string
	for _, s := range l.Statuses {
		known = append(known, string(s.Name))
		for _, old := range s.Was {
			known = append(known, string(old))
		}
	}
	strange := slices.DeleteFunc(slices.Clone(h.Statuses()), func(s leadcsv.StatusSeen) bool {
		return s.First.After(asOf) || slices.Contains(known, string(s.Status))
	})
	if len(strange) == 0 {
		return nil
	}
	slices.SortFunc(strange, func(a, b leadcsv.StatusSeen) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Status, b.Status))
	})
	if !o.byDefault {
		names := make([]string, len(strange))
		for i, s := range strange {
			names[i] = cli.Quote(string(s.Status))
		}
		n.addf("note: statuses of the history that %s does not know: %s", lifecycleName(o.lifecycle), strings.Join(names, ", "))
		return nil
	}
	first := string(strange[0].Status)
	return cli.Invalidf("%s: expected statuses of the standard lifecycle (%s), found %s%s; -lifecycle names the one by which your leads are worked",
		strings.Join(o.histories, ", "), strings.Join(known, ", "), cli.Quote(first), cli.DidYouMean(first, known))
}
