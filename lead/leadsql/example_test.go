package leadsql_test

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// Lead is an integrator's own lead type.
type Lead struct{ Employees int }

// The driver is the application's, such as github.com/jackc/pgx/v5/stdlib.
func Example() {
	ctx := context.Background()
	db, err := sql.Open("pgx", "postgres://crm@localhost/crm")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	store := leadsql.New(leadsql.Postgres, db)
	if err := store.Migrate(ctx); err != nil {
		log.Fatal(err)
	}
	machine, err := lead.Compile(lead.Standard(), lead.Bindings[Lead]{})
	if err != nil {
		log.Fatal(err)
	}
	tracker := lead.NewTracker(machine, store, lead.Config{})
	form := lead.Command[Lead]{ID: "L-1", Actor: lead.Actor{ID: "web", Kind: lead.System}, Key: "form-4711"}
	if _, err := tracker.Open(ctx, form); err != nil { // the same form twice is one lead
		log.Fatal(err)
	}
}

// The lead moves and the opportunity is written, or neither. Where the database has ended
// the transaction to keep it apart from others, all of it is done again.
func ExampleStore_InTx() {
	convert := func(ctx context.Context, store *leadsql.Store, tracker *lead.Tracker[Lead], id string, ann lead.Actor) error {
		for try := 1; ; try++ {
			err := store.InTx(ctx, func(tx *sql.Tx, moved *leadsql.Store) error {
				if _, err := tracker.WithStore(moved).Apply(ctx, lead.Command[Lead]{ID: id, Event: "convert", Actor: ann}); err != nil {
					return err // refused, or somebody was faster
				}
				_, err := tx.ExecContext(ctx, "INSERT INTO opportunities (lead) VALUES ($1)", id)
				return err
			})
			if try == 3 || !errors.Is(err, lead.ErrTxAborted) || !errors.Is(err, lead.ErrConflict) {
				return err
			}
		}
	}
	_ = convert
}

// A worker hands over what has been committed. What it could not hand over comes again.
func ExampleStore_Consume() {
	deliver := func(ctx context.Context, store *leadsql.Store, post func([]lead.Transition) error) error {
		for {
			n, err := store.Consume(ctx, "webhooks", 100, post)
			if err != nil || n == 0 {
				return err
			}
		}
	}
	_ = deliver
}
