package lead

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/looplab/fsm"
	"pgregory.net/rapid"
)

// A lifecycle without clocks, sides and ways back is a map; looplab runs the same
// map. Both must give the Machine's answer at each of a million steps.
func TestAMillionStepsAgreeWithAMapAndWithLooplab(t *testing.T) {
	t.Parallel()
	steps := 1_000_000
	if testing.Short() {
		steps = 50_000
	}
	random := rand.New(rand.NewPCG(1, 2))
	for walked := 0; walked < steps; walked += steps / 20 {
		spec, table := randomLifecycle(random)
		m, err := Compile(spec, Bindings[int]{})
		if err != nil {
			t.Fatal(err)
		}
		agree(t, m, spec, table, random, steps/20)
	}
}

type cell struct {
	event Event
	from  Status
}

func agree(t *testing.T, m *Machine[int], spec Spec, table map[cell]Status, random *rand.Rand, steps int) {
	t.Helper()
	var events fsm.Events
	for c, to := range table {
		events = append(events, fsm.EventDesc{Name: string(c.event), Src: []string{string(c.from)}, Dst: string(to)})
	}
	peer := fsm.NewFSM(string(spec.Initial), events, nil)
	names := []Event{"e0", "e1", "e2", "e3", "e4", "e5", "never"}
	state := State{LeadID: "L", Status: spec.Initial, Version: 1, At: noon}
	for range steps {
		event := names[random.IntN(len(names))]
		tr, err := m.Next(context.Background(), state, Command[int]{ID: "L", Event: event, At: noon})

		want, ok := table[cell{event, state.Status}]
		if ok != (err == nil) || ok && tr.To != want {
			t.Fatalf("%s in %s: got %q, %v; the map says %q, %v", event, state.Status, tr.To, err, want, ok)
		}
		peerErr := peer.Event(context.Background(), string(event))
		if _, self := errors.AsType[fsm.NoTransitionError](peerErr); self {
			peerErr = nil
		}
		if (peerErr == nil) != (err == nil) || err == nil && peer.Current() != string(tr.To) {
			t.Fatalf("%s in %s: got %q, %v; looplab says %q, %v", event, state.Status, tr.To, err, peer.Current(), peerErr)
		}
		if err == nil {
			if tr.From != state.Status || tr.Version != state.Version+1 {
				t.Fatalf("the chain breaks: %+v after %+v", tr, state)
			}
			state = tr.State()
		} else if !errors.Is(err, ErrNotPermitted) && !(errors.Is(err, ErrUnknownEvent) && !fires(table, event)) {
			t.Fatalf("%s in %s: %v", event, state.Status, err)
		}
	}
}

func fires(table map[cell]Status, e Event) bool {
	for c := range table {
		if c.event == e {
			return true
		}
	}
	return false
}

// randomLifecycle draws one of eight statuses that Compile accepts, with the same
// thing as a map.
func randomLifecycle(random *rand.Rand) (Spec, map[cell]Status) {
	names := []Status{"s0", "s1", "s2", "s3", "s4", "s5", "s6", "end"}
	spec := Spec{Name: "random", Revision: 1, Initial: "s0"}
	table := map[cell]Status{}
	add := func(e Event, from, to Status) {
		if _, taken := table[cell{e, from}]; taken {
			return
		}
		table[cell{e, from}] = to
		if from == to {
			to = Stay
		}
		spec.Transitions = append(spec.Transitions, TransitionSpec{Event: e, From: []string{string(from)}, To: to})
	}
	for i, n := range names {
		spec.Statuses = append(spec.Statuses, StatusSpec{Name: n, Category: Open})
		if i > 0 {
			add("e0", names[i-1], n) // a path through all of them
		}
	}
	spec.Statuses[7].Category = Lost
	for range 30 {
		event := []Event{"e1", "e2", "e3", "e4", "e5"}[random.IntN(5)]
		add(event, names[random.IntN(8)], names[random.IntN(8)])
	}
	add("e1", "end", "s0") // no way to get stuck
	return spec, table
}

