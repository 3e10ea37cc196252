package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// convert makes an opportunity of a lead. The row of the CRM and the lead's move are
// committed together or not at all.
//
// In a transaction a command is decided once. If somebody has moved the lead at the
// same moment, all of it begins again: where that was the same form, sent twice, its
// key tells, and otherwise there is a conflict still.
func (c *crm) convert(ctx context.Context, cmd command, o opportunity) (lead.Transition, error) {
	tr, err := c.convertOnce(ctx, cmd, o)
	if errors.Is(err, lead.ErrConflict) {
		tr, err = c.convertOnce(ctx, cmd, o)
	}
	return tr, err
}

func (c *crm) convertOnce(ctx context.Context, cmd command, o opportunity) (lead.Transition, error) {
	var tr lead.Transition
	err := inTx(ctx, c.db, func(tx *sql.Tx) error {
		var err error
		tr, err = c.tracker.WithStore(c.db.Store(tx)).Apply(ctx, cmd)
		if err != nil {
			return err
		}
		return c.insertOpportunity(ctx, tx, tr, o)
	})
	return tr, err
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
