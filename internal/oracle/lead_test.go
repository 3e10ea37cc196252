package oracle

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/looplab/fsm"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	ann  = lead.Actor{ID: "ann", Side: lead.Sales}
)

// contact is an integrator's lead. Both sides ask it the same question.
type contact struct{ consent bool }

func (c *contact) qualified() bool { return c.consent }

// handOff is a lifecycle of two statuses for a lead that goes to and fro, with a
// guard on both ways and a role to check.
func handOff() lead.Spec {
	by := []lead.Side{lead.Marketing, lead.Sales}
	return lead.Spec{
		Name: "hand-off", Revision: 1, Initial: "mql",
		Statuses: []lead.StatusSpec{
			{Name: "mql", Category: lead.Open, Side: lead.Sales},
			{Name: "sal", Category: lead.Open, Side: lead.Sales},
			{Name: "lost", Category: lead.Lost},
		},
		Transitions: []lead.TransitionSpec{
			{Event: "accept", From: []string{"mql"}, To: "sal", By: by, Guards: []string{"consent"}},
			{Event: "back", From: []string{"sal"}, To: "mql", By: by, Guards: []string{"consent"}},
			{Event: "lose", From: []string{"sal"}, To: "lost", By: by},
		},
	}
}

func machine(tb testing.TB, spec lead.Spec, guards lead.Guards[*contact]) *lead.Machine[*contact] {
	tb.Helper()
	m, err := lead.Compile(spec, lead.Bindings[*contact]{Guards: guards})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func consents() lead.Guards[*contact] {
	return lead.Guards[*contact]{"consent": func(_ context.Context, a lead.Attempt[*contact]) (any, error) {
		if !a.Command.Subject.qualified() {
			return nil, lead.Blocker{Code: "no_consent"}
		}
		return nil, nil
	}}
}

// peerFSM is the same lifecycle on looplab/fsm, as its users write it: the guard is
// a before_ callback that cancels.
func peerFSM(c *contact) *fsm.FSM {
	guard := func(_ context.Context, e *fsm.Event) {
		if !c.qualified() {
			e.Cancel()
		}
	}
	return fsm.NewFSM("mql", fsm.Events{
		{Name: "accept", Src: []string{"mql"}, Dst: "sal"},
		{Name: "back", Src: []string{"sal"}, Dst: "mql"},
		{Name: "lose", Src: []string{"sal"}, Dst: "lost"},
	}, fsm.Callbacks{"before_accept": guard, "before_back": guard})
}

// One decision of ours — guard, role, complete row — beside one Event of a bare
// looplab FSM that a lead owns, with the same guard. Both are given the context of a
// request, which somebody may cancel.
func BenchmarkNextBesideEvent(b *testing.B) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	nextBesideEvent(b, ctx)
}

// The same with a context that nobody can cancel, which is cheaper for looplab.
func BenchmarkNextBesideEventInTheBackground(b *testing.B) { nextBesideEvent(b, ctx) }

func nextBesideEvent(b *testing.B, ctx context.Context) {
	c := &contact{consent: true}
	m, peer := machine(b, handOff(), consents()), peerFSM(c)
	states := [2]lead.State{
		{LeadID: "L-1", Status: "mql", Version: 1, At: noon, Since: noon},
		{LeadID: "L-1", Status: "sal", Version: 2, At: noon, Since: noon},
	}
	events := [2]lead.Event{"accept", "back"}
	beside(b, func(i int) {
		cmd := lead.Command[*contact]{ID: "L-1", Event: events[i%2], Subject: c, Actor: ann, At: noon}
		if tr, err := m.Next(ctx, states[i%2], cmd); err != nil || tr.To != states[1-i%2].Status {
			b.Fatal(tr, err)
		}
	}, func(i int) {
		if err := peer.Event(ctx, string(events[i%2])); err != nil {
			b.Fatal(err)
		}
	})
}

// The standard lifecycle beside an FSM of it that is built for the decision, as a
// service does that loads a lead, asks, and stores.
func BenchmarkNextBesideAnFSMPerDecision(b *testing.B) {
	c := &contact{consent: true}
	spec := lead.Standard()
	spec.Guard("qualify", "consent")
	m := machine(b, spec, consents())
	state, cmd := qualify(c)
	beside(b, func(int) {
		if _, err := m.Next(ctx, state, cmd); err != nil {
			b.Fatal(err)
		}
	}, func(int) {
		if err := standardFSM(c).Event(ctx, "qualify"); err != nil {
			b.Fatal(err)
		}
	})
}

