package funnel

import (
	"maps"
	"slices"
	"time"

	"github.com/leadline-go/leadline/internal/stat"
)

// maxOffsets is how many periods a cohort is followed. The latest 120 cohorts need no
// more, unless AsOf is long after the last of them.
const maxOffsets = maxPeriods

// cohortTally counts conversions by the period of coming in. All of it grows with the
// leads and not with the time between them, which may be thousands of years.
type cohortTally struct {
	calendar calendar
	last     int // stage
	within   []int
	cohorts  map[int]*oneCohort
	untimed  int64
	done     map[cohortOffset]int64
}

type oneCohort struct {
	leads, done   int64
	latest        int64 // when its last lead came in
	withinReached []int64
}

type cohortOffset struct{ cohort, offset int }

func newCohortTally(f *Funnel, o Options) *cohortTally {
	return &cohortTally{
		calendar: o.calendar(), last: len(f.stages) - 1, within: o.Within,
		cohorts: map[int]*oneCohort{}, done: map[cohortOffset]int64{},
	}
}

// add counts a lead of the report.
func (t *cohortTally) add(j *journey) {
	came, cameTimed := j.came()
	arrived, timed, ok := j.arrived(t.last)
	if !cameTimed || ok && !timed {
		t.untimed++
		return
	}
	n := t.calendar.number(came)
	c := t.cohorts[n]
	if c == nil {
		c = &oneCohort{latest: came, withinReached: make([]int64, len(t.within))}
		t.cohorts[n] = c
	}
	c.leads++
	c.latest = max(c.latest, came)
	if !ok {
		return
	}
	c.done++
	if offset := t.calendar.number(arrived) - n; offset < maxOffsets {
		t.done[cohortOffset{n, offset}]++
	}
	days := t.calendar.day(arrived) - t.calendar.day(came)
	for i, most := range t.within {
		if days <= most {
			c.withinReached[i]++
		}
	}
}

// report takes the curve of the time from coming in to the last stage.
func (t *cohortTally) report(f *Funnel, o Options, curve stat.Curve) *Cohorts {
	c := &Cohorts{Per: o.Per, Stage: f.stages[t.last].Name, Rows: []CohortRow{}, Untimed: t.untimed}
	if o.Horizon > 0 {
		s := o.Horizon.Seconds()
		c.Maturity = &s
	} else {
		c.Maturity = maturity(curve)
	}
	if len(t.cohorts) == 0 {
		return c
	}
	numbers := slices.Sorted(maps.Keys(t.cohorts))
	first, last := numbers[0], numbers[len(numbers)-1]
	c.Left = max(last-maxPeriods+1-first, 0)
	for n := first + c.Left; n <= last; n++ {
		c.Rows = append(c.Rows, t.row(n, o.AsOf, c.Maturity))
	}
	return c
}

func (t *cohortTally) row(n int, asOf time.Time, maturity *float64) CohortRow {
	from, to := t.calendar.begin(n), t.calendar.begin(n+1)
	one := t.cohorts[n]
	if one == nil {
		one = &oneCohort{latest: to.UnixMicro() - 1, withinReached: make([]int64, len(t.within))}
	}
	r := CohortRow{
		From: from, To: to, Leads: one.leads,
		Mature: maturity != nil && !asOf.Before(to) && asOf.Sub(to).Seconds() >= *maturity,
		Cells:  []CohortCell{}, Within: []WithinCell{},
		Rate: Rate{Num: one.done, Den: one.leads},
	}
	var total int64
	now := t.calendar.number(asOf.UnixMicro())
	for offset := 0; offset <= min(now-n, maxOffsets-1); offset++ {
		count := t.done[cohortOffset{n, offset}]
		total += count
		r.Cells = append(r.Cells, CohortCell{
			N: count, Total: Rate{Num: total, Den: one.leads}, Complete: n+offset < now,
		})
	}
	today, latest := t.calendar.day(asOf.UnixMicro()), t.calendar.day(one.latest)
	for i, days := range t.within {
		r.Within = append(r.Within, WithinCell{
			Days: days, Rate: Rate{Num: one.withinReached[i], Den: one.leads}, Complete: today > latest+days,
		})
	}
	return r
}
