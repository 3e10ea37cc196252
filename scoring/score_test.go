package scoring

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestActivitiesCountWithinTheirWindow(t *testing.T) {
	m := model(t, `
activities: {visit: []}
groups:
  - {name: g, rules: [{name: visit, activity: visit, within: 7d, count: each, points: 1}]}
`)
	for _, tt := range []struct {
		name string
		at   time.Time
		want Points
	}{
		{"at the as-of time", monday, 1},
		{"a microsecond later", monday.Add(time.Microsecond), 0},
		{"less than a microsecond later, which is cut off", monday.Add(999), 1},
		{"years later", day(10_000), 0},
		{"a microsecond within the window", day(-7).Add(time.Microsecond), 1},
		{"a window ago", day(-7), 0},
		{"in another zone", day(-1).In(time.FixedZone("x", 5*3600)), 1},
		{"never", time.Time{}, 0},
		{"at the end of time", time.Unix(1<<62, 0), 0},
		{"before time", time.Unix(-1<<62, 0), 0},
	} {
		if got := score(t, m, Record{Activities: []Activity{{Type: "visit", At: tt.at}}}, monday).Total; got != tt.want*Point {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want*Point)
		}
	}
}

func TestAnActivityAfterAsOfNeverCounts(t *testing.T) {
	m := model(t, `
activities: {visit: [], buy: []}
groups:
  - {name: g, half_life: 1d, rules: [
      {name: each, activity: visit, count: each, points: 1},
      {name: once, activity: visit, count: once, points: 2},
      {name: asset, activity: visit, count: per_asset, points: 4, half_life: 30d},
      {name: some, activity: visit, count: each, max: 1, per: 1d, points: 8},
      {name: two, activity: visit, count: once, min: 2, points: 16}]}
`)
	past := []Activity{did("visit", -2), did("visit", -3)}
	future := append([]Activity{did("visit", 0.001), did("visit", 1), did("visit", 400), did("buy", 0)}, past...)
	if got, want := score(t, m, Record{Activities: future}, monday), score(t, m, Record{Activities: past}, monday); got.Total != want.Total || list(got) != list(want) {
		t.Errorf("got %s, want %s", list(got), list(want))
	}
	if got := score(t, m, Record{Activities: future[:4]}, monday); got.Total != 0 || len(got.Lines()) != 0 {
		t.Errorf("got %s, want nothing", list(got))
	}
}

func TestRepetitionsCountAsTheSpecSays(t *testing.T) {
	at := func(a Activity, id, asset string) Activity { a.ID, a.Asset = id, asset; return a }
	activities := []Activity{
		at(did("visit", -0.1), "a", "home"),
		at(did("visit", -0.2), "b", "home"),
		at(did("visit", -0.3), "c", "pricing"),
		at(did("visit", -1.1), "d", "pricing"),
		at(did("visit", -1.2), "e", ""),
		at(did("visit", -1.3), "f", ""),
		at(did("visit", -9.5), "g", "docs"),
	}
	for rule, want := range map[string]Points{
		"count: each":                                       7,
		"count: each, within: 2d":                           6,
		"count: once":                                       1,
		"count: per_asset":                                  4, // home, pricing, none, docs
		"count: each, max: 3":                               3,
		"count: each, max: 2, per: 1d":                      5, // 2 of yesterday's day, 2 of the day before, 1
		"count: per_asset, max: 1, per: 1d":                 3, // home, none, docs
		"count: each, max: 1, per: 10d":                     2, // day 20510 since 1970, four days before monday, begins a window
		"count: each, min: 7":                               7,
		"count: each, min: 8":                               0,
		"count: once, min: 7":                               1,
		"count: once, min: 7, within: 2d":                   0,
		"count: per_asset, min: 4":                          4,
		"count: per_asset, min: 5":                          0,
		"count: each, max: 2, min: 5":                       2,
		"where: {field: asset, eq: home}, count: each":      2,
		"where: {field: asset, exists: false}, count: each": 2,
		"where: {field: asset, ne: home}, count: each":      3, // no asset: unknown
	} {
		m := model(t, `
activities: {visit: []}
groups:
  - {name: g, rules: [{name: visit, activity: visit, `+rule+`, points: 1}]}
`)
		if got := score(t, m, Record{Activities: activities}, monday).Total; got != want*Point {
			t.Errorf("%s: got %v, want %v", rule, got, want*Point)
		}
	}
}

func TestOfTooManyTheLatestCount(t *testing.T) {
	m := model(t, `
activities: {visit: []}
groups:
  - {name: g, half_life: 1d, rules: [{name: visit, activity: visit, count: each, max: 1, per: 4d, points: 8}]}
`)
	// 1970-01-01 was a Thursday; 20514 days later, the 2026-03-02, a window of
	// four days is in its third day.
	r := score(t, m, Record{Activities: []Activity{did("visit", -2), did("visit", -1), did("visit", -3)}}, monday)
	if want := "g/visit 5"; list(r) != want { // 8/2 of day -1, 8/8 of day -3
		t.Errorf("got %s, want %s", list(r), want)
	}
}

