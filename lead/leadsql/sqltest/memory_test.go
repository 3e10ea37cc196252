package sqltest

import (
	"runtime"
	"testing"
)

// heapPeak runs f and gives the most that the heap grew, as seen when f looks.
func heapPeak(t testing.TB, f func(look func())) uint64 {
	t.Helper()
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	before, peak := s.HeapAlloc, uint64(0)
	f(func() {
		runtime.ReadMemStats(&s)
		if s.HeapAlloc > before {
			peak = max(peak, s.HeapAlloc-before)
		}
	})
	return peak
}
