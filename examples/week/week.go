package main

import (
	"context"
	"fmt"
	"io"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/examples/internal/database"
)

// week runs the week in an empty database. What a day prints is written when it is
// over, and then pause is called.
func week(ctx context.Context, db *database.DB, out io.Writer, pause func(day string) error) (*meeting, error) {
	c, err := newCompany(ctx, db)
	if err != nil {
		return nil, err
	}
	days := c.days()
	for i, day := range days {
		if err := day.run(ctx); err != nil {
			return nil, fmt.Errorf("week: %s: %w", day.name, err)
		}
		if _, err := c.out.WriteTo(out); err != nil {
			return nil, fmt.Errorf("week: writing what happened: %w", err)
		}
		if i < len(days)-1 {
			if err := pause(day.name); err != nil {
				return nil, err
			}
		}
	}
	return c.meeting, nil
}

// day is a day of the story.
type day struct {
	name string
	run  func(context.Context) error
}

func (c *company) days() []day {
	return []day{
		{"Sunday", c.sunday}, {"Monday", c.monday}, {"Tuesday", c.tuesday}, {"Wednesday", c.wednesday}, {"Thursday", c.thursday}, {"Friday", c.friday},
	}
}

// openEmpty opens a database for the company. One in which there are leads already, or
// another application's opportunities, is left as it is.
func openEmpty(ctx context.Context, where string) (*database.DB, error) {
	db, err := database.Open(ctx, where)
	if err != nil {
		return nil, cli.Invalidf("week: -db: %w", err)
	}
	var leads int64
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM leadline_leads").Scan(&leads)
	switch {
	case err != nil:
		err = fmt.Errorf("week: -db: counting its leads: %w", err)
	case leads > 0:
		err = cli.Invalidf("week: -db: expected a database without leads, found %d; nothing was changed", leads)
	case db.QueryRowContext(ctx, "SELECT count(*) FROM opportunities").Scan(&leads) == nil:
		err = cli.Invalidf("week: -db: expected a database without a table opportunities, found one; nothing was changed")
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}
