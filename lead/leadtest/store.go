package leadtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// write appends rows that must be accepted.
func write(t *testing.T, s lead.Store, trs ...lead.Transition) {
	t.Helper()
	if err := s.Append(t.Context(), trs...); err != nil {
		t.Fatalf("Append of %d rows: %v", len(trs), err)
	}
}

// read takes all that a query gives.
func read(ctx context.Context, s lead.Store, q lead.Query) ([]lead.Transition, error) {
	var rows []lead.Transition
	var failed error
	for t, err := range s.History(ctx, q) {
		switch {
		case failed != nil:
			return rows, fmt.Errorf("it went on after its error: %v", failed) // not to be taken for that error
		case err != nil:
			failed = err
		default:
			rows = append(rows, t)
		}
	}
	return rows, failed
}

// pages takes all that a query gives in pages of a size. It stops when they give
// more than most rows.
func pages(ctx context.Context, s lead.Store, q lead.Query, size, most int, each func(page []lead.Transition) error) ([]lead.Transition, error) {
	var rows []lead.Transition
	for q.Limit = size; ; {
		page, err := read(ctx, s, q)
		rows = append(rows, page...)
		switch {
		case err != nil:
			return rows, err
		case len(page) > size:
			return rows, fmt.Errorf("a Limit of %d gave %d rows", size, len(page))
		case len(rows) > most:
			return rows, nil // the caller sees which row is too many
		}
		if each != nil {
			if err := each(page); err != nil {
				return rows, err
			}
		}
		if len(page) < size {
			return rows, nil
		}
		q.After = lead.CursorOf(page[size-1])
	}
}

// holds checks all of a store: it holds exactly these rows.
func holds(t *testing.T, s lead.Store, want []lead.Transition) {
	t.Helper()
	want = slices.SortedFunc(slices.Values(want), byLead)
	got, err := read(t.Context(), s, lead.Query{})
	if err != nil {
		t.Fatalf("History: %v", err)
	}
	if d := diffRows(want, got); d != "" {
		t.Fatalf("the store's rows: %s", d)
	}
	for i, tr := range want {
		if i+1 < len(want) && want[i+1].LeadID == tr.LeadID {
			continue
		}
		state, _, err := s.Load(t.Context(), tr.LeadID, "")
		if err != nil {
			t.Fatalf("Load(%q): %v", tr.LeadID, err)
		}
		if d := diffState(tr.State(), state); d != "" {
			t.Fatalf("state of lead %q (-want +got):\n%s", tr.LeadID, d)
		}
	}
}

func byLead(a, b lead.Transition) int {
	return cmp.Or(cmp.Compare(a.LeadID, b.LeadID), cmp.Compare(a.Version, b.Version))
}

func byDue(a, b lead.Transition) int {
	return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.LeadID, b.LeadID))
}

// inTime runs f, which uses a store while it ranges over its History. A store that
// keeps a lock or its only connection meanwhile never comes back: that is a failed
// test here, and not one that hangs.
func inTime(t *testing.T, f func(ctx context.Context) error) {
	t.Helper()
	limit := 30 * time.Second
	if end, ok := t.Deadline(); ok {
		limit = min(limit, time.Until(end)/2)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		t.Fatalf("no end after %v: History must hold nothing open between yields", limit.Round(time.Second))
	case err != nil:
		t.Fatal(err)
	}
}
