package leadtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// desk is what of a [lead.Tracker] the tests of a lifecycle use.
type desk interface {
	Open(ctx context.Context, cmd command) (lead.Transition, error)
	Apply(ctx context.Context, cmd command) (lead.Transition, error)
	Explain(ctx context.Context, id string, a lead.Actor, subject struct{}) (lead.State, []lead.Choice, error)
}

// world is a lifecycle at work: leads in a store, a clock, and the rules that all
// of it has to follow.
type world struct {
	*rules
	*paths
	desk   desk
	store  lead.Store
	guards *guards
	now    time.Time
	rows   map[string][]lead.Transition // by lead, as they were returned
}

// opener sets a lifecycle to work; it is how the tests' own tests plant bugs.
type opener func(spec lead.Spec, b lead.Bindings[struct{}], s lead.Store, now func() time.Time) (desk, error)

func openTracker(spec lead.Spec, b lead.Bindings[struct{}], s lead.Store, now func() time.Time) (desk, error) {
	m, err := lead.Compile(spec, b)
	if err != nil {
		return nil, err
	}
	return lead.NewTracker(m, s, lead.Config{Now: now}), nil
}

func newWorld(spec lead.Spec, open opener) (*world, error) {
	w := &world{store: lead.NewMemStore(), guards: &guards{}, rows: map[string][]lead.Transition{}}
	var err error
	if w.desk, err = open(spec, w.guards.bindings(spec), w.store, func() time.Time { return w.now }); err != nil {
		return nil, err
	}
	w.rules = rulesOf(spec)
	w.paths = findPaths(w.rules)
	return w, nil
}

func noHolidays(spec lead.Spec) map[string]func(time.Time) bool {
	none := map[string]func(time.Time) bool{}
	for _, c := range spec.Calendars {
		if c.HolidayFunc != "" {
			none[c.HolidayFunc] = func(time.Time) bool { return false }
		}
	}
	return none
}

// people are all kinds of actor there are.
var people = []lead.Actor{
	{ID: "mia", Side: lead.Marketing, Kind: lead.Human},
	{ID: "ann", Side: lead.Sales},
	{ID: "lea", Side: lead.LeadManagement, Kind: lead.Human},
	{ID: "nora", Kind: lead.Human},
	{ID: "job", Kind: lead.System},
	{ID: "sales-job", Side: lead.Sales, Kind: lead.System}, // a system actor all the same
}

// soon is when a lead can be moved again: shorter than any Span.
func soon(s lead.State) time.Time { return s.At.Add(time.Millisecond) }

// opened puts a new lead into the initial status, or adopts it in another.
func (w *world) opened(t *testing.T, cmd command) lead.State {
	t.Helper()
	w.now = begin
	cmd.ID, cmd.Actor = fmt.Sprintf("L-%d", len(w.rows)+1), people[0]
	got, err := w.desk.Open(t.Context(), cmd)
	if err != nil {
		t.Fatalf("opening a lead: %v", err)
	}
	cmd.Event = lead.EventOpen
	return w.came(t, lead.State{LeadID: cmd.ID}, ruling{to: cmp.Or(cmd.Into, w.spec.Initial)}, cmd, got)
}

// reach sends a new lead to a site on the shortest path.
func (w *world) reach(t *testing.T, at site, labels map[string]string) lead.State {
	t.Helper()
	s := w.opened(t, command{Labels: labels})
	for _, e := range w.to(at) {
		cmd, when := w.able(s, place{s.Status, e})
		s = w.try(t, s, cmd, when)
	}
	if got := (site{s.Status, s.Prior}); got != at {
		t.Fatalf("the path to %s, prior status %q, ended in %s, prior status %q: %s", at.status, at.prior, got.status, got.prior, trace(w.rows[s.LeadID]))
	}
	return s
}

// able is a command with all that a cell asks for, by the first actor that it
// admits, as soon as that one may.
func (w *world) able(s lead.State, p place) (command, time.Time) {
	tr := w.at(p)
	i := slices.IndexFunc(people, func(a lead.Actor) bool { return admits(tr, a) })
	cmd := complete(tr, firstReason(tr), people[i])
	when := soon(s)
	if slices.Contains(w.rule(s, cmd, when).codes, lead.CodeNotBefore) {
		when = s.Due
	}
	return cmd, when
}

