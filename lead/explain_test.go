package lead

import (
	"context"
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
