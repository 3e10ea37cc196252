package scoring

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Change is one difference of two revisions of the rules, in words.
type Change struct {
	Where string `json:"where"` // what it is about: "engagement/webinar", "gates/consent", "qualify"
	Text  string `json:"text"`  // such as "webinar: 25 → 10 points", or "cap: 60 → 55" of the group that Where names
}

// Diff says what is different in another revision, for people who do not read rule
// files: in the order of the new Spec, what is gone last. Names are those of the
// Specs. It looks at what stands in the Specs and not at whether they are sound; equal
// Specs have no difference, and others have one. The order of rules is told where the
// first or best is picked, that of gates always; any other only if nothing else is
// different.
//
// Where the Specs differ and have one name and revision, the first difference is that the
// revision was not raised. Of a rule that is different the parts that are the same are
// left out.
//
// What custom rules say is not in a Spec. If two models have another [Model.FullID] and
// their Specs no difference, it is their [Bindings.Texts]: see [DiffTexts].
func Diff(old, current Spec, lang Language) []Change {
	d := &differ{lang: lang}
	a, b := old.canonical(), current.canonical()
	if asJSON(a) == asJSON(b) {
		return nil
	}
	head := &differ{lang: lang}
	head.identity(&a, &b)
	d.between("qualify", lang.say("points to qualify", "Punkte für einen MQL"), lang.say("any", "beliebig viele"), lang.optional(a.Qualify.Score), lang.optional(b.Qualify.Score))
	d.between("qualify", lang.say("points to stay qualified", "Punkte, um MQL zu bleiben"), lang.say("as many as to qualify", "so viele wie für einen MQL"), lang.optional(a.Qualify.Exit), lang.optional(b.Qualify.Exit))
	d.between("qualify", lang.say("grades that qualify", "Klassen für einen MQL"), lang.say("every grade", "jede Klasse"), strings.Join(a.Qualify.Grades, ", "), strings.Join(b.Qualify.Grades, ", "))
	for was, is := range renamed(d, a.Groups, b.Groups, func(g *GroupSpec) *string { return &g.Name }, "", lang.say("new name of the group", "neuer Name der Gruppe")) {
		for i := range a.Grades {
			if a.Grades[i].Group == was {
				a.Grades[i].Group = is
			}
		}
	}
	renamed(d, a.Gates, b.Gates, func(g *GateSpec) *string { return &g.Name }, "gates/", lang.say("new name of the gate", "neuer Name der Sperre"))
	each(d, a.Groups, b.Groups, groupName, "", lang.say("group", "Gruppe"), func(*GroupSpec) string { return "" }, d.group)
	each(d, a.Gates, b.Gates, func(g *GateSpec) string { return g.Name }, "gates/", lang.say("gate", "Sperre"), d.gateWords, d.gate)
	order(d, a.Gates, b.Gates, func(g *GateSpec) string { return g.Name }, "gates", lang.say("order of the gates", "Reihenfolge der Sperren"))
	each(d, a.Grades, b.Grades, gradeName, "grades/", lang.say("grade of", "Klasse für"), func(g *GradeSpec) string { return d.bands(g.Bands) }, func(x, y *GradeSpec) {
		d.set("grades/"+y.Group, lang.say("bands", "Bereiche"), d.bands(x.Bands), d.bands(y.Bands))
	})
	order(d, a.Grades, b.Grades, gradeName, "grades", lang.say("order of the grades", "Reihenfolge der Klassen"))
	d.set("bands", lang.say("bands of the total", "Bereiche der Summe"), d.bands(a.Bands), d.bands(b.Bands))
	d.declared("fields", fieldTexts(a.Fields), fieldTexts(b.Fields), declaration{
		lang.say("type", "Typ"), lang.say("field ", "Feld "), lang.say("new field ", "neues Feld "), func(typ string) string { return ": " + typ },
	})
	d.declared("activities", activityTexts(a.Activities), activityTexts(b.Activities), declaration{
		lang.say("fields", "Felder"), lang.say("activity ", "Aktivität "), lang.say("new activity ", "neue Aktivität "), d.withFields,
	})
	d.set("missing", lang.say(`texts that mean "not known"`, "Texte, die „nicht bekannt“ bedeuten"), quoted(a.Missing), quoted(b.Missing))
	if len(d.out) == 0 && len(d.gone) == 0 {
		d.onlyOrder(a.Groups, b.Groups)
	}
	return slices.Concat(head.out, d.out, d.gone)
}

