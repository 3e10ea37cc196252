package scoring

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The score falls below 5 at day 90 + 30·log2(11.72798…/5) = 126.8986; rounded to
// milli-points it does when it falls below 4.9995, at day 126.9030.
func TestNextChangeIsTheFirstSecondBelowTheThreshold(t *testing.T) {
	m := model(t, `
activities: {visit: []}
groups: [{name: engagement, half_life: 30d, rules: [{name: visit, activity: visit, count: each, points: 10}]}]
qualify: {score: 5}
`)
	rec := Record{Activities: []Activity{did("visit", 0), did("visit", 10), did("visit", 5), did("visit", 30), did("visit", 60)}}
	next := score(t, m, rec, day(90)).NextChange(true)
	exact := 90 + 30*math.Log2((1.25+10*math.Exp2(-80.0/30)+10*math.Exp2(-85.0/30)+2.5+5)/4.9995)
	if got := next.Sub(monday).Hours() / 24; fmt.Sprintf("%.4f", got) != "126.9030" || math.Abs(got-exact)*86400 > 1 {
		t.Errorf("got day %.6f, want %.6f", got, exact)
	}
	if unrounded := 90 + 30*math.Log2(11.72798/5); fmt.Sprintf("%.4f", unrounded) != "126.8986" {
		t.Errorf("unrounded: day %.4f, want 126.8986", unrounded)
	}
	before, after := score(t, m, rec, next.Add(-time.Second)), score(t, m, rec, next)
	if before.Total != 5*Point || after.Total != 5*Point-1 {
		t.Errorf("a second before %v, then %v; want 5 and 4.999", before.Total, after.Total)
	}
}

