package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// desk is a tracker on a database that has a table of the caller's.
type desk struct {
	*database
	tracker *lead.Tracker[string]
}

func deskOn(t testing.TB, d *database, ids ...string) *desk {
	t.Helper()
	d.sends(t, `CREATE TABLE own (n int)`)
	k := &desk{d, lead.NewTracker(standardMachine(t), d.store(), lead.Config{Now: ticking()})}
	for _, id := range ids {
		if _, err := k.tracker.Open(t.Context(), lead.Command[string]{ID: id, Actor: mia}); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// in is the tracker in a transaction.
func (k *desk) in(db leadsql.DB) *lead.Tracker[string] {
	return k.tracker.WithStore(leadsql.New(k.dialect, db))
}

func (k *desk) starts(t testing.TB, level sql.IsolationLevel) *sql.Tx {
	t.Helper()
	tx, err := k.BeginTx(t.Context(), &sql.TxOptions{Isolation: level})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	return tx
}

func own(t testing.TB, db leadsql.DB) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), `INSERT INTO own VALUES (1)`); err != nil {
		t.Fatal(err)
	}
}

// holds checks how many rows the caller's table and the histories have.
func (k *desk) holds(t testing.TB, ours, rows int64) {
	t.Helper()
	type counts struct{ Own, Rows, Heads int64 }
	got := counts{k.count(t, `SELECT count(*) FROM own`), k.count(t, `SELECT count(*) FROM leadline_rows`), k.count(t, `SELECT coalesce(sum(version), 0) FROM leadline_leads`)}
	if diff := cmp.Diff(counts{ours, rows, rows}, got); diff != "" {
		t.Errorf("rows that stand (-want +got):\n%s", diff)
	}
}

func toggled(id string, n int) lead.Command[string] {
	return lead.Command[string]{ID: id, Event: event(n + 1), Actor: mia}
}

func apply(t testing.TB, tr *lead.Tracker[string], cmd lead.Command[string]) {
	t.Helper()
	if _, err := tr.Apply(t.Context(), cmd); err != nil {
		t.Fatal(err)
	}
}

func wantIs(t testing.TB, err error, is ...error) {
	t.Helper()
	for _, want := range is {
		if !errors.Is(err, want) {
			t.Errorf("got %v, want one that Is %v", err, want)
		}
	}
}

func TestTheCallersRowsAndTheMoveStandOrFallTogether(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		k := deskOn(t, d, "A")
		for n, end := range []func(*sql.Tx) error{(*sql.Tx).Rollback, (*sql.Tx).Commit} {
			tx := k.starts(t, sql.LevelDefault)
			own(t, tx)
			apply(t, k.in(tx), toggled("A", 0))
			if err := end(tx); err != nil {
				t.Fatal(err)
			}
			k.holds(t, int64(n), int64(1+n))
		}
	})
}

// A conflict leaves the transaction usable under READ COMMITTED: what was written
// before stands.
func TestAConflictLeavesTheTransactionUsable(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		k := deskOn(t, d, "A", "B")
		tx := k.starts(t, sql.LevelDefault)
		own(t, tx)
		s := leadsql.New(d.dialect, tx)
		for _, bad := range [][]lead.Transition{{plainRow("A", 1)}, {plainRow("A", 3)}, {plainRow("B", 2), plainRow("A", 1)}, {plainRow("B", 2), plainRow("B", 4)}} {
			err := s.Append(t.Context(), bad...)
			wantIs(t, err, lead.ErrConflict)
			if errors.Is(err, lead.ErrTxAborted) {
				t.Errorf("got %v, want a plain conflict", err)
			}
		}
		apply(t, k.in(tx), toggled("A", 0))
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		k.holds(t, 1, 3)
	})
}

func TestUnderReadCommittedWhoeverComesLateIsToldSo(t *testing.T) {
	k := deskOn(t, postgres(t), "A")
	slow, quick := k.starts(t, sql.LevelReadCommitted), k.starts(t, sql.LevelReadCommitted)
	own(t, slow)
	apply(t, k.in(quick), toggled("A", 0))
	late := later(t, func(ctx context.Context) error {
		_, err := k.in(slow).Apply(ctx, toggled("A", 0)) // waits for the row
		return err
	})
	k.waitsForLock(t)
	if err := quick.Commit(); err != nil {
		t.Fatal(err)
	}
	err := <-late
	c, ok := errors.AsType[*lead.ConflictError](err)
	if !ok || c.Seen != 1 || c.State.Version != 2 || errors.Is(err, lead.ErrTxAborted) {
		t.Errorf("got %v, want a *ConflictError that saw 1 and found 2: it never tries again by itself", err)
	}
	if err := slow.Commit(); err != nil {
		t.Fatal(err)
	}
	k.holds(t, 1, 2)
}

