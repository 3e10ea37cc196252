package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"strconv"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"; PostgreSQL 15 or later
	_ "modernc.org/sqlite"             // the driver "sqlite", in Go

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// What README.md shows of databases; a test of the repository holds the two together.

type Contact struct{ Employees int }

func openPostgres(ctx context.Context, dsn string) (*sql.DB, *leadsql.Store, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, nil, err
	}
	store := leadsql.New(leadsql.Postgres, db)
	err = store.Migrate(ctx) // makes the tables leadline_*, or brings them up to date
	return db, store, err
}

func openSQLite(ctx context.Context) (*sql.DB, *leadsql.Store, error) {
	db, err := sql.Open("sqlite", "file:leads.db?_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_txlock=immediate")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	store := leadsql.New(leadsql.SQLite, db)
	return db, store, store.Migrate(ctx)
}

func convert(ctx context.Context, store *leadsql.Store, tracker *lead.Tracker[Contact], id, key string, ann lead.Actor) error {
	err := store.InTx(ctx, func(tx *sql.Tx, moved *leadsql.Store) error {
		convert := lead.Command[Contact]{ID: id, Event: "convert", Actor: ann, Key: key}
		if _, err := tracker.WithStore(moved).Apply(ctx, convert); err != nil {
			return err // refused, or somebody was faster
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO opportunities (lead_id) VALUES ($1)", id)
		return err // and the lead has not moved either
	})
	return err
}

func feed(ctx context.Context, store *leadsql.Store, post func(context.Context, []lead.Transition) error, wait func(context.Context)) {
	for ctx.Err() == nil {
		n, err := store.Consume(ctx, "webhooks", 100, func(rows []lead.Transition) error {
			return post(ctx, rows)
		})
		if err != nil {
			log.Print(err) // the same rows come again
		}
		if n == 0 {
			wait(ctx)
		}
	}
}

// Of many who convert a lead at once in transactions of their own, one does, and the
// others are told by the lifecycle and not by a constraint. The feed tells it once.
func TestReadmeConvertsALeadOnce(t *testing.T) {
	ctx := t.Context()
	db, store, err := openPostgres(ctx, postgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "CREATE TABLE opportunities (lead_id text PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	machine, err := lead.Compile(lead.Standard(), lead.Bindings[Contact]{})
	if err != nil {
		t.Fatal(err)
	}
	tracker, ann := lead.NewTracker(machine, store, lead.Config{}), lead.Actor{ID: "ann", Side: lead.Sales}
	if _, err := tracker.Open(ctx, lead.Command[Contact]{ID: "L-1", Into: "sql", Actor: ann}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	outcomes := make([]error, 20)
	for i := range outcomes {
		wg.Go(func() { outcomes[i] = convert(ctx, store, tracker, "L-1", strconv.Itoa(i), ann) })
	}
	wg.Wait()
	won := 0
	for _, err := range outcomes {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, lead.ErrNotPermitted) && !errors.Is(err, lead.ErrConflict):
			t.Errorf("a loser was told: %v", err)
		}
	}
	var opportunities int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM opportunities o JOIN leadline_leads l USING (lead_id) WHERE l.status = 'converted'").Scan(&opportunities); err != nil {
		t.Fatal(err)
	}
	if won != 1 || opportunities != 1 {
		t.Errorf("%d have converted it, %d opportunities", won, opportunities)
	}
	var events []lead.Event
	ctx, stop := context.WithCancel(ctx)
	feed(ctx, store, func(_ context.Context, rows []lead.Transition) error {
		for _, tr := range rows {
			events = append(events, tr.Event)
		}
		return nil
	}, func(context.Context) { stop() })
	if len(events) != 2 || events[1] != "convert" {
		t.Errorf("the feed told %v", events)
	}
}

func TestReadmeOpensSQLite(t *testing.T) {
	t.Chdir(t.TempDir())
	for version := range int64(2) { // what the first run keeps, the second finds
		db, store, err := openSQLite(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s, _, err := store.Load(t.Context(), "L-1", "")
		if s.Version != version || (version == 0) != errors.Is(err, lead.ErrNotFound) {
			t.Errorf("version %d, %v; want %d", s.Version, err, version)
		}
		err = store.Append(t.Context(), lead.Transition{LeadID: "L-1", Version: version + 1, Event: lead.EventOpen, From: s.Status, To: "inquiry", At: time.Now()})
		if version == 0 && err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