// identity tells what is different in the name of the revision: people know the rules
// by it, and take two sets of rules for one if it stays.
func (d *differ) identity(a, b *Spec) {
	d.text("name", "", d.lang.say("name", "Name"), a.Name, b.Name)
	d.text("revision", "", d.lang.say("revision", "Revision"), strconv.Itoa(a.Revision), strconv.Itoa(b.Revision))
	if a.Name == b.Name && a.Revision == b.Revision {
		text := d.lang.say("revision not raised: it is %d, as before", "Revision nicht erhöht: wie bisher %d")
		d.out = append(d.out, Change{"revision", fmt.Sprintf(text, b.Revision)})
	}
}

// onlyOrder tells what is left if nothing else is different: whoever signs the Spec
// signs another hash.
func (d *differ) onlyOrder(a, b []GroupSpec) {
	what := d.lang.say("order", "Reihenfolge")
	d.text("groups", "", what, names(a, groupName), names(b, groupName))
	for i := range b {
		if j := slices.IndexFunc(a, func(g GroupSpec) bool { return g.Name == b[i].Name }); j >= 0 {
			d.text(b[i].Name, "", what, names(a[j].Rules, ruleName), names(b[i].Rules, ruleName))
		}
	}
}

type differ struct {
	lang      Language
	out, gone []Change
}

// text notes that something is different.
func (d *differ) text(where, unit, what, x, y string) {
	if x != y {
		d.out = append(d.out, Change{where, what + ": " + x + " → " + y + unit})
	}
}

// set is text for what may not be there.
func (d *differ) set(where, what, x, y string) {
	d.between(where, what, d.lang.say("none", "keine"), x, y)
}

// between is set with other words for what is not there: what holds then.
func (d *differ) between(where, what, none, x, y string) {
	d.text(where, "", what, cmp.Or(x, none), cmp.Or(y, none))
}

// each pairs the items of two lists by name; prefix is what their places begin with.
func each[S any](d *differ, old, current []S, name func(*S) string, prefix, what string, words func(*S) string, both func(x, y *S)) {
	say := func(i *S, verb string) string {
		text := what + " " + name(i) + " " + verb
		if w := words(i); w != "" {
			text += ": " + w
		}
		return text
	}
	for i := range current {
		y := &current[i]
		if j := slices.IndexFunc(old, func(x S) bool { return name(&x) == name(y) }); j >= 0 {
			both(&old[j], y)
		} else {
			d.out = append(d.out, Change{prefix + name(y), say(y, d.lang.say("is new", "ist neu"))})
			if words(y) == "" { // what it consists of is new, too
				var none S
				both(&none, y)
			}
		}
	}
	for i := range old {
		if x := &old[i]; !slices.ContainsFunc(current, func(y S) bool { return name(&y) == name(x) }) {
			d.gone = append(d.gone, Change{prefix + name(x), say(x, d.lang.say("is gone", "entfällt"))})
		}
	}
}

func names[S any](list []S, name func(*S) string) string {
	all := make([]string, len(list))
	for i := range list {
		all[i] = name(&list[i])
	}
	return strings.Join(all, ", ")
}

