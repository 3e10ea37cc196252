package scoring

import "slices"

// reach is how many points there can be at most.
type reach struct {
	points  Points
	endless bool
}

func (r reach) atLeast(p Points) bool { return r.endless || r.points >= p }

func (r reach) plus(s reach) reach {
	return reach{r.points + s.points, r.endless || s.endless}
}

// limits is between which points there can be. The lowest is that of the points the
// other way round: how far they can go below zero.
type limits struct{ highest, lowest reach }

func (g *GroupSpec) limits() limits { return limits{g.reach(), g.mirrored().reach()} }

// mirrored is the group with all points the other way round.
func (g *GroupSpec) mirrored() *GroupSpec {
	m := *g
	m.Cap, m.Floor = negated(g.Floor), negated(g.Cap)
	m.Rules = slices.Clone(g.Rules)
	for i := range m.Rules {
		m.Rules[i].Points *= -1
	}
	return &m
}

func negated(p *Points) *Points {
	if p == nil {
		return nil
	}
	return new(-*p)
}

// reach is an upper bound of a group's points: it knows what each rule can give,
// and not which rules exclude each other. What is wrong with the group is no
// reason to call something else unreachable.
func (g *GroupSpec) reach() reach {
	if g.Cap != nil && !sound(*g.Cap) || g.Floor != nil && !sound(*g.Floor) || g.Cap != nil && g.Floor != nil && *g.Cap < *g.Floor {
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
