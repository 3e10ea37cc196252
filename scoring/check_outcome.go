package scoring

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

func (c check) gate(path string, g *GateSpec) {
	oneOf(c, specfile.Key(path, "action"), "an action", g.Action, false, Disqualify, Suppress)
	if !slices.Contains([]OnUnknown{"", UnknownHolds, UnknownPass}, g.Unknown) {
		c.Addf(specfile.Key(path, "unknown"), "expected %s or %s, found %q", UnknownHolds, UnknownPass, string(g.Unknown))
	}
	c.exactlyOne(path, "gate", g.Name, []option{{"when", g.When != nil}, {"use", g.Use != ""}})
	if g.When != nil {
		c.condition(specfile.Key(path, "when"), g.When, c.lead)
		c.impossible(specfile.Key(path, "when"), g.When, c.lead)
	}
	if g.Use != "" && g.Unknown != "" {
		c.Addf(specfile.Key(path, "unknown"), "custom rule %q says yes or no, never unknown", g.Use)
	}
}

// outcome checks what becomes of the points.
func (c check) outcome() {
	groups := make([]limits, len(c.Groups))
	var total limits
	for i := range c.Groups {
		groups[i] = c.Groups[i].limits()
		total = limits{total.highest.plus(groups[i].highest), total.lowest.plus(groups[i].lowest)}
	}
	if len(c.Bands) > 0 {
		c.bands("bands", "band", c.Bands, total)
	}
	c.grades(groups)
	c.qualify(groups, total.highest)
	c.qualifying(groups, total.highest)
}

// bands checks the ranges of some points.
func (c check) bands(path, what string, bands map[string]Points, of limits) {
	byBound := map[Points]string{}
	for _, name := range slices.Sorted(maps.Keys(bands)) {
		at, bound := specfile.Key(path, name), bands[name]
		c.CheckName(at, "a "+what, name)
		if bound != Min {
			c.points(at, &bound)
		}
		if other, ok := byBound[bound]; ok {
			c.Addf(at, "%s %q begins where %s %q does, at %v", what, name, what, other, bound)
		} else if bound != Min && !of.highest.atLeast(bound) {
			c.Addf(at, "%s %q cannot be reached: it begins at %v, and there are at most %v points", what, name, bound, of.highest.points)
		} else if next, ok := above(bands, bound); ok && !of.lowest.atLeast(1-bands[next]) {
			c.Addf(at, "%s %q cannot be reached: it ends where %q begins, at %v, and there are at least %v points", what, name, next, bands[next], -of.lowest.points)
		}
		byBound[bound] = name
	}
	if _, ok := byBound[Min]; !ok && len(bands) > 0 {
		c.Addf(path, "the lowest %s must begin at min: every score lies in one", what)
	}
	c.bandOrder(path, what, bands)
}

// above returns the band that begins where another ends.
func above(bands map[string]Points, bound Points) (string, bool) {
	next, ok := "", false
	for name, b := range bands {
		if b > bound && (!ok || b < bands[next] || b == bands[next] && name < next) {
			next, ok = name, true
		}
	}
	return next, ok
}

func (c check) grades(groups []limits) {
	combinations := 1
	for i, g := range c.Grades {
		path := specfile.Index("grades", i)
		at := specfile.Key(path, "group")
		group := slices.IndexFunc(c.Groups, func(x GroupSpec) bool { return x.Name == g.Group })
		switch {
		case g.Group == "":
			c.Addf(at, "a grade needs a group, whose points it is made of")
		case group < 0:
			c.Unknown(at, "group", g.Group, c.groupNames())
		case slices.IndexFunc(c.Grades, func(x GradeSpec) bool { return x.Group == g.Group }) < i:
			c.Addf(at, "group %q stands twice", g.Group)
		}
		bands := specfile.Key(path, "bands")
		if len(g.Bands) == 0 {
			c.Addf(bands, "a grade needs bands")
		} else if group >= 0 {
			c.bands(bands, "band", g.Bands, groups[group])
		}
		combinations *= max(1, len(g.Bands))
		if combinations > maxGrades {
			c.Addf(bands, "there are more than %d grades", maxGrades)
			return
		}
	}
	names := map[string]bool{}
	for _, name := range gradeNames(c.Grades) {
		if names[name] {
			c.Addf("grades", "%q is made in two ways of bands: give them other names", name)
			return
		}
		names[name] = true
	}
}

// gradeNames lists all combinations of bands, the last varying fastest. The
// bands of each are in the order of their bounds.
func gradeNames(grades []GradeSpec) []string {
	if len(grades) == 0 {
		return nil
	}
	names := []string{""}
	for _, g := range grades {
		var longer []string
		for _, name := range names {
			for _, b := range sortedBands(g.Bands) {
				longer = append(longer, name+b.name)
			}
		}
		names = longer
	}
	return names
}

// band is a named range of points that begins at its bound.
type band struct {
	name  string
	bound Points
}

// sortedBands returns bands from the lowest up.
func sortedBands(m map[string]Points) []band {
	bands := make([]band, 0, len(m))
	for name, bound := range m {
		bands = append(bands, band{name, bound})
	}
	slices.SortFunc(bands, func(a, b band) int {
		return cmp.Or(cmp.Compare(a.bound, b.bound), strings.Compare(a.name, b.name))
	})
	return bands
}

func (c check) groupNames() []string {
	var names []string
	for _, g := range c.Groups {
		names = append(names, g.Name)
	}
	return names
}

func (c check) qualify(groups []limits, total reach) {
	q := &c.Qualify
	score, exit := "qualify.score", "qualify.exit"
	if q.Score == nil && len(q.Grades) == 0 {
		c.Addf("qualify", "expected a score or grades: what makes a lead an MQL")
	}
	c.points(score, q.Score)
	c.points(exit, q.Exit)
	switch {
	case q.Score != nil && !total.atLeast(*q.Score):
		c.Addf(score, "a score of %v cannot be reached: there are at most %v points%s", *q.Score, total.points, c.parts(groups))
	case q.Exit != nil && q.Score == nil:
		c.Addf(exit, "there is no score that a lead could fall from: exit needs score")
	case q.Exit != nil && *q.Exit > *q.Score:
		c.Addf(exit, "expected at most the score of %v, found %v: a lead would leave as it enters", *q.Score, *q.Exit)
	}
	combinations := 1
	for _, g := range c.Grades {
		if combinations *= max(1, len(g.Bands)); combinations > maxGrades {
			return // which is reported, and too many to write down
		}
	}
	names := gradeNames(c.Grades)
	for i, g := range q.Grades {
		at := specfile.Index("qualify.grades", i)
		if slices.Index(q.Grades, g) < i {
			c.Addf(at, "%q stands twice", g)
		} else if !slices.Contains(names, g) {
			c.Unknown(at, "grade", g, names)
		}
	}
}