// try fires an event at a lead and holds all that comes of it against the rules:
// the row, or why there is none. It returns how the lead stands afterwards.
func (w *world) try(t *testing.T, s lead.State, cmd command, when time.Time) lead.State {
	t.Helper()
	cmd.ID, w.now = s.LeadID, when
	what := happening{s, cmd, w.rows[s.LeadID]}
	want, asked, undecided := w.rule(s, cmd, when), map[string]int{}, ""
	if len(want.codes) == 0 {
		want.codes, undecided = w.guards.expect(want.tr, asked)
	}
	want.codes = append(want.codes, want.lacks...)

	before := w.load(t, s.LeadID)
	w.guards.forget()
	got, err := w.desk.Apply(t.Context(), cmd)
	w.guards.checkAsked(t, what, asked, s)
	for _, a := range w.guards.about {
		if a.To != want.to || !a.At.Equal(when) || a.Command.Event != cmd.Event || a.Command.Actor.ID != cmd.Actor.ID {
			t.Fatalf("%s: the guard is asked about %s by %q to %q at %s", what, a.Command.Event, a.Command.Actor.ID, a.To, a.At)
		}
	}
	if undecided == "" && len(want.codes) == 0 {
		if err != nil {
			t.Fatalf("%s: %v; the Spec permits it, to %s", what, err, want.to)
		}
		return w.came(t, s, want, cmd, got)
	}
	switch refused, _ := errors.AsType[*lead.RefusedError](err); {
	case err == nil:
		t.Fatalf("%s: moved to %s; want %s", what, got.To, refusal(want.codes, undecided))
	case undecided != "":
		g, ok := errors.AsType[*lead.GuardError](err)
		if !ok || g.Guard != undecided || g.Event != cmd.Event || !errors.Is(err, errGuard) {
			t.Fatalf("%s: error %v; want a *GuardError of guard %q that wraps its own", what, err, undecided)
		}
		if panicked := w.guards.says[undecided] == panics; panicked != (len(g.Stack) > 0) {
			t.Fatalf("%s: guard %q panicked: %t, and the error's Stack has %d bytes", what, undecided, panicked, len(g.Stack))
		}
	case !slices.Contains(w.events, cmd.Event):
		if !errors.Is(err, lead.ErrUnknownEvent) {
			t.Fatalf("%s: error %v; want one that Is ErrUnknownEvent", what, err)
		}
	case refused == nil || !errors.Is(err, lead.ErrNotPermitted):
		t.Fatalf("%s: error %v; want a *RefusedError with %s", what, err, refusal(want.codes, ""))
	default:
		if d := diffCodes(want.codes, refused.Blockers); d != "" {
			t.Fatalf("%s: blockers (-want +got):\n%s", what, d)
		}
	}
	if d := diffState(before, w.load(t, s.LeadID)); d != "" {
		t.Fatalf("%s: refused with %v, and yet the lead has changed (-before +after):\n%s", what, err, d)
	}
	return s
}

// came checks a row and what the store has of it, and returns the new state.
func (w *world) came(t *testing.T, s lead.State, v ruling, cmd command, got lead.Transition) lead.State {
	t.Helper()
	want := w.wantRow(t, s, v, cmd, w.now, got)
	if d := diffRow(&want, &got); d != "" {
		t.Fatalf("%s: the row (-want +got):\n%s", happening{s, cmd, w.rows[s.LeadID]}, d)
	}
	if d := diffState(want.State(), w.load(t, cmd.ID)); d != "" {
		t.Fatalf("%s: the lead afterwards (-want +got):\n%s", happening{s, cmd, w.rows[s.LeadID]}, d)
	}
	w.rows[cmd.ID] = append(w.rows[cmd.ID], got)
	return want.State()
}

func (w *world) load(t *testing.T, id string) lead.State {
	t.Helper()
	s, _, err := w.store.Load(t.Context(), id, "")
	if err != nil {
		t.Fatalf("lead %q: %v", id, err)
	}
	return s
}
