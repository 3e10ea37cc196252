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
)

// What a reader of rows gives can be moved on like any other lead: its times are those
// that a Tracker would have written.
func TestARowFromElsewhereHasTimesLikeAllRows(t *testing.T) {
	text := `{"lead_id":"L","version":1,"event":"open","to":"inquiry","at":"2026-01-01T01:00:00.000000900+01:00",` +
		`"recorded":"2026-01-01T01:00:00.0000019+01:00","since":"2026-01-01T01:00:00.000000900+01:00","due":"2026-01-05T01:00:00.000000900+01:00"}`
	tr, err := NewRowReader(strings.NewReader(text), "rows").Read()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	want := []time.Time{now, now.Add(time.Microsecond), now, now.AddDate(0, 0, 4)}
	for i, got := range []time.Time{tr.At, tr.Recorded, tr.Since, tr.Due} {
		if got != want[i] {
			t.Errorf("time %d: got %s, want %s", i, got, want[i])
		}
	}
	s := NewMemStore()
	if err := s.Append(t.Context(), tr); err != nil {
		t.Fatal(err)
	}
	tracker := NewTracker(standard(t, Bindings[string]{}), s, Config{Now: func() time.Time { return now }})
	if _, err := tracker.Apply(t.Context(), Command[string]{ID: "L", Event: "engage", Actor: Actor{Kind: System}}); err != nil {
		t.Error(err)
	}
}

// A choice is the caller's: whatever is done to it, the lifecycle stays as it is.
func TestAChoiceIsTheCallersDownToTheNeedsOfItsReasons(t *testing.T) {
	m := standard(t, Bindings[string]{})
	before := m.Spec()
	changed := 0
	for _, status := range before.Statuses {
		for _, c := range m.Explain(t.Context(), State{LeadID: "L", Version: 1, Status: status.Name, At: noon}, Command[string]{ID: "L", Actor: ann, At: noon}) {
			for _, n := range c.Needs {
				for i := range n.Options {
					n.Options[i].Code = "changed"
					for j := range n.Options[i].Needs {
						n.Options[i].Needs[j] = "changed"
						changed++
					}
				}
			}
		}
	}
	if diff := cmp.Diff(before, m.Spec(), cmp.AllowUnexported(Spec{})); diff != "" || changed == 0 {
		t.Errorf("%d changes, the lifecycle (-before +after)\n%s", changed, diff)
	}
}

// A label that takes the actor's ID is not emptied by an actor who has none.
func TestAnActorWithoutIDCannotBecomeTheOwner(t *testing.T) {
	o := newOffice(t, Config{})
	if _, err := o.Open(t.Context(), Command[string]{ID: "L", Into: "mql", Actor: ann, Labels: map[string]string{"owner": "ben"}}); err != nil {
		t.Fatal(err)
	}
	_, err := o.Apply(t.Context(), Command[string]{ID: "L", Event: "accept", Actor: Actor{Side: Sales}})
	if wrong, ok := errors.AsType[*CommandError](err); !ok || wrong.Field != "Actor.ID" {
		t.Errorf("got %v, want a CommandError about Actor.ID", err)
	}
	if s, _, err := o.store.Load(t.Context(), "L", ""); s.Status != "mql" || s.Labels["owner"] != "ben" {
		t.Errorf("the lead stands at %+v, %v", s, err)
	}
}

// An error of this package that a guard gives is about another command than the one that
// it was asked about, whichever it is.
func TestNoErrorOfThisPackagePassesThroughAGuard(t *testing.T) {
	all := []error{
		ErrNotFound, ErrExists, ErrUnknownEvent, ErrUnknownStatus, ErrNotPermitted, ErrConflict, ErrKeyReused, ErrInvalidCommand,
		ErrInvalidQuery, ErrInvalidRow, ErrBrokenChain, ErrCalendar, ErrUnknownOutcome, ErrInvalidSpec,
	}
	var given error
	spec := Standard()
	spec.Guard("qualify", "given")
	m, err := Compile(spec, Bindings[string]{Guards: Guards[string]{"given": func(context.Context, Attempt[string]) (any, error) {
		return nil, fmt.Errorf("elsewhere: %w", given)
	}}})
	if err != nil {
		t.Fatal(err)
	}
	s := State{LeadID: "L", Version: 1, Status: "inquiry", At: noon}
	for _, given = range all {
		_, err := m.Next(t.Context(), s, Command[string]{ID: "L", Event: "qualify", Actor: Actor{Kind: System}, At: noon})
		if _, ok := errors.AsType[*GuardError](err); !ok || slices.ContainsFunc(all, func(is error) bool { return errors.Is(err, is) }) {
			t.Errorf("%v became %v", given, err)
		}
	}
}
