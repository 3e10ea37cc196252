// Package database opens the database that an example keeps its leads in: SQLite,
// which needs nothing but the program, or PostgreSQL.
package database

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite", in Go

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// Memory opens a database that is gone when it is closed.
const Memory = ":memory:"

// DB is an open database, and how it is spoken to.
type DB struct {
	*sql.DB
	Dialect leadsql.Dialect // of its SQL
}

// Open opens a database: PostgreSQL by its URL, which begins with "postgres://" or
// "postgresql://", SQLite by the name of its file, which is made if it is not there, or
// [Memory]. Nothing that is in it is changed: [DB.Migrate] does that.
//
// What cannot be opened or is no database is an error [cli.Invalid] that begins with
// "-db: ", for this is the flag by which the commands are given it. A password of a URL
// is in no error.
func Open(ctx context.Context, where string) (*DB, error) {
	db, err := open(where)
	if err != nil {
		return nil, err
	}
	if err := db.try(ctx); err != nil {
		db.Close()
		if ctx.Err() != nil {
			return nil, fmt.Errorf("-db: %s: %w", name(where), err)
		}
		return nil, cli.Invalidf("-db: expected a %s, found %s: %w", db.kind(), name(where), err)
	}
	return db, nil
}

// expected is what the flag may be, for messages.
const expected = "expected the name of a SQLite file, or the URL of a PostgreSQL, postgres://..."

// scheme begins a URL. A single letter is a drive.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

func open(where string) (*DB, error) {
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		db, err := sql.Open("pgx", where)
		if err != nil {
			return nil, cli.Invalidf("-db: %s, found %s: %w", expected, name(where), err)
		}
		return &DB{db, leadsql.Postgres}, nil
	}
	if where == "" {
		return nil, cli.Invalidf("-db: %s, found nothing", expected)
	}
	if scheme.MatchString(where) {
		return nil, cli.Invalidf("-db: %s, found %s", expected, name(where))
	}
	dsn := where
	if where != Memory {
		dsn = "file:" + (&url.URL{Path: where}).EscapedPath()
	}
	dsn += "?_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(ON)&_txlock=immediate"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, cli.Invalidf("-db: %s: %w", name(where), err)
	}
	// One writer at a time is what SQLite has, and Memory is that of one connection.
	db.SetMaxOpenConns(1)
	db.SetConnMaxLifetime(0)
	return &DB{db, leadsql.SQLite}, nil
}

// try begins a transaction, with which SQLite reads the file and asks for the right to
// write to it, and ends it.
func (db *DB) try(ctx context.Context) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	return tx.Rollback()
}

func (db *DB) kind() string {
	if db.Dialect == leadsql.SQLite {
		return "SQLite file that can be written"
	}
	return "PostgreSQL that answers"
}

// Migrate makes the tables of leadsql, or brings them up to date.
func (db *DB) Migrate(ctx context.Context) error {
	if db.Dialect == leadsql.SQLite {
		// It stays so in the file. While others write, one can read.
		if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
			return fmt.Errorf("database: %w", err)
		}
	}
	return db.Store(db).Migrate(ctx)
}

// HasTable tells whether there is a table of this name, in small letters.
func (db *DB) HasTable(ctx context.Context, name string) (found bool, err error) {
	query := "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?)"
	if db.Dialect == leadsql.Postgres {
		query = "SELECT to_regclass($1) IS NOT NULL"
	}
	err = db.QueryRowContext(ctx, query, name).Scan(&found)
	return found, err
}

// name is what messages call a database: its file, or its URL without what is secret.
func name(where string) string {
	if !scheme.MatchString(where) {
		return where
	}
	u, err := url.Parse(where)
	if err != nil {
		return "a URL that cannot be read"
	}
	q := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		if q.Has(secret) {
			q.Set(secret, "xxxxx")
			u.RawQuery = q.Encode()
		}
	}
	return u.Redacted()
}

// Store is leadsql's store on db: the database itself, or a transaction of it.
func (db *DB) Store(on leadsql.DB) *leadsql.Store { return leadsql.New(db.Dialect, on) }

// SQL writes the placeholders of a statement, "?", as the database wants them. There
// must be no other "?" in it.
func (db *DB) SQL(statement string) string {
	if db.Dialect == leadsql.SQLite {
		return statement
	}
	var b strings.Builder
	n := 0
	for _, c := range statement {
		if c != '?' {
			b.WriteRune(c)
			continue
		}
		n++
		b.WriteString("$" + strconv.Itoa(n))
	}
	return b.String()
}
