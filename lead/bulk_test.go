package lead

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// counted tells how often a store was asked, and hides what it can do besides the
// three methods.
type counted struct {
	Store
	loads, appends, rows int
	before               func(call int) // runs before each Append
	fail                 func(call int) error
}

func (c *counted) Load(ctx context.Context, id, key string) (State, *Transition, error) {
	c.loads++
	return c.Store.Load(ctx, id, key)
}

func (c *counted) Append(ctx context.Context, trs ...Transition) error {
	c.appends++
	if c.before != nil {
		c.before(c.appends)
	}
	if c.fail != nil {
		if err := c.fail(c.appends); err != nil {
			return err
		}
	}
	c.rows += len(trs)
	return c.Store.Append(ctx, trs...)
}

// batching is a counted store that answers for many leads at once.
type batching struct {
	*counted
	BatchLoader
}

func opening(n int) []Command[string] {
	cmds := make([]Command[string], n)
	for i := range cmds {
		cmds[i] = Command[string]{ID: fmt.Sprintf("L-%04d", i), Event: EventOpen, Actor: mia}
	}
	return cmds
}

func ok(t *testing.T, outcomes []Outcome) {
	t.Helper()
	for i, o := range outcomes {
		if o.Err != nil {
			t.Fatalf("outcome %d: %v", i, o.Err)
		}
	}
}

// What ApplyAll does to leads is what Apply and Open do one by one, whatever the
// commands and whatever the store can do.
func TestApplyAllIsApplyOneByOne(t *testing.T) {
	m := standard(t, Bindings[string]{})
	rapid.Check(t, func(rt *rapid.T) {
		now := noon
		config := Config{Now: func() time.Time { return now }}
		mem := [3]*MemStore{NewMemStore(), NewMemStore(), NewMemStore()}
		single := NewTracker(m, mem[0], config)
		plain := NewTracker(m, &counted{Store: mem[1]}, config)
		batched := NewTracker(m, mem[2], config)
		for range rapid.IntRange(1, 4).Draw(rt, "lists") {
			cmds := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) Command[string] {
				c := Command[string]{
					ID:    rapid.SampledFrom([]string{"A", "B", "C", "D", "", "E\n"}).Draw(rt, "id"),
					Event: rapid.SampledFrom([]Event{EventOpen, EventOpen, "engage", "qualify", "accept", "discard", "nonsense", ""}).Draw(rt, "event"),
					Actor: rapid.SampledFrom([]Actor{mia, ann, job}).Draw(rt, "actor"),
					Key:   rapid.SampledFrom([]string{"", "", "k1", "k2"}).Draw(rt, "key"),
				}
				c.IfVersion = rapid.SampledFrom([]int64{0, 0, 1, 2}).Draw(rt, "version")
				return c
			}), 0, 12).Draw(rt, "commands")
			var want []Outcome
			for _, c := range cmds {
				do := single.Apply
				if c.Event == EventOpen {
					do = single.Open
				}
				tr, err := do(context.Background(), c)
				want = append(want, Outcome{tr, err})
			}
			for name, tracker := range map[string]*Tracker[string]{"a plain store": plain, "a store that loads batches": batched} {
				got := tracker.ApplyAll(context.Background(), cmds)
				if diff := cmp.Diff(said(want), said(got)); diff != "" {
					rt.Fatalf("%s (-one by one +all):\n%s", name, diff)
				}
			}
			now = now.Add(time.Hour)
		}
		want := history(mem[0])
		for _, s := range mem[1:] {
			if diff := cmp.Diff(want, history(s)); diff != "" {
				rt.Fatalf("histories (-one by one +all):\n%s", diff)
			}
		}
	})
}

// said is outcomes with errors as their text.
func said(outcomes []Outcome) []string {
	texts := make([]string, len(outcomes))
	for i, o := range outcomes {
		texts[i] = fmt.Sprintf("%+v %v", o.Transition, o.Err)
	}
	return texts
}

func history(s Store) []Transition {
	var rows []Transition
	for tr, err := range s.History(context.Background(), Query{}) {
		if err != nil {
			panic(err)
		}
		rows = append(rows, tr)
	}
	return rows
}

