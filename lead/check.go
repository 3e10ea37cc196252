package lead

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// check goes through one Spec and collects every problem. The checks of single
// parts are here, those of the lifecycle as a whole in check_graph.go.
type check struct {
	*Spec
	*specfile.Checker
}

func (c check) all() {
	c.head()
	c.statuses()
	c.groups()
	for i := range c.Transitions {
		c.transition(i)
	}
	c.faults()
	c.graph()
}

func (c check) head() {
	c.CheckIdentity("the lifecycle", c.Name, c.Revision)
	c.calendars()
}

func (c check) statusNames() []string {
	var names []string
	for _, s := range c.Statuses {
		if s.Name != "" {
			names = append(names, string(s.Name))
		}
	}
	return names
}

func (c check) statuses() {
	if len(c.Statuses) == 0 {
		c.Addf("statuses", "a lifecycle needs statuses")
	}
	first := map[Status]string{}
	for i, s := range c.Statuses {
		path := specfile.Index("statuses", i)
		at := specfile.Key(path, "name")
		c.CheckName(at, "a status", string(s.Name))
		c.reserved(at, "status", string(s.Name))
		c.once(first, at, s.Name)
		oneOf(c, specfile.Key(path, "category"), "category", s.Category, categories)
		c.side(specfile.Key(path, "side"), s.Side)
		c.clock(path, &s)
	}
	// Older names come second, so that a clash is reported at the older one.
	for i, s := range c.Statuses {
		for j, old := range s.Was {
			at := specfile.Index(specfile.Key(specfile.Index("statuses", i), "was"), j)
			c.CheckName(at, "an older status", string(old))
			c.reserved(at, "status", string(old))
			c.once(first, at, old)
		}
	}
	if c.Initial == "" {
		c.Addf("initial", "a lifecycle needs the status that a lead opens in")
	} else if i := slices.IndexFunc(c.Statuses, func(s StatusSpec) bool { return s.Name == c.Initial }); i < 0 {
		c.Unknown("initial", "status", string(c.Initial), c.statusNames())
	} else if s := &c.Statuses[i]; !s.alive() && slices.Contains(categories, s.Category) {
		c.Addf("initial", "expected an open or waiting status, found %q, which is %s", s.Name, s.Category)
	}
}

func (c check) reserved(path, what, name string) {
	if slices.Contains([]string{string(Stay), string(Previous), AnyOpen}, name) {
		c.Addf(path, "%q has a meaning of its own and cannot name a %s", name, what)
	}
}

func (c check) once(first map[Status]string, path string, name Status) {
	if name == "" {
		return
	}
	if other, ok := first[name]; ok {
		c.Addf(path, "status name %q is taken by %s", name, other)
		return
	}
	first[name] = path
}

