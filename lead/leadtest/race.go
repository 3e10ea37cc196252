package leadtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
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
// leads whose ids come before and between those that are there. The readers ask for
// each write, so that there are some within every page of the first reads, however
// fast the store is and whoever is let run.
func checkReaders(t *testing.T, s lead.Store) {
	const readers, calls, batch = 4, 200, 2
	old, log := long(many, 1), rows("log", 1+calls*batch)
	write(t, s, slices.Concat(old, log[:1])...)
	inTime(t, func(ctx context.Context) error {
		adding, opening, unread := newWriter(), newWriter(), make(chan struct{})
		errs := make([]error, readers+2)
		together(3, func(who int) {
			switch who {
			case 0:
				errs[readers] = adding.write(calls, unread, func(n int) error {
					return s.Append(ctx, log[1+n*batch:1+(n+1)*batch]...)
				})
			case 1:
				errs[readers+1] = opening.write(calls, unread, func(n int) error {
					id := fmt.Sprintf("A-%04d", calls-n)
					if n%2 == 0 {
						id = fmt.Sprintf("L-%04d+%04d", n%len(old), calls-n)
					}
					return s.Append(ctx, row(id, 1))
				})
			case 2:
				defer close(unread)
				together(readers, func(i int) {
					for errs[i] == nil && !(adding.ended() && opening.ended()) {
						errs[i] = wholeAndInOrder(ctx, s, i%2 == 0, old, func() {
							adding.ask()
							opening.ask()
						})
					}
				})
			}
		})
		return errors.Join(errs...)
	})
	gives(t, s, lead.Query{LeadID: "log"}, log)
}

// writer writes when it is asked to.
type writer struct{ asked, over chan struct{} }

func newWriter() writer { return writer{make(chan struct{}), make(chan struct{})} }

// write makes a number of calls, each when it is asked for, and ends early if there
// is nobody left who asks.
func (w writer) write(calls int, nobody <-chan struct{}, call func(n int) error) (err error) {
	defer close(w.over)
	for n := range calls {
		select {
		case <-w.asked:
			err = cmp.Or(err, call(n))
		case <-nobody:
			return err
		}
	}
	return err
}

// ask is for a call. It comes back when the one before is done, and this one goes
// on while the reader does.
func (w writer) ask() {
	select {
	case w.asked <- struct{}{}:
	case <-w.over:
	}
}

func (w writer) ended() bool {
	select {
	case <-w.over:
		return true
	default:
		return false
	}
}

// wholeAndInOrder reads a history to which others add whenever it pauses.
func wholeAndInOrder(ctx context.Context, s lead.Store, current bool, old []lead.Transition, pause func()) error {
	seen := map[string]int64{}
	given := 0
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
		if given++; given%50 == 0 {
			pause()
		}
	}
	for _, tr := range old {
		if seen[tr.LeadID] == 0 {
			return fmt.Errorf("%s was there before and is left out", name(tr))
		}
	}
	return nil
}
