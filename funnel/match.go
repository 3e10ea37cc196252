package funnel

import (
	"cmp"
	"math"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

// matcher is a checked [MatchSpec].
type matcher struct {
	spec   MatchSpec // a copy
	order  Order
	best   bool
	within int64 // microseconds, or noLimit

	stages   int
	stage    map[lead.Event]int
	statuses map[lead.Status][]effect // what entering an excluded status does, by level
	events   map[lead.Event][]effect
}

// noLimit is no time at all that an attempt must be over by.
const noLimit = math.MaxInt64

// clone is a copy that shares nothing.
func (m *MatchSpec) clone() *MatchSpec {
	out := *m
	out.Exclude = slices.Clone(m.Exclude)
	for i := range out.Exclude {
		x := &out.Exclude[i]
		x.Statuses, x.Events = slices.Clone(x.Statuses), slices.Clone(x.Events)
	}
	return &out
}

// matchSpec is a copy of the section of the Spec; nil if there is none.
func (f *Funnel) matchSpec() *MatchSpec {
	if f.match == nil {
		return nil
	}
	return f.match.spec.clone()
}

// effect is what an excluded row does to an attempt of a level, which is the number
// of the stage that it has reached.
type effect uint8

const (
	harmless effect = iota
	ends
	discards
)

func newMatcher(f *Funnel, m *MatchSpec) *matcher {
	if m == nil {
		return nil
	}
	spec := m.clone()
	spec.Entry = cmp.Or(spec.Entry, First)
	out := &matcher{
		spec: *spec, order: m.Order, best: m.Entry == Best, within: noLimit,
		stages: len(f.stages), stage: map[lead.Event]int{},
		statuses: map[lead.Status][]effect{}, events: map[lead.Event][]effect{},
	}
	if d, ok := specfile.ParseSpan(string(m.Within)); ok {
		out.within = d.Microseconds()
	}
	number := map[string]int{}
	for k, st := range f.stages {
		number[st.Name] = k
		for _, e := range st.Events {
			out.stage[e] = k
		}
	}
	for _, x := range m.Exclude {
		after, before := 0, out.stages-1
		if x.After != "" {
			after = number[x.After]
		}
		if x.Before != "" {
			before = number[x.Before]
		}
		what := ends
		if x.Discard {
			what = discards
		}
		add := func(by []effect) []effect {
			if by == nil {
				by = make([]effect, out.stages)
			}
			for level := after; level < before; level++ {
				by[level] = max(by[level], what)
			}
			return by
		}
		for _, s := range x.Statuses {
			out.statuses[s] = add(out.statuses[s])
		}
		for _, e := range x.Events {
			out.events[e] = add(out.events[e])
		}
	}
	return out
}

// matchCodes are a matcher's events and exclusions by the numbers of a history.
type matchCodes struct {
	*matcher
	event    []int32    // the stage of each event, or none
	statuses [][]effect // per status; nil: harmless
	events   [][]effect
}

func (m *matcher) codes(statuses, events []string) *matchCodes {
	if m == nil {
		return nil
	}
	c := &matchCodes{
		matcher: m, event: make([]int32, len(events)),
		statuses: make([][]effect, len(statuses)), events: make([][]effect, len(events)),
	}
	for i, name := range statuses {
		c.statuses[i] = m.statuses[lead.Status(name)]
	}
	for i, name := range events {
		c.event[i] = none
		if k, ok := m.stage[lead.Event(name)]; ok {
			c.event[i] = int32(k)
		}
		c.events[i] = m.events[lead.Event(name)]
	}
	return c
}

// token is what a row of a lead is to its attempts.
type token struct {
	stage    int  // that it enters, or none
	moment   bool // it does so by an event
	activity bool // it begins no visit
	status   []effect
	event    []effect
}

// on is what the row does to an attempt of a level by being excluded.
func (t *token) on(level int) effect {
	var e effect
	if t.status != nil {
		e = t.status[level]
	}
	if t.event != nil {
		e = max(e, t.event[level])
	}
	return e
}

func (t *token) excluded() bool { return t.status != nil || t.event != nil }

// token reads row i.
func (c *codes) token(rows []row, i int) token {
	m, r := c.match, &rows[i]
	t := token{stage: int(m.event[r.Event]), event: m.events[r.Event]}
	t.activity = i > 0 && rows[i-1].to == r.to
	if !t.activity {
		t.status = m.statuses[r.to]
	}
	t.moment = t.stage != none
	if !t.moment && !t.activity {
		t.stage = int(c.stage[r.to])
	}
	return t
}

// attempt is one attempt: where it begins and how far it got.
type attempt struct {
	row   int // none: there is no attempt
	level int
}

// take keeps the attempt that counts of two; b is over or complete, and not discarded.
func (m *matcher) take(a *attempt, b attempt) {
	switch {
	case a.row == none:
		*a = b
	case m.best && a.level != b.level:
		if b.level > a.level {
			*a = b
		}
	case b.row < a.row:
		*a = b
	}
}

// over reports whether a row comes too late for an attempt that began at start.
func (m *matcher) over(start, at int64) bool { return at-start > m.within }

// matched makes the journey that of the attempt that counts.
func (c *codes) matched(j *journey) {
	var a attempt
	if c.match.order == AnyOrder {
		a = c.anyOrder(j)
	} else {
		a = c.inOrder(j)
	}
	if a.row == none {
		return
	}
	j.entry, j.joined = a.row, 0
	if c.match.within != noLimit {
		j.until = j.rows[a.row].At + c.match.within
	}
	// The attempt is known to get that far, so the first rows that enter its stages
	// are its steps: nothing can have ended it between.
	seen := j.room.fresh(c.stages)
	for i, level := a.row, 0; level <= a.level; i++ {
		t := c.token(j.rows, i)
		switch {
		case t.stage == none:
			continue
		case c.match.order == AnyOrder:
			if seen[t.stage] > 0 {
				continue
			}
			seen[t.stage]++
		case t.stage != level:
			continue
		}
		j.reach[level], j.first[level] = i, i
		if level > 0 {
			j.next[level-1] = i
		}
		level++
	}
}
