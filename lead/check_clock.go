package lead

import (
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// clock checks what limits the stay in a status.
func (c check) clock(path string, s *StatusSpec) {
	wake := specfile.Key(path, "wake_after")
	switch {
	case s.Category == Waiting && s.WakeAfter == "":
		c.Addf(wake, "waiting status %q needs wake_after: how long a lead stays parked", s.Name)
	case s.Category != Waiting && s.WakeAfter != "":
		c.Addf(wake, "status %q is %s; only a waiting status wakes", s.Name, s.Category)
	case s.WakeAfter != "":
		c.waits(wake, s.WakeAfter)
	}
	if s.SLA == nil {
		return
	}
	sla := specfile.Key(path, "sla")
	if s.Category != Open {
		c.Addf(sla, "status %q is %s; only an open status has a time limit", s.Name, s.Category)
	}
	c.within(specfile.Key(sla, "within"), s.SLA)
	if name := s.SLA.Calendar; name != "" {
		if _, ok := c.Calendars[name]; !ok {
			c.Unknown(specfile.Key(sla, "calendar"), "calendar", name, c.calendarNames)
		}
	}
	if w := s.SLA.Warn; w != "" {
		if _, ok := parseShare(w); !ok {
			c.Addf(specfile.Key(sla, "warn"), `expected a share from "1%%" to "99%%", found %q`, w)
		}
	}
	if u := s.SLA.Until; u != "" {
		c.until(specfile.Key(sla, "until"), s, u)
	}
}

// until checks that a clock can end early: by an activity in the status, by a
// human of its side.
func (c check) until(path string, s *StatusSpec, event Event) {
	if s.Side == "" {
		c.Addf(path, "status %q needs a side: only its people can end the clock", s.Name)
		return
	}
	if !slices.Contains(humanSides, s.Side) {
		return // said already
	}
	mine := func(by Side) bool { return by == s.Side || !slices.Contains(allSides, by) } // a misspelt one may be meant
	var activities []string
	for _, t := range c.stays[s.Name] {
		if len(t.By) == 0 || slices.ContainsFunc(t.By, mine) {
			activities = append(activities, string(t.Event))
		}
	}
	slices.Sort(activities)
	if !slices.Contains(activities, string(event)) {
		c.Addf(path, "expected an event with to: stay from status %s that %s may fire, as leaving it ends the clock by itself; found %q%s", s.Name, s.Side, string(event), hint(string(event), activities))
	}
}

// within checks the length of a clock, which needs a calendar to count working days.
func (c check) within(path string, s *SLA) {
	n, err := s.Within.parse()
	switch {
	case err != nil:
		c.Addf(path, "%v; found %q", err, string(s.Within))
	case n.days > 0 && s.Calendar == "":
		c.Addf(path, `%q counts working days and needs a calendar: name one under sla.calendar; "%dd" is %d hours`, string(s.Within), n.days, 24*n.days)
	}
}

// waits checks how long a lead is parked, which is wall time: no calendar tells.
func (c check) waits(path string, s Span) {
	n, err := s.parse()
	switch {
	case err != nil:
		c.Addf(path, "%v; found %q", errWait, string(s))
	case n.days > 0:
		c.Addf(path, `%q counts working days, and wake_after has no calendar to tell them; "%dd" is %d hours`, string(s), n.days, 24*n.days)
	}
}

// waking checks the two fields of a row that speak of waiting statuses.
func (c check) waking(path string, row int) {
	t := &c.Transitions[row]
	to := c.known[t.To]
	if t.WakeAfter != "" {
		at := specfile.Key(path, "wake_after")
		c.waits(at, t.WakeAfter)
		if t.To == Stay || t.To == Previous || to != nil && to.Category != Waiting {
			c.Addf(at, "%s does not lead to a waiting status", t.Event)
		}
	}
	if !t.Wakes || to == nil && t.To != Previous && t.To != Stay {
		return // said already
	}
	if t.To == Previous || to != nil && to.Category == Open {
		for from := range c.rows[row] {
			if s := c.known[from]; s != nil && s.Category == Waiting {
				return
			}
		}
	}
	c.Addf(specfile.Key(path, "wakes"), "%s does not lead from a waiting status to an open one", t.Event)
}
