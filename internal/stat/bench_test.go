package stat

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func BenchmarkKaplanMeier(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	spells := make([]Spell, 1e6)
	for i, x := range microseconds(len(spells)) {
		spells[i] = Spell{x, r.Float64() < 0.3}
	}
	b.Run("a million spells", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			KaplanMeier(spells)
		}
	})
	c := KaplanMeier(spells)
	b.Run("a quantile of it", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.Quantile(0.25)
		}
	})
}

func BenchmarkQuantile(b *testing.B) {
	x := microseconds(1e6)
	slices.Sort(x)
	b.ReportAllocs()
	for b.Loop() {
		Quantile(x, 9, 10)
	}
}

func BenchmarkMean(b *testing.B) {
	x := microseconds(1e6)
	b.SetBytes(8e6)
	b.ReportAllocs()
	for b.Loop() {
		Mean(x)
	}
}

// microseconds returns n durations of up to 90 days, the same ones each time.
func microseconds(n int) []int64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]int64, n)
	for i := range x {
		x[i] = r.Int64N(90 * 24 * 3600 * 1e6)
	}
	return x
}
