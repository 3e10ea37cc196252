package sqltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// feedAndRead writes rows and reads the feed in turn. It says how many rows a batch
// has, each row, and when the batch is marked; it hangs at row j.Stop, if that is not 0.
func feedAndRead(ctx context.Context, tracker *lead.Tracker[string], s *leadsql.Store, j job) error {
	ids, seen := names("f", j.Leads), 0
	for i := 0; ; i++ {
		cmds := make([]lead.Command[string], len(ids))
		for n, id := range ids {
			cmds[n] = lead.Command[string]{ID: id, Event: "visit", Actor: mia}
		}
		for _, o := range tracker.ApplyAll(ctx, cmds) {
			if o.Err != nil {
				return o.Err
			}
		}
		for range 2 {
			n, err := s.Consume(ctx, "mails", 4, func(rows []lead.Transition) error {
				fmt.Println("batch", len(rows))
				for _, row := range rows {
					fmt.Println("row", row.LeadID, row.Version)
					if seen++; seen == j.Stop {
						fmt.Println("hangs")
						return wait()
					}
				}
				return nil
			})
			switch {
			case errors.Is(err, lead.ErrConflict):
				fmt.Println("moved") // by what the process before had sent
			case err != nil:
				return err
			case n > 0:
				fmt.Println("marked")
			}
		}
	}
}

// handed is a batch that a consumer was handed.
type handed struct {
	rows   []string
	size   int
	marked bool
}

func batchesOf(t *testing.T, said []string) (all []handed) {
	t.Helper()
	for _, line := range said {
		what, rest, _ := strings.Cut(line, " ")
		switch what {
		case "batch":
			var n int
			if _, err := fmt.Sscan(rest, &n); err != nil {
				t.Fatal(err)
			}
			all = append(all, handed{size: n})
		case "row":
			last := &all[len(all)-1]
			last.rows = append(last.rows, rest)
		case "marked", "moved":
			all[len(all)-1].marked = true
		}
	}
	return all
}

func TestAKilledConsumerIsHandedAgainWhatItHasNotMarked(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		_, ids := d.opened(t, "f", 5)
		var r reader
		for round := range kills() {
			j, later := job{Mode: "feed", Leads: len(ids)}, soon
			if round%2 == 0 {
				j.Stop, later = 10+round, time.Hour // in the middle of handling a batch
			}
			r.take(t, batchesOf(t, d.killed(t, j, later)), j.Stop > 0)
			d.sound(t)
		}
		var want []string
		for row, err := range d.store().History(t.Context(), lead.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, fmt.Sprint(row.LeadID, " ", row.Version))
		}
		// What the last process had sent may still be under way, and holds the feed back.
		deadline := time.Now().Add(30 * time.Second)
		for len(r.order) < len(want) && time.Now().Before(deadline) {
			var h handed
			n, err := d.store().Consume(t.Context(), "mails", 100, func(rows []lead.Transition) error {
				for _, row := range rows {
					h.rows = append(h.rows, fmt.Sprint(row.LeadID, " ", row.Version))
				}
				return nil
			})
			if err != nil && !errors.Is(err, lead.ErrConflict) {
				t.Fatal(err)
			}
			if h.size, h.marked = len(h.rows), true; n > 0 {
				r.take(t, []handed{h}, false)
			}
		}
		for id, last := range r.versions() {
			if !slices.IsSorted(last) {
				t.Errorf("%s: its rows were first handed over in the order %d", id, last)
			}
		}
		got := slices.Clone(r.order)
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rows that were handed over (-want +got):\n%s", diff)
		}
		t.Logf("%d kills, %d rows handed over, %d of them again", kills(), len(r.order), r.again)
		if r.again == 0 {
			t.Error("nothing was handed over again: this shows nothing")
		}
	})
}

// reader follows what the consumers of one name are handed, each after the other.
type reader struct {
	order []string        // rows, when first handed over
	done  map[string]bool // of these, those that are marked
	open  handed          // the batch at which the last one was killed
	inIt  bool            // it was killed before it had handled all of that
	again int
}

func (r *reader) take(t *testing.T, batches []handed, hung bool) {
	t.Helper()
	if r.done == nil {
		r.done = map[string]bool{}
	}
	for i, b := range batches {
		if len(r.open.rows) > 0 {
			r.resume(t, b)
		}
		for _, row := range b.rows {
			if r.done[row] {
				t.Errorf("%s was marked, and is handed over again", row)
			}
			if !slices.Contains(r.order, row) {
				r.order = append(r.order, row)
			} else {
				r.again++
			}
		}
		if b.marked {
			for _, row := range b.rows {
				r.done[row] = true
			}
			continue
		}
		if i != len(batches)-1 {
			t.Errorf("batch %d of %d was not marked", i+1, len(batches))
		}
		r.open, r.inIt = b, hung
	}
}

// resume wants the batch of the one before again, all of it as far as it goes, unless
// it was handled and the mark was written just before the kill.
func (r *reader) resume(t *testing.T, b handed) {
	t.Helper()
	before := r.open
	r.open = handed{}
	n := min(len(before.rows), len(b.rows))
	if slices.Equal(before.rows[:n], b.rows[:n]) {
		return
	}
	if r.inIt || slices.Contains(b.rows, before.rows[0]) {
		t.Errorf("killed at %v, the next was handed %v", before.rows, b.rows)
	}
	for _, row := range before.rows {
		r.done[row] = true
	}
}

// versions are those of each lead, in the order in which they were first handed over.
func (r *reader) versions() map[string][]int {
	all := map[string][]int{}
	for _, row := range r.order {
		var id string
		var v int
		if _, err := fmt.Sscan(row, &id, &v); err == nil {
			all[id] = append(all[id], v)
		}
	}
	return all
}
