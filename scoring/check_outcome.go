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
		c.condition(specfile.Key(path, "when"), g.When, c.subject())
		c.impossible(specfile.Key(path, "when"), g.When, c.subject())
	}
	if g.Use != "" && g.Unknown != "" {
		c.Addf(specfile.Key(path, "unknown"), "custom rule %q says yes or no, never unknown", g.Use)
	}
}

// outcome checks what becomes of the points.
func (c check) outcome() {
	highest := make([]reach, len(c.Groups))
	var total reach
	for i := range c.Groups {
		highest[i] = c.Groups[i].reach()
		total = total.plus(highest[i])
	}
	if len(c.Bands) > 0 {
		c.bands("bands", "band", c.Bands, total)
	}
	c.grades(highest)
	c.qualify(total)
}

// bands checks the ranges of some points that can get as high as a reach.
func (c check) bands(path, what string, bands map[string]Points, highest reach) {
	byBound := map[Points]string{}
	for _, name := range slices.Sorted(maps.Keys(bands)) {
		at, bound := specfile.Key(path, name), bands[name]
		c.CheckName(at, "a "+what, name)
		if bound != Min {
			c.points(at, &bound)
		}
		if other, ok := byBound[bound]; ok {
			c.Addf(at, "%s %q begins where %s %q does, at %v", what, name, what, other, bound)
		} else if bound != Min && !highest.atLeast(bound) {
			c.Addf(at, "%s %q cannot be reached: it begins at %v, and there are at most %v points", what, name, bound, highest.points)
		}
		byBound[bound] = name
	}
	if _, ok := byBound[Min]; !ok && len(bands) > 0 {
		c.Addf(path, "the lowest %s must begin at min: every score lies in one", what)
	}
	c.bandOrder(path, what, bands)
}

func (c check) grades(highest []reach) {
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
			c.bands(bands, "band", g.Bands, highest[group])
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

func (c check) qualify(total reach) {
	q := &c.Qualify
	score, exit := "qualify.score", "qualify.exit"
	if q.Score == nil && len(q.Grades) == 0 {
		c.Addf("qualify", "expected a score or grades: what makes a lead an MQL")
	}
	c.points(score, q.Score)
	c.points(exit, q.Exit)
	switch {
	case q.Score != nil && !total.atLeast(*q.Score):
		c.Addf(score, "a score of %v cannot be reached: there are at most %v points%s", *q.Score, total.points, c.sumOfCaps())
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

// sumOfCaps says where the highest total comes from.
func (c check) sumOfCaps() string {
	if len(c.Groups) < 2 {
		return ""
	}
	var parts []string
	for i := range c.Groups {
		parts = append(parts, c.Groups[i].Name+" "+c.Groups[i].reach().points.String())
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// reach is how many points there can be at most.
type reach struct {
	points  Points
	endless bool
}

func (r reach) atLeast(p Points) bool { return r.endless || r.points >= p }

func (r reach) plus(s reach) reach {
	return reach{r.points + s.points, r.endless || s.endless}
}

// reach is an upper bound of a group's points: it knows what each rule can give,
// and not which rules exclude each other. What is wrong with the group is no
// reason to call something else unreachable.
func (g *GroupSpec) reach() reach {
	if g.Cap != nil && (!sound(*g.Cap) || g.Floor != nil && *g.Cap < *g.Floor) {
		return reach{endless: true}
	}
	var sum, best reach
	for i := range g.Rules {
		r := g.Rules[i].reach()
		sum = sum.plus(r)
		best = reach{max(best.points, r.points), best.endless || r.endless}
	}
	if g.Pick == PickFirst || g.Pick == PickBest {
		sum = best
	}
	if g.Floor != nil {
		sum.points = max(sum.points, *g.Floor)
	}
	if g.Cap != nil && sum.atLeast(*g.Cap) {
		sum = reach{points: *g.Cap}
	}
	return sum
}

func (r *RuleSpec) reach() reach {
	p := r.Points
	switch {
	case p == 0 || !sound(p):
		return reach{endless: true}
	case p < 0:
		return reach{}
	case r.Activity == "" || r.Count == Once:
		return reach{points: p}
	case r.Max != nil && r.Per == "":
		return reach{points: p * Points(min(max(*r.Max, 0), maxTimes))}
	}
	return reach{endless: true}
}
