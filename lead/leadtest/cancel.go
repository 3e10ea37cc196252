package leadtest

import (
	"context"
	"errors"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

func checkEndedContext(t *testing.T, s lead.Store) {
	before := []lead.Transition{keyed("L-1", 1, "k")}
	write(t, s, before...)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), begin.AddDate(-20, 0, 0))
	defer cancel()
	for _, tt := range []struct {
		name string
		ctx  context.Context
		want error
	}{
		{"cancelled", cancelled, context.Canceled},
		{"past its deadline", late, context.DeadlineExceeded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for what, call := range map[string]func() error{
				"Load": func() error {
					_, _, err := s.Load(tt.ctx, "L-1", "k")
					return err
				},
				"Load of a lead without rows": func() error {
					_, _, err := s.Load(tt.ctx, "L-2", "")
					return err
				},
				"Append":            func() error { return s.Append(tt.ctx, row("L-1", 2)) },
				"Append of a batch": func() error { return s.Append(tt.ctx, rows("L-2", 3)...) },
				"History": func() error {
					got, err := read(tt.ctx, s, lead.Query{})
					if len(got) > 0 {
						t.Errorf("History gave %d rows", len(got))
					}
					return err
				},
				"History of last rows": func() error {
					_, err := read(tt.ctx, s, lead.Query{Current: true})
					return err
				},
				"History in due order": func() error {
					_, err := read(tt.ctx, s, lead.Query{Current: true, DueBefore: begin})
					return err
				},
			} {
				if err := call(); !errors.Is(err, tt.want) {
					t.Errorf("%s = error %v, want one that Is %v", what, err, tt.want)
				}
			}
			holds(t, s, before)
		})
	}
	write(t, s, row("L-1", 2))
}

func checkCancelWithin(t *testing.T, s lead.Store) {
	all := long(2500, 1)
	write(t, s, all...)
	for _, tt := range []struct {
		name string
		q    lead.Query
	}{
		{"of all rows", lead.Query{}},
		{"of last rows", lead.Query{Current: true}},
		{"in due order", lead.Query{Current: true, DueBefore: begin.AddDate(1, 0, 0)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			n, ended := 0, error(nil)
			for _, err := range s.History(ctx, tt.q) {
				if ended != nil {
					t.Fatal("History went on after its error")
				}
				if ended = err; err != nil {
					continue
				}
				if n++; n == 3 {
					cancel()
				}
			}
			if !errors.Is(ended, context.Canceled) {
				t.Errorf("History of %d rows, cancelled at the third, ended after %d with error %v; want context.Canceled",
					len(selects(all, tt.q)), n, ended)
			}
		})
	}
}
