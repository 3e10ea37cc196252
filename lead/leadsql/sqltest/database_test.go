package sqltest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/leadline-go/leadline/lead/leadsql"
)

// database is an empty database of one of the kinds, with the tables made.
type database struct {
	*sql.DB
	dialect leadsql.Dialect
	driver  string
	dsn     string // opens it again, in another process too
}

func (d *database) store() *leadsql.Store { return leadsql.New(d.dialect, d.DB) }

// onEach runs a test on each kind of database.
func onEach(t *testing.T, test func(t *testing.T, d *database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, sqlite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, postgres(t)) })
}

// sqlite opens a new file as the documentation of leadsql says; more are further
// pragmas such as "secure_delete(ON)".
func sqlite(t testing.TB, more ...string) *database {
	t.Helper()
	var dsn strings.Builder
	dsn.WriteString("file:" + filepath.Join(t.TempDir(), "leads.db") +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_txlock=immediate")
	for _, p := range more {
		dsn.WriteString("&_pragma=" + p)
	}
	return ready(t, open(t, leadsql.SQLite, "sqlite", dsn.String()))
}

var schemas atomic.Int64

// postgres makes a schema of its own in the server.
func postgres(t testing.TB) *database {
	t.Helper()
	server := postgresDSN(t)
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	name := fmt.Sprintf("test_%d_%d", pid, schemas.Add(1))
	if _, err := admin.ExecContext(t.Context(), "CREATE SCHEMA "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		admin, err := sql.Open("pgx", server)
		if err == nil {
			_, err = admin.ExecContext(context.Background(), "DROP SCHEMA "+name+" CASCADE")
			admin.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	dsn := server + " search_path=" + name
	if strings.Contains(server, "://") {
		dsn = server + "&search_path=" + name
		if !strings.Contains(server, "?") {
			dsn = server + "?search_path=" + name
		}
	}
	return ready(t, open(t, leadsql.Postgres, "pgx", dsn))
}

func open(t testing.TB, d leadsql.Dialect, driver, dsn string) *database {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if d == leadsql.SQLite {
		db.SetMaxOpenConns(1)
	} else {
		db.SetMaxOpenConns(32)
		db.SetMaxIdleConns(32)
	}
	return &database{DB: db, dialect: d, driver: driver, dsn: dsn}
}

func ready(t testing.TB, d *database) *database {
	t.Helper()
	if err := d.store().Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}
