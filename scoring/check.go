package scoring

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// check goes through one Spec and collects every problem. The checks of groups
// and rules are here; those of conditions, and of what makes an MQL, are in files
// of their own.
type check struct {
	*Spec
	*specfile.Checker
	schema *schema
	looks  *looks

	// What conditions can name is put together once: there are many conditions.
	lead      about
	types     map[string]about // of activities
	typeNames []string
}

// err is every problem that was found. One without a path is in the program, the lead
// type or the Bindings: nobody mends it in the file, so it points at no line there.
func (c check) err() error {
	err := c.Err()
	if bad, ok := errors.AsType[*SpecError](err); ok {
		for i, p := range bad.Problems {
			if p.Path == "" {
				bad.Problems[i] = Problem{Message: p.Message}
			}
		}
	}
	return err
}

func (c check) all() {
	c.lead, c.types = c.subject(), make(map[string]about, len(c.Activities))
	for name := range c.Activities {
		c.types[name] = c.activity(name)
	}
	c.typeNames = slices.Collect(maps.Keys(c.types))
	for _, d := range c.schema.defects {
		c.Addf("", "%s", d)
	}
	c.CheckIdentity("the model", c.Name, c.Revision)
	c.fields()
	c.activities()
	for i, token := range c.Missing {
		if slices.Index(c.Missing, token) < i {
			c.Addf(specfile.Index("missing", i), "%q stands twice", token)
		}
	}
	if len(c.Groups) == 0 {
		c.Addf("groups", "a model needs groups of rules")
	}
	c.eachOnce("groups", "group", len(c.Groups), func(i int) string { return c.Groups[i].Name })
	for i := range c.Groups {
		c.group(specfile.Index("groups", i), &c.Groups[i])
	}
	c.eachOnce("gates", "gate", len(c.Gates), func(i int) string { return c.Gates[i].Name })
	for i := range c.Gates {
		c.gate(specfile.Index("gates", i), &c.Gates[i])
	}
	c.outcome()
}

// eachOnce checks the names of a list.
func (c check) eachOnce(path, what string, n int, name func(int) string) {
	first := map[string]string{}
	for i := range n {
		item := specfile.Index(path, i)
		at := specfile.Key(item, "name")
		if !c.CheckName(at, "a "+what, name(i)) {
			continue
		}
		if other, ok := first[name(i)]; ok {
			c.Addf(at, "%s name %q is taken by %s", what, name(i), other)
			continue
		}
		first[name(i)] = item
	}
}

var fieldTypes = []FieldType{String, Int, Float, Bool, Time}

// oneOf checks a word of a closed list; what has its article. An empty word is
// sound if it is optional.
func oneOf[W ~string](c check, path, what string, found W, optional bool, known ...W) {
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	switch {
	case slices.Contains(known, found) || optional && found == "":
	case found == "":
		c.Addf(path, "expected %s: %s", what, strings.Join(words, ", "))
	default:
		_, kind, _ := strings.Cut(what, " ")
		c.Unknown(path, kind, string(found), words)
	}
}

func (c check) fields() {
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		path, typ := specfile.Key("fields", name), c.Fields[name]
		c.CheckName(path, "a field", name)
		oneOf(c, path, "a type", typ, false, fieldTypes...)
		if c.schema.isRecord() {
			continue
		}
		if f, ok := c.schema.fields[name]; !ok {
			c.AddKeyf(path, "%v has no field %q%s", c.schema.typ, name, c.similar(name))
		} else if f.kind.typ != "" && f.kind.typ != typ && slices.Contains(fieldTypes, typ) {
			c.Addf(path, "field %q of %v is %s, %s says %s", name, c.schema.typ, article(f.kind.typ), c.itself(), typ)
		}
	}
}

