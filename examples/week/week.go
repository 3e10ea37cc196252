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

// openEmpty opens a database for the company, and makes leadline's tables in it. One in
// which there are leads already, or a table of the same name as the company's, is left
// as it is. A run that was interrupted leaves the table at least.
func openEmpty(ctx context.Context, where string) (*database.DB, error) {
	db, err := database.Open(ctx, where)
	if err != nil {
		return nil, fmt.Errorf("week: %w", err)
	}
	found, err := inhabitants(ctx, db)
	switch {
	case err != nil:
		err = fmt.Errorf("week: -db: looking for leads: %w", err)
	case found != "":
		err = cli.Invalidf("week: -db: expected a database without leads and without a table opportunities, found %s; nothing was changed: name another file, or an empty database", found)
	default:
		if err = db.Migrate(ctx); err != nil {
			err = fmt.Errorf("week: -db: making the tables: %w", err)
		}
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// inhabitants says what is in a database that the company cannot share; "" if there is
// nothing. It only looks.
func inhabitants(ctx context.Context, db *database.DB) (string, error) {
	found, err := db.HasTable(ctx, "leadline_leads")
	if err != nil {
		return "", err
	}
	if found {
		var leads int64
		err := db.QueryRowContext(ctx, "SELECT count(*) FROM leadline_leads").Scan(&leads)
		if err != nil || leads > 0 {
			return fmt.Sprintf("leads, %d of them", leads), err
		}
	}
	if found, err = db.HasTable(ctx, "opportunities"); err != nil || !found {
		return "", err
	}
	return "the table", nil
}
