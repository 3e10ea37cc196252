package leadtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// checkWalk sends leads on random walks, one step of one lead at a time. The clock
// goes back at times, as the clocks of several machines do.
func checkWalk(t *testing.T, s lead.Store) {
	const leads, steps = 15, 500
	r := rand.New(rand.NewPCG(5, 6))
	now := begin
	tracker := track(t, s, func() time.Time { return now })
	actors := []lead.Actor{
		{ID: "m", Side: lead.Marketing},
		{ID: "s", Side: lead.Sales},
		{ID: "l", Side: lead.LeadManagement},
		{ID: "job", Kind: lead.System},
	}
	var want []lead.Transition
	last := map[string]lead.State{}
	for i := range leads {
		tr := opened(t, tracker, fmt.Sprintf("L-%d", i))
		want, last[tr.LeadID] = append(want, tr), tr.State()
	}
	for step := range steps {
		now = now.Add(time.Duration(r.IntN(24)-4) * time.Hour)
		id, actor := fmt.Sprintf("L-%d", r.IntN(leads)), actors[r.IntN(len(actors))]
		state, choices, err := tracker.Explain(t.Context(), id, actor, struct{}{})
		if err != nil {
			t.Fatalf("Explain(%q): %v", id, err)
		}
		if d := diffState(last[id], state); d != "" {
			t.Fatalf("Explain's State after the last row (-want +got):\n%s", d)
		}
		choices = slices.DeleteFunc(choices, func(c lead.Choice) bool { return len(c.Blockers) > 0 })
		if len(choices) == 0 {
			continue
		}
		cmd := command{ID: id, Actor: actor, IfVersion: state.Version, Note: fmt.Sprintf("step %d", step)}
		fill(&cmd, choices[r.IntN(len(choices))], r)
		tr, err := tracker.Apply(t.Context(), cmd)
		if err != nil {
			t.Fatalf("step %d: %s of lead %q in %s: %v", step, cmd.Event, id, state.Status, err)
		}
		want, last[id] = append(want, tr), tr.State()
	}
	holds(t, s, want)
	ends := map[string]lead.State{}
	for tr, err := range s.History(t.Context(), lead.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		chained(t, ends[tr.LeadID], tr)
		ends[tr.LeadID] = tr.State()
	}
}

// fill makes a command of a choice, with what it needs and sometimes with a key
// and a label.
func fill(cmd *command, c lead.Choice, r *rand.Rand) {
	cmd.Event, cmd.Labels = c.Event, map[string]string{}
	for _, need := range c.Needs {
		switch need.Kind {
		case lead.NeedsReason:
			cmd.Reason = need.Options[r.IntN(len(need.Options))].Code
		case lead.NeedsLabel:
			cmd.Labels[need.Name] = "x"
		}
	}
	if r.IntN(2) == 0 {
		cmd.Key = cmd.Note
	}
	if r.IntN(3) == 0 {
		cmd.Labels["product"] = []string{"", "x", "y"}[r.IntN(3)]
	}
}

// chained checks that a row continues where the row before it ended: of before,
// the zero State ahead of the first.
func chained(t *testing.T, before lead.State, tr lead.Transition) {
	t.Helper()
	if tr.Version != before.Version+1 || tr.From != before.Status || tr.At.Before(before.At) {
		t.Fatalf("%s from %q at %s follows version %d in %q at %s", name(tr), tr.From, tr.At, before.Version, before.Status, before.At)
	}
}
