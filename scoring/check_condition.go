package scoring

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// about is what a condition can name.
type about struct {
	what  string // in messages
	kinds map[string]kind
	names []string // of kinds
}

func newAbout(what string, kinds map[string]kind) about {
	return about{what: what, kinds: kinds, names: slices.Collect(maps.Keys(kinds))}
}

// subject is the lead.
func (c check) subject() about {
	kinds := map[string]kind{}
	if c.schema.isRecord() {
		for name, typ := range c.Fields {
			kinds[name] = kind{typ: typ, bits: 64, unordered: isText("string", "declare it as "+name+": int")}
		}
		return newAbout("field", kinds)
	}
	for name, f := range c.schema.fields {
		k := f.kind
		k.unordered = isText("string", "make it an int in "+c.schema.typ.String())
		kinds[name] = k
	}
	return newAbout("field", kinds)
}

// isText says why a text is not ordered against a number, and what helps.
func isText(what, remedy string) string {
	return "is a " + what + `, among which "9" comes after "30": ` + remedy
}

// activity is one type of activity.
func (c check) activity(name string) about {
	return newAbout("field of activity "+name, activityKinds(c.Activities[name]))
}

func activityKinds(fields []ActivityField) map[string]kind {
	kinds := map[string]kind{asset: {typ: String}}
	for _, f := range fields {
		kinds[f.Name] = kind{typ: f.Type, bits: 64}
		if f.Type == "" {
			kinds[f.Name] = kind{typ: String, unordered: `has no type and ` + isText("text", "declare it as {name: "+f.Name+", type: int}")}
		}
	}
	return kinds
}

func (c check) condition(path string, cond *Condition, on about) {
	comparisons := cond.comparisons()
	parts := []option{
		{"all", cond.All != nil},
		{"any", cond.Any != nil},
		{"not", cond.Not != nil},
		{"field", cond.Field != "" || len(comparisons) > 0},
	}
	var set []string
	for _, p := range parts {
		if p.set {
			set = append(set, p.key)
		}
	}
	switch {
	case len(set) == 0:
		c.Addf(path, "a condition needs all, any, not or a field")
		return
	case len(set) > 1:
		c.Addf(path, "a condition is one of all, any, not and a comparison; this has %s", strings.Join(set, " and "))
		return
	}
	switch set[0] {
	case "all":
		c.conditions(specfile.Key(path, "all"), cond.All, on)
	case "any":
		c.conditions(specfile.Key(path, "any"), cond.Any, on)
	case "not":
		c.condition(specfile.Key(path, "not"), cond.Not, on)
	default:
		c.comparison(path, cond, comparisons, on)
	}
}

func (c check) conditions(path string, conds []Condition, on about) {
	if len(conds) == 0 {
		c.Addf(path, "expected at least one condition")
	}
	for i := range conds {
		c.condition(specfile.Index(path, i), &conds[i], on)
	}
}

func (c check) comparison(path string, cond *Condition, comparisons []comparison, on about) {
	at := specfile.Key(path, "field")
	k, ok := on.kinds[cond.Field]
	switch {
	case cond.Field == "":
		c.Addf(at, "a comparison needs a field")
		return
	case !ok:
		c.Unknown(at, on.what, cond.Field, on.names)
		return
	case !slices.Contains(fieldTypes, k.typ):
		return // the declaration is wrong, and reported
	}
	if len(comparisons) == 0 {
		c.Addf(path, "a comparison of field %q needs an operator: %s", cond.Field, strings.Join(operatorsFor(k), ", "))
		return
	}
	if len(comparisons) > 1 {
		c.Addf(specfile.Key(path, string(comparisons[1].op)), "field %q is compared with %s already; join comparisons with all",
			cond.Field, comparisons[0].op)
		return
	}
	c.operands(path, cond.Field, comparisons[0], k)
}

// operatorsFor lists what a field of a type can be compared with.
func operatorsFor(k kind) []string {
	ops := []string{"eq", "ne", "in", "not_in"}
	if k.typ != Bool {
		ops = append(ops, "lt", "le", "gt", "ge", "between")
	}
	if k.typ == String {
		ops = append(ops, "contains", "prefix", "suffix")
	}
	return append(ops, "exists")
}

func (c check) operands(path, field string, what comparison, k kind) {
	at := specfile.Key(path, string(what.op))
	switch {
	case !slices.Contains(operatorsFor(k), string(what.op)):
		c.Addf(at, "field %q is %s, which has no %s (it has %s)", field, k, what.op, strings.Join(operatorsFor(k), ", "))
		return
	case what.op == "between" && len(what.values) != 2:
		c.Addf(at, "expected two values, the lowest and the highest, found %d", len(what.values))
		return
	case what.list && len(what.values) == 0:
		c.Addf(at, "expected at least one value")
	}
	var ends [2]value // of between
	sound, seen := true, make(map[string]bool, len(what.values))
	for i, text := range what.values {
		here := at
		if what.list {
			here = specfile.Index(at, i)
		}
		sound = c.operand(here, field, what.op, text, k, &ends[min(i, 1)]) && sound
		if what.op != "between" && seen[text] {
			c.Addf(here, "%q stands twice", text)
		}
		seen[text] = true
	}
	if sound && what.op == "between" && k.compare(&ends[0], &ends[1]) > 0 {
		c.Addf(at, "nothing lies between %q and %q: the lowest value comes first", what.values[0], what.values[1])
	}
}

// operand checks one value that a field is compared with.
func (c check) operand(path, field string, op operator, text string, k kind, out *value) bool {
	out.text = text
	ordering := slices.Contains([]operator{"lt", "le", "gt", "ge", "between"}, op)
	switch {
	case len(text) > maxValue:
		c.Addf(path, "expected a text of at most %d bytes", maxValue)
	case k.typ != String && !out.parse(text, k):
		c.Addf(path, "field %q is %s: expected %s, found %q", field, k, k.typ.expected(English), text)
	case k.typ != String:
		return true
	case slices.Contains(c.Missing, text):
		c.Addf(path, "%q stands for a missing value, which equals nothing: write exists: true or exists: false", text)
	case text == "" && slices.Contains([]operator{"contains", "prefix", "suffix"}, op):
		c.Addf(path, "every text has an empty part: expected some text")
	case ordering && k.unordered != "" && new(value).parse(text, kind{typ: Float, bits: 64}):
		c.Addf(path, "field %q %s", field, k.unordered)
	default:
		return true
	}
	return false
}

// String is the type with its article.
func (k kind) String() string {
	return article(k.typ)
}

// compare orders two known values of a kind.
func (k kind) compare(a, b *value) int {
	switch k.typ {
	case String:
		return cmp.Compare(a.text, b.text)
	case Float:
		return cmp.Compare(a.float, b.float)
	}
	return cmp.Compare(a.num, b.num)
}
