package lead

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Machine decides: pure functions of a lead's state, a command and its time. It
// holds no lead, is never written to after [Compile], and is safe for concurrent
// use as far as its guards are.
type Machine[T any] struct {
	table  *table
	guards Guards[T]
	engine *engine
}

// ID is the identity of the lifecycle: name@revision+hash8 of its canonical form.
func (m *Machine[T]) ID() string { return m.table.id }

// Spec returns a copy of the lifecycle.
func (m *Machine[T]) Spec() Spec { return m.table.spec.clone() }

// Next decides a command on a lead in state s and returns the row to append, or an
// error that says why there is none. cmd.At is the time and must be set; cmd.ID
// must be s.LeadID, and IfVersion is the Tracker's business. For a State without
// rows (Version 0) it returns the first row.
//
// Errors: ErrInvalidCommand, ErrUnknownEvent, ErrUnknownStatus (the lead stands in
// a status that this lifecycle lacks), [*RefusedError] with every blocker,
// [*GuardError], and the context's own.
func (m *Machine[T]) Next(ctx context.Context, s State, cmd Command[T]) (Transition, error) {
	if err := ctx.Err(); err != nil {
		return Transition{}, err
	}
	cmd.At, cmd.Due = micro(cmd.At), micro(cmd.Due)
	if err := cmd.check(s); err != nil {
		return Transition{}, err
	}
	if s.Version == 0 {
		return m.first(cmd)
	}
	s, from, err := m.table.where(s)
	if err != nil {
		return Transition{}, err
	}
	event, ok := m.table.event[cmd.Event]
	if !ok {
		return Transition{}, fmt.Errorf("%w: lifecycle %s has no event %q%s", ErrUnknownEvent, m.table.id, cmd.Event, meant(string(cmd.Event), sortedKeys(m.table.event)))
	}
	r := m.table.cell(from, event)
	if r == nil {
		return Transition{}, &RefusedError{s, cmd.Event, []Blocker{m.table.wrongStatus(s, cmd.Event)}}
	}
	d, err := m.decide(ctx, s, from, r, &cmd)
	if err != nil {
		return Transition{}, err
	}
	d.blockers = append(d.blockers, r.unmet(m.table.status(d.to), cmd.Reason, cmd.Note, cmd.Labels, cmd.Due, cmd.At)...)
	if len(d.blockers) > 0 {
		return Transition{}, &RefusedError{s, cmd.Event, d.blockers}
	}
	mv := move{cmd.Event, m.table.statuses[from].Name, m.table.statuses[d.to].Name}
	if err := m.engine.run(mv, m.table.key(mv.event, d.to)); err != nil {
		return Transition{}, err
	}
	return m.row(s, from, &d, &cmd)
}

// Explain lists every event that the lifecycle knows from the lead's status, in the
// order of the Spec, with what blocks it for cmd.Actor and what a command would
// have to carry: the buttons of a lead page. It ignores Event, Reason and Note of
// cmd. A guard that cannot decide is the blocker [CodeUndecided]. A lead without
// rows, or in a status that the lifecycle lacks, has no choices.
func (m *Machine[T]) Explain(ctx context.Context, s State, cmd Command[T]) []Choice {
	s, from, err := m.table.where(s)
	if err != nil {
		return nil
	}
	rules := m.table.leaving[from]
	choices := make([]Choice, 0, len(rules))
	cmd.At = micro(cmd.At)
	cmd.Reason, cmd.Note = "", ""
	for _, r := range rules {
		d, err := m.decide(ctx, s, from, r, &cmd)
		if g, ok := err.(*GuardError); ok {
			d.blockers = append(d.blockers, Blocker{
				CodeUndecided, fmt.Sprintf("guard %q could not decide", g.Guard), map[string]string{"guard": g.Guard},
			})
		}
		c := Choice{Event: r.Event, Blockers: d.blockers, Needs: r.needs(cmd.Labels, nil)}
		if to := m.table.status(d.to); to != nil {
			c.To = to.Name
		}
		choices = append(choices, c)
	}
	return choices
}

// where finds the state's status, by its present or an older name. It returns the
// state in the names of today, which is all that anybody gets to see.
func (t *table) where(s State) (State, int, error) {
	from, ok := t.index[s.Status]
	if !ok {
		return s, 0, fmt.Errorf("%w: lead %q stands in %q, which lifecycle %s lacks", ErrUnknownStatus, s.LeadID, s.Status, t.id)
	}
	s.Status = t.statuses[from].Name
	if prior, ok := t.index[s.Prior]; ok {
		s.Prior = t.statuses[prior].Name
	}
	return s, from, nil
}

