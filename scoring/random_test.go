package scoring

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// randomSpec makes a model of the fields s, n and k and the activities a and b.
func randomSpec(t *rapid.T) Spec {
	points := rapid.Custom(func(t *rapid.T) Points {
		if p := Points(rapid.IntRange(-40_000, 40_000).Draw(t, "points")); p != 0 {
			return p
		}
		return 1
	})
	days := rapid.Custom(func(t *rapid.T) Span { return Span(fmt.Sprintf("%dh", rapid.IntRange(1, 480).Draw(t, "hours"))) })
	spec := Spec{
		Name: "random", Revision: 1,
		Fields:     map[string]FieldType{"s": String, "n": Int, "k": Bool},
		Activities: map[string][]ActivityField{"a": {{Name: "page"}}, "b": {{Name: "page"}}},
		Missing:    []string{"?"},
		Qualify:    QualifySpec{Score: new(-maxPoints)},
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "groups") {
		g := GroupSpec{Name: fmt.Sprint("g", i), Pick: rapid.SampledFrom([]Pick{"", PickAll, PickFirst, PickBest}).Draw(t, "pick")}
		if rapid.Bool().Draw(t, "bounded") {
			low := rapid.IntRange(-50, 50).Draw(t, "floor")
			g.Floor, g.Cap = new(Points(low)*Point), new(Points(low+rapid.IntRange(0, 50).Draw(t, "height"))*Point)
		}
		for j := range rapid.IntRange(1, 4).Draw(t, "rules") {
			r := RuleSpec{Name: fmt.Sprint("r", j), Points: points.Draw(t, "points")}
			if rapid.Bool().Draw(t, "fits") {
				r.When = randomCondition(t, []string{"s", "n", "k"}, 3)
			} else {
				r.Activity = rapid.SampledFrom([]string{"a", "b"}).Draw(t, "activity")
				r.Count = rapid.SampledFrom([]Count{Each, Once, PerAsset}).Draw(t, "count")
				if rapid.Bool().Draw(t, "filtered") {
					r.Where = randomCondition(t, []string{"page", "asset"}, 2)
				}
				if rapid.Bool().Draw(t, "window") {
					r.Within = days.Draw(t, "within")
				}
				if rapid.Bool().Draw(t, "fades") {
					r.HalfLife = days.Draw(t, "half-life")
				}
				if rapid.IntRange(0, 3).Draw(t, "several") == 0 {
					r.Min = new(rapid.IntRange(1, 4).Draw(t, "min"))
				}
				if r.Count != Once && rapid.Bool().Draw(t, "limited") {
					r.Max = new(rapid.IntRange(1, 3).Draw(t, "max"))
					if rapid.Bool().Draw(t, "per time") {
						r.Per = days.Draw(t, "per")
					}
				}
			}
			g.Rules = append(g.Rules, r)
		}
		if rapid.Bool().Draw(t, "group fades") && slices.ContainsFunc(g.Rules, func(r RuleSpec) bool { return r.Activity != "" }) {
			g.HalfLife = days.Draw(t, "half-life")
		}
		spec.Groups = append(spec.Groups, g)
	}
	return sane(t, spec)
}

var part = regexp.MustCompile(`^groups\[(\d+)\]\.(?:rules\[(\d+)\])?\.?(.*)$`)

// problems are those of a model without its custom rules.
func problems(spec Spec) error {
	c := check{Spec: &spec, Checker: spec.Source.Check(), schema: schemaOf[Record](), looks: newLooks()}
	c.all()
	return c.Err()
}

// sane takes out of a random model what makes no sense: what could not be reached,
// asks for the same twice or is never true.
func sane(t *rapid.T, spec Spec) Spec {
	for {
		bad, ok := errors.AsType[*SpecError](problems(spec))
		if !ok {
			return spec
		}
		m := part.FindStringSubmatch(bad.Problems[0].Path)
		if p := bad.Problems[0].Path; strings.HasPrefix(p, "qualify") || strings.HasPrefix(p, "grades") {
			spec.Qualify, spec.Grades = QualifySpec{Score: new(-maxPoints)}, nil
			continue
		}
		if m == nil {
			t.Fatal(bad)
		}
		i, _ := strconv.Atoi(m[1])
		g := &spec.Groups[i]
		switch j, err := strconv.Atoi(m[2]); {
		case m[3] == "cap":
			g.Cap = nil
		case m[3] == "half_life":
			g.HalfLife = ""
		case err != nil:
			t.Fatal(bad)
		case m[3] == "":
			g.Rules = slices.Delete(g.Rules, j, j+1)
		case strings.HasPrefix(m[3], "when"):
			g.Rules[j].When = &Condition{Field: []string{"s", "n", "k"}[j%3], Exists: new(i%2 == 0)}
		case strings.HasPrefix(m[3], "where"):
			g.Rules[j].Where = &Condition{Field: "page", Exists: new(i%2 == 0)}
		default:
			t.Fatal(bad)
		}
	}
}

func randomCondition(t *rapid.T, fields []string, depth int) *Condition {
	if depth > 0 {
		switch rapid.SampledFrom([]string{"leaf", "all", "any", "not"}).Draw(t, "join") {
		case "all":
			return &Condition{All: []Condition{*randomCondition(t, fields, depth-1), *randomCondition(t, fields, depth-1)}}
		case "any":
			return &Condition{Any: []Condition{*randomCondition(t, fields, depth-1), *randomCondition(t, fields, depth-1)}}
		case "not":
			return &Condition{Not: randomCondition(t, fields, depth-1)}
		}
	}
	field := rapid.SampledFrom(fields).Draw(t, "field")
	if rapid.IntRange(0, 4).Draw(t, "exists") == 0 {
		return &Condition{Field: field, Exists: new(rapid.Bool().Draw(t, "there"))}
	}
	switch field {
	case "n":
		return &Condition{Field: field, Ge: new(strconv.Itoa(rapid.IntRange(-2, 2).Draw(t, "ge")))}
	case "k":
		return &Condition{Field: field, Eq: new(strconv.FormatBool(rapid.Bool().Draw(t, "eq")))}
	}
	return &Condition{Field: field, In: []string{"x", rapid.SampledFrom([]string{"y", "z"}).Draw(t, "in")}}
}

func randomRecord(t *rapid.T, asOf time.Time) Record {
	texts := rapid.SampledFrom([]string{"x", "y", "z", "?", "absent"})
	rec := Record{Fields: map[string]string{
		"s": texts.Draw(t, "s"), "n": rapid.SampledFrom([]string{"-3", "0", "2", "?", "absent", "odd"}).Draw(t, "n"),
		"k": rapid.SampledFrom([]string{"true", "false", "?", "absent"}).Draw(t, "k"),
	}}
	for name, v := range rec.Fields {
		if v == "absent" {
			delete(rec.Fields, name)
		}
	}
	for i := range rapid.IntRange(0, 25).Draw(t, "activities") {
		a := Activity{
			ID: fmt.Sprint(i % 7), Type: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "type"),
			At:    asOf.Add(-time.Duration(rapid.IntRange(-100, 2_000_000).Draw(t, "ago")) * 997 * time.Millisecond),
			Asset: rapid.SampledFrom([]string{"", "x", "y", "w"}).Draw(t, "asset"),
		}
		if page := texts.Draw(t, "page"); page != "absent" {
			a.Fields = map[string]string{"page": page}
		}
		rec.Activities = append(rec.Activities, a)
	}
	return rec
}
