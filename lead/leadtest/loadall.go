package leadtest

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// checkLoadAll asks for many leads what Load says of each: leads that are there and
// that are not, keys that the lead carries, that another carries and that none does,
// an id twice, and more ids than a statement of a database takes parameters.
func checkLoadAll(t *testing.T, s lead.Store) {
	all, ok := s.(lead.BatchLoader)
	if !ok {
		t.Skip("the store is no lead.BatchLoader: it need not be")
	}
	write(t, s, keyed("L-1", 1, "k"), row("L-1", 2), keyed("L-2", 1, "k"), keyed("L-3", 1, "other"), full("l-1", 1))
	ids := []string{"L-1", "L-9", "L-1", "L-2", "L-3", "L-3", "L-2", "l-1", "L-1 ", "L-1"}
	keys := []string{"k", "k", "", "k", "k", "other", "nobody's", "k", "", "k"}
	for len(ids) < 40_000 {
		ids, keys = append(ids, "none"), append(keys, "k")
	}
	ids, keys = append(ids, "L-2"), append(keys, "k")
	got, err := all.LoadAll(t.Context(), ids, keys)
	if err != nil || len(got) != len(ids) {
		t.Fatalf("LoadAll of %d ids gave %d answers, error %v", len(ids), len(got), err)
	}
	for i, id := range ids {
		if id == "none" {
			if got[i].State.Version != 0 || got[i].Keyed != nil {
				t.Fatalf("answer %d, of a lead without rows: %+v", i, got[i])
			}
			continue
		}
		state, keyed, err := s.Load(t.Context(), id, keys[i])
		if err != nil {
			state = lead.State{}
		}
		if d := diffState(state, got[i].State); d != "" {
			t.Errorf("answer %d, state of lead %q (-Load +LoadAll):\n%s", i, id, d)
		}
		if (keyed == nil) != (got[i].Keyed == nil) {
			t.Errorf("answer %d, the row of lead %q with key %q: Load gives %v, LoadAll %v", i, id, keys[i], keyed, got[i].Keyed)
		} else if keyed != nil {
			if d := diffRows([]lead.Transition{*keyed}, []lead.Transition{*got[i].Keyed}); d != "" {
				t.Errorf("answer %d, the row of lead %q with key %q: %s", i, id, keys[i], d)
			}
		}
	}
	if none, err := all.LoadAll(t.Context(), nil, nil); err != nil || len(none) != 0 {
		t.Errorf("LoadAll of no lead gave %d answers, error %v", len(none), err)
	}
}
