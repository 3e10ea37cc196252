package leadtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// writers is how many goroutines call a store at once.
const writers = 16

// together calls f in n goroutines that start at once, and waits for all.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}

// soleWinner is the index of the one nil; every other error must be a conflict.
func soleWinner(t *testing.T, errs []error) int {
	t.Helper()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner >= 0:
			t.Fatalf("writers %d and %d both succeeded", winner, i)
		case err == nil:
			winner = i
		case !errors.Is(err, lead.ErrConflict):
			t.Fatalf("writer %d: error %v, want one that Is ErrConflict", i, err)
		}
	}
	if winner < 0 {
		t.Fatalf("no writer succeeded; the first: %v", errs[0])
	}
	return winner
}

func checkOneWinner(t *testing.T, s lead.Store) {
	var want []lead.Transition
	for v := range int64(20) { // version 1 included: there is no row to lock yet
		trs, errs := make([]lead.Transition, writers), make([]error, writers)
		together(writers, func(i int) {
			trs[i] = keyed("L-1", v+1, fmt.Sprintf("k%d of %d", v, i))
			trs[i].Actor.ID = fmt.Sprint(i)
			errs[i] = s.Append(t.Context(), trs[i])
		})
		want = append(want, trs[soleWinner(t, errs)])
		holds(t, s, want)
	}
}

func checkOneBatch(t *testing.T, s lead.Store) {
	var want []lead.Transition
	next := map[string]int64{"L-1": 1, "L-2": 1, "L-3": 1}
	const rounds = 20
	won := 0
	for range rounds {
		batches, errs := make([][]lead.Transition, writers), make([]error, writers)
		together(writers, func(i int) {
			for id, version := range next { // in random order
				tr := row(id, version)
				tr.Actor.ID = fmt.Sprint(i)
				batches[i] = append(batches[i], tr)
			}
			errs[i] = s.Append(t.Context(), batches[i]...)
		})
		if slices.Contains(errs, nil) {
			want = append(want, batches[soleWinner(t, errs)]...)
			won++
			for id := range next {
				next[id]++
			}
		}
		holds(t, s, want)
	}
	if won == 0 {
		t.Errorf("in %d rounds no batch was appended", rounds)
	}
}

// checkReaders reads while one writer adds batches to a lead and another opens
// leads whose ids come before and between those that are there.
func checkReaders(t *testing.T, s lead.Store) {
	const calls, batch = 200, 2
	old, log := long(30, 1), rows("log", 1+calls*batch)
	write(t, s, slices.Concat(old, log[:1])...)
	var writing atomic.Int32
	writing.Store(2)
	errs := make([]error, 6)
	together(len(errs), func(i int) {
		ctx := t.Context()
		switch i {
		case 0:
			for part := range slices.Chunk(log[1:], batch) {
				errs[i] = cmp.Or(errs[i], s.Append(ctx, part...))
			}
			writing.Add(-1)
		case 1:
			for n := range calls {
				id := fmt.Sprintf("A-%04d", calls-n)
				if n%2 == 0 {
					id = fmt.Sprintf("L-%04d+%04d", n%len(old), calls-n)
				}
				errs[i] = cmp.Or(errs[i], s.Append(ctx, row(id, 1)))
				runtime.Gosched()
			}
			writing.Add(-1)
		default:
			for errs[i] == nil && writing.Load() > 0 {
				errs[i] = wholeAndInOrder(ctx, s, i%2 == 0, old)
			}
		}
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	gives(t, s, lead.Query{LeadID: "log"}, log)
}

// wholeAndInOrder reads a history to which others add.
func wholeAndInOrder(ctx context.Context, s lead.Store, current bool, old []lead.Transition) error {
	seen := map[string]int64{}
	var before lead.Transition
	for tr, err := range s.History(ctx, lead.Query{Current: current}) {
		if err != nil {
			return err
		}
		if byLead(before, tr) >= 0 {
			return fmt.Errorf("%s comes before %s", name(before), name(tr))
		}
		if !current && tr.Version != seen[tr.LeadID]+1 {
			return fmt.Errorf("lead %q: version %d is followed by %d", tr.LeadID, seen[tr.LeadID], tr.Version)
		}
		if current && seen[tr.LeadID] > 0 {
			return fmt.Errorf("lead %q comes twice among the last rows", tr.LeadID)
		}
		seen[tr.LeadID], before = tr.Version, tr
		if len(seen)%20 == 0 {
			runtime.Gosched() // so that the writers come between pages
		}
	}
	for _, tr := range old {
		if seen[tr.LeadID] == 0 {
			return fmt.Errorf("%s was there before and is left out", name(tr))
		}
	}
	return nil
}
