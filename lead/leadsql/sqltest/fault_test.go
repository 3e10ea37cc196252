package sqltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// row is the next row of a lead, with something in each personal column.
func row(id string, version int64) lead.Transition {
	at := began.Add(time.Duration(version) * time.Minute)
	return lead.Transition{
		LeadID: id, Version: version, Event: "touch", From: "sal", To: "sal", At: at, Recorded: at, Since: began,
		Actor: mia, Note: "a note", Evidence: []byte(`{"criteria":1}`), Labels: map[string]string{"product": "roof"},
		Set: []string{"product"}, Key: fmt.Sprintf("key-%d", version), KeyHash: "hash", Spec: "test@1",
	}
}

// tables are all rows of all tables, as text.
func tables(t testing.TB, d *database) []string {
	t.Helper()
	var all []string
	for _, table := range tableNames(t, d) {
		rows, err := d.QueryContext(t.Context(), "SELECT * FROM "+table+" ORDER BY 1, 2, 3")
		if table == "leadline_schema" {
			rows, err = d.QueryContext(t.Context(), "SELECT * FROM "+table+" ORDER BY 1")
		}
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for i, v := range values {
				if raw, ok := v.([]byte); ok {
					values[i] = string(raw)
				}
				if columns[i] == "seq" || columns[i] == "xact" {
					values[i] = "" // numbers that were drawn stay drawn
				}
			}
			all = append(all, fmt.Sprintf("%s %q", table, values))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func tableNames(t testing.TB, d *database) (names []string) {
	t.Helper()
	text := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
	if d.dialect == leadsql.Postgres {
		text = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`
	}
	rows, err := d.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// calls are the methods of a store, each on leads a and b with three rows.
var calls = []struct {
	name string
	call func(ctx context.Context, s *leadsql.Store) error
}{
	{"Migrate", func(ctx context.Context, s *leadsql.Store) error { return s.Migrate(ctx) }},
	{"Load", func(ctx context.Context, s *leadsql.Store) error { _, _, err := s.Load(ctx, "a", ""); return err }},
	{"Load with a key", func(ctx context.Context, s *leadsql.Store) error { _, _, err := s.Load(ctx, "a", "key-2"); return err }},
	{"LoadAll", func(ctx context.Context, s *leadsql.Store) error {
		_, err := s.LoadAll(ctx, []string{"a", "b"}, []string{"key-1", ""})
		return err
	}},
	{"Append of one", func(ctx context.Context, s *leadsql.Store) error { return s.Append(ctx, row("a", 4)) }},
	{"Append of many", func(ctx context.Context, s *leadsql.Store) error {
		return s.Append(ctx, row("a", 4), row("b", 4), row("a", 5))
	}},
	{"History", func(ctx context.Context, s *leadsql.Store) error {
		for _, err := range s.History(ctx, lead.Query{}) {
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{"Consume", func(ctx context.Context, s *leadsql.Store) error {
		_, err := s.Consume(ctx, "new", 2, func([]lead.Transition) error { return nil })
		return err
	}},
	{"Consume further", func(ctx context.Context, s *leadsql.Store) error {
		_, err := s.Consume(ctx, "known", 2, func([]lead.Transition) error { return nil })
		return err
	}},
	{"Rewind", func(ctx context.Context, s *leadsql.Store) error { return s.Rewind(ctx, "known") }},
	{"Erase", func(ctx context.Context, s *leadsql.Store) error { return s.Erase(ctx, "a") }},
	{"PruneKeys", func(ctx context.Context, s *leadsql.Store) error {
		_, err := s.PruneKeys(ctx, began.Add(time.Hour))
		return err
	}},
	{"Verify", func(ctx context.Context, s *leadsql.Store) error {
		return s.Verify(ctx, func(f leadsql.Finding) bool { return false })
	}},
	{"Export", func(ctx context.Context, s *leadsql.Store) error {
		_, err := leadsql.Export(ctx, s, io.Discard)
		return err
	}},
	{"Restore", func(ctx context.Context, s *leadsql.Store) error {
		var rows bytes.Buffer
		m := lead.NewMemStore()
		if err := m.Append(ctx, row("c", 1), row("c", 2)); err != nil {
			return err
		}
		if _, err := leadsql.Export(ctx, m, &rows); err != nil {
			return err
		}
		_, err := leadsql.Restore(ctx, s, &rows, "rows")
		return err
	}},
}

// planted empties a database and plants two leads of three rows, and a consumer in
// their midst.
func planted(t *testing.T, d *database) {
	t.Helper()
	for _, table := range tableNames(t, d) {
		if table == "leadline_schema" {
			continue
		}
		if _, err := d.ExecContext(t.Context(), "DELETE FROM "+table); err != nil {
			t.Fatal(err)
		}
	}
	s := d.store()
	if err := s.Append(t.Context(), row("a", 1), row("b", 1), row("a", 2), row("b", 2), row("a", 3), row("b", 3)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Consume(t.Context(), "known", 2, func([]lead.Transition) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestEachCallSurvivesTheFailureOfEachOfItsSteps(t *testing.T) {
	eachFault(t, false)
}

func TestEachCallSurvivesTheEndOfItsContextAtEachOfItsSteps(t *testing.T) {
	eachFault(t, true)
}

// eachFault fails step after step of each call, until one gets through.
func eachFault(t *testing.T, ending bool) {
	onEach(t, func(t *testing.T, plain *database) {
		for _, c := range calls {
			t.Run(c.name, func(t *testing.T) {
				d, f := faulty(t, plain)
				s := d.store()
				if err := d.PingContext(t.Context()); err != nil { // opens the connection
					t.Fatal(err)
				}
				for n := 1; ; n++ {
					if n > 200 {
						t.Fatal("no end of steps")
					}
					planted(t, plain)
					before, goroutines := tables(t, plain), runtime.NumGoroutine()
					ctx, cancel := context.WithCancel(t.Context())
					end := cancel
					if !ending {
						end = nil
					}
					f.arm(n, end)
					err := c.call(ctx, s)
					step := f.disarm()
					if step == "" {
						cancel()
						if err != nil {
							t.Fatalf("without a fault: %v", err)
						}
						return
					}
					settled(t, d, goroutines) // with the context still there: its end would tidy up
					cancel()
					checkFault(t, d, n, step, ending, err, before, tables(t, plain))
					if t.Failed() {
						return
					}
					if _, _, err := s.Load(t.Context(), "a", ""); err != nil {
						t.Fatalf("step %d, %s: the next call: %v", n, step, err)
					}
				}
			})
		}
	})
}

func checkFault(t *testing.T, d *database, n int, step string, ending bool, err error, before, after []string) {
	t.Helper()
	diff := cmp.Diff(before, after)
	cause := errInjected
	if ending {
		cause = context.Canceled
	}
	unknown := errors.Is(err, lead.ErrUnknownOutcome)
	committing := strings.HasPrefix(step, "commit")
	switch {
	case err == nil && (ending || step == "close"): // it was too late to matter
	case err == nil:
		t.Errorf("step %d, %s: no error", n, step)
	case !errors.Is(err, cause):
		t.Errorf("step %d, %s: expected an error that is %v, found %v", n, step, cause, err)
	case diff != "" && !unknown && !(d.dialect == leadsql.SQLite && step == "commit that is done"):
		t.Errorf("step %d, %s: an error, and yet a change: %v\n(-before +after):\n%s", n, step, err, diff)
	case committing && !ending && d.dialect == leadsql.Postgres && !unknown:
		t.Errorf("step %d, %s: expected an unknown outcome, found %v", n, step, err)
	}
	if _, typed := errors.AsType[*leadsql.Error](err); err != nil && !typed && !unknown && err != context.Canceled {
		t.Errorf("step %d, %s: expected a *leadsql.Error or the context's, found %T: %v", n, step, err, err)
	}
}

// settled waits until no connection is in use and no goroutine left.
func settled(t *testing.T, d *database, goroutines int) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); ; runtime.Gosched() {
		inUse, now := d.Stats().InUse, runtime.NumGoroutine()
		if inUse == 0 && now <= goroutines {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("connections in use: %d; goroutines: %d, %d before", inUse, now, goroutines)
		}
	}
}
