package leadcsv_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// BenchmarkRead reads a change file of 200,000 rows and tells what a row costs to
// read and what History keeps of it.
func BenchmarkRead(b *testing.B) {
	const n = 200_000
	var text strings.Builder
	text.WriteString("id,status,at,seq,owner\n")
	for i := range n {
		fmt.Fprintf(&text, "lead-%06d,%s,2026-01-%02d 10:%02d,%d,owner-%d\n", i*7919%(n/8), []string{"new", "mql", "sal", "won"}[i%4], i%28+1, i%60, i, i%50)
	}
	m := compile(b, changes)
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	var h *leadcsv.History
	for b.Loop() {
		h = read(b, leadcsv.File{Name: "f.csv", Reader: strings.NewReader(text.String()), Mapping: m})
	}
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(h)
	h = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/n, "B/row-kept")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}

func BenchmarkAll(b *testing.B) {
	const n = 200_000
	var text strings.Builder
	text.WriteString("id,status,at,seq,owner\n")
	for i := range n {
		fmt.Fprintf(&text, "lead-%06d,x,2026-01-%02d 10:%02d,%d,owner-%d\n", i%(n/8), i%28+1, i%60, i, i%50)
	}
	h := read(b, leadcsv.File{Name: "f.csv", Reader: strings.NewReader(text.String()), Mapping: compile(b, changes)})
	b.ReportAllocs()
	for b.Loop() {
		for range h.All() {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}
