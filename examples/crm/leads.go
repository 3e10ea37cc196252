package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/scoring"
)

// mostAtOnce is how many leads one statement asks for: databases bound the number of
// placeholders.
const mostAtOnce = 500

// lead reads a lead with its activities. One that is not there is lead.ErrNotFound.
func (c *crm) lead(ctx context.Context, on leadsql.DB, id string) (*Lead, error) {
	found, err := c.leads(ctx, on, []string{id})
	if err != nil {
		return nil, err
	}
	if found[id] == nil {
		return nil, fmt.Errorf("lead %q: %w", id, lead.ErrNotFound)
	}
	return found[id], nil
}

// lockLead makes all others who would move a lead, or change what is known about it, wait
// for the end of a transaction. A lead that is not there is lead.ErrNotFound.
func (c *crm) lockLead(ctx context.Context, tx *sql.Tx, id string) error {
	query := "SELECT id FROM crm_leads WHERE id = ?"
	if c.db.Dialect == leadsql.Postgres { // on SQLite one transaction at a time may write as it is
		query += " FOR UPDATE"
	}
	err := tx.QueryRowContext(ctx, c.db.SQL(query), id).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = lead.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("lead %q: %w", id, err)
	}
	return nil
}

// leads reads leads with their activities, by their ids.
func (c *crm) leads(ctx context.Context, on leadsql.DB, ids []string) (map[string]*Lead, error) {
	found := make(map[string]*Lead, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), mostAtOnce)
		if err := c.readLeads(ctx, on, ids[:n], found); err != nil {
			return nil, fmt.Errorf("reading leads: %w", err)
		}
		ids = ids[n:]
	}
	return found, nil
}

func (c *crm) readLeads(ctx context.Context, on leadsql.DB, ids []string, found map[string]*Lead) error {
	in, args := placeholders(ids)
	err := rows(ctx, on, c.db.SQL(`SELECT id, company, contact, email, industry, country, employees, consent, source, came, version, changed_by, changed
		FROM crm_leads WHERE id IN (`+in+`)`), args, func(r *sql.Rows) error {
		l := &Lead{}
		var employees, consent sql.Null[int64]
		var came, changed int64
		if err := r.Scan(&l.ID, &l.Company, &l.Contact, &l.Email, &l.Industry, &l.Country, &employees, &consent, &l.Source, &came, &l.Version, &l.ChangedBy, &changed); err != nil {
			return err
		}
		if employees.Valid {
			l.Employees = new(int(employees.V))
		}
		if consent.Valid {
			l.Consent = new(consent.V != 0)
		}
		l.Came, l.Changed = time.UnixMicro(came).UTC(), time.UnixMicro(changed).UTC()
		found[l.ID] = l
		return nil
	})
	if err != nil {
		return err
	}
	return rows(ctx, on, c.db.SQL(`SELECT lead_id, type, asset, at FROM crm_activities
		WHERE lead_id IN (`+in+`) ORDER BY lead_id, n`), args, func(r *sql.Rows) error {
		var id string
		var a scoring.Activity
		var at int64
		if err := r.Scan(&id, &a.Type, &a.Asset, &at); err != nil {
			return err
		}
		l := found[id]
		if l == nil {
			return errors.New("an activity without its lead")
		}
		a.At = time.UnixMicro(at).UTC()
		l.Activities = append(l.Activities, a)
		return nil
	})
}

// placeholders are "?, ?" for so many values, and the values.
func placeholders(values []string) (string, []any) {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", "), args
}

// insertLead writes a lead's own rows. The lead has no history yet.
func (c *crm) insertLead(ctx context.Context, on leadsql.DB, l *Lead) error {
	employees, consent := l.nullable()
	_, err := on.ExecContext(ctx, c.db.SQL(`INSERT INTO crm_leads (id, company, contact, email, industry, country, employees, consent, source, came)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
		l.ID, l.Company, l.Contact, l.Email, l.Industry, l.Country, employees, consent, l.Source, l.Came.UnixMicro())
	if err != nil {
		return fmt.Errorf("lead %s: %w", l.ID, err)
	}
	for i, a := range l.Activities {
		_, err := on.ExecContext(ctx, c.db.SQL(`INSERT INTO crm_activities (lead_id, n, type, asset, at) VALUES (?, ?, ?, ?, ?)`),
			l.ID, i, a.Type, a.Asset, a.At.UnixMicro())
		if err != nil {
			return fmt.Errorf("activity of lead %s: %w", l.ID, err)
		}
	}
	return nil
}

// nullable are the facts that may not be known, as the database keeps them.
func (l *Lead) nullable() (employees, consent sql.Null[int64]) {
	if l.Employees != nil {
		employees = sql.Null[int64]{V: int64(*l.Employees), Valid: true}
	}
	if l.Consent != nil {
		consent.Valid = true
		if *l.Consent {
			consent.V = 1
		}
	}
	return employees, consent
}

// nextNumbers reserves n numbers for ids of leads, and returns the first.
func (c *crm) nextNumbers(ctx context.Context, tx *sql.Tx, n int) (int, error) {
	var last int
	err := tx.QueryRowContext(ctx, c.db.SQL("UPDATE crm_numbers SET last = last + ? WHERE name = 'lead' RETURNING last"), n).Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("numbers of leads: %w", err)
	}
	return last - n + 1, nil
}

// leadID is how leads are numbered.
func leadID(n int) string { return fmt.Sprintf("L-%04d", n) }
