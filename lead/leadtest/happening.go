package leadtest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/leadline-go/leadline/lead"
)

// happening is what is done to a lead, and how the lead got there: for messages,
// and written only for these.
type happening struct {
	s    lead.State
	cmd  command
	rows []lead.Transition
}

func (h happening) String() string {
	if h.s.Version == 0 {
		return "opening a lead"
	}
	return fmt.Sprintf("%s by %s in %s (after %s)", h.cmd.Event, who(h.cmd.Actor), h.s.Status, trace(h.rows))
}

func who(a lead.Actor) string {
	switch {
	case a.Kind == lead.System:
		return "a system actor"
	case a.Side == "":
		return "somebody without a side"
	}
	return string(a.Side)
}

// trace writes a lead's rows as a path.
func trace(rows []lead.Transition) string {
	steps := make([]string, len(rows))
	for i, row := range rows {
		steps[i] = fmt.Sprintf("%s by %s -> %s", row.Event, who(row.Actor), row.To)
	}
	return strings.Join(steps, ", ")
}

func refusal(codes []string, undecided string) string {
	if undecided != "" {
		return fmt.Sprintf("a *GuardError of guard %q", undecided)
	}
	return fmt.Sprintf("a refusal with %v", codes)
}

// diffCodes compares the codes of blockers, whatever their order.
func diffCodes(want []string, blockers []lead.Blocker) string {
	got := make([]string, len(blockers))
	for i, b := range blockers {
		if got[i] = b.Code; b.Code == lead.CodeLabelRequired {
			got[i] += " " + b.Params["label"]
		}
	}
	if slices.Sort(got); slices.Equal(slices.Sorted(slices.Values(want)), got) {
		return ""
	}
	return cmp.Diff(slices.Sorted(slices.Values(want)), got)
}
