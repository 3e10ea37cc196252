// Package database opens the database that an example keeps its leads in: SQLite,
// which needs nothing but the program, or PostgreSQL.
package database

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite", in Go

	"github.com/leadline-go/leadline/lead/leadsql"
)

// Memory opens a database that is gone when it is closed.
const Memory = ":memory:"

// DB is an open database, and how it is spoken to.
type DB struct {
	*sql.DB
	Dialect leadsql.Dialect // of its SQL
}

// Open opens a database, with the tables of leadsql in it: PostgreSQL by its URL, which
// begins with "postgres://" or "postgresql://", SQLite by the name of its file, or
// [Memory]. The password of a URL is in no error.
func Open(ctx context.Context, where string) (*DB, error) {
	db, err := open(where)
	if err != nil {
		return nil, err
	}
	if err := leadsql.New(db.Dialect, db).Migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("database %s: %w", name(where), err)
	}
	return db, nil
}

func open(where string) (*DB, error) {
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		db, err := sql.Open("pgx", where)
		if err != nil {
			return nil, fmt.Errorf("database %s: %w", name(where), err)
		}
		return &DB{db, leadsql.Postgres}, nil
	}
	dsn := where
	if where != Memory {
		dsn = "file:" + (&url.URL{Path: where}).EscapedPath()
	}
	dsn += "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(ON)&_txlock=immediate"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", name(where), err)
	}
	// One writer at a time is what SQLite has, and Memory is that of one connection.
	db.SetMaxOpenConns(1)
	db.SetConnMaxLifetime(0)
	return &DB{db, leadsql.SQLite}, nil
}

// name is what messages call a database.
func name(where string) string {
	u, err := url.Parse(where)
	if err != nil {
		return "that was given"
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
