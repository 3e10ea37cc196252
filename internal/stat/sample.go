package stat

import (
	"math"
	"math/bits"
)

// Number is what a sample can consist of: whole microseconds, a
// [time.Duration] or any other named integer of that kind, or floats.
type Number interface{ ~int64 | ~float64 }

// Quantile returns the p-quantile, p = num/den, of a sample that is sorted in
// ascending order, by Hyndman and Fan's type 7: with h = (n-1)p,
//
//	x[⌊h⌋] + (h - ⌊h⌋) (x[⌊h⌋+1] - x[⌊h⌋]),  x[0] … x[n-1],
//
// which is R's default and PERCENTILE.INC in spreadsheets. For p = 1/2 it is the
// median, the mean of the two middle values if n is even.
//
// p is given as two whole numbers since 0.9 is not a float: h is computed
// exactly, and where it is whole, the result is the value x[h] itself. Between
// two integers the interpolation is exact before one rounding to float64 of the
// fraction and one of the sum; no difference or product overflows, whatever the
// values. A sample of one is its every quantile.
//
// It returns false if the sample is empty or p is not in [0, 1] (den <= 0,
// num < 0 or num > den). Floats must be finite. A sample that is not sorted
// gives a meaningless number. It takes constant time.
//
// Source: R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages,
// The American Statistician 50 (1996) 361–365.
func Quantile[T Number](sorted []T, num, den int64) (float64, bool) {
	if len(sorted) == 0 || den <= 0 || num < 0 || num > den {
		return 0, false
	}
	// (n-1)·num may need 128 bits; the quotient is at most n-1.
	hi, lo := bits.Mul64(uint64(len(sorted)-1), uint64(num))
	i, part := bits.Div64(hi, lo, uint64(den))
	a := sorted[i]
	if part == 0 {
		return float64(a), true
	}
	b := sorted[i+1]
	if T(1)/2 == 0 {
		return betweenInts(int64(a), int64(b), part, uint64(den)), true
	}
	return betweenFloats(float64(a), float64(b), float64(part)/float64(den)), true
}

// betweenInts returns a + (b-a)·part/den for a <= b and part < den.
func betweenInts(a, b int64, part, den uint64) float64 {
	// Two's complement makes the difference right even if it exceeds int64.
	hi, lo := bits.Mul64(uint64(b)-uint64(a), part)
	whole, rest := bits.Div64(hi, lo, den)
	return float64(a+int64(whole)) + float64(rest)/float64(den)
}

// betweenFloats returns a + (b-a)·f for a <= b and 0 < f < 1, kept within
// [a, b] against rounding.
func betweenFloats(a, b, f float64) float64 {
	d := b - a
	if math.IsInf(d, 0) {
		// a and b have opposite signs, so that this form cannot overflow.
		return float64(a*(1-f)) + float64(b*f)
	}
	return min(max(a+float64(d*f), a), b)
}

// Mean returns the arithmetic mean of a sample of integers, such as durations
// in microseconds, in any order. The sum is kept in 128 bits, so that no sample
// overflows, and the result is off by at most its last bit. It returns false if
// the sample is empty.
//
// Beware of the mean of the durations that have ended: those still running are
// the long ones. See [KaplanMeier].
func Mean[T ~int64](sample []T) (float64, bool) {
	if len(sample) == 0 {
		return 0, false
	}
	var hi, lo, carry uint64 // two's complement, 128 bits
	for _, x := range sample {
		lo, carry = bits.Add64(lo, uint64(x), 0)
		hi += uint64(int64(x)>>63) + carry
	}
	sign := 1.0
	if int64(hi) < 0 {
		sign = -1
		lo, carry = bits.Sub64(0, lo, 0)
		hi = -hi - carry
	}
	n := uint64(len(sample))
	whole, rest := bits.Div64(hi, lo, n)
	return sign * (float64(whole) + float64(rest)/float64(n)), true
}
