package scoring

import (
	"cmp"
	"slices"
	"time"
)

// large is the number of activities of a lead whose memory is given back after it.
const large = 1 << 12

// work is the memory of one score.
type work struct {
	values   []value // of the lead, by slot
	said     []bool  // by the custom rules, by use
	events   []event
	counts   []counting // by rule
	read     []value    // of one activity, by slot
	unknowns []unknownAt
	marks    []mark
	lines    []line    // by rule
	slots    slotSet   // for blame
	blamed   []slotSet // for activities, by rule; none before one is unknown
}

func (t *table) newWork() work {
	return work{
		values: make([]value, len(t.fields.names)),
		said:   make([]bool, len(t.uses)),
		counts: make([]counting, len(t.rules)),
		lines:  make([]line, len(t.rules)),
	}
}

// forget drops what belongs to the lead. It reports whether the memory is worth
// keeping: a lead with very many activities need not be paid for by all others.
func (w *work) forget() bool {
	clear(w.values)
	clear(w.read[:cap(w.read)])
	small := cap(w.events) <= large && cap(w.marks) <= large
	for i := range w.counts {
		small = w.counts[i].forget() && small
	}
	return small
}

// mark is what a rule found: that the lead fits, or activities. Marks are all that
// remains of a lead, and enough to tell its score at any later time at which
// nothing has happened.
type mark struct {
	// at is when the activity was. Where each does not need a mark of its own, all
	// share one, and it is how many there are, for [RuleSpec.Min].
	//
	// Rules that are no activity rules share marks too: one for 64 rules, in which at
	// has a bit for each that applies, and rule is ^k for those from 64k on.
	at   int64
	rule int32
	n    int32 // how many count
}

// unknownAt is a field because of which a rule or gate is unknown.
type unknownAt struct {
	rule       int // of the gates beyond those of the rules
	slot       int
	unreadable bool
	field      string
}

// score computes a Result of the values, custom answers and activities of a lead.
// Slices of the Result are used again.
func (t *table) score(w *work, activities []Activity, asOf time.Time, r *Result) {
	now := instant(asOf)
	w.marks, w.unknowns = w.marks[:0], w.unknowns[:0]
	*r = Result{
		Model: t.id, AsOf: asOf.UTC().Truncate(time.Microsecond), table: t,
		Gates: r.Gates[:0], Unknowns: r.Unknowns[:0], marks: r.marks[:0],
	}
	t.attributes(w)
	if len(t.activities) > 0 {
		t.count(w, activities, now)
	}
	t.hold(w, r)
	t.tally(w.marks, now, w.lines)
	s := t.settle(w.lines)
	r.Total, r.grade = s.total, s.grade
	if len(t.gradeNames) > 0 {
		r.Grade = t.gradeNames[s.grade]
	}
	if len(t.bands) > 0 {
		r.Band = t.bands[bandOf(t.bands, s.total)].name
	}
	r.marks = append(r.marks, w.marks...)
	t.listUnknown(w, r)
}

// attributes decides the rules that are no activity rules.
func (t *table) attributes(w *work) {
	apply := mark{rule: ^0}
	for i := range t.rules {
		if k := ^int32(i / 64); k != apply.rule {
			w.markAll(apply)
			apply = mark{rule: k}
		}
		r := &t.rules[i]
		var is truth
		switch {
		case r.when != nil:
			is = r.when.eval(w.values)
		case r.use >= 0:
			is = truthOf(w.said[r.use])
		}
		switch is {
		case yes:
			apply.at |= 1 << (i % 64)
		case unknown:
			t.blame(w, i, r.when)
		}
	}
	w.markAll(apply)
}

// markAll keeps the mark of up to 64 rules, if one of them applies.
func (w *work) markAll(m mark) {
	if m.at != 0 {
		w.marks = append(w.marks, m)
	}
}

// blame notes the fields because of which the condition of a lead is unknown.
func (t *table) blame(w *work, rule int, n *node) {
	w.slots.empty()
	n.blame(w.values, &w.slots)
	for _, slot := range w.slots.list {
		w.unknowns = append(w.unknowns, unknownAt{
			rule: rule, slot: slot, unreadable: w.values[slot].state == unreadable, field: t.fields.names[slot],
		})
	}
}

// blameActivity notes the fields because of which the condition of an activity is
// unknown, once for all activities.
func (t *table) blameActivity(w *work, rule int, n *node, fs *fields) {
	if w.blamed == nil {
		w.blamed = make([]slotSet, len(t.rules))
	}
	w.slots.empty()
	n.blame(w.read, &w.slots)
	for _, slot := range w.slots.list {
		unreadable, way := w.read[slot].state == unreadable, 0
		if unreadable {
			way = 1
		}
		if w.blamed[rule].add(2*slot + way) {
			w.unknowns = append(w.unknowns, unknownAt{rule: rule, slot: slot, unreadable: unreadable, field: fs.names[slot]})
		}
	}
}

// hold fills in the gates that hold. It fails closed.
func (t *table) hold(w *work, r *Result) {
	for i := range t.gates {
		g := &t.gates[i]
		if g.when == nil {
			if w.said[g.use] {
				r.Gates = append(r.Gates, GateHit{g.name, g.action, ReasonCondition})
			}
			continue
		}
		switch g.when.eval(w.values) {
		case yes:
			r.Gates = append(r.Gates, GateHit{g.name, g.action, ReasonCondition})
		case unknown:
			t.blame(w, len(t.rules)+i, g.when)
			if !g.pass || slices.ContainsFunc(w.slots.list, func(slot int) bool { return w.values[slot].state == unreadable }) {
				r.Gates = append(r.Gates, GateHit{g.name, g.action, ReasonUnknown})
			}
		}
	}
}

// listUnknown fills in the fields that would have to be known, in the order of the Spec.
// Where the first rule that applies is picked, those after it do not matter.
func (t *table) listUnknown(w *work, r *Result) {
	slices.SortFunc(w.unknowns, func(a, b unknownAt) int {
		return cmp.Or(cmp.Compare(a.rule, b.rule), cmp.Compare(a.slot, b.slot), compareBool(a.unreadable, b.unreadable))
	})
	last, outdone := -1, false
	for _, u := range w.unknowns {
		x := Unknown{Field: u.field, Reason: ReasonMissing}
		if u.unreadable {
			x.Reason = ReasonUnreadable
		}
		if u.rule >= len(t.rules) {
			x.Gate = t.gates[u.rule-len(t.rules)].name
		} else {
			x.Group, x.Rule = t.rules[u.rule].group, t.rules[u.rule].name
			if u.rule != last {
				last, outdone = u.rule, t.outdone(u.rule, w.lines)
			}
			if outdone {
				continue
			}
		}
		r.Unknowns = append(r.Unknowns, x)
	}
}

// outdone reports whether an earlier rule of the group is the one that is picked.
func (t *table) outdone(rule int, lines []line) bool {
	g := &t.groups[t.rules[rule].in]
	return g.pick == PickFirst && slices.ContainsFunc(lines[g.from:rule], func(l line) bool { return l.gives })
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
