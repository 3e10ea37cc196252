package sqltest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

func TestHistoriesOfConcurrentClientsAreLinearizable(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		disturbed, size := d, sized(45, 500)
		if d.dialect == leadsql.Postgres {
			disturbed, size = open(t, d.dialect, d.driver, d.named("disturbed")), sized(15, 500)
		}
		var ops, unknown, happened, dropped, killed int
		often := oneIn(3)
		for n := range uint64(size) {
			over := lead.Store(disturbed.store())
			if n%4 == 3 {
				over = &flawed{Store: over, append: answerLost(often)}
			}
			h := newHistory(t, over, d.store(), n)
			stop := func() int { return 0 }
			switch n % 4 {
			case 1:
				h.cut = 10 * time.Millisecond
			case 2:
				if d.dialect == leadsql.Postgres {
					stop = h.terminating(t, d)
				}
			}
			h.run(t.Context(), n)
			killed += stop()
			if !h.linear(t) {
				for _, o := range h.ops {
					t.Logf("%d: %9d to %9d: %+v -> %+v", o.ClientId, o.Call, o.Return, o.Input, o.Output)
				}
				t.Fatalf("history %d has no order that explains it", n)
			}
			h.stand(t)
			for _, wrong := range h.wrong {
				t.Error(wrong)
			}
			ops, unknown, happened, dropped = ops+len(h.ops), unknown+h.unknown, happened+h.happened, dropped+h.dropped
		}
		t.Logf("%d calls, of them %d of unknown outcome, of which %d were found to have happened when repeated; %d failed without effect; %d backends were terminated",
			ops, unknown, happened, dropped, killed)
		if dropped == 0 || happened == 0 || d.dialect == leadsql.Postgres && killed == 0 {
			t.Error("nothing was disturbed: this shows little")
		}
		d.sound(t)
	})
}

// named is the address of d under another name of the application.
func (d *database) named(name string) string {
	if strings.Contains(d.dsn, "://") {
		return d.dsn + "&application_name=" + name
	}
	return d.dsn + " application_name=" + name
}