func qualify(c *contact) (lead.State, lead.Command[*contact]) {
	mia := lead.Actor{ID: "mia", Side: lead.Marketing}
	return lead.State{LeadID: "L-1", Status: "inquiry", Version: 1, At: noon, Since: noon},
		lead.Command[*contact]{ID: "L-1", Event: "qualify", Subject: c, At: noon, Actor: mia}
}

// standardFSM is the standard lifecycle's table on looplab/fsm, ways back apart:
// looplab has none.
func standardFSM(c *contact) *fsm.FSM {
	early, leads := []string{"inquiry", "engaged", "recycled"}, []string{"inquiry", "engaged", "recycled", "mql", "sal", "sql"}
	return fsm.NewFSM("inquiry", fsm.Events{
		{Name: "engage", Src: []string{"inquiry", "recycled"}, Dst: "engaged"},
		{Name: "qualify", Src: early, Dst: "mql"},
		{Name: "nominate", Src: early, Dst: "mql"},
		{Name: "accept", Src: []string{"mql"}, Dst: "sal"},
		{Name: "reject", Src: []string{"mql"}, Dst: "recycled"},
		{Name: "return", Src: []string{"mql"}, Dst: "recycled"},
		{Name: "sales_qualify", Src: []string{"sal"}, Dst: "sql"},
		{Name: "sales_generate", Src: early, Dst: "sql"},
		{Name: "convert", Src: []string{"sql"}, Dst: "converted"},
		{Name: "win", Src: []string{"converted"}, Dst: "won"},
		{Name: "lose", Src: []string{"converted"}, Dst: "lost"},
		{Name: "recycle", Src: []string{"inquiry", "engaged", "sal", "sql"}, Dst: "recycled"},
		{Name: "disqualify", Src: leads, Dst: "disqualified"},
		{Name: "discard", Src: append(leads, "converted"), Dst: "void"},
	}, fsm.Callbacks{"before_qualify": func(_ context.Context, e *fsm.Event) {
		if !c.qualified() {
			e.Cancel()
		}
	}})
}

// eight is a lifecycle of the usual size — nine statuses, 57 moves — with eight ways
// out of its first status, and the same on looplab. With forOthers three of the eight
// are for marketing alone.
func eight(forOthers bool) (lead.Spec, *fsm.FSM) {
	spec := lead.Spec{Name: "eight", Revision: 1, Initial: "s0"}
	var events fsm.Events
	for i := range 9 {
		spec.Statuses = append(spec.Statuses, lead.StatusSpec{Name: lead.Status("s" + strconv.Itoa(i)), Category: lead.Open})
	}
	spec.Statuses[8].Category = lead.Lost
	for e := range 8 {
		event, to, from := "e"+strconv.Itoa(e), "s"+strconv.Itoa(e+1), []string{}
		for i := range 8 {
			if i != e+1 {
				from = append(from, "s"+strconv.Itoa(i))
			}
		}
		by := []lead.Side{lead.Sales, lead.LeadManagement}
		if forOthers && e%3 == 0 {
			by = []lead.Side{lead.Marketing}
		}
		spec.Transitions = append(spec.Transitions, lead.TransitionSpec{Event: lead.Event(event), From: from, To: lead.Status(to), By: by})
		events = append(events, fsm.EventDesc{Name: event, Src: from, Dst: to})
	}
	return spec, fsm.NewFSM("s0", events, nil)
}

// A lead page of eight buttons, each with what blocks it, beside the bare names of
// eight events, which looplab gives in random order.
func BenchmarkExplainBesideAvailableTransitions(b *testing.B) { explainBeside(b, false) }

// The same when three of the eight are not for the user.
func BenchmarkExplainOfBlockedChoicesBesideAvailableTransitions(b *testing.B) { explainBeside(b, true) }

