package leadtest

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// checkPath takes a cell after the shortest path to it.
func checkPath(t *testing.T, w *world, p place, at site) {
	s := w.reach(t, at, nil)
	cmd, when := w.able(s, p)
	if v := w.rule(s, cmd, when); len(v.codes)+len(v.lacks) > 0 {
		t.Fatalf("nobody can take it: %v", append(v.codes, v.lacks...))
	}
	w.look(t, s, cmd.Actor, when)
	s = w.try(t, s, cmd, when)
	t.Log(trace(w.rows[s.LeadID]))
}

// checkNoPath wants the refusal of a way back that leads nowhere.
func checkNoPath(t *testing.T, w *world, p place, at site) {
	s := w.reach(t, at, nil)
	for _, a := range people {
		w.look(t, s, a, soon(s))
		w.try(t, s, complete(w.at(p), firstReason(w.at(p)), a), soon(s))
	}
	t.Log(trace(w.rows[s.LeadID]))
}

// times are when it may matter that a lead is looked at: at once, and around the
// date until which it is parked.
func (w *world) times(s lead.State) []time.Time {
	if w.status[s.Status].Category != lead.Waiting {
		return []time.Time{soon(s)}
	}
	return []time.Time{soon(s), s.Due.Add(-time.Microsecond), s.Due}
}

// checkActors has everybody fire a cell, at all times that matter, first with
// nothing at hand and then with all that it asks for.
func checkActors(t *testing.T, w *world, p place, at site) {
	tr := w.at(p)
	s := w.reach(t, at, nil)
	for i := range w.times(s) {
		for _, a := range people {
			when := w.times(s)[i]
			w.look(t, s, a, when)
			for _, cmd := range []command{{Event: p.event, Actor: a}, complete(tr, firstReason(tr), a)} {
				if w.try(t, s, cmd, when).Version > s.Version {
					s = w.reach(t, at, nil)
					when = w.times(s)[i]
				}
			}
		}
	}
}

// checkNeeds gives a cell each of its reasons, with all that it needs and with each
// thing missing, and what it does not know.
func checkNeeds(t *testing.T, w *world, p place, at site) {
	tr := w.at(p)
	turn := func(edit func(cmd *command, when time.Time)) {
		s := w.reach(t, at, nil)
		cmd, when := w.able(s, p)
		edit(&cmd, when)
		w.try(t, s, cmd, when)
	}
	reasons := make([]*lead.Reason, 0, len(tr.Reasons)+1)
	for i := range tr.Reasons {
		reasons = append(reasons, &tr.Reasons[i])
	}
	if len(reasons) == 0 {
		reasons = append(reasons, nil)
		turn(func(cmd *command, _ time.Time) { cmd.Reason = "free text" })
	} else {
		turn(func(cmd *command, _ time.Time) { cmd.Reason = "" })
		turn(func(cmd *command, _ time.Time) {
			for cmd.Reason = "unknown"; reasonOf(tr, cmd.Reason) != nil; cmd.Reason += "?" {
			}
		})
	}
	for _, reason := range reasons {
		turn(func(cmd *command, _ time.Time) { *cmd = complete(tr, reason, cmd.Actor) })
		for _, need := range needsOf(tr, reason) {
			turn(func(cmd *command, _ time.Time) {
				*cmd = complete(tr, reason, cmd.Actor)
				if delete(cmd.Labels, need); need == lead.NeedNote {
					cmd.Note = ""
				}
			})
		}
	}
	turn(func(cmd *command, when time.Time) { cmd.Due = when.Add(time.Hour) })
	turn(func(cmd *command, when time.Time) { cmd.Due = when })
}

// checkLabels takes a cell on a lead that has the labels which the row sets, and
// with commands that set or remove them otherwise.
func checkLabels(t *testing.T, w *world, p place, at site) {
	tr := w.at(p)
	names := slices.Sorted(maps.Keys(tr.Sets))
	// One command carries no more than 64 labels, those it needs included.
	names = names[:min(len(names), max(0, 64-len(complete(tr, firstReason(tr), people[0]).Labels)))]
	turn := func(before map[string]string, edit func(labels map[string]string, name string)) {
		s := w.reach(t, at, before)
		cmd, when := w.able(s, p)
		labels := map[string]string{}
		for _, name := range names {
			edit(labels, name)
		}
		maps.Copy(labels, cmd.Labels)
		cmd.Labels = labels
		w.try(t, s, cmd, when)
	}
	before := map[string]string{}
	for _, name := range names {
		before[name] = "before"
	}
	turn(before, func(map[string]string, string) {})
	turn(before, func(labels map[string]string, name string) { labels[name] = "own" })
	turn(before, func(labels map[string]string, name string) { labels[name] = "" })
	turn(nil, func(labels map[string]string, name string) { labels[name] = "" })
}
