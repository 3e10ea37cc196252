package funnel

import (
	"slices"

	"github.com/leadline-go/leadline/internal/histories"
	"github.com/leadline-go/leadline/lead"
)

// offer is a visit to the status of the hand-over, and what became of it. It holds no
// pointer: there may be as many as leads.
type offer struct {
	at       int64 // its beginning
	decision int64 // how long until the answer, or AsOf if it is open; or noTime
	touch    int64 // how long from the acceptance until the first touch, or AsOf; or noTime

	source, band, criteria, reason int32 // words, or noLabel
	label                          int32 // value of Options.By, or noLabel

	deepest    int16 // the stage that the lead came to once accepted; or none
	end        endKind
	decided    clockKind
	touched    clockKind
	untouched  bool
	overdue    bool
	touchWaits bool // touch lasts to AsOf
	undated    bool // its beginning is not known
}

type endKind uint8

const (
	withdrawn endKind = iota
	accepted
	rejected
	returned
	stillOpen
	endKinds
)

type clockKind uint8

const (
	unmeasured clockKind = iota
	met
	missed
	notYetDue
	clockKinds
)

// handOffTally collects offers.
type handOffTally struct {
	spec     *HandOffSpec
	h        *history
	codes    *codes
	status   int32 // noLabel if it does not occur
	byEvent  []endKind
	byStatus []endKind
	offers   histories.Blocks[offer]
	void     int64 // offers of leads that are void
	late     int64 // late answers, for the agenda
	gone     int64 // offers that ended past their due time without an answer, likewise
}

func newHandOffTally(f *Funnel, h *history, c *codes) *handOffTally {
	t := &handOffTally{
		spec: f.handOff, h: h, codes: c, status: noLabel,
		byEvent: make([]endKind, len(h.events.All())), byStatus: make([]endKind, len(h.statuses.All())),
	}
	for i, name := range h.statuses.All() {
		if lead.Status(name) == f.handOff.Status {
			t.status = int32(i)
		}
	}
	for _, end := range []struct {
		kind endKind
		EndSpec
	}{{accepted, f.handOff.Accepted}, {rejected, f.handOff.Rejected}, {returned, f.handOff.Returned}} {
		for i, name := range h.events.All() {
			if slices.Contains(end.Events, lead.Event(name)) {
				t.byEvent[i] = end.kind
			}
		}
		for i, name := range h.statuses.All() {
			if slices.Contains(end.Statuses, lead.Status(name)) {
				t.byStatus[i] = end.kind
			}
		}
	}
	return t
}

// add counts the offers of a lead of the report that begin in w.
func (t *handOffTally) add(j *journey, w span) {
	for i := range j.visits {
		if v := &j.visits[i]; v.status == t.status && w.contains(v.start) {
			t.offers.Add(t.offer(j, i))
		}
	}
}

// addVoid counts the offers of a lead that is void.
func (t *handOffTally) addVoid(j *journey, w span) {
	for i := range j.visits {
		if v := &j.visits[i]; v.status == t.status && w.contains(v.start) {
			t.void++
		}
	}
}

// offer is the one that the i-th visit is.
func (t *handOffTally) offer(j *journey, i int) offer {
	v := &j.visits[i]
	first := &j.rows[v.row]
	x := t.h.extraOf(first)
	o := offer{
		at: v.start, decision: noTime, touch: noTime,
		source: x.source, band: x.band, criteria: x.criteria, reason: noLabel, label: first.label,
		deepest: none, end: stillOpen,
	}
	if !v.open {
		last := &j.rows[j.visits[i+1].row]
		if o.end = t.byEvent[last.Event]; o.end == withdrawn {
			o.end = t.byStatus[last.to]
		}
		o.reason = t.h.extraOf(last).reason
	}
	answered := o.end == accepted || o.end == rejected || o.end == returned
	if !v.untimed && (answered || v.open) {
		o.decision = v.end - v.start
	}
	if o.undated = first.inferred; !v.untimed { // else nobody knows when its clock ran
		o.decided = clockOf(first.due, v.end, answered, v.open)
	}
	o.overdue = v.open && clockOf(first.due, v.end, false, true) == missed // whenever it began
	if o.end == accepted {
		t.follow(j, i+1, &o)
	}
	return o
}

// clockOf says how a clock stands that runs out at due: it was answered at a time, or
// else it ran until then without an answer, and still runs if open.
func clockOf(due, at int64, answered, open bool) clockKind {
	switch {
	case due == noTime:
		return unmeasured
	case at > due:
		return missed
	case answered:
		return met
	case open:
		return notYetDue
	}
	return unmeasured
}

// follow looks at what became of an offer that was accepted with the i-th visit.
func (t *handOffTally) follow(j *journey, i int, o *offer) {
	v := &j.visits[i]
	until := len(j.rows) - 1 // the row that ends the visit
	if !v.open {
		until = j.visits[i+1].row
	}
	begun := &j.rows[v.row]
	at, touched, known := v.end, false, !begun.inferred
	for k := v.row + 1; k <= until; k++ {
		if j.rows[k].touch {
			at, touched, known = j.rows[k].At, true, known && !j.rows[k].inferred
			break
		}
	}
	if !touched && !v.open { // nobody knows when it ended
		known = known && !j.rows[until].inferred
	}
	if known {
		o.touched = clockOf(begun.due, at, touched, v.open)
	}
	o.untouched = v.open && !touched
	o.touchWaits = o.untouched
	if known && (touched || v.open) {
		o.touch = at - v.start
	}
	for ; i < len(j.visits) && j.visits[i].status != t.status; i++ {
		o.deepest = max(o.deepest, int16(j.visits[i].stage))
	}
}
