package lead

import "slices"

// names is what the checks look up, built once, as there may be many of each.
type names struct {
	known map[Status]*StatusSpec
	rows  []map[Status]rank // the sources of each transition
	held  map[claim]holder

	stays map[Status][]*TransitionSpec // the activities that a status has

	// What may be meant by a name that is unknown.
	statusNames   []string
	sourceNames   []string
	targetNames   []string
	calendarNames []string
}

// claim is a cell of the transition table.
type claim struct {
	event Event
	from  Status
}

// holder is the row that a cell goes to: of those with the best rank the first.
type holder struct {
	row int
	rank
}

// collect builds the names of a Spec whose size was checked.
func (s *Spec) collect() *names {
	n := &names{
		known: make(map[Status]*StatusSpec, len(s.Statuses)),
		rows:  make([]map[Status]rank, len(s.Transitions)),
		held:  map[claim]holder{},
		stays: map[Status][]*TransitionSpec{},
	}
	for i := range s.Statuses {
		st := &s.Statuses[i]
		n.known[st.Name] = st
		if st.Name != "" {
			n.statusNames = append(n.statusNames, string(st.Name))
		}
	}
	n.sourceNames = append(slices.Concat(n.statusNames, sortedKeys(s.Groups)), AnyOpen)
	n.targetNames = append(slices.Clone(n.statusNames), string(Stay), string(Previous))
	n.calendarNames = sortedKeys(s.Calendars)
	for i := range s.Transitions {
		t := &s.Transitions[i]
		n.rows[i] = s.sources(t)
		for from, r := range n.rows[i] {
			if cell := (claim{t.Event, from}); r > n.held[cell].rank {
				n.held[cell] = holder{i, r}
			}
		}
	}
	for cell, h := range n.held {
		if t := &s.Transitions[h.row]; t.To == Stay {
			n.stays[cell.from] = append(n.stays[cell.from], t)
		}
	}
	return n
}

func (c check) isStatus(name Status) bool { return name != "" && c.known[name] != nil }

func (c check) isSource(name string) bool {
	_, group := c.Groups[name]
	return group || c.isStatus(Status(name))
}
