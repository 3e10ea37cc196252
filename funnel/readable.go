package funnel

import (
	"maps"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/lead"
)

// readable returns a copy of the report in which all stages, statuses and reasons have
// the names that people read, see [Titles]. Whatever writes a report for people begins
// with it, so that none can forget. Names that were different stay different: what
// compares codes can compare names. The copy shares with the report what has no names.
func (r *Report) readable() *Report {
	c := *r
	if len(c.Titles.Stages)+len(c.Titles.Statuses) == 0 {
		c.Titles = r.ownTitles()
	}
	t := &c.Titles
	c.Stages = t.stageList(r.Stages)
	c.Segments = slices.Clone(r.Segments)
	for i := range c.Segments {
		c.Segments[i].Stages = t.stageList(c.Segments[i].Stages)
	}
	c.Statuses = slices.Clone(r.Statuses)
	for i := range c.Statuses {
		s := &c.Statuses[i]
		s.Status = t.status(s.Status)
		if s.Stage != "" {
			s.Stage = t.stage(s.Stage)
		}
	}
	c.Transitions = slices.Clone(r.Transitions)
	for i := range c.Transitions {
		f := &c.Transitions[i]
		f.From, f.To = t.beside(f.From, Start, End), t.beside(f.To, Start, End)
	}
	c.Findings = slices.Clone(r.Findings)
	for i := range c.Findings {
		c.Findings[i].Where = t.where(&c.Findings[i])
	}
	if r.HandOff != nil {
		c.HandOff = t.handOff(r.HandOff)
	}
	t.toReach(&c)
	t.standing(&c)
	return &c
}

func (t *Titles) stageList(list []Stage) []Stage {
	list = slices.Clone(list)
	for i := range list {
		list[i].Name = t.stage(list[i].Name)
	}
	return list
}

// where names what a finding is about. One code can be that of a stage and of a status
// of another title; the sentence tells then which of them is meant.
func (t *Titles) where(f *Finding) string {
	status := string(t.status(lead.Status(f.Where)))
	if stage := t.stage(f.Where); stage != f.Where && !strings.HasPrefix(f.Text, timeIn+named(status)+":") {
		return stage
	}
	return status
}

func (t *Titles) handOff(h *HandOff) *HandOff {
	c := *h
	c.Status = t.status(h.Status)
	c.Total = t.offers(h.Total)
	c.Periods = slices.Clone(h.Periods)
	for i := range c.Periods {
		c.Periods[i].Offers = t.offers(c.Periods[i].Offers)
	}
	groups := func(list []OfferGroup) []OfferGroup {
		list = slices.Clone(list)
		for i := range list {
			list[i].Offers = t.offers(list[i].Offers)
		}
		return list
	}
	c.Sources, c.Bands, c.Segments = groups(h.Sources), groups(h.Bands), groups(h.Segments)
	names := h.reasonNames()
	c.Reasons = slices.Clone(h.Reasons)
	for i := range c.Reasons {
		if one := &c.Reasons[i]; one.named() {
			one.Reason = names[one.Reason]
		}
	}
	c.Agenda = slices.Clone(h.Agenda)
	for i := range c.Agenda {
		switch a := &c.Agenda[i]; a.Topic {
		case TopicReason:
			if name, ok := names[a.About]; ok {
				a.About = name
			}
		case TopicGoal:
			a.About = t.stage(a.About)
		}
	}
	return &c
}

func (t *Titles) offers(o Offers) Offers {
	o.Stages = slices.Clone(o.Stages)
	for i := range o.Stages {
		o.Stages[i].Stage = t.stage(o.Stages[i].Stage)
	}
	return o
}

// named reports whether the reason is one, and not the rest or the lack of them.
func (c *ReasonCount) named() bool { return c.Kind != OtherSegment && c.Kind != NoneSegment }

// reasonNames are what people read for the codes of reasons: those with one title have
// their codes before it.
func (h *HandOff) reasonNames() map[string]string {
	all, names := map[string]titled{}, map[string]string{}
	for i := range h.Reasons {
		if c := &h.Reasons[i]; c.named() {
			all[c.Reason] = titled{code: c.Reason, title: c.Title.En}
			names[c.Reason] = c.Reason
		}
	}
	seen := map[string]int{}
	for _, one := range all {
		seen[one.seen()]++
	}
	maps.Copy(names, pick(inOrder(all), func(t *titled) string {
		if t.hasTitle() && seen[t.seen()] > 1 {
			return t.withCode()
		}
		return t.word()
	}))
	return names
}

// toReach names the stages that are to be reached.
func (t *Titles) toReach(c *Report) {
	c.Goals = slices.Clone(c.Goals)
	for i := range c.Goals {
		c.Goals[i].Stage = t.stage(c.Goals[i].Stage)
	}
	if c.Plan != nil {
		p := *c.Plan
		p.Stages = slices.Clone(p.Stages)
		for i := range p.Stages {
			p.Stages[i].Stage = t.stage(p.Stages[i].Stage)
		}
		c.Plan = &p
	}
	if c.Cohorts != nil {
		k := *c.Cohorts
		k.Stage = t.stage(k.Stage)
		c.Cohorts = &k
	}
	if c.Curve != nil {
		k := *c.Curve
		k.Stage = t.stage(k.Stage)
		c.Curve = &k
	}
}

// standing names the statuses that leads leave or stand in.
func (t *Titles) standing(c *Report) {
	c.Exits = slices.Clone(c.Exits)
	for i := range c.Exits {
		x := &c.Exits[i]
		x.Status, x.Ways = t.status(x.Status), slices.Clone(x.Ways)
		for k := range x.Ways {
			x.Ways[k].To = t.beside(x.Ways[k].To, otherValue)
		}
	}
	c.Ages = slices.Clone(c.Ages)
	for i := range c.Ages {
		c.Ages[i].Status = t.status(c.Ages[i].Status)
	}
	c.Leaks = slices.Clone(c.Leaks)
	for i := range c.Leaks {
		l := &c.Leaks[i]
		l.Stage, l.Gone = t.stage(l.Stage), slices.Clone(l.Gone)
		for k := range l.Gone {
			l.Gone[k].Status = t.status(l.Gone[k].Status)
		}
	}
}
