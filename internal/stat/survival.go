package stat

import (
	"cmp"
	"math"
	"slices"
)

// Spell is one observed duration: of a lead in a stage, of an offer without an
// answer. Its times are in any unit (leadline: microseconds) since it began.
type Spell struct {
	// Entry is when we began to watch: the spell is at risk in (Entry, Time], as
	// we would not have learnt of it had it ended before (delayed entry, left
	// truncation). 0: it was watched from its beginning. A spell whose Entry is
	// not 0 and not before Time was never at risk and is ignored.
	Entry int64

	// Time is how long it was watched. Event tells how that ended: true if at
	// Time happened what is waited for, false if it had not happened by then and
	// the spell was cut off there (censored).
	Time  int64
	Event bool
}

// Row is the state of a [Curve] from one of its times up to the next.
type Row struct {
	Time     int64 // at which at least one spell ended or was cut off
	AtRisk   int64 // spells that last at least until Time and came in before it
	Events   int64 // of these, had their event at Time
	Censored int64 // of these, were cut off at Time

	// Surv is the estimated probability that a spell lasts beyond Time, in
	// [0, 1].
	Surv float64

	// LogVar is Greenwood's estimate of the variance of log Surv,
	// Σ Events / (AtRisk (AtRisk - Events)) up to this row; +Inf once Surv is 0.
	LogVar float64
}

// Curve is a survival curve: the share of spells that last beyond t, as a step
// function that falls at the times of events. Rows is in ascending order of
// Time, each time once. The zero value is the curve of no spells.
type Curve struct {
	Rows []Row
}

// KaplanMeier estimates the survival curve of spells of which some are
// unfinished, by the product-limit estimator
//
//	S(t) = Π (1 - Events/AtRisk)  over the rows with Time <= t.
//
// Unfinished spells count among those at risk for as long as they were watched;
// leaving them out, as a plain mean or quantile of the finished ones does, makes
// a process look faster than it is. At equal times events come before
// censorings, and both before entries: a spell that is cut off at t was still at
// risk at t, one that comes in at t is not yet. The estimate takes coming in and
// cutting off as unrelated to how long the spell would have lasted.
//
// The curve has one row for each distinct Time, that of a censoring too. Times
// may be in any order and are compared as they are, also when negative. Without
// censoring and late entries, Surv is exactly the share of spells that are
// longer. With late entries few may be at risk early on; should all of those end
// at once, Surv is 0 from there on, whoever comes in later, and the data do not
// support the curve. It takes O(n log n) time and linear memory.
//
// Source: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete
// observations, JASA 53 (1958) 457–481; M. Greenwood, The natural duration of
// cancer, HMSO (1926); for late entries J. P. Klein and M. L. Moeschberger,
// Survival Analysis, 2nd ed., Springer (2003), section 4.6. It agrees with
// survfit(Surv(time, event) ~ 1) and survfit(Surv(entry, time, event) ~ 1) in R.
func KaplanMeier(spells []Spell) Curve {
	events, cuts, entries := split(spells)
	rows := distinct(events, cuts)
	if rows == 0 {
		return Curve{}
	}
	c := Curve{Rows: make([]Row, 0, rows)}
	walk(events, cuts, entries, func(r *Row) bool {
		c.Rows = append(c.Rows, *r)
		return true
	})
	return c
}

// walk goes through the rows of a curve, up to the first at which do returns false. All
// times are sorted; do does not keep the row.
func walk(events, cuts, entries []int64, do func(*Row) bool) {
	// As long as spells leave by events only, the product telescopes: with m at
	// risk at first and k left after the events, it is k/m, and the terms of
	// LogVar add up to 1/k - 1/m. So rounding errors grow with the censorings and
	// entries only, and a curve without any is exact.
	left := int64(len(events) + len(cuts) - len(entries))
	surv, logVar, m := 1.0, 0.0, left
	now := Row{Surv: 1}
	for len(events) > 0 || len(cuts) > 0 {
		t := earliest(events, cuts)
		if in := before(entries, t); in > 0 {
			entries = entries[in:]
			left += int64(in)
			surv, logVar, m = now.Surv, now.LogVar, left
		}
		d, e := run(events, t), run(cuts, t)
		events, cuts = events[d:], cuts[e:]

		k := left - int64(d)
		now = Row{
			Time: t, AtRisk: left, Events: int64(d), Censored: int64(e),
			Surv:   surv * (float64(k) / float64(m)),
			LogVar: math.Inf(1),
		}
		if k > 0 {
			now.LogVar = logVar + float64(m-k)/float64(m)/float64(k)
		}
		if !do(&now) {
			return
		}
		left = k - int64(e)
		if e > 0 {
			surv, logVar, m = now.Surv, now.LogVar, left
		}
	}
}

// At returns S(t), the estimated probability that a spell lasts beyond t: 1
// before the first event, and on each step the value of its left end. It returns
// false where the data end: for a curve of no spells, and beyond the last row
// unless Surv is 0 there. The value is then that of the last step.
func (c Curve) At(t int64) (surv float64, ok bool) {
	i, found := slices.BinarySearchFunc(c.Rows, t, func(r Row, t int64) int { return cmp.Compare(r.Time, t) })
	if found {
		return c.Rows[i].Surv, true
	}
	if i == 0 {
		return 1, len(c.Rows) > 0
	}
	surv = c.Rows[i-1].Surv
	return surv, i < len(c.Rows) || surv == 0
}

// split returns the times of events and of censorings, and the entries that are
// late, each sorted. Apart, they are plain integers, which sort without a
// comparison function and take a third of the room of spells.
func split(spells []Spell) (events, cuts, entries []int64) {
	times := make([]int64, len(spells))
	i, j := 0, len(times)
	for n, s := range spells {
		if s.Entry != 0 {
			if s.Entry >= s.Time {
				continue
			}
			if entries == nil {
				entries = make([]int64, 0, len(spells)-n)
			}
			entries = append(entries, s.Entry)
		}
		if s.Event {
			times[i] = s.Time
			i++
		} else {
			j--
			times[j] = s.Time
		}
	}
	events, cuts = times[:i], times[j:]
	slices.Sort(events)
	slices.Sort(cuts)
	slices.Sort(entries)
	return events, cuts, entries
}

// distinct returns how many different times there are in both.
func distinct(events, cuts []int64) int {
	n := 0
	for len(events) > 0 || len(cuts) > 0 {
		t := earliest(events, cuts)
		events, cuts = events[run(events, t):], cuts[run(cuts, t):]
		n++
	}
	return n
}

// earliest returns the first time of two sorted slices that are not both empty.
func earliest(a, b []int64) int64 {
	switch {
	case len(a) == 0:
		return b[0]
	case len(b) == 0:
		return a[0]
	}
	return min(a[0], b[0])
}

// run returns how many times at the front of a sorted slice equal t.
func run(times []int64, t int64) int {
	n := 0
	for n < len(times) && times[n] == t {
		n++
	}
	return n
}

// before returns how many times at the front of a sorted slice are less than t.
func before(times []int64, t int64) int {
	n := 0
	for n < len(times) && times[n] < t {
		n++
	}
	return n
}
