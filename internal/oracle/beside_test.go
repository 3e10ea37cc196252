package oracle

import (
	"slices"
	"testing"
	"time"
)

// block is how often one side runs before the other has its turn: long enough for
// the clock, short enough for both sides to see the same load.
const block = 500

// beside runs ours and the peer in turn, in blocks of calls, and reports the median
// time of each and the median of their ratios.
func beside(b *testing.B, ours, peer func(i int)) {
	b.Helper()
	besideOf(b, block, ours, peer)
}

func besideOf(b *testing.B, block int, ours, peer func(i int)) {
	b.Helper()
	var mine, theirs, ratios []float64
	run := func(f func(i int)) float64 {
		start := time.Now()
		for i := range block {
			f(i)
		}
		return float64(time.Since(start).Nanoseconds()) / float64(block)
	}
	for i := 0; b.Loop(); i++ {
		var m, p float64
		if i%2 == 0 { // neither side always comes first
			m, p = run(ours), run(peer)
		} else {
			p, m = run(peer), run(ours)
		}
		mine, theirs, ratios = append(mine, m), append(theirs, p), append(ratios, m/p)
	}
	b.ReportMetric(median(mine), "ns/ours")
	b.ReportMetric(median(theirs), "ns/peer")
	b.ReportMetric(median(ratios), "x")
	b.ReportMetric(0, "ns/op") // of a pair of blocks: says nothing
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}
