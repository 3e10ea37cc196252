package stat

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// R. G. Newcombe, Interval estimation for the difference between independent
// proportions, Statistics in Medicine 17 (1998) 873–890, table II, method 10.
func TestDifferenceAgreesWithNewcombesTable(t *testing.T) {
	tests := []struct {
		a, b   Rate
		lo, hi float64
	}{
		{Rate{56, 70}, Rate{48, 80}, 0.0524, 0.3339},
		{Rate{9, 10}, Rate{3, 10}, 0.1705, 0.8090},
		{Rate{6, 7}, Rate{2, 7}, 0.0582, 0.8062},
		{Rate{5, 56}, Rate{0, 29}, -0.0381, 0.1926},
		{Rate{0, 10}, Rate{0, 20}, -0.1611, 0.2775},
		{Rate{0, 10}, Rate{0, 10}, -0.2775, 0.2775},
		{Rate{10, 10}, Rate{0, 20}, 0.6791, 1},
		{Rate{10, 10}, Rate{0, 10}, 0.6075, 1},
	}
	for _, tt := range tests {
		lo, hi, ok := tt.a.Difference(tt.b)
		if !ok || math.Abs(lo-tt.lo) > 5e-5 || math.Abs(hi-tt.hi) > 5e-5 {
			t.Errorf("%#v.Difference(%#v) = %.4f, %.4f, %v, want %.4f, %.4f", tt.a, tt.b, lo, hi, ok, tt.lo, tt.hi)
		}
	}
}

func TestDifferenceNeedsTwoProportions(t *testing.T) {
	for _, r := range []Rate{{}, {1, 0}, {0, -1}, {-1, 5}, {6, 5}} {
		if lo, hi, ok := r.Difference(Rate{1, 2}); lo != 0 || hi != 0 || ok {
			t.Errorf("%#v from the left: %v, %v, %v, want 0, 0, false", r, lo, hi, ok)
		}
		if lo, hi, ok := (Rate{1, 2}).Difference(r); lo != 0 || hi != 0 || ok {
			t.Errorf("%#v from the right: %v, %v, %v, want 0, 0, false", r, lo, hi, ok)
		}
	}
}

func TestDifferenceContainsItsValueAndTurnsAroundExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyProportion(t), anyProportion(t)
		p, _ := a.Value()
		q, _ := b.Value()
		lo, hi, ok := a.Difference(b)
		if !ok || !(-1 <= lo && lo <= p-q && p-q <= hi && hi <= 1) {
			t.Fatalf("%#v less %#v: %v <= %v <= %v, %v", a, b, lo, p-q, hi, ok)
		}
		if l, h, _ := b.Difference(a); l != -hi || h != -lo {
			t.Fatalf("%#v less %#v: %v to %v, and the other way round %v to %v", a, b, lo, hi, l, h)
		}
	})
}

// As the second proportion becomes certain, what is left is the uncertainty of the
// first: Wilson's interval, shifted.
func TestDifferenceFromACertainShareIsWilsons(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.Int64Range(1, 1000).Draw(t, "den")
		a, sure := Rate{rapid.Int64Range(0, den).Draw(t, "num"), den}, Rate{3e17, 1e18}
		wantLo, wantHi, _ := a.Wilson()
		if lo, hi, _ := a.Difference(sure); math.Abs(lo-(wantLo-0.3)) > 1e-8 || math.Abs(hi-(wantHi-0.3)) > 1e-8 {
			t.Fatalf("%#v less 0.3: %v to %v, want %v to %v", a, lo, hi, wantLo-0.3, wantHi-0.3)
		}
	})
}
