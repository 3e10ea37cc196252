package sqltest

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

var (
	began = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	mia   = lead.Actor{ID: "mia@example.com", Side: lead.Marketing}
)

func standardMachine(t testing.TB) *lead.Machine[string] {
	t.Helper()
	m, err := lead.Compile(lead.Standard(), lead.Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ticking is a clock that goes on by a second each time it is asked, by whomever.
func ticking() func() time.Time {
	var asked atomic.Int64
	return func() time.Time { return began.Add(time.Duration(asked.Add(1)) * time.Second) }
}

// openLeads opens leads and engages them, each with three labels.
func openLeads(t testing.TB, tr *lead.Tracker[string], prefix string, n int) []string {
	t.Helper()
	ids := make([]string, n)
	cmds := make([]lead.Command[string], n)
	for i := range n {
		ids[i] = fmt.Sprintf("%s%06d", prefix, i)
		cmds[i] = lead.Command[string]{
			ID: ids[i], Event: lead.EventOpen, Actor: mia,
			Labels: map[string]string{"source": "web", "product": "roof", "region": "north"},
		}
	}
	must(t, tr.ApplyAll(t.Context(), cmds))
	for i := range cmds {
		cmds[i].Event, cmds[i].Labels = "engage", nil
	}
	must(t, tr.ApplyAll(t.Context(), cmds))
	return ids
}

func must(t testing.TB, out []lead.Outcome) {
	t.Helper()
	for _, o := range out {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
	}
}

// events are the moves of the benchmarks: in and out of a waiting status.
func event(i int) lead.Event {
	if i%2 == 0 {
		return "recycle"
	}
	return "engage"
}

// side is one of two that run in turn; it makes its i-th step.
type side func(i int) error

// beside runs ours and the peer in turn, in blocks of steps, and reports the median
// time of each and the median of their ratios.
func beside(b *testing.B, block int, ours, peer side) {
	b.Helper()
	var mine, theirs, ratios []float64
	steps := map[bool]int{}
	run := func(ours bool, f side) float64 {
		first := steps[ours]
		steps[ours] += block
		start := time.Now()
		for i := range block {
			if err := f(first + i); err != nil {
				b.Fatal(err)
			}
		}
		return float64(time.Since(start).Nanoseconds()) / float64(block)
	}
	for i := 0; b.Loop(); i++ {
		var m, p float64
		if i%2 == 0 { // neither side always comes first
			m, p = run(true, ours), run(false, peer)
		} else {
			p, m = run(false, peer), run(true, ours)
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

const benchLeads = 500

// oneOf is a side that moves leads by single commands.
func oneOf(ctx context.Context, tr *lead.Tracker[string], ids []string) side {
	return func(i int) error {
		_, err := tr.Apply(ctx, lead.Command[string]{ID: ids[i%len(ids)], Event: event(i / len(ids)), Actor: mia, Note: "called twice"})
		return err
	}
}

func (w *twin) side(ctx context.Context, ids []string, now func() time.Time) side {
	return func(i int) error {
		return w.apply(ctx, ids[i%len(ids)], string(event(i/len(ids))), mia, "called twice", now())
	}
}

// BenchmarkOneBesideTwin: one durable transition beside the hand-written twin.
// Wanted: x of 1.2 at most.
func BenchmarkOneBesideTwin(b *testing.B) {
	run := func(b *testing.B, d *database, w *twin) {
		now := ticking()
		tr := lead.NewTracker(standardMachine(b), d.store(), lead.Config{Now: now})
		ours, theirs := openLeads(b, tr, "a", benchLeads), openLeads(b, tr, "b", benchLeads)
		beside(b, 50, oneOf(b.Context(), tr, ours), w.side(b.Context(), theirs, now))
	}
	b.Run("sqlite", func(b *testing.B) { d := sqlite(b); run(b, d, newTwin(d)) })
	b.Run("sqlite with prepared statements", func(b *testing.B) {
		d := sqlite(b)
		w := newTwin(d)
		if err := w.prepare(b.Context()); err != nil {
			b.Fatal(err)
		}
		run(b, d, w)
	})
	b.Run("postgres in a transaction", func(b *testing.B) { d := postgres(b); run(b, d, newTwin(d)) })
	b.Run("postgres in one statement", func(b *testing.B) { d := postgres(b); run(b, d, newTwin(d).inOne()) })
}

// BenchmarkBatchBesideOne: rows per second of batches of 1,000 against those of single
// commands. Wanted: x of 10 at least, and of 5 on SQLite at synchronous=NORMAL.
func BenchmarkBatchBesideOne(b *testing.B) {
	run := func(b *testing.B, d *database) {
		tr := lead.NewTracker(standardMachine(b), d.store(), lead.Config{Now: ticking()})
		ids, many := openLeads(b, tr, "a", benchLeads), openLeads(b, tr, "b", 1000)
		one := oneOf(b.Context(), tr, ids)
		round := 0
		batch := func(int) error {
			cmds := make([]lead.Command[string], len(many))
			for i, id := range many {
				cmds[i] = lead.Command[string]{ID: id, Event: event(round), Actor: mia, Note: "called twice"}
			}
			round++
			for _, o := range tr.ApplyAll(b.Context(), cmds) {
				if o.Err != nil {
					return o.Err
				}
			}
			return nil
		}
		var singles, batches, ratios []float64
		for i := 0; b.Loop(); i++ {
			start := time.Now()
			for j := range 200 {
				if err := one(i*200 + j); err != nil {
					b.Fatal(err)
				}
			}
			single := time.Since(start).Seconds() / 200
			start = time.Now()
			if err := batch(i); err != nil {
				b.Fatal(err)
			}
			perRow := time.Since(start).Seconds() / float64(len(many))
			singles, batches, ratios = append(singles, 1/single), append(batches, 1/perRow), append(ratios, single/perRow)
		}
		b.ReportMetric(median(singles), "rows/s-single")
		b.ReportMetric(median(batches), "rows/s-batch")
		b.ReportMetric(median(ratios), "x")
		b.ReportMetric(0, "ns/op")
	}
	b.Run("sqlite full", func(b *testing.B) { run(b, sqlite(b)) })
	b.Run("sqlite normal", func(b *testing.B) { run(b, sqlite(b, "synchronous(NORMAL)")) })
	b.Run("postgres", func(b *testing.B) { run(b, postgres(b)) })
}
