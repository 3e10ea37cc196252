package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

func TestATransactionIsKeptWholeOrNotAtAll(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		d.sends(t, "CREATE TABLE mine (name TEXT)")
		s := d.store()
		stop := errors.New("stop")
		both := func(id string, err error) func(tx *sql.Tx, moved *leadsql.Store) error {
			return func(tx *sql.Tx, moved *leadsql.Store) error {
				if err := moved.Append(t.Context(), plainRow(id, 1)); err != nil {
					return err
				}
				if _, err := tx.ExecContext(t.Context(), "INSERT INTO mine VALUES ('"+id+"')"); err != nil {
					return err
				}
				if inner := moved.InTx(t.Context(), func(*sql.Tx, *leadsql.Store) error { return nil }); inner == nil {
					t.Error("a transaction in a transaction was begun")
				}
				return err
			}
		}
		if err := s.InTx(t.Context(), both("kept", nil)); err != nil {
			t.Error(err)
		}
		if err := s.InTx(t.Context(), both("undone", stop)); err != stop {
			t.Errorf("got %v, want what the function returned", err)
		}
		if err := s.InTx(t.Context(), both("kept", nil)); !errors.Is(err, lead.ErrConflict) {
			t.Errorf("a second version 1: %v", err)
		}
		ended, cancel := context.WithCancel(t.Context())
		err := s.InTx(ended, func(_ *sql.Tx, moved *leadsql.Store) error {
			err := moved.Append(t.Context(), plainRow("late", 1))
			cancel()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after the context ended: %v", err)
		}
		var mine, rows int
		if err := d.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM mine), (SELECT count(*) FROM leadline_rows)").Scan(&mine, &rows); err != nil {
			t.Fatal(err)
		}
		if mine != 1 || rows != 1 {
			t.Errorf("%d rows of mine and %d of leads are kept, want one of each", mine, rows)
		}
	})
}
