package leadsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/leadline-go/leadline/lead"
)

// scope says what a statement that fails costs.
type scope int

const (
	ours   scope = iota // itself, or a transaction of the store's own
	theirs              // the caller's transaction, on PostgreSQL
	undone              // nothing of the caller's transaction but itself: it is in a savepoint
)

// InTx runs f in a transaction of the database, for rows of yours and moves of leads that
// belong together: yours are sent by tx, and moved is for [lead.Tracker.WithStore]. If f
// returns an error, all is rolled back and that error returned; otherwise all is
// committed. What comes back of that is told as by Append: [lead.ErrUnknownOutcome] if
// nobody knows whether it was, and any other error means that nothing has changed. One
// that is both [lead.ErrTxAborted] and [lead.ErrConflict] asks to start all of it again,
// which is the caller's to do.
//
// What f does not heed may have ended the transaction nevertheless, as any statement
// that fails does on PostgreSQL. Then nothing is committed, and the error is
// lead.ErrTxAborted.
//
// f must not use the database itself where its pool has one connection, and must neither
// commit nor roll back. The Store must not be in a transaction already.
func (s *Store) InTx(ctx context.Context, f func(tx *sql.Tx, moved *Store) error) error {
	const op = "transaction"
	if s.begin == nil {
		return &Error{Op: op, Err: errors.New("the Store is in one already")}
	}
	err := s.inTx(ctx, op, theirs, nil, func(tx *sql.Tx, moved *Store) error {
		if err := f(tx, moved); err != nil {
			return err
		}
		return moved.over(op)
	})
	if err == nil {
		s.committed(ctx, 1)
	}
	return err
}

func (s *Store) inTx(ctx context.Context, op string, of scope, o *sql.TxOptions, f func(tx *sql.Tx, in *Store) error) error {
	tx, err := s.begin.BeginTx(ctx, o)
	if err != nil {
		return s.failed(ctx, op, s.waited(err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	in := s.in(tx, of)
	if err := f(tx, in); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // before anything is sent
		return err
	}
	if err := tx.Commit(); err != nil {
		if of == theirs {
			in = in.where(undone) // by the server, as a whole
		}
		return in.unsure(ctx, op, err)
	}
	return nil
}

// over is why nothing more can be sent in the caller's transaction, or nil.
func (s *Store) over(op string) error {
	if s.ended == nil {
		return nil
	}
	return &Error{Op: op, Err: fmt.Errorf("the transaction has ended already: %w", s.ended)}
}

// modest is the isolation of transactions of the store's own. Statements guard what they
// write themselves, and under a stricter one PostgreSQL might end them for nothing.
func (s *Store) modest() *sql.TxOptions {
	if s.dialect == SQLite {
		return nil // it has no other
	}
	return &sql.TxOptions{Isolation: sql.LevelReadCommitted}
}

// calmly runs f, which reads. If PostgreSQL ends that to keep transactions apart, as it
// may where SERIALIZABLE is the default, it runs f again in a modest one.
func (s *Store) calmly(ctx context.Context, op string, f func(s *Store) error) error {
	err := f(s)
	if s.begin == nil || !apart(err) {
		return err
	}
	tx, err := s.begin.BeginTx(ctx, s.modest())
	if err != nil {
		return s.failed(ctx, op, s.waited(err))
	}
	defer tx.Rollback() //nolint:errcheck // it has only read
	return f(s.in(tx, ours))
}

// atomically runs f in a transaction: one of its own, or a savepoint in the caller's.
func (s *Store) atomically(ctx context.Context, op string, f func(s *Store) error) error {
	if s.begin == nil {
		return s.savepoint(ctx, op, f)
	}
	return s.inTx(ctx, op, ours, s.modest(), func(_ *sql.Tx, in *Store) error { return f(in) })
}

func (s *Store) savepoint(ctx context.Context, op string, f func(s *Store) error) error {
	if err := s.over(op); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "SAVEPOINT leadline"); err != nil {
		return s.failed(ctx, op, err)
	}
	in := s.where(undone)
	err := f(in)
	if err == nil {
		if _, err = s.db.ExecContext(ctx, "RELEASE SAVEPOINT leadline"); err == nil {
			return nil
		}
		err = in.failed(ctx, op, err)
	}
	// The context may have ended; what was done must be undone all the same. Where
	// that fails, the database has ended the transaction, as SQLite does when the disk
	// is full or a statement is interrupted, and the caller must be told: what is sent
	// next would be committed at once. So this Store sends nothing more.
	ctx = context.WithoutCancel(ctx)
	if _, undo := s.db.ExecContext(ctx, "ROLLBACK TO SAVEPOINT leadline"); undo != nil {
		if !errors.Is(err, lead.ErrTxAborted) {
			err = &Error{Op: op, Err: fmt.Errorf("%w: %w", lead.ErrTxAborted, err)}
		}
		s.ended = err
		return err
	}
	_, _ = s.db.ExecContext(ctx, "RELEASE SAVEPOINT leadline")
	return err
}
