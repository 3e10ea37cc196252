package leadtest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// many is how many leads long lists have: more than most stores hold in a page.
const many = 1050

func checkLoopUsesStore(t *testing.T, s lead.Store) {
	all := slices.Concat(long(many, 1), rows("log", 1))
	write(t, s, all...)
	for _, q := range []lead.Query{{}, {Current: true}, {Current: true, DueBefore: begin.AddDate(1, 0, 0)}} {
		want := selects(all, q)
		inTime(t, func(ctx context.Context) error {
			i := 0
			for tr, err := range s.History(ctx, q) {
				if err != nil {
					return err
				}
				if i%100 == 0 {
					if err := use(ctx, s, tr.LeadID); err != nil {
						return err
					}
				}
				// What was appended to the log may be seen or not.
				if tr.LeadID == "log" && tr.Version > 1 {
					continue
				}
				if i >= len(want) || name(tr) != name(want[i]) {
					return fmt.Errorf("History(%+v): row %d of %d is %s", q, i+1, len(want), name(tr))
				}
				i++
			}
			if tail := want[i:]; len(tail) > 0 && tail[0].LeadID != "log" {
				return fmt.Errorf("History(%+v): %s is missing", q, name(tail[0]))
			}
			return nil
		})
	}
}

// use calls all methods of a store: it reads a lead and appends to another, "log".
func use(ctx context.Context, s lead.Store, id string) error {
	state, _, err := s.Load(ctx, "log", "")
	if err != nil {
		return err
	}
	if err := s.Append(ctx, row("log", state.Version+1)); err != nil {
		return err
	}
	inner, err := read(ctx, s, lead.Query{LeadID: id})
	if err == nil && len(inner) == 0 {
		err = fmt.Errorf("no row of lead %q in a History within a History", id)
	}
	return err
}

func checkEarlyBreak(t *testing.T, s lead.Store) {
	all := long(many, 1)
	write(t, s, all...)
	inTime(t, func(ctx context.Context) error {
		for i := range 20 { // more than a pool has connections
			for _, err := range s.History(ctx, lead.Query{Current: i%2 == 0}) {
				if err != nil {
					return err
				}
				break
			}
		}
		return s.Append(ctx, row("L-0001", 2))
	})
	gives(t, s, lead.Query{LeadID: "L-0001"}, []lead.Transition{all[many-2], row("L-0001", 2)})
}

// moves are jobs that go over a list and move each lead they find.
func moves() []struct {
	name string
	q    lead.Query
	cmd  command
} {
	sales := lead.Actor{ID: "u-1", Side: lead.Sales}
	due := begin.AddDate(0, 0, 20)
	return []struct {
		name string
		q    lead.Query
		cmd  command
	}{
		{"that all stay on the list", lead.Query{Current: true}, command{Event: remark}},
		{"that stay in their place of the work list", lead.Query{Current: true, DueBefore: due}, command{Event: remark}},
		{"that drop out of the list", lead.Query{Current: true, Statuses: []lead.Status{"mql"}}, command{Event: "accept", Actor: sales}},
		{"that drop out of the work list", lead.Query{Current: true, DueBefore: due}, command{Event: "touch", Actor: sales}},
	}
}

// writeOffers fills a store with leads in status mql that are due soon, ten of
// them each at the same time.
func writeOffers(t *testing.T, s lead.Store, n int) {
	t.Helper()
	offers := long(n, 1)
	for i := range offers {
		offers[i].To = "mql"
	}
	write(t, s, offers...)
}

// moved runs one job over n leads; run hands the rows of the query to apply.
func moved(t *testing.T, s lead.Store, n int, q lead.Query, cmd command, run func(ctx context.Context, apply func(lead.Transition) error) error) {
	t.Helper()
	want, err := read(t.Context(), s, q)
	if err != nil || len(want) != n {
		t.Fatalf("History(%+v) before the job gave %d rows, error %v; want %d rows", q, len(want), err, n)
	}
	tracker := track(t, s, nil)
	var seen, after []lead.Transition
	inTime(t, func(ctx context.Context) error {
		return run(ctx, func(tr lead.Transition) error {
			if seen = append(seen, tr); len(seen) > n {
				return fmt.Errorf("History(%+v) gave %s, more than the %d rows of before", q, name(tr), n)
			}
			cmd.ID, cmd.IfVersion = tr.LeadID, tr.Version
			next, err := tracker.Apply(ctx, cmd)
			after = append(after, next)
			return err
		})
	})
	if d := diffRows(want, seen); d != "" {
		t.Fatalf("History(%+v) while its leads move: %s", q, d)
	}
	slices.SortFunc(after, byLead)
	gives(t, s, lead.Query{Current: true}, after)
}

func checkLoopMoves(t *testing.T, s lead.Store) {
	writeOffers(t, s, many)
	for _, job := range moves() {
		ok := t.Run(job.name, func(t *testing.T) {
			moved(t, s, many, job.q, job.cmd, func(ctx context.Context, apply func(lead.Transition) error) error {
				for tr, err := range s.History(ctx, job.q) {
					if err != nil {
						return err
					}
					if err := apply(tr); err != nil {
						return err
					}
				}
				return nil
			})
		})
		if !ok {
			return // the next job starts where this one ends
		}
	}
}

func checkPagesMove(t *testing.T, s lead.Store) {
	const n = 120
	writeOffers(t, s, n)
	for _, job := range moves() {
		ok := t.Run(job.name, func(t *testing.T) {
			moved(t, s, n, job.q, job.cmd, func(ctx context.Context, apply func(lead.Transition) error) error {
				_, err := pages(ctx, s, job.q, 25, n, func(page []lead.Transition) error {
					for _, tr := range page {
						if err := apply(tr); err != nil {
							return err
						}
					}
					return nil
				})
				return err
			})
		})
		if !ok {
			return
		}
	}
}