// similar names the field of the struct that was probably meant, or all of them.
func (c check) similar(name string) string {
	known := slices.Sorted(maps.Keys(c.schema.fields))
	if near, ok := specfile.Nearest(name, known); ok {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return listed(known)
}

// itself is what the Spec was written as.
func (c check) itself() string {
	if c.Source == (specfile.Source{}) {
		return "the Spec"
	}
	return "the file"
}

// article puts "a" or "an" before the name of a type.
func article[S ~string](name S) string {
	if name != "" && strings.ContainsRune("aeio", rune(name[0])) { // a uint
		return "an " + string(name)
	}
	return "a " + string(name)
}

func (c check) activities() {
	for _, name := range slices.Sorted(maps.Keys(c.Activities)) {
		path := specfile.Key("activities", name)
		c.CheckName(path, "an activity", name)
		fs := c.Activities[name]
		c.eachOnce(path, "field", len(fs), func(i int) string { return fs[i].Name })
		for i, f := range fs {
			at := specfile.Index(path, i)
			oneOf(c, specfile.Key(at, "type"), "a type", f.Type, true, fieldTypes...)
			if f.Name == asset {
				c.Addf(specfile.Key(at, "name"), "every activity has the field %q; it is not declared", asset)
			}
		}
	}
}

func (c check) group(path string, g *GroupSpec) {
	oneOf(c, specfile.Key(path, "pick"), "a way to pick", g.Pick, true, PickAll, PickFirst, PickBest)
	c.points(specfile.Key(path, "cap"), g.Cap)
	c.points(specfile.Key(path, "floor"), g.Floor)
	if g.Cap != nil && g.Floor != nil && *g.Cap < *g.Floor {
		c.Addf(specfile.Key(path, "cap"), "a cap of %v is below the floor of %v", *g.Cap, *g.Floor)
	}
	if len(g.Rules) == 0 {
		c.Addf(specfile.Key(path, "rules"), "group %q has no rules", g.Name)
	}
	if g.HalfLife != "" {
		at := specfile.Key(path, "half_life")
		c.span(at, g.HalfLife)
		if !slices.ContainsFunc(g.Rules, func(r RuleSpec) bool { return r.Activity != "" }) {
			c.Addf(at, "group %q has no activity rule: nothing in it loses points with time", g.Name)
		}
	}
	rules := specfile.Key(path, "rules")
	c.eachOnce(rules, "rule", len(g.Rules), func(i int) string { return g.Rules[i].Name })
	for i := range g.Rules {
		c.rule(specfile.Index(rules, i), &g.Rules[i])
	}
	c.idle(rules, g)
	c.uselessCap(path, g)
}

func (c check) points(path string, p *Points) {
	if p != nil && !sound(*p) {
		c.Addf(path, wantPoints+", found %v", *p)
	}
}

func sound(p Points) bool { return -maxPoints <= p && p <= maxPoints }

func (c check) span(path string, s Span) {
	if _, ok := s.seconds(); !ok {
		c.Addf(path, wantSpan+", found %.40q%s", string(s), s.inDays())
	}
}

func (c check) rule(path string, r *RuleSpec) {
	if at := specfile.Key(path, "points"); r.Points == 0 {
		c.Addf(at, "rule %q needs points, above or below zero", r.Name)
	} else {
		c.points(at, &r.Points)
	}
	c.exactlyOne(path, "rule", r.Name, []option{{"when", r.When != nil}, {"use", r.Use != ""}, {"activity", r.Activity != ""}})
	if r.When != nil {
		c.condition(specfile.Key(path, "when"), r.When, c.lead)
		c.impossible(specfile.Key(path, "when"), r.When, c.lead)
	}
	if r.Activity == "" {
		c.noActivity(path, r)
		return
	}
	at := specfile.Key(path, "activity")
	if on, ok := c.types[r.Activity]; !ok {
		c.Unknown(at, "activity", r.Activity, c.typeNames)
	} else if r.Where != nil {
		c.condition(specfile.Key(path, "where"), r.Where, on)
		c.impossible(specfile.Key(path, "where"), r.Where, on)
	}
	if !c.schema.isRecord() && c.schema.activities == nil && len(c.schema.defects) == 0 {
		c.Addf(at, `%v has no activities: it needs a field of type []scoring.Activity with the tag score:",activities"`, c.schema.typ)
	}
	c.counting(path, r)
}

type option struct {
	key string
	set bool
}

// exactlyOne checks the keys of which a rule or gate has one.
func (c check) exactlyOne(path, what, name string, options []option) {
	var all, set []string
	for _, o := range options {
		all = append(all, o.key)
		if o.set {
			set = append(set, o.key)
		}
	}
	switch len(set) {
	case 0:
		c.Addf(path, "%s %q needs one of %s", what, name, strings.Join(all, ", "))
	case 1:
	default:
		c.Addf(specfile.Key(path, set[1]), "%s %q has %s already; expected one of %s", what, name, set[0], strings.Join(all, ", "))
	}
}

// noActivity refuses the keys that speak of activities.
func (c check) noActivity(path string, r *RuleSpec) {
	for _, o := range []option{
		{"where", r.Where != nil},
		{"within", r.Within != ""},
		{"count", r.Count != ""},
		{"min", r.Min != nil},
		{"max", r.Max != nil},
		{"per", r.Per != ""},
		{"half_life", r.HalfLife != ""},
	} {
		if o.set {
			c.Addf(specfile.Key(path, o.key), "rule %q names no activity for %s to apply to", r.Name, o.key)
		}
	}
}

// counting checks which activities count.
func (c check) counting(path string, r *RuleSpec) {
	oneOf(c, specfile.Key(path, "count"), "a count", r.Count, false, Each, Once, PerAsset)
	for _, s := range []struct {
		key  string
		span Span
	}{{"within", r.Within}, {"per", r.Per}, {"half_life", r.HalfLife}} {
		if s.span != "" {
			c.span(specfile.Key(path, s.key), s.span)
		}
	}
	for _, n := range []struct {
		key string
		n   *int
	}{{"min", r.Min}, {"max", r.Max}} {
		if n.n != nil && (*n.n < 1 || *n.n > maxTimes) {
			c.Addf(specfile.Key(path, n.key), "expected a whole number from 1 to %d, found %d", maxTimes, *n.n)
		}
	}
	switch {
	case r.Count == Once && (r.Max != nil || r.Per != ""):
		for _, o := range []option{{"max", r.Max != nil}, {"per", r.Per != ""}} {
			if o.set {
				c.Addf(specfile.Key(path, o.key), "rule %q counts once: there is no more to limit", r.Name)
			}
		}
	case r.Per != "" && r.Max == nil:
		c.Addf(specfile.Key(path, "per"), "rule %q says per what time, but not how many: it needs max", r.Name)
	}
}

// bound compares the custom rules that the Spec uses with those that were given.
func (c check) bound(given []string) {
	used, meant := map[string]bool{}, map[string]bool{}
	use := func(path, name string) {
		if name == "" {
			return
		}
		used[name] = true
		if slices.Contains(given, name) {
			return
		}
		hint := listed(given)
		if near, ok := specfile.Nearest(name, given); ok {
			hint, meant[near] = fmt.Sprintf(" (did you mean %q?)", near), true
		}
		c.Addf(path, "custom rule %q is used but not given to Compile%s", name, hint)
	}
	for i, g := range c.Groups {
		for j, r := range g.Rules {
			use(specfile.Key(specfile.Index(specfile.Key(specfile.Index("groups", i), "rules"), j), "use"), r.Use)
		}
	}
	for i, g := range c.Gates {
		use(specfile.Key(specfile.Index("gates", i), "use"), g.Use)
	}
	for _, name := range given {
		if !used[name] && !meant[name] { // one mistake is one problem
			c.Addf("", "custom rule %q is given to Compile but used nowhere%s", name, listed(slices.Sorted(maps.Keys(used))))
		}
	}
}

func listed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (there: " + strings.Join(names, ", ") + ")"
}
