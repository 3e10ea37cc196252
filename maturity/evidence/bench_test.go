package evidence_test

import (
	"fmt"
	"iter"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity/evidence"
)

// many yields the stories of leads over and over, each row in memory of its own, as a
// store does.
func many(stories []lead.Transition, leads int) iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		n, id, last := 0, "", ""
		for {
			for _, r := range stories {
				if r.LeadID != last {
					if n == leads {
						return
					}
					id, last = fmt.Sprintf("lead-%09d", n), r.LeadID
					n++
				}
				r.LeadID = id
				if !yield(r, nil) {
					return
				}
			}
			last = ""
		}
	}
}

func BenchmarkFromHistory(b *testing.B) {
	stories, o := leads(b), options()
	const n = 10_000
	for b.Loop() {
		if _, err := evidence.FromHistory(many(stories, n), o); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/lead")
}

// A company with a million leads measures itself on a small machine.
func TestAMillionLeadsFitInMemory(t *testing.T) {
	n, limit := 20_000, uint64(60<<20)
	if os.Getenv("LEADLINE_FULL") != "" {
		n, limit = 1_000_000, 1500<<20
	}
	stories, o := leads(t), options()
	var peak uint64
	watched := func(yield func(lead.Transition, error) bool) {
		rows := 0
		for r, err := range many(stories, n) {
			if rows++; rows%50_000 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
			if !yield(r, err) {
				return
			}
		}
	}
	begun := time.Now()
	got, err := evidence.FromHistory(watched, o)
	if err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	peak = max(peak, m.HeapAlloc)
	t.Logf("%d leads: %v, %d MB", n, time.Since(begun).Round(time.Millisecond), peak>>20)
	if peak > limit {
		t.Errorf("%d leads: %d MB, at most %d MB", n, peak>>20, limit>>20)
	}
	for _, m := range got {
		// Seventeen leads a round; all rounds but a broken one give the same.
		one := float64(n) / 17
		for _, of := range measure(t, stories, o) {
			if of.ID == m.ID && (float64(m.Den) < float64(of.Den)*(one-1) || float64(m.Den) > float64(of.Den)*(one+1)) {
				t.Errorf("%s: %d cases of %d leads", m.ID, m.Den, n)
			}
		}
	}
}