// terminating has the server end one of the clients' backends at every fourth call.
// What it returns ends that, and says how many were ended.
func (h *history) terminating(t *testing.T, d *database) (stop func() int) {
	calls, done := make(chan struct{}, clients*callsEach), make(chan struct{})
	h.step = func() { calls <- struct{}{} }
	killed := 0
	go func() {
		defer close(done)
		n := 0
		for range calls {
			if n++; n%4 != 0 {
				continue
			}
			for range 20 { // until it meets one at work
				var ended int
				err := d.QueryRowContext(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM (
SELECT pid FROM pg_stat_activity WHERE application_name = 'disturbed' AND state = 'active' ORDER BY random() LIMIT 1) a`).Scan(&ended)
				if err != nil {
					t.Error(err)
				}
				if killed += ended; ended > 0 {
					break
				}
			}
		}
	}()
	return func() int { close(calls); <-done; return killed }
}

// stand wants each row that was acknowledged to stand as it was given, and no key twice.
func (h *history) stand(t *testing.T) {
	t.Helper()
	stands, keys := map[string]lead.Transition{}, map[string]bool{}
	for _, id := range h.ids {
		for row, err := range h.clean.History(t.Context(), lead.Query{LeadID: id}) {
			if err != nil {
				t.Fatal(err)
			}
			stands[fmt.Sprint(id, row.Version)] = row
			if key := id + row.Key; row.Key != "" && keys[key] {
				t.Errorf("lead %s has used key %q twice", id, row.Key)
			} else {
				keys[key] = true
			}
		}
	}
	for _, row := range h.rows {
		if diff := cmp.Diff(stands[fmt.Sprint(row.LeadID, row.Version)], row); diff != "" {
			t.Errorf("lead %s, version %d (-stands +acknowledged):\n%s", row.LeadID, row.Version, diff)
		}
	}
}

// flawed is a store with something wrong in it.
type flawed struct {
	lead.Store
	append    func(ctx context.Context, s lead.Store, row lead.Transition) error
	forgetful bool // of keys
}

func (f *flawed) Load(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
	if f.forgetful {
		key = ""
	}
	return f.Store.Load(ctx, id, key)
}

func (f *flawed) Append(ctx context.Context, rows ...lead.Transition) error {
	return f.append(ctx, f.Store, rows[0])
}

// answerLost appends, or does not, and nobody is told which.
func answerLost(now func() bool) func(ctx context.Context, s lead.Store, row lead.Transition) error {
	return func(ctx context.Context, s lead.Store, row lead.Transition) error {
		if now() {
			return lead.ErrUnknownOutcome // before it was written
		}
		if err := s.Append(ctx, row); err != nil || !now() {
			return err
		}
		return lead.ErrUnknownOutcome
	}
}

// oneIn is true every n-th time.
func oneIn(n int64) func() bool {
	var calls atomic.Int64
	return func() bool { return calls.Add(1)%n == 0 }
}

func TestTheCheckerFindsWhatIsPlanted(t *testing.T) {
	sometimes := oneIn(5)
	for _, flaw := range []struct {
		name  string
		store flawed
	}{
		{"a lost update: nobody looks how many rows were changed", flawed{append: func(ctx context.Context, s lead.Store, row lead.Transition) error {
			if err := s.Append(ctx, row); !errors.Is(err, lead.ErrConflict) {
				return err
			}
			return nil
		}}},
		{"a double decision: the version is that of the table, not of the decision", flawed{append: func(ctx context.Context, s lead.Store, row lead.Transition) error {
			for {
				err := s.Append(ctx, row)
				if !errors.Is(err, lead.ErrConflict) {
					return err
				}
				now, keyed, found := s.Load(ctx, row.LeadID, row.Key)
				if found != nil || keyed != nil {
					return err
				}
				row.Version, row.At, row.Since = now.Version+1, now.At, now.At
			}
		}}},
		{"a repeated decision: keys are not kept", flawed{forgetful: true, append: func(ctx context.Context, s lead.Store, row lead.Transition) error {
			row.Key, row.KeyHash = "", ""
			return s.Append(ctx, row)
		}}},
		{"a row that is acknowledged, and not there", flawed{append: func(ctx context.Context, s lead.Store, row lead.Transition) error {
			if sometimes() {
				return nil
			}
			return s.Append(ctx, row)
		}}},
		{"an outcome that is called a failure, and was none", flawed{append: func(ctx context.Context, s lead.Store, row lead.Transition) error {
			if err := s.Append(ctx, row); err != nil || !sometimes() {
				return err
			}
			return errors.New("the connection was lost")
		}}},
	} {
		t.Run(flaw.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, d *database) {
				flaw.store.Store = d.store()
				for n := range uint64(200) {
					h := newHistory(t, &flaw.store, d.store(), n)
					if h.run(t.Context(), n); !h.linear(t) {
						t.Logf("found in history %d", n)
						return
					}
				}
				t.Error("not found in 200 histories")
			})
		})
	}
}

func TestAnUnknownOutcomeMayHaveHappenedOrNot(t *testing.T) {
	for _, happened := range []bool{false, true} {
		t.Run(fmt.Sprint(happened), func(t *testing.T) {
			h := &history{begin: time.Now()}
			h.record(0, call{op: "open", id: "l", event: lead.EventOpen, key: "a"}, 0, answer{kind: "unknown"})
			saw := answer{kind: "not found"}
			if happened {
				saw = answer{kind: "done", version: 1, status: "inquiry"}
			}
			h.record(1, call{op: "load", id: "l"}, time.Since(h.begin), saw)
			if !h.linear(t) {
				t.Error("it was not allowed")
			}
			// But once it has been seen it stays.
			later := answer{kind: "not found"}
			h.record(1, call{op: "load", id: "l"}, time.Since(h.begin), later)
			if h.linear(t) == happened {
				t.Error("a row that was seen may not go away, one that was not may never have been")
			}
		})
	}
}
