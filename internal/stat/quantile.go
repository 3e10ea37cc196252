package stat

import (
	"math"
	"sort"
)

// level is the difference up to which a curve counts as level with a
// probability: the square root of the precision of float64, as in R.
const level = 0x1p-26

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

// SurvivalQuantile is [Curve.Quantile] of the curve of spells that were all watched
// from the beginning, given the times of those with an event and of those that were cut
// off, each sorted. It builds no curve.
func SurvivalQuantile(events, cuts []int64, p float64) (t float64, ok bool) {
	if !(p > 0 && p <= 1) { // also NaN
		return 0, false
	}
	var from, to int64
	walk(events, cuts, nil, func(r *Row) bool {
		fallen := 1 - r.Surv
		if !ok && r.Surv < 1 && fallen >= p-level {
			from, ok = r.Time, true
		}
		to = r.Time
		return !(r.Surv < 1 && fallen >= p+level)
	})
	if !ok {
		return 0, false
	}
	a, b := float64(from), float64(to)
	return a + (b-a)/2, true
}

// QuantileInterval returns the limits of the 95 % confidence interval for the
// time by which the share p of spells has had its event: where the lower and the
// upper limit of the curve, by [Row.Interval], fall to 1-p, by the rule of
// [Curve.Quantile]. It is lo <= Quantile(p) <= hi; hi is +Inf if the upper limit
// does not fall that far, so that the data set no upper bound. There may be an
// interval although the quantile is not known, and the other way round.
//
// It returns false if there is no lower limit, p is out of range or the scale
// unknown. It takes time proportional to the rows.
//
// As spells get few, the upper limit may rise again. Of the times at which it is
// at most 1-p, hi is then the one where it is highest: as in R, and not before
// it first falls there. A lower limit that rises, as on [LogLog] it can after
// late entries, counts as not rising, which R would follow to a lo that is later
// than the quantile.
//
// Source: R. Brookmeyer and J. Crowley, A confidence interval for the median
// survival time, Biometrics 38 (1982) 29–41, with the interval of any scale. It
// agrees with quantile.survfit in R.
func (c Curve) QuantileInterval(p float64, s Scale) (lo, hi float64, ok bool) {
	if !(p > 0 && p <= 1) { // also NaN
		return 0, 0, false
	}
	lowest := 1.0
	lo, ok = c.limit(p, func(r Row) (float64, bool) {
		lo, _, ok := r.Interval(s)
		if ok {
			lowest = min(lowest, lo)
		}
		return lowest, ok
	})
	if !ok {
		return 0, 0, false
	}
	hi, ok = c.limit(p, func(r Row) (float64, bool) {
		_, hi, ok := r.Interval(s)
		return hi, ok
	})
	if !ok {
		hi = math.Inf(1)
	}
	return lo, hi, true
}

// limit returns where a limit of the curve falls to 1-p. Unlike the curve it may
// rise and be undefined on some rows, so that a binary search would not do.
func (c Curve) limit(p float64, of func(Row) (y float64, ok bool)) (t float64, ok bool) {
	if len(c.Rows) == 0 {
		return 0, false
	}
	// The least that it has fallen by at p or beyond, level counted in and not.
	from, to := math.Inf(1), math.Inf(1)
	var a, b float64
	for _, r := range c.Rows {
		if r.Events == 0 {
			continue // nothing has moved
		}
		y, ok := of(r)
		fallen := 1 - y
		if !ok || fallen <= 0 {
			continue
		}
		if fallen >= p-level && fallen < from {
			from, a = fallen, float64(r.Time)
		}
		if fallen >= p+level && fallen < to {
			to, b = fallen, float64(r.Time)
		}
	}
	last := c.Rows[len(c.Rows)-1]
	if y, ok := of(last); ok && math.Abs(1-y-p) < level {
		to, b = p, float64(last.Time) // level to the end of the data
	}
	if math.IsInf(from, 1) || math.IsInf(to, 1) {
		return 0, false
	}
	return a + (b-a)/2, true
}
