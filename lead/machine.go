package lead

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Machine decides: pure functions of a lead's state, a command and its time. It
// holds no lead, is never written to after [Compile], and is safe for concurrent
// use as far as its guards are.
type Machine[T any] struct {
	table  *table
	guards []func(context.Context, Attempt[T]) (any, error) // in the order of table.guards
	engine *engine
}

// ID is the identity of the lifecycle: name@revision+hash8 of its canonical form.
func (m *Machine[T]) ID() string { return m.table.id }

// Spec returns a copy of the lifecycle.
func (m *Machine[T]) Spec() Spec { return m.table.spec.clone() }

// Next decides a command on a lead in state s and returns the row to append, or an
// error that says why there is none. cmd.At is the time and must be set; cmd.ID
// must be s.LeadID, and IfVersion is the Tracker's business. For a State without
// rows (Version 0) it returns the first row. A row that sets no label shares Labels
// with s.
//
// Errors: ErrInvalidCommand, ErrUnknownEvent, ErrUnknownStatus (the lead stands in
// a status that this lifecycle lacks), [*RefusedError] with every blocker,
// [*GuardError], [*CalendarError], and the context's own.
func (m *Machine[T]) Next(ctx context.Context, s State, cmd Command[T]) (tr Transition, err error) {
	if err := m.next(ctx, &s, &cmd, &tr); err != nil {
		return Transition{}, err
	}
	return tr, nil
}

// next fills in a row. What it is handed is large, and Next's own copy.
func (m *Machine[T]) next(ctx context.Context, s *State, cmd *Command[T], tr *Transition) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cmd.At, cmd.Due = micro(cmd.At), micro(cmd.Due)
	if err := cmd.check(s); err != nil {
		return err
	}
	if s.Version == 0 {
		return m.first(cmd, tr)
	}
	from, err := m.table.where(s)
	if err != nil {
		return err
	}
	event, ok := m.table.event[cmd.Event]
	if !ok {
		return fmt.Errorf("%w: lifecycle %s has no event %q%s", ErrUnknownEvent, m.table.id, cmd.Event, meant(string(cmd.Event), sortedKeys(m.table.event)))
	}
	r := m.table.cell(from, event)
	if r == nil {
		return &RefusedError{*s, cmd.Event, []Blocker{m.table.wrongStatus(s, cmd.Event)}}
	}
	var d decision
	if err := m.decide(ctx, s, from, r, partyOf(cmd.Actor), cmd, &d); err != nil {
		return err
	}
	d.blockers = append(d.blockers, r.unmet(m.table.status(d.to), cmd.Reason, cmd.Note, cmd.Labels, cmd.Due, cmd.At)...)
	if len(d.blockers) > 0 {
		return &RefusedError{*s, cmd.Event, d.blockers}
	}
	if err := m.engine.run(m.table.move(from, r, d.to)); err != nil {
		return err
	}
	return m.row(s, from, &d, cmd, tr)
}

// Explain lists every event that the lifecycle knows from the lead's status, in the
// order of the Spec, with what blocks it for cmd.Actor and what a command would
// have to carry: the buttons of a lead page. cmd.At is the time and must be set.
// Event, Reason and Note of cmd are ignored. A guard that cannot decide is the blocker
// [CodeUndecided]. A lead without rows, or in a status that the lifecycle lacks, has
// no choices.
func (m *Machine[T]) Explain(ctx context.Context, s State, cmd Command[T]) []Choice {
	from, err := m.table.where(&s)
	if err != nil {
		return nil
	}
	rules := m.table.leaving[from]
	choices := make([]Choice, len(rules))
	who := partyOf(cmd.Actor)
	blockers, needs, options := m.table.room(from, who)
	d := decision{blockers: blockers}
	cmd.At = micro(cmd.At)
	cmd.Reason, cmd.Note = "", ""
	for i, r := range rules {
		c, blocked, needed := &choices[i], len(d.blockers), len(needs)
		if err := m.decide(ctx, &s, from, r, who, &cmd, &d); err != nil {
			d.blockers = append(d.blockers, undecided(err))
		}
		needs = r.needs(needs, cmd.Labels, nil)
		if len(r.Reasons) > 0 { // the caller may sort or translate them
			first := len(options)
			options = append(options, r.Reasons...)
			for i := first; i < len(options); i++ {
				options[i].Needs = slices.Clone(options[i].Needs)
			}
			needs[needed].Options = options[first:len(options):len(options)]
		}
		c.Event = r.Event
		if d.to >= 0 {
			c.To = m.table.statuses[d.to].Name
		}
		if len(d.blockers) > blocked {
			c.Blockers = d.blockers[blocked:len(d.blockers):len(d.blockers)]
		}
		if len(needs) > needed {
			c.Needs = needs[needed:len(needs):len(needs)]
		}
	}
	return choices
}

