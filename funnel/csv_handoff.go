package funnel

import (
	"strconv"
	"time"
)

const periodKind = "period"

// period is what the lines of a period share.
func (l csvLine) period(from time.Time) csvLine {
	l.segment, l.kind = csvTime(from), periodKind
	return l
}

func (c csvWriter) findings(r *Report) {
	for _, f := range r.Findings {
		l := csvLine{section: "finding", kind: string(f.Code), item: f.Where}
		c.rate(l, "value", f.Value)
		c.text(l, "text", f.Text)
	}
}

func (c csvWriter) handOff(h *HandOff) {
	if h == nil {
		return
	}
	all := csvLine{section: "handoff"}
	c.text(all, "status", string(h.Status))
	c.offers(all, &h.Total)
	for _, p := range h.Periods {
		l := csvLine{section: "handoff_period"}.period(p.From)
		c.text(l, "to", csvTime(p.To))
		c.offers(l, &p.Offers)
	}
	for _, by := range []struct {
		section string
		groups  []OfferGroup
	}{{"handoff_source", h.Sources}, {"handoff_band", h.Bands}, {"handoff_segment", h.Segments}} {
		for _, g := range by.groups {
			c.offers(csvLine{section: by.section, segment: g.Value, kind: string(g.Kind)}, &g.Offers)
		}
	}
	for _, one := range h.Reasons {
		c.reason(&one)
	}
	for _, f := range h.Faults {
		c.rate(csvLine{section: "fault", item: string(f.Side)}, "share", f.Share)
	}
	c.count(csvLine{section: "handoff"}, "void", h.Void)
	l := csvLine{section: "criteria"}
	c.count(l, "signed", h.Criteria.Signed)
	c.count(l, "unsigned", h.Criteria.Unsigned)
	c.count(l, "other", h.Criteria.Other)
	c.count(l, "none", h.Criteria.None)
	for i, a := range h.Agenda {
		l := csvLine{section: "agenda", kind: string(a.Topic), item: a.About}
		c.count(l, "position", int64(i+1))
		c.text(l, "side", string(a.Side))
		c.rate(l, "value", a.Value)
		if a.Was != nil {
			c.rate(l, "was", *a.Was)
		}
		c.text(l, "text", a.Text)
	}
}

func (c csvWriter) offers(l csvLine, o *Offers) {
	for _, one := range []struct {
		name string
		n    int64
	}{
		{"offered", o.Offered},
		{"accepted", o.Accepted},
		{"rejected", o.Rejected},
		{"returned", o.Returned},
		{"withdrawn", o.Withdrawn},
		{"open", o.Open},
		{"overdue", o.Overdue},
		{"untouched", o.Untouched},
	} {
		c.count(l, one.name, one.n)
	}
	c.rate(l, "of_decided", o.OfDecided)
	c.rate(l, "of_offered", o.OfOffered)
	c.clock(l, "decision", &o.Decision)
	c.clock(l, "first_touch", &o.FirstTouch)
	for _, s := range o.Stages {
		l.item = s.Stage
		c.count(l, "reached", s.Reached)
		c.rate(l, "rate", s.Rate)
	}
}

func (c csvWriter) clock(l csvLine, name string, k *Clock) {
	c.count(l, name+".met", k.Met)
	c.count(l, name+".missed", k.Missed)
	c.count(l, name+".not_yet_due", k.NotYetDue)
	c.count(l, name+".unmeasured", k.Unmeasured)
	c.rate(l, name+".kept", k.Kept)
	c.durations(l, name+".time", k.Time)
}

func (c csvWriter) reason(one *ReasonCount) {
	l := csvLine{section: "reason", kind: string(one.Kind), item: ownName(one.Reason, one.Kind), to: string(one.End)}
	if one.Title.En != "" {
		c.text(l, "title", one.Title.En)
	}
	c.text(l, "fault", string(one.Fault))
	c.count(l, "n", one.N)
	c.rate(l, "share", one.Share)
	for _, of := range []struct {
		section string
		list    []ValueCount
	}{{"reason_source", one.Sources}, {"reason_band", one.Bands}} {
		for _, v := range of.list {
			l := l
			l.section, l.segment, l.kind = of.section, v.Value, string(v.Kind)
			c.count(l, "n", v.N)
		}
	}
}

// ownName is a value; one that looks like another kind is in quotes.
func ownName(value string, kind SegmentKind) string {
	if kind == ValueSegment && (value == otherValue || value == noneValue) {
		return strconv.Quote(value)
	}
	return value
}

func (c csvWriter) goals(r *Report) {
	for _, g := range r.Goals {
		l := csvLine{section: "goal", item: g.Stage}
		c.text(l, "per", string(g.Per))
		c.count(l, "at_least", g.AtLeast)
		for _, p := range g.Periods {
			l := l.period(p.From)
			c.text(l, "to", csvTime(p.To))
			c.count(l, "actual", p.Actual)
			c.text(l, "state", string(p.State))
			if s := p.Still; s != nil {
				c.count(l, "still.needed", s.Needed)
				c.count(l, "still.waiting", s.Waiting)
				c.maybe(l, "still.expected_low", s.Low)
				c.maybe(l, "still.expected_high", s.High)
			}
		}
	}
	for _, in := range r.Inputs {
		l := csvLine{section: "input", item: in.Name}.period(in.From)
		c.text(l, "to", csvTime(in.To))
		c.float(l, "value", in.Value, true)
		if in.Unit != "" {
			c.text(l, "unit", in.Unit)
		}
	}
	if r.Plan == nil {
		return
	}
	c.count(csvLine{section: "plan"}, "wins", r.Plan.Wins)
	for _, s := range r.Plan.Stages {
		l := csvLine{section: "plan", item: s.Stage}
		c.rate(l, "rate", s.Rate)
		for _, n := range []struct {
			name  string
			leads *int64
		}{{"needed", s.Needed}, {"low", s.Low}, {"high", s.High}} {
			if n.leads == nil {
				c.float(l, n.name, 0, false)
			} else {
				c.count(l, n.name, *n.leads)
			}
		}
	}
}