// waitsForLock waits until somebody on this database waits for a lock.
func (d *database) waitsForLock(t testing.TB) {
	t.Helper()
	for range 2000 {
		if d.count(t, `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%leadline_%' AND datname = current_database()`) > 0 {
			return
		}
	}
	t.Fatal("nobody waits for a lock")
}

func TestAStricterIsolationEndsTheTransactionAndItCanBeRestarted(t *testing.T) {
	for _, level := range []sql.IsolationLevel{sql.LevelRepeatableRead, sql.LevelSerializable} {
		t.Run(level.String(), func(t *testing.T) {
			k := deskOn(t, postgres(t), "A")
			tries := 0
			once := func() error {
				tries++
				tx := k.starts(t, level)
				defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
				own(t, tx)          // its snapshot is taken
				if tries == 1 {
					apply(t, k.tracker, toggled("A", 0))
				}
				if _, err := k.in(tx).Apply(t.Context(), toggled("A", tries-1)); err != nil {
					return err
				}
				return tx.Commit()
			}
			wantIs(t, once(), lead.ErrTxAborted, lead.ErrConflict)
			k.holds(t, 0, 2)
			if err := once(); err != nil {
				t.Error(err)
			}
			k.holds(t, 1, 3)
		})
	}
}

func TestOfTwoInADeadlockOneIsAborted(t *testing.T) {
	k := deskOn(t, postgres(t), "A", "B")
	one, two := k.starts(t, sql.LevelDefault), k.starts(t, sql.LevelDefault)
	apply(t, k.in(one), toggled("A", 0))
	apply(t, k.in(two), toggled("B", 0))
	second := func(tx *sql.Tx, id string) <-chan error {
		return later(t, func(ctx context.Context) error {
			_, err := k.in(tx).Apply(ctx, toggled(id, 0))
			_ = tx.Rollback() // lets the other go on
			return err
		})
	}
	first, other := second(one, "B"), second(two, "A")
	errOne, errTwo := <-first, <-other
	if (errOne == nil) == (errTwo == nil) {
		t.Fatalf("got %v and %v, want one error", errOne, errTwo)
	}
	wantIs(t, errors.Join(errOne, errTwo), lead.ErrTxAborted, lead.ErrConflict)
}

func TestATransactionThatReadBeforeAnotherWroteIsAbortedOnSQLite(t *testing.T) {
	d := sqlite(t)
	k := deskOn(t, d, "A")
	other := open(t, leadsql.SQLite, "sqlite", deferred(d.dsn))
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // it was aborted
	tr := k.tracker.WithStore(leadsql.New(leadsql.SQLite, tx))
	if _, _, err := tr.Explain(t.Context(), "A", mia, ""); err != nil {
		t.Fatal(err)
	}
	apply(t, k.tracker, toggled("A", 0))
	_, err = tr.Apply(t.Context(), toggled("A", 0))
	wantIs(t, err, lead.ErrTxAborted, lead.ErrConflict)
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	k.holds(t, 0, 2)
	// Outside of a transaction the tracker begins anew by itself.
	apply(t, lead.NewTracker(standardMachine(t), other.store(), lead.Config{Now: ticking()}), toggled("A", 1))
	k.holds(t, 0, 3)
}

func TestAServerThatIsSerializableByDefaultIsRetriedByItself(t *testing.T) {
	d := postgres(t)
	k := deskOn(t, d, "A")
	strict := open(t, leadsql.Postgres, "pgx", d.dsn+" default_transaction_isolation=serializable")
	apply(t, k.tracker, lead.Command[string]{ID: "A", Event: "qualify", Actor: mia})
	ann := lead.Actor{ID: "ann", Side: lead.Sales}
	apply(t, k.tracker, lead.Command[string]{ID: "A", Event: "accept", Actor: ann})
	const clients, touches = 6, 10
	var all []<-chan error
	for range clients {
		tr := lead.NewTracker(standardMachine(t), strict.store(), lead.Config{Now: func() time.Time { return began.AddDate(0, 0, 1) }, Attempts: 1000})
		all = append(all, later(t, func(ctx context.Context) error {
			for range touches {
				if _, err := tr.Apply(ctx, lead.Command[string]{ID: "A", Event: "touch", Actor: ann}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	for _, done := range all {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	k.holds(t, 0, 3+clients*touches)
}
