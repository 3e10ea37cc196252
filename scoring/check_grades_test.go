package scoring

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A model by which no lead of a listed grade can ever be an MQL is refused, as is a band
// in which no lead can be.
func TestAGradeThatCannotQualifyIsRefused(t *testing.T) {
	const both = `
groups:
  - {name: fit, rules: [{name: a, when: {field: n, ge: 1}, points: 60}]}
  - {name: eng, rules: [{name: b, when: {field: m, ge: 1}, points: 60}]}
grades:
  - {group: fit, bands: {A: 40, B: 20, C: min}}
  - {group: eng, bands: {"1": 40, "2": 15, "3": min}}
`
	group := func(keys, points string) string {
		return "groups: [{name: fit, " + keys + "rules: [{name: a, when: {field: n, ge: 1}, points: " + points + "}]}]\n"
	}
	for name, tt := range map[string]struct {
		spec string
		want []string
	}{
		"points that the bands allow":         {both + "qualify: {score: 70, grades: [A1, A2, B1]}", nil},
		"all points that the bands allow":     {both + "qualify: {score: 34.998, grades: [C3]}", nil},
		"one point more than all":             {both + "qualify: {score: 35, grades: [C3]}", []string{`qualify.grades[0]: grade "C3" cannot reach the score of 35: its leads have at most 34.998 points (fit 19.999, eng 14.999)`}},
		"one grade of several":                {both + "qualify: {score: 70, grades: [A1, C3]}", []string{`qualify.grades[1]: grade "C3" cannot reach the score of 70: its leads have at most 34.998 points (fit 19.999, eng 14.999)`}},
		"a grade to stay an MQL with":         {both + "qualify: {score: 70, exit: 30, grades: [A1, C3]}", nil},
		"one that cannot stay either":         {both + "qualify: {score: 70, exit: 35, grades: [A1, C3]}", []string{`qualify.grades[1]: grade "C3" cannot reach the exit of 35: its leads have at most 34.998 points (fit 19.999, eng 14.999)`}},
		"a grade that enters, one that stays": {both + "qualify: {score: 70, exit: 30, grades: [B2, A1]}", nil},
		"no grade to become one with":         {both + "qualify: {score: 70, exit: 30, grades: [C2, C3]}", []string{`qualify.score: a score of 70 cannot be reached by leads of the grades that qualify: they have at most 59.998 points`}},
		"a score that nobody reaches":         {both + "qualify: {score: 121, grades: [C3]}", []string{`qualify.score: a score of 121 cannot be reached: there are at most 120 points (fit 60, eng 60)`}},
		"activities without end": {strings.Replace(both, "when: {field: m, ge: 1}", "activity: v, count: each", 1) + "activities: {v: []}\nqualify: {score: 500, grades: [C1, C2]}", []string{
			`qualify.grades[1]: grade "C2" cannot reach the score of 500: its leads have at most 59.998 points (fit 19.999, eng 39.999)`,
		}},
		"a band below the floor": {group("floor: 0, ", "60") + "grades: [{group: fit, bands: {A: 40, B: 0, C: min}}]\nqualify: {grades: [C]}", []string{
			`grades[0].bands.C: band "C" cannot be reached: it ends where "B" begins, at 0, and there are at least 0 points`,
		}},
		"a band below all points": {group("", "60") + "grades: [{group: fit, bands: {A: 40, B: 0, C: min}}]\nqualify: {grades: [A]}", []string{
			`grades[0].bands.C: band "C" cannot be reached: it ends where "B" begins, at 0, and there are at least 0 points`,
		}},
		"bands of the total below all points": {group("floor: -10, ", "-20") + "bands: {A: 0, B: -5, C: -10, D: min}\nqualify: {score: 0}", []string{
			`bands.D: band "D" cannot be reached: it ends where "C" begins, at -10, and there are at least -10 points`,
		}},
		"a band that points below zero reach": {group("", "-20") + "grades: [{group: fit, bands: {B: -19.999, C: min}}]\nqualify: {grades: [C]}", nil},
		"a floor below the points": {group("floor: -50, ", "-20") + "grades: [{group: fit, bands: {B: -20, C: min}}]\nqualify: {grades: [B]}", []string{
			`grades[0].bands.C: band "C" cannot be reached: it ends where "B" begins, at -20, and there are at least -20 points`,
		}},
		"a cap below zero": {group("cap: -5, floor: -10, ", "-20") + "grades: [{group: fit, bands: {B: -5, C: min}}]\nqualify: {grades: [C]}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			spec, err := ReadSpec(strings.NewReader("name: x\nrevision: 1\nfields: {n: int, m: int}\n"+tt.spec+"\n"), "x.yaml")
			if err != nil {
				t.Fatal(err)
			}
			_, err = Compile(spec, Bindings[Record]{})
			var got []string
			if bad, ok := errors.AsType[*SpecError](err); ok {
				for _, p := range bad.Problems {
					got = append(got, p.Path+": "+p.Message)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What Compile says of bands and grades is so for every lead there can be.
func TestWhatIsCalledOutOfReachIsNeverReached(t *testing.T) {
	outOfReach, fine := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SampledFrom([]Points{-3 * Point, -1 * Point, Point, 2 * Point, 4 * Point})
		spec := Spec{
			Name: "x", Revision: 1, Fields: map[string]FieldType{},
			Qualify: QualifySpec{Score: new(Points(rapid.IntRange(-4, 9).Draw(t, "score")) * Point)},
		}
		for i := range 2 {
			g := GroupSpec{Name: fmt.Sprint("g", i), Pick: rapid.SampledFrom([]Pick{PickAll, PickFirst, PickBest}).Draw(t, "pick")}
			for j := range 2 {
				field := fmt.Sprintf("f%d%d", i, j)
				spec.Fields[field] = Bool
				g.Rules = append(g.Rules, RuleSpec{Name: field, When: &Condition{Field: field, Eq: new("true")}, Points: points.Draw(t, "points")})
			}
			if rapid.Bool().Draw(t, "floor") {
				g.Floor = new(Points(rapid.IntRange(-3, 0).Draw(t, "floor at")) * Point)
			}
			low := Points(rapid.IntRange(-3, 2).Draw(t, "middle")) * Point
			spec.Groups = append(spec.Groups, g)
			spec.Grades = append(spec.Grades, GradeSpec{Group: g.Name, Bands: map[string]Points{"A": low + Point, "B": low, "C": Min}})
		}
		spec.Qualify.Grades = []string{rapid.StringMatching("[ABC][ABC]").Draw(t, "grade")}
		if rapid.Bool().Draw(t, "exit") {
			spec.Qualify.Exit = new(*spec.Qualify.Score - Point)
		}
		table, err := compileTable(spec, nil, schemaOf[Record]())
		if err != nil {
			t.Fatal(err)
		}
		// By trying all leads.
		grades, bands := map[string]bool{}, map[string]bool{}
		best := map[string]Points{}
		for lead := range 16 {
			lines := make([]line, 4)
			for i := range lines {
				if lead>>i&1 == 1 {
					lines[i].n, lines[i].found = 1, 1
					lines[i].finish(&table.rules[i])
				}
			}
			s := table.settle(lines)
			grade := table.gradeNames[s.grade]
			if !grades[grade] || s.total > best[grade] {
				best[grade] = s.total
			}
			grades[grade] = true
			bands["grades[0].bands."+grade[:1]], bands["grades[1].bands."+grade[1:]] = true, true
		}
		_, err = Compile(spec, Bindings[Record]{})
		bad, ok := errors.AsType[*SpecError](err)
		if !ok {
			fine++
			return
		}
		grade := spec.Qualify.Grades[0]
		for _, p := range bad.Problems {
			switch {
			case strings.HasPrefix(p.Path, "grades") && strings.Contains(p.Message, "cannot be reached"):
				if bands[p.Path] {
					t.Fatalf("%s, and a lead is there: %+v", p.Message, spec)
				}
			case p.Path == "qualify.grades[0]":
				if least := table.exit; grades[grade] && best[grade] >= least {
					t.Fatalf("%s, and a lead has %v: %+v", p.Message, best[grade], spec)
				}
			case p.Path == "qualify.score":
				if grades[grade] && best[grade] >= table.enter {
					t.Fatalf("%s, and a lead has %v: %+v", p.Message, best[grade], spec)
				}
			default:
				continue
			}
			outOfReach++
		}
	})
	if outOfReach == 0 || fine == 0 {
		t.Errorf("%d out of reach, %d fine: this shows nothing", outOfReach, fine)
	}
}
