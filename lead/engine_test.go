package lead

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/looplab/fsm"
)

// Each test shows a trap of looplab/fsm first, so that the day on which the trap
// is gone is noticed, and then that a Machine does not fall into it.

func doorMachine(t *testing.T, guard func(context.Context, Attempt[string]) (any, error)) *Machine[string] {
	t.Helper()
	spec := Spec{
		Name: "door", Revision: 1, Initial: "open",
		Statuses: []StatusSpec{{Name: "open", Category: Open}, {Name: "closed", Category: Open}, {Name: "gone", Category: Lost}},
		Transitions: []TransitionSpec{
			{Event: "close", From: []string{"open"}, To: "closed", Guards: []string{"ask"}},
			{Event: "knock", From: []string{"closed"}, To: Stay},
			{Event: "back", From: []string{"closed", "gone"}, To: Previous},
			{Event: "go", From: []string{AnyOpen}, To: "gone"},
			{Event: "again", From: []string{"closed"}, To: "open"},
		},
	}
	if guard == nil {
		guard = func(context.Context, Attempt[string]) (any, error) { return nil, nil }
	}
	m, err := Compile(spec, Bindings[string]{Guards: Guards[string]{"ask": guard}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// door fires one event on a door in a status.
func door(ctx context.Context, m *Machine[string], status Status, event Event) (Transition, error) {
	s := State{LeadID: "D", Status: status, Version: 7, At: noon, Since: noon, Prior: "open"}
	return m.Next(ctx, s, Command[string]{ID: "D", Event: event, At: noon})
}

func rawDoor(callbacks fsm.Callbacks) *fsm.FSM {
	return fsm.NewFSM("open", fsm.Events{
		{Name: "close", Src: []string{"open"}, Dst: "closed"},
		{Name: "knock", Src: []string{"closed"}, Dst: "closed"},
		{Name: "again", Src: []string{"closed"}, Dst: "open"},
	}, callbacks)
}

func TestTrapACancelledContextWedgesAnFSM(t *testing.T) {
	dead, cancel := context.WithCancel(t.Context())
	cancel()
	raw := rawDoor(nil)
	_ = raw.Event(dead, "close")
	if err := raw.Event(t.Context(), "close"); err == nil {
		t.Error("looplab recovers from a cancelled context now")
	}
	m := doorMachine(t, nil)
	if _, err := door(dead, m, "open", "close"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
	if tr, err := door(t.Context(), m, "open", "close"); err != nil || tr.To != "closed" {
		t.Errorf("after it: %q, %v", tr.To, err)
	}
	// Cancelled by the guard itself, in the middle of the decision.
	ctx, cancel := context.WithCancel(t.Context())
	m = doorMachine(t, func(context.Context, Attempt[string]) (any, error) { cancel(); return nil, nil })
	if tr, err := door(ctx, m, "open", "close"); err != nil || tr.To != "closed" {
		t.Errorf("a move that was decided: %q, %v", tr.To, err)
	}
}

func TestTrapAPanicWedgesAnFSM(t *testing.T) {
	raw := rawDoor(fsm.Callbacks{"leave_open": func(context.Context, *fsm.Event) { panic("boom") }})
	func() {
		defer func() { _ = recover() }()
		_ = raw.Event(t.Context(), "close")
	}()
	if raw.Can("close") {
		t.Error("looplab recovers from a panic now")
	}
	angry := true
	m := doorMachine(t, func(context.Context, Attempt[string]) (any, error) {
		if angry {
			panic("boom")
		}
		return nil, nil
	})
	if _, err := door(t.Context(), m, "open", "close"); !isGuardError(err, "ask") {
		t.Errorf("got %v, want a *GuardError of ask", err)
	}
	angry = false
	if tr, err := door(t.Context(), m, "open", "close"); err != nil || tr.To != "closed" {
		t.Errorf("after it: %q, %v", tr.To, err)
	}
}

func isGuardError(err error, guard string) bool {
	g, ok := errors.AsType[*GuardError](err)
	return ok && g.Guard == guard
}

func TestTrapASelfTransitionIsReportedAsAnError(t *testing.T) {
	raw := rawDoor(nil)
	raw.SetState("closed")
	if err := raw.Event(t.Context(), "knock"); err == nil {
		t.Error("looplab makes a self-transition without an error now")
	}
	if tr, err := door(t.Context(), doorMachine(t, nil), "closed", "knock"); err != nil || tr.From != "closed" || tr.To != "closed" {
		t.Errorf("got %q -> %q, %v", tr.From, tr.To, err)
	}
}

func TestTrapMisspeltNamesAndDuplicateRowsAreDroppedInSilence(t *testing.T) {
	raw := fsm.NewFSM("open", fsm.Events{
		{Name: "close", Src: []string{"open"}, Dst: "closed"},
		{Name: "close", Src: []string{"open"}, Dst: "elsewhere"},
	}, fsm.Callbacks{"before_clsoe": func(_ context.Context, e *fsm.Event) { e.Cancel() }})
	if err := raw.Event(t.Context(), "close"); err != nil || raw.Current() != "elsewhere" {
		t.Errorf("looplab minds duplicates or misspelt callbacks now: %q, %v", raw.Current(), err)
	}
	for _, file := range []string{"equal_rank_twice", "guard_not_given"} {
		if _, err := compileFile("testdata/bad/" + file + ".yaml"); !errors.Is(err, ErrInvalidSpec) {
			t.Errorf("%s compiled: %v", file, err)
		}
	}
}

func TestTrapSetStateAcceptsGarbage(t *testing.T) {
	raw := rawDoor(nil)
	raw.SetState("garbage")
	if raw.Current() != "garbage" {
		t.Error("looplab checks SetState now")
	}
	if _, err := door(t.Context(), doorMachine(t, nil), "garbage", "close"); !errors.Is(err, ErrUnknownStatus) {
		t.Errorf("got %v, want ErrUnknownStatus", err)
	}
}

func TestTrapAnErrorOfEnterComesAfterTheChange(t *testing.T) {
	raw := rawDoor(fsm.Callbacks{"enter_closed": func(_ context.Context, e *fsm.Event) { e.Err = errors.New("no") }})
	if err := raw.Event(t.Context(), "close"); err == nil || raw.Current() != "closed" {
		t.Errorf("looplab undoes a failed enter now: %q, %v", raw.Current(), err)
	}
	m := doorMachine(t, func(context.Context, Attempt[string]) (any, error) { return nil, errors.New("no") })
	if tr, err := door(t.Context(), m, "open", "close"); !isGuardError(err, "ask") || tr.To != "" {
		t.Errorf("got %q, %v", tr.To, err)
	}
}

func TestTrapUsingTheFSMInACallbackDeadlocks(t *testing.T) {
	stuck := make(chan struct{})
	raw := rawDoor(nil)
	raw = rawDoor(fsm.Callbacks{"before_close": func(context.Context, *fsm.Event) { raw.Can("close"); close(stuck) }})
	go func() { _ = raw.Event(context.Background(), "close") }() // never ends
	select {
	case <-stuck:
		t.Error("looplab allows Can in before_ now")
	case <-time.After(20 * time.Millisecond):
	}
	var m *Machine[string]
	m = doorMachine(t, func(ctx context.Context, a Attempt[string]) (any, error) {
		if _, err := door(ctx, m, "closed", "knock"); err != nil {
			return nil, err
		}
		return len(m.Explain(ctx, State{Status: "closed", Version: 1}, a.Command)), nil
	})
	tr, err := door(t.Context(), m, "open", "close")
	if err != nil || string(tr.Evidence) != `{"ask":4}` {
		t.Errorf("a guard that uses its own machine: %s, %v", tr.Evidence, err)
	}
}

func TestTrapAvailableTransitionsHasRandomOrder(t *testing.T) {
	var events fsm.Events
	for i := range 8 {
		events = append(events, fsm.EventDesc{Name: fmt.Sprint("e", i), Src: []string{"open"}, Dst: "closed"})
	}
	raw := fsm.NewFSM("open", events, nil)
	first, random := raw.AvailableTransitions(), false
	for range 100 {
		random = random || !slices.Equal(first, raw.AvailableTransitions())
	}
	if !random {
		t.Error("looplab sorts AvailableTransitions now")
	}
	m := doorMachine(t, nil)
	for range 100 {
		var got []Event
		for _, c := range m.Explain(t.Context(), State{Status: "closed", Version: 1, Prior: "open"}, Command[string]{At: noon}) {
			got = append(got, c.Event)
		}
		if want := []Event{"knock", "back", "go", "again"}; !slices.Equal(got, want) {
			t.Fatalf("got %v, want the order of the Spec, %v", got, want)
		}
	}
}

func TestTrapASharedFSMMixesUpItsUsers(t *testing.T) {
	raw := rawDoor(nil)
	raw.SetState("closed") // one user's lead
	raw.SetState("open")   // another's
	if err := raw.Event(t.Context(), "knock"); err == nil {
		t.Error("looplab keeps users apart now")
	}
	m := doorMachine(t, func(_ context.Context, a Attempt[string]) (any, error) { return a.State.LeadID, nil })
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			id := fmt.Sprint("D", i)
			for range 200 {
				s := State{LeadID: id, Status: "open", Version: 1, At: noon}
				tr, err := m.Next(t.Context(), s, Command[string]{ID: id, Event: "close", At: noon})
				if err != nil || tr.LeadID != id || tr.To != "closed" || string(tr.Evidence) != fmt.Sprintf(`{"ask":%q}`, id) {
					t.Errorf("lead %s: %+v, %v", id, tr, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestAnEngineThatEndsElsewhereFailsLoudly(t *testing.T) {
	wrong := []move{{"1", "close", "open", "closed"}}
	e := newEngine("open", slices.Values(wrong))
	if err := e.run(move{"1", "close", "open", "gone"}); !errors.Is(err, errEngine) {
		t.Errorf("another target: %v", err)
	}
	if err := e.run(move{"1", "close", "closed", "closed"}); !errors.Is(err, errEngine) {
		t.Errorf("another source: %v", err)
	}
	if err := e.run(wrong[0]); err != nil {
		t.Errorf("after it: %v", err)
	}
}
