package sqltest

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// kills is how many writers die in each of four modes on each of two databases.
func kills() int { return sized(2, 25) }

// killed starts a writer and kills it with SIGKILL, some time up to later after its
// first line, or at once when it says that it hangs. It returns all it said.
func (d *database) killed(t *testing.T, j job, later time.Duration) (said []string) {
	t.Helper()
	cmd := d.child(t, "writer", j)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var timer *time.Timer
	kill := func() { _ = cmd.Process.Kill() }
	lines := bufio.NewReader(pipe)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // what is left has no end, and so was not said
		}
		if said = append(said, strings.TrimSpace(line)); timer == nil {
			timer = time.AfterFunc(rand.N(later), kill)
		}
		if said[len(said)-1] == "hangs" {
			kill()
		}
	}
	err = cmd.Wait()
	if timer != nil {
		timer.Stop()
	}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("the writer was to be killed, but ended by itself: %v; it said %q", err, said)
	}
	return said
}

const soon = 60 * time.Millisecond

func TestAKilledWriterOfSingleRowsLosesNothingAcknowledged(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		_, ids := d.opened(t, "s", 4)
		first := make([]int, len(ids))
		total := 0
		for range kills() {
			for _, line := range d.killed(t, job{Mode: "single", Leads: len(ids), First: first}, soon) {
				var g, i int
				if _, err := fmt.Sscanf(line, "%d %d", &g, &i); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				if i != first[g] {
					t.Errorf("%s: %d was acknowledged, want %d", ids[g], i, first[g])
				}
				first[g]++
				total++
			}
			for g, id := range ids {
				d.numbered(t, id, first[g])
			}
			d.sound(t)
		}
		t.Logf("%d kills, %d acknowledged rows", kills(), total)
	})
}

// numbered wants a lead's keys to count up without a gap to at least done, of which
// all are acknowledged, and at most one further, which was on its way.
func (d *database) numbered(t *testing.T, id string, done int) {
	t.Helper()
	n := -1 // the row that opened it
	for row, err := range d.store().History(t.Context(), lead.Query{LeadID: id}) {
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprint(n); n >= 0 && row.Key != want {
			t.Fatalf("%s, version %d: found key %q, want %q", id, row.Version, row.Key, want)
		}
		n++
	}
	if n < done || n > done+1 {
		t.Errorf("%s: %d rows were acknowledged, %d stand", id, done, n)
	}
}

func TestAKilledWriterOfBatchesTearsNone(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		_, ids := d.opened(t, "b", 40)
		first := []int{0}
		for range kills() {
			for _, line := range d.killed(t, job{Mode: "batch", Leads: len(ids), First: first}, soon) {
				if line != fmt.Sprint(first[0]) {
					t.Errorf("batch %s was acknowledged, want %d", line, first[0])
				}
				first[0]++
			}
			d.whole(t, len(ids), first[0])
			d.sound(t)
		}
		t.Logf("%d kills, %d acknowledged batches of %d leads", kills(), first[0], len(ids))
	})
}

// whole wants each batch to be there with a row of each lead, the odd ones with two.
func (d *database) whole(t *testing.T, size, done int) {
	t.Helper()
	found, err := d.QueryContext(t.Context(), `SELECT key, count(*) FROM leadline_rows WHERE key <> '' GROUP BY key`)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	rows := map[string]int{}
	for found.Next() {
		var key string
		var n int
		if err := found.Scan(&key, &n); err != nil {
			t.Fatal(err)
		}
		rows[key] = n
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	n := done
	if rows[fmt.Sprint(n)] > 0 {
		n++ // it was on its way
	}
	want := map[string]int{}
	for i := range n {
		if want[fmt.Sprint(i)] = size; i%2 == 1 {
			want[fmt.Sprint(i, "+")] = size
		}
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Fatalf("%d batches were acknowledged (-want +got):\n%s", done, diff)
	}
}

func TestAKilledMigrationIsDoneOrNot(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		want := d.objects(t)
		begin := time.Now()
		if err := d.bare(t, 0).store().Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		takes := time.Since(begin)
		before, after := 0, 0
		for round := range kills() {
			bare := d.bare(t, round+1)
			said := d.killed(t, job{DSN: bare.dsn, Mode: "migrate"}, takes+takes/4)
			got := bare.objects(t)
			if len(got) == 0 {
				before++
			} else if after++; !cmp.Equal(want, got) {
				t.Fatalf("half migrated (-want +got):\n%s", cmp.Diff(want, got))
			}
			if len(said) == 2 && len(got) == 0 {
				t.Error("a migration was acknowledged, and is lost")
			}
			if err := bare.store().Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, bare.objects(t)); diff != "" {
				t.Fatalf("migrated again (-want +got):\n%s", diff)
			}
			bare.opened(t, "l", 3)
			bare.sound(t)
		}
		t.Logf("%d kills before the tables were there, %d after; one migration took %v", before, after, takes)
	})
}

