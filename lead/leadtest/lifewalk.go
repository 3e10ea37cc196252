package leadtest

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/looplab/fsm"
)

// checkWalks sends leads on random walks, one step of one lead at a time. Beside
// each lead an FSM of its own says whereto, if anywhere, an event leads.
func checkWalks(t *testing.T, w *world) {
	const leads, steps = 10, 500
	r := rand.New(rand.NewPCG(7, 8))
	table := peerTable(w.spec)
	states, peers := make([]lead.State, leads), make([]*fsm.FSM, leads)
	events := append(slices.Clone(w.events), "never")
	moved := 0
	for step := range steps {
		i := step
		if step >= leads {
			i = r.IntN(leads)
		}
		// Those that have come to an end make room.
		if s := states[i]; s.Version == 0 || r.IntN(30) == 0 || len(w.leaving(s.Status)) == 0 && r.IntN(3) == 0 {
			states[i] = w.opened(t, command{})
			peers[i] = fsm.NewFSM(string(w.spec.Initial), table, nil)
		}
		s, peer := states[i], peers[i]
		cmd, when := w.anything(r, s, events)
		after := w.try(t, s, cmd, when)

		what := happening{s, cmd, w.rows[s.LeadID]}
		move := string(cmd.Event)
		if !peer.Can(move) {
			move = back(cmd.Event, s.Prior)
		}
		if v := w.rule(s, cmd, when); peer.Can(move) != (v.to != "") {
			t.Fatalf("%s: looplab can: %t; the rules lead to %q", what, peer.Can(move), v.to)
		}
		if after.Version == s.Version {
			continue
		}
		err := peer.Event(t.Context(), move)
		if same, ok := errors.AsType[fsm.NoTransitionError](err); ok && same.Err == nil {
			err = nil // it stayed, as it should
		}
		if err != nil || peer.Current() != string(after.Status) {
			t.Fatalf("%s: the lead moved to %s, looplab to %s, %v", what, after.Status, peer.Current(), err)
		}
		states[i] = after
		moved++
	}
	if t.Logf("%d of %d commands moved a lead", moved, steps); moved == 0 {
		t.Fatal("no lead gets anywhere")
	}
	for _, s := range states {
		if s.Version == 0 {
			continue
		}
		gives(t, w.store, lead.Query{LeadID: s.LeadID}, w.rows[s.LeadID])
		var end lead.State
		for _, tr := range w.rows[s.LeadID] {
			chained(t, end, tr)
			end = tr.State()
		}
	}
}

// anything is a command that makes sense more often than not.
func (w *world) anything(r *rand.Rand, s lead.State, events []lead.Event) (command, time.Time) {
	cmd := command{Event: events[r.IntN(len(events))], Actor: people[r.IntN(len(people))]}
	if leaving := w.leaving(s.Status); len(leaving) > 0 && r.IntN(4) > 0 {
		cmd.Event = leaving[r.IntN(len(leaving))]
	}
	when := soon(s).Add(time.Duration(r.IntN(100)) * time.Hour)
	tr := w.at(place{s.Status, cmd.Event})
	if tr == nil || r.IntN(8) == 0 {
		return cmd, when
	}
	reason := firstReason(tr)
	if reason != nil {
		reason = &tr.Reasons[r.IntN(len(tr.Reasons))]
	}
	if able, at := w.able(s, place{s.Status, cmd.Event}); r.IntN(3) > 0 {
		cmd.Actor = able.Actor
		if r.IntN(2) == 0 {
			when = at
		}
	}
	return complete(tr, reason, cmd.Actor), when
}

// peerTable is a lifecycle as looplab reads it. Of two descriptions of one event
// and source the last stands there, so that the better rank comes later.
func peerTable(spec lead.Spec) fsm.Events {
	var alive []string
	for _, s := range spec.Statuses {
		if s.Category == lead.Open || s.Category == lead.Waiting {
			alive = append(alive, string(s.Name))
		}
	}
	type cell struct{ event, src string }
	moves := map[cell]fsm.Events{}
	describe := func(tr lead.TransitionSpec, sources []string) {
		for _, src := range sources {
			c := cell{string(tr.Event), src}
			switch tr.To {
			case lead.Stay:
				moves[c] = fsm.Events{{Name: c.event, Src: []string{src}, Dst: src}}
			case lead.Previous:
				moves[c] = nil
				for _, dst := range alive {
					if dst != src {
						moves[c] = append(moves[c], fsm.EventDesc{Name: back(tr.Event, lead.Status(dst)), Src: []string{src}, Dst: dst})
					}
				}
			default:
				moves[c] = fsm.Events{{Name: c.event, Src: []string{src}, Dst: string(tr.To)}}
			}
		}
	}
	but := func(sources []string, to lead.Status) []string {
		return slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return s == string(to) })
	}
	for _, tr := range spec.Transitions {
		if slices.Contains(tr.From, lead.AnyOpen) {
			describe(tr, but(alive, tr.To))
		}
	}
	for _, tr := range spec.Transitions {
		for _, from := range tr.From {
			var members []string
			for _, m := range spec.Groups[from] {
				members = append(members, string(m))
			}
			describe(tr, but(members, tr.To))
		}
	}
	for _, tr := range spec.Transitions {
		for _, from := range tr.From {
			if _, group := spec.Groups[from]; !group && from != lead.AnyOpen {
				describe(tr, []string{from})
			}
		}
	}
	var table fsm.Events
	for _, descs := range moves {
		table = append(table, descs...)
	}
	return table
}

// back names the move of an event that leads back to a status: an FSM leads one
// event from one source to one target.
func back(e lead.Event, to lead.Status) string { return string(e) + "\x00" + string(to) }
