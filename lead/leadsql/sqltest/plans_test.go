package sqltest

import (
	"context"
	"database/sql"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// recorder notes the statements that a store sends.
type recorder struct {
	leadsql.DB
	texts []string
	args  [][]any
}

func (r *recorder) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	r.texts, r.args = append(r.texts, text), append(r.args, args)
	return r.DB.QueryContext(ctx, text, args...)
}

// plan is how the database goes about a statement.
func (d *database) plan(t testing.TB, text string, args []any) string {
	t.Helper()
	tx, err := d.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // there is nothing to keep
	explain := "EXPLAIN QUERY PLAN "
	if d.dialect == leadsql.Postgres {
		// On a small table PostgreSQL would rather read all of it. Told that this is
		// dear, it does so only where no index serves.
		explain = "EXPLAIN "
		if _, err := tx.ExecContext(t.Context(), "SET LOCAL enable_seqscan = off"); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := tx.QueryContext(t.Context(), explain+text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close() //nolint:errcheck // its error is that of rows.Err
	var lines []string
	for rows.Next() {
		var a, b, c int
		var line string
		if d.dialect == leadsql.SQLite {
			err = rows.Scan(&a, &b, &c, &line)
		} else {
			err = rows.Scan(&line)
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// A table is gone through from end to end without an index. SQLite's leadline_leads, l,
// is its primary key: to go through it is to go through that, in order.
var fullScan = regexp.MustCompile(`Seq Scan on leadline_|(?m)^SCAN [^l]$`)

func TestEveryQueryIsServedByAnIndex(t *testing.T) {
	noon := began.AddDate(0, 3, 0)
	onEach(t, func(t *testing.T, d *database) {
		fill(t, d.store(), 4000, 4, 1)
		d.sends(t, "ANALYZE")
		var after lead.Transition
		for tr, err := range d.store().History(t.Context(), lead.Query{Current: true, DueBefore: noon, Limit: 5}) {
			if err != nil {
				t.Fatal(err)
			}
			after = tr
		}
		for name, q := range map[string]lead.Query{
			"the history of a lead":              {LeadID: "L-0000007"},
			"its last row":                       {LeadID: "L-0000007", Current: true},
			"an export":                          {},
			"its next page":                      {After: lead.CursorOf(after)},
			"a month":                            {Since: began, Until: began.AddDate(0, 1, 0)},
			"all that came into a status":        {Statuses: []lead.Status{"mql"}},
			"all rows of an owner":               {Label: map[string]string{"owner": "u7"}},
			"a board":                            {Current: true},
			"its next page ":                     {Current: true, After: lead.CursorOf(after)},
			"a queue":                            {Current: true, Statuses: []lead.Status{"mql"}},
			"its next page  ":                    {Current: true, Statuses: []lead.Status{"mql"}, After: lead.CursorOf(after)},
			"two queues":                         {Current: true, Statuses: []lead.Status{"mql", "sal"}},
			"the leads of an owner":              {Current: true, Label: map[string]string{"owner": "u7"}},
			"those of an owner in a status":      {Current: true, Statuses: []lead.Status{"sal"}, Label: map[string]string{"owner": "u7"}},
			"leads without an owner":             {Current: true, Label: map[string]string{"owner": ""}},
			"leads that moved this week":         {Current: true, Since: noon},
			"what is due":                        {Current: true, DueBefore: noon},
			"what is due next":                   {Current: true, DueBefore: noon, After: lead.CursorOf(after)},
			"what is due in a status":            {Current: true, DueBefore: noon, Statuses: []lead.Status{"mql"}},
			"what is due of an owner":            {Current: true, DueBefore: noon, Label: map[string]string{"owner": "u7"}},
			"what is due of an owner, the first": {Current: true, DueBefore: noon, Label: map[string]string{"owner": "u7"}, Limit: 1},
		} {
			r := &recorder{DB: d.DB}
			for _, err := range leadsql.New(d.dialect, r).History(t.Context(), q) {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			if len(r.texts) != 1 {
				t.Fatalf("%s: %d statements", name, len(r.texts))
			}
			plan := d.plan(t, r.texts[0], r.args[0])
			if fullScan.MatchString(plan) {
				t.Errorf("%s goes through a table:\n%s\n%s", name, r.texts[0], plan)
			}
			if (q.LeadID == "" && len(q.Label) == 0 && len(q.Statuses) < 2) && strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s is sorted anew for each page:\n%s", name, plan)
			}
		}
		r := &recorder{DB: d.DB}
		s := leadsql.New(d.dialect, r)
		for _, key := range []string{"", "k1"} {
			if _, _, err := s.Load(t.Context(), "L-0000007", key); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.LoadAll(t.Context(), []string{"L-0000007", "L-0000008"}, []string{"k1", ""}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // from the first row, and steadily
			if _, err := s.Consume(t.Context(), "c", 1000, func([]lead.Transition) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		for i, text := range r.texts {
			// The table of consumers is small, and goes by its only key or not.
			if plan := d.plan(t, text, r.args[i]); fullScan.MatchString(strings.ReplaceAll(plan, "Seq Scan on leadline_consumers", "")) {
				t.Errorf("%s goes through a table:\n%s", text, plan)
			}
		}
	})
}

// What a lead's state costs does not grow with its history.
func TestALongHistoryCostsNothingToLoad(t *testing.T) {
	size := 20_000
	if full() {
		size = 1_000_000
	}
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		for first := 1; first <= size; first += 1000 {
			appendTo(t, s, plainRows("long", int64(first), int64(first+999))...)
		}
		appendTo(t, s, plainRows("short", 1, 10)...)
		d.sends(t, "ANALYZE")
		time50 := func(id string) (load, add time.Duration) {
			var loads, adds []float64
			for range 300 {
				start := time.Now()
				state, _, err := s.Load(t.Context(), id, "")
				if err != nil {
					t.Fatal(err)
				}
				loads = append(loads, float64(time.Since(start)))
				start = time.Now()
				appendTo(t, s, plainRow(id, state.Version+1))
				adds = append(adds, float64(time.Since(start)))
			}
			median(adds) // sorts
			return time.Duration(median(loads)), time.Duration(adds[len(adds)*99/100])
		}
		load10, add10 := time50("short")
		load, add := time50("long")
		t.Logf("%d rows: load %v (of 10 rows %v), append p99 %v (%v)", size, load, load10, add, add10)
		if load > 5*load10 {
			t.Errorf("to load a lead of %d rows takes %v, one of 10 rows %v", size, load, load10)
		}
		rows := 0
		peak := heapPeak(t, func(look func()) {
			for _, err := range s.History(t.Context(), lead.Query{LeadID: "long"}) {
				if err != nil {
					t.Fatal(err)
				}
				if rows++; rows%5000 == 0 {
					look()
				}
			}
		})
		if rows != size+300 || peak > 64<<20 {
			t.Errorf("%d rows were read in %d bytes", rows, peak)
		}
	})
}