func TestAWindowCutsOffAndTheHalfLifeWeighsWhatIsInside(t *testing.T) {
	m := model(t, `
activities: {visit: []}
groups:
  - {name: g, half_life: 10d, rules: [
      {name: group, activity: visit, within: 30d, count: each, points: 16},
      {name: own, activity: visit, within: 30d, half_life: 5d, count: each, points: 16}]}
`)
	activities := []Activity{did("visit", -10), did("visit", -20), did("visit", -30)}
	if got, want := list(score(t, m, Record{Activities: activities}, monday)), "g/group 12, g/own 5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// The age is in whole seconds.
	if got, want := list(score(t, m, Record{Activities: activities}, monday.Add(-time.Microsecond))), "g/group 14, g/own 5.25"; got != want {
		t.Errorf("a moment before: got %s, want %s", got, want)
	}
}

func TestGroupsPickAndBound(t *testing.T) {
	rules := `rules: [
      {name: a, when: {field: a, eq: true}, points: 10},
      {name: b, when: {field: b, eq: true}, points: 30},
      {name: c, when: {field: c, eq: true}, points: 30},
      {name: d, when: {field: d, eq: true}, points: -25}]`
	on := func(names string) Record {
		r := Record{Fields: map[string]string{"a": "false", "b": "false", "c": "false", "d": "false"}}
		for n := range strings.FieldsSeq(names) {
			r.Fields[n] = "true"
		}
		return r
	}
	for _, tt := range []struct{ group, on, want string }{
		{"", "a b c d", "g/a 10, g/b 30, g/c 30, g/d -25"},
		{"pick: all, cap: 40", "a b c d", "g/a 10, g/b 30, g/c 30, g/d -25, g/(cap) -5"},
		{"pick: first", "a b c d", "g/a 10"},
		{"pick: first", "c b", "g/b 30"},
		{"pick: first, floor: -20", "d", "g/d -25, g/(floor) 5"},
		{"pick: best", "a b c d", "g/b 30"},
		{"pick: best", "c d", "g/c 30"},
		{"pick: best", "d", "g/d -25"},
		{"pick: best, cap: 20", "a b", "g/b 30, g/(cap) -10"},
		{"floor: 0", "d", "g/d -25, g/(floor) 25"},
		{"floor: 5", "", "g/(floor) 5"},
		{"cap: -5, floor: -30", "", "g/(cap) -5"},
		{"cap: 70, floor: -25", "a b c", "g/a 10, g/b 30, g/c 30"},
		{"", "", ""},
	} {
		g := "{name: g, " + strings.TrimSuffix(tt.group+", ", ", ")
		m := model(t, "\nfields: {a: bool, b: bool, c: bool, d: bool}\ngroups:\n  - "+strings.TrimSuffix(g, ", ")+", "+rules+"}\nqualify: {score: -5}\n")
		if got := list(score(t, m, on(tt.on), monday)); got != tt.want {
			t.Errorf("%s with %q: got %q, want %q", tt.group, tt.on, got, tt.want)
		}
	}
}

// What lies outside the window is not looked at.
func TestActivitiesOutsideTheWindowAreNotUnknown(t *testing.T) {
	m := model(t, `
activities: {visit: [page]}
groups:
  - {name: g, rules: [
      {name: recent, activity: visit, where: {field: page, eq: home}, within: 7d, count: each, points: 1},
      {name: ever, activity: visit, count: each, points: 2}]}
`)
	for at, want := range map[float64]int{-7: 0, -6: 1, 1: 0} {
		if r := score(t, m, Record{Activities: []Activity{did("visit", at)}}, monday); len(r.Unknowns) != want {
			t.Errorf("day %v: unknown are %v, want %d", at, r.Unknowns, want)
		}
	}
}

