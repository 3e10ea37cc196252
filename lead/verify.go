package lead

import (
	"fmt"
	"iter"
	"time"
)

// ChainError is a row that does not follow from the one before it. It Is
// ErrBrokenChain.
type ChainError struct {
	Row     Transition // the row that is wrong
	Before  int64      // the version that it should follow; 0: it is the first of its lead
	Message string     // what was expected, what was found
}

// Error names the lead and the version.
func (e *ChainError) Error() string {
	return fmt.Sprintf("lead %q, version %d: %s", e.Row.LeadID, e.Row.Version, e.Message)
}

// Is reports whether target is ErrBrokenChain.
func (e *ChainError) Is(target error) bool { return target == ErrBrokenChain }

// Verify reads rows in the order in which [Store.History] gives them, of whole leads,
// and yields each that does not follow from the one before it, with a
// [*ChainError]: a gap in the versions, a From that is not the To before, a time that
// runs back, a visit whose Since is wrong, a status that the lifecycle lacks, and, for
// rows of this very lifecycle, a move that it does not know or a wrong Prior. Rows of
// other lifecycles or revisions may have moved otherwise. Sides, guards, clocks,
// needs, labels and keys are not looked at again.
//
// It goes on after a row that is wrong, from what that row says. An error in rows is
// yielded as it is, and is the end. Verify keeps one row in memory.
func (m *Machine[T]) Verify(rows iter.Seq2[Transition, error]) iter.Seq2[Transition, error] {
	return func(yield func(Transition, error) bool) {
		var last tail
		for tr, err := range rows {
			if err != nil {
				yield(Transition{}, err)
				return
			}
			if tr.LeadID != last.lead {
				last = tail{lead: tr.LeadID}
			}
			before := last.version
			if message := m.table.follows(&last, &tr); message != "" &&
				!yield(tr, &ChainError{Row: tr, Before: before, Message: message}) {
				return
			}
		}
	}
}

// tail is what the next row of a lead must follow. Version 0 stands for no row.
type tail struct {
	lead      string
	version   int64
	status    Status
	index     int // of status; below 0: the lifecycle lacks it
	prior     Status
	at, since time.Time
}

// follows says why a row cannot stand behind a tail, or nothing, and makes the row
// the tail.
func (t *table) follows(last *tail, tr *Transition) string {
	to, r := -1, t.claimed(last, tr)
	if r != nil && r.to >= 0 && t.statuses[r.to].Name == tr.To {
		to = r.to // as is mostly so: that saves looking for it
	} else if i, ok := t.index[tr.To]; ok {
		to = i
	}
	message := t.compare(last, tr, r, to)
	last.version, last.status, last.index, last.prior = tr.Version, tr.To, to, tr.Prior
	last.at, last.since = tr.At, tr.Since
	return message
}

func (t *table) compare(last *tail, tr *Transition, r *rule, to int) string {
	switch {
	case tr.Version != last.version+1:
		return fmt.Sprintf("expected version %d", last.version+1)
	case to < 0:
		return fmt.Sprintf("lifecycle %s has no status %q", t.id, tr.To)
	case last.version == 0:
		return t.opens(tr, to)
	}
	if tr.From != last.status {
		if i, ok := t.index[tr.From]; !ok || i != last.index {
			return fmt.Sprintf("it comes from %q, but the row before leads to %q", tr.From, last.status)
		}
	}
	since := &tr.At
	if tr.From == tr.To { // by the names of then: two statuses may have become one since
		since = &last.since
	}
	switch {
	case tr.At.Before(last.at):
		return fmt.Sprintf("its time %s lies before that of the row before, %s", tr.At, last.at)
	case tr.Since != *since && !tr.Since.Equal(*since):
		return fmt.Sprintf("expected its visit to begin at %s, not at %s", *since, tr.Since)
	case tr.Spec != t.id || last.index < 0:
		return "" // another lifecycle's move
	}
	return t.leads(r, last, tr, to)
}

// opens says why a row cannot be a lead's first, or nothing.
func (t *table) opens(tr *Transition, to int) string {
	switch {
	case tr.Event != EventOpen:
		return fmt.Sprintf("a lead's first event is %q, not %q", EventOpen, tr.Event)
	case tr.From != "":
		return fmt.Sprintf("a lead comes from nowhere, not from %q", tr.From)
	case tr.Prior != "":
		return fmt.Sprintf("a lead's first row has no Prior, not %q", tr.Prior)
	case !tr.Since.Equal(tr.At):
		return "the first visit begins with its row: expected Since to be At"
	case tr.Spec == t.id && !tr.Inferred && to != t.index[t.spec.Initial]:
		return fmt.Sprintf("a lead opens in %q, not in %q, unless it is adopted", t.spec.Initial, tr.To)
	}
	return ""
}

// claimed is the rule that a row of this lifecycle says it went by, or nil.
func (t *table) claimed(last *tail, tr *Transition) *rule {
	if last.version == 0 || last.index < 0 || tr.Spec != t.id {
		return nil
	}
	event, ok := t.event[tr.Event]
	if !ok {
		return nil
	}
	return t.cell(last.index, event)
}

// leads says why the table does not know a row's move, or nothing.
func (t *table) leads(r *rule, last *tail, tr *Transition, to int) string {
	from := last.index
	if r == nil {
		return fmt.Sprintf("lifecycle %s has no event %q that leaves %q", t.id, tr.Event, tr.From)
	}
	target := r.to
	if target < 0 {
		target = t.target(&State{Prior: last.prior}, from, r)
	}
	if target != to {
		return fmt.Sprintf("%s does not lead from %q to %q", tr.Event, tr.From, tr.To)
	}
	prior := last.prior
	if from != to && t.statuses[from].goesOn {
		prior = last.status
	}
	if tr.Prior != prior && t.today(tr.Prior) != t.today(prior) {
		return fmt.Sprintf("expected Prior %q, found %q", prior, tr.Prior)
	}
	return ""
}

// today is the present name of a status, or the name itself.
func (t *table) today(s Status) Status {
	if i, ok := t.index[s]; ok {
		return t.statuses[i].Name
	}
	return s
}
