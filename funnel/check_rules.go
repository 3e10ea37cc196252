package funnel

import (
	"cmp"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

// withDefaults is a copy of the section of the Spec, with the names filled in.
func (h *HandOffSpec) withDefaults() *HandOffSpec {
	if h == nil {
		return nil
	}
	out := h.clone()
	out.Side = cmp.Or(out.Side, lead.Sales)
	out.Source = cmp.Or(out.Source, "source")
	out.Band = cmp.Or(out.Band, "score_band")
	out.Criteria = cmp.Or(out.Criteria, "criteria")
	return out
}

func (c check) handOff() {
	h := c.HandOff
	if h == nil {
		return
	}
	const path = "handoff"
	c.status(specfile.Key(path, "status"), h.Status)
	if c.void[h.Status] {
		c.Addf(specfile.Key(path, "status"), "status %q is void, which counts nowhere", h.Status)
	}
	sides := []string{string(lead.Marketing), string(lead.Sales), string(lead.LeadManagement)}
	side := func(path string, s lead.Side) {
		if s != "" && !slices.Contains(sides, string(s)) {
			c.Unknown(path, "side", string(s), sides)
		}
	}
	side(specfile.Key(path, "side"), h.Side)
	faults := specfile.Key(path, "faults")
	for _, code := range slices.Sorted(maps.Keys(h.Faults)) {
		c.CheckName(specfile.Key(faults, code), "a reason", code)
		side(specfile.Key(faults, code), h.Faults[code])
	}
	for _, code := range slices.Sorted(maps.Keys(h.Reasons)) {
		c.CheckName(specfile.Key(specfile.Key(path, "reasons"), code), "a reason", code)
	}
	c.label(specfile.Key(path, "source"), h.Source)
	c.label(specfile.Key(path, "band"), h.Band)
	c.label(specfile.Key(path, "criteria"), h.Criteria)
	if len(h.Accepted.Events)+len(h.Accepted.Statuses) == 0 {
		c.Addf(specfile.Key(path, "accepted"), "a hand-over needs events or statuses by which it is accepted")
	}
	events, statuses := map[lead.Event]string{}, map[lead.Status]string{}
	for _, end := range []struct {
		name string
		EndSpec
	}{{"accepted", h.Accepted}, {"rejected", h.Rejected}, {"returned", h.Returned}} {
		at := specfile.Key(path, end.name)
		for i, e := range end.Events {
			at := specfile.Index(specfile.Key(at, "events"), i)
			if !c.CheckName(at, "an event", string(e)) {
				// said
			} else if first, ok := events[e]; ok {
				c.Addf(at, "event %q stands in %s already; an offer ends in one way", e, first)
			}
			events[e] = cmp.Or(events[e], end.name)
		}
		for i, s := range end.Statuses {
			at := specfile.Index(specfile.Key(at, "statuses"), i)
			if !c.status(at, s) {
				continue
			}
			if s == h.Status {
				c.Addf(at, "status %q is that of the offer itself", s)
			} else if first, ok := statuses[s]; ok {
				c.Addf(at, "status %q stands in %s already; an offer ends in one way", s, first)
			}
			statuses[s] = cmp.Or(statuses[s], end.name)
		}
	}
}

func (c check) goals() {
	seen := map[GoalSpec]bool{}
	stages := c.stageNames()
	for i, g := range c.Goals {
		path := specfile.Index("goals", i)
		if !slices.Contains(stages, g.Stage) {
			c.Unknown(specfile.Key(path, "stage"), "stage", g.Stage, stages)
		}
		if g.Per != Week && g.Per != Month {
			c.Unknown(specfile.Key(path, "per"), "period", string(g.Per), []string{string(Week), string(Month)})
		}
		if g.AtLeast < 1 {
			c.Addf(specfile.Key(path, "at_least"), "expected 1 or more, found %d", g.AtLeast)
		}
		one := GoalSpec{Stage: g.Stage, Per: g.Per}
		if seen[one] {
			c.Addf(path, "stage %q has a goal per %s already", g.Stage, g.Per)
		}
		seen[one] = true
	}
}

func (c check) stageNames() []string {
	names := make([]string, len(c.Stages))
	for i := range c.Stages {
		names[i] = c.Stages[i].Name
	}
	return names
}
