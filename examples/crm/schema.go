package main

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/leadline-go/leadline/examples/internal/database"
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
	return db.Store(db.DB).InTx(ctx, func(tx *sql.Tx, _ *leadsql.Store) error { return do(tx) })
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
