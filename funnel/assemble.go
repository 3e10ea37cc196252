package funnel

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/leadline-go/leadline/lead"
)

// assemble makes the report of what was counted.
func (f *Funnel) assemble(h *history, c *counter, o Options) *Report {
	w := always
	if o.Basis == Activity {
		w = o.window()
	}
	r := &Report{
		Funnel: f.spec.Name, Revision: f.spec.Revision, ID: f.id,
		Basis: o.Basis, Window: Window{o.From.In(o.Zone), o.To.In(o.Zone)}, AsOf: o.AsOf, Zone: o.Zone.String(),
		By: o.By, ByLast: o.ByLast, Match: f.matchSpec(), Titles: f.titles(h.statuses.All()),
		Counts:      c.counts,
		Stages:      f.stageReports(c.stages, w),
		Transitions: flows(c.flows.edges, h.statuses.All()),
		Statuses:    f.statusReports(c.statuses, h.statuses.All(), w),
		Anomalies:   c.anomalies.anomalies(),
		Segments:    []Segment{},
		Inputs:      append([]Input{}, o.Inputs...),
		Exits:       c.exits.report(f, h),
		Ages:        c.standing.ages(f, h),
		Leaks:       c.standing.leaks(f, h),
	}
	r.Definitions = f.definitions(o.Basis, &r.Titles)
	r.Goals = c.goals.report(r, o)
	curve := c.curve.curve()
	if c.cohorts != nil {
		r.Cohorts = c.cohorts.report(f, o, curve)
	}
	if len(f.stages) > 1 {
		r.Curve = c.curve.report(f, curve)
	}
	if c.velocity != nil {
		if v := c.velocity.report(r); v.Amounts+v.Unread > 0 {
			v.Label = f.amount
			r.Velocity = v
		}
	}
	if c.handOff != nil {
		r.HandOff = c.handOff.report(f, o)
		r.HandOff.Agenda = r.agenda(f.handOff.Side, c.handOff, o)
	}
	if o.Wins > 0 {
		r.Plan = r.plan(o.Wins)
	}
	r.Findings = c.remarks.findings(r)
	r.Definitions = r.defined()
	if s := c.segments; s != nil {
		add := func(value string, kind SegmentKind, t *stageTally) {
			r.Segments = append(r.Segments, Segment{
				Label: o.By, Value: value, Kind: kind, Leads: t.leads, Stages: f.stageReports(t, w),
			})
		}
		for _, v := range s.order {
			add(h.values.Name(v), ValueSegment, s.own[v])
		}
		if s.other != nil {
			add(otherValue, OtherSegment, s.other)
		}
		if s.none != nil {
			add(noneValue, NoneSegment, s.none)
		}
	}
	return r
}

func (f *Funnel) stageReports(t *stageTally, w span) []Stage {
	list := make([]Stage, len(f.stages))
	for k := range list {
		one := &t.stages[k]
		list[k] = Stage{
			Name: f.stages[k].Name, Title: f.stages[k].Title,
			Entered: one.entered, Reached: one.reached, Skipped: one.skipped, Joined: one.joined,
			Cumulative: Rate{Num: one.reached, Den: t.stages[0].reached},
		}
		if k > 0 {
			list[k].Conversion = &Rate{Num: one.reached, Den: t.stages[k-1].reached}
		}
		if k+1 < len(list) {
			d := durations(w, &one.steps)
			list[k].TimeToNext = &d
		}
	}
	return list
}

func (f *Funnel) statusReports(t *statusTally, names []string, w span) []StatusReport {
	number := make(map[lead.Status]int, len(names))
	for i, name := range names {
		number[lead.Status(name)] = i
	}
	list := []StatusReport{}
	add := func(s lead.Status, stage string) {
		r := StatusReport{Status: s, Title: f.title(s), Stage: stage}
		if i, ok := number[s]; ok {
			one := &t.statuses[i]
			r.Visits, r.Leads = one.visits, one.leads
			r.Reentered = Reentered{Leads: one.againLeads, Times: one.againTimes}
			r.Time = one.times(w)
		}
		list = append(list, r)
	}
	for _, st := range f.stages {
		for _, s := range st.Statuses {
			add(s, st.Name)
		}
	}
	for _, s := range slices.Sorted(maps.Keys(number)) {
		if _, staged := f.stage[s]; !staged && t.statuses[number[s]].occurred() {
			add(s, "")
		}
	}
	return list
}

func flows(edges map[edge]int64, names []string) []Flow {
	name := func(s int32) lead.Status {
		switch s {
		case start:
			return Start
		case end:
			return End
		}
		if s := lead.Status(names[s]); s != Start && s != End {
			return s
		}
		return lead.Status(strconv.Quote(names[s]))
	}
	list := make([]Flow, 0, len(edges))
	for e, n := range edges {
		list = append(list, Flow{From: name(e.from), To: name(e.to), N: n})
	}
	slices.SortFunc(list, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return list
}
