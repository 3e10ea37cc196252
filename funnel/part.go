package funnel

import "slices"

// Part is a part of a report, for [Report.Only].
type Part string

// The parts.
const (
	FunnelPart  Part = "funnel"  // stages, segments, cohorts, the time to the last stage, the plan
	HandOffPart Part = "handoff" // the hand-off with its agenda, goals, inputs
	StatusPart  Part = "status"  // statuses, transitions, ways out, ageing, leakage, velocity
)

// Only returns a copy of the report that has these parts alone, so that every
// rendering has them alone. What says how to read a report belongs to every part: its
// head, the counts, findings, anomalies and definitions, these without the terms of
// what is left out. The copy shares its contents with the report. A part that is none
// selects nothing.
func (r *Report) Only(parts ...Part) *Report {
	c := *r
	if !slices.Contains(parts, FunnelPart) {
		c.Stages, c.Segments, c.By, c.ByLast = []Stage{}, []Segment{}, "", false
		c.Cohorts, c.Curve, c.Plan = nil, nil, nil
	}
	if !slices.Contains(parts, HandOffPart) {
		c.HandOff, c.Goals, c.Inputs = nil, []Goal{}, []Input{}
	}
	if !slices.Contains(parts, StatusPart) {
		c.Statuses, c.Transitions = []StatusReport{}, []Flow{}
		c.Exits, c.Ages, c.Leaks, c.Velocity = []Exits{}, []Age{}, []Leak{}, nil
	}
	// The label of the segments is also that of the offers.
	if c.HandOff != nil && len(c.HandOff.Segments) > 0 {
		c.By, c.ByLast = r.By, r.ByLast
	}
	c.Definitions = c.defined()
	return &c
}
