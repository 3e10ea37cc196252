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
		spells[i] = Spell{Time: x, Event: r.Float64() < 0.3}
	}
	b.Run("a million spells", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			KaplanMeier(spells)
		}
	})
	late := slices.Clone(spells)
	for i := range late {
		late[i].Entry = r.Int64N(late[i].Time + 1)
	}
	b.Run("a million that come in late", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			KaplanMeier(late)
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

func BenchmarkQuantileInterval(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	spells := make([]Spell, 1e6)
	for i, x := range microseconds(len(spells)) {
		spells[i] = Spell{Time: x, Event: r.Float64() < 0.3}
	}
	c := KaplanMeier(spells)
	for _, s := range []Scale{Log, LogLog, Plain} {
		b.Run(string(s), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.QuantileInterval(0.5, s)
			}
		})
	}
}

func BenchmarkAalenJohansen(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	exits := make([]Exit, 1e6)
	for i, x := range microseconds(len(exits)) {
		exits[i] = Exit{Time: x, Cause: max(r.IntN(6)-4, Censored)}
	}
	late := slices.Clone(exits)
	for i := range late {
		late[i].Entry = r.Int64N(late[i].Time + 1)
	}
	b.Run("a million exits", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			AalenJohansen(exits, 2)
		}
	})
	b.Run("a million that come in late", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			AalenJohansen(late, 2)
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
