package funnel

import (
	"math"
	"slices"

	"github.com/leadline-go/leadline/internal/stat"
)

const (
	maxCurvePoints = 200
	maxExitTimes   = 100
	maxExitWays    = 6
)

// watch cuts what lasted from start to end, and was over then or not, to a window: it
// is at risk from the beginning of the window on, or its own, up to the end of the
// window or its own. It returns false if that leaves nothing.
func watch(start, end int64, over bool, w span) (stat.Spell, bool) {
	if start >= w.to || end < w.from {
		return stat.Spell{}, false
	}
	s := stat.Spell{Time: end - start, Event: over}
	if end >= w.to {
		s.Time, s.Event = w.to-1-start, false
	}
	if start < w.from {
		// At risk is who comes in before an event, and one at the very
		// beginning of the window is in it.
		s.Entry = w.from - 1 - start
	}
	return s, true
}

// spells is a heap of spells that ended alike: one number for each that was watched
// from its beginning, which in an open window are all, and two for each of the others.
type spells struct {
	whole sample // times
	late  sample // entry, time, entry, time, …
}

func (s *spells) add(x stat.Spell) {
	if x.Entry == 0 {
		s.whole.add(x.Time)
		return
	}
	s.late.add(x.Entry)
	s.late.add(x.Time)
}

func (s *spells) n() int { return s.whole.n + s.late.n/2 }

// each calls do for each spell.
func (s *spells) each(do func(entry, time int64)) {
	for _, b := range s.whole.blocks {
		for _, time := range b {
			do(0, time)
		}
	}
	for _, b := range s.late.blocks { // a block has room for an even number
		for i := 0; i < len(b); i += 2 {
			do(b[i], b[i+1])
		}
	}
}

// curveTally collects the times from coming in to the last stage.
type curveTally struct {
	last       int // stage
	asOf       int64
	w          span
	over, open spells
}

func newCurveTally(f *Funnel, o Options) *curveTally {
	t := &curveTally{last: len(f.stages) - 1, asOf: o.AsOf.UnixMicro(), w: always}
	if o.Basis == Activity {
		t.w = o.window()
	}
	return t
}

// add counts a lead that has entered a stage and is not void.
func (t *curveTally) add(j *journey) {
	came, timed := j.came()
	if !timed {
		return
	}
	at, timed, over := j.arrived(t.last)
	if !over {
		at = min(t.asOf, j.until)
	} else if !timed {
		return
	}
	s, ok := watch(came, at, over, t.w)
	switch {
	case !ok:
	case s.Event:
		t.over.add(s)
	default:
		t.open.add(s)
	}
}

func (t *curveTally) curve() stat.Curve {
	list := make([]stat.Spell, 0, t.over.n()+t.open.n())
	t.over.each(func(entry, time int64) { list = append(list, stat.Spell{Entry: entry, Time: time, Event: true}) })
	t.open.each(func(entry, time int64) { list = append(list, stat.Spell{Entry: entry, Time: time}) })
	return stat.KaplanMeier(list)
}

// report is of the tally's curve, whose rows it takes over.
func (t *curveTally) report(f *Funnel, curve stat.Curve) *Curve {
	c := &Curve{
		Stage: f.stages[t.last].Name, Leads: int64(t.over.n() + t.open.n()), Events: int64(t.over.n()),
		Points: []CurvePoint{},
	}
	c.P25, c.P50, c.P75 = curveQuantile(curve, 0.25), curveQuantile(curve, 0.5), curveQuantile(curve, 0.75)
	events := slices.DeleteFunc(curve.Rows, func(r stat.Row) bool { return r.Events == 0 })
	for _, i := range spread(len(events), maxCurvePoints) {
		r := &events[i]
		p := CurvePoint{Time: *seconds(float64(r.Time), true), AtRisk: r.AtRisk, Done: 1 - r.Surv}
		if lo, hi, ok := r.Interval(stat.LogLog); ok {
			low, high := 1-hi, 1-lo
			p.Low, p.High = &low, &high
		}
		c.Points = append(c.Points, p)
	}
	c.OnTheWay = t.onTheWay(c.Points)
	return c
}

// onTheWay counts at the marks of the axis that the curve is drawn over.
func (t *curveTally) onTheWay(points []CurvePoint) []CurveCount {
	list := []CurveCount{}
	if len(points) == 0 {
		return list
	}
	for _, s := range ticks(curveEnd(points), curveTicks) {
		if s > points[len(points)-1].Time {
			break
		}
		list = append(list, CurveCount{Time: s})
	}
	for _, part := range []*spells{&t.over, &t.open} {
		part.each(func(entry, time int64) {
			for i := range list {
				at := int64(list[i].Time * 1e6)
				if (entry < at || entry == 0) && time >= at {
					list[i].N++
				}
			}
		})
	}
	return list
}

func curveQuantile(c stat.Curve, p float64) *CurveQuantile {
	value, ok := c.Quantile(p)
	if !ok {
		return nil
	}
	q := &CurveQuantile{Value: *seconds(value, true)}
	if lo, hi, ok := c.QuantileInterval(p, stat.LogLog); ok {
		q.Low, q.High = seconds(lo, true), seconds(hi, !math.IsInf(hi, 1))
	}
	return q
}

// mature is the part of where a curve ends at which a cohort is called mature.
const mature = 0.9

// maturity is the time by which the curve has come to that part of its end, in
// seconds; nil if nothing ever happens.
func maturity(c stat.Curve) *float64 {
	if len(c.Rows) == 0 {
		return nil
	}
	end := 1 - c.Rows[len(c.Rows)-1].Surv
	if end == 0 {
		return nil
	}
	const rounding = 1e-12 // of products of many factors
	i := slices.IndexFunc(c.Rows, func(r stat.Row) bool { return 1-r.Surv >= mature*end-rounding })
	return seconds(float64(c.Rows[i].Time), true)
}

// spread returns which of n are to be shown if it may be some only: evenly spread, with
// the first and the last.
func spread(n, most int) []int {
	list := make([]int, min(n, most))
	for i := range list {
		list[i] = i
		if n > most {
			list[i] = i * (n - 1) / (most - 1)
		}
	}
	return list
}
