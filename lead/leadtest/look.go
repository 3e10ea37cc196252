package leadtest

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/leadline-go/leadline/lead"
)

// choice is a [lead.Choice] without its texts and parameters.
type choice struct {
	Event    lead.Event
	To       lead.Status
	Blockers []string
	Needs    []lead.Need
}

// look has an actor's choices explained and holds them against the rules.
func (w *world) look(t *testing.T, s lead.State, a lead.Actor, when time.Time) {
	t.Helper()
	asked := map[string]int{}
	var want []choice
	for _, e := range w.leaving(s.Status) {
		v := w.rule(s, command{Event: e, Actor: a}, when)
		c := choice{Event: e, To: v.to, Blockers: v.codes, Needs: explained(v.tr)}
		if len(c.Blockers) == 0 {
			var undecided string
			if c.Blockers, undecided = w.guards.expect(v.tr, asked); undecided != "" {
				c.Blockers = append(c.Blockers, lead.CodeUndecided)
			}
		}
		slices.Sort(c.Blockers)
		want = append(want, c)
	}
	before := w.load(t, s.LeadID)
	w.now = when
	w.guards.forget()
	state, choices, err := w.desk.Explain(t.Context(), s.LeadID, a, struct{}{})
	what := happening{s, command{Event: "Explain", Actor: a}, w.rows[s.LeadID]}
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if d := diffState(s, state); d != "" {
		t.Fatalf("%s: its State (-want +got):\n%s", what, d)
	}
	var got []choice
	for _, c := range choices {
		mine := choice{Event: c.Event, To: c.To, Needs: sorted(c.Needs)}
		for _, b := range c.Blockers {
			mine.Blockers = append(mine.Blockers, b.Code)
		}
		slices.Sort(mine.Blockers)
		got = append(got, mine)
	}
	if !reflect.DeepEqual(want, got) {
		t.Fatalf("%s: choices (-want +got):\n%s", what, cmp.Diff(want, got))
	}
	w.guards.checkAsked(t, what, asked, s)
	for _, about := range w.guards.about {
		v := w.rule(s, command{Event: about.Command.Event, Actor: a}, when)
		if v.tr == nil || about.To != v.to || !about.At.Equal(when) || about.Command.Actor.ID != a.ID {
			t.Fatalf("%s: a guard is asked about %s by %q to %q at %s", what, about.Command.Event, about.Command.Actor.ID, about.To, about.At)
		}
	}
	if d := diffState(before, w.load(t, s.LeadID)); d != "" {
		t.Fatalf("%s: the lead has changed (-before +after):\n%s", what, d)
	}
}

// explained is what a dialog has to ask for a row, before it knows the reason.
func explained(tr *lead.TransitionSpec) []lead.Need {
	var needs []lead.Need
	if len(tr.Reasons) > 0 {
		needs = append(needs, lead.Need{Kind: lead.NeedsReason, Options: tr.Reasons})
	}
	for _, n := range tr.Needs {
		if n == lead.NeedNote {
			needs = append(needs, lead.Need{Kind: lead.NeedsNote})
		} else {
			needs = append(needs, lead.Need{Kind: lead.NeedsLabel, Name: n})
		}
	}
	return sorted(needs)
}

// sorted leaves out what a difference of no meaning: order, and nil or empty.
func sorted(needs []lead.Need) []lead.Need {
	if len(needs) == 0 {
		return nil
	}
	needs = slices.Clone(needs)
	for i := range needs {
		if needs[i].Options = slices.Clone(needs[i].Options); len(needs[i].Options) == 0 {
			needs[i].Options = nil
		}
		for j := range needs[i].Options {
			if len(needs[i].Options[j].Needs) == 0 {
				needs[i].Options[j].Needs = nil
			}
		}
	}
	slices.SortFunc(needs, func(a, b lead.Need) int {
		return strings.Compare(string(a.Kind)+a.Name, string(b.Kind)+b.Name)
	})
	return needs
}
