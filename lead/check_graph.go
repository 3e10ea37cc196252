package lead

import (
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// graph checks the lifecycle as a whole, as far as its single parts make sense.
func (c check) graph() {
	c.claims()
	exits := map[Status][]*TransitionSpec{}
	for i := range c.Transitions {
		t := &c.Transitions[i]
		for from := range c.rows[i] {
			if c.known[from] != nil && c.held[claim{t.Event, from}].row == i {
				exits[from] = append(exits[from], t)
			}
		}
	}
	c.takers(exits)
	if c.resolves() {
		c.reachable(exits)
		c.ends(exits)
	}
}

// resolves reports whether every name leads somewhere. Where one does not, that
// has been said, and what follows from it would only hide it.
func (c check) resolves() bool {
	if s := c.known[c.Initial]; s == nil || !s.alive() {
		return false
	}
	for name, s := range c.known {
		if name == "" || !slices.Contains(categories, s.Category) {
			return false
		}
	}
	for i := range c.Transitions {
		t := &c.Transitions[i]
		if t.To != Stay && t.To != Previous && c.known[t.To] == nil || len(t.From) == 0 {
			return false
		}
		for from := range c.rows[i] {
			if c.known[from] == nil {
				return false
			}
		}
	}
	return true
}

var categories = []Category{Open, Waiting, Won, Lost, Void}

// claims refuses two rows of equal rank for one cell, and a row to which no cell
// is left.
func (c check) claims() {
	type ranked struct {
		claim
		rank
	}
	first := map[ranked]int{}
	left := make([]int, len(c.Transitions))
	for _, h := range c.held {
		left[h.row]++
	}
	for i := range c.Transitions {
		t := &c.Transitions[i]
		sources, twice := c.rows[i], false
		for _, from := range sortedKeys(sources) {
			cell := ranked{claim{t.Event, Status(from)}, sources[Status(from)]}
			if row, taken := first[cell]; taken {
				twice = true
				c.Addf(specfile.Key(specfile.Index("transitions", i), "from"),
					"%s from %q is laid down by transitions[%d] already, in the same way", t.Event, from, row)
			} else {
				first[cell] = i
			}
		}
		switch {
		case left[i] > 0 || twice || len(t.From) == 0:
		case len(sources) == 0:
			c.Addf(specfile.Index("transitions", i), "%s never applies: its sources are its target alone", t.Event)
		default:
			c.Addf(specfile.Index("transitions", i), "%s never applies: for each of its sources a more specific row stands", t.Event)
		}
	}
}

// reachable refuses a status that no lead can get into.
func (c check) reachable(exits map[Status][]*TransitionSpec) {
	reached := map[Status]bool{c.Initial: true}
	for queue := []Status{c.Initial}; len(queue) > 0; queue = queue[1:] {
		for _, t := range exits[queue[0]] {
			if c.known[t.To] != nil && !reached[t.To] {
				reached[t.To] = true
				queue = append(queue, t.To)
			}
		}
	}
	for i, s := range c.Statuses {
		if !reached[s.Name] {
			c.Addf(specfile.Key(specfile.Index("statuses", i), "name"), "status %q cannot be reached from %q", s.Name, c.Initial)
		}
	}
}

// ends refuses an open or waiting status in which a lead is stuck. A way back to
// a previous status does not count: it leads to where the lead has been.
func (c check) ends(exits map[Status][]*TransitionSpec) {
	into := map[Status][]Status{}
	for from, ts := range exits {
		for _, t := range ts {
			into[t.To] = append(into[t.To], from)
		}
	}
	ends := map[Status]bool{}
	var queue []Status
	for name, s := range c.known {
		if s.Category == Won || s.Category == Lost {
			ends[name], queue = true, append(queue, name)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, from := range into[queue[0]] {
			if !ends[from] {
				ends[from], queue = true, append(queue, from)
			}
		}
	}
	for i, s := range c.Statuses {
		if s.alive() && !ends[s.Name] {
			c.Addf(specfile.Key(specfile.Index("statuses", i), "name"), "from %s status %q no won or lost one can be reached", s.Category, s.Name)
		}
	}
}

// takers refuses an open status that its own side cannot move on and no system
// actor either.
func (c check) takers(exits map[Status][]*TransitionSpec) {
	for i, s := range c.Statuses {
		if s.Side == "" || s.Category != Open || len(exits[s.Name]) == 0 {
			continue
		}
		if !slices.ContainsFunc(exits[s.Name], func(t *TransitionSpec) bool {
			return t.To != Stay && (len(t.By) == 0 || slices.Contains(t.By, s.Side) || slices.Contains(t.By, BySystem))
		}) {
			c.Addf(specfile.Key(specfile.Index("statuses", i), "side"),
				"status %q belongs to %s, but no exit from it may be taken by %s or by the system", s.Name, s.Side, s.Side)
		}
	}
}