func (d *differ) group(x, y *GroupSpec) {
	lang := d.lang
	unbounded := lang.say("no limit", "ohne Grenze")
	d.between(y.Name, lang.say("cap", "Obergrenze"), unbounded, lang.optional(x.Cap), lang.optional(y.Cap))
	d.between(y.Name, lang.say("floor", "Untergrenze"), unbounded, lang.optional(x.Floor), lang.optional(y.Floor))
	d.halfLife(y.Name, x.HalfLife, y.HalfLife)
	d.text(y.Name, "", lang.say("of the rules that apply count", "von den zutreffenden Regeln zählt"), d.pick(x.Pick), d.pick(y.Pick))

	rules := &differ{lang: lang}
	old := slices.Clone(x.Rules)
	renamed(rules, old, y.Rules, func(r *RuleSpec) *string { return &r.Name }, "", lang.say("new name", "neuer Name"))
	each(rules, old, y.Rules, ruleName, "", lang.say("rule", "Regel"), rules.ruleWords, rules.rule)
	if y.Pick == PickFirst || y.Pick == PickBest {
		order(rules, old, y.Rules, ruleName, "", lang.say("order", "Reihenfolge"))
	}
	for _, c := range append(rules.out, rules.gone...) {
		d.out = append(d.out, Change{strings.TrimSuffix(y.Name+"/"+c.Where, "/"), c.Text})
	}
}

func groupName(g *GroupSpec) string { return g.Name }

func ruleName(r *RuleSpec) string { return r.Name }

func gradeName(g *GradeSpec) string { return g.Group }

// order tells the order of a list that matters: if what was there stands in another
// one, or something new stands before it.
func order[S any](d *differ, old, current []S, name func(*S) string, where, what string) {
	within := func(list []S, i *S) bool {
		return slices.ContainsFunc(list, func(x S) bool { return name(&x) == name(i) })
	}
	var kept, added []string
	for i := range old {
		if within(current, &old[i]) {
			kept = append(kept, name(&old[i]))
		}
	}
	for i := range current {
		if !within(old, &current[i]) {
			added = append(added, name(&current[i]))
		}
	}
	is := names(current, name)
	if strings.Join(append(kept, added...), ", ") != is {
		d.text(where, "", what, names(old, name), is)
	}
}

// renamed gives the items of old the names that they have now, where nothing else
// about them is different, and returns the new names by the old ones.
func renamed[S any](d *differ, old, current []S, name func(*S) *string, prefix, what string) map[string]string {
	nameless := func(list []S, other []S) map[int]string { // of those that the other list has not
		there := map[string]bool{}
		for i := range other {
			there[*name(&other[i])] = true
		}
		out := map[int]string{}
		for i, x := range list {
			if !there[*name(&x)] {
				*name(&x) = ""
				out[i] = asJSON(x)
			}
		}
		return out
	}
	before, now := nameless(old, current), nameless(current, old)
	to := map[string]string{}
	for _, i := range slices.Sorted(maps.Keys(before)) {
		for _, j := range slices.Sorted(maps.Keys(now)) {
			if now[j] == before[i] {
				was, is := name(&old[i]), *name(&current[j])
				d.text(prefix+is, "", what, *was, is)
				to[*was], *was = is, is
				delete(now, j)
				break
			}
		}
	}
	return to
}

// ruleWords are a rule with its points.
func (d *differ) ruleWords(r *RuleSpec) string {
	return d.lang.signed(r.Points) + " " + d.lang.unit(r.Points) + ": " + d.phrases().rule(r, "")
}

// phrases has no texts: they are not in a Spec.
func (d *differ) phrases() phrases { return phrases{Language: d.lang} }

func (d *differ) pick(p Pick) string {
	switch p {
	case PickFirst:
		return d.lang.say("the first", "die erste")
	case PickBest:
		return d.lang.say("the best", "die beste")
	case "", PickAll:
		return d.lang.say("all", "jede")
	}
	return string(p)
}

// bands lists bands from the highest.
func (d *differ) bands(bands map[string]Points) string {
	list := sortedBands(bands)
	slices.Reverse(list)
	return names(list, func(b *band) string {
		if b.bound == Min {
			return b.name
		}
		return b.name + d.lang.say(" from ", " ab ") + d.lang.points(b.bound)
	})
}
