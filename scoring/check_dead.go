package scoring

import (
	"encoding/json"
	"maps"
	"math"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// What is told apart here by trying values is told exactly: the comparisons of a
// condition cut the values of a field into stretches, and one value of each stretch
// is tried.

// impossible reports conditions that are true for no lead at all.
func (c check) impossible(path string, cond *Condition, on about) {
	switch {
	case cond == nil:
	case cond.Any != nil:
		for i := range cond.Any {
			c.impossible(specfile.Index(specfile.Key(path, "any"), i), &cond.Any[i], on)
		}
	case cond.Not != nil:
		c.impossible(specfile.Key(path, "not"), cond.Not, on)
	default:
		leaves, others := conjuncts(path, cond)
		fields := byField(leaves)
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			of := fields[field]
			last := of[len(of)-1]
			switch k, ok := on.kinds[field]; {
			case !ok || !c.spend(3*len(of)*len(of)) || !k.never(of):
			case len(of) > 1:
				c.Addf(last.path, "together with what is asked of %s before, this is never true", field)
			case last.Between == nil: // which has a check of its own
				c.Addf(last.path, "this is true for no value of %s", field)
			}
		}
		for _, o := range others {
			c.impossible(o.path, o.Condition, on)
		}
	}
}

// spend takes what a look costs, about one for each comparison, and reports whether
// there was enough left. Files that people write need a small part of it.
func (c check) spend(n int) bool {
	*c.left -= n
	return *c.left >= 0
}

// placed is a condition and where it stands.
type placed struct {
	path string
	*Condition
}

// conjuncts takes apart what must be true at once: comparisons, and others.
func conjuncts(path string, cond *Condition) (leaves, others []placed) {
	switch {
	case cond.All != nil:
		for i := range cond.All {
			l, o := conjuncts(specfile.Index(specfile.Key(path, "all"), i), &cond.All[i])
			leaves, others = append(leaves, l...), append(others, o...)
		}
	case cond.Any != nil || cond.Not != nil:
		others = append(others, placed{path, cond})
	default:
		leaves = append(leaves, placed{path, cond})
	}
	return leaves, others
}

func byField(leaves []placed) map[string][]placed {
	m := map[string][]placed{}
	for _, l := range leaves {
		m[l.Field] = append(m[l.Field], l)
	}
	return m
}

// trial is a comparison of one field, ready to be tried.
type trial struct {
	what   comparison
	test   func(*value) bool // nil: exists
	sample []value           // of its operands
}

// trials prepares comparisons. What another check complains about cannot be tried.
func (k kind) trials(leaves []placed) ([]trial, bool) {
	var ts []trial
	for _, l := range leaves {
		whats := l.comparisons()
		if len(whats) != 1 {
			return nil, false
		}
		t := trial{what: whats[0]}
		for _, text := range t.what.values {
			v := value{state: known, text: text}
			if k.typ != String && !v.parse(text, k) {
				return nil, false
			}
			t.sample = append(t.sample, v)
		}
		if t.what.op != "exists" {
			if len(t.sample) == 0 || t.what.op == "between" && len(t.sample) != 2 {
				return nil, false
			}
			t.test = tester(t.what, k)
		}
		ts = append(ts, t)
	}
	return ts, true
}

// never reports whether no value of a field passes all comparisons.
func (k kind) never(leaves []placed) bool {
	ts, ok := k.trials(leaves)
	if !ok {
		return false
	}
	absent, compared := false, false
	for _, t := range ts {
		if t.test == nil && !t.what.exists {
			absent = true
		} else {
			compared = true
		}
	}
	if absent {
		return compared
	}
	values, all := k.stretches(ts)
	return all && !slices.ContainsFunc(values, func(v value) bool { return passes(ts, &v) })
}

func passes(ts []trial, v *value) bool {
	for i := range ts {
		if ts[i].test != nil && !ts[i].test(v) {
			return false
		}
	}
	return true
}

// stretches returns a value of each stretch, and whether these are all: parts of
// texts cut no stretches, unless another comparison lists the values.
func (k kind) stretches(ts []trial) (values []value, all bool) {
	for _, t := range ts {
		if t.what.op == "eq" || t.what.op == "in" {
			return t.sample, true
		}
	}
	all = true
	for _, t := range ts {
		all = all && !slices.Contains([]operator{"contains", "prefix", "suffix"}, t.what.op)
		for _, v := range t.sample {
			values = append(values, v)
			switch k.typ {
			case String:
				values = append(values, value{state: known, text: v.text + "\x00"})
			case Float:
				for _, to := range []float64{math.Inf(-1), math.Inf(1)} {
					values = append(values, value{state: known, float: math.Nextafter(v.float, to)})
				}
			default:
				if v.num > math.MinInt64 {
					values = append(values, value{state: known, num: v.num - 1})
				}
				if v.num < math.MaxInt64 {
					values = append(values, value{state: known, num: v.num + 1})
				}
			}
		}
	}
	if k.typ == Bool {
		return []value{{state: known}, {state: known, num: 1}}, true
	}
	return append(values, value{state: known}, // empty text, nought
		value{state: known, num: math.MinInt64, float: -math.MaxFloat64},
		value{state: known, num: math.MaxInt64, float: math.MaxFloat64}), all
}

// implies reports whether b is true wherever a is; false also means that this is not
// known.
func (c check) implies(on about, a, b *Condition) bool {
	switch {
	case !c.spend(1 + len(a.All)*len(a.All)):
		return false
	case a.Any != nil:
		return !slices.ContainsFunc(a.Any, func(x Condition) bool { return !c.implies(on, &x, b) })
	case b.All != nil:
		return !slices.ContainsFunc(b.All, func(x Condition) bool { return !c.implies(on, a, &x) })
	case b.Any != nil:
		return slices.ContainsFunc(b.Any, func(x Condition) bool { return c.implies(on, a, &x) })
	}
	leaves, others := conjuncts("", a)
	if b.Not != nil {
		return slices.ContainsFunc(others, func(o placed) bool { return asJSON(o.Condition) == asJSON(b) })
	}
	k, ok := on.kinds[b.Field]
	mine := byField(leaves)[b.Field]
	if !ok || len(mine) == 0 {
		return false
	}
	if slices.ContainsFunc(mine, func(l placed) bool { return asJSON(l.Condition) == asJSON(b) }) {
		return true
	}
	ts, fine := k.trials(append(slices.Clone(mine), placed{"", b}))
	if !fine {
		return false
	}
	last := ts[len(ts)-1]
	given := ts[:len(ts)-1]
	if slices.ContainsFunc(given, func(t trial) bool { return t.test == nil && !t.what.exists }) {
		return false // of a field that is absent, only that is true
	}
	if last.test == nil {
		return last.what.exists
	}
	if !slices.ContainsFunc(given, func(t trial) bool { return t.test != nil }) {
		return false
	}
	values, all := k.stretches(given)
	if more, allOfB := k.stretches(ts[len(ts)-1:]); !slices.ContainsFunc(given, func(t trial) bool { return t.what.op == "eq" || t.what.op == "in" }) {
		values, all = append(values, more...), all && allOfB && last.what.op != "in" && last.what.op != "eq"
	}
	return all && !slices.ContainsFunc(values, func(v value) bool { return passes(given, &v) && !last.test(&v) })
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
	first, on := map[string]int{}, c.subject()
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
			if c.shadows(on, g, j, i) {
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
func (c check) shadows(on about, g *GroupSpec, j, i int) bool {
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
	return c.implies(on, a.When, b.When)
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
