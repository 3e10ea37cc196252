package lead

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// mover moves the lead after each Load, as another user would who is always
// quicker, and counts what the tracker does.
type mover struct {
	Store
	move           func(load int) // not for the store that it is called from
	loads, appends int
}

func (m *mover) Load(ctx context.Context, id, key string) (State, *Transition, error) {
	s, tr, err := m.Store.Load(ctx, id, key)
	m.loads++
	if m.move != nil {
		m.move(m.loads)
	}
	return s, tr, err
}

func (m *mover) Append(ctx context.Context, trs ...Transition) error {
	m.appends++
	return m.Store.Append(ctx, trs...)
}

// accepted is an office in which ann works on lead L, and a store that bob touches
// it through, once a load.
func accepted(t *testing.T, c Config) (*office, *mover) {
	t.Helper()
	o := newOffice(t, c)
	o.open(t, "L", Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "accept", Actor: ann})
	bob := NewTracker(o.machine, o.store, o.config)
	m := &mover{Store: o.store, move: func(load int) {
		cmd := Command[string]{ID: "L", Event: "touch", Actor: Actor{ID: fmt.Sprint("bob", load), Side: Sales}}
		if _, err := bob.Apply(context.WithoutCancel(t.Context()), cmd); err != nil {
			t.Error(err)
		}
	}}
	o.Tracker = NewTracker(o.machine, Store(m), o.config)
	return o, m
}

func TestARetryEndsWithinItsAttempts(t *testing.T) {
	for _, tt := range []struct{ attempts, want int }{{1, 1}, {2, 2}, {16, 16}, {100, 100}, {0, 16}, {-1, 1}} {
		t.Run(fmt.Sprintf("Attempts %d", tt.attempts), func(t *testing.T) {
			o, m := accepted(t, Config{Attempts: tt.attempts})
			_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "touch", Actor: ann})
			c, ok := errors.AsType[*ConflictError](err)
			if !ok || !errors.Is(err, ErrConflict) {
				t.Fatalf("got %v, want a *ConflictError", err)
			}
			if m.appends != tt.want || m.loads != tt.want+1 {
				t.Errorf("%d rows tried on %d loads, want %d and one look more at who won", m.appends, m.loads, tt.want)
			}
			// The last attempt saw what bob's touches up to the load before it left.
			if who := fmt.Sprint("bob", tt.want); c.State.Last.ID != who || c.Seen != int64(3+tt.want-1) || c.State.Version != c.Seen+1 {
				t.Errorf("seen %d, now %d by %s; want %d, the next, by %s", c.Seen, c.State.Version, c.State.Last.ID, 3+tt.want-1, who)
			}
			for _, tr := range o.rows(t, "L")[3:] {
				if tr.Actor.ID == "ann" {
					t.Errorf("a command that failed left %+v", tr)
				}
			}
		})
	}
}

// A store whose word for a conflict nothing shows.
func TestARetryOfAConflictThatCannotBeSeenEndsToo(t *testing.T) {
	o := newOffice(t, Config{Attempts: 5})
	o.open(t, "L")
	m := &mover{Store: stubborn{o.store}}
	_, err := NewTracker(o.machine, Store(m), o.config).Apply(t.Context(), Command[string]{ID: "L", Event: "engage", Actor: mia})
	if _, blames := errors.AsType[*ConflictError](err); blames || !errors.Is(err, ErrConflict) || m.appends != 5 {
		t.Errorf("%v after %d attempts", err, m.appends)
	}
}

// The same command sent twice: the one wins while the other tries for the third time.
func TestAKeyThatAppearsDuringRetriesIsTheAnswer(t *testing.T) {
	cmd := Command[string]{ID: "L", Event: "touch", Actor: ann, Key: "call-7", Note: "left a message"}
	for _, attempts := range []int{3, 16} { // found after the last, and by the next
		o, m := accepted(t, Config{Attempts: attempts})
		others, twin := m.move, NewTracker(o.machine, o.store, o.config)
		var first Transition
		m.move = func(load int) {
			if load < 3 {
				others(load)
			} else if load == 3 {
				var err error
				if first, err = twin.Apply(t.Context(), cmd); err != nil {
					t.Error(err)
				}
			}
		}
		tr, err := o.Apply(t.Context(), cmd)
		if err != nil || tr.Version != 6 || first.Version != 6 || tr.KeyHash != first.KeyHash || m.appends != 3 {
			t.Errorf("%d attempts: version %d, %v, after %d; the twin wrote version %d", attempts, tr.Version, err, m.appends, first.Version)
		}
		if rows := o.rows(t, "L"); len(rows) != 6 {
			t.Errorf("%d rows, want 6", len(rows))
		}
	}
}

func TestARetryIsDecidedOnWhatItFinds(t *testing.T) {
	o, m := accepted(t, Config{})
	bob := NewTracker(o.machine, o.store, o.config)
	m.move = func(load int) {
		if load == 1 {
			if _, err := bob.Apply(t.Context(), Command[string]{ID: "L", Event: "sales_qualify", Actor: Actor{ID: "bob", Side: Sales}}); err != nil {
				t.Error(err)
			}
		}
	}
	_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "sales_qualify", Actor: ann})
	r, refused := errors.AsType[*RefusedError](err)
	if !refused || r.State.Status != "sql" || r.State.Last.ID != "bob" || codes(r.Blockers) != CodeWrongStatus || m.appends != 1 {
		t.Errorf("got %v, want a refusal in sql, where bob put it", err)
	}
}

func TestAContextThatEndsDuringRetriesEndsThem(t *testing.T) {
	for _, tt := range []struct {
		name   string
		cancel int // during which load
	}{{"at once", 1}, {"later", 7}} {
		t.Run(tt.name, func(t *testing.T) {
			o, m := accepted(t, Config{Attempts: 1000})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			others := m.move
			m.move = func(load int) {
				others(load)
				if load == tt.cancel {
					cancel()
				}
			}
			_, err := o.Apply(ctx, Command[string]{ID: "L", Event: "touch", Actor: ann})
			if !errors.Is(err, context.Canceled) || errors.Is(err, ErrConflict) || m.loads != tt.cancel {
				t.Errorf("%v after %d loads, want %d", err, m.loads, tt.cancel)
			}
		})
	}
	o, _ := accepted(t, Config{Attempts: 1 << 30})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := o.Apply(ctx, Command[string]{ID: "L", Event: "touch", Actor: ann}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with a deadline: %v", err)
	}
}
