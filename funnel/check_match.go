package funnel

import (
	"cmp"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

func (c check) match() {
	c.stageEvents()
	m := c.Match
	if m == nil {
		return
	}
	const path = "match"
	orders := []string{string(Ordered), string(Strict), string(AnyOrder)}
	if m.Order == Reached {
		c.Addf(specfile.Key(path, "order"), "expected %q, %q or %q; without match, stages are reached by entering them or a later one", Ordered, Strict, AnyOrder)
	} else if !slices.Contains(orders, string(m.Order)) {
		c.Unknown(specfile.Key(path, "order"), "order", string(m.Order), orders)
	}
	if m.Entry != "" && m.Entry != First && m.Entry != Best {
		c.Unknown(specfile.Key(path, "entry"), "entry", string(m.Entry), []string{string(First), string(Best)})
	}
	if _, ok := specfile.ParseSpan(string(m.Within)); m.Within != "" && !ok {
		c.Addf(specfile.Key(path, "within"),
			`expected a length of time such as "90m", "8h" or "30d", in whole seconds, above zero and at most ten years, found %q`, string(m.Within))
	}
	for i := range m.Exclude {
		c.exclude(specfile.Index(specfile.Key(path, "exclude"), i), &m.Exclude[i])
	}
}

// stageEvents checks the events of the stages.
func (c check) stageEvents() {
	owner := map[lead.Event]string{}
	for i := range c.Stages {
		path := specfile.Index("stages", i)
		events := specfile.Key(path, "events")
		if len(c.Stages[i].Events) > 0 && c.Match == nil {
			c.Addf(events, "events make a stage with match only")
		}
		for n, e := range c.Stages[i].Events {
			at := specfile.Index(events, n)
			first, taken := owner[e]
			switch {
			case !c.CheckName(at, "an event", string(e)):
				continue
			case taken && first == path:
				c.Addf(at, "event %q stands twice", e)
			case taken:
				c.Addf(at, "event %q belongs to %s already; an event is in one stage at most", e, first)
			}
			owner[e] = cmp.Or(owner[e], path)
		}
	}
}

func (c check) exclude(path string, x *ExcludeSpec) {
	if len(x.Statuses)+len(x.Events) == 0 {
		c.Addf(path, "an exclusion needs statuses or events")
	}
	after, before, ok := c.between(path, x)
	awaited := func(k int) bool { return ok && after < k && k <= before }
	if c.Match.Order == AnyOrder {
		awaited = func(int) bool { return true }
	}
	events, statuses := map[lead.Event]int{}, map[lead.Status]int{} // by stage
	for k, st := range c.Stages {
		for _, e := range st.Events {
			events[e] = k
		}
		for _, s := range st.Statuses {
			statuses[s] = k
		}
	}
	seen := map[lead.Event]bool{}
	for n, e := range x.Events {
		at := specfile.Index(specfile.Key(path, "events"), n)
		k, staged := events[e]
		switch {
		case !c.CheckName(at, "an event", string(e)):
		case seen[e]:
			c.Addf(at, "event %q stands twice", e)
		case staged && awaited(k):
			c.Addf(at, "event %q is of stage %q, which is awaited there", e, c.Stages[k].Name)
		}
		seen[e] = true
	}
	twice := map[lead.Status]bool{}
	for n, s := range x.Statuses {
		at := specfile.Index(specfile.Key(path, "statuses"), n)
		if !c.status(at, s) {
			continue
		}
		k, staged := statuses[s]
		switch {
		case twice[s]:
			c.Addf(at, "status %q stands twice", s)
		case staged && awaited(k):
			c.Addf(at, "status %q is of stage %q, which is awaited there", s, c.Stages[k].Name)
		}
		twice[s] = true
	}
}

// between returns the stages between which an exclusion holds, and whether they are
// such.
func (c check) between(path string, x *ExcludeSpec) (after, before int, ok bool) {
	if c.Match.Order == AnyOrder {
		for _, bound := range []struct{ key, stage string }{{"after", x.After}, {"before", x.Before}} {
			if bound.stage != "" {
				c.Addf(specfile.Key(path, bound.key), "in any order no stage is before another; the exclusion holds throughout")
			}
		}
		return 0, len(c.Stages) - 1, true
	}
	find := func(key, name string, otherwise int) (int, bool) {
		if name == "" {
			return otherwise, true
		}
		k := slices.IndexFunc(c.Stages, func(s StageSpec) bool { return s.Name == name })
		if k < 0 {
			c.Unknown(specfile.Key(path, key), "stage", name, c.stageNames())
		}
		return k, k >= 0
	}
	after, okAfter := find("after", x.After, 0)
	before, okBefore := find("before", x.Before, len(c.Stages)-1)
	if !okAfter || !okBefore {
		return 0, 0, false
	}
	if after >= before {
		key := "after"
		if x.After == "" {
			key = "before"
		}
		if len(c.Stages) > 0 {
			c.Addf(specfile.Key(path, key), "expected a stage before the other one: %q is not before %q", c.Stages[after].Name, c.Stages[before].Name)
		}
		return 0, 0, false
	}
	return after, before, true
}