// meant is a hint at a misspelt name, or nothing.
func meant(name string, known []string) string {
	if near, ok := specfile.Nearest(name, known); ok {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// status is the one at an index, or nil below 0.
func (t *table) status(i int) *status {
	if i < 0 {
		return nil
	}
	return &t.statuses[i]
}

func (t *table) wrongStatus(s State, event Event) Blocker {
	var from []string
	for i := range t.statuses {
		if t.cell(i, t.event[event]) != nil {
			from = append(from, string(t.statuses[i].Name))
		}
	}
	list := strings.Join(from, ", ")
	return Blocker{
		CodeWrongStatus, fmt.Sprintf("%s is possible from %s, not from %s", event, list, s.Status),
		map[string]string{"event": string(event), "status": string(s.Status), "from": list},
	}
}

// first is the row that opens a lead, or adopts it.
func (m *Machine[T]) first(cmd Command[T]) (Transition, error) {
	if cmd.Event != EventOpen && cmd.Event != "" {
		return Transition{}, fmt.Errorf("%w: lead %q", ErrNotFound, cmd.ID)
	}
	cmd.Event = EventOpen
	to := m.table.index[m.table.spec.Initial]
	if cmd.Into != "" {
		i, ok := m.table.index[cmd.Into]
		if !ok {
			return Transition{}, fmt.Errorf("%w: Into: lifecycle %s lacks %q%s", ErrUnknownStatus, m.table.id, cmd.Into, meant(string(cmd.Into), sortedKeys(m.table.index)))
		}
		to = i
	}
	open := rule{TransitionSpec: &TransitionSpec{Event: EventOpen}, to: to}
	s := State{LeadID: cmd.ID}
	if blockers := open.unmet(m.table.status(to), cmd.Reason, cmd.Note, cmd.Labels, cmd.Due, cmd.At); len(blockers) > 0 {
		return Transition{}, &RefusedError{s, EventOpen, blockers}
	}
	return m.row(s, -1, &decision{rule: &open, to: to}, &cmd)
}

// row writes down a decided move; from is -1 for the first row.
func (m *Machine[T]) row(s State, from int, d *decision, cmd *Command[T]) (Transition, error) {
	to := m.table.status(d.to)
	t := Transition{
		LeadID: cmd.ID, Version: s.Version + 1,
		Event: cmd.Event, To: to.Name, Prior: s.Prior,
		At: cmd.At, Recorded: cmd.At, Since: cmd.At,
		Actor: cmd.Actor, Reason: cmd.Reason, Note: cmd.Note,
		Criteria: d.findings.criteria, Spec: m.table.id, Inferred: cmd.Into != "",
	}
	if t.Actor.Kind == "" {
		t.Actor.Kind = Human
	}
	if from >= 0 {
		t.From = m.table.statuses[from].Name
	}
	if from == d.to {
		t.Since, t.Due = s.Since, m.table.stays(s, d.rule, t.Actor)
	} else {
		t.Due = m.table.due(d.rule, to, cmd.At, cmd.Due)
		if old := m.table.status(from); old != nil && old.alive() {
			t.Prior = old.Name
		}
	}
	if len(d.findings.evidence) > 0 {
		raw, err := json.Marshal(d.findings.evidence)
		if err != nil {
			return Transition{}, fmt.Errorf("lead: evidence: %w", err)
		}
		t.Evidence = raw
	}
	t.Labels, t.Set = d.labels(s.Labels, cmd.Labels, cmd.Actor.ID)
	if len(t.Labels) > maxLeadLabels {
		return Transition{}, &CommandError{"Labels", fmt.Sprintf("the lead would have %d labels; at most %d are kept", len(t.Labels), maxLeadLabels)}
	}
	if cmd.Key != "" {
		t.Key, t.KeyHash = cmd.Key, cmd.hash()
	}
	return t, nil
}

// due is when the clock of a new visit runs out, or the lead wakes; wanted is the
// command's own word, which has been checked.
func (t *table) due(r *rule, to *status, entered, wanted time.Time) time.Time {
	switch {
	case to.Category == Waiting && !wanted.IsZero():
		return wanted
	case to.Category == Waiting && r.wake != span{}:
		return r.wake.after(entered)
	case to.Category == Waiting:
		return to.wake.after(entered)
	case to.SLA != nil:
		return to.within.after(entered)
	}
	return time.Time{}
}

// stays is the clock of a visit after an activity in it.
func (t *table) stays(s State, r *rule, a Actor) time.Time {
	st := &t.statuses[t.index[s.Status]]
	if st.SLA != nil && st.SLA.Until == r.Event && a.Kind == Human && a.Side == st.Side {
		return time.Time{}
	}
	return s.Due
}

// labels are those of the lead after the row, and the names that it wrote. The
// rule's come first, the guards' over them, the command's own over both.
func (d *decision) labels(before, own map[string]string, actor string) (after map[string]string, set []string) {
	if len(d.rule.Sets)+len(d.findings.labels)+len(own) == 0 {
		return before, nil
	}
	write := map[string]string{}
	for k, v := range d.rule.Sets {
		if v == ActorID {
			v = actor
		}
		write[k] = v
	}
	maps.Copy(write, d.findings.labels)
	maps.Copy(write, own)
	after = maps.Clone(before)
	if after == nil {
		after = map[string]string{}
	}
	for k, v := range write {
		if _, had := before[k]; v == "" && !had {
			continue
		}
		set = append(set, k)
		if v == "" {
			delete(after, k)
		} else {
			after[k] = v
		}
	}
	slices.Sort(set)
	return after, set
}
