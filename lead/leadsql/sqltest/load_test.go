package sqltest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// told is a row that a writer was told to have written.
type told struct {
	id      string
	version int64
	key     string
}

// loadChild is one of the processes of TestNoAcknowledgedRowIsLostUnderLoad. Each of
// its writers pays visits to a few leads at once, mostly to the same ones, and moves
// one that anybody else may be moving.
func loadChild() error {
	j, d, err := jobOf()
	if err != nil {
		return err
	}
	defer d.Close()
	_, tracker, err := busyTracker(d)
	if err != nil {
		return err
	}
	file, err := os.Create(j.Acknowledged)
	if err != nil {
		return err
	}
	defer file.Close()
	w := &loader{tracker: tracker, ids: names("l", j.Leads), out: bufio.NewWriter(file)}
	w.left.Store(int64(j.Rows))
	errs := make([]error, j.Writers)
	var all sync.WaitGroup
	for n := range j.Writers {
		all.Go(func() { errs[n] = w.run(context.Background(), j.Process*j.Writers+n, 2*j.Writers) })
	}
	all.Wait()
	return errors.Join(append(errs, w.out.Flush())...)
}

type loader struct {
	tracker *lead.Tracker[string]
	ids     []string
	left    atomic.Int64 // rows
	mu      sync.Mutex
	out     *bufio.Writer
}

func (l *loader) run(ctx context.Context, writer, writers int) error {
	random := rand.New(rand.NewPCG(uint64(writer), 1))
	size := max(4, len(l.ids)/writers)
	actor := lead.Actor{ID: fmt.Sprint("writer", writer), Side: lead.Marketing}
	for round := 0; l.left.Load() > 0; round++ {
		block := writer % (len(l.ids) / size)
		if random.IntN(16) == 0 {
			block = random.IntN(len(l.ids) / size)
		}
		var cmds []lead.Command[string]
		for turn := range 2 {
			for _, id := range l.ids[block*size : (block+1)*size] {
				cmds = append(cmds, lead.Command[string]{ID: id, Event: "visit", Actor: actor, Key: fmt.Sprintf("%d-%d-%d", writer, round, turn)})
			}
		}
		for _, o := range l.tracker.ApplyAll(ctx, cmds) {
			switch {
			case o.Err == nil:
				l.acknowledge(o.Transition)
			case !moved(o.Err):
				return o.Err
			}
		}
		row, err := toggle(ctx, l.tracker, lead.Command[string]{
			ID: l.ids[random.IntN(len(l.ids))], Event: "engage", Actor: actor, Key: fmt.Sprintf("%d-%d", writer, round),
		})
		if err != nil {
			return err
		}
		l.acknowledge(row)
	}
	return nil
}

func (l *loader) acknowledge(row lead.Transition) {
	l.left.Add(-1)
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.out, "%s %d %s\n", row.LeadID, row.Version, row.Key)
}

func TestNoAcknowledgedRowIsLostUnderLoad(t *testing.T) {
	onEachForLoad(t, func(t *testing.T, d *database) {
		leads, rows := sized(50, 1000), sized(2000, 1_000_000)
		_, ids := d.opened(t, "l", leads)
		acknowledged := make(map[told]bool, rows)
		for _, id := range ids {
			acknowledged[told{id, 1, ""}] = true
		}
		count := len(ids)
		begin := time.Now()
		var children []*exec.Cmd
		var said [2]bytes.Buffer
		dir := t.TempDir()
		file := func(p int) string { return filepath.Join(dir, fmt.Sprint(p)) }
		for p := range 2 {
			cmd := d.child(t, "load", job{Process: p, Writers: 32, Leads: leads, Rows: rows / 2, Acknowledged: file(p)})
			cmd.Stdout, cmd.Stderr = &said[p], &said[p]
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			children = append(children, cmd)
		}
		wal := d.watchWAL(t)
		for p, cmd := range children {
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v\n%s", err, said[p].String())
			}
		}
		took, largest := time.Since(begin), wal()
		for p := range 2 {
			for _, row := range readTold(t, file(p)) {
				if acknowledged[row] {
					t.Errorf("%v was acknowledged twice", row)
				}
				acknowledged[row] = true
				count++
			}
		}
		t.Logf("%d acknowledged rows of %d leads in %v: %.0f rows/s, WAL of %.1f MB at most",
			count, leads, took.Round(time.Millisecond), float64(count-len(ids))/took.Seconds(), float64(largest)/(1<<20))
		if count < rows {
			t.Errorf("the writers stopped after %d rows of %d", count, rows)
		}
		d.holds(t, acknowledged, count)
		d.sound(t)
	})
}

// onEachForLoad is onEach, but has SQLite not wait for the disk at each of a million
// commits: what is shown is isolation, not durability, which is for the kill test.
func onEachForLoad(t *testing.T, test func(t *testing.T, d *database)) {
	t.Run("sqlite", func(t *testing.T) {
		if sized(0, 1) == 1 {
			test(t, sqlite(t, "synchronous(NORMAL)"))
			return
		}
		test(t, sqlite(t))
	})
	t.Run("postgres", func(t *testing.T) { test(t, postgres(t)) })
}

// holds wants the database to have exactly the rows that were acknowledged.
func (d *database) holds(t *testing.T, acknowledged map[told]bool, count int) {
	t.Helper()
	var rows, sum int
	err := d.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM leadline_rows), (SELECT sum(version) FROM leadline_leads)`).Scan(&rows, &sum)
	if err != nil {
		t.Fatal(err)
	}
	if rows != count || sum != count {
		t.Errorf("%d rows were acknowledged, %d stand, the versions of the leads add up to %d", count, rows, sum)
	}
	found, err := d.QueryContext(t.Context(), `SELECT lead_id, version, key FROM leadline_rows`)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var row told
		if err := found.Scan(&row.id, &row.version, &row.key); err != nil {
			t.Fatal(err)
		}
		if !acknowledged[row] {
			t.Errorf("%v stands, but nobody was told", row)
		}
		delete(acknowledged, row)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	for row := range acknowledged {
		t.Errorf("%v was acknowledged, and is lost", row)
	}
}

func readTold(t *testing.T, file string) (rows []told) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var row told
		if _, err := fmt.Sscanf(line, "%s %d %s", &row.id, &row.version, &row.key); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		rows = append(rows, row)
	}
	return rows
}

// watchWAL looks at the size of SQLite's write-ahead log all the time. What it
// returns ends that, gives the largest size and fails the test if it is too large.
func (d *database) watchWAL(t *testing.T) func() int64 {
	t.Helper()
	path, ok := strings.CutPrefix(d.dsn, "file:")
	if !ok {
		return func() int64 { return 0 }
	}
	path, _, _ = strings.Cut(path, "?")
	stop, done := make(chan struct{}), make(chan struct{})
	var largest int64
	var failed error
	go func() {
		defer close(done)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			switch info, err := os.Stat(path + "-wal"); {
			case err == nil:
				largest = max(largest, info.Size())
			case !errors.Is(err, fs.ErrNotExist):
				failed = err
			}
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	}()
	var once sync.Once
	end := func() { once.Do(func() { close(stop) }); <-done }
	t.Cleanup(end)
	return func() int64 {
		end()
		if failed != nil {
			t.Error(failed)
		}
		if largest == 0 || largest >= 64<<20 {
			t.Errorf("the write-ahead log had %d bytes, expected some, and less than 64 MB", largest)
		}
		return largest
	}
}
