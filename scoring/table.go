package scoring

import (
	"cmp"
	"maps"
	"slices"
)

// table is a compiled Spec without the custom rules' functions. It is never
// written after compileTable.
type table struct {
	spec    Spec
	texts   map[string]string // of custom rules
	id      string
	fullID  string
	missing []string

	fields  fields   // of the lead
	readers []reader // by slot

	rules      []rule // of all groups, in the order of the Spec
	groups     []group
	gates      []gate
	uses       []use
	activities map[string]*activityType
	types      typeIndex // of activities

	bands  []band // of the total, from the lowest
	grades []gradeAxis

	gradeNames  []string // of all combinations, the last axis varying fastest
	allowed     []bool   // by combination; nil: every grade
	enter, exit Points   // thresholds of the total; Min: none
}

// rule is a compiled RuleSpec.
type rule struct {
	group, name string
	in          int // table.groups
	points      Points
	when        *node // nil: another kind of rule
	use         int   // -1: another kind of rule

	// Of an activity rule; times in microseconds, zero: none.
	counts   bool
	once     bool
	within   int64
	halfLife halfLife
	min, max int32
	per      int64
}

// fades reports whether the rule's line shrinks while nothing happens.
func (r *rule) fades() bool { return r.within > 0 || r.halfLife.seconds > 0 }

// separate reports whether each activity that counts needs a mark of its own.
func (r *rule) separate() bool { return r.fades() || r.per > 0 }

// group is a compiled GroupSpec; its rules are from:to of the table's.
type group struct {
	name       string
	from, to   int
	pick       Pick
	cap, floor *Points
}

// gate is a compiled GateSpec.
type gate struct {
	name   string
	when   *node // nil: use
	use    int
	action Action
	pass   bool // if unknown
}

// use is a custom rule and the first place that names it.
type use struct{ name, where string }

// activityType is what rules ask of one type of activity.
type activityType struct {
	fields   fields
	kinds    []kind // by slot
	counters []counter
	oldest   int64 // how long ago an activity can still count; zero: for ever
}

// counter counts the activities of one rule.
type counter struct {
	rule  int // in table.rules
	where *node
	count Count
}

// gradeAxis is one letter of a grade.
type gradeAxis struct {
	group int
	bands []band // from the lowest
}

// compileTable builds the table of a Spec that passed its checks.
func compileTable(spec Spec, texts map[string]string, s *schema) (*table, error) {
	id, full, err := spec.identity(texts)
	if err != nil {
		return nil, err
	}
	about := check{Spec: &spec, schema: s}
	t := &table{spec: spec, texts: texts, id: id, fullID: full, missing: spec.Missing, activities: map[string]*activityType{}}
	t.fields.kinds = about.subject().kinds
	for name := range spec.Activities {
		at := &activityType{}
		at.fields.kinds = about.activity(name).kinds
		t.activities[name] = at
	}
	for i := range spec.Groups {
		t.addGroup(&spec.Groups[i])
	}
	for i := range spec.Gates {
		g := &spec.Gates[i]
		t.gates = append(t.gates, gate{
			name: g.Name, when: t.condition(g.When), use: t.use(g.Use, "gate "+g.Name), action: g.Action, pass: g.Unknown == UnknownPass,
		})
	}
	maps.DeleteFunc(t.activities, func(_ string, at *activityType) bool { return len(at.counters) == 0 })
	t.types = newTypeIndex(t.activities)
	for _, at := range t.activities {
		at.oldest = t.oldest(at)
		for _, name := range at.fields.names {
			at.kinds = append(at.kinds, at.fields.kinds[name])
		}
	}
	for _, name := range t.fields.names {
		f := s.fields[name]
		t.readers = append(t.readers, reader{path: f.path, nullable: f.nullable, kind: t.fields.kinds[name]})
	}
	t.outcome()
	return t, nil
}

