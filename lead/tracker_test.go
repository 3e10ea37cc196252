package lead

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// office is a tracker on a fresh store and a clock that stands until it is moved.
type office struct {
	*Tracker[string]
	store *MemStore
	now   time.Time
}

func newOffice(t *testing.T, c Config) *office {
	o := &office{store: NewMemStore(), now: noon}
	c.Now = func() time.Time { return o.now }
	o.Tracker = NewTracker(standard(t, Bindings[string]{}), o.store, c)
	return o
}

func (o *office) open(t *testing.T, id string, cmds ...Command[string]) Transition {
	t.Helper()
	tr, err := o.Open(t.Context(), Command[string]{ID: id, Actor: mia})
	for _, cmd := range cmds {
		if err == nil {
			cmd.ID = id
			tr, err = o.Apply(t.Context(), cmd)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func (o *office) rows(t *testing.T, id string) []Transition {
	t.Helper()
	var rows []Transition
	for tr, err := range o.store.History(t.Context(), Query{LeadID: id}) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, tr)
	}
	return rows
}

func TestWhatApplyReturnsIsWhatTheStoreKeeps(t *testing.T) {
	o := newOffice(t, Config{})
	o.open(t, "L")
	o.now = o.now.Add(time.Minute + 1234*time.Nanosecond)
	tr, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "nominate", Actor: mia, Reason: "event", Note: "n", Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	if want := noon.Add(time.Minute + time.Microsecond); !tr.At.Equal(want) || !tr.Recorded.Equal(want) {
		t.Errorf("at %v, recorded %v, want %v", tr.At, tr.Recorded, want)
	}
	if diff := cmp.Diff(tr, o.rows(t, "L")[1]); diff != "" {
		t.Errorf("(-returned +kept):\n%s", diff)
	}
}

func TestOpeningALead(t *testing.T) {
	o := newOffice(t, Config{})
	first := o.open(t, "L")
	if first.Version != 1 || first.From != "" || first.To != "inquiry" || first.Inferred {
		t.Errorf("first row: %+v", first)
	}
	_, err := o.Open(t.Context(), Command[string]{ID: "L", Actor: mia})
	if e, ok := errors.AsType[*ExistsError](err); !ok || !errors.Is(err, ErrExists) || e.State.Status != "inquiry" {
		t.Errorf("a second time: %v", err)
	}
	if _, err := o.Apply(t.Context(), Command[string]{ID: "M", Event: "engage", Actor: mia}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a lead that was never opened: %v", err)
	}
	adopted, err := o.Open(t.Context(), Command[string]{ID: "N", Into: "sal", Actor: ann})
	if err != nil || adopted.To != "sal" || !adopted.Inferred || adopted.Due.IsZero() {
		t.Errorf("adopted: %+v, %v", adopted, err)
	}
	for name, call := range map[string]func() (Transition, error){
		"an event other than open": func() (Transition, error) { return o.Open(t.Context(), Command[string]{ID: "P", Event: "engage"}) },
		"open through Apply":       func() (Transition, error) { return o.Apply(t.Context(), Command[string]{ID: "L", Event: EventOpen}) },
		"without an id":            func() (Transition, error) { return o.Open(t.Context(), Command[string]{}) },
		"Into a lead that stands": func() (Transition, error) {
			return o.Apply(t.Context(), Command[string]{ID: "L", Event: "engage", Actor: mia, Into: "sal"})
		},
		"at a version of no lead (-1)": func() (Transition, error) { return o.Open(t.Context(), Command[string]{ID: "Q", IfVersion: -1}) },
	} {
		if _, err := call(); !errors.Is(err, ErrInvalidCommand) && !errors.Is(err, ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.Open(t.Context(), Command[string]{ID: "R", Into: "nowhere"}); !errors.Is(err, ErrUnknownStatus) {
		t.Errorf("adopted into nowhere: %v", err)
	}
}

func TestIfVersionIsStrict(t *testing.T) {
	o := newOffice(t, Config{})
	o.open(t, "L", Command[string]{Event: "qualify", Actor: job})
	state, choices, err := o.Explain(t.Context(), "L", ann, "")
	if err != nil || len(choices) == 0 {
		t.Fatal(choices, err)
	}
	bob := Actor{ID: "bob", Side: Sales}
	if _, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "accept", Actor: bob, IfVersion: state.Version}); err != nil {
		t.Fatal(err)
	}
	_, err = o.Apply(t.Context(), Command[string]{ID: "L", Event: "accept", Actor: ann, IfVersion: state.Version})
	c, ok := errors.AsType[*ConflictError](err)
	if !ok || !errors.Is(err, ErrConflict) || c.State.Last.ID != "bob" || c.State.Status != "sal" || c.Seen != state.Version {
		t.Fatalf("got %v, want a conflict that names bob", err)
	}
	want := `lead "L" has moved meanwhile: version 3, not 2; sales bob put it into sal at 2026-03-02T12:00:00Z`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestAKeyMakesACommandIdempotent(t *testing.T) {
	o := newOffice(t, Config{})
	openCmd := Command[string]{ID: "L", Actor: mia, Key: "webhook-1", Labels: map[string]string{"source": "web"}}
	first, err := o.Open(t.Context(), openCmd)
	if err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(time.Hour)
	again, err := o.Open(t.Context(), openCmd)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("the same command gave another row (-first +again):\n%s", diff)
	}
	qualify := Command[string]{ID: "L", Event: "qualify", Actor: job, Key: "webhook-2", IfVersion: 1}
	if _, err := o.Apply(t.Context(), qualify); err != nil {
		t.Fatal(err)
	}
	if tr, err := o.Apply(t.Context(), qualify); err != nil || tr.Version != 2 {
		t.Errorf("the key is looked up before the version: %d, %v", tr.Version, err)
	}
	for name, change := range map[string]func(*Command[string]){
		"event":  func(c *Command[string]) { c.Event = "engage" },
		"actor":  func(c *Command[string]) { c.Actor = mia },
		"reason": func(c *Command[string]) { c.Reason = "x" },
		"note":   func(c *Command[string]) { c.Note = "x" },
		"labels": func(c *Command[string]) { c.Labels = map[string]string{"a": "b"} },
		"due":    func(c *Command[string]) { c.Due = noon },
	} {
		cmd := qualify
		change(&cmd)
		if _, err := o.Apply(t.Context(), cmd); !errors.Is(err, ErrKeyReused) {
			t.Errorf("another %s under the same key: %v", name, err)
		}
	}
	if got := len(o.rows(t, "L")); got != 2 {
		t.Errorf("%d rows, want 2", got)
	}
	o.open(t, "M")
	if _, err := o.Apply(t.Context(), Command[string]{ID: "M", Event: "engage", Actor: mia, Key: "webhook-2"}); err != nil {
		t.Errorf("keys are scoped to the lead: %v", err)
	}
	refused := Command[string]{ID: "M", Event: "accept", Actor: ann, Key: "k"}
	if _, err := o.Apply(t.Context(), refused); !errors.Is(err, ErrNotPermitted) {
		t.Fatal(err)
	}
	if _, err := o.Apply(t.Context(), Command[string]{ID: "M", Event: "qualify", Actor: job, Key: "k"}); err != nil {
		t.Errorf("a refused command kept its key: %v", err)
	}
}

func TestTimesOfACommand(t *testing.T) {
	o := newOffice(t, Config{Backdate: 48 * time.Hour})
	o.open(t, "L")
	ago := func(d time.Duration) time.Time { return o.now.Add(-d) }
	o.now = o.now.Add(96 * time.Hour)
	fire := func(at time.Time) (Transition, error) {
		return o.Apply(t.Context(), Command[string]{ID: "L", Event: "discard", Reason: "test", At: at})
	}
	for name, at := range map[string]time.Time{
		"in the future": ago(-time.Second), "too far back": ago(48*time.Hour + time.Second), "before the lead": ago(97 * time.Hour),
	} {
		if _, err := fire(at); !errors.Is(err, ErrInvalidCommand) {
			t.Errorf("%s: %v", name, err)
		}
	}
	tr, err := fire(ago(48 * time.Hour))
	if err != nil || !tr.At.Equal(ago(48*time.Hour)) || !tr.Recorded.Equal(o.now) || !tr.Since.Equal(tr.At) {
		t.Errorf("backdated: %+v, %v", tr, err)
	}
	// Another machine's clock runs ahead: the next row is not dated before its.
	o.now = noon.Add(24 * time.Hour)
	back, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "reopen", Actor: ann, Note: "n"})
	if err != nil || !back.At.Equal(tr.At) || !back.Recorded.Equal(o.now) {
		t.Errorf("with the clock behind: at %v, recorded %v, %v; want at %v", back.At, back.Recorded, err, tr.At)
	}
	strict := newOffice(t, Config{Backdate: -1})
	strict.now = noon.Add(789 * time.Nanosecond)
	if _, err := strict.Open(t.Context(), Command[string]{ID: "N", At: strict.now}); err != nil {
		t.Errorf("now, to the nanosecond: %v", err)
	}
	if _, err := strict.Open(t.Context(), Command[string]{ID: "L", At: noon.Add(-time.Second)}); !errors.Is(err, ErrInvalidCommand) {
		t.Errorf("Backdate below 0: %v", err)
	}
}

