package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/leadline-go/leadline/examples/internal/database"
)

// serve runs the CRM until ctx ends.
func serve(ctx context.Context, o options, stdout, stderr io.Writer) (err error) {
	where := o.db
	if where == "" {
		dir, err := os.MkdirTemp("", "leadline-crm-")
		if err != nil {
			return fmt.Errorf("crm: %w", err)
		}
		defer os.RemoveAll(dir)
		where = filepath.Join(dir, "crm.db")
	}
	db, err := database.Open(ctx, where)
	if err != nil {
		return fmt.Errorf("crm: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	app, err := prepare(ctx, db, o.empty, time.Now)
	if err != nil {
		return fmt.Errorf("crm: %w", err)
	}
	site, err := newSite(app, o.lang, log.New(stderr, "crm: ", log.LstdFlags))
	if err != nil {
		return fmt.Errorf("crm: %w", err)
	}
	return listen(ctx, o.addr, site, stdout)
}

// prepare makes the tables of leadline and those of the CRM, fills them if they are
// empty, and returns the application on them.
func prepare(ctx context.Context, db *database.DB, empty bool, now func() time.Time) (*crm, error) {
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	if !empty {
		if err := seed(ctx, db, now()); err != nil {
			return nil, fmt.Errorf("demo leads: %w", err)
		}
	}
	return newCRM(ctx, db, now)
}
