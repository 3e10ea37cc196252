package lead

import (
	"cmp"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
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
	keys     []string  // [event*len(statuses)+to]: the engine's word for a move
	guards   []string  // all that the Spec names
}

// status is a compiled StatusSpec.
type status struct {
	*StatusSpec
	within span // of the SLA; zero without one
	wake   span // of a waiting status
}

// rule is a compiled TransitionSpec.
type rule struct {
	*TransitionSpec
	to   int // index of the target; stays or leads back if below 0
	by   sides
	wake span // zero: the target's own
}

const (
	toStay     = -1
	toPrevious = -2
)

// sides is a set of sides; empty admits everyone.
type sides uint8

func sideBit(s Side) sides {
	if i := slices.Index(allSides, s); i >= 0 {
		return 1 << i
	}
	return 0
}

var (
	humanSides = []Side{Marketing, Sales, LeadManagement}
	allSides   = append(humanSides[:len(humanSides):len(humanSides)], BySystem)
)

func (s sides) admits(a Actor) bool {
	if s == 0 {
		return true
	}
	if a.Kind == System {
		return s&sideBit(BySystem) != 0
	}
	return a.Side != BySystem && s&sideBit(a.Side) != 0
}

func (t *table) cell(status, event int) *rule { return t.cells[status*len(t.events)+event] }

func (t *table) key(event Event, to int) string {
	return t.keys[t.event[event]*len(t.statuses)+to]
}

// move is one concrete step of a lifecycle.
type move struct {
	event    Event
	from, to Status
}

// moves lists every concrete step, ordered by status and event. A rule that
// leads back may lead to each open or waiting status.
func (t *table) moves() []move {
	var ms []move
	for from, rules := range t.leaving {
		name := t.statuses[from].Name
		for _, r := range rules {
			switch r.to {
			case toStay:
				ms = append(ms, move{r.Event, name, name})
			case toPrevious:
				for to, s := range t.statuses {
					if to != from && s.alive() {
						ms = append(ms, move{r.Event, name, s.Name})
					}
				}
			default:
				ms = append(ms, move{r.Event, name, t.statuses[r.to].Name})
			}
		}
	}
	return ms
}

// alive reports whether the lead's story goes on in the status.
func (s *StatusSpec) alive() bool { return s.Category == Open || s.Category == Waiting }

// rank orders the ways in which a row can name a source: a status beats a group,
// a group beats AnyOpen.
type rank int

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

// compileTable builds the table of a Spec that passed its checks.
func compileTable(spec Spec) (*table, error) {
	id, err := specfile.Identity(spec.Name, spec.Revision, spec)
	if err != nil {
		return nil, err
	}
	t := &table{spec: spec, id: id, index: map[Status]int{}, event: map[Event]int{}}
	for i := range spec.Statuses {
		st := status{StatusSpec: &spec.Statuses[i]}
		if st.SLA != nil {
			st.within, _ = st.SLA.Within.parse()
		}
		if st.Category == Waiting {
			st.wake, _ = st.WakeAfter.parse()
		}
		t.statuses = append(t.statuses, st)
		t.index[st.Name] = i
		for _, old := range st.Was {
			t.index[old] = i
		}
	}
	for i := range spec.Transitions {
		tr := &spec.Transitions[i]
		if _, ok := t.event[tr.Event]; !ok {
			t.event[tr.Event] = len(t.events)
			t.events = append(t.events, tr.Event)
		}
		for _, g := range tr.Guards {
			if !slices.Contains(t.guards, g) {
				t.guards = append(t.guards, g)
			}
		}
	}
	for _, e := range t.events {
		for _, s := range t.statuses {
			t.keys = append(t.keys, move{event: e, to: s.Name}.key())
		}
	}
	t.fill()
	return t, nil
}

// fill gives each cell to the row of the best rank that claims it.
func (t *table) fill() {
	t.cells = make([]*rule, len(t.statuses)*len(t.events))
	t.leaving = make([][]*rule, len(t.statuses))
	best := make([]rank, len(t.cells))
	order := map[*rule]int{}
	for i := range t.spec.Transitions {
		r := t.compileRule(&t.spec.Transitions[i])
		order[r] = i
		for name, k := range t.spec.sources(r.TransitionSpec) {
			if at := t.index[name]*len(t.events) + t.event[r.Event]; k > best[at] {
				best[at], t.cells[at] = k, r
			}
		}
	}
	for at, r := range t.cells {
		if r != nil {
			t.leaving[at/len(t.events)] = append(t.leaving[at/len(t.events)], r)
		}
	}
	for _, rules := range t.leaving {
		slices.SortFunc(rules, func(a, b *rule) int { return cmp.Compare(order[a], order[b]) })
	}
}

func (t *table) compileRule(tr *TransitionSpec) *rule {
	r := &rule{TransitionSpec: tr}
	switch tr.To {
	case Stay:
		r.to = toStay
	case Previous:
		r.to = toPrevious
	default:
		r.to = t.index[tr.To]
	}
	for _, s := range tr.By {
		r.by |= sideBit(s)
	}
	if tr.WakeAfter != "" {
		r.wake, _ = tr.WakeAfter.parse()
	}
	return r
}
