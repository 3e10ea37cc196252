package scoring

import (
	"encoding/json"
	"iter"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// implies reports whether b is true wherever a is; false also means that this is not
// known.
func (c check) implies(on about, a, b *Condition) bool {
	switch {
	case !c.looks.spend(1):
		return false
	case a.Any != nil:
		return !containsNot(a.Any, func(x *Condition) bool { return c.implies(on, x, b) })
	case b.All != nil:
		return !containsNot(b.All, func(x *Condition) bool { return c.implies(on, a, x) })
	case b.Any != nil:
		return containsNot(b.Any, func(x *Condition) bool { return !c.implies(on, a, x) })
	case b.Not != nil:
		return c.looks.at(a).negations[c.looks.says(b)]
	}
	k, ok := on.kinds[b.Field]
	mine := c.looks.at(a).leaves[b.Field]
	if !ok || len(mine) == 0 || !c.looks.spend(len(mine)) {
		return false
	}
	if slices.ContainsFunc(mine, func(l placed) bool { return c.looks.says(l.Condition) == c.looks.says(b) }) {
		return true
	}
	given, fine := c.looks.trials(k, mine)
	last := c.looks.trial(k, b)
	if !fine || last == nil {
		return false
	}
	if slices.ContainsFunc(given, func(t *trial) bool { return t.test == nil && !t.what.exists }) {
		return false // of a field that is absent, only that is true
	}
	if last.test == nil {
		return last.what.exists
	}
	if !slices.ContainsFunc(given, func(t *trial) bool { return t.test != nil }) {
		return false
	}
	return c.narrower(k, given, last)
}

// narrower reports whether all values that pass what is given pass the last comparison.
func (c check) narrower(k kind, given []*trial, last *trial) bool {
	breaks := func(values iter.Seq[*value]) bool {
		for v := range values {
			if !c.looks.spend(len(given)+1) || passes(given, v) && !last.test(v) {
				return true
			}
		}
		return false
	}
	values, all := k.stretches(given)
	if !all || breaks(values) {
		return false
	}
	if slices.ContainsFunc(given, (*trial).lists) {
		return true
	}
	values, all = k.stretches([]*trial{last})
	return all && !last.lists() && !breaks(values)
}

// containsNot reports whether one of the conditions fails. They are told apart by where
// they are, so none is copied.
func containsNot(conds []Condition, holds func(*Condition) bool) bool {
	for i := range conds {
		if !holds(&conds[i]) {
			return true
		}
	}
	return false
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}

// idle reports rules of a group that say the same as another, or that are never the
// one that is picked.
func (c check) idle(path string, g *GroupSpec) {
	first := map[string]int{}
	for i := range g.Rules {
		r := g.Rules[i]
		r.Name, r.Points = "", 0
		key := asJSON(r)
		at := specfile.Index(path, i)
		if j, ok := first[key]; ok && key != asJSON(RuleSpec{}) {
			c.Addf(at, "rule %q asks for the same as %q: make one of them", g.Rules[i].Name, g.Rules[j].Name)
			continue
		}
		first[key] = i
		for j := range g.Rules {
			if c.shadows(g, j, i) {
				because := "and comes before it"
				if g.Pick == PickBest {
					because = "with no fewer points"
				}
				c.Addf(at, "rule %q is never picked: wherever it is true, %q is, %s", g.Rules[i].Name, g.Rules[j].Name, because)
				break
			}
		}
	}
}

// shadows reports whether rule i is never picked because of rule j.
func (c check) shadows(g *GroupSpec, j, i int) bool {
	a, b := &g.Rules[i], &g.Rules[j]
	if i == j || a.When == nil || b.When == nil {
		return false
	}
	switch g.Pick {
	case PickFirst:
		if j > i {
			return false
		}
	case PickBest:
		if b.Points < a.Points || b.Points == a.Points && j > i {
			return false
		}
	default:
		return false
	}
	return c.implies(c.lead, a.When, b.When)
}

// uselessCap reports a cap that no lead can come up to.
func (c check) uselessCap(path string, g *GroupSpec) {
	if g.Cap == nil || !sound(*g.Cap) || len(g.Rules) == 0 {
		return
	}
	free := *g
	free.Cap, free.Floor = nil, nil
	if r := free.reach(); !r.atLeast(*g.Cap) && (g.Floor == nil || *g.Floor < *g.Cap) {
		c.Addf(specfile.Key(path, "cap"), "a cap of %v cannot be reached: the rules of group %q give at most %v", *g.Cap, g.Name, r.points)
	}
}
