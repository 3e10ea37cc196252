package stat

import (
	"cmp"
	"math"
	"slices"
)

// Censored as the Cause of an [Exit] says that there has been none yet.
const Censored = -1

// Exit is one spell that can end in more than one way: an offer accepted or
// declined, a lead won or lost.
type Exit struct {
	Entry int64 // as in [Spell]: at risk in (Entry, Time], 0 is from the beginning
	Time  int64 // how long it was watched
	Cause int   // how it ended at Time, from 0; Censored if it had not
}

// CompetingRow is the state of a [CompetingCurve] from one of its times up to
// the next. Its slices have one element for each cause.
type CompetingRow struct {
	Time   int64 // at which at least one spell ended
	AtRisk int64 // spells that last at least until Time and came in before it

	// EventFree is the estimated probability that a spell lasts beyond Time, and
	// Incidence that it ends by then, by cause. Each is in [0, 1], and together
	// they are 1 to the last digit.
	EventFree float64
	Incidence []float64

	// StdErr is the standard error of Incidence. EventFree is the curve of
	// [KaplanMeier], which does not ask for the cause: it has a LogVar as in [Row].
	StdErr []float64
	LogVar float64
}

// CompetingCurve tells how spells end as time goes by: for each cause the share
// that it has ended by t, as step functions that rise at the times of events.
// The zero value is the curve of no exits.
type CompetingCurve struct {
	Causes int            // how many were told apart
	N      int64          // exits that count
	Last   int64          // the largest of their times, where the data end
	Rows   []CompetingRow // in ascending order of Time, each time once
}

// AalenJohansen estimates how likely a spell has ended by t from each of a
// number of causes that exclude each other, if some spells are unfinished. With
// S the Kaplan–Meier curve of events of any cause, the incidence of cause c is
//
//	F(t) = Σ S(before) Events of c/AtRisk  over the times of events <= t.
//
// One minus a Kaplan–Meier curve that takes the exits from other causes as
// censored is not that: it tells what would happen if there were no other cause,
// and is too high. Entries, ties and censoring are as in [KaplanMeier].
//
// Causes are 0 to causes-1, of which some may never occur. A Cause beyond these
// and other than [Censored] is a mistake of the caller; the result is then the
// curve of no exits, as it is for no causes.
//
// The curve has one row for each distinct time of an event. It takes
// O(n (log n + causes)) time, and memory for n times and for the rows. Without
// censoring and late entries each incidence is exactly the share of spells that
// have ended so.
//
// The standard errors are those of the delta method. In survfit of R they are by
// the infinitesimal jackknife, which is the same without late entries.
//
// Source: O. O. Aalen and S. Johansen, An empirical transition matrix for
// non-homogeneous Markov chains based on censored observations, Scand. J.
// Statist. 5 (1978) 141–150; for the standard errors E. Marubini and M. G.
// Valsecchi, Analysing Survival Data from Clinical Trials and Observational
// Studies, Wiley (1995), chapter 10. It agrees with survfit(Surv(time, cause) ~ 1)
// in R for a factor cause whose first level is the censoring.
func AalenJohansen(exits []Exit, causes int) CompetingCurve {
	events, cuts, entries, ok := byCause(exits, causes)
	if !ok {
		return CompetingCurve{}
	}
	c := CompetingCurve{Causes: causes, N: int64(len(cuts)), Last: math.MinInt64}
	for _, times := range events {
		c.N += int64(len(times))
		c.Last = latest(times, c.Last)
	}
	if c.Last = latest(cuts, c.Last); c.N == 0 {
		return CompetingCurve{Causes: causes}
	}
	rows := distinctOf(events)
	c.Rows = make([]CompetingRow, 0, rows)
	room := make([]float64, 2*causes*rows)
	take := func() []float64 {
		part := room[:causes:causes]
		room = room[causes:]
		return part
	}

	// As in KaplanMeier the sums telescope as long as spells leave by events
	// only: with m at risk at first, d of them gone by a cause add up to d/m. What
	// rounding takes off the curve and the incidences is carried along beside
	// them, so that they add up to 1 to the last digit, also after a million rows
	// of which each rounds to the same side.
	left := c.N - int64(len(entries))
	surv, rest, logVar, m := 1.0, 0.0, 0.0, left
	now, lost := surv, rest
	by := make([]tally, causes)
	for t, more := next(events); more; t, more = next(events) {
		if out, in := before(cuts, t), before(entries, t); out > 0 || in > 0 {
			cuts, entries = cuts[out:], entries[in:]
			left += int64(in) - int64(out)
			surv, rest, m = now, lost, left
			for i := range by {
				by[i].base, by[i].rest, by[i].gone = by[i].incidence, by[i].lost, 0
			}
		}
		row := CompetingRow{Time: t, AtRisk: left, Incidence: take(), StdErr: take()}
		k := left
		for i := range by {
			d := run(events[i], t)
			events[i] = events[i][d:]
			k -= int64(d)
			by[i].vary(now, logVar, int64(d), left)
			by[i].add(surv, int64(d), m)
			row.Incidence[i] = by[i].incidence
			row.StdErr[i] = math.Sqrt(max(by[i].variance, 0))
		}
		if k > 0 { // else now is 0 for good, and logVar no longer matters
			logVar += float64(left-k) / float64(left) / float64(k)
		}
		now, lost = scale(surv, rest, k, m)
		row.EventFree, row.LogVar = now, logVar
		c.Rows = append(c.Rows, row)
		left = k
	}
	return c
}

