package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// held are two leads that another transaction has locked with all that belongs to them,
// and a transaction that does not wait long for them.
func held(t *testing.T, k *desk) *sql.Tx {
	t.Helper()
	other := k.starts(t, sql.LevelDefault)
	for _, text := range []string{
		`UPDATE leadline_rows SET spec = spec`, `UPDATE leadline_leads SET version = version`,
		`DELETE FROM leadline_personal`, `UPDATE leadline_consumers SET seq = seq`,
	} {
		if _, err := other.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	tx := k.starts(t, sql.LevelDefault)
	if _, err := tx.ExecContext(t.Context(), `SET LOCAL lock_timeout = '20ms'`); err != nil {
		t.Fatal(err)
	}
	return tx
}

// PostgreSQL lets nothing more be done in a transaction after a statement has failed.
// Either a call has undone that itself, or it says that the transaction is over.
func TestACallThatFailsSaysIfItHasEndedTheTransaction(t *testing.T) {
	k := deskOn(t, postgres(t))
	for _, id := range []string{"A", "B"} {
		tr := plainRow(id, 1)
		tr.Key, tr.KeyHash = "k", "0f"
		appendTo(t, k.store(), tr)
	}
	consume(t, k.store(), "known", 1)
	for _, tt := range []struct {
		name  string
		call  func(ctx context.Context, s *leadsql.Store) error
		alive bool // the transaction can be used
	}{
		{"Append of one", func(ctx context.Context, s *leadsql.Store) error { return s.Append(ctx, plainRow("A", 2)) }, false},
		{"Append of many", func(ctx context.Context, s *leadsql.Store) error {
			return s.Append(ctx, plainRow("A", 2), plainRow("B", 2))
		}, true},
		{"Apply", func(ctx context.Context, s *leadsql.Store) error {
			_, err := k.tracker.WithStore(s).Apply(ctx, lead.Command[string]{ID: "A", Event: "accept", Actor: lead.Actor{ID: "ann", Side: lead.Sales}})
			return err
		}, false},
		{"Erase", func(ctx context.Context, s *leadsql.Store) error { return s.Erase(ctx, "A") }, false},
		{"PruneKeys", func(ctx context.Context, s *leadsql.Store) error {
			_, err := s.PruneKeys(ctx, began.AddDate(1, 0, 0))
			return err
		}, false},
		{"Rewind", func(ctx context.Context, s *leadsql.Store) error { return s.Rewind(ctx, "known") }, false},
		{"Consume", func(ctx context.Context, s *leadsql.Store) error {
			_, err := s.Consume(ctx, "known", 9, func([]lead.Transition) error { return nil })
			return err
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tx := held(t, k)
			s := leadsql.New(k.dialect, tx)
			err := tt.call(t.Context(), s)
			if err == nil || !strings.Contains(err.Error(), "55P03") {
				t.Fatalf("got %v, want what PostgreSQL says of a lock timeout", err)
			}
			if errors.Is(err, lead.ErrTxAborted) == tt.alive || errors.Is(err, lead.ErrConflict) {
				t.Errorf("got %v, want ErrTxAborted: %v, and no conflict", err, !tt.alive)
			}
			if _, typed := errors.AsType[*leadsql.Error](err); !typed {
				t.Errorf("got a %T, want a *leadsql.Error", err)
			}
			_, err = tx.ExecContext(t.Context(), `INSERT INTO own VALUES (1)`)
			if (err == nil) != tt.alive {
				t.Errorf("the caller's next statement: %v", err)
			}
			if _, _, err = s.Load(t.Context(), "A", ""); (err == nil) != tt.alive || err != nil && !errors.Is(err, lead.ErrTxAborted) {
				t.Errorf("the next Load: %v", err)
			}
		})
	}
}

// In the caller's transaction, what is missing is told as well as that it is over.
func TestTablesThatAreMissingAreNamedInATransactionToo(t *testing.T) {
	d := postgres(t)
	d.empty(t)
	tx, err := d.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // it is over
	_, _, err = leadsql.New(d.dialect, tx).Load(t.Context(), "A", "")
	wantIs(t, err, leadsql.ErrNoSchema, lead.ErrTxAborted)
}

// A caller who begins anew as long as there is a conflict must not do so for ever.
func TestAFullDiskIsNoConflict(t *testing.T) {
	d := sqlite(t)
	noRoom(t, d, 6)
	large := plainRow("large", 1)
	large.Note = strings.Repeat("x", 200<<10)
	err := d.store().InTx(t.Context(), func(_ *sql.Tx, moved *leadsql.Store) error { return moved.Append(t.Context(), large) })
	wantIs(t, err, lead.ErrTxAborted)
	if errors.Is(err, lead.ErrConflict) || strings.Contains(err.Error(), "moved meanwhile") || !strings.Contains(err.Error(), "full") {
		t.Errorf("got %v, want what SQLite says, and no conflict", err)
	}
}
