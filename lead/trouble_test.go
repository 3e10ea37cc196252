package lead

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type guard = func(context.Context, Attempt[string]) (any, error)

// guarded is an office with one guard on qualify, and a lead L in inquiry.
func guarded(t *testing.T, c Config, g *guard) *office {
	t.Helper()
	o := newOffice(t, c)
	ask := func(ctx context.Context, a Attempt[string]) (any, error) { return (*g)(ctx, a) }
	o.Tracker = NewTracker(standard(t, Bindings[string]{Guards: Guards[string]{"criteria": ask}}, "criteria"), o.store, o.config)
	o.open(t, "L", Command[string]{Event: "engage", Actor: mia, Labels: map[string]string{"product": "roof"}})
	return o
}

func yes(context.Context, Attempt[string]) (any, error) { return nil, nil }

// unharmed checks that lead L stands as it stood and that the tracker still works.
func (o *office) unharmed(t *testing.T, g *guard, before []Transition) {
	t.Helper()
	if diff := cmp.Diff(before, o.rows(t, "")); diff != "" {
		t.Errorf("the history has changed (-before +after):\n%s", diff)
	}
	*g = yes
	if tr, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia}); err != nil || tr.To != "mql" {
		t.Errorf("afterwards: %q, %v", tr.To, err)
	}
}

func TestGuardsInTrouble(t *testing.T) {
	cause := errors.New("connection refused")
	ended := func(t *testing.T, err error) bool { return errors.Is(err, context.Canceled) }
	for _, tt := range []struct {
		name  string
		guard guard
		is    func(t *testing.T, err error) bool
	}{
		{
			"panics with an error", func(context.Context, Attempt[string]) (any, error) { panic(cause) },
			func(t *testing.T, err error) bool { return errors.Is(err, cause) },
		},
		{
			"panics with an error of ours", func(context.Context, Attempt[string]) (any, error) { panic(&RefusedError{}) },
			func(t *testing.T, err error) bool { g, ok := err.(*GuardError); return ok && g.Stack != nil },
		},
		{
			"panics with nil", func(context.Context, Attempt[string]) (any, error) { panic(nil) },
			func(t *testing.T, err error) bool { _, ok := errors.AsType[*runtime.PanicNilError](err); return ok },
		},
		{"writes to a nil map", func(_ context.Context, a Attempt[string]) (any, error) {
			a.Command.Labels["a"] = "b"
			return nil, nil
		}, func(t *testing.T, err error) bool {
			_, ok := errors.AsType[runtime.Error](err)
			return ok && strings.Contains(err.Error(), "nil map")
		}},
		{
			"panics while its evidence is written", func(context.Context, Attempt[string]) (any, error) { return bomb{}, nil },
			func(t *testing.T, err error) bool { return strings.Contains(err.Error(), "boom") },
		},
		{
			"panics while its refusal is read", func(context.Context, Attempt[string]) (any, error) { return nil, bomb{} },
			func(t *testing.T, err error) bool { return strings.Contains(err.Error(), "boom") },
		},
		{"blocks until the context ends", func(ctx context.Context, _ Attempt[string]) (any, error) { <-ctx.Done(); return nil, ctx.Err() }, ended},
		{"wraps the context's end", func(ctx context.Context, _ Attempt[string]) (any, error) {
			<-ctx.Done()
			return nil, fmt.Errorf("asking the register: %w", ctx.Err())
		}, ended},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := guard(yes)
			o := guarded(t, Config{}, &g)
			before := o.rows(t, "")
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			g = func(ctx context.Context, a Attempt[string]) (any, error) {
				time.AfterFunc(time.Millisecond, stop) // while the guard is at it
				return tt.guard(ctx, a)
			}
			_, err := o.Apply(ctx, Command[string]{ID: "L", Event: "qualify", Actor: mia})
			failed, ok := errors.AsType[*GuardError](err)
			if !ok || failed.Guard != "criteria" || failed.Event != "qualify" || failed.State.LeadID != "L" || failed.State.Status != "engaged" {
				t.Fatalf("got %v, want a *GuardError that says which guard, on what", err)
			}
			if !tt.is(t, err) || errors.Is(err, ErrConflict) {
				t.Errorf("%v lost its cause", err)
			}
			if g, ok := err.(*GuardError); !ok || g != failed {
				t.Errorf("the *GuardError is wrapped in %T", err)
			}
			ctx, again := context.WithCancel(t.Context())
			defer again()
			stop = again
			for _, c := range o.machine.Explain(ctx, last(before).State(), Command[string]{ID: "L", Actor: mia, At: noon}) {
				if undecided := codes(c.Blockers) == CodeUndecided; undecided != (c.Event == "qualify") {
					t.Errorf("Explain on %s: %v", c.Event, c.Blockers)
				}
			}
			o.unharmed(t, &g, before)
		})
	}
}

