package funnel

import (
	"maps"
	"slices"
)

// clone copies everything that a caller could still write to.
func (s *Spec) clone() Spec {
	c := *s
	c.Stages = slices.Clone(s.Stages)
	for i := range c.Stages {
		st := &c.Stages[i]
		st.Statuses, st.Events = slices.Clone(st.Statuses), slices.Clone(st.Events)
	}
	c.Void, c.Known, c.Terminal = slices.Clone(s.Void), slices.Clone(s.Known), slices.Clone(s.Terminal)
	c.Renamed, c.Titles, c.Goals = maps.Clone(s.Renamed), maps.Clone(s.Titles), slices.Clone(s.Goals)
	if s.Match != nil {
		c.Match = s.Match.clone()
	}
	if s.HandOff != nil {
		c.HandOff = s.HandOff.clone()
	}
	return c
}

func (h *HandOffSpec) clone() *HandOffSpec {
	c := *h
	c.Faults, c.Reasons = maps.Clone(h.Faults), maps.Clone(h.Reasons)
	for _, e := range []*EndSpec{&c.Accepted, &c.Rejected, &c.Returned} {
		e.Events, e.Statuses = slices.Clone(e.Events), slices.Clone(e.Statuses)
	}
	return &c
}
