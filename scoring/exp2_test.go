package scoring

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func decay(age, seconds uint64) uint64 {
	h := halfLifeOf(seconds)
	return h.decay(age)
}

// fixed is a fixed-point number with 63 places.
func fixed(x uint64) *big.Float {
	f := new(big.Float).SetPrec(320).SetUint64(x)
	return f.SetMantExp(f, -63)
}

func TestTableOfRootsIsRoundedToTheNearest(t *testing.T) {
	for i, got := range slices.Concat(halves[:], finer[:]) {
		exact := exp2(int64(i), 64)
		if i >= 64 {
			exact = exp2(int64(i-64), 4096)
		}
		exact.SetMantExp(exact, 63)
		want, _ := exact.Add(exact, big.NewFloat(0.5)).Uint64()
		if got != want {
			t.Errorf("entry %d = %#x, want %#x", i, got, want)
		}
	}
}

func TestDecayOfWholeHalfLivesIsExact(t *testing.T) {
	for k := range uint64(64) {
		if got := decay(k*3600, 3600); got != 1<<63>>k {
			t.Errorf("after %d half-lives: %#x, want %#x", k, got, uint64(1)<<63>>k)
		}
	}
	if got := decay(64*3600, 3600); got != 0 {
		t.Errorf("after 64 half-lives: %#x, want 0", got)
	}
	if got := decay(math.MaxUint64, 1); got != 0 {
		t.Errorf("at the end of time: %#x, want 0", got)
	}
}

func TestDecayAgreesWithBigFloats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		halfLife := rapid.Int64Range(1, 3653*86400).Draw(t, "half-life")
		age := rapid.Int64Range(0, 10*halfLife).Draw(t, "age")
		got := fixed(decay(uint64(age), uint64(halfLife)))
		diff, _ := new(big.Float).Sub(exp2(age, halfLife), got).Float64()
		if math.Abs(diff) > 2e-18 {
			t.Fatalf("2^(-%d/%d): off by %g", age, halfLife, diff)
		}
	})
}

func TestDecayNeverRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		halfLife := rapid.Uint64Range(1, 3653*86400).Draw(t, "half-life")
		age := rapid.Uint64Range(0, 70*halfLife).Draw(t, "age")
		for range 200 {
			if now, later := decay(age, halfLife), decay(age+1, halfLife); later > now {
				t.Fatalf("half-life %d: %#x at age %d, %#x a second later", halfLife, now, age, later)
			}
			age++
		}
	})
}

func TestWeightsAreRoundedOnceHalfToEven(t *testing.T) {
	for _, tt := range []struct {
		points Points
		halves []uint64 // exponents
		want   Points
	}{
		{5, []uint64{1}, 2},          // 2.5
		{7, []uint64{1}, 4},          // 3.5
		{-5, []uint64{1}, -2},        // -2.5
		{-7, []uint64{1}, -4},        // -3.5
		{1, []uint64{1, 2}, 1},       // 0.75
		{1, []uint64{2, 2}, 0},       // 0.5
		{3, []uint64{1, 1, 1, 1}, 6}, // not 4 times 2
		{maxPoints, []uint64{0, 63}, maxPoints},
		{-maxPoints, []uint64{0}, -maxPoints},
		{10, nil, 0},
	} {
		var w weight
		for _, k := range tt.halves {
			w.add(decay(k, 1))
		}
		if got := w.of(tt.points); got != tt.want {
			t.Errorf("%d x halves %v = %d, want %d", tt.points, tt.halves, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var w weight
		sum := new(big.Int)
		for _, x := range rapid.SliceOf(rapid.Uint64Range(0, one)).Draw(t, "weights") {
			w.add(x)
			sum.Add(sum, new(big.Int).SetUint64(x))
		}
		p := Points(rapid.Int64Range(-int64(maxPoints), int64(maxPoints)).Draw(t, "points"))
		exact := new(big.Rat).SetFrac(sum.Mul(sum, big.NewInt(int64(p))), new(big.Int).Lsh(big.NewInt(1), 63))
		if want := halfEven(exact); w.of(p) != want {
			t.Fatalf("got %d, want %d", w.of(p), want)
		}
	})
}

func TestTheLargestLeadDoesNotOverflow(t *testing.T) {
	var w weight
	for range maxActivities {
		w.add(one)
	}
	if got, want := w.of(-maxPoints), -maxPoints*maxActivities; got != want {
		t.Errorf("got %d, want %d", got, want)
	}
	if sum := float64(maxPoints) * maxActivities * maxRules; sum > math.MaxInt64/2 {
		t.Errorf("all rules together come to %g", sum)
	}
}

// halfEven rounds to a whole number.
func halfEven(r *big.Rat) Points {
	floor := new(big.Int).Div(r.Num(), r.Denom()) // rounds down
	rest := new(big.Rat).Sub(r, new(big.Rat).SetInt(floor))
	n := floor.Int64()
	if c := rest.Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && n%2 != 0 {
		n++
	}
	return Points(n)
}

func BenchmarkDecay(b *testing.B) {
	var x uint64
	for b.Loop() {
		x += decay(uint64(7654321), 2592000)
	}
	if x == 0 {
		b.Fatal(x)
	}
}