func TestNextChangeKnowsBothDirections(t *testing.T) {
	m := model(t, `
fields: {fit: int}
activities: {visit: [], complaint: []}
groups:
  - {name: fit, rules: [{name: fit, when: {field: fit, ge: 1}, points: 10}]}
  - {name: visits, cap: 20, rules: [{name: visit, activity: visit, within: 10d, count: each, points: 10}]}
  - {name: complaints, half_life: 1d, rules: [{name: complaint, activity: complaint, count: each, points: -16}]}
gates: [{name: no_fit, when: {field: fit, lt: 0}, action: suppress}]
qualify: {score: 20, exit: 15}
`)
	visits := []Activity{did("visit", -1), did("visit", -2), did("visit", -3)}
	for _, tt := range []struct {
		name       string
		fit        string
		activities []Activity
		was        bool
		want       time.Time
	}{
		{"the last but one visit leaves the window, the first is above the cap", "0", visits, false, day(8)},
		{"nothing fades", "1", nil, false, time.Time{}},
		{"what fades was not enough anyway", "0", visits[:1], false, time.Time{}},
		{"with 10 for fit and a visit it stays above exit until that goes", "1", visits[1:2], true, day(8)},
		{"and it became so by that visit", "1", visits[1:2], false, day(8)},
		{"a gate that holds does not care", "-1", visits, false, time.Time{}},
	} {
		r := score(t, m, Record{Fields: map[string]string{"fit": tt.fit}, Activities: tt.activities}, monday)
		got := r.NextChange(tt.was)
		if !got.Equal(tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}

	// Minus points fade: 30 − 16·2^(−t) is 20, rounded, when 16·2^(−t) is 10.0005.
	rec := Record{Fields: map[string]string{"fit": "1"}, Activities: append(visits[:2:2], did("complaint", 0))}
	want := monday.Add(time.Duration(math.Log2(16/10.0005) * 24 * float64(time.Hour)))
	if got := score(t, m, rec, monday).NextChange(false); got.Sub(want).Abs() > time.Second {
		t.Errorf("minus points fade: got %v, want about %v", got, want)
	}
}

// A lead may get just as far as the cap, and only for a while.
func TestNextChangeFindsWhatDoesNotLast(t *testing.T) {
	m := model(t, `
activities: {visit: [], complaint: []}
groups:
  - {name: g, cap: 10, rules: [
      {name: visit, activity: visit, count: each, half_life: 10d, points: 20},
      {name: complaint, activity: complaint, count: each, half_life: 1d, points: -12}]}
qualify: {score: 10}
`)
	rec := Record{Activities: []Activity{did("visit", 0), did("complaint", 0)}}
	at := func(when time.Time) Result { return score(t, m, rec, when) }
	up := at(monday).NextChange(false)
	down := at(up).NextChange(true)
	for _, tt := range []struct {
		name         string
		when         time.Time
		before, then bool
		want         float64
	}{
		{"20·2^(−t/10) − 12·2^(−t) rises to 10", up, false, true, 0.3},
		{"and falls below when the visit is ten days old", down, true, false, 10},
	} {
		if got := [2]bool{at(tt.when.Add(-time.Second)).Qualified(false), at(tt.when).Qualified(false)}; got != [2]bool{tt.before, tt.then} {
			t.Errorf("%s: at %v, qualified is %v", tt.name, tt.when, got)
		}
		if days := tt.when.Sub(monday).Hours() / 24; math.Abs(days-tt.want) > 0.1 {
			t.Errorf("%s: on day %.3f, want %v", tt.name, days, tt.want)
		}
	}
}

// A line whose points have faded away keeps others from being picked until its window
// closes.
func TestAFadedLineHoldsItsPlaceToTheEndOfItsWindow(t *testing.T) {
	m := model(t, `
activities: {a: []}
groups:
  - {name: g, pick: first, rules: [
      {name: fades, activity: a, count: each, within: 90s, half_life: 1s, points: -1},
      {name: stays, activity: a, count: each, points: 1}]}
qualify: {score: 0.5}
`)
	r := score(t, m, Record{Activities: []Activity{{Type: "a", At: monday}}}, monday)
	if got, want := r.NextChange(false), monday.Add(90*time.Second); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Against scores second by second, for rules that go up and down.
func TestNextChangeAgreesWithLookingAtEverySecond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := fadingSpec(t)
		m, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		asOf := monday.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "fraction")) * 250 * time.Millisecond)
		var past []Activity
		n := rapid.IntRange(1, 8).Draw(t, "activities")
		for range n {
			past = append(past, Activity{
				Type:  rapid.SampledFrom([]string{"a", "b"}).Draw(t, "type"),
				At:    asOf.Add(-time.Duration(rapid.IntRange(0, 60_000).Draw(t, "ago")) * time.Millisecond),
				Asset: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "asset"),
			})
		}
		rec := Record{Activities: past}
		was := rapid.Bool().Draw(t, "was")
		at := func(when time.Time) Result {
			r, err := m.Score(rec, when)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		now := at(asOf)
		is := now.Qualified(was)
		var want time.Time
		first := asOf.Truncate(time.Second).Add(time.Second)
		for when := first; when.Before(asOf.Add(400 * time.Second)); when = when.Add(time.Second) {
			if at(when).Qualified(is) != is {
				want = when
				break
			}
		}
		if got := now.NextChange(was); !got.Equal(want) {
			t.Fatalf("got %v, want %v; as of %v, total %v, qualified %t", got, want, asOf, now.Total, is)
		}
	})
}

