package leadtest

import (
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// place is a cell of the transition table: an event in a status.
type place struct {
	from  lead.Status
	event lead.Event
}

// rules are what a Spec says, worked out from the Spec alone: they share nothing
// with package lead but its types, so that a mistake there is not made here too.
type rules struct {
	spec   lead.Spec
	status map[lead.Status]lead.StatusSpec
	row    map[place]int // in spec.Transitions
	events []lead.Event  // each once, in the order of the Spec
}

func rulesOf(spec lead.Spec) *rules {
	r := &rules{spec: spec, status: map[lead.Status]lead.StatusSpec{}, row: map[place]int{}}
	for _, s := range spec.Statuses {
		r.status[s.Name] = s
	}
	for _, tr := range spec.Transitions {
		if !slices.Contains(r.events, tr.Event) {
			r.events = append(r.events, tr.Event)
		}
	}
	for _, s := range spec.Statuses {
		for _, e := range r.events {
			if i := r.governs(s.Name, e); i >= 0 {
				r.row[place{s.Name, e}] = i
			}
		}
	}
	return r
}

// governs is the row for an event in a status, or -1: one that names the status,
// else one that names a group of it, else one from AnyOpen. The latter two leave
// out their own target.
func (r *rules) governs(s lead.Status, e lead.Event) int {
	find := func(names func(tr lead.TransitionSpec) bool) int {
		return slices.IndexFunc(r.spec.Transitions, func(tr lead.TransitionSpec) bool { return tr.Event == e && names(tr) })
	}
	byName := find(func(tr lead.TransitionSpec) bool { return slices.Contains(tr.From, string(s)) })
	byGroup := find(func(tr lead.TransitionSpec) bool {
		return tr.To != s && slices.ContainsFunc(tr.From, func(g string) bool { return slices.Contains(r.spec.Groups[g], s) })
	})
	byAnyOpen := find(func(tr lead.TransitionSpec) bool {
		return tr.To != s && r.alive(s) && slices.Contains(tr.From, lead.AnyOpen)
	})
	for _, i := range []int{byName, byGroup, byAnyOpen} {
		if i >= 0 {
			return i
		}
	}
	return -1
}

func (r *rules) alive(s lead.Status) bool {
	c := r.status[s].Category
	return c == lead.Open || c == lead.Waiting
}

// at is the row for an event in a status, or nil.
func (r *rules) at(p place) *lead.TransitionSpec {
	if i, ok := r.row[p]; ok {
		return &r.spec.Transitions[i]
	}
	return nil
}

// target is where a row leads a lead that came from prior; "" is nowhere.
func (r *rules) target(tr *lead.TransitionSpec, from, prior lead.Status) lead.Status {
	switch {
	case tr.To == lead.Stay:
		return from
	case tr.To != lead.Previous:
		return tr.To
	case prior != from && r.alive(prior):
		return prior
	}
	return ""
}

// left is what [lead.Previous] means after a move.
func (r *rules) left(from, to, prior lead.Status) lead.Status {
	if r.alive(from) && from != to {
		return from
	}
	return prior
}

func admits(tr *lead.TransitionSpec, a lead.Actor) bool {
	switch {
	case len(tr.By) == 0:
		return true
	case a.Kind == lead.System:
		return slices.Contains(tr.By, lead.BySystem)
	}
	return slices.Contains(tr.By, a.Side)
}

// ruling is what the Spec says to one command, apart from the guards.
type ruling struct {
	tr    *lead.TransitionSpec // nil: nothing leads from this status by this event
	to    lead.Status          // "": nowhere
	codes []string             // of blockers because of which no guard is asked
	lacks []string             // of blockers for what the command carries
}

func (r *rules) rule(s lead.State, cmd command, at time.Time) ruling {
	v := ruling{tr: r.at(place{s.Status, cmd.Event})}
	if v.tr == nil {
		v.codes = []string{lead.CodeWrongStatus}
		return v
	}
	v.to = r.target(v.tr, s.Status, s.Prior)
	if v.to == "" {
		v.codes = append(v.codes, lead.CodeNoPrior)
	}
	if !admits(v.tr, cmd.Actor) {
		v.codes = append(v.codes, lead.CodeSide)
	}
	parked := r.status[s.Status].Category == lead.Waiting && at.Before(s.Due)
	if parked && cmd.Actor.Kind == lead.System && !v.tr.Wakes && r.status[v.to].Category == lead.Open {
		v.codes = append(v.codes, lead.CodeNotBefore)
	}
	v.lacks = lacks(v.tr, cmd)
	if !cmd.Due.IsZero() && v.to != "" {
		switch {
		case r.status[v.to].Category != lead.Waiting, v.to == s.Status: // an activity parks nobody
			v.lacks = append(v.lacks, lead.CodeDueNotAllowed)
		case !cmd.Due.After(at):
			v.lacks = append(v.lacks, lead.CodeDuePast)
		}
	}
	return v
}

// lacks are the codes of what a row asks for and the command does not carry.
func lacks(tr *lead.TransitionSpec, cmd command) []string {
	var codes []string
	reason := reasonOf(tr, cmd.Reason)
	switch {
	case len(tr.Reasons) == 0 || reason != nil:
	case cmd.Reason == "":
		codes = append(codes, lead.CodeReasonRequired)
	default:
		codes = append(codes, lead.CodeReasonUnknown)
	}
	for _, need := range needsOf(tr, reason) {
		switch {
		case need == lead.NeedNote && cmd.Note == "":
			codes = append(codes, lead.CodeNoteRequired)
		case need != lead.NeedNote && cmd.Labels[need] == "":
			codes = append(codes, lead.CodeLabelRequired+" "+need)
		}
	}
	return codes
}

func reasonOf(tr *lead.TransitionSpec, code string) *lead.Reason {
	if i := slices.IndexFunc(tr.Reasons, func(x lead.Reason) bool { return x.Code == code }); i >= 0 {
		return &tr.Reasons[i]
	}
	return nil
}

// needsOf are a row's needs and those of a reason, if any, each once.
func needsOf(tr *lead.TransitionSpec, reason *lead.Reason) []string {
	needs := slices.Clone(tr.Needs)
	if reason != nil {
		needs = append(needs, reason.Needs...)
	}
	slices.Sort(needs)
	return slices.Compact(needs)
}

// complete is a command with all that a row asks for and nothing else. Reason is
// one of its list, or nil if it has none.
func complete(tr *lead.TransitionSpec, reason *lead.Reason, a lead.Actor) command {
	cmd := command{Event: tr.Event, Actor: a}
	if reason != nil {
		cmd.Reason = reason.Code
	}
	for _, need := range needsOf(tr, reason) {
		if need == lead.NeedNote {
			cmd.Note = "a note"
			continue
		}
		if cmd.Labels == nil {
			cmd.Labels = map[string]string{}
		}
		cmd.Labels[need] = "needed"
	}
	return cmd
}

// firstReason is any reason of a row, or nil if it has no list.
func firstReason(tr *lead.TransitionSpec) *lead.Reason {
	if len(tr.Reasons) == 0 {
		return nil
	}
	return &tr.Reasons[0]
}

// wall is a Span in wall time; ok is false if it counts working days.
func wall(s lead.Span) (d time.Duration, ok bool) {
	if strings.HasSuffix(string(s), "bd") {
		return 0, false
	}
	if days, cut := strings.CutSuffix(string(s), "d"); cut {
		d, err := time.ParseDuration(days + "h")
		return 24 * d, err == nil
	}
	d, err := time.ParseDuration(string(s))
	return d, err == nil
}
