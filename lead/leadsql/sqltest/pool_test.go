package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// What holds a connection that a call waits for is, as a rule, the caller itself.
func TestACallThatWaitsForTheCallersOwnConnectionSaysSo(t *testing.T) {
	machine, err := lead.Compile(lead.Standard(), lead.Bindings[int]{})
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]func(ctx context.Context, s *leadsql.Store) error{
		"open": func(ctx context.Context, s *leadsql.Store) error {
			_, err := lead.NewTracker(machine, s, lead.Config{}).Open(ctx, lead.Command[int]{ID: "A"})
			return err
		},
		"append": func(ctx context.Context, s *leadsql.Store) error { return s.Append(ctx, plainRow("A", 1)) },
		"batch": func(ctx context.Context, s *leadsql.Store) error {
			return s.Append(ctx, plainRow("A", 1), plainRow("B", 1))
		},
		"prune":   func(ctx context.Context, s *leadsql.Store) error { _, err := s.PruneKeys(ctx, began); return err },
		"migrate": func(ctx context.Context, s *leadsql.Store) error { return s.Migrate(ctx) },
	}
	onEach(t, func(t *testing.T, d *database) {
		for i, want := range []string{
			" (the pool's only connection is in use: by rows or a transaction of the caller's?)",
			" (all 2 connections of the pool are in use: by rows or transactions of the caller's?)",
		} {
			n := i + 1
			d.SetMaxOpenConns(n)
			rows, err := d.QueryContext(t.Context(), "SELECT 1 UNION SELECT 2")
			if err != nil || !rows.Next() {
				t.Fatal(err)
			}
			for range n - 1 {
				tx, err := d.BeginTx(t.Context(), nil)
				if err != nil {
					t.Fatal(err)
				}
				defer tx.Rollback() //nolint:errcheck // it has done nothing
			}
			for name, call := range calls {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
				err := call(ctx, d.store())
				cancel()
				if _, typed := errors.AsType[*leadsql.Error](err); !typed || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, lead.ErrUnknownOutcome) ||
					!strings.HasSuffix(err.Error(), context.DeadlineExceeded.Error()+want) {
					t.Errorf("%s: got %v, want %q", name, err, want)
				}
			}
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// One that waits for the database itself is not told that.
func TestACallThatIsSlowDoesNotBlameTheCaller(t *testing.T) {
	d := sqlite(t)
	other := open(t, leadsql.SQLite, "sqlite", d.dsn)
	tx, err := other.BeginTx(t.Context(), nil) // immediate: it holds the lock
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // it has done nothing
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := d.store().Append(ctx, plainRow("A", 1)); err == nil || strings.Contains(err.Error(), "the pool") {
		t.Errorf("got %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, _, err := d.store().Load(ctx, "A", ""); !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "the pool") {
		t.Errorf("got %v", err)
	}
}

// A guard that asks the database in the caller's transaction takes that from the context.
func TestAGuardAsksInTheCallersTransaction(t *testing.T) {
	type inTx struct{}
	onEach(t, func(t *testing.T, d *database) {
		d.SetMaxOpenConns(1)
		spec := lead.Standard()
		spec.Guard("qualify", "known")
		known := func(ctx context.Context, a lead.Attempt[int]) (any, error) {
			var n int
			text := d.marked("SELECT count(*) FROM leadline_leads WHERE lead_id = ?")
			if err := ctx.Value(inTx{}).(interface { // *sql.Tx, or *sql.DB
				QueryRowContext(context.Context, string, ...any) *sql.Row
			}).QueryRowContext(ctx, text, a.State.LeadID).Scan(&n); err != nil {
				return nil, err
			}
			if n == 0 {
				return nil, lead.Blocker{Code: "unknown"}
			}
			return nil, nil
		}
		machine, err := lead.Compile(spec, lead.Bindings[int]{Guards: lead.Guards[int]{"known": known}})
		if err != nil {
			t.Fatal(err)
		}
		tx, err := d.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
		moved := lead.NewTracker(machine, d.store(), lead.Config{}).WithStore(leadsql.New(d.dialect, tx))
		if _, err := moved.Open(t.Context(), lead.Command[int]{ID: "A"}); err != nil {
			t.Fatal(err)
		}
		qualify := lead.Command[int]{ID: "A", Event: "qualify", Actor: mia}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if _, err := moved.Apply(context.WithValue(ctx, inTx{}, d.DB), qualify); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("on the database itself: %v", err)
		}
		if _, err := moved.Apply(context.WithValue(t.Context(), inTx{}, tx), qualify); err != nil {
			t.Errorf("in the transaction: %v", err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	})
}
