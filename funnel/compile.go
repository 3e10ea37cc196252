package funnel

import (
	"cmp"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

// Funnel is a checked [Spec]. It is immutable and safe for concurrent use.
type Funnel struct {
	id       string
	spec     Spec // a copy
	stages   []StageSpec
	stage    map[lead.Status]int
	void     map[lead.Status]bool
	known    map[lead.Status]bool // nil: not given
	terminal map[lead.Status]bool
	renamed  map[lead.Status]lead.Status
	match    *matcher     // nil: by reaching
	handOff  *HandOffSpec // with defaults; nil: none
	goals    []GoalSpec
	amount   string
}

// worth reports whether a row may be the one that reaches the last stage, which has
// what the lead is worth: in any order of the stages that is any stage's.
func (f *Funnel) worth(e lead.Event, s lead.Status) bool {
	if f.match != nil && f.match.order == AnyOrder {
		return true
	}
	k, ok := f.stage[s]
	return ok && k == len(f.stages)-1 || slices.Contains(f.stages[len(f.stages)-1].Events, e)
}

// Compile checks a funnel and makes a [Funnel] of it. Everything that is wrong is
// reported at once, as a [*SpecError]. The Funnel keeps nothing of the Spec.
func Compile(s Spec) (*Funnel, error) {
	c := newCheck(&s)
	if c.size() {
		c.all()
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return newFunnel(s)
}

// newFunnel makes a Funnel of a Spec that has been checked.
func newFunnel(s Spec) (*Funnel, error) {
	s = s.clone()
	s.Revision = max(s.Revision, 1)
	id, err := specfile.Identity(s.Name, s.Revision, s)
	if err != nil {
		return nil, err
	}
	f := &Funnel{
		id: id, spec: s,
		stages:   s.Stages,
		stage:    map[lead.Status]int{},
		void:     set(s.Void),
		terminal: set(s.Terminal),
		renamed:  s.Renamed,
		handOff:  s.HandOff.withDefaults(),
		goals:    s.Goals,
		amount:   s.Amount,
	}
	for i := range f.stages {
		for _, status := range f.stages[i].Statuses {
			f.stage[status] = i
		}
	}
	if len(s.Known) > 0 {
		f.known = set(s.Known)
	}
	f.match = newMatcher(f, s.Match)
	return f, nil
}

// ID is the identity of the funnel: name@revision+hash8 of its canonical form. It
// tells two funnels of one name apart.
func (f *Funnel) ID() string { return f.id }

// Spec returns a copy of the funnel's Spec; its revision is never 0.
func (f *Funnel) Spec() Spec { return f.spec.clone() }

func set(statuses []lead.Status) map[lead.Status]bool {
	m := make(map[lead.Status]bool, len(statuses))
	for _, s := range statuses {
		m[s] = true
	}
	return m
}

// check goes through one Spec and collects every problem.
type check struct {
	*Spec
	*specfile.Checker
	known, void map[lead.Status]bool
	names       []string // of Known, for suggestions
}

func newCheck(s *Spec) check {
	c := check{Spec: s, Checker: s.Source.Check(), known: set(s.Known), void: set(s.Void)}
	for _, status := range s.Known {
		c.names = append(c.names, string(status))
	}
	return c
}

func (c check) all() {
	c.CheckIdentity("the funnel", c.Name, cmp.Or(c.Revision, 1))
	c.label("amount", c.Amount)
	if len(c.Stages) == 0 {
		c.Addf("stages", "a funnel needs stages")
	}
	c.stages()
	c.match()
	c.handOff()
	c.goals()
	c.list("void", c.Void)
	c.list("terminal", c.Terminal)
	for i, s := range c.Known {
		c.CheckName(specfile.Index("known", i), "a status", string(s))
	}
	c.renames()
	for _, s := range slices.Sorted(maps.Keys(c.Titles)) {
		c.status(specfile.Key("titles", string(s)), s)
	}
}

func (c check) stages() {
	names := map[string]string{}
	owner := map[lead.Status]string{}
	for i, st := range c.Stages {
		path := specfile.Index("stages", i)
		at := specfile.Key(path, "name")
		if !c.CheckName(at, "a stage", st.Name) {
			// said
		} else if first, ok := names[st.Name]; ok {
			c.Addf(at, "stage name %q is taken by %s", st.Name, first)
		} else {
			names[st.Name] = path
		}
		statuses := specfile.Key(path, "statuses")
		if len(st.Statuses)+len(st.Events) == 0 || len(st.Statuses) == 0 && c.Match == nil {
			c.Addf(statuses, "stage %q needs at least one status", st.Name)
		}
		for j, s := range st.Statuses {
			at := specfile.Index(statuses, j)
			if !c.status(at, s) {
				continue
			}
			if first, ok := owner[s]; ok && first == path {
				c.Addf(at, "status %q stands twice", s)
			} else if ok {
				c.Addf(at, "status %q belongs to %s already; a status is in one stage at most", s, first)
			} else if c.void[s] {
				c.Addf(at, "status %q is void, which counts nowhere", s)
			}
			owner[s] = cmp.Or(owner[s], path)
		}
	}
}

func (c check) list(path string, statuses []lead.Status) {
	for i, s := range statuses {
		c.status(specfile.Index(path, i), s)
	}
}

// status checks a status that the figures depend on: a misspelt one would be
// read as one that never occurred.
func (c check) status(path string, s lead.Status) bool {
	now, old := c.Renamed[s]
	switch {
	case !c.CheckName(path, "a status", string(s)):
	case old && now != s:
		c.Addf(path, "status %q is an older name of %q and never occurs", s, now)
	case len(c.Known) > 0 && !c.known[s]:
		c.Unknown(path, "status", string(s), c.names)
	default:
		return true
	}
	return false
}

func (c check) renames() {
	for _, old := range slices.Sorted(maps.Keys(c.Renamed)) {
		now, path := c.Renamed[old], specfile.Key("renamed", string(old))
		again, chain := c.Renamed[now]
		switch {
		case !c.CheckName(path, "a status", string(old)) || !c.CheckName(path, "a status", string(now)):
		case old == now:
			c.Addf(path, "status %q is renamed to itself", old)
		case chain:
			c.Addf(path, "status %q is renamed to %q, which is itself an older name of %q", old, now, again)
		case len(c.Known) > 0 && !c.known[now]:
			c.Unknown(path, "status", string(now), c.names)
		case c.known[old]:
			c.Addf(path, "status %q is an older name, but known lists it too", old)
		}
	}
}

// label checks the name of a label; empty is none, or the default.
func (c check) label(path, name string) {
	if name != "" {
		c.CheckName(path, "a label", name)
	}
}
