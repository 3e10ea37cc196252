package main

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// amount is a number of euros, with or without cents.
var amount = regexp.MustCompile(`^[1-9][0-9]{0,8}(\.[0-9]{1,2})?$`)

// check notes what an opportunity lacks, by the fields of its form.
func (o opportunity) check(today time.Time, note func(field, says string)) {
	if o.Name == "" || utf8.RuneCountInString(o.Name) > 120 || !isClean(o.Name) {
		note("name", "The opportunity needs a name of at most 120 characters.")
	}
	if !amount.MatchString(o.Amount) {
		note("amount", "The amount is a number of euros such as 48000 or 48000.50"+butIs(o.Amount))
	}
	if _, says := readDay(o.Closes, today, today); says != "" {
		note("closes", "The date of the decision is one "+says)
	}
}

// insertOpportunity writes the row that belongs to a lead's conversion. A form that is
// sent twice has the same key: Apply returns its row again, and the opportunity is
// there already. If it is another one it is errFormReused.
func (c *crm) insertOpportunity(ctx context.Context, tx *sql.Tx, tr lead.Transition, o opportunity) error {
	r, err := tx.ExecContext(ctx, c.db.SQL(`INSERT INTO crm_opportunities (lead_id, form, name, amount, closes, owner, made)
		SELECT ?, ?, ?, ?, ?, ?, CAST(? AS BIGINT)
		WHERE NOT EXISTS (SELECT 1 FROM crm_opportunities WHERE lead_id = ? AND form = ? AND form <> '')`),
		tr.LeadID, tr.Key, o.Name, o.Amount, o.Closes, tr.Actor.ID, tr.At.UnixMicro(), tr.LeadID, tr.Key)
	if err != nil {
		return fmt.Errorf("opportunity of lead %s: %w", tr.LeadID, err)
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return err
	}
	sent, err := c.opportunity(ctx, tx, tr.LeadID)
	if err != nil {
		return err
	}
	if *sent != o {
		return errFormReused
	}
	return nil
}

// opportunity reads what a lead was converted into; nil: nothing.
func (c *crm) opportunity(ctx context.Context, on leadsql.DB, id string) (*opportunity, error) {
	var found *opportunity
	err := rows(ctx, on, c.db.SQL("SELECT name, amount, closes FROM crm_opportunities WHERE lead_id = ?"), []any{id}, func(r *sql.Rows) error {
		found = &opportunity{}
		return r.Scan(&found.Name, &found.Amount, &found.Closes)
	})
	if err != nil {
		return nil, fmt.Errorf("opportunity of lead %s: %w", id, err)
	}
	return found, nil
}
