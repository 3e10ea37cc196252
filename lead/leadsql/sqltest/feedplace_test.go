package sqltest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
)

func TestInTheCallersTransactionEachRowCountsOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		d.sends(t, `CREATE TABLE own (n bigint)`)
		appendTo(t, d.store(), plainRows("A", 1, 5)...)
		for round := range 8 {
			w := d.begins(t)
			_, err := w.store.Consume(t.Context(), "c", 2, func(rows []lead.Transition) error {
				for _, r := range rows {
					if _, err := w.ExecContext(t.Context(), d.marked(`INSERT INTO own VALUES (?)`), r.Version); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if round%2 == 0 {
				_ = w.Rollback()
				continue
			}
			w.commits(t)
		}
		if n, sum := d.count(t, `SELECT count(*) FROM own`), d.count(t, `SELECT sum(n) FROM own`); n != 5 || sum != 15 {
			t.Errorf("%d rows, sum of versions %d; want 5 and 15", n, sum)
		}
	})
}

func TestAConsumerBeginsWithTheFirstRow(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		appendTo(t, s, plainRows("A", 1, 2)...)
		wants(t, "one", drain(t, s, "one", 10), "A/1", "A/2")
		appendTo(t, s, plainRow("A", 3))
		wants(t, "one goes on", drain(t, s, "one", 10), "A/3")
		wants(t, "another", drain(t, s, "two", 10), "A/1", "A/2", "A/3")
		for _, name := range []string{"one", "unknown"} {
			if err := s.Rewind(t.Context(), name); err != nil {
				t.Fatal(err)
			}
		}
		wants(t, "rewound", drain(t, s, "one", 10), "A/1", "A/2", "A/3")
		wants(t, "not rewound", drain(t, s, "two", 10))
	})
}

func TestErasedRowsComeBlank(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		appendTo(t, s, plainRow("A", 1), plainRow("B", 1))
		if err := s.Erase(t.Context(), "A"); err != nil {
			t.Fatal(err)
		}
		blank := plainRow("A", 1)
		blank.Note, blank.Actor.ID = "", ""
		_, err := s.Consume(t.Context(), "c", 10, func(rows []lead.Transition) error {
			if diff := cmp.Diff([]lead.Transition{blank, plainRow("B", 1)}, rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestAConsumerWithNothingToDoWritesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		idle := func() int64 { // which changes with each write
			if d.driver == "sqlite" {
				return d.count(t, `SELECT total_changes()`)
			}
			return d.count(t, `SELECT coalesce(max(xmin::text::bigint), 0) FROM leadline_consumers`)
		}
		wants(t, "no rows", drain(t, s, "c", 10))
		if n := d.count(t, `SELECT count(*) FROM leadline_consumers`); n != 0 {
			t.Errorf("%d marks for nothing", n)
		}
		appendTo(t, s, plainRow("A", 1))
		wants(t, "one row", consume(t, s, "c", 10), "A/1")
		if d.driver != "sqlite" {
			d.sends(t, `CREATE TABLE own (n int)`, `INSERT INTO own VALUES (1)`) // other transactions go on
		}
		before := idle()
		for range 5 {
			wants(t, "nothing more", consume(t, s, "c", 10))
		}
		if after := idle(); after != before {
			t.Errorf("idle Consume wrote: %d, then %d", before, after)
		}
	})
}

func TestConsumeRefusesWhatMakesNoSense(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		for _, tt := range []struct {
			name  string
			limit int
		}{{"", 1}, {"c", 0}, {"c", -1}} {
			_, err := d.store().Consume(t.Context(), tt.name, tt.limit, func([]lead.Transition) error { return nil })
			if !errors.Is(err, lead.ErrInvalidQuery) {
				t.Errorf("Consume(%q, %d) = %v", tt.name, tt.limit, err)
			}
		}
	})
}

// In another cluster the numbers of transactions are lower than in rows and marks.
func TestMigrateSettlesWhatComesFromAnotherCluster(t *testing.T) {
	for _, tt := range []struct{ name, foreign string }{
		{"a consumer that was up to date", `UPDATE leadline_consumers SET high = high + 1000000000, low = low + 1000000000`},
		{"a consumer that lagged behind", `UPDATE leadline_consumers SET high = high`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := postgres(t)
			s := d.store()
			for v := range int64(2) { // so that it stands in no first range
				appendTo(t, s, plainRow("A", v+1))
				consume(t, s, "c", 10)
			}
			appendTo(t, s, plainRows("A", 3, 4)...)
			d.sends(t, `UPDATE leadline_rows SET xact = xact + 1000000000`, tt.foreign)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			appendTo(t, s, plainRow("A", 5))
			wants(t, "a new consumer", drain(t, s, "new", 2), "A/1", "A/2", "A/3", "A/4", "A/5")
			got := drain(t, s, "c", 2) // at least once: it may begin anew
			if len(got) < 3 {
				t.Fatalf("got %q; A/3 to A/5 were never handed over before", got)
			}
			wants(t, "its last rows", got[len(got)-3:], "A/3", "A/4", "A/5")
		})
	}
}

// A transaction with a number that is older than what others commit meanwhile.
func TestMigrateBesideWritersTakesNothingFromConsumers(t *testing.T) {
	d := postgres(t)
	d.sends(t, `CREATE TABLE own (n int)`)
	s := d.store()
	for v := range int64(2) {
		appendTo(t, s, plainRow("A", v+1))
		drain(t, s, "c", 10)
	}
	w := d.begins(t).busy(t)
	appendTo(t, s, plainRow("A", 3))
	if err := w.store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.commits(t)
	appendTo(t, s, plainRow("A", 4))
	wants(t, "after", drain(t, s, "c", 10), "A/3", "A/4")
}
