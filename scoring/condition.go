package scoring

import "slices"

// Condition is a condition as data. It combines others (one of All, Any and
// Not), or it compares Field with exactly one of the values below it.
//
// Values are written as text and read by the type of the field: "250" for an
// int, "true" for a bool, "2026-03-02" or RFC 3339 for a time. In Go:
//
//	scoring.Condition{Field: "employees", Ge: new("250")}
//
// A comparison with a missing field is unknown; Exists never is. All is false if
// one of its conditions is, else unknown if one is; Any likewise with true; Not of
// unknown is unknown.
type Condition struct {
	All []Condition `json:"all,omitempty"`
	Any []Condition `json:"any,omitempty"`
	Not *Condition  `json:"not,omitempty"`

	Field string `json:"field,omitempty"`

	// For every type: equal, and one of.
	Eq    *string  `json:"eq,omitempty"`
	Ne    *string  `json:"ne,omitempty"`
	In    []string `json:"in,omitempty"`
	NotIn []string `json:"not_in,omitempty"`

	// For every type but bool: ordered. Between takes two values and includes
	// both.
	Lt      *string  `json:"lt,omitempty"`
	Le      *string  `json:"le,omitempty"`
	Gt      *string  `json:"gt,omitempty"`
	Ge      *string  `json:"ge,omitempty"`
	Between []string `json:"between,omitempty"`

	// For strings, byte by byte.
	Contains *string `json:"contains,omitempty"`
	Prefix   *string `json:"prefix,omitempty"`
	Suffix   *string `json:"suffix,omitempty"`

	// Exists asks whether the field has a value at all.
	Exists *bool `json:"exists,omitempty"`
}

// operator is one way to compare.
type operator string

// comparison is what a condition does with its field.
type comparison struct {
	op     operator
	values []string
	list   bool // the values are written as a list
	exists bool // the operand of exists
}

// comparisons lists what a condition that was written says, in the order of the
// struct: one in a sound condition.
func (c *Condition) comparisons() []comparison {
	var out []comparison
	one := func(op operator, v *string) {
		if v != nil {
			out = append(out, comparison{op: op, values: []string{*v}})
		}
	}
	many := func(op operator, vs []string) {
		if vs != nil {
			out = append(out, comparison{op: op, values: vs, list: true})
		}
	}
	one("eq", c.Eq)
	one("ne", c.Ne)
	many("in", c.In)
	many("not_in", c.NotIn)
	one("lt", c.Lt)
	one("le", c.Le)
	one("gt", c.Gt)
	one("ge", c.Ge)
	many("between", c.Between)
	one("contains", c.Contains)
	one("prefix", c.Prefix)
	one("suffix", c.Suffix)
	if c.Exists != nil {
		out = append(out, comparison{op: "exists", exists: *c.Exists})
	}
	return out
}

// clone copies a condition whose depth is bounded.
func (c *Condition) clone() *Condition {
	if c == nil {
		return nil
	}
	d := *c
	d.unshare()
	return &d
}

// unshare makes copies of what a condition points at.
func (c *Condition) unshare() {
	c.All, c.Any, c.Not = cloneAll(c.All), cloneAll(c.Any), c.Not.clone()
	for _, p := range []**string{&c.Eq, &c.Ne, &c.Lt, &c.Le, &c.Gt, &c.Ge, &c.Contains, &c.Prefix, &c.Suffix} {
		*p = cloneOf(*p)
	}
	for _, p := range []*[]string{&c.In, &c.NotIn, &c.Between} {
		*p = slices.Clone(*p)
	}
	c.Exists = cloneOf(c.Exists)
}

func cloneAll(cs []Condition) []Condition {
	if cs == nil {
		return nil
	}
	out := slices.Clone(cs)
	for i := range out {
		out[i].unshare()
	}
	return out
}

func cloneOf[V any](p *V) *V {
	if p == nil {
		return nil
	}
	return new(*p)
}
