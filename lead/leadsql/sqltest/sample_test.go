package sqltest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// full reports whether the large sizes are wanted.
func full() bool { return os.Getenv("LEADLINE_FULL") == "1" }

// plainRow is a lead's row of some version, as plain as a row may be.
func plainRow(id string, version int64) lead.Transition {
	at := began.Add(time.Duration(version) * time.Minute)
	tr := lead.Transition{
		LeadID: id, Version: version, Event: "move", From: "mql", To: "mql", At: at, Recorded: at, Since: at,
		Actor: mia, Note: fmt.Sprint("note ", version),
	}
	if version == 1 {
		tr.Event, tr.From = lead.EventOpen, ""
	}
	return tr
}

// plainRows are a lead's rows of some versions.
func plainRows(id string, first, last int64) (trs []lead.Transition) {
	for v := first; v <= last; v++ {
		trs = append(trs, plainRow(id, v))
	}
	return trs
}

// each is a database of each kind, for tests that leave it as it was.
func each(t *testing.T) (all []*database) {
	t.Helper()
	all = append(all, sqlite(t))
	t.Run("with PostgreSQL", func(sub *testing.T) {
		postgresDSN(sub)
		all = append(all, postgres(t))
	})
	return all
}

func appendTo(t testing.TB, s lead.Store, trs ...lead.Transition) {
	t.Helper()
	if err := s.Append(t.Context(), trs...); err != nil {
		t.Fatal(err)
	}
}

// histories of leads with all that a row can carry, one lead after the other.
func histories(leads, rowsEach int, seed uint64, take func(lead.Transition) error) error {
	r := rand.New(rand.NewPCG(seed, 1))
	statuses := []lead.Status{"inquiry", "engaged", "mql", "sal", "sql", "converted", "won", "lost", "recycled", "disqualified"}
	for i := range leads {
		var last lead.Transition
		labels := map[string]string{"source": fmt.Sprint("s", r.IntN(8)), "owner": fmt.Sprint("u", r.IntN(50))}
		start := began.Add(time.Duration(r.IntN(365*24)) * time.Hour)
		for v := range rowsEach {
			to := statuses[r.IntN(len(statuses))]
			at := start.Add(time.Duration(v)*time.Hour + time.Duration(r.IntN(1e9))*time.Microsecond)
			tr := lead.Transition{
				LeadID: fmt.Sprintf("L-%07d", i), Version: int64(v + 1), Event: "move", From: last.To, To: to, Prior: last.From,
				At: at, Recorded: at.Add(time.Second), Since: at, Actor: lead.Actor{ID: fmt.Sprint("p", r.IntN(9)), Side: lead.Sales},
				Labels: labels, Key: fmt.Sprint("k", v), KeyHash: "0f", Spec: "test@1", Inferred: v == 0,
			}
			if r.IntN(3) == 0 {
				tr.Due = at.AddDate(0, 0, r.IntN(90))
			}
			if v%2 == 1 {
				tr.Note, tr.Reason = "<b>\"zwei\" & 二\n😀", "price"
				tr.Set = []string{"owner", "source"}
				tr.Evidence = json.RawMessage(`{"fit":{"score":71.250,"why":["a<b","1e400"],"n":12345678901234567890,"z":1.0,"a":-0}}`)
				tr.Criteria = "mql@1+0011aabb"
			}
			if err := take(tr); err != nil {
				return err
			}
			last = tr
		}
	}
	return nil
}

// fill puts histories into a store, in batches.
func fill(t testing.TB, s lead.Store, leads, rowsEach int, seed uint64) {
	t.Helper()
	var batch []lead.Transition
	err := histories(leads, rowsEach, seed, func(tr lead.Transition) error {
		if batch = append(batch, tr); len(batch) < 2000 {
			return nil
		}
		err := s.Append(t.Context(), batch...)
		batch = batch[:0]
		return err
	})
	if err := errors.Join(err, s.Append(t.Context(), batch...)); err != nil {
		t.Fatal(err)
	}
}

// walk sends leads on a random walk through the standard lifecycle.
func walk(t testing.TB, tr *lead.Tracker[string], leads, steps int, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 2))
	actors := []lead.Actor{mia, {ID: "ann", Side: lead.Sales}, {ID: "lou", Side: lead.LeadManagement}, {ID: "job", Kind: lead.System}}
	for range steps {
		cmd := lead.Command[string]{ID: fmt.Sprintf("W-%03d", r.IntN(leads)), Actor: actors[r.IntN(len(actors))], Note: "walk"}
		cmd.Labels = map[string]string{"owner": []string{"", "ann", "bob"}[r.IntN(3)], "region": []string{"", "north"}[r.IntN(2)]}
		_, choices, err := tr.Explain(t.Context(), cmd.ID, cmd.Actor, "")
		if errors.Is(err, lead.ErrNotFound) {
			if _, err := tr.Open(t.Context(), cmd); err != nil {
				t.Fatal(err)
			}
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		for _, i := range r.Perm(len(choices)) {
			if c := choices[i]; len(c.Blockers) == 0 {
				cmd.Event = c.Event
				for _, need := range c.Needs {
					if need.Kind == lead.NeedsReason {
						cmd.Reason = need.Options[r.IntN(len(need.Options))].Code
					}
				}
				if _, err := tr.Apply(t.Context(), cmd); err != nil {
					t.Fatal(err)
				}
				break
			}
		}
	}
}

func allRows(t testing.TB, s lead.Store, q lead.Query) (trs []lead.Transition) {
	t.Helper()
	for tr, err := range s.History(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		trs = append(trs, tr)
	}
	return trs
}

// sends runs statements; PostgreSQL or SQLite says what is wrong with them.
func (d *database) sends(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := d.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

func (d *database) count(t testing.TB, text string) (n int64) {
	t.Helper()
	if err := d.QueryRowContext(t.Context(), text).Scan(&n); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

// later runs f beside the test, which waits for it in the end.
func later(t testing.TB, f func(ctx context.Context) error) <-chan error {
	t.Helper()
	done := make(chan error, 1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	over := make(chan struct{})
	go func() {
		defer close(over)
		done <- f(ctx)
	}()
	t.Cleanup(func() { cancel(); <-over })
	return done
}
