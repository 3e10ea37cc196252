package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// made are the names of what leadsql has made in a database.
func (d *database) made(t testing.TB) (names []string) {
	t.Helper()
	text := `SELECT name FROM sqlite_schema WHERE name LIKE 'leadline%' ORDER BY name`
	if d.dialect == leadsql.Postgres {
		text = `SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname LIKE 'leadline%'
UNION ALL SELECT proname::text || '()' FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY 1`
	}
	rows, err := d.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // its error is that of rows.Err
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

// empty takes the tables away again, all that Migrate has made.
func (d *database) empty(t testing.TB) *database {
	t.Helper()
	for _, table := range []string{"rows", "personal", "leads", "labels", "consumers", "schema"} {
		if table == "rows" {
			d.sends(t, `DROP VIEW leadline_history`)
		}
		d.sends(t, `DROP TABLE leadline_`+table)
	}
	if d.dialect == leadsql.Postgres {
		d.sends(t, `DROP FUNCTION leadline_labels_keep()`)
	}
	if left := d.made(t); left != nil {
		t.Fatalf("left: %q", left)
	}
	return d
}

func TestManyMayMigrateAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		want := d.made(t)
		d.empty(t)
		const all = 16
		errs := make([]error, all)
		var ready, done sync.WaitGroup
		start := make(chan struct{})
		for i := range all {
			own := open(t, d.dialect, d.driver, d.dsn) // as a process of its own has
			ready.Add(1)
			done.Go(func() {
				ready.Done()
				<-start
				errs[i] = own.store().Migrate(t.Context())
			})
		}
		ready.Wait()
		close(start)
		done.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, d.made(t)); diff != "" {
			t.Errorf("what is there (-want +got):\n%s", diff)
		}
		appendTo(t, d.store(), plainRow("A", 1))
	})
}

func TestMigrateTwiceDoesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		appendTo(t, d.store(), plainRows("A", 1, 3)...)
		consume(t, d.store(), "c", 2)
		want := d.made(t)
		rows, version := allRows(t, d.store(), lead.Query{}), d.count(t, `SELECT max(version) FROM leadline_schema`)
		if err := d.store().Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, d.made(t)); diff != "" {
			t.Errorf("what is there (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(rows, allRows(t, d.store(), lead.Query{})); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if n := d.count(t, `SELECT max(version) FROM leadline_schema`); n != version {
			t.Errorf("version %d, then %d", version, n)
		}
		wants(t, "the consumer goes on", drain(t, d.store(), "c", 9), "A/3")
	})
}

func TestTablesOfANewerVersionAreLeftAlone(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		d.sends(t, `INSERT INTO leadline_schema (version) VALUES (1000000)`, `DROP VIEW leadline_history`)
		want := d.made(t)
		for range 2 {
			if err := d.store().Migrate(t.Context()); err == nil {
				t.Error("Migrate went on")
			}
		}
		if diff := cmp.Diff(want, d.made(t)); diff != "" {
			t.Errorf("what is there (-want +got):\n%s", diff)
		}
	})
}

func TestMissingTablesAreNamedByEachMethod(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.empty(t).store()
		ctx := t.Context()
		for name, call := range map[string]func() error{
			"Load":            func() error { _, _, err := s.Load(ctx, "A", ""); return err },
			"Load with a key": func() error { _, _, err := s.Load(ctx, "A", "k"); return err },
			"LoadAll":         func() error { _, err := s.LoadAll(ctx, []string{"A"}, []string{""}); return err },
			"Append":          func() error { return s.Append(ctx, plainRow("A", 1)) },
			"Append of many":  func() error { return s.Append(ctx, plainRows("A", 1, 3)...) },
			"History": func() (err error) {
				for _, err = range s.History(ctx, lead.Query{}) {
				}
				return err
			},
			"Consume": func() error {
				_, err := s.Consume(ctx, "c", 1, func([]lead.Transition) error { return nil })
				return err
			},
			"Rewind":    func() error { return s.Rewind(ctx, "c") },
			"Erase":     func() error { return s.Erase(ctx, "A") },
			"PruneKeys": func() error { _, err := s.PruneKeys(ctx, began); return err },
			"Verify":    func() error { return s.Verify(ctx, func(leadsql.Finding) bool { return true }) },
		} {
			err := call()
			if _, ok := errors.AsType[*leadsql.Error](err); !ok || !errors.Is(err, leadsql.ErrNoSchema) {
				t.Errorf("%s: got %v, want an *Error that Is ErrNoSchema", name, err)
			}
		}
		if err := s.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		appendTo(t, s, plainRow("A", 1))
	})
}

// endsAt is a transaction whose context ends with its n-th statement.
type endsAt struct {
	leadsql.DB
	left int
	end  context.CancelFunc
}

func (e *endsAt) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if e.left--; e.left == 0 {
		e.end()
	}
	return e.DB.ExecContext(ctx, text, args...)
}

func TestAMigrationThatIsBrokenOffLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		want := d.made(t)
		d.empty(t)
		for n := 1; ; n += 3 {
			tx, err := d.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			err = leadsql.New(d.dialect, &endsAt{tx, n, cancel}).Migrate(ctx)
			cancel()
			if err == nil {
				if n < 12 {
					t.Fatalf("%d statements were all: nothing was tested", n)
				}
				_ = tx.Rollback()
				break
			}
			wantIs(t, err, context.Canceled)
			_ = tx.Commit() // of what the failed Migrate has left; PostgreSQL may have ended it
			if left := d.made(t); left != nil {
				t.Fatalf("broken off at statement %d, left: %q", n, left)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantIs(t, d.store().Migrate(ctx), context.Canceled)
		if left := d.made(t); left != nil {
			t.Fatalf("a context that has ended, left: %q", left)
		}
		if err := d.store().Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, d.made(t)); diff != "" {
			t.Errorf("what is there in the end (-want +got):\n%s", diff)
		}
	})
}

func TestMigrateInTheCallersTransaction(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		want := d.made(t)
		d.empty(t)
		for _, commit := range []bool{false, true} {
			w := d.begins(t)
			if err := w.store.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			appendTo(t, w.store, plainRows("A", 1, 2)...)
			if commit {
				w.commits(t)
			} else if err := w.Rollback(); err != nil {
				t.Fatal(err)
			}
			got := d.made(t)
			if commit && !slices.Equal(got, want) || !commit && got != nil {
				t.Errorf("commit %v: there is %q", commit, got)
			}
		}
		s, _, err := d.store().Load(t.Context(), "A", "")
		if err != nil || s.Version != 2 || !s.At.Equal(began.Add(2*time.Minute)) {
			t.Errorf("Load = %+v, %v", s, err)
		}
	})
}
