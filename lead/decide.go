package lead

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// The codes of [Blocker] that the lifecycle itself gives. Guards add their own.
const (
	CodeWrongStatus    = "wrong_status"    // the event does not leave this status; params event, status, from
	CodeSide           = "side"            // it is for others; params by, side
	CodeNotBefore      = "not_before"      // the lead is parked; params until
	CodeNoPrior        = "no_prior"        // there is no previous status to go back to
	CodeReasonRequired = "reason_required" // params options
	CodeReasonUnknown  = "reason_unknown"  // params reason, options
	CodeNoteRequired   = "note_required"
	CodeLabelRequired  = "label_required"  // params label
	CodeDueNotAllowed  = "due_not_allowed" // the target is no waiting status; params status
	CodeDuePast        = "due_past"        // params due, at
	CodeUndecided      = "undecided"       // in Explain only: a guard failed; params guard
)

// Error returns the message, or the code without one: a Blocker is what a guard
// returns to say no.
func (b Blocker) Error() string { return cmp.Or(b.Message, b.Code) }

// Blocker is how the Machine knows a refusal from a failure.
func (b Blocker) Blocker() (code, message string, params map[string]string) {
	return b.Code, b.Message, b.Params
}

// refusal is an error by which a guard says no.
type refusal interface {
	error
	Blocker() (code, message string, params map[string]string)
}

// decision is what the table and the guards say to one event.
type decision struct {
	rule     *rule
	to       int       // -1: nowhere
	blockers []Blocker // decide appends to them
	findings findings
}

// decide asks the table, the actor's side and the clock, and, if those allow the
// move, the guards. It is the only place where that is decided. Its error is a
// [*GuardError].
func (m *Machine[T]) decide(ctx context.Context, s *State, from int, r *rule, who party, cmd *Command[T], d *decision) error {
	before := len(d.blockers)
	d.rule, d.to = r, m.table.target(s, from, r)
	if d.to < 0 {
		d.blockers = append(d.blockers, Blocker{CodeNoPrior, fmt.Sprintf("there is no previous status for %s to lead back to", r.Event), nil})
	}
	if !r.by.admits(who) {
		b := r.others[who]
		b.Params = maps.Clone(b.Params) // a caller may write to them
		d.blockers = append(d.blockers, b)
	}
	if who == program && d.to >= 0 && m.table.parked(s, from, d.to, r, cmd.At) {
		until := s.Due.Format(time.RFC3339)
		d.blockers = append(d.blockers, Blocker{CodeNotBefore, fmt.Sprintf("the lead is parked until %s", until), map[string]string{"until": until}})
	}
	if len(d.blockers) > before || len(r.asks) == 0 {
		return nil
	}
	d.findings = findings{} // not those of the event before
	for _, guard := range r.asks {
		no, err := m.ask(ctx, guard, s, cmd, d)
		if err != nil {
			g := &GuardError{Guard: m.table.guards[guard], Event: r.Event, State: *s, Err: err}
			if p, ok := err.(*panicError); ok {
				g.Stack = p.stack
			}
			return g
		}
		if no != nil {
			d.blockers = append(d.blockers, *no)
		}
	}
	return nil
}

// ask calls one guard. It tells the guard's own no from everything else that can
// go wrong with code that is not ours, panics included.
func (m *Machine[T]) ask(ctx context.Context, guard int, s *State, cmd *Command[T], d *decision) (no *Blocker, err error) {
	defer func() {
		if p := recover(); p != nil {
			no, err = nil, &panicError{p, debug.Stack()}
		}
	}()
	a := Attempt[T]{State: *s, Command: *cmd, To: m.table.statuses[d.to].Name, At: cmd.At}
	a.Command.Event = d.rule.Event
	// A guard that writes to its maps must not change the row, or what others see.
	a.State.Labels, a.Command.Labels = maps.Clone(s.Labels), maps.Clone(cmd.Labels)
	evidence, err := m.guards[guard](ctx, a)
	if err == nil && evidence == nil {
		return nil, nil
	}
	if err == nil {
		return nil, d.findings.add(m.table.guards[guard], evidence)
	}
	for e := err; e != nil; e = errors.Unwrap(e) { // what is joined with a failure is one
		if refused, ok := e.(refusal); ok {
			code, message, params := refused.Blocker()
			if code == "" {
				return nil, fmt.Errorf("a refusal without a code: %w", err)
			}
			return &Blocker{code, message, maps.Clone(params)}, nil
		}
	}
	return nil, err
}

