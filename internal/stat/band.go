package stat

import "math"

// Scale names the scale on which a confidence interval of a survival curve is
// symmetric, in the words of R's conf.type. The three differ for few spells and
// near 0 and 1, and agree for many.
type Scale string

// The scales of [Row.Interval]; s is the standard error of log Surv, the square
// root of LogVar.
const (
	Log    Scale = "log"     // Surv exp(±z s), cut at 1; R's default, and ours for ""
	LogLog Scale = "log-log" // Surv^exp(±z s/log Surv): within (0, 1) by itself, best for few spells
	Plain  Scale = "plain"   // Surv ± z s Surv, cut at 0 and 1: the textbook's
)

// StdErr returns the standard error of Surv by Greenwood's formula. It returns
// false if Surv is 0, where the formula says nothing.
func (r Row) StdErr() (float64, bool) {
	if r.Surv <= 0 {
		return 0, false
	}
	return r.Surv * math.Sqrt(r.LogVar), true
}

// Interval returns the limits of the pointwise 95 % confidence interval for
// Surv, within [0, 1] and around Surv. Pointwise: it holds for one time chosen
// beforehand, not for the whole curve at once.
//
// It returns false if Surv is 0, for [LogLog] also if Surv is 1, and for an
// unknown scale.
//
// Source: J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of
// Failure Time Data, 2nd ed., Wiley (2002), section 1.4.
func (r Row) Interval(s Scale) (lo, hi float64, ok bool) {
	if r.Surv <= 0 {
		return 0, 0, false
	}
	w := z95 * math.Sqrt(r.LogVar)
	switch s {
	case Plain:
		w = float64(w * r.Surv) // no fused multiply-add, see Wilson
		return max(r.Surv-w, 0), min(r.Surv+w, 1), true
	case Log, "":
		return r.Surv * math.Exp(-w), min(r.Surv*math.Exp(w), 1), true
	case LogLog:
		if r.Surv >= 1 {
			return 0, 0, false
		}
		log := math.Log(r.Surv)
		return math.Exp(log * math.Exp(-w/log)), math.Exp(log * math.Exp(w/log)), true
	}
	return 0, 0, false
}
