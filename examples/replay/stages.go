package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/leadhistory"
	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// funnelOf is the funnel that the flags name, or one of the statuses themselves.
// Notes on it go to stderr.
func funnelOf(o options, h leadhistory.History, asOf time.Time, stderr io.Writer) (*funnel.Funnel, error) {
	spec := funnelOfStatuses(h)
	var err error
	switch {
	case o.lifecycle != "":
		l, err := leadhistory.ReadLifecycle(o.lifecycle)
		if err == nil {
			err = leadhistory.Fit(o.histories, o.lifecycle, l, leadhistory.Unknown(h, l, asOf))
		}
		if err != nil {
			return nil, err
		}
		spec = funnel.FromLifecycle(l)
	case o.funnel != "":
		if spec, err = loadFunnel(o.funnel, h, stderr); err != nil {
			return nil, err
		}
	}
	f, err := funnel.Compile(spec)
	if err != nil {
		return nil, cli.Invalid(err)
	}
	return f, nil
}

// funnelOfStatuses makes each status a stage, by its earliest time; those without
// any come last.
func funnelOfStatuses(h leadhistory.History) funnel.Spec {
	seen := h.Statuses()
	slices.SortStableFunc(seen, func(a, b leadcsv.StatusSeen) int {
		switch {
		case a.First.IsZero() || b.First.IsZero():
			return b.First.Compare(a.First)
		}
		return a.First.Compare(b.First)
	})
	spec := funnel.Spec{Name: "every status"}
	for _, s := range seen {
		spec.Stages = append(spec.Stages, funnel.StageSpec{Name: string(s.Status), Statuses: []lead.Status{s.Status}})
	}
	return spec
}

// loadFunnel reads a funnel file and holds it against the history: a stage none of
// whose statuses occurs is a misspelt one, and would be reported as a stage that
// nobody ever reached. Of other statuses that do not occur it is only told: they may
// have been out of use at the time.
func loadFunnel(name string, h leadhistory.History, stderr io.Writer) (funnel.Spec, error) {
	spec, err := cli.ReadSpec(name, funnel.ReadSpec)
	if err != nil {
		return funnel.Spec{}, cli.OfFlag("funnel", err)
	}
	var known []string
	for _, s := range h.Statuses() {
		known = append(known, string(s.Status))
		if now, ok := spec.Renamed[s.Status]; ok {
			known = append(known, string(now))
		}
	}
	c, notes := spec.Source.Check(), spec.Source.Check()
	note := func(path string, statuses []lead.Status) {
		for i, s := range statuses {
			if !slices.Contains(known, string(s)) {
				notes.Unknown(fmt.Sprintf("%s[%d]", path, i), "status", string(s), known)
			}
		}
	}
	for i, stage := range spec.Stages {
		occurs := slices.ContainsFunc(stage.Statuses, func(s lead.Status) bool { return slices.Contains(known, string(s)) })
		path := fmt.Sprintf("stages[%d].statuses", i)
		if len(stage.Statuses) == 0 || occurs {
			note(path, stage.Statuses)
			continue // none at all: Compile says so
		}
		for j, s := range stage.Statuses {
			c.Unknown(fmt.Sprintf("%s[%d]", path, j), "status", string(s), known)
		}
	}
	if err := c.Err(); err != nil {
		return funnel.Spec{}, cli.Invalidf("replay: -funnel: expected in each stage a status that occurs in the history\n%w", err)
	}
	note("void", spec.Void)
	if err := notes.Err(); err != nil {
		fmt.Fprintf(stderr, "note: statuses of the funnel that do not occur in the history\n%v\n", err)
	}
	return spec, nil
}

// reportOptions completes the flags by what the history holds.
func reportOptions(o options, h leadhistory.History) (funnel.Options, error) {
	ro := funnel.Options{Basis: o.basis, From: o.from, To: o.to, AsOf: o.asOf, By: o.by, Per: o.per, Zone: o.zone, Wins: o.wins}
	if labels := h.Labels(); o.by != "" && !slices.Contains(labels, o.by) {
		if len(labels) == 0 {
			return ro, cli.Invalidf("replay: -by: expected a label of the maps, found %q; the maps have none", o.by)
		}
		return ro, cli.Invalidf("replay: -by: expected one of %s, found %q", cli.Quoted(labels), o.by)
	}
	first, last := h.Span()
	switch {
	case ro.AsOf.IsZero() && last.IsZero():
		return ro, cli.Invalidf("%s: expected at least one row with a time, found none", strings.Join(o.histories, ", "))
	case ro.AsOf.IsZero():
		ro.AsOf = last
	case ro.AsOf.Before(first):
		return ro, cli.Invalidf("replay: -asof: expected a time from %s on, at which the history begins, found %s",
			first.Format(time.RFC3339), ro.AsOf.Format(time.RFC3339))
	}
	if ro.From.After(ro.AsOf) {
		return ro, cli.Invalidf("replay: -from: expected a time up to %s, to which the history is read, found %s",
			ro.AsOf.Format(time.RFC3339), ro.From.Format(time.RFC3339))
	}
	return ro, nil
}
