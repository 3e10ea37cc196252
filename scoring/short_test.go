package scoring

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestShortNamesTheRulesThatWouldDo(t *testing.T) {
	m := model(t, `
fields: {industry: string, size: int, student: bool}
activities: {webinar: [], visit: [], demo: []}
groups:
  - {name: fit, cap: 45, rules: [
      {name: industry, when: {field: industry, eq: machinery}, points: 30},
      {name: size, when: {field: size, ge: 250}, points: 20},
      {name: student, when: {field: student, eq: true}, points: -20}]}
  - {name: engagement, rules: [
      {name: webinar, activity: webinar, count: once, points: 15},
      {name: visit, activity: visit, count: each, max: 2, points: 15},
      {name: demo, activity: demo, count: each, min: 2, points: 10}]}
grades:
  - {group: fit, bands: {A: 40, B: 20, C: min}}
qualify: {score: 60, grades: [A, B]}
`)
	fields := map[string]string{"industry": "machinery"}
	for _, tt := range []struct {
		name       string
		fields     map[string]string
		activities []Activity
		want       Short
	}{
		{
			"15 points are missing, and the cap swallows a part of the size",
			fields,
			[]Activity{did("webinar", -1)},
			Short{Points: 15 * Point, Rules: []Closer{
				{"fit", "size", 15 * Point, true},
				{"engagement", "visit", 15 * Point, false},
			}},
		},
		{
			"20 points are missing, and two demos give them at once",
			fields,
			[]Activity{did("demo", -1)},
			Short{Points: 30 * Point},
		},
		{
			"with the limit of visits reached, a webinar does",
			fields, repeat(3, did("visit", -1)),
			Short{},
		},
		{
			"a second demo makes both count",
			fields, append(repeat(1, did("visit", -1)), did("demo", -1)),
			Short{Points: 15 * Point, Rules: []Closer{
				{"fit", "size", 15 * Point, true},
				{"engagement", "webinar", 15 * Point, false},
				{"engagement", "visit", 15 * Point, false},
				{"engagement", "demo", 20 * Point, false},
			}},
		},
		{
			"enough points, but a grade of C: the engagement cannot mend it",
			map[string]string{"industry": "retail", "student": "false", "size": "1"},
			slices.Concat(repeat(2, did("visit", -1)), repeat(3, did("demo", -1))),
			Short{Grades: []string{"A", "B"}, Rules: []Closer{
				{"fit", "industry", 30 * Point, false},
				{"fit", "size", 20 * Point, false},
			}},
		},
	} {
		got := score(t, m, Record{Fields: tt.fields, Activities: tt.activities}, monday).Short()
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// What Short says, tried out: each rule has a field or a type of activity of its
// own, so that it can be made to find something more without the others.
func TestShortIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := fadingSpec(t)
		spec.Fields, spec.Activities = map[string]FieldType{}, map[string][]ActivityField{}
		type one struct{ group, rule int }
		var all []one
		for i := range spec.Groups {
			for j := range spec.Groups[i].Rules {
				name := fmt.Sprintf("x%d_%d", i, j)
				r := &spec.Groups[i].Rules[j]
				if rapid.Bool().Draw(t, "fits") {
					*r = RuleSpec{Name: r.Name, Points: r.Points, When: &Condition{Field: name, Eq: new("true")}}
					spec.Fields[name] = Bool
				} else {
					r.Activity = name
					spec.Activities[name] = nil
				}
				all = append(all, one{i, j})
			}
		}
		spec = sane(t, spec) // no rule goes: each has a name of its own
		threshold(t, &spec)
		m, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		rec := Record{Fields: map[string]string{}}
		for name := range spec.Fields {
			if v := rapid.SampledFrom([]string{"true", "false", ""}).Draw(t, "field"); v != "" {
				rec.Fields[name] = v
			}
		}
		for _, name := range slices.Sorted(maps.Keys(spec.Activities)) {
			for range rapid.IntRange(0, 3).Draw(t, "activities") {
				rec.Activities = append(rec.Activities, Activity{
					Type: name, At: monday.Add(-time.Duration(rapid.IntRange(0, 40).Draw(t, "ago")) * time.Second),
					Asset: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "asset"),
				})
			}
		}
		r, err := m.Score(rec, monday)
		if err != nil {
			t.Fatal(err)
		}
		short := r.Short()
		if enough := r.Qualified(false); enough {
			if diff := cmp.Diff(Short{}, short); diff != "" {
				t.Fatalf("it qualifies, but (-want +got):\n%s", diff)
			}
			return
		}
		if missing := max(0, *spec.Qualify.Score-r.Total); short.Points != missing {
			t.Fatalf("got %v points, want %v", short.Points, missing)
		}
		for _, o := range all {
			rule := &spec.Groups[o.group].Rules[o.rule]
			more := Record{Fields: maps.Clone(rec.Fields), Activities: slices.Clone(rec.Activities)}
			if rule.Activity != "" {
				more.Activities = append(more.Activities, Activity{Type: rule.Activity, At: monday, Asset: "new"})
			} else {
				more.Fields[rule.When.Field] = "true"
			}
			with, err := m.Score(more, monday)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(short.Rules, func(c Closer) bool {
				return c.Group == spec.Groups[o.group].Name && c.Rule == rule.Name
			})
			if (i >= 0) != with.Qualified(false) {
				t.Fatalf("rule %s of %s: named %t, but with it qualified is %t (%v, then %v)", rule.Name, spec.Groups[o.group].Name, i >= 0, with.Qualified(false), r.Total, with.Total)
			}
			if i < 0 {
				continue
			}
			c := short.Rules[i]
			if gain := with.Total - r.Total; c.Points != gain {
				t.Fatalf("rule %s: gains %v, named with %v", rule.Name, gain, c.Points)
			}
			if missing := rule.When != nil && rec.Fields[rule.When.Field] == ""; c.Unknown != missing && spec.Groups[o.group].Pick != PickFirst {
				t.Fatalf("rule %s: unknown %t", rule.Name, c.Unknown)
			}
		}
	})
}
