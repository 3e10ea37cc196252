package lead

import "github.com/leadline-go/leadline/internal/specfile"

// Limits of a Spec. What compiling it costs grows with them, and so does what its
// Machine keeps.
const (
	maxStatuses    = 500 // and groups; and older names of all statuses
	maxEvents      = 500
	maxTransitions = 2000
	maxMoves       = 20_000
	maxCalendars   = 100
	maxGuards      = 2000 // and reasons, of all transitions together
	maxListed      = 500  // members of a group; sources or sides of a transition
)

// size refuses a Spec that is larger than anybody needs, before anything goes through
// it, and reports whether it is not.
func (c check) size() bool {
	most := c.Most
	older := 0
	for i := range c.Statuses {
		older += len(c.Statuses[i].Was)
	}
	most("statuses", "statuses", len(c.Statuses), maxStatuses)
	most("statuses", "older names of statuses", older, maxStatuses)
	most("calendars", "calendars", len(c.Calendars), maxCalendars)
	most("groups", "groups", len(c.Groups), maxStatuses)
	for name, members := range c.Groups {
		most(specfile.Key("groups", name), "members", len(members), maxListed)
	}
	const path = "transitions"
	guards, reasons, events := 0, 0, map[Event]bool{}
	for i := range c.Transitions {
		t, at := &c.Transitions[i], specfile.Index(path, i)
		events[t.Event] = true
		guards, reasons = guards+len(t.Guards), reasons+len(t.Reasons)
		most(specfile.Key(at, "from"), "sources", len(t.From), maxListed)
		most(specfile.Key(at, "by"), "sides", len(t.By), maxListed)
	}
	most(path, "transitions", len(c.Transitions), maxTransitions)
	most(path, "events", len(events), maxEvents)
	most(path, "guards of transitions", guards, maxGuards)
	most(path, "reasons of transitions", reasons, maxGuards)
	if c.Err() == nil {
		most(path, "moves", c.countMoves(), maxMoves)
	}
	return c.Err() == nil
}

// countMoves is how many moves the transitions are, written out: a source that is
// named twice counts twice.
func (s *Spec) countMoves() int {
	alive := 0
	for i := range s.Statuses {
		if s.Statuses[i].alive() {
			alive++
		}
	}
	sum := 0
	for i := range s.Transitions {
		t := &s.Transitions[i]
		n := 0
		for _, from := range t.From {
			if from == AnyOpen {
				n += alive
			} else if members, ok := s.Groups[from]; ok {
				n += len(members)
			} else {
				n++
			}
		}
		if t.To == Previous {
			n *= alive
		}
		sum += n
	}
	return sum
}