func undecided(err error) Blocker {
	b := Blocker{Code: CodeUndecided, Message: err.Error()}
	if g, ok := errors.AsType[*GuardError](err); ok {
		b.Message, b.Params = fmt.Sprintf("guard %q could not decide", g.Guard), map[string]string{"guard": g.Guard}
	}
	return b
}

// room makes space for what a party will be told about the ways out of a status:
// one piece of memory for each kind, and none for a kind that there is not.
func (t *table) room(from int, who party) (blockers []Blocker, needs []Need, options []Reason) {
	blocked, needed, reasons := 0, 0, 0
	for _, r := range t.leaving[from] {
		if !r.by.admits(who) {
			blocked++
		}
		needed += len(r.Needs)
		if len(r.Reasons) > 0 {
			needed, reasons = needed+1, reasons+len(r.Reasons)
		}
	}
	return make([]Blocker, 0, blocked), make([]Need, 0, needed), make([]Reason, 0, reasons)
}

// where finds the state's status, by its present or an older name, and puts the
// state into the names of today, which are all that anybody gets to see.
func (t *table) where(s *State) (int, error) {
	from, ok := t.index[s.Status]
	if !ok {
		return 0, fmt.Errorf("%w: lead %q stands in %q, which lifecycle %s lacks; if it has been renamed, list %[3]q under was of the status that it is today",
			ErrUnknownStatus, s.LeadID, s.Status, t.id)
	}
	s.Status = t.statuses[from].Name
	if len(t.index) > len(t.statuses) { // there are older names
		if prior, ok := t.index[s.Prior]; ok {
			s.Prior = t.statuses[prior].Name
		}
	}
	return from, nil
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

func (t *table) wrongStatus(s *State, event Event) Blocker {
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
func (m *Machine[T]) first(cmd *Command[T], tr *Transition) error {
	if cmd.Event != EventOpen && cmd.Event != "" {
		return fmt.Errorf("%w: lead %q", ErrNotFound, cmd.ID)
	}
	cmd.Event = EventOpen
	to := m.table.index[m.table.spec.Initial]
	if cmd.Into != "" {
		i, ok := m.table.index[cmd.Into]
		if !ok {
			return fmt.Errorf("%w: Into: lifecycle %s lacks %q%s", ErrUnknownStatus, m.table.id, cmd.Into, meant(string(cmd.Into), sortedKeys(m.table.index)))
		}
		to = i
	}
	open := rule{TransitionSpec: &TransitionSpec{Event: EventOpen}, to: to}
	s := State{LeadID: cmd.ID}
	if blockers := open.unmet(m.table.status(to), cmd.Reason, cmd.Note, cmd.Labels, cmd.Due, cmd.At); len(blockers) > 0 {
		return &RefusedError{s, EventOpen, blockers}
	}
	return m.row(&s, -1, &decision{rule: &open, to: to}, cmd, tr)
}

// row writes down a decided move; from is -1 for the first row.
func (m *Machine[T]) row(s *State, from int, d *decision, cmd *Command[T], t *Transition) error {
	to := m.table.status(d.to)
	*t = Transition{
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
		t.Since, t.Due = s.Since, m.table.stays(*s, d.rule, t.Actor)
	} else {
		var err error
		if t.Due, err = m.table.due(d.rule, to, cmd.At, cmd.Due); err != nil {
			return err
		}
		if old := m.table.status(from); old != nil && old.goesOn {
			t.Prior = old.Name
		}
	}
	if len(d.findings.evidence) > 0 {
		raw, err := json.Marshal(d.findings.evidence)
		if err != nil {
			return fmt.Errorf("lead: evidence: %w", err)
		}
		t.Evidence = raw
	}
	for _, label := range sortedKeys(d.rule.Sets) {
		if d.rule.Sets[label] == ActorID && cmd.Actor.ID == "" { // which would take the label away
			return &CommandError{"Actor.ID", fmt.Sprintf("expected an id, for %s makes it the label %q, found none", cmd.Event, label)}
		}
	}
	t.Labels, t.Set = d.labels(s.Labels, cmd.Labels, cmd.Actor.ID)
	if len(t.Labels) > maxLeadLabels {
		return &CommandError{"Labels", fmt.Sprintf("the lead would have %d labels; at most %d are kept", len(t.Labels), maxLeadLabels)}
	}
	if cmd.Key != "" {
		t.Key, t.KeyHash = cmd.Key, cmd.hash()
	}
	return nil
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
