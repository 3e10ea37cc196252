package funnel

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/leadline-go/leadline/internal/stat"
	"github.com/leadline-go/leadline/lead"
)

// exitTally collects how visits end, by where they come from and go to: that takes 8
// bytes a visit. One that is not over goes to the end.
type exitTally struct {
	codes *codes
	ways  map[edge]*spells
}

func newExitTally(c *codes) *exitTally { return &exitTally{codes: c, ways: map[edge]*spells{}} }

// add counts a lead that has entered a stage and is not void, as far as its visits are
// in w.
func (t *exitTally) add(j *journey, w span) {
	for i := range j.visits {
		v := &j.visits[i]
		if v.untimed || v.stage == none || int(v.stage) == t.codes.stages-1 {
			continue
		}
		s, ok := watch(v.start, v.end, !v.open, w)
		if !ok {
			continue
		}
		way := edge{v.status, end}
		if s.Event {
			way.to = j.visits[i+1].status
		}
		list := t.ways[way]
		if list == nil {
			list = &spells{}
			t.ways[way] = list
		}
		list.add(s)
	}
}

func (t *exitTally) report(f *Funnel, h *history) []Exits {
	byStatus := map[lead.Status][]exitWay{}
	for e, list := range t.ways {
		from := lead.Status(h.statuses.Name(e.from))
		w := exitWay{spells: list, open: e.to == end}
		if !w.open {
			w.to = lead.Status(h.statuses.Name(e.to))
		}
		byStatus[from] = append(byStatus[from], w)
	}
	list := []Exits{}
	for _, stage := range f.stages[:len(f.stages)-1] {
		for _, s := range stage.Statuses {
			list = append(list, exitsOf(s, byStatus[s]))
		}
	}
	return list
}

// exitWay is the visits that went one way, or those that are not over.
type exitWay struct {
	*spells
	to   lead.Status
	open bool
}

func exitsOf(status lead.Status, ways []exitWay) Exits {
	x := Exits{Status: status, Ways: []ExitWay{}, Times: []float64{}, Still: []float64{}}
	slices.SortFunc(ways, func(a, b exitWay) int {
		return cmp.Or(cmp.Compare(b.n(), a.n()), cmp.Compare(a.to, b.to))
	})
	n := 0
	for _, w := range ways {
		n += w.n()
	}
	x.Visits = int64(n)
	exits := make([]stat.Exit, 0, n)
	for _, w := range ways {
		cause := stat.Censored
		if w.open {
			x.Open = int64(w.n())
		} else {
			cause = x.way(w.to, int64(w.n()))
		}
		w.each(func(entry, time int64) { exits = append(exits, stat.Exit{Entry: entry, Time: time, Cause: cause}) })
	}
	curve := stat.AalenJohansen(exits, len(x.Ways))
	for _, i := range spread(len(curve.Rows), maxExitTimes) {
		r := &curve.Rows[i]
		x.Times = append(x.Times, *seconds(float64(r.Time), true))
		x.Still = append(x.Still, r.EventFree)
		for k := range x.Ways {
			x.Ways[k].Share = append(x.Ways[k].Share, r.Incidence[k])
		}
	}
	x.intervals(&curve)
	return x
}

// intervals are those of where the curve ends.
func (x *Exits) intervals(c *stat.CompetingCurve) {
	if len(c.Rows) == 0 {
		return
	}
	last := &c.Rows[len(c.Rows)-1]
	for k := range x.Ways {
		if lo, hi, ok := last.Interval(k); ok {
			x.Ways[k].Low, x.Ways[k].High = &lo, &hi
		}
	}
	if lo, hi, ok := (stat.Row{Surv: last.EventFree, LogVar: last.LogVar}).Interval(stat.LogLog); ok {
		x.StillLow, x.StillHigh = &lo, &hi
	}
}

// way counts visits that went to a status, and returns the number of the way.
func (x *Exits) way(to lead.Status, n int64) int {
	if len(x.Ways) > maxExitWays {
		x.Ways[maxExitWays].N += n
		return maxExitWays
	}
	switch {
	case len(x.Ways) == maxExitWays:
		to = otherValue
	case to == otherValue:
		to = lead.Status(strconv.Quote(string(to)))
	}
	x.Ways = append(x.Ways, ExitWay{To: to, N: n, Share: []float64{}})
	return len(x.Ways) - 1
}
