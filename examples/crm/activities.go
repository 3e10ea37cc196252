package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// errFormReused is a form that has been sent before, with something else in it.
var errFormReused = errors.New("the form has been sent before, with something else in it")

// addActivity notes what a lead did, once for each form. A lead that is not there is
// lead.ErrNotFound.
func (c *crm) addActivity(ctx context.Context, id, form string, a scoring.Activity) error {
	err := inTx(ctx, c.db, func(tx *sql.Tx) error {
		if err := c.lockLead(ctx, tx, id); err != nil {
			return err
		}
		var sent scoring.Activity
		var at int64
		err := tx.QueryRowContext(ctx, c.db.SQL("SELECT type, asset, at FROM crm_activities WHERE lead_id = ? AND form = ?"), id, form).Scan(&sent.Type, &sent.Asset, &at)
		switch sent.At = time.UnixMicro(at).UTC(); {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case sent.Type != a.Type || sent.Asset != a.Asset || !sent.At.Equal(a.At):
			return errFormReused
		default:
			return nil
		}
		var next int64
		if err := tx.QueryRowContext(ctx, c.db.SQL("SELECT COALESCE(MAX(n) + 1, 0) FROM crm_activities WHERE lead_id = ?"), id).Scan(&next); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, c.db.SQL("INSERT INTO crm_activities (lead_id, n, type, asset, at, form) VALUES (?, ?, ?, ?, ?, ?)"),
			id, next, a.Type, a.Asset, a.At.UnixMicro(), form)
		return err
	})
	if err != nil {
		return fmt.Errorf("activity of lead %s: %w", id, err)
	}
	return nil
}

// hasActivity reports whether a form has added an activity to a lead.
func (c *crm) hasActivity(ctx context.Context, id, form string) (bool, error) {
	if !isKey(form) {
		return false, nil
	}
	var n int
	err := c.db.QueryRowContext(ctx, c.db.SQL("SELECT COUNT(*) FROM crm_activities WHERE lead_id = ? AND form = ?"), id, form).Scan(&n)
	return n > 0, err
}

// activityName is what people call a type of activity.
func activityName(kind string) string { return capital(strings.ReplaceAll(kind, "_", " ")) }