func TestApplyAllAppendsAThousandRowsAtOnce(t *testing.T) {
	mem := NewMemStore()
	s := &counted{Store: mem}
	tracker := NewTracker(standard(t, Bindings[string]{}), s, Config{Now: func() time.Time { return noon }})
	ok(t, tracker.ApplyAll(t.Context(), opening(2500)))
	if s.appends != 3 || s.rows != 2500 || s.loads != 2500 {
		t.Errorf("%d appends of %d rows, %d loads", s.appends, s.rows, s.loads)
	}
	s.loads = 0
	tracker = tracker.WithStore(batching{s, mem})
	ok(t, tracker.ApplyAll(t.Context(), []Command[string]{
		{ID: "L-0001", Event: "qualify", Actor: mia}, {ID: "L-0002", Event: "qualify", Actor: mia},
	}))
	if s.loads != 0 {
		t.Errorf("%d leads were loaded one by one", s.loads)
	}
}

// As an import comes: each lead's commands one after the other.
func TestCommandsOfALeadInARowCostNoBatches(t *testing.T) {
	s := &counted{Store: NewMemStore()}
	tracker := NewTracker(standard(t, Bindings[string]{}), s, Config{Now: func() time.Time { return noon }})
	var cmds []Command[string]
	for _, open := range opening(1500) {
		cmds = append(cmds, open, Command[string]{ID: open.ID, Event: "engage", Actor: mia}, Command[string]{ID: open.ID, Event: "qualify", Actor: mia})
	}
	for i, o := range tracker.ApplyAll(t.Context(), cmds) {
		if o.Err != nil || o.Transition.LeadID != cmds[i].ID || o.Transition.Event != cmds[i].Event || o.Transition.Version != int64(i%3+1) {
			t.Fatalf("outcome %d: %+v", i, o)
		}
	}
	if s.appends != 6 || s.rows != 4500 {
		t.Errorf("%d appends of %d rows", s.appends, s.rows)
	}
}

func TestInBulkTheAttemptsAreBoundedToo(t *testing.T) {
	for attempts, want := range map[int]int{-1: 1, 1: 1, 2: 2, 5: 5} {
		s := &counted{Store: NewMemStore(), fail: func(int) error { return ErrConflict }}
		tracker := NewTracker(standard(t, Bindings[string]{}), s, Config{Attempts: attempts, Now: func() time.Time { return noon }})
		o := tracker.ApplyAll(t.Context(), opening(1))
		if !errors.Is(o[0].Err, ErrConflict) || s.appends != want {
			t.Errorf("Attempts %d: %d appends, %v", attempts, s.appends, o[0].Err)
		}
	}
}

func TestAConflictCostsItsOwnLeadOnly(t *testing.T) {
	for _, strict := range []bool{false, true} {
		mem := NewMemStore()
		s := &counted{Store: mem}
		m, config := standard(t, Bindings[string]{}), Config{Now: func() time.Time { return noon }}
		tracker, rival := NewTracker(m, s, config), NewTracker(m, mem, config)
		ok(t, tracker.ApplyAll(t.Context(), opening(1000)))

		moved := []string{"L-0007", "L-0500", "L-0999"}
		s.appends, s.before = 0, func(call int) {
			if call > 1 {
				return
			}
			for _, id := range moved {
				if _, err := rival.Apply(t.Context(), Command[string]{ID: id, Event: "engage", Actor: job}); err != nil {
					t.Error(err)
				}
			}
		}
		var cmds []Command[string]
		for _, o := range opening(1000) {
			c := Command[string]{ID: o.ID, Event: "qualify", Actor: mia}
			if strict {
				c.IfVersion = 1
			}
			cmds = append(cmds, c)
		}
		for i, o := range tracker.ApplyAll(t.Context(), cmds) {
			late := slices.Contains(moved, cmds[i].ID)
			switch {
			case strict && late:
				if e, ok := errors.AsType[*ConflictError](o.Err); !ok || e.State.Last != job || e.Seen != 1 {
					t.Errorf("%s: %v", cmds[i].ID, o.Err)
				}
			case o.Err != nil:
				t.Errorf("%s: %v", cmds[i].ID, o.Err)
			case late && (o.Transition.Version != 3 || o.Transition.From != "engaged"):
				t.Errorf("%s was not decided again: %+v", cmds[i].ID, o.Transition)
			case !late && o.Transition.Version != 2:
				t.Errorf("%s: %+v", cmds[i].ID, o.Transition)
			}
		}
		// Three leads in a thousand: each costs the halves on the way to it.
		if s.appends > 3*2*11 {
			t.Errorf("%d appends", s.appends)
		}
	}
}