// Interval returns the limits of the pointwise 95 % confidence interval for the
// incidence of a cause, symmetric on the log-log scale, within (0, 1) and around it.
// It returns false if the incidence is 0 or 1, if its standard error is 0, and if a limit
// would be 0 or 1, as of an incidence that is 1 but for rounding.
//
// Source: J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of
// Failure Time Data, 2nd ed., Wiley (2002), section 8.2.
func (r CompetingRow) Interval(cause int) (lo, hi float64, ok bool) {
	f, se := r.Incidence[cause], r.StdErr[cause]
	if f <= 0 || f >= 1 || se <= 0 {
		return 0, 0, false
	}
	w := z95 * se / (f * math.Log(f)) // below 0
	lo, hi = math.Pow(f, math.Exp(-w)), math.Pow(f, math.Exp(w))
	if lo <= 0 || hi >= 1 {
		return 0, 0, false
	}
	return lo, hi, true
}

// At returns the state at t, which on each step is the row at its left end, and
// before the first event a row with nothing but an EventFree of 1. It returns
// false where the data end: for a curve of no exits, and beyond Last unless
// EventFree is 0 there. The row is then the last one.
func (c CompetingCurve) At(t int64) (row CompetingRow, ok bool) {
	i, found := slices.BinarySearchFunc(c.Rows, t, func(r CompetingRow, t int64) int { return cmp.Compare(r.Time, t) })
	switch {
	case found:
		row = c.Rows[i]
	case i > 0:
		row = c.Rows[i-1]
	default:
		row = CompetingRow{EventFree: 1, Incidence: make([]float64, c.Causes), StdErr: make([]float64, c.Causes)}
	}
	return row, c.N > 0 && (t <= c.Last || row.EventFree == 0)
}

// Final returns the state where the data end. Only if its EventFree is 0 are its
// incidences the shares of causes among all spells; else some spells will still
// end, one cannot tell how. It returns false for a curve of no exits.
func (c CompetingCurve) Final() (row CompetingRow, ok bool) {
	return c.At(c.Last)
}

