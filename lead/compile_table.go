package lead

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

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
	asked := map[string]int{}
	for i := range spec.Transitions {
		tr := &spec.Transitions[i]
		if _, ok := t.event[tr.Event]; !ok {
			t.event[tr.Event] = len(t.events)
			t.events = append(t.events, tr.Event)
		}
		for _, g := range tr.Guards {
			if _, ok := asked[g]; !ok {
				asked[g] = len(t.guards)
				t.guards = append(t.guards, g)
			}
		}
	}
	t.fill(asked)
	return t, nil
}

// fill gives each cell to the row of the best rank that claims it.
func (t *table) fill(asked map[string]int) {
	t.cells = make([]*rule, len(t.statuses)*len(t.events))
	t.leaving = make([][]*rule, len(t.statuses))
	best := make([]rank, len(t.cells))
	words := 0
	for i := range t.spec.Transitions {
		r := t.compileRule(i, asked)
		r.keys = make([]string, 1)
		if r.to == toPrevious {
			r.keys = make([]string, len(t.statuses))
		}
		for k := range r.keys {
			r.keys[k] = strconv.Itoa(words)
			words++
		}
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
		slices.SortFunc(rules, func(a, b *rule) int { return cmp.Compare(a.row, b.row) })
	}
}

func (t *table) compileRule(row int, asked map[string]int) *rule {
	tr := &t.spec.Transitions[row]
	r := &rule{TransitionSpec: tr, row: row}
	switch tr.To {
	case Stay:
		r.to = toStay
	case Previous:
		r.to = toPrevious
	default:
		r.to = t.index[tr.To]
	}
	for _, g := range tr.Guards {
		r.asks = append(r.asks, asked[g])
	}
	if len(tr.By) > 0 {
		r.by, r.others = accessFor(tr.By), tr.forOthers()
	}
	if tr.WakeAfter != "" {
		r.wake, _ = tr.WakeAfter.parse()
	}
	return r
}
