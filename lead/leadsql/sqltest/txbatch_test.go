package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// deferred is the address of a SQLite file whose transactions begin by reading.
func deferred(dsn string) string {
	return strings.ReplaceAll(dsn, "_txlock=immediate", "_txlock=deferred")
}

// stale is a store that shows one lead as it was before its last row.
type stale struct {
	*leadsql.Store
	id string
}

func (s stale) LoadAll(ctx context.Context, ids, keys []string) ([]lead.Loaded, error) {
	all, err := s.Store.LoadAll(ctx, ids, keys)
	for i := range all {
		if ids[i] == s.id {
			all[i].State.Version--
		}
	}
	return all, err
}

func TestABatchInATransactionLosesOnlyTheLeadThatConflicts(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		ids := []string{"A", "B", "C", "D", "E"}
		k := deskOn(t, d, ids...)
		apply(t, k.tracker, lead.Command[string]{ID: "C", Event: "discard", Reason: "spam", Actor: mia})
		apply(t, k.tracker, lead.Command[string]{ID: "C", Event: "reopen", Note: "n", Actor: lead.Actor{Side: lead.LeadManagement}})
		tx := k.starts(t, sql.LevelDefault)
		own(t, tx)
		var cmds []lead.Command[string]
		for _, id := range ids {
			cmds = append(cmds, toggled(id, 0))
		}
		out := k.tracker.WithStore(stale{leadsql.New(d.dialect, tx), "C"}).ApplyAll(t.Context(), cmds)
		for i, o := range out {
			if (o.Err != nil) != (ids[i] == "C") {
				t.Errorf("lead %s: %v", ids[i], o.Err)
			}
		}
		c, ok := errors.AsType[*lead.ConflictError](out[2].Err)
		if !ok || c.State.Version != 3 || c.Seen != 2 {
			t.Errorf("lead C: %v", out[2].Err)
		}
		own(t, tx)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		k.holds(t, 2, 5+2+4)
	})
}

// failing is a transaction that fails at its n-th statement.
type failing struct {
	leadsql.DB
	left int
}

var errPlanted = errors.New("planted")

func (f *failing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if f.left--; f.left == 0 {
		return nil, errPlanted
	}
	return f.DB.ExecContext(ctx, query, args...)
}

func (f *failing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if f.left--; f.left == 0 {
		return nil, errPlanted
	}
	return f.DB.QueryContext(ctx, query, args...)
}

// A batch of three rounds: a lead's rows go one after the other.
func TestAnErrorInTheMiddleOfABatchLeavesNothingOfIt(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		k := deskOn(t, d, "A", "B")
		batch := append(plainRows("A", 2, 4), plainRows("C", 1, 3)...)
		done := false
		for n := 1; !done; n++ {
			tx := k.starts(t, sql.LevelDefault)
			own(t, tx)
			err := leadsql.New(d.dialect, &failing{tx, n}).Append(t.Context(), batch...)
			if done = err == nil; !done {
				wantIs(t, err, errPlanted)
			} else if n < 4 {
				t.Fatalf("the batch took %d statements: nothing was tested", n-1)
			}
			if !done {
				apply(t, k.in(tx), toggled("B", n-1)) // the transaction can be used
			}
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			if done {
				k.holds(t, int64(n), int64(2+n-1+6))
			} else {
				k.holds(t, int64(n), int64(2+n))
			}
		}
	})
}

func TestAConnectionDoesAsADatabaseDoes(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		conn, err := d.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s := leadsql.New(d.dialect, conn)
		appendTo(t, s, plainRow("A", 1))
		appendTo(t, s, plainRows("A", 2, 5)...)
		wantIs(t, s.Append(t.Context(), plainRow("A", 7)), lead.ErrConflict)
		wantIs(t, s.Append(t.Context(), plainRow("A", 6), plainRow("A", 8)), lead.ErrConflict)
		tr := lead.NewTracker(standardMachine(t), s, lead.Config{Now: ticking()})
		if _, err := tr.Open(t.Context(), lead.Command[string]{ID: "B", Actor: mia}); err != nil {
			t.Fatal(err)
		}
		wants(t, "the feed", drain(t, s, "c", 3), "A/1", "A/2", "A/3", "A/4", "A/5", "B/1")
		if err := s.Migrate(t.Context()); err != nil {
			t.Error(err)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		if n := d.count(t, `SELECT count(*) FROM leadline_rows`); n != 6 {
			t.Errorf("%d rows, want 6: nothing may be left in an open transaction", n)
		}
	})
}

func TestALoopOverHistoryMayMoveLeadsOnOneConnection(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		d.SetMaxOpenConns(1)
		var ids []string
		for i := range 150 { // more than a page
			ids = append(ids, fmt.Sprintf("L-%03d", i))
		}
		k := deskOn(t, d)
		for _, o := range k.tracker.ApplyAll(t.Context(), opening(ids)) {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
		}
		loop := func(s *leadsql.Store, tr *lead.Tracker[string], n int) {
			for row, err := range s.History(t.Context(), lead.Query{Current: true}) {
				if err != nil {
					t.Fatal(err)
				}
				apply(t, tr, toggled(row.LeadID, n))
			}
		}
		loop(d.store(), k.tracker, 0)
		k.holds(t, 0, 300)
		tx := k.starts(t, sql.LevelDefault)
		loop(leadsql.New(d.dialect, tx), k.in(tx), 1)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		k.holds(t, 0, 450)
	})
}

func opening(ids []string) (cmds []lead.Command[string]) {
	for _, id := range ids {
		cmds = append(cmds, lead.Command[string]{ID: id, Event: lead.EventOpen, Actor: mia})
	}
	return cmds
}

func TestInATransactionTheTrackerTriesOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		k := deskOn(t, d, "A")
		tx := k.starts(t, sql.LevelDefault)
		s := &counted{Store: leadsql.New(d.dialect, tx)}
		_, err := k.tracker.WithStore(s).Apply(t.Context(), toggled("A", 0))
		wantIs(t, err, lead.ErrConflict)
		if s.appends != 1 {
			t.Errorf("%d tries, want 1", s.appends)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		s = &counted{Store: d.store()}
		_, err = lead.NewTracker(standardMachine(t), lead.Store(s), lead.Config{Now: ticking()}).Apply(t.Context(), toggled("A", 0))
		wantIs(t, err, lead.ErrConflict)
		if s.appends != 16 {
			t.Errorf("%d tries outside of a transaction, want 16", s.appends)
		}
	})
}

// counted is a store that appends each row too late.
type counted struct {
	lead.Store
	appends int
}

func (c *counted) Append(ctx context.Context, trs ...lead.Transition) error {
	c.appends++
	for i := range trs {
		trs[i].Version--
	}
	return c.Store.Append(ctx, trs...)
}