func TestInATransactionABatchIsNotDecidedAgain(t *testing.T) {
	s := &counted{Store: NewMemStore(), fail: func(int) error { return fmt.Errorf("row 1: %w", ErrConflict) }}
	tracker := NewTracker(standard(t, Bindings[string]{}), NewMemStore(), Config{Now: func() time.Time { return noon }}).WithStore(s)
	for i, o := range tracker.ApplyAll(t.Context(), opening(2)) {
		if !errors.Is(o.Err, ErrConflict) {
			t.Errorf("outcome %d: %v", i, o.Err)
		}
	}
	if s.appends != 3 { // both, then each
		t.Errorf("%d appends", s.appends)
	}
}

// What is sent to a database that has ended the transaction would be kept at once: of
// several chunks, of a second command for a lead, and of the halves that tell a conflict.
func TestNothingIsSentAfterTheTransactionIsOver(t *testing.T) {
	many := append(opening(2500), opening(3)...)
	isolated := fmt.Errorf("%w: %w", ErrTxAborted, ErrConflict) // no word on which row
	for name, tt := range map[string]struct {
		fail    func(call int) error
		appends int
		kept    int
	}{
		"at once":      {func(int) error { return ErrTxAborted }, 1, 0},
		"in isolation": {func(int) error { return isolated }, 1, 0},
		"later":        {func(call int) error { return map[int]error{2: ErrTxAborted}[call] }, 2, 1000},
		"in a half":    {func(call int) error { return map[int]error{1: ErrConflict, 2: ErrTxAborted}[call] }, 2, 0},
		"at the last":  {func(call int) error { return map[int]error{3: ErrTxAborted}[call] }, 3, 2000},
		"after a half": {func(call int) error { return map[int]error{1: ErrConflict, 3: ErrTxAborted}[call] }, 3, 500},
	} {
		s := &counted{Store: NewMemStore(), fail: tt.fail}
		tracker := NewTracker(standard(t, Bindings[string]{}), NewMemStore(), Config{Now: func() time.Time { return noon }}).WithStore(s)
		done := 0
		for _, o := range tracker.ApplyAll(t.Context(), many) {
			if o.Err == nil {
				done++
			} else if !errors.Is(o.Err, ErrTxAborted) {
				t.Errorf("%s: %v", name, o.Err)
			}
		}
		if s.appends != tt.appends || done != tt.kept {
			t.Errorf("%s: %d appends, %d rows; want %d and %d", name, s.appends, done, tt.appends, tt.kept)
		}
	}
}

func TestWhatEndsABatchIsToldOfEachOfItsLeads(t *testing.T) {
	full := errors.New("disk full")
	s := &counted{Store: NewMemStore(), fail: func(call int) error {
		if call == 2 {
			return full
		}
		return nil
	}}
	tracker := NewTracker(standard(t, Bindings[string]{}), s, Config{Now: func() time.Time { return noon }})
	for i, o := range tracker.ApplyAll(t.Context(), opening(2500)) {
		if failed := i >= 1000 && i < 2000; failed != errors.Is(o.Err, full) || failed != (o.Transition.Version == 0) {
			t.Fatalf("outcome %d: %+v", i, o)
		}
	}
	if n := len(history(s)); n != 1500 {
		t.Errorf("%d rows", n)
	}
}

func TestAnEndedContextEndsTheCommandsToCome(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := &counted{Store: NewMemStore()}
	s.before = func(call int) {
		if call == 2 {
			cancel()
		}
	}
	tracker := NewTracker(standard(t, Bindings[string]{}), s, Config{Now: func() time.Time { return noon }})
	for i, o := range tracker.ApplyAll(ctx, opening(2500)) {
		if ended := i >= 1000; ended != errors.Is(o.Err, context.Canceled) {
			t.Fatalf("outcome %d: %v", i, o.Err)
		}
	}
	if n := len(history(s)); n != 1000 {
		t.Errorf("%d rows", n)
	}
}

type liar struct{ Store }

func (liar) LoadAll(context.Context, []string, []string) ([]Loaded, error) { return nil, nil }

func TestAStoreThatAnswersForTooFewLeadsIsAnError(t *testing.T) {
	tracker := NewTracker(standard(t, Bindings[string]{}), liar{NewMemStore()}, Config{})
	for _, o := range tracker.ApplyAll(t.Context(), opening(2)) {
		if o.Err == nil || !strings.Contains(o.Err.Error(), "gave 0 answers") {
			t.Errorf("%v", o.Err)
		}
	}
}