// rival moves the lead between Load and Append, as often as it is told.
type rival struct {
	Store
	move  func()
	times int
	loads int
}

func (r *rival) Load(ctx context.Context, id, key string) (State, *Transition, error) {
	r.loads++
	s, tr, err := r.Store.Load(ctx, id, key)
	if r.times > 0 {
		r.times--
		r.move()
	}
	return s, tr, err
}

func TestACommandIsDecidedAgainWhenOthersMoveTheLead(t *testing.T) {
	setup := func(times int, c Config) (*office, *rival) {
		o := newOffice(t, c)
		o.open(t, "L", Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "accept", Actor: ann})
		other := NewTracker(o.machine, o.store, o.config)
		r := &rival{Store: o.store, times: times, move: func() {
			if _, err := other.Apply(t.Context(), Command[string]{ID: "L", Event: "touch", Actor: Actor{ID: "bob", Side: Sales}}); err != nil {
				t.Error(err)
			}
		}}
		o.Tracker = NewTracker(o.machine, r, o.config)
		return o, r
	}
	touch := Command[string]{ID: "L", Event: "touch", Actor: ann}

	o, r := setup(3, Config{})
	if tr, err := o.Apply(t.Context(), touch); err != nil || tr.Version != 7 || r.loads != 4 {
		t.Errorf("version %d after %d loads, %v", tr.Version, r.loads, err)
	}
	o, r = setup(1000, Config{Attempts: 5})
	_, err := o.Apply(t.Context(), touch)
	if c, ok := errors.AsType[*ConflictError](err); !ok || c.State.Last.ID != "bob" || r.loads != 6 {
		t.Errorf("want a conflict after 5 attempts and one look at who won: %v after %d loads", err, r.loads)
	}
	o, r = setup(1, Config{})
	strict := touch
	strict.IfVersion = 3
	if _, err := o.Apply(t.Context(), strict); !errors.Is(err, ErrConflict) || r.loads != 2 {
		t.Errorf("IfVersion does not retry: %v after %d loads", err, r.loads)
	}
	o, r = setup(1, Config{})
	if _, err := o.WithStore(r).Apply(t.Context(), touch); !errors.Is(err, ErrConflict) || r.loads != 2 {
		t.Errorf("a transaction does not retry: %v after %d loads", err, r.loads)
	}
	// The rival is this very command, sent twice.
	for _, version := range []int64{0, 3} {
		o, r = setup(1, Config{Attempts: 1})
		twice := touch
		twice.Key, twice.IfVersion = "k", version
		r.move = func() {
			if _, err := NewTracker(o.machine, o.store, o.config).Apply(t.Context(), twice); err != nil {
				t.Error(err)
			}
		}
		if tr, err := o.Apply(t.Context(), twice); err != nil || tr.Version != 4 {
			t.Errorf("the same command twice, IfVersion %d: version %d, %v", version, tr.Version, err)
		}
	}
	// Two openings at once.
	o, _ = setup(0, Config{})
	two := &rival{Store: o.store, times: 1, move: func() { o.open(t, "M") }}
	if _, err := o.WithStore(two).Open(t.Context(), Command[string]{ID: "M"}); !errors.Is(err, ErrExists) {
		t.Errorf("two openings: %v", err)
	}
}