func (t *table) addGroup(g *GroupSpec) {
	from := len(t.rules)
	for i := range g.Rules {
		r := &g.Rules[i]
		c := rule{
			group: g.Name, name: r.Name, in: len(t.groups), points: r.Points,
			when: t.condition(r.When),
			use:  t.use(r.Use, "group "+g.Name+", rule "+r.Name),
		}
		if r.Activity != "" {
			half := cmp.Or(r.HalfLife, g.HalfLife)
			c.counts, c.once = true, r.Count == Once
			c.within, c.per = length(r.Within)*second, length(r.Per)*second
			c.halfLife = halfLifeOf(uint64(length(half)))
			c.min, c.max = number(r.Min), number(r.Max)
			at := t.activities[r.Activity]
			k := counter{rule: len(t.rules), count: r.Count}
			if r.Where != nil {
				k.where = new(at.fields.compile(r.Where))
			}
			at.counters = append(at.counters, k)
		}
		t.rules = append(t.rules, c)
	}
	t.groups = append(t.groups, group{name: g.Name, from: from, to: len(t.rules), pick: g.Pick, cap: g.Cap, floor: g.Floor})
}

// length is a checked span in seconds; zero if it is empty.
func length(s Span) int64 {
	n, _ := s.seconds()
	return n
}

// number is a checked limit of a count; zero if there is none.
func number(n *int) int32 {
	if n == nil {
		return 0
	}
	return int32(*n)
}

func (t *table) condition(c *Condition) *node {
	if c == nil {
		return nil
	}
	return new(t.fields.compile(c))
}

func (t *table) use(name, where string) int {
	if name == "" {
		return -1
	}
	if i := slices.IndexFunc(t.uses, func(u use) bool { return u.name == name }); i >= 0 {
		return i
	}
	t.uses = append(t.uses, use{name, where})
	return len(t.uses) - 1
}

// oldest is the longest window of the rules that count a type of activity.
func (t *table) oldest(at *activityType) int64 {
	var longest int64
	for _, k := range at.counters {
		within := t.rules[k.rule].within
		if within == 0 {
			return 0
		}
		longest = max(longest, within)
	}
	return longest
}

// outcome compiles what becomes of the points.
func (t *table) outcome() {
	t.bands = sortedBands(t.spec.Bands)
	for _, g := range t.spec.Grades {
		t.grades = append(t.grades, gradeAxis{
			group: slices.IndexFunc(t.groups, func(x group) bool { return x.name == g.Group }),
			bands: sortedBands(g.Bands),
		})
	}
	t.gradeNames = gradeNames(t.spec.Grades)
	q := t.spec.Qualify
	t.enter, t.exit = Min, Min
	if q.Score != nil {
		t.enter, t.exit = *q.Score, *q.Score
	}
	if q.Exit != nil {
		t.exit = *q.Exit
	}
	if len(q.Grades) > 0 {
		for _, name := range t.gradeNames {
			t.allowed = append(t.allowed, slices.Contains(q.Grades, name))
		}
	}
}

// canonical is the Spec without the words that stand for what holds anyway.
func (s *Spec) canonical() Spec {
	c := s.clone()
	for i := range c.Groups {
		if c.Groups[i].Pick == PickAll {
			c.Groups[i].Pick = ""
		}
	}
	for i := range c.Gates {
		if c.Gates[i].Unknown == UnknownHolds {
			c.Gates[i].Unknown = ""
		}
	}
	return c
}

// clone copies everything that a caller could still write to.
func (s *Spec) clone() Spec {
	c := *s
	c.Fields = maps.Clone(s.Fields)
	c.Activities = maps.Clone(s.Activities)
	for name, fields := range c.Activities {
		c.Activities[name] = slices.Clone(fields)
	}
	c.Missing = slices.Clone(s.Missing)
	c.Groups = slices.Clone(s.Groups)
	for i := range c.Groups {
		g := &c.Groups[i]
		g.Cap, g.Floor = cloneOf(g.Cap), cloneOf(g.Floor)
		g.Rules = slices.Clone(g.Rules)
		for j := range g.Rules {
			r := &g.Rules[j]
			r.When, r.Where = r.When.clone(), r.Where.clone()
			r.Min, r.Max = cloneOf(r.Min), cloneOf(r.Max)
		}
	}
	c.Gates = slices.Clone(s.Gates)
	for i := range c.Gates {
		c.Gates[i].When = c.Gates[i].When.clone()
	}
	c.Grades = slices.Clone(s.Grades)
	for i := range c.Grades {
		c.Grades[i].Bands = maps.Clone(c.Grades[i].Bands)
	}
	c.Bands = maps.Clone(s.Bands)
	c.Qualify.Score, c.Qualify.Exit = cloneOf(s.Qualify.Score), cloneOf(s.Qualify.Exit)
	c.Qualify.Grades = slices.Clone(s.Qualify.Grades)
	return c
}