// bare is a database like d without any tables.
func (d *database) bare(t *testing.T, n int) *database {
	t.Helper()
	if d.dialect == leadsql.SQLite {
		return open(t, d.dialect, d.driver, strings.Replace(d.dsn, "leads.db", fmt.Sprintf("bare%d.db", n), 1))
	}
	var schema string
	if err := d.QueryRowContext(t.Context(), `SELECT current_schema()`).Scan(&schema); err != nil {
		t.Fatal(err)
	}
	bare := fmt.Sprintf("%s_%d", schema, n)
	if _, err := d.ExecContext(t.Context(), `CREATE SCHEMA `+bare); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := d.ExecContext(context.Background(), `DROP SCHEMA `+bare+` CASCADE`); err != nil {
			t.Error(err)
		}
	})
	return open(t, d.dialect, d.driver, strings.Replace(d.dsn, "search_path="+schema, "search_path="+bare, 1))
}

// objects are the names of all that Migrate makes.
func (d *database) objects(t *testing.T) (all []string) {
	t.Helper()
	text := `SELECT type || ' ' || name FROM sqlite_master WHERE name LIKE '%leadline%' ORDER BY 1`
	if d.dialect == leadsql.Postgres {
		const here = `(SELECT oid FROM pg_namespace WHERE nspname = current_schema())`
		text = `SELECT relkind::text || ' ' || relname FROM pg_class WHERE relnamespace = ` + here + `
UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = ` + here + `
UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = ` + here + ` ORDER BY 1`
	}
	found, err := d.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var name sql.NullString
		if err := found.Scan(&name); err != nil {
			t.Fatal(err)
		}
		all = append(all, name.String)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// writerChild is the process that is killed. It says each thing that it was told to
// be done before it does the next.
func writerChild() error {
	j, d, err := jobOf()
	if err != nil {
		return err
	}
	defer d.Close()
	m, tracker, err := busyTracker(d)
	if err != nil {
		return err
	}
	ctx := context.Background()
	switch j.Mode {
	case "single":
		failed := make(chan error)
		for g, id := range names("s", j.Leads) {
			go func() { failed <- singles(ctx, tracker, id, g, j.First[g]) }()
		}
		return <-failed
	case "batch":
		for i := j.First[0]; ; i++ {
			if err := oneBatch(ctx, m, tracker, d.store(), names("b", j.Leads), i); err != nil {
				return err
			}
			fmt.Println(i)
		}
	case "migrate":
		fmt.Println("begin")
		if err := d.store().Migrate(ctx); err != nil {
			return err
		}
		fmt.Println("done")
		return wait()
	case "feed":
		return feedAndRead(ctx, tracker, d.store(), j)
	}
	return fmt.Errorf("no mode %q", j.Mode)
}

// wait waits for the end.
func wait() error {
	_, err := io.Copy(io.Discard, newNever())
	return err
}

// newNever is a pipe that nothing comes out of; waiting for it is no deadlock.
func newNever() io.Reader {
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	never = w
	return r
}

var never *os.File // kept open

// singles moves a lead, one numbered command after the other. The first may have been
// done by the process before.
func singles(ctx context.Context, tracker *lead.Tracker[string], id string, g, first int) error {
	for i := first; ; i++ {
		cmd := lead.Command[string]{ID: id, Event: []lead.Event{"engage", "recycle"}[i%2], Actor: mia, Key: fmt.Sprint(i)}
		row, err := tracker.Apply(ctx, cmd)
		if err == nil && row.Key != cmd.Key {
			err = fmt.Errorf("found the row of key %q, want %q", row.Key, cmd.Key)
		}
		if err != nil {
			return err
		}
		fmt.Println(g, i)
	}
}

// oneBatch writes a numbered batch, which may have been written by the process before:
// by ApplyAll, or, if its number is odd, two rows of each lead in one Append.
func oneBatch(ctx context.Context, m *lead.Machine[string], tracker *lead.Tracker[string], s *leadsql.Store, ids []string, i int) error {
	cmds := make([]lead.Command[string], len(ids))
	var rows []lead.Transition
	for n, id := range ids {
		cmds[n] = lead.Command[string]{ID: id, Event: "visit", Actor: mia, Key: fmt.Sprint(i), At: time.Now()}
		if i%2 == 0 {
			cmds[n].At = time.Time{}
			continue
		}
		state, keyed, err := s.Load(ctx, id, cmds[n].Key)
		if err != nil || keyed != nil {
			return err
		}
		for _, key := range []string{fmt.Sprint(i), fmt.Sprint(i, "+")} {
			cmds[n].Key = key
			row, err := m.Next(ctx, state, cmds[n])
			if err != nil {
				return err
			}
			row.Recorded = row.At
			rows, state = append(rows, row), row.State()
		}
	}
	if i%2 == 1 {
		err := s.Append(ctx, rows...)
		if errors.Is(err, lead.ErrConflict) { // the process before has done it at this moment
			if _, keyed, found := s.Load(ctx, ids[0], fmt.Sprint(i)); found == nil && keyed != nil {
				return nil
			}
		}
		return err
	}
	for _, o := range tracker.ApplyAll(ctx, cmds) {
		if o.Err != nil {
			return o.Err
		}
	}
	return nil
}
