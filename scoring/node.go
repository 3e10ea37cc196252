package scoring

import (
	"cmp"
	"slices"
	"strings"
)

// node is a compiled condition.
type node struct {
	join join
	kids []node

	// Of a comparison:
	slot   int               // the field, in the values that eval is given
	test   func(*value) bool // is given known values only; nil for exists
	exists bool              // the operand of exists
}

// join is what a node does with its kids.
type join uint8

const (
	compares join = iota
	joinAll
	joinAny
	joinNot
)

// eval decides a condition on the values of a lead or an activity.
func (n *node) eval(vals []value) truth {
	switch n.join {
	case joinAll:
		t := yes
		for i := range n.kids {
			if t = min(t, n.kids[i].eval(vals)); t == no {
				break
			}
		}
		return t
	case joinAny:
		t := no
		for i := range n.kids {
			if t = max(t, n.kids[i].eval(vals)); t == yes {
				break
			}
		}
		return t
	case joinNot:
		return yes - n.kids[0].eval(vals)
	}
	v := &vals[n.slot]
	switch {
	case n.test == nil:
		return truthOf((v.state != absent) == n.exists)
	case v.state != known:
		return unknown
	}
	return truthOf(n.test(v))
}

// blame adds the fields to slots because of which the condition is unknown.
func (n *node) blame(vals []value, slots *slotSet) {
	if n.eval(vals) != unknown {
		return
	}
	if n.join == compares {
		slots.add(n.slot)
	}
	for i := range n.kids {
		n.kids[i].blame(vals, slots)
	}
}

// fields gives each field that conditions name a slot, so that a lead is read
// once however many rules ask.
type fields struct {
	kinds map[string]kind
	slots map[string]int
	names []string // by slot
}

func (f *fields) slot(name string) int {
	if i, ok := f.slots[name]; ok {
		return i
	}
	if f.slots == nil {
		f.slots = map[string]int{}
	}
	f.slots[name] = len(f.names)
	f.names = append(f.names, name)
	return len(f.names) - 1
}

// compile makes a node of a condition that passed its checks.
func (f *fields) compile(c *Condition) node {
	switch {
	case c.All != nil:
		return node{join: joinAll, kids: f.compileAll(c.All)}
	case c.Any != nil:
		return node{join: joinAny, kids: f.compileAll(c.Any)}
	case c.Not != nil:
		return node{join: joinNot, kids: []node{f.compile(c.Not)}}
	}
	what := c.comparisons()[0]
	n := node{slot: f.slot(c.Field), exists: what.exists}
	if what.op != "exists" {
		k := f.kinds[c.Field]
		n.test = tester(what.op, what.parsed(k), k)
	}
	return n
}

func (f *fields) compileAll(cs []Condition) []node {
	nodes := make([]node, len(cs))
	for i := range cs {
		nodes[i] = f.compile(&cs[i])
	}
	return nodes
}

// parsed returns the operands, which were checked.
func (what comparison) parsed(k kind) []value {
	vs := make([]value, len(what.values))
	for i, text := range what.values {
		vs[i].text = text
		if k.typ != String {
			vs[i].parse(text, k)
		}
	}
	return vs
}

// tester makes the comparison of a known value with operands.
func tester(op operator, vs []value, k kind) func(*value) bool {
	a := vs[0]
	switch op {
	case "contains":
		return func(v *value) bool { return strings.Contains(v.text, a.text) }
	case "prefix":
		return func(v *value) bool { return strings.HasPrefix(v.text, a.text) }
	case "suffix":
		return func(v *value) bool { return strings.HasSuffix(v.text, a.text) }
	}
	switch k.typ {
	case String:
		return ordered(op, vs, func(v *value) string { return v.text })
	case Float:
		return ordered(op, vs, func(v *value) float64 { return v.float })
	}
	return ordered(op, vs, func(v *value) int64 { return v.num })
}

// ordered makes a comparison of values of one Go type.
func ordered[V cmp.Ordered](op operator, operands []value, of func(*value) V) func(*value) bool {
	vs := make([]V, len(operands))
	for i := range operands {
		vs[i] = of(&operands[i])
	}
	a := vs[0]
	switch op {
	case "eq":
		return func(v *value) bool { return of(v) == a }
	case "ne":
		return func(v *value) bool { return of(v) != a }
	case "lt":
		return func(v *value) bool { return of(v) < a }
	case "le":
		return func(v *value) bool { return of(v) <= a }
	case "gt":
		return func(v *value) bool { return of(v) > a }
	case "ge":
		return func(v *value) bool { return of(v) >= a }
	case "between":
		return func(v *value) bool { return a <= of(v) && of(v) <= vs[1] }
	}
	in := member(vs)
	if op == "not_in" {
		return func(v *value) bool { return !in(of(v)) }
	}
	return func(v *value) bool { return in(of(v)) }
}

// member makes a test for a list. A long one is searched by halves.
func member[V cmp.Ordered](vs []V) func(V) bool {
	const few = 8
	if len(vs) <= few {
		return func(v V) bool { return slices.Contains(vs, v) }
	}
	vs = slices.Sorted(slices.Values(vs))
	return func(v V) bool {
		_, ok := slices.BinarySearch(vs, v)
		return ok
	}
}
