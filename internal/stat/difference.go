package stat

import "math"

// Difference returns the limits of the two-sided 95 % confidence interval for the
// difference of the proportions behind two rates, r less o, as fractions of one:
//
//	d - √((p-l)² + (u'-p')²)  to  d + √((u-p)² + (p'-l')²),  d = p - p',
//
// where p is the value of r and l to u its interval by [Rate.Wilson], and the same
// with ' are those of o. It contains d, lies within [-1, 1], and o.Difference(r) is
// its mirror image. The two differ clearly if 0 lies outside of it; that their own
// intervals overlap does not say that they do not.
//
// It returns false if either has no proportion, see [Rate.Wilson]. The interval takes
// all cases as independent, those of one rate from those of the other as well.
//
// Source: R. G. Newcombe, Interval estimation for the difference between independent
// proportions, Statistics in Medicine 17 (1998) 873–890, method 10.
func (r Rate) Difference(o Rate) (lo, hi float64, ok bool) {
	l1, u1, ok1 := r.Wilson()
	l2, u2, ok2 := o.Wilson()
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	p1, p2 := float64(r.Num)/float64(r.Den), float64(o.Num)/float64(o.Den)
	d := p1 - p2
	return max(d-length(p1-l1, u2-p2), -1), min(d+length(u1-p1, p2-l2), 1), true
}

// length returns √(x² + y²), without fused multiply-add, see Wilson. Its terms are far
// from the limits of float64.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
