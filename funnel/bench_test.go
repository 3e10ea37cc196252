package funnel

import (
	"fmt"
	"iter"
	"runtime"
	"testing"
	"time"

	"github.com/leadline-go/leadline/internal/histories"
	"github.com/leadline-go/leadline/lead"
)

var ways = []lead.Status{"inquiry", "engaged", "mql", "sal", "sql", "won"}

// crowd yields six rows for each of many leads, all leads taking turns.
func crowd(leads int) iter.Seq2[lead.Transition, error] {
	labels := []map[string]string{{"origin": "web"}, {"origin": "fair"}, {"origin": "mail"}}
	ids := make([]string, leads)
	for l := range ids {
		ids[l] = fmt.Sprintf("%08x-5f5b-4c0f-8000-%012x", uint32(l)*2654435761, l)
	}
	t0 := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return func(yield func(lead.Transition, error) bool) {
		for v, to := range ways {
			for l, id := range ids {
				spread := time.Duration((l*7919+v)%1_000_003) * time.Second
				t := lead.Transition{
					LeadID: id, Version: int64(v + 1), Event: "move", To: to,
					At: t0.Add(time.Duration(v)*300*time.Hour + spread), Labels: labels[l%len(labels)],
				}
				if !yield(t, nil) {
					return
				}
			}
		}
	}
}

func crowdFunnel(tb testing.TB) *Funnel {
	spec := Spec{Name: "crowd"}
	for _, s := range ways {
		spec.Stages = append(spec.Stages, StageSpec{Name: string(s), Statuses: []lead.Status{s}})
	}
	f, err := Compile(spec)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

var endOfYear = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)

// BenchmarkReport counts 600,000 rows of 100,000 leads that come interleaved. kept-B/row
// is what the rows take in memory, with the names and the order.
func BenchmarkReport(b *testing.B) {
	const leads = 100_000
	f, history := crowdFunnel(b), crowd(leads)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	h, err := f.collect(history, endOfYear, "origin")
	if err != nil {
		b.Fatal(err)
	}
	g := histories.Group(&h.rows, h.leads.Len())
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := float64(after.HeapAlloc) - float64(before.HeapAlloc)
	runtime.KeepAlive(g)
	h, g = nil, nil

	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Report(history, Options{AsOf: endOfYear, By: "origin"}); err != nil {
			b.Fatal(err)
		}
	}
	rows := float64(leads * len(ways))
	b.ReportMetric(kept/rows, "kept-B/row")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