// broken fails in Append.
type broken struct {
	Store
	err error
}

func (b broken) Append(context.Context, ...Transition) error { return b.err }

func TestErrorsOfTheStorePassThrough(t *testing.T) {
	o := newOffice(t, Config{})
	o.open(t, "L")
	isolated := fmt.Errorf("%w: %w", ErrTxAborted, ErrConflict)
	for _, want := range []error{ErrTxAborted, isolated, ErrUnknownOutcome, errors.New("disk full")} {
		s := &counted{Store: o.store, fail: func(int) error { return want }}
		_, err := NewTracker(o.machine, Store(s), o.config).Apply(t.Context(), Command[string]{ID: "L", Event: "engage", Actor: mia})
		if !errors.Is(err, want) || s.appends != 1 {
			t.Errorf("got %v after %d appends, want %v", err, s.appends, want)
		}
		if _, ok := errors.AsType[*ConflictError](err); ok {
			t.Errorf("%v became a conflict of ours", want)
		}
	}
	if errors.Is(ErrTxAborted, ErrConflict) {
		t.Error("ErrTxAborted alone is an ErrConflict: whoever begins anew on that would do so on a full disk for ever")
	}
}

// over is a store whose transaction has ended when it is asked who was faster.
type over struct {
	Store
	loads int
}

