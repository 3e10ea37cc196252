package stat

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Spell is one observed duration: of a lead in a stage, of an offer without an
// answer. Time is how long it was watched, in any unit (leadline: microseconds).
// Event tells how that ended: true if at Time happened what is waited for, false
// if it had not happened by then and the spell was cut off there (censored).
type Spell struct {
	Time  int64
	Event bool
}

// Row is the state of a [Curve] from one of its times up to the next.
type Row struct {
	Time     int64 // at which at least one spell ended or was cut off
	AtRisk   int64 // spells that last at least until Time
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
// censorings: a spell that is cut off at t was still at risk at t. The estimate
// takes the cutting off as unrelated to how long the spell would have lasted.
//
// The curve has one row for each distinct time, that of a censoring too. Times
// may be in any order and are compared as they are, also when negative. Without
// censoring, Surv is exactly the share of spells that are longer. It takes
// O(n log n) time and linear memory.
//
// Source: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete
// observations, JASA 53 (1958) 457–481; M. Greenwood, The natural duration of
// cancer, HMSO (1926). It agrees with survfit(Surv(time, event) ~ 1) in R.
func KaplanMeier(spells []Spell) Curve {
	if len(spells) == 0 {
		return Curve{}
	}
	events, cuts := split(spells)
	c := Curve{Rows: make([]Row, 0, distinct(events, cuts))}

	// From one censoring to the next the product telescopes: with m at risk
	// behind the last censoring and k left after the events, it is k/m, and the
	// terms of LogVar add up to 1/k - 1/m. So rounding errors grow with the
	// censorings only, and a curve without any is exact.
	left := int64(len(spells))
	surv, logVar, m := 1.0, 0.0, left
	for len(events) > 0 || len(cuts) > 0 {
		t := earliest(events, cuts)
		d, e := run(events, t), run(cuts, t)
		events, cuts = events[d:], cuts[e:]

		k := left - int64(d)
		row := Row{
			Time: t, AtRisk: left, Events: int64(d), Censored: int64(e),
			Surv:   surv * (float64(k) / float64(m)),
			LogVar: math.Inf(1),
		}
		if k > 0 {
			row.LogVar = logVar + float64(m-k)/float64(m)/float64(k)
		}
		c.Rows = append(c.Rows, row)

		left = k - int64(e)
		if e > 0 {
			surv, logVar, m = row.Surv, row.LogVar, left
		}
	}
	return c
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

// Quantile returns the time by which the share p of spells has had its event:
// the smallest t with S(t) <= 1-p. If the curve runs level at exactly 1-p, it is
// the middle of that stretch, which ends at the next event or else at the last
// time of the data, as for the median of an even number of values. p is in
// (0, 1].
//
// It returns false if the curve does not fall to 1-p, or p is out of range:
// where too few leads are ever won, there is no median time to won.
//
// Level means to within 2⁻²⁶ ≈ 1.5e-8, since S is a product of rounded factors
// and 1-p is rounded as well. Both rules are those of quantile.survfit in R.
func (c Curve) Quantile(p float64) (t float64, ok bool) {
	const level = 0x1p-26
	if !(p > 0 && p <= 1) { // also NaN
		return 0, false
	}
	// Surv < 1 is for a p below level: before the first event nothing has
	// fallen, however little is asked for.
	first := func(fallen float64) int {
		return sort.Search(len(c.Rows), func(i int) bool {
			s := c.Rows[i].Surv
			return s < 1 && 1-s >= fallen
		})
	}
	from, to := first(p-level), first(p+level)
	if from == len(c.Rows) {
		return 0, false
	}
	a, b := float64(c.Rows[from].Time), float64(c.Rows[min(to, len(c.Rows)-1)].Time)
	return a + (b-a)/2, true
}

// split returns the times of events and of censorings, each sorted. Apart, they
// are plain integers, which sort without a comparison function and take half the
// room of spells.
func split(spells []Spell) (events, cuts []int64) {
	times := make([]int64, len(spells))
	i, j := 0, len(times)
	for _, s := range spells {
		if s.Event {
			times[i] = s.Time
			i++
		} else {
			j--
			times[j] = s.Time
		}
	}
	events, cuts = times[:i], times[i:]
	slices.Sort(events)
	slices.Sort(cuts)
	return events, cuts
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
