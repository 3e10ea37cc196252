package sqltest

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// SQLite rolls back all of a transaction when the disk is full. Whoever has begun it
// must hear of that: what is sent next would be committed at once.
func TestATransactionThatSQLiteHasEndedIsAborted(t *testing.T) {
	d := sqlite(t)
	d.sends(t, "CREATE TABLE mine (name TEXT)")
	var pages int
	if err := d.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := d.QueryRowContext(t.Context(), "PRAGMA max_page_count = "+strconv.Itoa(pages+4)).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	tx, err := d.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // SQLite has done so
	if _, err := tx.ExecContext(t.Context(), "INSERT INTO mine VALUES ('first')"); err != nil {
		t.Fatal(err)
	}
	row := plainRow("large", 1)
	row.Note = strings.Repeat("x", 200<<10)
	err = leadsql.New(leadsql.SQLite, tx).Append(t.Context(), row)
	if bad, ok := errors.AsType[*leadsql.Error](err); !ok || !errors.Is(err, lead.ErrTxAborted) {
		t.Fatalf("got %v (%v), want a *leadsql.Error that is ErrTxAborted", err, bad)
	}
}

// What comes in a page is bounded by its bytes, even if all before it was small.
func TestLargeRowsAfterManySmallOnesAreReadInLittleMemory(t *testing.T) {
	const small, large = 2000, 400
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		for first := int64(1); first < small; first += 1000 {
			appendTo(t, s, plainRows("a", first, first+999)...)
		}
		note := strings.Repeat("x", 200<<10)
		for v := int64(1); v <= large; v += 20 {
			rows := plainRows("b", v, v+19)
			for i := range rows {
				rows[i].Note = note
			}
			appendTo(t, s, rows...)
		}
		rows := 0
		peak := heapPeak(t, func(look func()) {
			for _, err := range s.History(t.Context(), lead.Query{}) {
				if err != nil {
					t.Fatal(err)
				}
				if rows++; rows%50 == 0 {
					look()
				}
			}
		})
		if rows != small+large || peak > 32<<20 {
			t.Errorf("%d rows of %d were read in %d MB", rows, small+large, peak>>20)
		}
	})
}
