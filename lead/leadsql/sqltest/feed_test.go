package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// consume gives a consumer's next rows, as "lead/version".
func consume(t testing.TB, s *leadsql.Store, name string, limit int) (got []string) {
	t.Helper()
	n, err := s.Consume(t.Context(), name, limit, func(rows []lead.Transition) error {
		got = rowNames(rows)
		return nil
	})
	if err != nil || n != len(got) {
		t.Fatalf("Consume = %d, %v; the handler had %q", n, err, got)
	}
	return got
}

// drain consumes until there is nothing more.
func drain(t testing.TB, s *leadsql.Store, name string, limit int) (got []string) {
	t.Helper()
	for {
		more := consume(t, s, name, limit)
		if len(more) == 0 {
			return got
		}
		got = append(got, more...)
	}
}

func rowNames(rows []lead.Transition) (got []string) {
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%s/%d", r.LeadID, r.Version))
	}
	return got
}

// writer is a transaction, and what it has to do with leads.
type writer struct {
	*sql.Tx
	store *leadsql.Store
}

func (d *database) begins(t testing.TB) *writer {
	t.Helper()
	tx, err := d.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	return &writer{tx, leadsql.New(d.dialect, tx)}
}

// busy has the transaction write something of its own.
func (w *writer) busy(t testing.TB) *writer {
	t.Helper()
	if _, err := w.ExecContext(t.Context(), `INSERT INTO own VALUES (1)`); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *writer) commits(t testing.TB) {
	t.Helper()
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
}

func wants(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestRowsCommittedOutOfOrderAreAllHandedOver(t *testing.T) {
	d := postgres(t)
	a, b := d.begins(t), d.begins(t)
	appendTo(t, a.store, plainRow("A", 1))
	appendTo(t, b.store, plainRow("B", 1))
	b.commits(t)
	wants(t, "while the earlier is open", drain(t, d.store(), "c", 10))
	appendTo(t, d.store(), plainRow("B", 2))
	a.commits(t)
	wants(t, "when it is committed", drain(t, d.store(), "c", 10), "A/1", "B/1", "B/2")
}

func TestATransactionThatIsRolledBackLeavesNoHole(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		appendTo(t, d.store(), plainRow("A", 1))
		a := d.begins(t)
		appendTo(t, a.store, plainRow("A", 2))
		if err := a.Rollback(); err != nil {
			t.Fatal(err)
		}
		wants(t, "after the rollback", drain(t, d.store(), "c", 1), "A/1")
		appendTo(t, d.store(), plainRow("A", 2))
		wants(t, "after the second try", drain(t, d.store(), "c", 1), "A/2")
	})
}

// A transaction with an older number may write a lead's later version.
func TestVersionsKeepTheirOrderWhateverTheNumbersOfTheirTransactions(t *testing.T) {
	d := postgres(t)
	d.sends(t, `CREATE TABLE own (n int)`)
	t.Run("an older transaction appends to what a younger one has committed", func(t *testing.T) {
		old, young := d.begins(t).busy(t), d.begins(t)
		appendTo(t, young.store, plainRow("A", 1))
		young.commits(t)
		wants(t, "before", drain(t, d.store(), "c", 10))
		appendTo(t, old.store, plainRow("A", 2))
		old.commits(t)
		wants(t, "after", drain(t, d.store(), "c", 10), "A/1", "A/2")
	})
	t.Run("and one between the two is still open", func(t *testing.T) {
		old, between, young := d.begins(t).busy(t), d.begins(t).busy(t), d.begins(t)
		appendTo(t, young.store, plainRow("B", 1))
		young.commits(t)
		appendTo(t, old.store, plainRow("B", 2))
		old.commits(t)
		got := drain(t, d.store(), "c", 10)
		between.commits(t)
		wants(t, "in all", append(got, drain(t, d.store(), "c", 10)...), "B/1", "B/2")
	})
}

func TestAnOpenTransactionHoldsBackAndLosesNothing(t *testing.T) {
	d := postgres(t)
	appendTo(t, d.store(), plainRow("A", 1))
	long := d.begins(t)
	appendTo(t, long.store, plainRow("L", 1))
	for v := range int64(5) {
		appendTo(t, d.store(), plainRow("B", v+1))
		got := drain(t, d.store(), "c", 10)
		if want := []string{"A/1"}; v == 0 && !slices.Equal(got, want) || v > 0 && got != nil {
			t.Errorf("round %d: got %q", v, got)
		}
	}
	long.commits(t)
	wants(t, "when it ends", drain(t, d.store(), "c", 2), "L/1", "B/1", "B/2", "B/3", "B/4", "B/5")
}

