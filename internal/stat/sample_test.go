package stat

import (
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The sample and the type 7 column of R's quantile(), from R 4.2.2.
func TestQuantileAgreesWithR(t *testing.T) {
	x := []int64{1, 1, 2, 3, 3, 4, 5, 5, 5, 6, 9}
	f := make([]float64, len(x))
	for i, v := range x {
		f[i] = float64(v)
	}
	for _, tt := range []struct {
		num, den int64
		want     float64
	}{{1, 10, 1}, {1, 4, 2.5}, {1, 2, 4}, {3, 4, 5}, {9, 10, 6}} {
		if got, ok := Quantile(x, tt.num, tt.den); got != tt.want || !ok {
			t.Errorf("of integers, p = %d/%d: got %v, %v, want %v", tt.num, tt.den, got, ok, tt.want)
		}
		if got, ok := Quantile(f, tt.num, tt.den); got != tt.want || !ok {
			t.Errorf("of floats, p = %d/%d: got %v, %v, want %v", tt.num, tt.den, got, ok, tt.want)
		}
	}
}

func TestQuantileIsTheValueItselfWhereItsRankIsWhole(t *testing.T) {
	x := make([]int64, 2001)
	for i := range x {
		x[i] = int64(i)*int64(i)*1_000_003 + 7 // uneven gaps: the neighbours would show
	}
	for n := 1; n <= len(x); n++ {
		for _, p := range [][2]int64{{1, 2}, {1, 10}, {3, 10}, {7, 10}, {9, 10}, {57, 100}, {99, 100}, {999, 1000}} {
			rank := int64(n-1) * p[0]
			if rank%p[1] != 0 {
				continue
			}
			want := float64(x[rank/p[1]])
			if got, _ := Quantile(x[:n], p[0], p[1]); got != want {
				t.Fatalf("p = %d/%d of %d: got %v, want %v", p[0], p[1], n, got, want)
			}
		}
	}
}

func TestQuantileOfFewValues(t *testing.T) {
	tests := []struct {
		name     string
		sample   []time.Duration
		num, den int64
		want     float64
		ok       bool
	}{
		{"none", nil, 1, 2, 0, false},
		{"one, lowest", []time.Duration{5}, 0, 1, 5, true},
		{"one, middle", []time.Duration{5}, 1, 2, 5, true},
		{"one, highest", []time.Duration{5}, 1, 1, 5, true},
		{"two, middle", []time.Duration{2, 5}, 1, 2, 3.5, true},
		{"two, highest", []time.Duration{2, 5}, 7, 7, 5, true},
		{"p below 0", []time.Duration{2, 5}, -1, 2, 0, false},
		{"p above 1", []time.Duration{2, 5}, 3, 2, 0, false},
		{"p without denominator", []time.Duration{2, 5}, 0, 0, 0, false},
		{"p of two negatives", []time.Duration{2, 5}, -1, -2, 0, false},
		{"the whole range", []time.Duration{math.MinInt64, math.MaxInt64}, 3, 4, 1 << 62, true},
		{"large values that nearly cancel", []time.Duration{-1<<53 - 1, 1<<53 + 3}, 1, 2, 1, true},
		{"p with large terms", []time.Duration{2, 3, 5}, math.MaxInt64 - 1, math.MaxInt64, 5, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := Quantile(tt.sample, tt.num, tt.den); got != tt.want || ok != tt.ok {
				t.Errorf("got %v, %v, want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestQuantileOfTheWidestFloatsIsFinite(t *testing.T) {
	x := []float64{-math.MaxFloat64, math.MaxFloat64}
	if got, ok := Quantile(x, 1, 2); got != 0 || !ok {
		t.Errorf("median: got %v, %v, want 0", got, ok)
	}
	if got, _ := Quantile(x, 3, 4); math.Abs(got/math.MaxFloat64-0.5) > 1e-15 {
		t.Errorf("upper quartile: got %v, want half of the largest", got)
	}
}

func TestQuantileOfFloatsNeverLeavesItsNeighbours(t *testing.T) {
	// In floats 2.4 + (6.7 - 2.4) is 6.700000000000001, and this p is 1.
	got, ok := Quantile([]float64{2.4, 6.7}, math.MaxInt64-1, math.MaxInt64)
	if got != 6.7 || !ok {
		t.Errorf("got %v, %v, want 6.7", got, ok)
	}
}

// exactQuantile is type 7 by its definition, in exact arithmetic.
func exactQuantile(sorted []*big.Rat, num, den int64) *big.Rat {
	h := new(big.Rat).Mul(big.NewRat(int64(len(sorted)-1), 1), big.NewRat(num, den))
	i := new(big.Int).Quo(h.Num(), h.Denom()).Int64()
	if h.IsInt() {
		return sorted[i]
	}
	part := new(big.Rat).Sub(h, big.NewRat(i, 1))
	d := new(big.Rat).Sub(sorted[i+1], sorted[i])
	return d.Add(sorted[i], d.Mul(d, part))
}

func anyP(t *rapid.T) (num, den int64) {
	den = rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "den")
	return rapid.Int64Range(0, den).Draw(t, "num"), den
}

func TestQuantileOfIntegersEqualsExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(-9, 9), rapid.Int64()), 1, 30).Draw(t, "x")
		num, den := anyP(t)
		slices.Sort(x)
		exact := make([]*big.Rat, len(x))
		for i, v := range x {
			exact[i] = big.NewRat(v, 1)
		}
		want, _ := exactQuantile(exact, num, den).Float64()
		got, ok := Quantile(x, num, den)
		if !ok || math.Abs(got-want) > 2.3e-16*max(1, math.Abs(want)) {
			t.Fatalf("got %v, %v, want %v", got, ok, want)
		}
	})
}

func TestQuantileOfFloatsAgreesWithExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(-1, 1), rapid.Float64()), 1, 30).Draw(t, "x")
		num, den := anyP(t)
		slices.Sort(x)
		exact := make([]*big.Rat, len(x))
		for i, v := range x {
			exact[i] = new(big.Rat).SetFloat64(v)
		}
		want, _ := exactQuantile(exact, num, den).Float64()
		got, ok := Quantile(x, num, den)
		scale := max(math.Abs(x[0]), math.Abs(x[len(x)-1])) // of the terms, which may cancel
		if !ok || math.Abs(got-want) > 4e-16*scale+1e-300 {
			t.Fatalf("got %v, %v, want %v", got, ok, want)
		}
	})
}

func TestQuantileRisesWithPWithinTheSample(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64(), 1, 20).Draw(t, "x")
		den := rapid.Int64Range(1, 1000).Draw(t, "den")
		a, b := rapid.Int64Range(0, den).Draw(t, "a"), rapid.Int64Range(0, den).Draw(t, "b")
		slices.Sort(x)
		lo, _ := Quantile(x, min(a, b), den)
		hi, _ := Quantile(x, max(a, b), den)
		if !(x[0] <= lo && lo <= hi && hi <= x[len(x)-1]) {
			t.Fatalf("%v <= %v <= %v <= %v", x[0], lo, hi, x[len(x)-1])
		}
	})
}

func TestMeanOfFewValues(t *testing.T) {
	tests := []struct {
		name   string
		sample []int64
		want   float64
		ok     bool
	}{
		{"none", nil, 0, false},
		{"one", []int64{-3}, -3, true},
		{"a fraction", []int64{4, 1, 3, 2}, 2.5, true},
		{"a negative fraction", []int64{-1, 0}, -0.5, true},
		{"nothing left", []int64{-4, 1, 3}, 0, true},
		{"a sum beyond int64", []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, math.MaxInt64, true},
		{"a sum below int64", []int64{math.MinInt64, math.MinInt64}, math.MinInt64, true},
		{"both ends", []int64{math.MinInt64, math.MaxInt64}, -0.5, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := Mean(tt.sample); got != tt.want || ok != tt.ok {
				t.Errorf("got %v, %v, want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestMeanEqualsExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(-9, 9), rapid.Int64()), 1, 50).Draw(t, "x")
		sum := new(big.Int)
		for _, v := range x {
			sum.Add(sum, big.NewInt(v))
		}
		want, _ := new(big.Rat).SetFrac(sum, big.NewInt(int64(len(x)))).Float64()
		got, ok := Mean(x)
		if !ok || math.Abs(got-want) > 2.3e-16*math.Abs(want) {
			t.Fatalf("got %v, %v, want %v", got, ok, want)
		}
	})
}
