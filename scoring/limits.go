package scoring

import "github.com/leadline-go/leadline/internal/specfile"

// Limits of a Spec. A file stays below most of them by its size alone; they are
// for what a program puts together.
const (
	maxValue      = 1024   // bytes of an operand
	maxGroups     = 100    // and gates, bands, grades
	maxRules      = 1000   // of all groups together
	maxFields     = 2000   // of a Record, and of all activities together
	maxDepth      = 32     // of conditions within conditions
	maxConditions = 10_000 // of all rules and gates together
	maxValues     = 50_000 // operands of all conditions
	maxTimes      = 1_000_000
	maxGrades     = 1000    // combinations of bands
	maxTrials     = 100_000 // comparisons of values to find rules that are idle; beyond it none is found
)

// size refuses a Spec that is larger than anybody needs, before anything goes
// through it that takes time or goes deep.
func (c check) size() {
	most := c.Most
	most("groups", "groups", len(c.Groups), maxGroups)
	most("gates", "gates", len(c.Gates), maxGroups)
	most("grades", "grades", len(c.Grades), maxGroups)
	most("bands", "bands", len(c.Bands), maxGroups)
	most("fields", "fields", len(c.Fields), maxFields)
	most("missing", "texts", len(c.Missing), maxGroups)
	most("qualify.grades", "grades", len(c.Qualify.Grades), maxGrades)
	n := 0
	for _, fs := range c.Activities {
		n += 1 + len(fs)
	}
	most("activities", "activities with their fields", n, maxFields)
	rules := 0
	for _, g := range c.Groups {
		rules += len(g.Rules)
	}
	most("groups", "rules", rules, maxRules)
	for i, g := range c.Grades {
		most(specfile.Index("grades", i), "bands", len(g.Bands), maxGroups)
	}
	m := measure{check: c}
	for i, g := range c.Groups[:min(len(c.Groups), maxGroups)] {
		for j, r := range g.Rules[:min(len(g.Rules), maxRules)] {
			path := specfile.Index(specfile.Key(specfile.Index("groups", i), "rules"), j)
			m.condition(specfile.Key(path, "when"), r.When, 1)
			m.condition(specfile.Key(path, "where"), r.Where, 1)
		}
	}
	for i, g := range c.Gates[:min(len(c.Gates), maxGroups)] {
		m.condition(specfile.Key(specfile.Index("gates", i), "when"), g.When, 1)
	}
}

// measure counts conditions. It stops at the limits, for conditions that a
// program put together may contain themselves.
type measure struct {
	check
	conditions, values int
	full               bool
}

func (m *measure) condition(path string, c *Condition, depth int) {
	if c == nil || m.full {
		return
	}
	m.conditions++
	m.values += len(c.In) + len(c.NotIn) + len(c.Between) + 1
	switch {
	case depth > maxDepth:
		m.Addf(path, "conditions are nested deeper than %d levels", maxDepth)
		m.full = true
	case m.conditions > maxConditions:
		m.Addf(path, "there are more than %d conditions", maxConditions)
		m.full = true
	case m.values > maxValues:
		m.Addf(path, "there are more than %d values in conditions", maxValues)
		m.full = true
	}
	if m.full {
		return
	}
	for i := range c.All {
		m.condition(specfile.Index(specfile.Key(path, "all"), i), &c.All[i], depth+1)
	}
	for i := range c.Any {
		m.condition(specfile.Index(specfile.Key(path, "any"), i), &c.Any[i], depth+1)
	}
	m.condition(specfile.Key(path, "not"), c.Not, depth+1)
}
