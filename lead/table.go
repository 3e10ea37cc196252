package lead

import (
	"maps"
	"slices"
)

// table is a compiled lifecycle without the guards: one cell for each status and
// event. It is never written after compileTable.
type table struct {
	spec     Spec
	id       string
	statuses []status
	index    map[Status]int // by name and by older names
	events   []Event        // in the order of the Spec
	event    map[Event]int
	cells    []*rule   // [status*len(events)+event]; nil: no such move
	leaving  [][]*rule // per status, in the order of the Spec
	guards   []string  // all that the Spec names; rules know them by index
}

// status is a compiled StatusSpec.
type status struct {
	*StatusSpec
	goesOn   bool      // see alive
	within   span      // of the SLA; zero without one
	calendar *calendar // of the SLA; nil: wall time
	warn     int       // of the SLA, in percent; 0: no warning
	wake     span      // of a waiting status
}

// rule is a compiled TransitionSpec.
type rule struct {
	*TransitionSpec
	row  int // index in the Spec
	to   int // index of the target; stays or leads back if below 0
	by   access
	wake span // zero: the target's own

	asks   []int     // guards of the table
	others forOthers // unless by admits everyone

	// keys are the engine's words for the rule: one, or one for each target that it
	// may lead back to, by index. No other rule has them.
	keys []string
}

const (
	toStay     = -1
	toPrevious = -2
)

func (t *table) cell(status, event int) *rule { return t.cells[status*len(t.events)+event] }

// move is one concrete step of a lifecycle.
type move struct {
	key      string // the engine's word for rule and target: short, as it is hashed often
	event    Event
	from, to Status
}

func (t *table) move(from int, r *rule, to int) move {
	key := 0
	if r.to == toPrevious {
		key = to
	}
	return move{r.keys[key], r.Event, t.statuses[from].Name, t.statuses[to].Name}
}

// moves are every concrete step, ordered by status. A rule that leads back may lead
// to each open or waiting status.
func (t *table) moves(yield func(move) bool) {
	for from, rules := range t.leaving {
		for _, r := range rules {
			for _, to := range t.targets(from, r) {
				if !yield(t.move(from, r, to)) {
					return
				}
			}
		}
	}
}

// targets are where a rule may lead from a status.
func (t *table) targets(from int, r *rule) []int {
	switch r.to {
	case toStay:
		return []int{from}
	case toPrevious:
		var back []int
		for to := range t.statuses {
			if to != from && t.statuses[to].goesOn {
				back = append(back, to)
			}
		}
		return back
	}
	return []int{r.to}
}

// alive reports whether the lead's story goes on in the status.
func (s *StatusSpec) alive() bool { return s.Category == Open || s.Category == Waiting }

// rank orders the ways in which a row can name a source: a status beats a group,
// a group beats AnyOpen.
type rank uint8

const (
	rankAnyOpen rank = iota + 1
	rankGroup
	rankStatus
)

// sources resolves the From of a row: each status with the best rank that names
// it. Groups and AnyOpen leave out the row's own target. Unknown names are left
// to the checks.
func (s *Spec) sources(t *TransitionSpec) map[Status]rank {
	found := map[Status]rank{}
	add := func(name Status, r rank) {
		if r == rankStatus || name != t.To {
			found[name] = max(found[name], r)
		}
	}
	for _, from := range t.From {
		if from == AnyOpen {
			for i := range s.Statuses {
				if s.Statuses[i].alive() {
					add(s.Statuses[i].Name, rankAnyOpen)
				}
			}
			continue
		}
		if members, ok := s.Groups[from]; ok {
			for _, m := range members {
				add(m, rankGroup)
			}
			continue
		}
		add(Status(from), rankStatus)
	}
	return found
}

// clone copies everything that a caller could still write to.
func (s *Spec) clone() Spec {
	c := *s
	c.Calendars = maps.Clone(s.Calendars)
	for name, cal := range c.Calendars {
		cal.Week = maps.Clone(cal.Week)
		cal.Holidays = slices.Clone(cal.Holidays)
		c.Calendars[name] = cal
	}
	c.Groups = maps.Clone(s.Groups)
	for name, members := range c.Groups {
		c.Groups[name] = slices.Clone(members)
	}
	c.Statuses = slices.Clone(s.Statuses)
	for i := range c.Statuses {
		st := &c.Statuses[i]
		st.Was = slices.Clone(st.Was)
		if st.SLA != nil {
			sla := *st.SLA
			st.SLA = &sla
		}
	}
	c.Transitions = slices.Clone(s.Transitions)
	for i := range c.Transitions {
		t := &c.Transitions[i]
		t.From, t.By, t.Guards = slices.Clone(t.From), slices.Clone(t.By), slices.Clone(t.Guards)
		t.Needs, t.Sets, t.Reasons = slices.Clone(t.Needs), maps.Clone(t.Sets), slices.Clone(t.Reasons)
		for j := range t.Reasons {
			t.Reasons[j].Needs = slices.Clone(t.Reasons[j].Needs)
		}
	}
	return c
}