// Where the first rule is picked, what is unknown after it does not matter.
func TestUnknownRulesAreListed(t *testing.T) {
	m := model(t, `
fields: {a: bool, b: bool, c: bool}
groups:
  - {name: first, pick: first, rules: [
      {name: a, when: {field: a, eq: true}, points: 1},
      {name: b, when: {field: b, eq: true}, points: 2},
      {name: c, when: {field: c, eq: true}, points: 4}]}
  - {name: all, rules: [
      {name: both, when: {any: [{field: a, eq: true}, {all: [{field: c, eq: true}, {field: b, eq: false}]}]}, points: 8}]}
`)
	r := score(t, m, Record{Fields: map[string]string{"b": "true"}}, monday)
	want := []Unknown{
		{Group: "first", Rule: "a", Field: "a", Reason: ReasonMissing},
		{Group: "all", Rule: "both", Field: "a", Reason: ReasonMissing}, // c does not matter: b is not false
	}
	if diff := cmp.Diff(want, r.Unknowns); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestACustomRuleThatFailsIsNamed(t *testing.T) {
	spec, err := ReadSpec(strings.NewReader(`
name: custom
revision: 1
groups:
  - {name: fit, rules: [{name: mail, use: free_mail, points: -5}]}
  - {name: more, rules: [{name: again, use: free_mail, points: -6}]}
gates: [{name: blocked, use: blocked, action: disqualify}]
qualify: {score: -100}
`), "custom.yaml")
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	var answer func() (bool, error)
	m, err := Compile(spec, Bindings[Record]{Custom: Custom[Record]{
		"free_mail": func(_ Record, _ time.Time) (bool, error) { calls++; return answer() },
		"blocked":   func(r Record, _ time.Time) (bool, error) { return r.Fields["blocked"] == "yes", nil },
	}})
	if err != nil {
		t.Fatal(err)
	}
	answer = func() (bool, error) { return true, nil }
	if r := score(t, m, Record{}, monday); r.Total != -11*Point || !r.Qualified(false) || calls != 1 {
		t.Errorf("got %v, qualified %t, %d calls; want -11, true, 1", r.Total, r.Qualified(false), calls)
	}
	if r := score(t, m, Record{Fields: map[string]string{"blocked": "yes"}}, monday); r.Qualified(false) || len(r.Gates) != 1 {
		t.Errorf("the gate does not hold: %+v", r)
	}

	down := errors.New("the list is down")
	for want, fail := range map[string]func() (bool, error){
		`custom rule "free_mail" (group fit, rule mail) could not decide: the list is down`: func() (bool, error) { return true, down },
		`custom rule "free_mail" (group fit, rule mail) could not decide: panic: no list`:   func() (bool, error) { panic("no list") },
	} {
		answer = fail
		r, err := m.Score(Record{}, monday)
		ruleErr, ok := errors.AsType[*RuleError](err)
		if !ok || ruleErr.Custom != "free_mail" || err.Error() != want || r.Qualified(true) || r.Model != "" {
			t.Errorf("got %v and %+v, want %s", err, r, want)
		}
		if _, err := m.Qualify(t.Context(), Record{}, monday); err == nil || errors.Is(err, ErrNotQualified) {
			t.Errorf("Qualify says %v, which a lifecycle would take for a refusal", err)
		}
	}
	answer = func() (bool, error) { return false, down }
	if _, err := m.Score(Record{}, monday); !errors.Is(err, down) {
		t.Errorf("got %v, want the rule's own error inside", err)
	}
}

func TestLeadsThatCannotBeScored(t *testing.T) {
	spec := Spec{
		Name: "x", Revision: 1,
		Groups:  []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "s", When: &Condition{Field: "s", Eq: new("x")}, Points: 1}}}},
		Qualify: QualifySpec{Score: new(Points(0))},
	}
	m, err := Compile(spec, Bindings[*lead]{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Score(nil, monday); !errors.Is(err, ErrInvalidSubject) {
		t.Errorf("a nil lead: %v", err)
	}
	if _, err := m.Score(&lead{}, time.Time{}); !errors.Is(err, ErrInvalidSubject) {
		t.Errorf("no time: %v", err)
	}
	for _, year := range []int{-5, 10_000, 300_000} {
		if _, err := m.Score(&lead{}, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)); !errors.Is(err, ErrInvalidSubject) {
			t.Errorf("year %d: %v", year, err)
		}
	}
	many := Record{Activities: make([]Activity, maxActivities+1)}
	visits := model(t, `
activities: {visit: []}
groups: [{name: g, rules: [{name: visit, activity: visit, count: each, points: 1}]}]
`)
	if _, err := visits.Score(many, monday); !errors.Is(err, ErrInvalidSubject) {
		t.Errorf("too many activities: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := visits.Qualify(ctx, Record{}, monday); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
}

func TestVeryManyActivitiesAreScored(t *testing.T) {
	m := model(t, `
activities: {visit: [page]}
groups:
  - {name: g, rules: [
      {name: each, activity: visit, count: each, points: 1000000},
      {name: fade, activity: visit, count: each, half_life: 3650d, points: 1000000},
      {name: assets, activity: visit, count: per_asset, points: 1}]}
qualify: {score: 1000000}
`)
	n := maxActivities / 8
	if os.Getenv("LEADLINE_FULL") == "1" {
		n = maxActivities
	}
	activities := make([]Activity, n)
	for i := range activities {
		activities[i] = Activity{Type: "visit", At: monday, Asset: string(rune('a' + i%5000))}
	}
	r := score(t, m, Record{Activities: activities}, monday)
	if want := 2*maxPoints*Points(n) + 5000*Point; r.Total != want {
		t.Errorf("got %v, want %v", r.Total, want)
	}
	if next := r.NextChange(true); next != (time.Time{}) {
		t.Errorf("a lead whose lasting points are enough changes at %v", next)
	}
}

// Run with -race.
func TestAModelIsSafeForConcurrentUse(t *testing.T) {
	m := model(t, gates)
	want, err := json.Marshal(score(t, m, Record{}, monday))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				r, err := m.Score(Record{}, monday)
				if err != nil {
					t.Error(err)
					return
				}
				if got, _ := json.Marshal(r); string(got) != string(want) || r.Short().Points != 50*Point {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}