// Whatever is done to leads of the standard lifecycle, their histories hold what
// the package promises.
func TestHistoriesHoldTheirPromises(t *testing.T) {
	spec := Standard()
	declared := map[Status]Category{}
	for _, s := range spec.Statuses {
		declared[s.Name] = s.Category
	}
	var events []Event
	for _, tr := range spec.Transitions {
		events = append(events, tr.Event)
	}
	m := standard(t, Bindings[string]{})
	applied := 0
	done := func(r *rapid.T, err error) {
		if err == nil {
			applied++
			return
		}
		for _, expected := range []error{ErrNotPermitted, ErrInvalidCommand, ErrNotFound, ErrExists} {
			if errors.Is(err, expected) {
				return
			}
		}
		r.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		now := noon
		tracker := NewTracker(m, NewMemStore(), Config{Now: func() time.Time { return now }, Backdate: time.Hour})
		ids := rapid.SampledFrom([]string{"A", "B"})
		store := tracker.store
		r.Repeat(map[string]func(*rapid.T){
			"command": func(r *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(-60, 3*24*60).Draw(r, "minutes")) * time.Minute)
				cmd := Command[string]{
					ID:    ids.Draw(r, "id"),
					Event: rapid.SampledFrom(events).Draw(r, "event"),
					Actor: Actor{
						Side: rapid.SampledFrom([]Side{Marketing, Sales, LeadManagement}).Draw(r, "side"),
						Kind: rapid.SampledFrom([]Kind{Human, Human, System}).Draw(r, "kind"),
					},
					Reason: rapid.SampledFrom([]string{"", "other", "not_icp", "missing_data", "referral", "test"}).Draw(r, "reason"),
					Note:   rapid.SampledFrom([]string{"", "note"}).Draw(r, "note"),
					Labels: rapid.MapOfN(rapid.SampledFrom([]string{"a", "b"}), rapid.SampledFrom([]string{"", "1", "2"}), 0, 2).Draw(r, "labels"),
				}
				if rapid.Bool().Draw(r, "backdated") {
					cmd.At = now.Add(-time.Duration(rapid.IntRange(0, 90).Draw(r, "back")) * time.Minute)
				}
				if rapid.IntRange(0, 9).Draw(r, "open") == 0 {
					cmd.Event, cmd.Reason = "", ""
					_, err := tracker.Open(context.Background(), cmd)
					done(r, err)
				} else {
					_, err := tracker.Apply(context.Background(), cmd)
					done(r, err)
				}
			},
			"": func(r *rapid.T) {
				var before Transition
				for tr, err := range store.History(context.Background(), Query{}) {
					if err != nil {
						r.Fatal(err)
					}
					if tr.LeadID != before.LeadID {
						before = Transition{}
					}
					keepsPromises(r, declared, before, tr)
					before = tr
				}
			},
		})
	})
	if applied < 10 {
		t.Errorf("only %d commands went through: the walks show nothing", applied)
	}
}

func keepsPromises(r *rapid.T, declared map[Status]Category, before, tr Transition) {
	if _, ok := declared[tr.To]; !ok {
		r.Fatalf("in no declared status: %+v", tr)
	}
	if tr.Version != before.Version+1 || tr.From != before.To {
		r.Fatalf("the chain breaks: %+v after %+v", tr, before)
	}
	if tr.At.Before(before.At) {
		r.Fatalf("time runs back: %+v after %+v", tr, before)
	}
	activity := tr.From == tr.To
	if activity != tr.Since.Equal(before.Since) && !tr.At.Equal(before.Since) || !activity && !tr.Since.Equal(tr.At) {
		r.Fatalf("a visit begins with the row that enters it: %+v after %+v", tr, before)
	}
	prior := before.Prior
	if c := declared[tr.From]; !activity && (c == Open || c == Waiting) {
		prior = tr.From
	}
	if tr.Prior != prior {
		r.Fatalf("prior %q, want %q: %+v after %+v", tr.Prior, prior, tr, before)
	}
	for k, v := range tr.Labels {
		if v == "" {
			r.Fatalf("label %s is empty: %+v", k, tr)
		}
	}
	labels := map[string]string{}
	maps.Copy(labels, before.Labels)
	for _, k := range tr.Set {
		delete(labels, k)
		if v, ok := tr.Labels[k]; ok {
			labels[k] = v
		}
	}
	if len(labels) != len(tr.Labels) {
		r.Fatalf("labels change only by Set: %v + %v is not %v", before.Labels, tr.Set, tr.Labels)
	}
}