// panicError is a panic of a guard. It is no refusal, whatever its value.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v", p.value) }

func (p *panicError) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

// target is where a rule leads from a state; -1 if a way back leads nowhere.
func (t *table) target(s *State, from int, r *rule) int {
	switch r.to {
	case toStay:
		return from
	case toPrevious:
		prior, ok := t.index[s.Prior]
		if !ok || prior == from || !t.statuses[prior].goesOn {
			return -1
		}
		return prior
	}
	return r.to
}

// parked reports whether a waiting time keeps a program from the move. People,
// ends, activities and other ways to wait pass.
func (t *table) parked(s *State, from, to int, r *rule, at time.Time) bool {
	return t.statuses[from].Category == Waiting && !r.Wakes &&
		to != from && t.statuses[to].Category == Open && at.Before(s.Due)
}

// needs appends what a command for the rule must still carry. A given reason is
// one of the rule's; its own needs join in.
func (r *rule) needs(needs []Need, labels map[string]string, reason *Reason) []Need {
	if len(r.Reasons) > 0 && reason == nil {
		needs = append(needs, Need{Kind: NeedsReason, Options: r.Reasons})
	}
	needs = ask(needs, r.Needs, nil, labels)
	if reason != nil {
		needs = ask(needs, reason.Needs, r.Needs, labels)
	}
	return needs
}

func ask(needs []Need, names, asked []string, labels map[string]string) []Need {
	for _, n := range names {
		switch {
		case slices.Contains(asked, n):
		case n == NeedNote:
			needs = append(needs, Need{Kind: NeedsNote})
		case labels[n] == "":
			needs = append(needs, Need{Kind: NeedsLabel, Name: n})
		}
	}
	return needs
}

// unmet says what a command lacks, or has too much, as blockers.
func (r *rule) unmet(to *status, reasonCode, note string, labels map[string]string, due, at time.Time) []Blocker {
	var out []Blocker
	var reason *Reason
	if len(r.Reasons)+len(r.Needs) == 0 && due.IsZero() {
		return nil
	}
	if len(r.Reasons) > 0 {
		if i := slices.IndexFunc(r.Reasons, func(x Reason) bool { return x.Code == reasonCode }); i >= 0 {
			reason = &r.Reasons[i]
		}
	}
	for _, n := range r.needs(nil, labels, reason) {
		switch {
		case n.Kind == NeedsReason:
			out = append(out, r.reasonMissing(reasonCode))
		case n.Kind == NeedsNote && strings.TrimSpace(note) == "":
			out = append(out, Blocker{CodeNoteRequired, fmt.Sprintf("%s needs a note", r.what(reason)), nil})
		case n.Kind == NeedsLabel:
			out = append(out, Blocker{CodeLabelRequired, fmt.Sprintf("%s needs the label %q", r.what(reason), n.Name), map[string]string{"label": n.Name}})
		}
	}
	switch {
	case due.IsZero():
	case to == nil || to.Category != Waiting || r.to == toStay:
		b := Blocker{CodeDueNotAllowed, fmt.Sprintf("%s does not park the lead; a due date is for waiting statuses", r.Event), nil}
		if to != nil {
			b.Params = map[string]string{"status": string(to.Name)}
		}
		out = append(out, b)
	case !due.After(at):
		d, a := due.Format(time.RFC3339), at.Format(time.RFC3339)
		out = append(out, Blocker{CodeDuePast, fmt.Sprintf("due date %s is not after %s", d, a), map[string]string{"due": d, "at": a}})
	}
	return out
}

// what names the rule, and the reason if that is what asks for more.
func (r *rule) what(reason *Reason) string {
	if reason != nil && len(reason.Needs) > 0 {
		return fmt.Sprintf("%s for reason %s", r.Event, reason.Code)
	}
	return string(r.Event)
}

func (r *rule) reasonMissing(code string) Blocker {
	codes := make([]string, len(r.Reasons))
	for i, x := range r.Reasons {
		codes[i] = x.Code
	}
	options := strings.Join(codes, ", ")
	if code == "" {
		return Blocker{CodeReasonRequired, fmt.Sprintf("%s needs a reason: %s", r.Event, options), map[string]string{"options": options}}
	}
	return Blocker{
		CodeReasonUnknown, fmt.Sprintf("%s knows no reason %q, but %s", r.Event, code, options),
		map[string]string{"reason": code, "options": options},
	}
}