// Transactions begin, write, end and are broken off in any order, beside a consumer
// with any limit: it has each committed row once, each lead's in order.
func TestEachRowIsHandedOverOnceAndInOrder(t *testing.T) {
	d := postgres(t)
	d.sends(t, `CREATE TABLE own (n int)`)
	runs := 12
	if full() {
		runs = 300
	}
	for seed := range runs {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			d.sends(t, `TRUNCATE leadline_rows, leadline_leads, leadline_personal, leadline_labels, leadline_consumers`)
			r := rand.New(rand.NewPCG(uint64(seed), 7))
			prefix := fmt.Sprint("r", seed, "-")
			var open []*writer
			var got []string
			holds, committed := map[string]*writer{}, map[string]int64{}
			ends := func(i int) {
				w := open[i]
				open = slices.Delete(open, i, i+1)
				for id, by := range holds {
					if by == w {
						delete(holds, id)
					}
				}
			}
			pending := map[*writer]map[string]int64{}
			for range 120 {
				switch k := r.IntN(10); {
				case k < 2 && len(open) < 4+seed%5:
					w := d.begins(t)
					if r.IntN(2) == 0 {
						w.busy(t)
					}
					open, pending[w] = append(open, w), map[string]int64{}
				case k < 6 && len(open) > 0:
					w := open[r.IntN(len(open))]
					id := prefix + string('a'+rune(r.IntN(4)))
					if by := holds[id]; by != nil && by != w {
						continue // it would wait for the other
					}
					next := committed[id] + pending[w][id] + 1
					appendTo(t, w.store, plainRow(id, next))
					holds[id] = w
					pending[w][id]++
				case k < 8 && len(open) > 0:
					i := r.IntN(len(open))
					w := open[i]
					ends(i)
					if r.IntN(5) == 0 {
						_ = w.Rollback()
						continue
					}
					w.commits(t)
					for id, n := range pending[w] {
						committed[id] += n
					}
				default:
					got = append(got, consume(t, d.store(), prefix, 1+r.IntN(5))...)
				}
			}
			for len(open) > 0 {
				_ = open[0].Rollback()
				ends(0)
			}
			got = append(got, drain(t, d.store(), prefix, 1+r.IntN(5))...)
			seen := map[string][]string{}
			for _, g := range got {
				id := g[:len(prefix)+1]
				seen[id] = append(seen[id], g)
			}
			want := map[string][]string{}
			for id, n := range committed {
				for v := range n {
					want[id] = append(want[id], fmt.Sprintf("%s/%d", id, v+1))
				}
			}
			if diff := cmp.Diff(want, seen); diff != "" {
				t.Errorf("rows by lead (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOfTwoWorkersTheSecondIsTold(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		appendTo(t, s, plainRows("A", 1, 6)...)
		for _, want := range []string{"A/1", "A/3"} { // the name is new, and known
			n, err := s.Consume(t.Context(), "c", 1, func(rows []lead.Transition) error {
				wants(t, "the slow worker", rowNames(rows), want)
				if got := consume(t, s, "c", 2); got[0] != want {
					t.Errorf("the quick worker has %q", got)
				}
				return nil
			})
			if n == 0 && err == nil || !errors.Is(err, lead.ErrConflict) || errors.Is(err, lead.ErrTxAborted) {
				t.Errorf("the slow worker: %d, %v; want ErrConflict", n, err)
			}
		}
		wants(t, "afterwards", drain(t, s, "c", 10), "A/5", "A/6")
	})
}

func TestRowsThatWereNotHandledComeAgain(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		appendTo(t, s, plainRows("A", 1, 3)...)
		broken := errors.New("the mail server is down")
		for range 2 {
			n, err := s.Consume(t.Context(), "c", 2, func([]lead.Transition) error { return broken })
			if n != 0 || !errors.Is(err, broken) {
				t.Errorf("Consume = %d, %v", n, err)
			}
			func() {
				defer func() {
					if p := recover(); p != "oh" {
						t.Errorf("panic %v", p)
					}
				}()
				_, _ = s.Consume(t.Context(), "c", 2, func([]lead.Transition) error { panic("oh") })
			}()
			ctx, cancel := context.WithCancel(t.Context())
			_, err = s.Consume(ctx, "c", 2, func([]lead.Transition) error { cancel(); return nil })
			if !errors.Is(err, context.Canceled) {
				t.Errorf("a context that ended before the mark: %v", err)
			}
		}
		wants(t, "in the end", drain(t, s, "c", 2), "A/1", "A/2", "A/3")
	})
}
