package funnel

import "strconv"

const (
	secondsKind = "seconds"
	daysKind    = "days"
)

// after is what the lines of a time since a beginning share.
func (l csvLine) after(seconds float64) csvLine {
	l.segment, l.kind = strconv.FormatFloat(seconds, 'f', -1, 64), secondsKind
	return l
}

func (c csvWriter) cohorts(k *Cohorts) {
	if k == nil {
		return
	}
	all := csvLine{section: "cohort"}
	c.text(all, "per", string(k.Per))
	c.text(all, "stage", k.Stage)
	c.count(all, "left", int64(k.Left))
	c.count(all, "untimed", k.Untimed)
	c.maybe(all, "maturity_s", k.Maturity)
	for _, row := range k.Rows {
		l := all.period(row.From)
		c.text(l, "to", csvTime(row.To))
		c.count(l, "leads", row.Leads)
		c.bool(l, "mature", row.Mature)
		c.rate(l, "rate", row.Rate)
		l.section = "cohort_cell"
		for i, cell := range row.Cells {
			l.item = strconv.Itoa(i)
			c.count(l, "n", cell.N)
			c.rate(l, "total", cell.Total)
			c.bool(l, "complete", cell.Complete)
		}
		l.section = "cohort_within"
		for _, w := range row.Within {
			l.item = strconv.Itoa(w.Days)
			c.rate(l, "rate", w.Rate)
			c.bool(l, "complete", w.Complete)
		}
	}
}

func (c csvWriter) curve(k *Curve) {
	if k == nil {
		return
	}
	l := csvLine{section: "curve", item: k.Stage}
	c.count(l, "leads", k.Leads)
	c.count(l, "events", k.Events)
	for _, q := range []struct {
		name string
		*CurveQuantile
	}{{"p25", k.P25}, {"p50", k.P50}, {"p75", k.P75}} {
		if q.CurveQuantile == nil {
			c.float(l, q.name+".value_s", 0, false)
			continue
		}
		c.float(l, q.name+".value_s", q.Value, true)
		c.maybe(l, q.name+".low_s", q.Low)
		c.maybe(l, q.name+".high_s", q.High)
	}
	l.section = "curve_on_the_way"
	for _, at := range k.OnTheWay {
		c.count(l.after(at.Time), "n", at.N)
	}
	l.section = "curve_point"
	for _, p := range k.Points {
		l := l.after(p.Time)
		c.count(l, "at_risk", p.AtRisk)
		c.float(l, "done", p.Done, true)
		c.maybe(l, "low", p.Low)
		c.maybe(l, "high", p.High)
	}
}

func (c csvWriter) exits(r *Report) {
	for _, x := range r.Exits {
		all := csvLine{section: "exit", item: string(x.Status)}
		c.count(all, "visits", x.Visits)
		c.count(all, "open", x.Open)
		c.maybe(all, "still_low", x.StillLow)
		c.maybe(all, "still_high", x.StillHigh)
		for _, w := range x.Ways {
			l := all
			l.to = string(w.To)
			c.count(l, "n", w.N)
			c.maybe(l, "low", w.Low)
			c.maybe(l, "high", w.High)
		}
		for i, t := range x.Times {
			l := all.after(t)
			if l.section = "exit_still"; i < len(x.Still) {
				c.float(l, "still", x.Still[i], true)
			}
			l.section = "exit_way"
			for _, w := range x.Ways {
				if l.to = string(w.To); i < len(w.Share) {
					c.float(l, "share", w.Share[i], true)
				}
			}
		}
	}
}

func (c csvWriter) standing(r *Report) {
	for _, a := range r.Ages {
		l := csvLine{section: "age", item: string(a.Status)}
		c.count(l, "leads", a.Leads)
		c.count(l, "overdue", a.Overdue)
		c.count(l, "untimed", a.Untimed)
		l.section, l.kind = "age_bucket", daysKind
		for _, b := range a.Buckets {
			l.segment = strconv.Itoa(b.From)
			c.count(l, "to_days", int64(b.To))
			c.count(l, "n", b.N)
		}
	}
	for _, k := range r.Leaks {
		l := csvLine{section: "leak", item: k.Stage}
		c.count(l, "leads", k.Leads)
		c.count(l, "still", k.Still)
		for _, g := range k.Gone {
			l.to = string(g.Status)
			c.count(l, "n", g.N)
		}
	}
	v := r.Velocity
	if v == nil {
		return
	}
	l := csvLine{section: "velocity"}
	c.text(l, "label", v.Label)
	c.count(l, "leads", v.Leads)
	c.rate(l, "won", v.Won)
	c.count(l, "amounts", v.Amounts)
	c.count(l, "unread", v.Unread)
	c.maybe(l, "mean", v.Mean)
	c.maybe(l, "sum", v.Sum)
	c.maybe(l, "cycle_s", v.Cycle)
	c.maybe(l, "per_day", v.PerDay)
}