func (o *over) Load(ctx context.Context, id, key string) (State, *Transition, error) {
	if o.loads++; o.loads > 1 {
		return State{}, nil, ErrTxAborted
	}
	return o.Store.Load(ctx, id, key)
}

func TestTheEndOfATransactionIsToldBeforeAConflict(t *testing.T) {
	o := newOffice(t, Config{})
	o.open(t, "L")
	bound := o.WithStore(&over{Store: broken{o.store, ErrConflict}})
	if _, err := bound.Apply(t.Context(), Command[string]{ID: "L", Event: "engage", Actor: mia}); !errors.Is(err, ErrTxAborted) {
		t.Errorf("got %v, want ErrTxAborted", err)
	}
}

func TestACancelledContextChangesNothing(t *testing.T) {
	o := newOffice(t, Config{})
	o.open(t, "L")
	dead, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Apply(dead, Command[string]{ID: "L", Event: "engage", Actor: mia}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := o.Open(dead, Command[string]{ID: "M"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, _, err := o.Explain(dead, "L", mia, ""); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if got := len(o.rows(t, "")); got != 1 {
		t.Errorf("%d rows, want 1", got)
	}
}

func TestExplainOfALeadThatIsNotThere(t *testing.T) {
	o := newOffice(t, Config{})
	if _, _, err := o.Explain(t.Context(), "L", ann, ""); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if err := o.store.Append(t.Context(), Transition{LeadID: "L", Version: 1, To: "foreign", At: noon}); err != nil {
		t.Fatal(err)
	}
	if s, _, err := o.Explain(t.Context(), "L", ann, ""); !errors.Is(err, ErrUnknownStatus) || s.Status != "foreign" {
		t.Errorf("%v, %v", s, err)
	}
}

func TestOneOfManyWins(t *testing.T) {
	o := newOffice(t, Config{})
	const leads, rivals = 50, 16
	var wg sync.WaitGroup
	for l := range leads {
		id := fmt.Sprint("L", l)
		o.open(t, id, Command[string]{Event: "qualify", Actor: job})
		var mu sync.Mutex
		wins := map[string]bool{}
		for r := range rivals {
			wg.Go(func() {
				who := fmt.Sprint("u", r)
				cmd := Command[string]{ID: id, Event: "accept", Actor: Actor{ID: who, Side: Sales}, IfVersion: 2}
				if r%2 == 1 {
					cmd.Event, cmd.Reason = "reject", "bad_timing"
				}
				_, err := o.Apply(t.Context(), cmd)
				switch c, lost := errors.AsType[*ConflictError](err); {
				case err == nil:
					mu.Lock()
					wins[who] = true
					mu.Unlock()
				case !lost || !strings.HasPrefix(c.State.Last.ID, "u") || c.State.Last.ID == who:
					t.Errorf("%s on %s: %v", who, id, err)
				}
			})
		}
		wg.Wait()
		rows := o.rows(t, id)
		if len(wins) != 1 || len(rows) != 3 || !wins[rows[2].Actor.ID] {
			t.Fatalf("%s: winners %v, %d rows", id, wins, len(rows))
		}
	}
}

// seen notes the ids that a store is asked for.
type seen struct {
	Store
	ids []string
}

func (s *seen) Load(ctx context.Context, id, key string) (State, *Transition, error) {
	s.ids = append(s.ids, id)
	return s.Store.Load(ctx, id, key)
}

func TestAStoreIsNotAskedForWhatItCouldNotKeep(t *testing.T) {
	o := newOffice(t, Config{})
	s := &seen{Store: o.store}
	tracker := NewTracker(o.machine, Store(s), o.config)
	for _, cmd := range []Command[string]{{ID: "a\x00b"}, {ID: ""}, {ID: "L", Key: "\xff"}} {
		cmd.Event = "engage"
		if _, err := tracker.Apply(t.Context(), cmd); !errors.Is(err, ErrInvalidCommand) {
			t.Errorf("Apply %+v: %v", cmd, err)
		}
	}
	if _, _, err := tracker.Explain(t.Context(), "", ann, ""); !errors.Is(err, ErrInvalidCommand) {
		t.Errorf("Explain: %v", err)
	}
	if _, _, err := tracker.Explain(t.Context(), "L", Actor{Side: BySystem}, ""); !errors.Is(err, ErrInvalidCommand) {
		t.Errorf("Explain for nobody: %v", err)
	}
	if len(s.ids) > 0 {
		t.Errorf("asked for %q", s.ids)
	}
}

func TestAKeyTellsAdoptionsApart(t *testing.T) {
	o := newOffice(t, Config{})
	if _, err := o.Open(t.Context(), Command[string]{ID: "L", Key: "k", Into: "mql"}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Open(t.Context(), Command[string]{ID: "L", Key: "k", Into: "sal"}); !errors.Is(err, ErrKeyReused) {
		t.Error(err)
	}
}

func TestALostRaceForAKeyIsNoConflict(t *testing.T) {
	o := newOffice(t, Config{Attempts: 1})
	o.open(t, "L", Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "accept", Actor: ann})
	r := &rival{Store: o.store, times: 1, move: func() {
		if _, err := NewTracker(o.machine, o.store, o.config).Apply(t.Context(), Command[string]{ID: "L", Event: "touch", Actor: ann, Key: "k", Note: "another"}); err != nil {
			t.Error(err)
		}
	}}
	_, err := NewTracker(o.machine, Store(r), o.config).Apply(t.Context(), Command[string]{ID: "L", Event: "touch", Actor: ann, Key: "k"})
	if !errors.Is(err, ErrKeyReused) || errors.Is(err, ErrConflict) {
		t.Error(err)
	}
}

// stubborn reports a conflict although nothing has moved, as a transaction does
// that may not see what moved.
type stubborn struct{ Store }

func (stubborn) Append(context.Context, ...Transition) error {
	return fmt.Errorf("row is taken: %w", ErrConflict)
}

func TestAConflictThatCannotBeSeenBlamesNobody(t *testing.T) {
	o := newOffice(t, Config{})
	o.open(t, "L")
	_, err := o.WithStore(stubborn{o.store}).Apply(t.Context(), Command[string]{ID: "L", Event: "engage", Actor: mia})
	if _, blames := errors.AsType[*ConflictError](err); blames || !errors.Is(err, ErrConflict) {
		t.Error(err)
	}
}

func TestExplainSpeaksTodaysNames(t *testing.T) {
	m, err := Compile(parking(), Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	store := NewMemStore()
	if err := store.Append(t.Context(), Transition{LeadID: "L", Version: 1, To: "nurture", Prior: "nurture", At: noon}); err != nil {
		t.Fatal(err)
	}
	s, _, err := NewTracker(m, store, Config{}).Explain(t.Context(), "L", ann, "")
	if err != nil || s.Status != "parked" || s.Prior != "parked" {
		t.Errorf("%q, prior %q, %v", s.Status, s.Prior, err)
	}
}
