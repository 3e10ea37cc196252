package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/leadhistory"
	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
	"github.com/leadline-go/leadline/maturity/evidence"
)

// gathered are measures from everywhere.
type gathered struct {
	all  []maturity.Measure
	from map[string]string // by indicator, what it was measured by
	last time.Time         // the latest
}

// loadMeasures reads measures, and measures the lifecycle and the history. last is the
// latest time that they tell of, zero if they tell of none.
func loadMeasures(ctx context.Context, o options, spec maturity.Spec, p *cli.Progress, n *notes) (all []maturity.Measure, last time.Time, err error) {
	g := gathered{from: map[string]string{}}
	for _, name := range o.measures {
		list, err := cli.ReadSpec(name, maturity.ReadMeasures)
		if err == nil {
			err = g.add(name, list)
		}
		if err != nil {
			return nil, last, cli.OfFlag("measures", err)
		}
		n.addf("%s: %d measures", name, len(list))
	}
	if o.lifecycle == "" && len(o.histories) > 0 {
		o.lifecycle, o.byDefault = leadhistory.Standard, true
		n.addf("note: measured by the standard lifecycle; -lifecycle names another")
	}
	if o.lifecycle == "" {
		return g.all, g.last, nil
	}
	l, err := loadLifecycle(o.lifecycle)
	if err != nil {
		return nil, last, err
	}
	list := n.known(o.lifecycle, evidence.FromSpec(l), spec)
	if err := g.add(leadhistory.LifecycleName(o.lifecycle), list); err != nil {
		return nil, last, err
	}
	if len(o.histories) == 0 {
		return g.all, g.last, nil
	}
	list, asOf, err := measureHistory(ctx, o, l, p, n)
	if err == nil {
		err = g.add(strings.Join(o.histories, ", "), n.known("the history", list, spec))
	}
	if asOf.After(g.last) { // what became of the leads is followed beyond -to
		g.last = asOf
	}
	return g.all, g.last, err
}

// add refuses what was measured already: which of both is right, nobody here can tell.
func (g *gathered) add(by string, list []maturity.Measure) error {
	var errs []error
	for _, m := range list {
		if before, ok := g.from[m.ID]; ok && m.ID != "" {
			errs = append(errs, cli.Invalidf("%s: %s is measured by %s too; expected it from one of them", before, m.ID, by))
			continue
		}
		g.from[m.ID] = by
		g.all = append(g.all, m)
		if m.To.After(g.last) {
			g.last = m.To.UTC()
		}
	}
	if len(errs) > 0 {
		return cli.Invalid(errors.Join(errs...))
	}
	return nil
}

// measureHistory reads the history, up to asOf, and measures it by the lifecycle.
func measureHistory(ctx context.Context, o options, l lead.Spec, p *cli.Progress, n *notes) (list []maturity.Measure, asOf time.Time, err error) {
	h, err := leadhistory.Open(ctx, o.histories, o.maps, p)
	if err != nil {
		return nil, asOf, err
	}
	eo := evidence.Options{Lifecycle: l, From: o.from, To: o.to, AsOf: o.asOf}
	first, last := h.Span()
	switch {
	case last.IsZero():
		return nil, asOf, cli.Invalidf("%s: expected at least one row with a time, found none", strings.Join(o.histories, ", "))
	case eo.AsOf.IsZero():
		eo.AsOf = last
	case eo.AsOf.Before(first):
		return nil, asOf, cli.Invalidf("assess: -asof: expected a time from %s on, at which the history begins, found %s",
			first.Format(time.RFC3339), eo.AsOf.Format(time.RFC3339))
	}
	if !eo.From.Before(eo.AsOf) {
		return nil, asOf, cli.Invalidf("assess: -from: expected a time before %s, to which the history is read, found %s",
			eo.AsOf.Format(time.RFC3339), eo.From.Format(time.RFC3339))
	}
	if err := n.unknown(o, h, l, eo.AsOf); err != nil {
		return nil, asOf, err
	}
	list, err = evidence.FromHistory(leadhistory.Counting(ctx, h, p), eo)
	if errors.Is(err, funnel.ErrDuplicate) || errors.Is(err, funnel.ErrInvalidRow) || errors.Is(err, funnel.ErrInvalidOptions) {
		err = cli.Invalid(err)
	}
	if _, ok := errors.AsType[*lead.SpecError](err); ok {
		err = cli.Invalid(err)
	}
	n.lines = append(n.lines, h.Summary()...)
	return list, eo.AsOf, err
}

// known leaves out what the model does not ask for: the ids are those of the default
// one.
func (n *notes) known(by string, list []maturity.Measure, spec maturity.Spec) []maturity.Measure {
	return slices.DeleteFunc(list, func(m maturity.Measure) bool {
		asks := slices.ContainsFunc(spec.Indicators, func(i maturity.IndicatorSpec) bool { return i.ID == m.ID })
		if !asks {
			n.addf("note: not used of %s, for the model has no such indicator: %s", by, m.ID)
		}
		return !asks
	})
}
