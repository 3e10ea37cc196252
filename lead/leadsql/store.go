package leadsql

import (
	"context"
	"database/sql"

	"github.com/leadline-go/leadline/lead"
)

// Dialect is the kind of database.
type Dialect int

// The dialects.
const (
	SQLite   Dialect = iota + 1 // 3.38 or later
	Postgres                    // PostgreSQL 15 or later
)

// DB is what *sql.DB, *sql.Tx and *sql.Conn have in common, as far as it is needed.
type DB interface {
	// ExecContext is that of [sql.DB].
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	// QueryContext is that of [sql.DB].
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Store is a [lead.Store] and a [lead.BatchLoader] in a database. The tables, whose
// names begin with leadline_, are made by [Store.Migrate].
type Store struct {
	dialect Dialect
	db      DB
	begin   beginner // nil: db is a transaction
	scope   scope
	sql     *texts

	checkpoint *checkpoint
	ended      error // why the caller's transaction is over, nil if it is not
}

var (
	_ lead.Store       = (*Store)(nil)
	_ lead.BatchLoader = (*Store)(nil)
)

// beginner is what *sql.DB and *sql.Conn can do besides.
type beginner interface {
	BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)
}

// New makes a store on a database. It asks the database nothing: that the dialect is
// another is [ErrDialect] of the calls that follow. A *sql.Conn must be
// outside of a transaction; a transaction is given as *sql.Tx. A type of yours is taken
// for a transaction unless it has the method BeginTx of *sql.DB, and should have Conn
// as well. Keep the Store of a database: it knows when SQLite's log is due to be
// copied.
func New(d Dialect, db DB) *Store {
	if d != SQLite && d != Postgres {
		db = unset(d)
	}
	begin, _ := db.(beginner)
	s := &Store{dialect: d, db: db, begin: begin, sql: d.texts(), checkpoint: new(checkpoint)}
	if begin == nil {
		s.scope = theirs
	}
	return s
}

// in is s inside a transaction.
func (s *Store) in(tx *sql.Tx, of scope) *Store {
	bound := s.where(of)
	bound.db, bound.begin = tx, nil
	return bound
}

// where is s where statements cost something else.
func (s *Store) where(of scope) *Store {
	bound := *s
	bound.scope = of
	return &bound
}

// write runs a statement and gives how many rows it wrote. On PostgreSQL it is its own
// COMMIT, unless it is in a transaction of the caller's. On SQLite it is not: a driver may
// say that the context ended of a statement that has been done.
func (s *Store) write(ctx context.Context, op, text string, args ...any) (n int64, err error) {
	if s.dialect == Postgres {
		n, err = s.writeOnce(ctx, op, text, args...)
		if s.begin == nil || !apart(err) {
			return n, err
		}
	}
	var wrote int64
	err = s.atomically(ctx, op, func(s *Store) error {
		wrote, err = s.writeOnce(ctx, op, text, args...)
		return err
	})
	if err != nil {
		return 0, err
	}
	return wrote, nil
}

func (s *Store) writeOnce(ctx context.Context, op, text string, args ...any) (int64, error) {
	run, settle := s.db.ExecContext, s.failed
	if s.begin != nil {
		run, settle = s.execOnce, s.unsure
	}
	done, err := run(ctx, s.dialect.numbered(text), args...)
	if err != nil {
		return 0, settle(ctx, op, err)
	}
	n, err := done.RowsAffected()
	return n, s.failed(ctx, op, err)
}