func explainBeside(b *testing.B, forOthers bool) {
	spec, peer := eight(forOthers)
	m := machine(b, spec, nil)
	state := lead.State{LeadID: "L-1", Status: "s0", Version: 1, At: noon, Since: noon}
	cmd := lead.Command[*contact]{ID: "L-1", Actor: ann, At: noon}
	beside(b, func(int) {
		if got := m.Explain(ctx, state, cmd); len(got) != 8 {
			b.Fatal(got)
		}
	}, func(int) {
		if got := peer.AvailableTransitions(); len(got) != 8 {
			b.Fatal(got)
		}
	})
}

func TestExplainOfEightChoicesAllocatesOnce(t *testing.T) {
	for _, tt := range []struct {
		forOthers       bool
		blocked, allocs int
	}{{false, 0, 1}, {true, 3, 2 + 3*2}} { // the choices; the blockers, each with a map of its own
		spec, _ := eight(tt.forOthers)
		m := machine(t, spec, nil)
		state := lead.State{LeadID: "L-1", Status: "s0", Version: 1, At: noon, Since: noon}
		cmd := lead.Command[*contact]{ID: "L-1", Actor: ann, At: noon}
		blocked := 0
		for _, c := range m.Explain(ctx, state, cmd) {
			blocked += len(c.Blockers)
		}
		if blocked != tt.blocked {
			t.Fatalf("%d choices are for others, want %d", blocked, tt.blocked)
		}
		if n := testing.AllocsPerRun(100, func() { m.Explain(ctx, state, cmd) }); n > float64(tt.allocs) {
			t.Errorf("%d blocked: %v allocations, want %d", blocked, n, tt.allocs)
		}
	}
}

// A command from end to end — load, decide, append — beside the bare Event, which
// keeps no history. Leads come and go as in a store that lives on: what grows with
// the population is not what is compared.
func BenchmarkApplyBesideEvent(b *testing.B) {
	c := &contact{consent: true}
	peer := peerFSM(c)
	m := machine(b, handOff(), consents())
	now := func() time.Time { return noon }
	events := [2]lead.Event{"accept", "back"}
	var tracker *lead.Tracker[*contact]
	n := 0
	beside(b, func(i int) {
		if n%100_000 == 0 { // a hundred leads with a thousand rows each, then new ones
			tracker = lead.NewTracker(m, lead.NewMemStore(), lead.Config{Now: now})
			for j := range 100 {
				if _, err := tracker.Open(ctx, lead.Command[*contact]{ID: ids[j], Actor: ann}); err != nil {
					b.Fatal(err)
				}
			}
		}
		cmd := lead.Command[*contact]{ID: ids[n%100], Event: events[n/100%2], Subject: c, Actor: ann}
		if _, err := tracker.Apply(ctx, cmd); err != nil {
			b.Fatal(err)
		}
		n++
	}, func(i int) {
		if err := peer.Event(ctx, string(events[i%2])); err != nil {
			b.Fatal(err)
		}
	})
}

var ids = func() (ids [100]string) {
	for i := range ids {
		ids[i] = "L-" + strconv.Itoa(i)
	}
	return ids
}()

// A history of rows checked against the table, chain and all, beside looplab going
// through the events of the same rows, on the FSM of the lead at hand.
func BenchmarkVerifyBesideEvents(b *testing.B) {
	const steps = 1000
	c := &contact{consent: true}
	m, peer := machine(b, handOff(), consents()), peerFSM(c)
	tracker := lead.NewTracker(m, lead.NewMemStore(), lead.Config{Now: func() time.Time { return noon }})
	tr, err := tracker.Open(ctx, lead.Command[*contact]{ID: "L-1", Actor: ann})
	rows := []lead.Transition{tr}
	for i := range steps {
		if err != nil {
			b.Fatal(err)
		}
		event := [2]lead.Event{"accept", "back"}[i%2]
		tr, err = tracker.Apply(ctx, lead.Command[*contact]{ID: "L-1", Event: event, Subject: c, Actor: ann})
		rows = append(rows, tr)
	}
	history := func(yield func(lead.Transition, error) bool) {
		for i := range rows {
			if !yield(rows[i], nil) {
				return
			}
		}
	}
	besideOf(b, 1, func(int) {
		for tr, err := range m.Verify(history) {
			b.Fatal(tr, err)
		}
	}, func(int) {
		for tr := range history {
			if tr.Version == 1 {
				continue // the FSM stands there
			}
			if err := peer.Event(ctx, string(tr.Event)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
