package leadsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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
	begin   beginner // nil: db is a transaction of the caller's
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
	return &Store{dialect: d, db: db, begin: begin, sql: d.texts(), checkpoint: new(checkpoint)}
}

// in is s inside a transaction.
func (s *Store) in(tx *sql.Tx) *Store {
	bound := *s
	bound.db, bound.begin = tx, nil
	return &bound
}

// InTx runs f in a transaction of the database, for rows of yours and moves of leads that
// belong together: yours are sent by tx, and moved is for [lead.Tracker.WithStore]. If f
// returns an error, all is rolled back and that error returned; otherwise all is
// committed. What comes back of that is told as by Append: [lead.ErrUnknownOutcome] if
// nobody knows whether it was, and any other error means that nothing has changed.
// [lead.ErrTxAborted] asks to start all of it again, which is the caller's to do.
//
// f must not use the database itself where its pool has one connection, and must neither
// commit nor roll back. The Store must not be in a transaction already.
func (s *Store) InTx(ctx context.Context, f func(tx *sql.Tx, moved *Store) error) error {
	const op = "transaction"
	if s.begin == nil {
		return &Error{Op: op, Err: errors.New("the Store is in one already")}
	}
	if err := s.inTx(ctx, op, f); err != nil {
		return err
	}
	s.committed(ctx, 1)
	return nil
}

func (s *Store) inTx(ctx context.Context, op string, f func(tx *sql.Tx, in *Store) error) error {
	tx, err := s.begin.BeginTx(ctx, nil)
	if err != nil {
		return s.failed(ctx, op, s.waited(err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if err := f(tx, s.in(tx)); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // before anything is sent
		return err
	}
	if err := tx.Commit(); err != nil {
		return s.unsure(ctx, op, err)
	}
	return nil
}

// atomically runs f in a transaction: one of its own, or a savepoint in the caller's.
func (s *Store) atomically(ctx context.Context, op string, f func(s *Store) error) error {
	if s.begin == nil {
		return s.savepoint(ctx, op, f)
	}
	err := s.inTx(ctx, op, func(_ *sql.Tx, in *Store) error { return f(in) })
	if err != nil {
		return s.own(err)
	}
	return nil
}

func (s *Store) savepoint(ctx context.Context, op string, f func(s *Store) error) error {
	if s.ended != nil {
		return &Error{Op: op, Err: s.ended}
	}
	if _, err := s.db.ExecContext(ctx, "SAVEPOINT leadline"); err != nil {
		return s.failed(ctx, op, err)
	}
	err := f(s)
	if err == nil {
		if _, err = s.db.ExecContext(ctx, "RELEASE SAVEPOINT leadline"); err == nil {
			return nil
		}
		err = s.failed(ctx, op, err)
	}
	// The context may have ended; what was done must be undone all the same. Where
	// that fails, the database has ended the transaction, as SQLite does when the disk
	// is full or a statement is interrupted, and the caller must be told: what is sent
	// next would be committed at once. So this Store sends nothing more.
	ctx = context.WithoutCancel(ctx)
	if _, undo := s.db.ExecContext(ctx, "ROLLBACK TO SAVEPOINT leadline"); undo != nil {
		s.ended = fmt.Errorf("%w: it has ended already", lead.ErrTxAborted)
		if errors.Is(err, lead.ErrTxAborted) {
			return err
		}
		return &Error{Op: op, Err: fmt.Errorf("%w: %w", lead.ErrTxAborted, err)}
	}
	_, _ = s.db.ExecContext(ctx, "RELEASE SAVEPOINT leadline")
	return err
}

// write runs a statement that is its own COMMIT, unless it is in a transaction of the
// caller's, and gives how many rows it wrote.
func (s *Store) write(ctx context.Context, op, text string, args ...any) (n int64, err error) {
	if s.begin == nil && s.dialect == SQLite {
		err = s.savepoint(ctx, op, func(s *Store) error {
			n, err = s.writeOnce(ctx, op, text, args...)
			return err
		})
		return n, err
	}
	return s.writeOnce(ctx, op, text, args...)
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
