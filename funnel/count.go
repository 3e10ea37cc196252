package funnel

import "github.com/leadline-go/leadline/internal/histories"

// counter is all that is counted for a report.
type counter struct {
	counts    Counts
	stages    *stageTally
	statuses  *statusTally
	flows     flowTally
	anomalies anomalyTally
	segments  *segments // nil without Options.By

	cohorts  *cohortTally // nil on the activity basis
	curve    *curveTally
	exits    *exitTally
	standing *standingTally
	velocity *velocityTally // nil without Spec.Amount
	handOff  *handOffTally  // nil without Spec.HandOff
	goals    *goalTally
	remarks  remarkTally
}

// verdict is what becomes of a lead.
type verdict int

const (
	counted verdict = iota
	isVoid
	noStage
	outside
)

// judge says whether a lead is in the report.
func judge(j *journey, basis Basis, w span) verdict {
	var in bool
	if basis == Activity {
		for i := range j.rows {
			in = in || w.contains(j.rows[i].At)
		}
	} else {
		at := j.rows[0].At
		if j.entry != none {
			at, _ = j.came()
		}
		in = w.contains(at)
	}
	switch {
	case !in:
		return outside
	case j.void:
		return isVoid
	case j.entry == none:
		return noStage
	}
	return counted
}

// count goes through the history lead by lead.
func (f *Funnel) count(h *history, o Options) (*counter, error) {
	codes := f.codes(h, o.AsOf.UnixMicro())
	c := &counter{
		stages:   newStageTally(len(f.stages)),
		statuses: newStatusTally(len(h.statuses.All())),
		flows:    flowTally{edges: map[edge]int64{}},
	}
	if o.By != "" {
		c.segments = newSegments(len(h.leads.All()))
	}
	w := o.window()
	inner := w // of what a counted lead did
	if o.Basis == Cohort {
		inner = always
		c.cohorts = newCohortTally(f, o)
	}
	c.curve = newCurveTally(f, o)
	c.exits = newExitTally(codes)
	c.standing = newStandingTally(codes)
	if f.amount != "" {
		c.velocity = newVelocityTally(f)
	}
	if f.handOff != nil {
		c.handOff = newHandOffTally(f, h, codes)
	}
	c.goals = newGoalTally(f, o)
	var clash *DuplicateError
	var j journey
	byLead := histories.Group(&h.rows, h.leads.Len())
	for l, id := range h.leads.All() {
		tl := histories.Order(byLead.Of(l))
		if tl.Clash != nil {
			if clash == nil || id < clash.LeadID {
				clash = h.duplicate(tl.Clash)
			}
			continue
		}
		c.counts.Duplicates += int64(tl.Duplicates)
		if len(tl.Rows) == 0 {
			c.anomalies.add(id, tl, codes)
			continue
		}
		codes.follow(tl.Rows, &j)
		if !j.void {
			c.anomalies.add(id, tl, codes)
			c.goals.add(&j)
		}
		switch judge(&j, o.Basis, w) {
		case outside:
			c.counts.Outside++
			// Who did nothing in the window has still been at risk in it.
			if o.Basis == Activity && !j.void && j.entry != none {
				c.curve.add(&j)
				c.exits.add(&j, inner)
				c.standing.add(&j) // and who stands somewhere stands there
			}
		case isVoid:
			c.counts.Void++
			if c.handOff != nil {
				c.handOff.addVoid(&j, inner)
			}
		case noStage:
			c.counts.NoStage++
		case counted:
			c.counts.Leads++
			c.stages.add(&j, inner, codes.asOf)
			c.statuses.add(&j, inner)
			c.flows.add(&j, inner)
			if c.cohorts != nil {
				c.cohorts.add(&j)
			}
			c.curve.add(&j)
			c.exits.add(&j, inner)
			c.standing.add(&j)
			if c.velocity != nil {
				c.velocity.add(&j, h, inner)
			}
			if c.handOff != nil {
				c.handOff.add(&j, inner)
			}
			c.remarks.add(&j, inner)
			if c.segments != nil {
				c.segments.assign(l, j.label(o.ByLast))
			}
		}
	}
	if clash != nil {
		return nil, clash
	}
	c.counts.Rows = c.flows.rows
	if c.segments != nil {
		c.segments.rank(h.values.All(), o.MaxSegments, len(f.stages))
		for l := range h.leads.All() {
			if t := c.segments.of(l); t != nil {
				codes.follow(histories.Order(byLead.Of(l)).Rows, &j)
				t.add(&j, inner, codes.asOf)
			}
		}
	}
	return c, nil
}