// bomb panics wherever it is looked at.
type bomb struct{}

func (bomb) MarshalJSON() ([]byte, error)                 { panic("boom") }
func (bomb) Error() string                                { panic("boom") }
func (bomb) Blocker() (string, string, map[string]string) { panic("boom") }

// A guard that does not heed its context says yes too late: the store is asked with
// a context that has ended, and nothing is written.
// What a guard returns is its refusal only if that is all it says.
func TestARefusalIsTheWholeError(t *testing.T) {
	failure := errors.New("connection refused")
	for _, tt := range []struct {
		name    string
		err     error
		refused bool
		is      error // what shows of it otherwise
	}{
		{"wrapped", fmt.Errorf("score: %w", Blocker{Code: "low"}), true, nil},
		{"joined with a failure", errors.Join(Blocker{Code: "low"}, failure), false, failure},
		{"without a code", Blocker{}, false, nil},
		{"a transaction that is over", fmt.Errorf("guard: %w", ErrTxAborted), false, ErrTxAborted},
	} {
		g := guard(yes)
		o := guarded(t, Config{}, &g)
		before := o.rows(t, "")
		g = func(context.Context, Attempt[string]) (any, error) { return nil, tt.err }
		_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia})
		_, undecided := errors.AsType[*GuardError](err)
		if errors.Is(err, ErrNotPermitted) != tt.refused || undecided == tt.refused || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: %v", tt.name, err)
		}
		o.unharmed(t, &g, before)
	}
}

// A machine may serve many stores: a lead of the same id is another lead.
func TestAGuardMayAskAboutALeadOfTheSameIDElsewhere(t *testing.T) {
	g := guard(yes)
	o := guarded(t, Config{}, &g)
	other := NewTracker(o.machine, NewMemStore(), o.config)
	g = func(ctx context.Context, _ Attempt[string]) (any, error) {
		_, err := other.Open(ctx, Command[string]{ID: "L", Actor: mia})
		return nil, err
	}
	if tr, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia}); err != nil || tr.To != "mql" {
		t.Errorf("%+v, %v", tr, err)
	}
}

func TestAGuardThatOutlastsTheContextChangesNothing(t *testing.T) {
	g := guard(yes)
	o := guarded(t, Config{}, &g)
	before := o.rows(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	g = func(context.Context, Attempt[string]) (any, error) { cancel(); return nil, nil }
	if _, err := o.Apply(ctx, Command[string]{ID: "L", Event: "qualify", Actor: mia}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
	o.unharmed(t, &g, before)
}

// runtime.Goexit, which testing.T.FailNow is, ends the goroutine of the caller, and
// that is its right. What matters is what it leaves behind.
func TestAGuardThatEndsItsGoroutineLeavesNothingLocked(t *testing.T) {
	g := guard(yes)
	o := guarded(t, Config{}, &g)
	before := o.rows(t, "")
	g = func(context.Context, Attempt[string]) (any, error) { runtime.Goexit(); return nil, nil }
	returned, done := false, make(chan struct{})
	go func() {
		defer close(done)
		_, _ = o.Apply(context.Background(), Command[string]{ID: "L", Event: "qualify", Actor: mia})
		returned = true
	}()
	<-done
	if returned {
		t.Error("Apply came back: say in the documentation with what")
	}
	o.unharmed(t, &g, before)
}

func TestAGuardMayMoveAnotherLead(t *testing.T) {
	g := guard(yes)
	o := guarded(t, Config{}, &g)
	g = func(ctx context.Context, a Attempt[string]) (any, error) {
		if a.State.LeadID != "L" {
			return "inner", nil
		}
		if _, err := o.Open(ctx, Command[string]{ID: "M", Actor: mia}); err != nil {
			return nil, err
		}
		// The same guarded event: this very guard, one level deeper.
		tr, err := o.Apply(ctx, Command[string]{ID: "M", Event: "qualify", Actor: mia})
		return tr.LeadID, err
	}
	tr, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia})
	if err != nil || tr.LeadID != "L" || tr.To != "mql" || string(tr.Evidence) != `{"criteria":"M"}` {
		t.Errorf("outer: %+v, %v", tr, err)
	}
	if inner := last(o.rows(t, "M")); inner.To != "mql" || string(inner.Evidence) != `{"criteria":"inner"}` {
		t.Errorf("inner: %+v", inner)
	}
}