// tally is what AalenJohansen keeps of a cause.
type tally struct {
	base, rest      float64 // incidence at the last censoring or entry, and its error
	gone            int64   // spells ended so since then
	incidence, lost float64 // now

	// The variance of F by the delta method is a sum over the times s of events,
	// in which F(t) - F(s) occurs to the second power. So a rise of F(t) changes
	// the variance by 2 rise slope + rise² LogVar, where slope is half its
	// derivative: no need for a second pass, nor for differences of large sums.
	variance, slope float64
}

// add lets d spells more be gone, of the m at risk at the last censoring or
// entry, when the survival curve was at surv, by Kahan's compensated summation.
func (y *tally) add(surv float64, d, m int64) {
	if d == 0 {
		return // not even the last digit moves
	}
	y.gone += d
	step := float64(surv*(float64(y.gone)/float64(m))) + y.rest
	y.incidence = min(max(y.incidence, y.base+step), 1) // the last digit may err
	y.lost = step - (y.incidence - y.base)
}

// vary adds to the variance an event time at which d of n left by the cause and
// before which the survival curve and its LogVar are as given.
func (y *tally) vary(surv, logVar float64, d, n int64) {
	h := float64(d) / float64(n)
	step := surv * h
	y.variance += 2*float64(step*y.slope) + float64(step*step*logVar)
	y.variance += surv * surv * h * (1 - h) / float64(n)
	y.slope += float64(step*logVar) - step/float64(n)
}

// scale returns x k/m and what rounding has taken off it, from x and what it has
// taken off that. The remainder of a fused multiply-add is exact.
func scale(x, rest float64, k, m int64) (y, lost float64) {
	a, b := float64(k), float64(m)
	q := a / b
	p := x * q
	rest = math.FMA(x, q, -p) + float64(x*math.FMA(-q, b, a)/b) + float64(rest*q)
	y = p + rest
	return y, rest - (y - p)
}

// byCause returns the times of events by cause, those of censorings and the late
// entries, each sorted, or false if there is a cause that cannot be.
func byCause(exits []Exit, causes int) (events [][]int64, cuts, entries []int64, ok bool) {
	if causes < 1 {
		return nil, nil, nil, false
	}
	count, late := make([]int, causes+1), 0 // the last is of the censored
	for _, x := range exits {
		switch {
		case x.Cause < Censored || x.Cause >= causes:
			return nil, nil, nil, false
		case x.Entry != 0 && x.Entry >= x.Time:
			continue
		case x.Entry != 0:
			late++
		}
		count[slot(x.Cause, causes)]++
	}
	times := make([]int64, len(exits))
	events = make([][]int64, causes+1)
	for i, n := range count {
		events[i], times = times[:0:n], times[n:]
	}
	entries = make([]int64, 0, late)
	for _, x := range exits {
		if x.Entry != 0 {
			if x.Entry >= x.Time {
				continue
			}
			entries = append(entries, x.Entry)
		}
		i := slot(x.Cause, causes)
		events[i] = append(events[i], x.Time)
	}
	for i := range events {
		slices.Sort(events[i])
	}
	slices.Sort(entries)
	return events[:causes], events[causes], entries, true
}

func slot(cause, causes int) int {
	if cause == Censored {
		return causes
	}
	return cause
}

// next returns the earliest time at the front of sorted slices, or false if all
// are empty.
func next(sorted [][]int64) (t int64, ok bool) {
	for _, times := range sorted {
		if len(times) > 0 && (!ok || times[0] < t) {
			t, ok = times[0], true
		}
	}
	return t, ok
}

// distinctOf returns how many different times there are in sorted slices.
func distinctOf(sorted [][]int64) int {
	sorted = slices.Clone(sorted)
	n := 0
	for t, more := next(sorted); more; t, more = next(sorted) {
		for i := range sorted {
			sorted[i] = sorted[i][run(sorted[i], t):]
		}
		n++
	}
	return n
}

// latest returns the last of the sorted times, or t if that is later.
func latest(times []int64, t int64) int64 {
	if len(times) == 0 {
		return t
	}
	return max(t, times[len(times)-1])
}
