package sqltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// noRoom lets a database grow by so many pages only, of 4 KiB.
func noRoom(t *testing.T, d *database, pages int) {
	t.Helper()
	var n int
	if err := d.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if err := d.QueryRowContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", n+pages)).Scan(&n); err != nil {
		t.Fatal(err)
	}
}

// After SQLite has rolled a transaction back, nothing that is called in it may be kept,
// for all the caller can do is to roll it back.
func TestNothingIsKeptOfATransactionThatSQLiteHasEnded(t *testing.T) {
	machine, err := lead.Compile(lead.Standard(), lead.Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	job := lead.Actor{ID: "job", Kind: lead.System}
	for name, call := range map[string]func(ctx context.Context, s *leadsql.Store) error{
		"a batch": func(ctx context.Context, s *leadsql.Store) error {
			var cmds []lead.Command[string]
			for i := range 1001 {
				c := lead.Command[string]{ID: fmt.Sprintf("L%04d", i), Event: lead.EventOpen, Actor: job}
				if i < 1000 {
					c.Note = strings.Repeat("x", 60<<10)
				}
				cmds = append(cmds, c)
			}
			out := lead.NewTracker(machine, lead.NewMemStore(), lead.Config{}).WithStore(s).ApplyAll(ctx, cmds)
			return errors.Join(out[0].Err, out[1000].Err)
		},
		"a restore": func(ctx context.Context, s *leadsql.Store) error {
			var backup bytes.Buffer
			from := lead.NewMemStore()
			for i := range 1001 {
				row := plainRow(fmt.Sprintf("L%04d", i), 1)
				if i < 1000 {
					row.Note = strings.Repeat("x", 3<<10)
				}
				if err := from.Append(ctx, row); err != nil {
					return err
				}
			}
			if _, err := leadsql.Export(ctx, from, &backup); err != nil {
				return err
			}
			n, err := leadsql.Restore(ctx, s, &backup, "backup")
			if n != 0 {
				t.Errorf("%d rows are said to be restored", n)
			}
			return err
		},
		"one after the other": func(ctx context.Context, s *leadsql.Store) error {
			large := plainRow("large", 1)
			large.Note = strings.Repeat("x", 200<<10)
			first := s.Append(ctx, large)
			second := s.Append(ctx, plainRow("small", 1))
			if !errors.Is(second, lead.ErrTxAborted) {
				t.Errorf("after %v: %v", first, second)
			}
			return first
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := sqlite(t)
			noRoom(t, d, 6)
			tx, err := d.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := call(t.Context(), leadsql.New(leadsql.SQLite, tx)); !errors.Is(err, lead.ErrTxAborted) {
				t.Errorf("got %v, want ErrTxAborted", err)
			}
			_ = tx.Rollback() // SQLite has done so
			var rows int
			if err := d.QueryRowContext(t.Context(), "SELECT count(*) FROM leadline_rows").Scan(&rows); err != nil || rows != 0 {
				t.Errorf("%d rows are kept, %v", rows, err)
			}
		})
	}
}

// broken is a store that refuses its first rows.
type broken struct {
	lead.Store
	appends int
}

var errBroken = errors.New("broken")

func (b *broken) Append(ctx context.Context, trs ...lead.Transition) error {
	if b.appends++; b.appends == 1 {
		return errBroken
	}
	return b.Store.Append(ctx, trs...)
}

func TestWhatAStoreHasRefusedIsNotRestoredAgain(t *testing.T) {
	var backup bytes.Buffer
	from := lead.NewMemStore()
	for i := range 1500 {
		if err := from.Append(t.Context(), plainRow(fmt.Sprintf("L%04d", i), 1)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := leadsql.Export(t.Context(), from, &backup); err != nil {
		t.Fatal(err)
	}
	to := &broken{Store: lead.NewMemStore()}
	n, err := leadsql.Restore(t.Context(), to, &backup, "backup")
	if n != 0 || !errors.Is(err, errBroken) || to.appends != 1 {
		t.Errorf("%d rows, %v, %d appends", n, err, to.appends)
	}
}

func TestWhatAnExportCountsIsWritten(t *testing.T) {
	var backup bytes.Buffer
	from := lead.NewMemStore()
	bad := plainRow("L2", 1)
	bad.Evidence = []byte("{")
	if err := from.Append(t.Context(), plainRow("L1", 1), bad); err != nil {
		t.Fatal(err)
	}
	n, err := leadsql.Export(t.Context(), from, &backup)
	if n != 1 || err == nil || strings.Count(backup.String(), "\n") != 1 {
		t.Errorf("%d rows counted, %v; written: %q", n, err, backup.String())
	}
}
