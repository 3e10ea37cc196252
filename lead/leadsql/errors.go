package leadsql

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/leadline-go/leadline/lead"
)

// Errors to test for with [errors.Is], besides those of package lead.
var (
	// ErrBusy means that another connection held SQLite's write lock for longer than
	// the busy_timeout: try again.
	ErrBusy = errors.New("database is busy")

	// ErrNoSchema means that the tables are missing, or older than the program: call
	// [Store.Migrate].
	ErrNoSchema = errors.New("leadline's tables are missing; call Migrate")

	// ErrDialect means that New was given a dialect that is none, or not that of the
	// database.
	ErrDialect = errors.New("wrong dialect")
)

// Error is what a database said to something that was tried.
type Error struct {
	Op  string // what was tried, such as "append"
	Err error  // the driver's error, behind the sentinel that it stands for, if any
}

// Error says what was tried, and what came of it.
func (e *Error) Error() string { return fmt.Sprintf("leadsql: %s: %v", e.Op, e.Err) }

// Unwrap gives the driver's error and its sentinel.
func (e *Error) Unwrap() error { return e.Err }

// stateOf is the SQLSTATE that a driver for PostgreSQL gives with its error.
func stateOf(err error) string {
	if e, ok := errors.AsType[interface {
		error
		SQLState() string
	}](err); ok {
		return e.SQLState()
	}
	return ""
}

// codeOf is the extended result code that a driver for SQLite gives with its error: by a
// method, Code of modernc.org/sqlite or ExtendedCode of ncruces/go-sqlite3, or in a field
// ExtendedCode, as mattn/go-sqlite3 does.
func codeOf(err error) int {
	if e, ok := errors.AsType[interface {
		error
		Code() int
	}](err); ok {
		return e.Code()
	}
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.ValueOf(err)
		if m := v.MethodByName("ExtendedCode"); m.IsValid() && m.Type().NumIn() == 0 && m.Type().NumOut() == 1 {
			return whole(m.Call(nil)[0])
		}
		if v = reflect.Indirect(v); v.Kind() == reflect.Struct {
			if f := v.FieldByName("ExtendedCode"); f.IsValid() {
				return whole(f)
			}
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				if code := codeOf(e); code != 0 {
					return code
				}
			}
		}
	}
	return 0
}

// whole is a whole number of any type, or 0.
func whole(v reflect.Value) int {
	switch {
	case v.CanInt():
		return int(v.Int())
	case v.CanUint():
		return int(v.Uint())
	}
	return 0
}

// Primary result codes of SQLite, and the one extended code that means that a
// transaction cannot go on. https://sqlite.org/rescode.html
const (
	sqliteError        = 1
	sqliteBusy         = 5
	sqliteLocked       = 6
	sqliteIOErr        = 10
	sqliteBusySnapshot = 517
)

// failed names what a database said. Nothing has changed.
func (s *Store) failed(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	if end := ctx.Err(); end != nil && !errors.Is(err, end) {
		err = fmt.Errorf("%w: %w", end, err) // drivers have their own words for it
	}
	if is := s.meaning(err); is != nil {
		err = fmt.Errorf("%w: %w", is, err)
	}
	return &Error{Op: op, Err: err}
}

func (s *Store) meaning(err error) error {
	if wrong := s.dialect.wrongFor(err); wrong != nil {
		return wrong
	}
	if s.dialect == SQLite {
		switch code := codeOf(err); {
		case code == sqliteBusySnapshot:
			return isolated{tx: s.scope != ours}
		case code&0xff == sqliteBusy || code&0xff == sqliteLocked:
			return ErrBusy
		case code == sqliteError && strings.Contains(err.Error(), "no such table: leadline_"):
			return ErrNoSchema
		}
		return nil
	}
	state := stateOf(err)
	over := state != "" && s.scope == theirs // PostgreSQL lets nothing more be done in it
	switch {
	case state == "40001" || state == "40P01": // serialization_failure, deadlock_detected
		return isolated{tx: s.scope != ours}
	case state == "42P01" && over: // undefined_table
		return fmt.Errorf("%w: %w", lead.ErrTxAborted, ErrNoSchema)
	case state == "42P01":
		return ErrNoSchema
	case over || state == "25P02": // in_failed_sql_transaction
		return lead.ErrTxAborted
	case rolledBack(err):
		return fmt.Errorf("%w: a statement in it has failed", lead.ErrTxAborted)
	}
	return nil
}

// isolated is what a database says to keep transactions apart.
type isolated struct{ tx bool } // it has ended the caller's

func (i isolated) Error() string {
	if i.tx {
		return lead.ErrTxAborted.Error()
	}
	return "another transaction was faster"
}

func (i isolated) Is(target error) bool {
	return target == lead.ErrConflict || i.tx && target == lead.ErrTxAborted
}

// apart reports whether an error is an isolated one.
func apart(err error) bool {
	_, ok := errors.AsType[isolated](err)
	return ok
}

// rolledBack reports whether PostgreSQL has answered a COMMIT with ROLLBACK, as it does
// where a statement has failed. That is no error of the server's, and the drivers pgx and
// pq have words of their own for it.
func rolledBack(err error) bool {
	text := err.Error()
	return strings.Contains(text, "commit unexpectedly resulted in rollback") || strings.Contains(text, "operation in a failed transaction")
}

// unsure names what came back from a COMMIT, or from a statement that is one. If the
// server itself has refused, or the driver swears that nothing was sent, nothing has
// changed; otherwise nobody knows.
func (s *Store) unsure(ctx context.Context, op string, err error) error {
	if s.refused(err) || unsent(err) || s.dialect.wrongFor(err) != nil {
		return s.failed(ctx, op, err)
	}
	return &Error{Op: op, Err: fmt.Errorf("%w: %w", lead.ErrUnknownOutcome, err)}
}

// refused reports whether the database has said no. Where a server shuts down or loses
// the connection (classes 57P and 08) it may have committed before that, and so may
// SQLite where it cannot read or write. Of a COMMIT in the process no answer gets lost:
// that the context has ended is said of one that was not begun.
func (s *Store) refused(err error) bool {
	if s.dialect == SQLite {
		code := codeOf(err)
		return code != 0 && code&0xff != sqliteIOErr || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	}
	state := stateOf(err)
	return rolledBack(err) || state != "" && !strings.HasPrefix(state, "08") && !strings.HasPrefix(state, "57P")
}

// unsent reports whether the error is from before the statement was sent. That the
// context has ended does not tell: it may have ended while the answer was on its way.
func unsent(err error) bool {
	if _, ok := errors.AsType[*unsentError](err); ok || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrTxDone) || errors.Is(err, sql.ErrConnDone) {
		return true
	}
	e, ok := errors.AsType[interface { // pgx
		error
		SafeToRetry() bool
	}](err)
	return ok && e.SafeToRetry()
}

// unsentError is an error from before a statement was sent.
type unsentError struct{ error }

func (u *unsentError) Unwrap() error { return u.error }
