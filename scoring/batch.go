package scoring

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Batch says how [Model.ScoreAll] goes about its work. The zero value will do.
type Batch struct {
	// Workers is how many leads are scored at once. Defaults to
	// runtime.GOMAXPROCS.
	Workers int

	// Progress, if not nil, is told how many leads are done, once in some hundred
	// and when the last is; of no leads, once. It is called by one goroutine at a time,
	// and the work waits for it. It must not panic.
	Progress func(done, of int)
}

// Outcome is what became of one lead of a batch.
type Outcome struct {
	Result Result // empty with an error
	Err    error  // of [Model.Score], or of the context
}

const batchStep = 256 // leads between two looks at what is left

// ScoreAll scores many leads at one time, in parallel; item i is what
// [Model.Score] gives for subject i. One lead that cannot be scored is no reason
// not to score the others. When the context ends, the leads that are left have its
// error.
//
// Nothing is allocated for a lead but its Result, unless it has thousands of
// activities. The goroutines it starts have ended when it returns. To score more leads
// than fit into memory, call it for some at a time.
func (m *Model[T]) ScoreAll(ctx context.Context, subjects []T, asOf time.Time, b Batch) []Outcome {
	out := make([]Outcome, len(subjects))
	var next atomic.Int64
	var progress sync.Mutex
	done := 0
	work := func() {
		for {
			from := int(next.Add(batchStep)) - batchStep
			if from >= len(subjects) {
				return
			}
			to := min(from+batchStep, len(subjects))
			err := ctx.Err()
			for i := from; i < to; i++ {
				if out[i].Err = err; err == nil {
					out[i].Result, out[i].Err = m.Score(subjects[i], asOf)
				}
			}
			if b.Progress != nil {
				progress.Lock()
				done += to - from
				b.Progress(done, len(subjects))
				progress.Unlock()
			}
		}
	}
	workers := b.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	var all sync.WaitGroup
	for range min(workers, (len(subjects)+batchStep-1)/batchStep) - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
	if len(subjects) == 0 && b.Progress != nil {
		b.Progress(0, 0)
	}
	return out
}