// The context tells a tracker that it is called by a guard, and about which lead.
func TestAGuardCannotComeBackToItsOwnLead(t *testing.T) {
	for name, back := range map[string]func(ctx context.Context, o *office, id string) error{
		"by the same event": func(ctx context.Context, o *office, id string) error {
			_, err := o.Apply(ctx, Command[string]{ID: id, Event: "qualify", Actor: mia})
			return err
		},
		"by another event": func(ctx context.Context, o *office, id string) error {
			_, err := o.Apply(ctx, Command[string]{ID: id, Event: "recycle", Actor: mia})
			return err
		},
		"in bulk": func(ctx context.Context, o *office, id string) error {
			return o.ApplyAll(ctx, []Command[string]{{ID: id, Event: "recycle", Actor: mia}})[0].Err
		},
		"for the page": func(ctx context.Context, o *office, id string) error {
			_, _, err := o.Explain(ctx, id, mia, "")
			return err
		},
		"from inside a transaction": func(ctx context.Context, o *office, id string) error {
			_, err := o.WithStore(o.store).Apply(ctx, Command[string]{ID: id, Event: "qualify", Actor: mia})
			return err
		},
	} {
		for _, by := range []string{"L", "M"} { // at once, or by way of another lead, whose guard comes back
			if by == "M" && name != "by the same event" && name != "from inside a transaction" {
				continue // M has no guard there
			}
			t.Run(name+", by way of "+by, func(t *testing.T) {
				g := guard(yes)
				o := guarded(t, Config{}, &g)
				o.open(t, "M", Command[string]{Event: "engage", Actor: mia})
				before := o.rows(t, "")
				calls := 0
				g = func(ctx context.Context, a Attempt[string]) (any, error) {
					if calls++; calls > 10 {
						return nil, errors.New("it goes round in circles")
					}
					id := by
					if a.State.LeadID == by {
						id = "L"
					}
					return nil, back(context.WithValue(ctx, t, 1), o, id)
				}
				_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia})
				e, ok := errors.AsType[*GuardError](err)
				if !ok || e.Guard != "criteria" || e.State.LeadID != "L" || !strings.Contains(err.Error(), `lead "L" is being decided on`) {
					t.Fatalf("got %v", err)
				}
				if errors.Is(err, ErrInvalidCommand) {
					t.Error("the inner command's error passes for that of the outer one")
				}
				o.unharmed(t, &g, before)
			})
		}
	}
}

