package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// mails is the program that hears who has opened a newsletter.
var mails = lead.Actor{ID: "newsletter", Kind: lead.System}

// opened is the key of what it does: one row a lead, however often it begins anew.
const opened = "newsletter-2027-12-07"

// dying is a store whose connection dies after some appends: the rows of the last are
// there, and whoever appended them never hears of it.
type dying struct {
	*leadsql.Store
	appends int
}

// Append hides the store's own.
func (d *dying) Append(ctx context.Context, trs ...lead.Transition) error {
	err := d.Store.Append(ctx, trs...)
	if d.appends--; err == nil && d.appends == 0 {
		return fmt.Errorf("%w: the connection is gone", lead.ErrUnknownOutcome)
	}
	return err
}

// night runs a batch that dies in the middle, and runs it again.
func (c *company) night(ctx context.Context) error {
	c.now = c.at(1, "22:00")
	sleeping, err := c.list(ctx, lead.Query{Current: true, Statuses: []lead.Status{"inquiry"}})
	if err != nil {
		return err
	}
	var cmds []command
	for i, tr := range sleeping {
		if i%2 == 0 { // every other one has opened the newsletter
			cmds = append(cmds, command{ID: tr.LeadID, Event: "engage", Actor: mails, Key: opened})
		}
	}
	const size = 5
	before, err := c.number(ctx, "SELECT count(*) FROM leadline_rows")
	if err != nil {
		return err
	}
	done, err := batches(ctx, c.tracker.WithStore(&dying{c.store, 2}), cmds, size)
	if !errors.Is(err, lead.ErrUnknownOutcome) || done != size {
		return fmt.Errorf("a batch that dies: %d done, %w", done, err)
	}
	rows, err := c.number(ctx, "SELECT count(*) FROM leadline_rows")
	if err != nil {
		return err
	}
	c.tell("A batch marks %d leads that have opened the newsletter, %d at a time. It dies while it waits for the second commit: it has heard of %d rows, and %d are there.",
		len(cmds), size, done, rows-before)
	c.now = c.at(1, "22:05")
	done, err = batches(ctx, c.tracker, cmds, size)
	if err != nil {
		return err
	}
	c.counted("engage", len(cmds))
	rows, err = c.number(ctx, "SELECT count(*) FROM leadline_rows")
	if err != nil {
		return err
	}
	keyed, err := c.number(ctx, "SELECT count(DISTINCT lead_id) FROM leadline_rows WHERE key = ?", opened)
	if err != nil {
		return err
	}
	c.tell("All of it again, with the same keys: %d of %d done, %d rows for %d leads. Nothing is lost, nothing doubled.", done, len(cmds), rows-before, keyed)
	if done != len(cmds) || rows-before != len(cmds) || keyed != len(cmds) {
		return errors.New("rows were lost or doubled")
	}
	return nil
}

// batches applies commands some at a time, and returns how many are done for sure. It
// ends with the first error, as a worker does that dies.
func batches(ctx context.Context, t *lead.Tracker[*Inquiry], cmds []command, size int) (done int, err error) {
	for some := range slices.Chunk(cmds, size) {
		for _, outcome := range t.ApplyAll(ctx, some) {
			if outcome.Err != nil {
				return done, outcome.Err
			}
			done++
		}
	}
	return done, nil
}
