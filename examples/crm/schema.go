package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// schema is the CRM's own tables, beside those of leadsql, in steps. A step that has
// once been released is never changed: what comes later is a step of its own. Times
// are microseconds since 1970, so that both databases keep the same.
func schema() []string {
	return []string{
		`CREATE TABLE crm_people (id TEXT PRIMARY KEY, name TEXT NOT NULL, side TEXT NOT NULL)`,
		`INSERT INTO crm_people (id, name, side) VALUES
			('mia', 'Mia Hofer', 'marketing'),
			('ann', 'Ann Berger', 'sales'),
			('bob', 'Bob Novak', 'sales'),
			('olga', 'Olga Stein', 'lead_management')`,
		`CREATE TABLE crm_leads (
			id TEXT PRIMARY KEY, company TEXT NOT NULL, contact TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
			industry TEXT NOT NULL, country TEXT NOT NULL, employees BIGINT, consent SMALLINT,
			source TEXT NOT NULL, came BIGINT NOT NULL)`,
		`CREATE TABLE crm_activities (
			lead_id TEXT NOT NULL REFERENCES crm_leads (id), n BIGINT NOT NULL,
			type TEXT NOT NULL, asset TEXT NOT NULL, at BIGINT NOT NULL,
			PRIMARY KEY (lead_id, n))`,
		`CREATE TABLE crm_opportunities (
			lead_id TEXT PRIMARY KEY REFERENCES crm_leads (id), form TEXT NOT NULL,
			name TEXT NOT NULL, amount TEXT NOT NULL, closes TEXT NOT NULL,
			owner TEXT NOT NULL REFERENCES crm_people (id), made BIGINT NOT NULL)`,
		`CREATE TABLE crm_imports (form TEXT PRIMARY KEY, person TEXT NOT NULL, leads BIGINT NOT NULL, qualified BIGINT NOT NULL)`,
		`CREATE TABLE crm_numbers (name TEXT PRIMARY KEY, last BIGINT NOT NULL)`,
		`INSERT INTO crm_numbers (name, last) VALUES ('lead', 0)`,
		`CREATE TABLE crm_respondents (person TEXT PRIMARY KEY REFERENCES crm_people (id), department TEXT NOT NULL)`,
		`CREATE TABLE crm_answers (
			person TEXT NOT NULL REFERENCES crm_respondents (person), statement TEXT NOT NULL,
			value TEXT NOT NULL, reason TEXT NOT NULL,
			PRIMARY KEY (person, statement))`,
		`ALTER TABLE crm_leads ADD COLUMN version BIGINT NOT NULL DEFAULT 1`,
		`ALTER TABLE crm_leads ADD COLUMN changed_by TEXT NOT NULL DEFAULT ''`,
		`ALTER TABLE crm_leads ADD COLUMN changed BIGINT NOT NULL DEFAULT 0`,
		`ALTER TABLE crm_activities ADD COLUMN form TEXT NOT NULL DEFAULT ''`,
		`ALTER TABLE crm_imports ADD COLUMN content TEXT NOT NULL DEFAULT ''`,
		`ALTER TABLE crm_respondents ADD COLUMN form TEXT NOT NULL DEFAULT ''`,
	}
}

// migrate brings the CRM's tables up to date: all of it, or nothing.
func migrate(ctx context.Context, db *database.DB) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		if db.Dialect == leadsql.Postgres { // SQLite has one writer at a time as it is
			if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(20260302)"); err != nil {
				return fmt.Errorf("tables: %w", err)
			}
		}
		if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS crm_schema (step BIGINT PRIMARY KEY)"); err != nil {
			return fmt.Errorf("tables: %w", err)
		}
		var done int
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM crm_schema").Scan(&done); err != nil {
			return fmt.Errorf("tables: %w", err)
		}
		steps := schema()
		if done > len(steps) {
			return fmt.Errorf("tables: expected at most step %d, found %d: a newer program has made them", len(steps), done)
		}
		for i := done; i < len(steps); i++ {
			if _, err := tx.ExecContext(ctx, steps[i]); err != nil {
				return fmt.Errorf("tables, step %d: %w", i+1, err)
			}
			if _, err := tx.ExecContext(ctx, db.SQL("INSERT INTO crm_schema (step) VALUES (?)"), i+1); err != nil {
				return fmt.Errorf("tables, step %d: %w", i+1, err)
			}
		}
		return nil
	})
}

// inTx does something in a transaction, which is committed if there is no error. Any
// error but [lead.ErrUnknownOutcome] means that nothing has changed.
//
// On SQLite there is one connection, and the transaction has it: whatever do asks of
// the database, it must ask of tx.
func inTx(ctx context.Context, db *database.DB, do func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return busy(err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // before anything is sent
		return err
	}
	return unsure(tx.Commit())
}

// busy names what SQLite says if another program writes for longer than one waits for it,
// as leadsql does.
func busy(err error) error {
	if e, ok := errors.AsType[interface {
		error
		Code() int
	}](err); ok && e.Code()&0xff == 5 { // SQLITE_BUSY
		return fmt.Errorf("%w: %w", leadsql.ErrBusy, err)
	}
	return err
}

// unsure names what came back from a COMMIT. If the database itself has refused, or the
// driver swears that nothing was sent, nothing has changed; otherwise nobody knows.
// leadsql does the same with transactions of its own.
func unsure(err error) error {
	if err == nil || refused(err) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrTxDone) {
		return err
	}
	if e, ok := errors.AsType[interface { // pgx
		error
		SafeToRetry() bool
	}](err); ok && e.SafeToRetry() {
		return err
	}
	return fmt.Errorf("%w: %w", lead.ErrUnknownOutcome, err)
}

// refused reports whether the database has said no. Where PostgreSQL shuts down or
// loses the connection (classes 57P and 08) it may have committed before that.
func refused(err error) bool {
	if e, ok := errors.AsType[interface { // PostgreSQL
		error
		SQLState() string
	}](err); ok {
		return !strings.HasPrefix(e.SQLState(), "08") && !strings.HasPrefix(e.SQLState(), "57P")
	}
	_, ok := errors.AsType[interface { // SQLite
		error
		Code() int
	}](err)
	return ok
}

// reading lends one connection to what a page asks of the database. Where many read at
// once a page waits for a connection once, and not anew for each question.
//
// On SQLite there is one, as in inTx: whatever do asks of the database, it must ask of
// on.
func (c *crm) reading(ctx context.Context, do func(on leadsql.DB) error) error {
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return do(conn)
}

// rows calls scan for each row of a query. No row is open when it returns.
func rows(ctx context.Context, on leadsql.DB, query string, args []any, scan func(*sql.Rows) error) error {
	r, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer r.Close()
	for r.Next() {
		if err := scan(r); err != nil {
			return err
		}
	}
	return r.Err()
}