// A guard that moves the lead it is asked about and hides that it is a guard, by a
// context of its own, is a rival of its own command.
func TestAGuardThatMovesItsOwnLeadIsARival(t *testing.T) {
	t.Run("once: its command is decided again", func(t *testing.T) {
		g, asked := guard(yes), 0
		o := guarded(t, Config{}, &g)
		g = func(_ context.Context, a Attempt[string]) (any, error) {
			if asked++; asked == 1 {
				_, err := o.Apply(context.Background(), Command[string]{ID: "L", Event: "recycle", Actor: mia})
				return nil, err
			}
			return string(a.State.Status), nil
		}
		tr, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia})
		if err != nil || tr.From != "recycled" || tr.Version != 4 || asked != 2 || string(tr.Evidence) != `{"criteria":"recycled"}` {
			t.Errorf("asked %d times: %+v, %v", asked, tr, err)
		}
	})
	t.Run("out of reach: its command is refused", func(t *testing.T) {
		g := guard(yes)
		o := guarded(t, Config{}, &g)
		g = func(_ context.Context, _ Attempt[string]) (any, error) {
			_, err := o.Apply(context.Background(), Command[string]{ID: "L", Event: "discard", Reason: "test", Actor: job})
			return nil, err
		}
		_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia})
		r, refused := errors.AsType[*RefusedError](err)
		if !refused || r.State.Status != "void" || r.State.Last.ID != job.ID || codes(r.Blockers) != CodeWrongStatus {
			t.Errorf("got %v, want a refusal in void, where the guard put it", err)
		}
	})
	t.Run("each time: the attempts end", func(t *testing.T) {
		g, asked := guard(yes), 0
		o := guarded(t, Config{Attempts: 4}, &g)
		g = func(_ context.Context, a Attempt[string]) (any, error) {
			asked++
			event := Event("recycle")
			if a.State.Status == "recycled" {
				event = "engage"
			}
			_, err := o.Apply(context.Background(), Command[string]{ID: "L", Event: event, Actor: mia})
			return nil, err
		}
		_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: ann.as(Marketing)})
		c, ok := errors.AsType[*ConflictError](err)
		if !ok || asked != 4 || c.State.Last.ID != mia.ID || c.State.Version != 6 {
			t.Errorf("asked %d times: %v", asked, err)
		}
		if rows := o.rows(t, "L"); len(rows) != 6 || slices.ContainsFunc(rows, func(tr Transition) bool { return tr.To == "mql" }) {
			t.Errorf("%d rows, want the two there were and the guard's four", len(rows))
		}
	})
	t.Run("with a version that was seen: a conflict", func(t *testing.T) {
		g := guard(yes)
		o := guarded(t, Config{}, &g)
		g = func(_ context.Context, _ Attempt[string]) (any, error) {
			_, err := o.Apply(context.Background(), Command[string]{ID: "L", Event: "recycle", Actor: mia})
			return nil, err
		}
		_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: job, IfVersion: 2})
		if c, ok := errors.AsType[*ConflictError](err); !ok || c.State.Last.ID != mia.ID || c.Seen != 2 {
			t.Errorf("got %v, want a conflict that names mia", err)
		}
	})
}

func (a Actor) as(s Side) Actor { a.Side = s; return a }

// The maps of an Attempt are the guard's own: what it writes to them shows nowhere.
func TestAGuardThatWritesToItsMapsChangesNoRow(t *testing.T) {
	g := guard(yes)
	o := guarded(t, Config{}, &g)
	g = func(_ context.Context, a Attempt[string]) (any, error) {
		a.State.Labels["product"], a.Command.Labels["a"] = "spoilt", "spoilt"
		return nil, nil
	}
	labels := map[string]string{"a": "b"}
	cmd := Command[string]{ID: "L", Event: "qualify", Actor: mia, Labels: labels, Key: "k"}
	tr, err := o.Apply(t.Context(), cmd)
	if want := map[string]string{"product": "roof", "a": "b"}; err != nil || !maps.Equal(tr.Labels, want) {
		t.Errorf("the row has %v, %v", tr.Labels, err)
	}
	if labels["a"] != "b" {
		t.Errorf("the caller's labels are %v", labels)
	}
	if again, err := o.Apply(t.Context(), cmd); err != nil || again.Version != tr.Version {
		t.Errorf("the same command again: %+v, %v", again, err)
	}
}

