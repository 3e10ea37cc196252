package scoring

import (
	"iter"
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
			case !ok || !c.never(k, of):
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

// never reports whether no value of a field passes all comparisons.
func (c check) never(k kind, leaves []placed) bool {
	ts, ok := c.looks.trials(k, leaves)
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
	if !all {
		return false
	}
	for v := range values {
		if !c.looks.spend(len(ts)) || passes(ts, v) {
			return false
		}
	}
	return true
}

func passes(ts []*trial, v *value) bool {
	for _, t := range ts {
		if t.test != nil && !t.test(v) {
			return false
		}
	}
	return true
}

// stretches returns a value of each stretch, and whether these are all: parts of
// texts cut no stretches, unless another comparison lists the values.
func (k kind) stretches(ts []*trial) (values iter.Seq[*value], all bool) {
	for _, t := range ts {
		if t.lists() {
			return func(yield func(*value) bool) {
				for i := range t.sample {
					if !yield(&t.sample[i]) {
						return
					}
				}
			}, true
		}
	}
	if k.typ == Bool {
		return these(value{state: known}, value{state: known, num: 1}), true
	}
	all = !slices.ContainsFunc(ts, func(t *trial) bool {
		return slices.Contains([]operator{"contains", "prefix", "suffix"}, t.what.op)
	})
	return func(yield func(*value) bool) {
		for _, t := range ts {
			for i := range t.sample {
				for v := range k.around(&t.sample[i]) {
					if !yield(v) {
						return
					}
				}
			}
		}
		for v := range these(value{state: known}, // empty text, nought
			value{state: known, num: math.MinInt64, float: -math.MaxFloat64},
			value{state: known, num: math.MaxInt64, float: math.MaxFloat64}) {
			if !yield(v) {
				return
			}
		}
	}, all
}

// around returns a value and its neighbours.
func (k kind) around(v *value) iter.Seq[*value] {
	switch k.typ {
	case String:
		return these(*v, value{state: known, text: v.text + "\x00"})
	case Float:
		return these(*v, value{state: known, float: math.Nextafter(v.float, math.Inf(-1))},
			value{state: known, float: math.Nextafter(v.float, math.Inf(1))})
	}
	below, above := v.num, v.num
	if below > math.MinInt64 {
		below--
	}
	if above < math.MaxInt64 {
		above++
	}
	return these(*v, value{state: known, num: below}, value{state: known, num: above})
}

func these(vs ...value) iter.Seq[*value] {
	return func(yield func(*value) bool) {
		for i := range vs {
			if !yield(&vs[i]) {
				return
			}
		}
	}
}
