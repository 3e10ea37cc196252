package lead

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Answers are written once and given to many: what one caller does with theirs must
// not show in the next.
func TestWhatExplainGivesIsTheCallersOwn(t *testing.T) {
	m := standard(t, Bindings[string]{})
	s := last(walk(t, m, Command[string]{Event: "qualify", Actor: job})).State()
	for _, actor := range []Actor{ann, mia, job, {}} {
		cmd := Command[string]{Actor: actor, At: s.At}
		want := m.Explain(t.Context(), s, cmd)
		got := m.Explain(t.Context(), s, cmd)
		for i := range got {
			c := &got[i]
			for j := range c.Blockers {
				c.Blockers[j].Message = "übersetzt"
				c.Blockers[j].Params["by"] = "übersetzt"
			}
			for j := range c.Needs {
				slices.Reverse(c.Needs[j].Options)
				c.Needs[j].Options = append(c.Needs[j].Options, Reason{Code: "mine"})
				c.Needs[j].Kind = "mine"
			}
			c.Blockers = append(c.Blockers, Blocker{Code: "mine"})
			c.Needs = append(c.Needs, Need{Name: "mine"})
			if i+1 < len(got) {
				if diff := cmp.Diff(want[i+1], got[i+1]); diff != "" {
					t.Errorf("what was appended to %s shows in %s (-want +got):\n%s", c.Event, got[i+1].Event, diff)
				}
			}
		}
		if diff := cmp.Diff(want, m.Explain(t.Context(), s, cmd)); diff != "" {
			t.Errorf("%+v: the next answer differs (-want +got):\n%s", actor, diff)
		}
	}
}

// Two events may be decided by different criteria.
// A page that is drawn in the browser gets both as JSON, with the names that rows have.
func TestStateAndChoicesGoThroughJSON(t *testing.T) {
	m := officeHours(t, nil)
	s := last(walk(t, m, Command[string]{Event: "qualify", Actor: job, Labels: map[string]string{"campaign": "fair"}})).State()
	type page struct {
		State   State
		Choices []Choice
	}
	want := page{s, m.Explain(t.Context(), s, Command[string]{Actor: mia, At: s.At})}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got page
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-sent +received):\n%s", diff)
	}
	var names struct{ State, Choice map[string]any }
	first, err := json.Marshal(map[string]any{"State": s, "Choice": want.Choices[len(want.Choices)-1]})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(first, &names); err != nil {
		t.Fatal(err)
	}
	keys := map[string][]string{
		"state":  slices.Sorted(maps.Keys(names.State)),
		"choice": slices.Sorted(maps.Keys(names.Choice)),
	}
	if diff := cmp.Diff(map[string][]string{
		"state":  {"at", "due", "labels", "last", "lead_id", "prior", "since", "status", "version"},
		"choice": {"event", "needs", "to"},
	}, keys); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestExplainKeepsTheEvidenceOfEventsApart(t *testing.T) {
	by := func(print string) func(context.Context, Attempt[string]) (any, error) {
		return func(context.Context, Attempt[string]) (any, error) { return proof{print: print}, nil }
	}
	spec := Standard()
	spec.Guard("qualify", "score")
	spec.Guard("nominate", "panel")
	m, err := Compile(spec, Bindings[string]{Guards: Guards[string]{"score": by("a@1"), "panel": by("b@1")}})
	if err != nil {
		t.Fatal(err)
	}
	s := State{LeadID: "L", Status: "inquiry", Version: 1, At: noon, Since: noon}
	for _, c := range m.Explain(t.Context(), s, Command[string]{Actor: mia, At: noon}) {
		if c.Event != "sales_generate" && len(c.Blockers) > 0 { // that one is for sales
			t.Errorf("%s: %v", c.Event, c.Blockers)
		}
	}
}
