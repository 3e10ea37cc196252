package sqltest

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3", which needs a C compiler

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/lead/leadtest"
)

// openWith opens a database with a driver for SQLite, which begins transactions as lock
// says.
func openWith(t *testing.T, driver, file, lock string) *sql.DB {
	t.Helper()
	dsn := map[string]string{
		"sqlite":  "?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=busy_timeout(100)&_txlock=",
		"sqlite3": "?_journal_mode=WAL&_synchronous=OFF&_busy_timeout=100&_txlock=",
	}
	db, err := sql.Open(driver, "file:"+file+dsn[driver]+lock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.PingContext(t.Context()); err != nil {
		if strings.Contains(err.Error(), "CGO_ENABLED=0") {
			t.Skip(err)
		}
		t.Fatal(err)
	}
	return db
}

// Drivers give the result codes of SQLite each in a way of its own. What the errors mean
// does not depend on it.
func TestErrorsMeanTheSameWithEachDriver(t *testing.T) {
	for _, driver := range []string{"sqlite", "sqlite3"} {
		t.Run(driver, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "leads.db")
			db := openWith(t, driver, file, "deferred")
			s := leadsql.New(leadsql.SQLite, db)
			if _, _, err := s.Load(t.Context(), "L", ""); !errors.Is(err, leadsql.ErrNoSchema) {
				t.Errorf("without tables: %v", err)
			}
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			appendTo(t, s, plainRow("L", 1))

			tx, err := db.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			bound := leadsql.New(leadsql.SQLite, tx)
			if _, _, err := bound.Load(t.Context(), "L", ""); err != nil {
				t.Fatal(err)
			}
			appendTo(t, s, plainRow("L", 2))
			if err := bound.Append(t.Context(), plainRow("L", 2)); !errors.Is(err, lead.ErrTxAborted) {
				t.Errorf("read before another wrote: %v", err)
			}
			if err := tx.Rollback(); err != nil {
				t.Error(err)
			}

			first, second := openWith(t, driver, file, "immediate"), openWith(t, driver, file, "immediate")
			if tx, err = first.BeginTx(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if err := leadsql.New(leadsql.SQLite, second).Append(t.Context(), plainRow("M", 1)); !errors.Is(err, leadsql.ErrBusy) {
				t.Errorf("while another writes: %v", err)
			}
			if err := tx.Rollback(); err != nil {
				t.Error(err)
			}
			if err := leadsql.New(leadsql.Postgres, db).Append(t.Context(), plainRow("L", 3)); !errors.Is(err, leadsql.ErrDialect) {
				t.Errorf("as if it were PostgreSQL: %v", err)
			}
		})
	}
}

func TestSuiteWithAnotherDriver(t *testing.T) {
	leadtest.StoreSuite(t, func(t *testing.T) lead.Store {
		db := openWith(t, "sqlite3", filepath.Join(t.TempDir(), "leads.db"), "immediate")
		db.SetMaxOpenConns(1)
		s := leadsql.New(leadsql.SQLite, db)
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	})
}
