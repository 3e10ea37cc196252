package lead

import (
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

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
	c.sets(specfile.Key(path, "sets"), t.Sets)
	c.waking(path, i)
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
	for j, from := range t.From {
		at := specfile.Index(path, j)
		switch {
		case slices.Index(t.From, from) < j:
			c.Addf(at, "%q stands twice", from)
		case from == AnyOpen:
			if len(t.From) > 1 {
				c.Addf(at, "%q stands alone", AnyOpen)
			}
		case !c.isSource(from):
			c.Unknown(at, "status or group", from, c.sourceNames)
		case from == string(t.To):
			c.Addf(at, "%s leads from %q to itself; an activity inside a status goes to: %s", t.Event, from, Stay)
		}
	}
}

func (c check) to(path string, t *TransitionSpec) {
	if t.To == "" {
		c.Addf(path, "%s needs a target: a status, %s or %s", t.Event, Stay, Previous)
	} else if t.To != Stay && t.To != Previous && !c.isStatus(t.To) {
		c.Unknown(path, "status", string(t.To), c.targetNames)
	}
}

func (c check) needs(path string, needs []string) {
	if n := len(needs); n > maxNeeds { // a row's and its reason's together: what a command can carry
		c.Addf(path, "expected at most %d, found %d", maxNeeds, n)
		return
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

func (c check) sets(path string, sets map[string]string) {
	if n := len(sets); n > maxLabels {
		c.Addf(path, "expected at most %d labels, found %d", maxLabels, n)
		return
	}
	for _, label := range sortedKeys(sets) {
		at := specfile.Key(path, label)
		c.label(at, label)
		if v := sets[label]; strings.HasPrefix(v, "$") && v != ActorID {
			c.Unknown(at, "value", v, []string{ActorID})
		} else if !validText(v) {
			c.Addf(at, "expected a value of at most %d bytes without control characters, found %.40q", maxText, v)
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
