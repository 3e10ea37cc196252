package stat

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// z95 is the 0.975 quantile of the standard normal distribution: the half-width
// of a two-sided 95 % interval in standard errors.
const z95 = 1.95996398454005423552

// Rate is a proportion that keeps its counts: Num of Den. It is never a bare
// float, because 1 of 2 and 500 of 1,000 are not the same news.
//
// In a cohort Num is part of Den and the rate lies in [0, 1]. A rate of what
// happened in a period may exceed 1, as when more deals are won in May than
// leads came in; it then has a value but no interval. A Rate with Den <= 0 has
// neither.
//
// Rate is a comparable value; its zero value is "nothing of nothing". In JSON it
// is {"num":15,"den":493,"value":0.0304…,"lo":0.0185…,"hi":0.0496…}, with null
// for what is undefined; reading it back takes num and den and computes the
// rest anew.
type Rate struct {
	Num, Den int64
}

// Value returns Num/Den as a fraction of one, not in percent. It returns false
// if Den <= 0.
func (r Rate) Value() (float64, bool) {
	if r.Den <= 0 {
		return 0, false
	}
	return float64(r.Num) / float64(r.Den), true
}

// Wilson returns the limits of the two-sided 95 % confidence interval for the
// proportion behind the rate, as fractions of one: those q for which
//
//	|Num/Den - q| <= z √(q(1-q)/Den),  z = Φ⁻¹(0.975),
//
// that is Wilson's score interval without continuity correction. It contains
// Num/Den, lies within [0, 1], starts at exactly 0 for Num = 0, ends at exactly
// 1 for Num = Den, and stays honest where the familiar p ± 1.96 standard errors
// fails: with few cases and near 0 or 1.
//
// It returns false if Den <= 0, Num < 0 or Num > Den, where there is no
// proportion to speak of. The interval takes the Den cases as independent.
//
// Source: E. B. Wilson, Probable inference, the law of succession, and
// statistical inference, JASA 22 (1927) 209–212; R calls it
// prop.test(correct = FALSE).
func (r Rate) Wilson() (lo, hi float64, ok bool) {
	if r.Den <= 0 || r.Num < 0 || r.Num > r.Den {
		return 0, 0, false
	}
	x, rest, n := float64(r.Num), float64(r.Den-r.Num), float64(r.Den)
	const z2 = z95 * z95
	// The limits are the roots of (n+z²)q² - (2x+z²)q + x²/n = 0. The smaller
	// one is taken from the product of both, as the difference would cancel for
	// rare events. The conversions forbid fused multiply-add, so that all
	// architectures print the same digits. That the limits must enclose p, here
	// held against rounding, also makes them exact for no case and for all.
	sum := 2*x + z2 + float64(z95*math.Sqrt(z2+float64(4*x*(rest/n))))
	p := x / n
	lo = min(2*x*p/sum, p)
	hi = min(max(sum/(2*(n+z2)), p), 1)
	return lo, hi, true
}

// String returns the counts, the value and its interval in percent, rounded to
// a tenth: "15/493 (3.0 %, 1.9-5.0 %)", or as much of it as is defined.
func (r Rate) String() string {
	s := fmt.Sprintf("%d/%d", r.Num, r.Den)
	value, ok := r.Value()
	if !ok {
		return s
	}
	lo, hi, ok := r.Wilson()
	if !ok {
		return fmt.Sprintf("%s (%.1f %%)", s, 100*value)
	}
	return fmt.Sprintf("%s (%.1f %%, %.1f-%.1f %%)", s, 100*value, 100*lo, 100*hi)
}

// MarshalJSON writes num, den, value, lo and hi, the last three as fractions of
// one at full precision, or null where [Rate.Value] or [Rate.Wilson] return
// false.
func (r Rate) MarshalJSON() ([]byte, error) {
	out := struct {
		Num   int64    `json:"num"`
		Den   int64    `json:"den"`
		Value *float64 `json:"value"`
		Lo    *float64 `json:"lo"`
		Hi    *float64 `json:"hi"`
	}{Num: r.Num, Den: r.Den}
	if v, ok := r.Value(); ok {
		out.Value = &v
	}
	if lo, hi, ok := r.Wilson(); ok {
		out.Lo, out.Hi = &lo, &hi
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads num and den, which must both be there, and ignores what
// follows from them. JSON null leaves the rate as it is.
func (r *Rate) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	var in struct {
		Num *int64 `json:"num"`
		Den *int64 `json:"den"`
	}
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("rate: %w", err)
	}
	if in.Num == nil || in.Den == nil {
		return errors.New("rate: num or den is missing: expected an object with both as whole numbers")
	}
	r.Num, r.Den = *in.Num, *in.Den
	return nil
}
