package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// forget erases what may be personal in the history of the nominated lead. No figure
// changes.
func (c *company) forget(ctx context.Context) error {
	id := c.nominated
	before, err := c.asJSON(ctx)
	if err != nil {
		return err
	}
	const personal = "SELECT count(*) FROM leadline_personal WHERE lead_id = ?"
	rows, err := c.number(ctx, personal, id)
	if err != nil {
		return err
	}
	if err := c.store.Erase(ctx, id); err != nil {
		return err
	}
	left, err := c.number(ctx, personal, id)
	if err != nil {
		return err
	}
	after, err := c.asJSON(ctx)
	if err != nil {
		return err
	}
	c.tell("Frau Berger of %s asks to be forgotten: names, notes and evidence of %d rows are erased, %d are left. All figures stay: the report before and after is the same, byte for byte.",
		id, rows, left)
	if rows == 0 || left != 0 || !bytes.Equal(before, after) {
		return errors.New("the erasure left something, or changed a figure")
	}
	return nil
}

// asJSON is the whole report, as of now.
func (c *company) asJSON(ctx context.Context) ([]byte, error) {
	r, err := c.report(ctx)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = r.WriteJSON(&b)
	return b.Bytes(), err
}

// report counts the week up to now.
func (c *company) report(ctx context.Context) (*funnel.Report, error) {
	spec := funnel.FromLifecycle(c.spec)
	spec.Goals = []funnel.GoalSpec{
		{Stage: "mql", Per: funnel.Week, AtLeast: 25},
		{Stage: "sal", Per: funnel.Week, AtLeast: 32},
	}
	f, err := funnel.Compile(spec)
	if err != nil {
		return nil, err
	}
	return f.Report(c.store.History(ctx, lead.Query{}), funnel.Options{
		From: c.at(0, "00:00"), To: c.at(7, "00:00"), AsOf: c.now, Per: funnel.Week, Zone: c.zone, By: "industry", Wins: 10,
	})
}
