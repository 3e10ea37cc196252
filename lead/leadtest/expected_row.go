package leadtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// wantRow is the row that an allowed command makes of state s. What the Spec alone
// does not tell is taken from got: a Due that a calendar gives, which has to lie
// after the entry, and the hash in the Spec's identity.
func (r *rules) wantRow(t *testing.T, s lead.State, v ruling, cmd command, at time.Time, got lead.Transition) lead.Transition {
	t.Helper()
	want := lead.Transition{
		LeadID: cmd.ID, Version: s.Version + 1,
		Event: cmd.Event, From: s.Status, To: v.to, Prior: r.left(s.Status, v.to, s.Prior),
		At: at, Recorded: at, Since: at,
		Actor: cmd.Actor, Reason: cmd.Reason, Note: cmd.Note,
		Inferred: cmd.Into != "",
	}
	if want.Actor.Kind == "" {
		want.Actor.Kind = lead.Human
	}
	if want.From == want.To {
		want.Since = s.Since
	}
	want.Due = r.wantDue(t, s, v, cmd, at, got.Due)
	var sets map[string]string
	if v.tr != nil {
		sets = v.tr.Sets
		want.Evidence = evidenceOf(v.tr.Guards)
	}
	want.Labels, want.Set = wantLabels(s.Labels, sets, cmd)
	want.Spec = fmt.Sprintf("%s@%d+", r.spec.Name, r.spec.Revision)
	if strings.HasPrefix(got.Spec, want.Spec) {
		want.Spec = got.Spec
	}
	return want
}

func (r *rules) wantDue(t *testing.T, s lead.State, v ruling, cmd command, at, got time.Time) time.Time {
	t.Helper()
	to := r.status[v.to]
	var span lead.Span
	calendar := ""
	switch {
	case s.Status == v.to && to.SLA != nil && to.SLA.Until == cmd.Event && cmd.Actor.Kind != lead.System && cmd.Actor.Side == to.Side:
		return time.Time{}
	case s.Status == v.to:
		return s.Due
	case to.Category == lead.Waiting && !cmd.Due.IsZero():
		return cmd.Due
	case to.Category == lead.Waiting && v.tr != nil && v.tr.WakeAfter != "":
		span = v.tr.WakeAfter
	case to.Category == lead.Waiting:
		span = to.WakeAfter
	case to.SLA != nil:
		span, calendar = to.SLA.Within, to.SLA.Calendar
	default:
		return time.Time{}
	}
	if d, ok := wall(span); ok && calendar == "" {
		return at.Add(d)
	}
	if !got.After(at) {
		t.Fatalf("%s enters %s at %s, due %s after that, and the row's Due is %s", cmd.Event, v.to, at, span, got)
	}
	return got
}

// wantLabels writes a row's sets and, over them, the command's own labels.
func wantLabels(before, sets map[string]string, cmd command) (after map[string]string, set []string) {
	after = maps.Clone(before)
	if after == nil {
		after = map[string]string{}
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(sets)), maps.Keys(cmd.Labels))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		value, own := cmd.Labels[name]
		if !own {
			value = sets[name]
			if value == lead.ActorID {
				value = cmd.Actor.ID
			}
		}
		if _, had := before[name]; value == "" && !had {
			continue // there is nothing to remove
		}
		set = append(set, name)
		if after[name] = value; value == "" {
			delete(after, name)
		}
	}
	return after, set
}

// passed is the evidence of each guard that says yes.
const passed = "passed"

func evidenceOf(guards []string) json.RawMessage {
	if len(guards) == 0 {
		return nil
	}
	all := map[string]string{}
	for _, g := range guards {
		all[g] = passed
	}
	raw, _ := json.Marshal(all) // strings have JSON
	return raw
}
