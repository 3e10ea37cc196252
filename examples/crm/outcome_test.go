package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// breaking is a database whose connection breaks behind a COMMIT, once it is told to:
// the database has done it, and nobody hears of it.
type breaking struct {
	of     driver.Driver
	dsn    string
	breaks *atomic.Bool
}

func (b breaking) Driver() driver.Driver { return b.of }

func (b breaking) Connect(context.Context) (driver.Conn, error) {
	conn, err := b.of.Open(b.dsn)
	if err != nil {
		return nil, err
	}
	return breakingConn{conn.(connection), b.breaks}, nil
}

type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
}

type breakingConn struct {
	connection
	breaks *atomic.Bool
}

func (c breakingConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.connection.BeginTx(ctx, o)
	return breakingTx{tx, c.breaks}, err
}

type breakingTx struct {
	driver.Tx
	breaks *atomic.Bool
}

func (t breakingTx) Commit() error {
	err := t.Tx.Commit()
	if err == nil && t.breaks.Swap(false) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// breakable gives a CRM a database of which the next COMMIT can be told to break.
func breakable(t *testing.T) (*fixture, *atomic.Bool) {
	t.Helper()
	at := where(t)
	f := openAt(t, at)
	dsn := at
	if f.app.db.Dialect == leadsql.SQLite {
		dsn = "file:" + (&url.URL{Path: at}).EscapedPath() + "?_pragma=busy_timeout(5000)&_pragma=foreign_keys(ON)&_txlock=immediate"
	}
	breaks := &atomic.Bool{}
	other := sql.OpenDB(breaking{f.app.db.Driver(), dsn, breaks})
	if f.app.db.Dialect == leadsql.SQLite {
		other.SetMaxOpenConns(1)
	}
	was := f.app.db.DB
	f.app.db.DB = other
	t.Cleanup(func() {
		other.Close()
		f.app.db.DB = was
	})
	return f, breaks
}

func TestAConnectionThatBreaksDuringCommitIsToldAsSuch(t *testing.T) {
	f, breaks := breakable(t)
	const told = "may have been made or not"
	ann := f.as("ann")
	id := f.in("sql")[0]
	page := ann.get("/leads/" + id)
	convert := func() answer {
		return ann.move(page, id, "convert", "name", "Ten presses", "amount", "48000", "closes", "2026-06-30")
	}
	before := f.count("crm_opportunities")
	breaks.Store(true)
	convert().expect(t, http.StatusInternalServerError, told)
	convert().expect(t, http.StatusOK, "Done: Convert to opportunity.")
	if n := f.count("crm_opportunities"); n != before+1 {
		t.Errorf("%d opportunities, before %d", n, before)
	}

	page = ann.get("/leads/" + id)
	form := page.form("facts-form")
	form.Set("contact", "Somebody Else")
	breaks.Store(true)
	ann.post("/leads/"+id+"/facts", page, form).expect(t, http.StatusInternalServerError, told)
	ann.post("/leads/"+id+"/facts", page, form).expect(t, http.StatusOK, "The facts have been saved.")

	page = ann.get("/questionnaire?lang=en&department=sales")
	form = page.form("answers-form")
	form.Set("a.rel.rules.2", "4")
	breaks.Store(true)
	ann.post("/questionnaire?lang=en", page, form).expect(t, http.StatusInternalServerError, told)
	ann.post("/questionnaire?lang=en", page, form).expect(t, http.StatusOK, "Your answers have been saved.")
}

// The real thing: the server ends the session whose COMMIT comes next.
func TestASessionThatTheServerEndsBeforeCommitIsAnUnknownOutcome(t *testing.T) {
	if os.Getenv("LEADLINE_POSTGRES") == "" {
		t.Skip("LEADLINE_POSTGRES is not set")
	}
	f := open(t)
	err := inTx(t.Context(), f.app.db, func(tx *sql.Tx) error {
		var pid int
		if err := tx.QueryRowContext(t.Context(), "SELECT pg_backend_pid()").Scan(&pid); err != nil {
			return err
		}
		_, err := f.app.db.ExecContext(t.Context(), "SELECT pg_terminate_backend($1)", pid)
		return err
	})
	if !isUnknown(err) {
		t.Errorf("%v", err)
	}
	// A COMMIT that the server refuses has changed nothing.
	err = inTx(t.Context(), f.app.db, func(tx *sql.Tx) error {
		for _, statement := range []string{
			"CREATE TABLE later (id TEXT PRIMARY KEY, of TEXT REFERENCES later (id) DEFERRABLE INITIALLY DEFERRED)",
			"INSERT INTO later (id, of) VALUES ('a', 'b')",
		} {
			if _, err := tx.ExecContext(t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil || isUnknown(err) {
		t.Errorf("%v", err)
	}
}

func isUnknown(err error) bool { return errors.Is(err, lead.ErrUnknownOutcome) }