// clock checks what limits the stay in a status.
func (c check) clock(path string, s *StatusSpec) {
	wake := specfile.Key(path, "wake_after")
	switch {
	case s.Category == Waiting && s.WakeAfter == "":
		c.Addf(wake, "waiting status %q needs wake_after: how long a lead stays parked", s.Name)
	case s.Category != Waiting && s.WakeAfter != "":
		c.Addf(wake, "status %q is %s; only a waiting status wakes", s.Name, s.Category)
	case s.WakeAfter != "":
		c.span(wake, s.WakeAfter)
	}
	if s.SLA == nil {
		return
	}
	sla := specfile.Key(path, "sla")
	if s.Category != Open {
		c.Addf(sla, "status %q is %s; only an open status has a time limit", s.Name, s.Category)
	}
	c.span(specfile.Key(sla, "within"), s.SLA.Within)
	if name := s.SLA.Calendar; name != "" {
		if _, ok := c.Calendars[name]; !ok {
			c.Unknown(specfile.Key(sla, "calendar"), "calendar", name, sortedKeys(c.Calendars))
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
	for cell, h := range c.holders() {
		t := &c.Transitions[h.row]
		if cell.from == s.Name && t.To == Stay && (len(t.By) == 0 || slices.ContainsFunc(t.By, mine)) {
			activities = append(activities, string(t.Event))
		}
	}
	if !slices.Contains(activities, string(event)) {
		c.Unknown(path, fmt.Sprintf("activity of %s in status %s", s.Side, s.Name), string(event), activities)
	}
}

func (c check) span(path string, s Span) {
	if _, err := s.parse(); err != nil {
		c.Addf(path, "%v; found %q", err, string(s))
	}
}

func (c check) side(path string, s Side) {
	if s != "" {
		oneOf(c, path, "side", s, humanSides)
	}
}

// oneOf checks a word of a closed list.
func oneOf[W ~string](c check, path, what string, found W, known []W) {
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	if found == "" {
		c.Addf(path, "expected a %s: %s", what, strings.Join(words, ", "))
	} else if !slices.Contains(known, found) {
		c.Unknown(path, what, string(found), words)
	}
}

func (c check) groups() {
	for _, name := range sortedKeys(c.Groups) {
		path := specfile.Key("groups", name)
		c.CheckName(path, "a group", name)
		c.reserved(path, "group", name)
		if slices.Contains(c.statusNames(), name) {
			c.Addf(path, "group %q bears the name of a status", name)
		}
		if len(c.Groups[name]) == 0 {
			c.Addf(path, "group %q is empty", name)
		}
		for i, m := range c.Groups[name] {
			if !slices.Contains(c.statusNames(), string(m)) {
				c.Unknown(specfile.Index(path, i), "status", string(m), c.statusNames())
			} else if slices.Index(c.Groups[name], m) < i {
				c.Addf(specfile.Index(path, i), "group %q lists status %q twice", name, m)
			}
		}
	}
}

func (c check) transition(i int) {
	t, path := &c.Transitions[i], specfile.Index("transitions", i)
	event := specfile.Key(path, "event")
	if c.CheckName(event, "an event", string(t.Event)) && t.Event == EventOpen {
		c.Addf(event, "%q is the event of every lead's first row and cannot name a transition", EventOpen)
	}
	c.from(specfile.Key(path, "from"), t)
	c.notEmpty(path, "by", t.By != nil, len(t.By))
	c.notEmpty(path, "guards", t.Guards != nil, len(t.Guards))
	c.notEmpty(path, "needs", t.Needs != nil, len(t.Needs))
	c.notEmpty(path, "reasons", t.Reasons != nil, len(t.Reasons))
	c.to(specfile.Key(path, "to"), t)
	for j, s := range t.By {
		at := specfile.Index(specfile.Key(path, "by"), j)
		if oneOf(c, at, "side", s, allSides); slices.Index(t.By, s) < j {
			c.Addf(at, "%q stands twice", s)
		}
	}
	for j, g := range t.Guards {
		at := specfile.Index(specfile.Key(path, "guards"), j)
		if c.CheckName(at, "a guard", g); slices.Index(t.Guards, g) < j {
			c.Addf(at, "%q stands twice", g)
		}
	}
	c.needs(specfile.Key(path, "needs"), t.Needs)
	c.reasons(specfile.Key(path, "reasons"), t.Reasons)
	if n := len(t.Sets); n > maxLabels {
		c.Addf(specfile.Key(path, "sets"), "expected at most %d labels, found %d", maxLabels, n)
	}
	for _, label := range sortedKeys(t.Sets) {
		at := specfile.Key(specfile.Key(path, "sets"), label)
		c.label(at, label)
		if v := t.Sets[label]; strings.HasPrefix(v, "$") && v != ActorID {
			c.Unknown(at, "value", v, []string{ActorID})
		} else if !validText(v) {
			c.Addf(at, "expected a value of at most %d bytes without control characters, found %.40q", maxText, v)
		}
	}
	c.waking(path, t)
}

// notEmpty refuses a list that is there and holds nothing. What it would ask for is
// not asked for, as if it were left out; whoever emptied it may believe otherwise.
func (c check) notEmpty(path, list string, there bool, n int) {
	if there && n == 0 {
		c.Addf(specfile.Key(path, list), "an empty list demands nothing; leave %s out to say so", list)
	}
}

func (c check) from(path string, t *TransitionSpec) {
	if len(t.From) == 0 {
		c.Addf(path, "%s needs at least one source", t.Event)
	}
	known := append(c.statusNames(), sortedKeys(c.Groups)...)
	for j, from := range t.From {
		at := specfile.Index(path, j)
		switch {
		case slices.Index(t.From, from) < j:
			c.Addf(at, "%q stands twice", from)
		case from == AnyOpen:
			if len(t.From) > 1 {
				c.Addf(at, "%q stands alone", AnyOpen)
			}
		case !slices.Contains(known, from):
			c.Unknown(at, "status or group", from, append(known, AnyOpen))
		case from == string(t.To):
			c.Addf(at, "%s leads from %q to itself; an activity inside a status goes to: %s", t.Event, from, Stay)
		}
	}
}

func (c check) to(path string, t *TransitionSpec) {
	if t.To == "" {
		c.Addf(path, "%s needs a target: a status, %s or %s", t.Event, Stay, Previous)
	} else if t.To != Stay && t.To != Previous && !slices.Contains(c.statusNames(), string(t.To)) {
		c.Unknown(path, "status", string(t.To), append(c.statusNames(), string(Stay), string(Previous)))
	}
}

func (c check) needs(path string, needs []string) {
	if n := len(needs); n > maxNeeds { // a row's and its reason's together: what a command can carry
		c.Addf(path, "expected at most %d, found %d", maxNeeds, n)
	}
	for i, n := range needs {
		at := specfile.Index(path, i)
		if slices.Index(needs, n) < i {
			c.Addf(at, "%q stands twice", n)
		} else if _, near := specfile.Nearest(n, []string{NeedNote}); near && n != NeedNote && len(n) <= len(NeedNote)+1 {
			c.Addf(at, "label %q is too easily taken for %s (did you mean %q?)", n, NeedNote, NeedNote)
		} else if n != NeedNote {
			c.label(at, n)
		}
	}
}

func (c check) label(path, name string) {
	switch {
	case !c.CheckName(path, "a label", name):
	case name == NeedNote:
		c.Addf(path, "%q is the command's note and cannot name a label", NeedNote)
	case strings.ContainsAny(name, " ,;:$\"'[]{}"): // a lost colon or bracket, rather
		c.Addf(path, "label %q: expected a code without spaces, quotes and brackets", name)
	}
}

func (c check) reasons(path string, reasons []Reason) {
	seen := map[string]bool{}
	for i, r := range reasons {
		at := specfile.Index(path, i)
		c.CheckName(specfile.Key(at, "code"), "a reason", r.Code)
		if seen[r.Code] {
			c.Addf(at, "reason %q stands twice", r.Code)
		}
		seen[r.Code] = true
		c.side(specfile.Key(at, "fault"), r.Fault)
		c.notEmpty(at, "needs", r.Needs != nil, len(r.Needs))
		c.needs(specfile.Key(at, "needs"), r.Needs)
	}
}

// waking checks the two fields that speak of waiting statuses.
func (c check) waking(path string, t *TransitionSpec) {
	category := map[Status]Category{}
	for _, s := range c.Statuses {
		category[s.Name] = s.Category
	}
	if t.WakeAfter != "" {
		at := specfile.Key(path, "wake_after")
		c.span(at, t.WakeAfter)
		if cat, ok := category[t.To]; t.To == Stay || t.To == Previous || ok && cat != Waiting {
			c.Addf(at, "%s does not lead to a waiting status", t.Event)
		}
	}
	if !t.Wakes {
		return
	}
	if _, known := category[t.To]; !known && t.To != Previous && t.To != Stay {
		return // said already
	}
	for from := range c.sources(t) {
		if category[from] == Waiting && (t.To == Previous || category[t.To] == Open) {
			return
		}
	}
	c.Addf(specfile.Key(path, "wakes"), "%s does not lead from a waiting status to an open one", t.Event)
}

// faults refuses a reason code that puts the fault on two sides: reports count
// by code.
func (c check) faults() {
	fault := map[string]Side{}
	for i, t := range c.Transitions {
		for j, r := range t.Reasons {
			first, seen := fault[r.Code]
			if seen && first != r.Fault {
				at := specfile.Index(specfile.Key(specfile.Index("transitions", i), "reasons"), j)
				c.Addf(at, "reason %q is %s here and %s before; reports count by code", r.Code, blame(r.Fault), blame(first))
			} else if !seen {
				fault[r.Code] = r.Fault
			}
		}
	}
}

func blame(s Side) string {
	if s == "" {
		return "nobody's fault"
	}
	return "the fault of " + string(s)
}

// bound compares the functions that a Spec names, each with the path of its
// first mention, with those that were given.
func (c check) bound(what string, named map[string]string, given []string) {
	one := strings.TrimSuffix(what, "s")
	for name, path := range named {
		if !slices.Contains(given, name) {
			c.Addf(path, "%s %q is named but not given to Compile%s", one, name, listed(given))
		}
	}
	for _, name := range given {
		if _, ok := named[name]; !ok {
			c.Addf("", "%s %q is given to Compile but named nowhere%s", one, name, listed(sortedKeys(named)))
		}
	}
}

func listed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (there: " + strings.Join(names, ", ") + ")"
}

func (c check) guardPaths() map[string]string {
	paths := map[string]string{}
	for i, t := range c.Transitions {
		for j, g := range t.Guards {
			if _, ok := paths[g]; !ok && g != "" {
				paths[g] = specfile.Index(specfile.Key(specfile.Index("transitions", i), "guards"), j)
			}
		}
	}
	return paths
}

func (c check) holidayPaths() map[string]string {
	paths := map[string]string{}
	for _, name := range sortedKeys(c.Calendars) {
		f := c.Calendars[name].HolidayFunc
		if _, ok := paths[f]; !ok && f != "" {
			paths[f] = specfile.Key(specfile.Key("calendars", name), "holiday_func")
		}
	}
	return paths
}
