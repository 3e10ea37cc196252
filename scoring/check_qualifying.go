package scoring

import (
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// qualifying checks that leads of the grades that qualify can have the points that this
// takes. What is wrong with the groups, grades or the score is told by other checks, and
// nothing can be said before it is right.
func (c check) qualifying(groups []limits, total reach) {
	q := &c.Qualify
	if q.Score == nil || len(q.Grades) == 0 || !total.atLeast(*q.Score) {
		return
	}
	ceilings, ok := c.ceilings(groups)
	if !ok {
		return
	}
	names := gradeNames(c.Grades)
	what, least := "score", *q.Score
	if q.Exit != nil && *q.Exit < least {
		what, least = "exit", *q.Exit
	}
	var best reach
	told := false
	for i, name := range q.Grades {
		grade := slices.Index(names, name)
		if grade < 0 {
			return // one that there is may be meant
		}
		of := slices.Clone(groups)
		if !ceilings.lower(of, grade) {
			told = true // the band is out of reach, and reported
			continue
		}
		var highest reach
		for _, g := range of {
			highest = highest.plus(g.highest)
		}
		best = reach{max(best.points, highest.points), best.endless || highest.endless}
		if !highest.atLeast(least) {
			told = true
			c.Addf(specfile.Index("qualify.grades", i), "grade %q cannot reach the %s of %v: its leads have at most %v points%s",
				name, what, least, highest.points, c.parts(of))
		}
	}
	if !told && !best.atLeast(*q.Score) {
		c.Addf("qualify.score", "a score of %v cannot be reached by leads of the grades that qualify: they have at most %v points", *q.Score, best.points)
	}
}

// ceilings are the most points that the bands of the grades allow their groups.
type ceilings []ceiling

type ceiling struct {
	group int
	bands []reach // from the lowest
	out   []bool  // of reach
}

func (c check) ceilings(groups []limits) (ceilings, bool) {
	var out ceilings
	combinations := 1
	for _, g := range c.Grades {
		x := ceiling{group: slices.IndexFunc(c.Groups, func(x GroupSpec) bool { return x.Name == g.Group })}
		combinations *= len(g.Bands)
		if x.group < 0 || slices.ContainsFunc(out, func(y ceiling) bool { return y.group == x.group }) || combinations == 0 || combinations > maxGrades {
			return nil, false
		}
		bands, of := sortedBands(g.Bands), groups[x.group]
		for i, b := range bands {
			highest, out := of.highest, b.bound != Min && !of.highest.atLeast(b.bound)
			if i+1 < len(bands) {
				next := bands[i+1].bound
				if highest.atLeast(next) {
					highest = reach{points: next - 1}
				}
				out = out || !of.lowest.atLeast(1-next)
			}
			x.bands, x.out = append(x.bands, highest), append(x.out, out)
		}
		out = append(out, x)
	}
	return out, true
}

// lower puts the most points that a grade allows into the stretches of all groups. It returns
// false if one of its bands is out of reach.
func (cs ceilings) lower(groups []limits, grade int) bool {
	for _, c := range slices.Backward(cs) { // the last varies fastest
		band := grade % len(c.bands)
		grade /= len(c.bands)
		if c.out[band] {
			return false
		}
		groups[c.group].highest = c.bands[band]
	}
	return true
}

// parts says where the most points come from.
func (c check) parts(groups []limits) string {
	if len(groups) < 2 {
		return ""
	}
	var parts []string
	for i, g := range groups {
		parts = append(parts, c.Groups[i].Name+" "+g.highest.points.String())
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