// fadingSpec makes groups of activity rules that fade within minutes, with points
// of both signs.
func fadingSpec(t *rapid.T) Spec {
	points := rapid.Custom(func(t *rapid.T) Points {
		return Points(rapid.IntRange(1, 9).Draw(t, "points")*1000+rapid.IntRange(0, 5).Draw(t, "milli")) * Points(rapid.SampledFrom([]int{-1, 1}).Draw(t, "sign"))
	})
	spec := Spec{
		Name: "fading", Revision: 1,
		Activities: map[string][]ActivityField{"a": nil, "b": nil},
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "groups") {
		g := GroupSpec{Name: fmt.Sprint("g", i), Pick: rapid.SampledFrom([]Pick{"", PickFirst, PickBest}).Draw(t, "pick")}
		if rapid.Bool().Draw(t, "capped") {
			g.Cap = new(Points(rapid.IntRange(0, 12).Draw(t, "cap")) * Point)
		}
		if rapid.Bool().Draw(t, "floored") {
			g.Floor = new(Points(rapid.IntRange(-12, 0).Draw(t, "floor")) * Point)
		}
		for j := range rapid.IntRange(1, 4).Draw(t, "rules") {
			r := RuleSpec{
				Name: fmt.Sprint("r", j), Points: points.Draw(t, "points"),
				Activity: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "activity"),
				Count:    rapid.SampledFrom([]Count{Each, Once, PerAsset}).Draw(t, "count"),
			}
			if rapid.Bool().Draw(t, "window") {
				r.Within = Span(fmt.Sprintf("%ds", rapid.IntRange(1, 90).Draw(t, "within")))
			}
			if rapid.Bool().Draw(t, "fades") {
				r.HalfLife = Span(fmt.Sprintf("%ds", rapid.IntRange(1, 9).Draw(t, "half-life")))
			}
			if rapid.Bool().Draw(t, "several") {
				r.Min = new(rapid.IntRange(1, 3).Draw(t, "min"))
			}
			if r.Count != Once && rapid.Bool().Draw(t, "limited") {
				r.Max = new(rapid.IntRange(1, 3).Draw(t, "max"))
				if rapid.Bool().Draw(t, "per time") {
					r.Per = Span(fmt.Sprintf("%ds", rapid.IntRange(1, 40).Draw(t, "per")))
				}
			}
			g.Rules = append(g.Rules, r)
		}
		spec.Groups = append(spec.Groups, g)
	}
	threshold(t, &spec)
	spec = sane(t, spec)
	threshold(t, &spec) // of what is left
	return spec
}

// threshold gives a model of small points what it takes to qualify.
func threshold(t *rapid.T, spec *Spec) {
	highest := reach{}
	for i := range spec.Groups {
		highest = highest.plus(spec.Groups[i].reach())
	}
	enter := Points(rapid.IntRange(-20, 20).Draw(t, "score")) * Point / 2
	if !highest.atLeast(enter) {
		enter = highest.points
	}
	spec.Qualify = QualifySpec{Score: &enter}
	if rapid.Bool().Draw(t, "hysteresis") {
		spec.Qualify.Exit = new(enter - Points(rapid.IntRange(0, 4).Draw(t, "exit"))*Point)
	}
	spec.Grades = nil
	if rapid.Bool().Draw(t, "graded") && spec.Groups[0].reach().atLeast(Point) {
		spec.Grades = []GradeSpec{{Group: "g0", Bands: map[string]Points{"A": Point, "B": -Point, "C": Min}}}
		spec.Qualify.Grades = rapid.SampledFrom([][]string{{"A"}, {"B"}, {"A", "C"}}).Draw(t, "grades")
		if !spec.Groups[0].mirrored().reach().atLeast(Point + 1) { // never below -1
			spec.Grades[0].Bands = map[string]Points{"A": Point, "C": Min}
			spec.Qualify.Grades = []string{"A"}
		}
		if problems(*spec) != nil { // the score is out of the reach of these grades
			spec.Grades, spec.Qualify.Grades = nil, nil
		}
	}
}

// Where points cancel out for long, looking has an end, and errs on the early side.
func TestNextChangeIsNeverLate(t *testing.T) {
	m := model(t, `
activities: {visit: [], return: []}
groups:
  - {name: g, half_life: 3650d, rules: [
      {name: visit, activity: visit, count: each, points: 1000000},
      {name: return, activity: return, count: each, points: -1000000}]}
qualify: {score: 0.001}
`)
	rec := Record{Activities: slices.Concat(repeat(40, did("visit", -1)), repeat(40, did("return", -1)))}
	r := score(t, m, rec, monday)
	if r.Total != 0 {
		t.Fatalf("got %v, want 0", r.Total)
	}
	next := r.NextChange(false)
	if next.IsZero() {
		return // found out that it never changes
	}
	for at := monday; at.Before(next); at = at.Add(next.Sub(monday)/100 + time.Second) {
		if score(t, m, rec, at.Truncate(time.Second)).Qualified(false) {
			t.Fatalf("qualified at %v, before %v", at, next)
		}
	}
}
