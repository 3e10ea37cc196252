package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
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
	if strings.HasPrefix(text, "\x1f\x8b") { // from a stranger: a small file can unpack to a gigabyte
		f.note(&leadcsv.DataError{File: name, Expected: "CSV in UTF-8", Found: "a file compressed with gzip"})
		return f, nil
	}
	err := cli.EachRecord(ctx, name, strings.NewReader(text), func(t *leadcsv.Table) (func() error, error) {
		find := cli.ColumnsOf(t)
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
		known, err := c.known(ctx, emails)
		if err != nil {
			return err
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

// known finds the leads that have some addresses, at most mostAtOnce.
func (c *crm) known(ctx context.Context, emails []string) (ids map[string]string, err error) {
	in, args := placeholders(emails)
	ids = map[string]string{}
	err = rows(ctx, c.db, c.db.SQL("SELECT email, id FROM crm_leads WHERE email IN ("+in+")"), args, func(r *sql.Rows) error {
		var email, id string
		if err := r.Scan(&email, &id); err != nil {
			return err
		}
		ids[email] = id
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for leads: %w", err)
	}
	return ids, nil
}

// imported is what an import came to.
type imported struct{ Leads, Qualified int64 }

// String says it in a sentence.
func (n imported) String() string {
	switch {
	case n.Leads == 1 && n.Qualified == 1:
		return "1 lead has been imported. It is an MQL."
	case n.Leads == 1:
		return "1 lead has been imported."
	case n.Qualified == 1:
		return fmt.Sprintf("%d leads have been imported, 1 of them is an MQL.", n.Leads)
	}
	return fmt.Sprintf("%d leads have been imported, %d of them are MQLs.", n.Leads, n.Qualified)
}

// importForm is a form that imports a file.
type importForm struct {
	Key     string
	Person  string
	Content string // the hash of the file
}

func newImportForm(key string, who person, text string) importForm {
	sum := sha256.Sum256([]byte(text))
	return importForm{key, who.ID, hex.EncodeToString(sum[:])}
}

// importOf finds out what a form has imported, if it was sent before. If that was
// somebody else's, or another file, it is errFormReused.
func (c *crm) importOf(ctx context.Context, form importForm) (n imported, found bool, err error) {
	sent := importForm{Key: form.Key}
	err = c.db.QueryRowContext(ctx, c.db.SQL("SELECT person, content, leads, qualified FROM crm_imports WHERE form = ?"), form.Key).
		Scan(&sent.Person, &sent.Content, &n.Leads, &n.Qualified)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return imported{}, false, nil
	case err != nil:
		return imported{}, false, fmt.Errorf("import: %w", err)
	case sent != form:
		return imported{}, false, errFormReused
	}
	return n, true, nil
}

// importedBy is what a person's form has imported; nil: nothing.
func (c *crm) importedBy(ctx context.Context, who person, key string) (*imported, error) {
	if !isKey(key) {
		return nil, nil
	}
	n := &imported{}
	err := c.db.QueryRowContext(ctx, c.db.SQL("SELECT leads, qualified FROM crm_imports WHERE form = ? AND person = ?"), key, who.ID).Scan(&n.Leads, &n.Qualified)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return n, err
}

// importLeads takes all leads of a file in, or none of them. Its form is a key: of two
// that are sent at the same moment one fails.
func (c *crm) importLeads(ctx context.Context, f *importFile, form importForm) (imported, error) {
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
			if wrong, ok := errors.AsType[*lead.CommandError](err); ok { // what no lead may be, by the library
				return &leadcsv.DataError{File: "file", Line: f.lines[l.Email], Expected: "a lead that can be kept", Found: wrong.Field + ": " + wrong.Message}
			}
			if err != nil {
				return err
			}
			n.Leads++
			if qualified {
				n.Qualified++
			}
		}
		_, err = tx.ExecContext(ctx, c.db.SQL("INSERT INTO crm_imports (form, person, content, leads, qualified) VALUES (?, ?, ?, ?, ?)"),
			form.Key, form.Person, form.Content, n.Leads, n.Qualified)
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
