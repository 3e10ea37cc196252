package scoring

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Of a rule that reads over a line, what is the same would hide what is not.
func TestOfARuleOnlyWhatDiffersIsTold(t *testing.T) {
	old := model(t, `
fields: {n: int, s: string, t: string}
activities: {visit: [topic, {name: seconds, type: int}]}
groups:
  - name: g
    half_life: 30d
    rules:
      - {name: visit, activity: visit, where: {all: [{field: asset, prefix: /pricing}, {field: seconds, ge: 10}]}, within: 90d, count: each, max: 2, per: 1d, points: 5}
      - {name: both, when: {all: [{field: n, ge: 250}, {any: [{field: s, eq: a}, {field: t, in: [b, c]}]}]}, points: 5}
gates:
  - {name: gate, when: {any: [{field: n, lt: 0}, {field: s, eq: x}]}, action: suppress}
`).Spec()
	visit := func(change func(r *RuleSpec)) func(*Spec) {
		return func(s *Spec) { change(&s.Groups[0].Rules[0]) }
	}
	both := func(change func(c *Condition)) func(*Spec) {
		return func(s *Spec) { change(s.Groups[0].Rules[1].When) }
	}
	for name, tt := range map[string]struct {
		change          func(*Spec)
		english, german string
	}{
		"how many": {
			visit(func(r *RuleSpec) { r.Max = new(3) }),
			"visit: at most 2 a day → at most 3 a day", "visit: höchstens 2 am Tag → höchstens 3 am Tag",
		},
		"as many as there are": {
			visit(func(r *RuleSpec) { r.Max, r.Per = nil, "" }),
			"visit: at most 2 a day → any number", "visit: höchstens 2 am Tag → beliebig viele",
		},
		"no window": {
			visit(func(r *RuleSpec) { r.Within = "" }),
			"visit: in the last 90 days → however long ago", "visit: in den letzten 90 Tagen → egal wie lange her",
		},
		"a half-life": {
			visit(func(r *RuleSpec) { r.HalfLife = "7d" }),
			"visit: no half-life of its own → half-life 7 days", "visit: keine eigene Halbwertszeit → Halbwertszeit 7 Tage",
		},
		"what counts": {
			visit(func(r *RuleSpec) { r.Count = PerAsset }),
			"visit: an asset more than once → each asset once", "visit: ein Inhalt auch mehrmals → jeder Inhalt einmal",
		},
		"two parts": {
			visit(func(r *RuleSpec) { r.Within, r.Max = "30d", new(3) }),
			"visit: in the last 90 days, at most 2 a day → in the last 30 days, at most 3 a day",
			"visit: in den letzten 90 Tagen, höchstens 2 am Tag → in den letzten 30 Tagen, höchstens 3 am Tag",
		},
		"where": {
			visit(func(r *RuleSpec) { r.Where.All[1].Ge = new("20") }),
			"visit: seconds >= 10 → seconds >= 20", "visit: seconds >= 10 → seconds >= 20",
		},
		"where it was anywhere": {
			visit(func(r *RuleSpec) { r.Where = nil }),
			"visit: visit where asset begins with /pricing and seconds >= 10 → visit",
			"visit: visit (asset beginnt mit /pricing und seconds >= 10) → visit",
		},
		"a span in other words": {
			visit(func(r *RuleSpec) { r.Within = "2160h" }),
			"visit: visit where asset begins with /pricing and seconds >= 10, in the last 90 days, at most 2 a day → visit where asset begins with /pricing and seconds >= 10, in the last 90 days, at most 2 a day, written differently",
			"visit: visit (asset beginnt mit /pricing und seconds >= 10), in den letzten 90 Tagen, höchstens 2 am Tag → visit (asset beginnt mit /pricing und seconds >= 10), in den letzten 90 Tagen, höchstens 2 am Tag, anders geschrieben",
		},
		"one of two": {
			both(func(c *Condition) { c.All[0].Ge = new("100") }),
			"both: n >= 250 → n >= 100", "both: n >= 250 → n >= 100",
		},
		"one of two in one of two": {
			both(func(c *Condition) { c.All[1].Any[1].In[1] = "d" }),
			"both: t is one of b or c → t is one of b or d", "both: t ist b oder c → t ist b oder d",
		},
		"both of two": {
			both(func(c *Condition) { c.All[0].Ge, c.All[1].Any[0].Eq = new("100"), new("z") }),
			"both: n >= 250 and (s is a or t is one of b or c) → n >= 100 and (s is z or t is one of b or c)",
			"both: n >= 250 und (s ist a oder t ist b oder c) → n >= 100 und (s ist z oder t ist b oder c)",
		},
		"another way to join": {
			both(func(c *Condition) { c.Any, c.All = c.All, nil }),
			"both: n >= 250 and (s is a or t is one of b or c) → n >= 250 or (s is a or t is one of b or c)",
			"both: n >= 250 und (s ist a oder t ist b oder c) → n >= 250 oder (s ist a oder t ist b oder c)",
		},
		"one less": {
			both(func(c *Condition) { c.All = c.All[:1] }),
			"both: n >= 250 and (s is a or t is one of b or c) → n >= 250",
			"both: n >= 250 und (s ist a oder t ist b oder c) → n >= 250",
		},
		"another kind of rule": {
			func(s *Spec) {
				r := &s.Groups[0].Rules[1]
				r.When, r.Use = nil, "vip"
			},
			"both: n >= 250 and (s is a or t is one of b or c) → custom rule vip",
			"both: n >= 250 und (s ist a oder t ist b oder c) → eigene Regel vip",
		},
		"a gate": {
			func(s *Spec) { s.Gates[0].When.Any[1].Eq = new("y") },
			"condition: s is x → s is y", "Bedingung: s ist x → s ist y",
		},
	} {
		current := old.clone()
		tt.change(&current)
		for lang, want := range map[Language]string{English: tt.english, German: tt.german} {
			got := beside(Diff(old, current, lang))
			if len(got) != 1 {
				t.Errorf("%s: %v", name, got)
				continue
			}
			if diff := cmp.Diff(want, got[0].Text); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}
