package sqltest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// errInjected is what a failed step says.
var errInjected = errors.New("injected: the step failed")

// fault fails the n-th step of what a database is asked, or ends a context there. It
// also keeps a log of all that was sent.
type fault struct {
	mu       sync.Mutex
	armed    bool
	at, seen int    // steps are counted from 1
	end      func() // instead of an error: ends the context
	step     string // which one it was
	log      strings.Builder
}

// arm has step n fail.
func (f *fault) arm(n int, end func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed, f.at, f.seen, f.end, f.step = true, n, 0, end, ""
}

// disarm returns the step that failed, "" if none was reached.
func (f *fault) disarm() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.armed = false
	return f.step
}

func (f *fault) logged() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

func (f *fault) hit(step, text string, args []driver.NamedValue) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	fmt.Fprintln(&f.log, step, text)
	for _, a := range args {
		fmt.Fprintln(&f.log, a.Value)
	}
	if f.seen++; !f.armed || f.seen != f.at {
		return nil
	}
	f.step = step
	if f.end != nil {
		f.end()
		return nil
	}
	return errInjected
}

// faulty opens a database again through a driver that a fault sits in.
func faulty(t testing.TB, d *database) (*database, *fault) {
	t.Helper()
	f := &fault{}
	db := sql.OpenDB(&faultConnector{driver: d.Driver(), dsn: d.dsn, fault: f})
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	return &database{DB: db, dialect: d.dialect, driver: d.driver, dsn: d.dsn}, f
}

type faultConnector struct {
	driver driver.Driver
	dsn    string
	fault  *fault
}

func (c *faultConnector) Driver() driver.Driver { return c.driver }

func (c *faultConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &faultConn{conn, c.fault}, nil
}

type faultConn struct {
	driver.Conn
	fault *fault
}

func (c *faultConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if err := c.fault.hit("begin", "", nil); err != nil {
		return nil, err
	}
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
	return &faultTx{tx, c.fault}, err
}

func (c *faultConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	if err := c.fault.hit("prepare", text, nil); err != nil {
		return nil, err
	}
	s, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return &faultStmt{s, c.fault}, nil
}

func (c *faultConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.fault.hit("exec", text, args); err != nil {
		return nil, err
	}
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, text, args)
}

func (c *faultConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.fault.hit("query", text, args); err != nil {
		return nil, err
	}
	rows, err := c.Conn.(driver.QueryerContext).QueryContext(ctx, text, args)
	if err != nil {
		return nil, err
	}
	return &faultRows{rows, c.fault}, nil
}

// CheckNamedValue leaves it to the driver, or to the defaults of database/sql.
func (c *faultConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *faultConn) ResetSession(ctx context.Context) error {
	if r, ok := c.Conn.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

func (c *faultConn) IsValid() bool {
	v, ok := c.Conn.(driver.Validator)
	return !ok || v.IsValid()
}

type faultStmt struct {
	driver.Stmt
	fault *fault
}

func (s *faultStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.fault.hit("exec", "prepared", args); err != nil {
		return nil, err
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (s *faultStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.fault.hit("query", "prepared", args); err != nil {
		return nil, err
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	return &faultRows{rows, s.fault}, nil
}

type faultRows struct {
	driver.Rows
	fault *fault
}

func (r *faultRows) Next(dest []driver.Value) error {
	if err := r.fault.hit("next", "", nil); err != nil {
		return err
	}
	return r.Rows.Next(dest)
}

func (r *faultRows) Close() error {
	return errors.Join(r.fault.hit("close", "", nil), r.Rows.Close())
}

type faultTx struct {
	driver.Tx
	fault *fault
}

// Commit fails with everything undone, as a server that refuses, or with everything
// done, as a line that dies before the answer: the step's name tells.
func (x *faultTx) Commit() error {
	if err := x.fault.hit("commit that is not done", "", nil); err != nil {
		return errors.Join(err, x.Tx.Rollback())
	}
	if err := x.Tx.Commit(); err != nil {
		return err
	}
	return x.fault.hit("commit that is done", "", nil)
}
