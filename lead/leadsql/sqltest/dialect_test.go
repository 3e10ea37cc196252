package sqltest

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// attempts are all that a Store does in its database, but Migrate.
func attempts(ctx context.Context, s *leadsql.Store) map[string]func() error {
	return map[string]func() error{
		"load":    func() error { _, _, err := s.Load(ctx, "A", "k"); return err },
		"loadall": func() error { _, err := s.LoadAll(ctx, []string{"A"}, []string{""}); return err },
		"append":  func() error { return s.Append(ctx, plainRow("A", 1)) },
		"batch":   func() error { return s.Append(ctx, plainRow("A", 1), plainRow("B", 1)) },
		"consume": func() error {
			_, err := s.Consume(ctx, "c", 10, func([]lead.Transition) error { return nil })
			return err
		},
		"rewind": func() error { return s.Rewind(ctx, "c") },
		"erase":  func() error { return s.Erase(ctx, "A") },
		"prune":  func() error { _, err := s.PruneKeys(ctx, time.Now()); return err },
		"verify": func() error { return s.Verify(ctx, func(leadsql.Finding) bool { return true }) },
		"export": func() error { _, err := leadsql.Export(ctx, s, io.Discard); return err },
	}
}

func TestADialectThatIsNotSetIsNamed(t *testing.T) {
	for d, want := range map[leadsql.Dialect]string{
		0: "wrong dialect: New was given none; expected leadsql.SQLite or leadsql.Postgres",
		7: "wrong dialect: New was given 7; expected leadsql.SQLite or leadsql.Postgres",
	} {
		s := leadsql.New(d, sqlite(t).DB)
		all := attempts(t.Context(), s)
		all["migrate"] = func() error { return s.Migrate(t.Context()) }
		for name, attempt := range all {
			err := attempt()
			if _, typed := errors.AsType[*leadsql.Error](err); !typed || !errors.Is(err, leadsql.ErrDialect) || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%s with %d: got %v, want %q", name, d, err, want)
			}
		}
	}
}

func TestADatabaseThatIsNotOfTheDialectIsNamed(t *testing.T) {
	wants := func(t *testing.T, what string, err error, text string) {
		t.Helper()
		if _, typed := errors.AsType[*leadsql.Error](err); !typed || !errors.Is(err, leadsql.ErrDialect) || errors.Is(err, lead.ErrUnknownOutcome) || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: got %v, want %q in it", what, err, text)
		}
	}
	t.Run("SQLite for Postgres", func(t *testing.T) {
		const text = "wrong dialect: New was given leadsql.Postgres, and the database is another (leadsql.SQLite?): "
		fresh := open(t, leadsql.SQLite, "sqlite", "file:"+filepath.Join(t.TempDir(), "leads.db"))
		wants(t, "migrate", leadsql.New(leadsql.Postgres, fresh.DB).Migrate(t.Context()), text)
		s := leadsql.New(leadsql.Postgres, sqlite(t).DB) // with the tables
		wants(t, "append", s.Append(t.Context(), plainRow("A", 1)), text)
		wants(t, "batch", s.Append(t.Context(), plainRow("A", 1), plainRow("B", 1)), text)
	})
	t.Run("Postgres for SQLite", func(t *testing.T) {
		const text = "wrong dialect: New was given leadsql.SQLite, and the database is another (leadsql.Postgres?): "
		d := postgres(t)
		for name, attempt := range attempts(t.Context(), leadsql.New(leadsql.SQLite, d.DB)) {
			wants(t, name, attempt(), text)
		}
		d.sends(t, `DO $$ DECLARE name text := current_schema(); BEGIN EXECUTE 'DROP SCHEMA ' || name || ' CASCADE'; EXECUTE 'CREATE SCHEMA ' || name; END $$`)
		wants(t, "migrate", leadsql.New(leadsql.SQLite, d.DB).Migrate(t.Context()), text)
	})
}
