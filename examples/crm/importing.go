package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// Bounds of an import.
const (
	mostImport   = 1 << 20 // bytes
	mostRows     = 2000
	mostProblems = 50 // that are told
)

// importFile is a file of leads that has been read, and all that is wrong with it.
type importFile struct {
	Leads    []*Lead
	lines    map[string]int // of an address
	Problems []*leadcsv.DataError
	More     int // problems that are not told
}

// readImport reads a file of leads and looks at every row, and whether the CRM has
// such a lead already. Nothing is changed.
func (c *crm) readImport(ctx context.Context, name, text string) (*importFile, error) {
	f := &importFile{lines: map[string]int{}}
	err := cli.EachRecord(ctx, name, strings.NewReader(text), func(t *cli.Table) (func() error, error) {
		find := t.Columns()
		at := map[string]int{}
		for _, col := range []string{"company", "contact", "email", "industry", "country", "employees", "consent"} {
			at[col] = find.Need(col, "one column of this name")
		}
		at["source"] = find.May("source", "one column of this name")
		return func() error { return f.row(importRow{t, at, f}) }, find.Err()
	})
	for _, e := range dataErrors(err) {
		f.note(e)
	}
	if err != nil && len(f.Problems) == 0 {
		return nil, err // not of the file
	}
	if len(f.Problems) == 0 && len(f.Leads) == 0 {
		f.note(&leadcsv.DataError{File: name, Expected: "leads", Found: "no row behind the header"})
	}
	if len(f.Problems) > 0 {
		return f, nil
	}
	return f, c.noteKnown(ctx, name, f)
}

// dataErrors takes the errors of the file apart.
func dataErrors(err error) (list []*leadcsv.DataError) {
	if many, ok := errors.AsType[interface {
		error
		Unwrap() []error
	}](err); ok {
		for _, e := range many.Unwrap() {
			list = append(list, dataErrors(e)...)
		}
		return list
	}
	if one, ok := errors.AsType[*leadcsv.DataError](err); ok {
		list = append(list, one)
	}
	return list
}

func (f *importFile) note(e *leadcsv.DataError) {
	if len(f.Problems) == mostProblems {
		f.More++
		return
	}
	f.Problems = append(f.Problems, e)
}

// noteKnown notes the leads that the CRM has already, by their addresses.
func (c *crm) noteKnown(ctx context.Context, name string, f *importFile) error {
	for list := range slices.Chunk(f.Leads, mostAtOnce) {
		emails := make([]string, len(list))
		for i, l := range list {
			emails[i] = l.Email
		}
		in, args := placeholders(emails)
		known := map[string]string{}
		err := rows(ctx, c.db, c.db.SQL("SELECT email, id FROM crm_leads WHERE email IN ("+in+")"), args, func(r *sql.Rows) error {
			var email, id string
			if err := r.Scan(&email, &id); err != nil {
				return err
			}
			known[email] = id
			return nil
		})
		if err != nil {
			return fmt.Errorf("looking for leads: %w", err)
		}
		for _, email := range emails {
			if id := known[email]; id != "" {
				f.note(&leadcsv.DataError{
					File: name, Line: f.lines[email], Column: "email", Expected: "a lead that is not here yet",
					Found: fmt.Sprintf("%s, which is %s", cli.Quote(email), id),
				})
			}
		}
	}
	return nil
}

// imported is what an import came to.
type imported struct{ Leads, Qualified int64 }

// importOf finds out what a form has imported, if it was sent before.
func (c *crm) importOf(ctx context.Context, form string) (n imported, found bool, err error) {
	err = c.db.QueryRowContext(ctx, c.db.SQL("SELECT leads, qualified FROM crm_imports WHERE form = ?"), form).Scan(&n.Leads, &n.Qualified)
	if errors.Is(err, sql.ErrNoRows) {
		return n, false, nil
	}
	return n, err == nil, err
}

// importLeads takes all leads of a file in, or none of them. Its form is a key: of two
// that are sent at the same moment one fails.
func (c *crm) importLeads(ctx context.Context, f *importFile, who person, form string) (imported, error) {
	var n imported
	err := inTx(ctx, c.db, func(tx *sql.Tx) error {
		first, err := c.nextNumbers(ctx, tx, len(f.Leads))
		if err != nil {
			return err
		}
		now := c.now().UTC()
		for i, l := range f.Leads {
			l.ID, l.Came = leadID(first+i), now
			qualified, err := c.open(ctx, tx, l)
			if err != nil {
				return err
			}
			n.Leads++
			if qualified {
				n.Qualified++
			}
		}
		_, err = tx.ExecContext(ctx, c.db.SQL("INSERT INTO crm_imports (form, person, leads, qualified) VALUES (?, ?, ?, ?)"), form, who.ID, n.Leads, n.Qualified)
		return err
	})
	if err != nil {
		return imported{}, fmt.Errorf("import: %w", err)
	}
	return n, nil
}

// open takes a lead in: its row and the first of its history, and the second if its
// score makes it an MQL. It reports whether it did.
func (c *crm) open(ctx context.Context, tx *sql.Tx, l *Lead) (qualified bool, err error) {
	if err := c.insertLead(ctx, tx, l); err != nil {
		return false, err
	}
	tracker := c.tracker.WithStore(c.db.Store(tx))
	first := command{ID: l.ID, Actor: job(), Labels: map[string]string{"source": l.Source}}
	if _, err := tracker.Open(ctx, first); err != nil {
		return false, err
	}
	_, err = tracker.Apply(ctx, command{ID: l.ID, Event: "qualify", Actor: job(), Subject: l})
	if errors.Is(err, lead.ErrNotPermitted) { // not enough points: it stays an inquiry
		return false, nil
	}
	return err == nil, err
}