// Neither is anything harmed that the store keeps.
func TestAGuardThatWritesToItsMapsHarmsNobodyElse(t *testing.T) {
	g := guard(yes)
	o := guarded(t, Config{}, &g)
	o.open(t, "M", Command[string]{Event: "engage", Actor: mia, Labels: map[string]string{"product": "cellar"}})
	before := o.rows(t, "")
	g = func(_ context.Context, a Attempt[string]) (any, error) {
		clear(a.State.Labels)
		a.State.Labels["product"] = "spoilt"
		clear(a.Command.Labels)
		return nil, Blocker{Code: "no"}
	}
	if _, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: mia, Labels: map[string]string{"a": "b"}}); !errors.Is(err, ErrNotPermitted) {
		t.Fatal(err)
	}
	if _, _, err := o.Explain(t.Context(), "L", mia, ""); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, o.rows(t, "")); diff != "" {
		t.Errorf("the store shares its maps (-before +after):\n%s", diff)
	}
	other, err := o.Apply(t.Context(), Command[string]{ID: "M", Event: "recycle", Actor: mia})
	if want := map[string]string{"product": "cellar"}; err != nil || !maps.Equal(other.Labels, want) {
		t.Errorf("another lead has %v, %v", other.Labels, err)
	}
	o.unharmed(t, &g, append(before, other))
}

func TestAClockThatRunsBackBreaksNoHistory(t *testing.T) {
	o := newOffice(t, Config{})
	minutes := []int{0, 5, -30, 2, -1000, 5, 6, -60} // from noon, one a row
	events := []Event{"open", "engage", "recycle", "engage", "recycle", "engage", "recycle", "engage"}
	var newest time.Time
	for i, event := range events {
		o.now = noon.Add(time.Duration(minutes[i]) * time.Minute)
		cmd := Command[string]{ID: "L", Event: event, Actor: mia}
		do := o.Apply
		if event == EventOpen {
			do = o.Open
		}
		tr, err := do(t.Context(), cmd)
		if err != nil {
			t.Fatalf("row %d: %v", i+1, err)
		}
		if o.now.After(newest) {
			newest = o.now
		}
		if !tr.At.Equal(newest) || !tr.Recorded.Equal(o.now) || !tr.Since.Equal(newest) {
			t.Errorf("row %d: at %v, recorded %v, since %v; want %v, recorded %v", i+1, tr.At, tr.Recorded, tr.Since, newest, o.now)
		}
		if want := newest.Add(30 * 24 * time.Hour); tr.To == "recycled" && !tr.Due.Equal(want) {
			t.Errorf("row %d wakes at %v, want %v: 30 days after it happened", i+1, tr.Due, want)
		}
	}
	// While the clock is behind the lead, the lead's time is the only one there is.
	for _, tt := range []struct {
		name string
		at   time.Time
		ok   bool
	}{
		{"the clock's", o.now, false},
		{"between", newest.Add(-time.Second), false},
		{"later", newest.Add(time.Microsecond), false},
		{"the lead's own", newest, true},
	} {
		_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "recycle", Actor: mia, At: tt.at})
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, ErrInvalidCommand) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestABackdatedRowRunsFromWhenItHappened(t *testing.T) {
	o := newOffice(t, Config{Backdate: 72 * time.Hour})
	o.open(t, "L", Command[string]{Event: "qualify", Actor: job}) // on Monday at noon
	o.now = noon.Add(48 * time.Hour)
	happened := noon.Add(20 * time.Minute)
	tr, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "accept", Actor: ann, At: happened})
	if err != nil || !tr.At.Equal(happened) || !tr.Since.Equal(happened) || !tr.Recorded.Equal(o.now) {
		t.Fatalf("%+v, %v", tr, err)
	}
	if want := happened.Add(24 * time.Hour); !tr.Due.Equal(want) { // one working day
		t.Errorf("due %v, want %v, which has passed", tr.Due, want)
	}
	// A retry keeps the time that was asked for; a row in between makes it impossible.
	m := &mover{Store: o.store, move: func(load int) {
		if load == 1 {
			if _, err := NewTracker(o.machine, o.store, o.config).Apply(t.Context(), Command[string]{ID: "L", Event: "touch", Actor: ann}); err != nil {
				t.Error(err)
			}
		}
	}}
	_, err = NewTracker(o.machine, Store(m), o.config).Apply(t.Context(), Command[string]{ID: "L", Event: "touch", Actor: ann, At: happened.Add(time.Hour)})
	if c, ok := errors.AsType[*CommandError](err); !ok || c.Field != "At" || m.appends != 1 {
		t.Errorf("before a row that came meanwhile: %v", err)
	}
}
