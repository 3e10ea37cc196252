package lead

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

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
	keys     []string  // [event*len(statuses)+to], see move
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
	to   int // index of the target; stays or leads back if below 0
	by   access
	wake span // zero: the target's own

	asks   []int     // guards of the table
	others forOthers // unless by admits everyone
}

const (
	toStay     = -1
	toPrevious = -2
)

func (t *table) cell(status, event int) *rule { return t.cells[status*len(t.events)+event] }

// move is one concrete step of a lifecycle.
type move struct {
	key      string // the engine's word for event and target: short, as it is hashed often
	event    Event
	from, to Status
}

func (t *table) move(from, event, to int) move {
	return move{t.keys[event*len(t.statuses)+to], t.events[event], t.statuses[from].Name, t.statuses[to].Name}
}

// moves lists every concrete step, ordered by status and event. A rule that
// leads back may lead to each open or waiting status.
func (t *table) moves() []move {
	var ms []move
	for from, rules := range t.leaving {
		for _, r := range rules {
			event := t.event[r.Event]
			switch r.to {
			case toStay:
				ms = append(ms, t.move(from, event, from))
			case toPrevious:
				for to := range t.statuses {
					if to != from && t.statuses[to].goesOn {
						ms = append(ms, t.move(from, event, to))
					}
				}
			default:
				ms = append(ms, t.move(from, event, r.to))
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
func compileTable(spec Spec, holidays map[string]func(time.Time) bool) (*table, error) {
	id, err := specfile.Identity(spec.Name, spec.Revision, spec)
	if err != nil {
		return nil, err
	}
	calendars := map[string]*calendar{}
	for name, c := range spec.Calendars {
		if calendars[name], err = compileCalendar(name, c, holidays[c.HolidayFunc]); err != nil {
			return nil, err
		}
	}
	t := &table{spec: spec, id: id, index: map[Status]int{}, event: map[Event]int{}}
	for i := range spec.Statuses {
		st := status{StatusSpec: &spec.Statuses[i], goesOn: spec.Statuses[i].alive()}
		if st.SLA != nil {
			st.within, _ = st.SLA.Within.parse()
			st.warn, _ = parseShare(st.SLA.Warn)
			st.calendar = calendars[st.SLA.Calendar]
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
	for i := range len(t.events) * len(t.statuses) {
		t.keys = append(t.keys, strconv.Itoa(i))
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
	for _, g := range tr.Guards {
		r.asks = append(r.asks, slices.Index(t.guards, g))
	}
	if len(tr.By) > 0 {
		r.by, r.others = accessFor(tr.By), tr.forOthers()
	}
	if tr.WakeAfter != "" {
		r.wake, _ = tr.WakeAfter.parse()
	}
	return r
}
