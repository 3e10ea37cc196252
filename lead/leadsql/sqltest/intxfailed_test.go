package sqltest

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	_ "github.com/lib/pq" // the driver "postgres"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// PostgreSQL answers COMMIT with a ROLLBACK where a statement has failed; on SQLite that
// costs the statement alone.
func TestAnErrorThatTheCallerIgnoresEndsTheTransactionWhereTheDatabaseDoesSo(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		appendTo(t, s, plainRow("A", 1))
		d.sends(t, `CREATE TABLE own (n int PRIMARY KEY)`, `INSERT INTO own VALUES (1)`)
		err := s.InTx(t.Context(), func(tx *sql.Tx, moved *leadsql.Store) error {
			if err := moved.Append(t.Context(), plainRow("A", 2)); err != nil {
				return err
			}
			if _, err := tx.ExecContext(t.Context(), `INSERT INTO own VALUES (1)`); err == nil {
				t.Error("the row was not there before")
			}
			return nil
		})
		state, _, loaded := s.Load(t.Context(), "A", "")
		if loaded != nil {
			t.Fatal(loaded)
		}
		if d.dialect == leadsql.SQLite {
			if err != nil || state.Version != 2 {
				t.Errorf("got %v and version %d, want 2", err, state.Version)
			}
			return
		}
		wantIs(t, err, lead.ErrTxAborted)
		if errors.Is(err, lead.ErrUnknownOutcome) || errors.Is(err, lead.ErrConflict) || state.Version != 1 {
			t.Errorf("got %v and version %d, want an abortion that is certain", err, state.Version)
		}
		if _, typed := errors.AsType[*leadsql.Error](err); !typed {
			t.Errorf("got a %T, want a *leadsql.Error", err)
		}
	})
}

// Each driver has words of its own for that answer.
func TestAnIgnoredErrorIsNoUnknownOutcomeWithEachDriver(t *testing.T) {
	d := postgres(t)
	for _, driver := range []string{"pgx", "postgres"} {
		s := open(t, d.dialect, driver, d.dsn).store()
		err := s.InTx(t.Context(), func(tx *sql.Tx, _ *leadsql.Store) error {
			if _, err := tx.ExecContext(t.Context(), `SELECT 1 / 0`); err == nil {
				t.Errorf("%s: no error", driver)
			}
			return nil
		})
		if !errors.Is(err, lead.ErrTxAborted) || errors.Is(err, lead.ErrUnknownOutcome) {
			t.Errorf("%s: %v, want an abortion that is certain", driver, err)
		}
	}
}

// SQLite has ended the transaction, and f goes on as if nothing had happened.
func TestATransactionThatEndedIsNotCommitted(t *testing.T) {
	d := sqlite(t)
	noRoom(t, d, 6)
	err := d.store().InTx(t.Context(), func(_ *sql.Tx, moved *leadsql.Store) error {
		large := plainRow("large", 1)
		large.Note = strings.Repeat("x", 200<<10)
		if err := moved.Append(t.Context(), large); err == nil {
			t.Error("there was room")
		}
		return nil
	})
	wantIs(t, err, lead.ErrTxAborted)
	if err != nil && !strings.Contains(err.Error(), "full") {
		t.Errorf("got %v, want the cause in it", err)
	}
	if n := d.count(t, `SELECT count(*) FROM leadline_rows`); n != 0 {
		t.Errorf("%d rows are kept", n)
	}
	appendTo(t, d.store(), plainRow("small", 1))
}

// A COMMIT that is refused has left nothing of the transaction. Only what keeps
// transactions apart asks to begin anew.
func TestACommitThatIsRefusedAsksToBeginAnewOnlyIfThatHelps(t *testing.T) {
	d := postgres(t)
	d.sends(t, `CREATE TABLE own (n int PRIMARY KEY, of int REFERENCES own (n) DEFERRABLE INITIALLY DEFERRED)`)
	err := d.store().InTx(t.Context(), func(tx *sql.Tx, _ *leadsql.Store) error {
		_, err := tx.ExecContext(t.Context(), `INSERT INTO own VALUES (1, 7)`)
		return err
	})
	if err == nil || errors.Is(err, lead.ErrTxAborted) || errors.Is(err, lead.ErrConflict) || errors.Is(err, lead.ErrUnknownOutcome) {
		t.Errorf("a row that refers to none: %v", err)
	}

	d.sends(t, `DELETE FROM own`)
	strict := open(t, d.dialect, d.driver, d.dsn+" default_transaction_isolation=serializable")
	// Each counts what the other writes: one after the other could not have been so.
	counts := func(tx *sql.Tx, n int) {
		var all int
		if err := tx.QueryRowContext(t.Context(), `SELECT count(*) FROM own`).Scan(&all); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(t.Context(), `INSERT INTO own VALUES ($1)`, n+all); err != nil {
			t.Fatal(err)
		}
	}
	err = strict.store().InTx(t.Context(), func(one *sql.Tx, _ *leadsql.Store) error {
		other, err := strict.BeginTx(t.Context(), nil)
		if err != nil {
			return err
		}
		defer other.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
		counts(one, 10)
		counts(other, 20)
		return other.Commit()
	})
	wantIs(t, err, lead.ErrTxAborted, lead.ErrConflict)
	if err != nil && strings.Contains(err.Error(), "moved meanwhile") {
		t.Errorf("got %v: no lead has moved", err)
	}
}
