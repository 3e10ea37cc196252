package scoring

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func readSpec(t testing.TB, file string) Spec {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadSpec(strings.NewReader(string(raw)), file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func said(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%-24s %s\n", c.Where, c.Text)
	}
	return b.String()
}

// beside are the changes but for the revision that was not raised: tests change one
// thing, and that is what they look for.
func beside(changes []Change) []Change {
	return slices.DeleteFunc(changes, func(c Change) bool {
		return strings.HasPrefix(c.Text, "revision not raised: ") || strings.HasPrefix(c.Text, "Revision nicht erhöht: ")
	})
}

func TestRulesThatDifferUnderOneRevisionAreToldFirst(t *testing.T) {
	old := readSpec(t, "testdata/mql_criteria.yaml")
	current := old.clone()
	if d := Diff(old, current, English); len(d) != 0 {
		t.Errorf("equal: %v", d)
	}
	current.Groups[0].Rules[0].Points = 40 * Point
	want := []Change{{"revision", "revision not raised: it is 7, as before"}, {"fit/industry", "industry: 30 → 40 points"}}
	if diff := cmp.Diff(want, Diff(old, current, English)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = []Change{{"revision", "Revision nicht erhöht: wie bisher 7"}, {"fit/industry", "industry: 30 → 40 Punkte"}}
	if diff := cmp.Diff(want, Diff(old, current, German)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	current.Name = "other" // which is another model, at whatever revision
	if d := Diff(old, current, English); len(d) != 2 || d[0].Where != "name" {
		t.Errorf("another name: %v", d)
	}
}

// The order alone is told in a revision that was raised, too: it is why it was.
func TestARevisionOfTheOrderAloneIsTold(t *testing.T) {
	old := readSpec(t, "testdata/mql_criteria.yaml")
	current := old.clone()
	current.Revision++
	slices.Reverse(current.Groups[0].Rules)
	want := []Change{{"revision", "revision: 7 → 8"}, {"fit", "order: industry, size, free_mail → free_mail, size, industry"}}
	if diff := cmp.Diff(want, Diff(old, current, English)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A revision as people make one: some points, a rule more, one less, one with another
// name, another threshold.
func TestARevisionReadsWell(t *testing.T) {
	old := readSpec(t, "testdata/mql_criteria.yaml")
	raw, err := os.ReadFile("testdata/mql_criteria.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(
		"revision: 7", "revision: 8",
		"country: string, ", "country: string, title: string, ",
		"count: per_asset, points: 25", "count: per_asset, points: 10",
		"name: pricing", "name: prices",
		"{name: free_mail, use: free_mail, points: -20}", `{name: lead_of_it, when: {field: title, contains: IT}, points: 7.5}`,
		"{field: employees, ge: 250}", "{field: employees, ge: 100}",
		"cap: 80, half_life: 30d", "cap: 90, half_life: 45d",
		"bands: {hot: 70, warm: 40", "bands: {hot: 75, warm: 40",
		"score: 70, exit: 55, grades: [A1, A2, B1]", "score: 75, exit: 55, grades: [A1, A2]",
		"eq: true}, action: disqualify, unknown: pass", "eq: true}, action: suppress",
	).Replace(string(raw))
	current, err := ReadSpec(strings.NewReader(text), "new.yaml")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "diff.txt", said(Diff(old, current, English)))
	golden(t, "diff_de.txt", said(Diff(old, current, German)))
}

// Each value of a Spec, changed alone, is a difference that is told.
func TestEveryChangeIsTold(t *testing.T) {
	spec := readSpec(t, "testdata/good.yaml")
	spec.Groups[0].Pick = PickBest
	spec.Groups[1].Rules[1].Min = new(1)
	before := asJSON(spec)
	changed := 0
	var walk func(v reflect.Value, path string)
	try := func(v reflect.Value, path string, to reflect.Value) {
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		v.Set(to)
		var old Spec
		if err := json.Unmarshal([]byte(before), &old); err != nil {
			t.Fatal(err)
		}
		if asJSON(spec) != before {
			changed++
			for _, lang := range []Language{English, German} {
				if len(beside(Diff(old, spec, lang))) == 0 || len(beside(Diff(spec, old, lang))) == 0 {
					t.Errorf("%s: %v instead of %v is not told", path, to, was)
				}
			}
		}
		v.Set(was)
	}
	walk = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() && f.Name != "Source" {
					walk(v.Field(i), path+"."+f.Name)
				}
			}
		case reflect.Pointer:
			if !v.IsNil() {
				try(v, path, reflect.Zero(v.Type()))
				walk(v.Elem(), path)
			}
		case reflect.Slice:
			try(v, path, reflect.Zero(v.Type()))
			for i := range v.Len() {
				walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
			}
		case reflect.Map:
			try(v, path, reflect.Zero(v.Type()))
			for _, k := range v.MapKeys() {
				with := reflect.MakeMap(v.Type())
				for _, l := range v.MapKeys() {
					if l.String() != k.String() {
						with.SetMapIndex(l, v.MapIndex(l))
					}
				}
				try(v, path+"."+k.String(), with)
			}
		case reflect.String:
			try(v, path, reflect.ValueOf(v.String()+"x").Convert(v.Type()))
		case reflect.Bool:
			try(v, path, reflect.ValueOf(!v.Bool()))
		default:
			try(v, path, reflect.ValueOf(v.Int()+1).Convert(v.Type()))
		}
	}
	walk(reflect.ValueOf(&spec).Elem(), "")
	if changed < 80 {
		t.Errorf("%d values were changed", changed)
	}
}

func TestEqualSpecsHaveNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := randomSpec(t), randomSpec(t)
		if d := Diff(a, a, English); len(d) != 0 {
			t.Fatal(said(d))
		}
		if d := beside(Diff(a, b, English)); (len(d) == 0) != (asJSON(a.canonical()) == asJSON(b.canonical())) {
			t.Fatalf("%s\nof %s and %s", said(d), asJSON(a), asJSON(b))
		}
		if diff := cmp.Diff(Diff(a, b, German), Diff(a, b, German)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What a reader could be misled by: each case is what must be said, in order and
// alone.
func TestWhatIsSaidOfARevision(t *testing.T) {
	at := func(changes ...Change) []Change { return changes }
	swap := func(r []RuleSpec) { r[0], r[1] = r[1], r[0] }
	for name, tt := range map[string]struct {
		file   string
		change func(s *Spec)
		want   []Change
	}{
		"other points do not hide that the first rule is another one": {"x_education", func(s *Spec) {
			swap(s.Groups[2].Rules)
			s.Groups[2].Rules[0].Points = 11 * Point
		}, at(Change{"time_on_site/medium", "medium: 10 → 11 points"}, Change{"time_on_site", "order: long, medium → medium, long"})},
		"a rule before the first": {"x_education", func(s *Spec) {
			s.Groups[2].Rules = append([]RuleSpec{{Name: "top", Points: Point, When: &Condition{Field: "TotalVisits", Ge: new("1")}}}, s.Groups[2].Rules...)
		}, at(Change{"time_on_site/top", "rule top is new: +1 point: TotalVisits >= 1"}, Change{"time_on_site", "order: long, medium → top, long, medium"})},
		"a rule after the last": {"x_education", func(s *Spec) {
			s.Groups[2].Rules = append(s.Groups[2].Rules, RuleSpec{Name: "low", Points: Point, When: &Condition{Field: "TotalVisits", Ge: new("1")}})
		}, at(Change{"time_on_site/low", "rule low is new: +1 point: TotalVisits >= 1"})},
		"a rule less of which the first counts": {"x_education", func(s *Spec) {
			s.Groups[2].Rules = s.Groups[2].Rules[1:]
		}, at(Change{"time_on_site/long", "rule long is gone: +20 points: Total Time Spent on Website >= 1200"})},
		"the first instead of all": {"mql_criteria", func(s *Spec) {
			s.Groups[0].Pick = PickFirst
		}, at(Change{"fit", "of the rules that apply count: all → the first"})},
		"the first instead of all, in another order": {"mql_criteria", func(s *Spec) {
			s.Groups[0].Pick = PickFirst
			swap(s.Groups[0].Rules)
		}, at(Change{"fit", "of the rules that apply count: all → the first"}, Change{"fit", "order: industry, size, free_mail → size, industry, free_mail"})},
		"bounds of a group": {"mql_criteria", func(s *Spec) {
			s.Groups[0].Cap, s.Groups[0].Floor = new(60*Point), nil
		}, at(Change{"fit", "cap: 45 → 60"}, Change{"fit", "floor: -20 → no limit"})},
		"a half-life in other words": {"mql_criteria", func(s *Spec) {
			s.Groups[1].HalfLife = "720h"
		}, at(Change{"engagement", "half-life: 30 days → 30 days, written differently"})},
		"what a gate does": {"mql_criteria", func(s *Spec) {
			s.Gates[0].Unknown, s.Gates[1].Action, s.Gates[1].When = "", Disqualify, &Condition{Field: "consent", Ne: new("true")}
		}, at(
			Change{"gates/competitor", "if not known: passes → holds"},
			Change{"gates/no_consent", "condition: consent is false → consent is not true"},
			Change{"gates/no_consent", "action: suppress → disqualify"})},
		"a gate more": {"mql_criteria", func(s *Spec) {
			s.Gates = append(s.Gates, GateSpec{Name: "free", Use: "free_mail", Action: Suppress}, GateSpec{Name: "far", When: &Condition{Field: "country", NotIn: []string{"AT", "DE"}}, Action: Suppress, Unknown: UnknownPass})
		}, at(
			Change{"gates/free", "gate free is new: custom rule free_mail (suppress)"},
			Change{"gates/far", "gate far is new: country is none of AT or DE (suppress; if not known: passes)"})},
		"what is declared": {"mql_criteria", func(s *Spec) {
			s.Fields["title"], s.Fields["country"] = String, Int
			s.Activities["call"] = []ActivityField{{Name: "topic"}}
			s.Activities["mail"] = []ActivityField{{Name: "subject"}, {Name: "size", Type: Int}}
			s.Activities["visit"] = nil
			s.Activities["page_view"] = nil
			delete(s.Activities, "webinar_attended")
			s.Missing = append(s.Missing, "-")
		}, at(
			Change{"fields/country", "type: string → int"},
			Change{"fields/title", "new field title: string"},
			Change{"activities/call", "new activity call, with the field topic"},
			Change{"activities/mail", "new activity mail, with the fields subject, size int"},
			Change{"activities/page_view", "fields: page → none"},
			Change{"activities/visit", "new activity visit"},
			Change{"missing", `texts that mean "not known": "", "Select" → "", "Select", "-"`},
			Change{"activities/webinar_attended", "activity webinar_attended is gone"})},
		// The hash is another one, and has to be signed again.
		// Nothing is scored otherwise, but the hash is another one.
		"the order where all rules count": {"mql_criteria", func(s *Spec) { swap(s.Groups[0].Rules) }, []Change{{"fit", "order: industry, size, free_mail → size, industry, free_mail"}}},
		"no list of grades lets every grade qualify": {"mql_criteria", func(s *Spec) {
			s.Qualify.Grades = nil
		}, at(Change{"qualify", "grades that qualify: A1, A2, B1 → every grade"})},
		"no exit is the score": {"mql_criteria", func(s *Spec) {
			s.Qualify.Exit = nil
		}, at(Change{"qualify", "points to stay qualified: 55 → as many as to qualify"})},
		"a gate with another name": {"mql_criteria", func(s *Spec) {
			s.Gates[1].Name = "consent"
		}, at(Change{"gates/consent", "new name of the gate: no_consent → consent"})},
		"a gate less": {"mql_criteria", func(s *Spec) {
			s.Gates = s.Gates[:1]
		}, at(Change{"gates/no_consent", "gate no_consent is gone: consent is false (suppress)"})},
		"a group with another name": {"mql_criteria", func(s *Spec) {
			s.Groups[1].Name, s.Grades[1].Group = "interest", "interest"
		}, at(Change{"interest", "new name of the group: engagement → interest"})},
		"the letters of a grade swapped": {"mql_criteria", func(s *Spec) {
			s.Grades[0], s.Grades[1] = s.Grades[1], s.Grades[0]
		}, at(Change{"grades", "order of the grades: fit, engagement → engagement, fit"})},
		"a letter less": {"mql_criteria", func(s *Spec) {
			s.Grades = s.Grades[:1]
		}, at(Change{"grades/engagement", "grade of engagement is gone: 1 from 40, 2 from 15, 3"})},
	} {
		t.Run(name, func(t *testing.T) {
			old := readSpec(t, "testdata/"+tt.file+".yaml")
			current := old.clone()
			tt.change(&current)
			if diff := cmp.Diff(tt.want, beside(Diff(old, current, English))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsDeclaredIsToldInGerman(t *testing.T) {
	old := readSpec(t, "testdata/mql_criteria.yaml")
	current := old.clone()
	current.Fields["title"] = String
	current.Activities["call"] = []ActivityField{{Name: "topic"}}
	current.Activities["mail"] = []ActivityField{{Name: "subject"}, {Name: "size", Type: Int}}
	current.Missing = []string{"", "-"}
	current.Groups[0].Cap = new(60 * Point)
	want := []Change{
		{"fit", "Obergrenze: 45 → 60"},
		{"fields/title", "neues Feld title: string"},
		{"activities/call", "neue Aktivität call, mit dem Feld topic"},
		{"activities/mail", "neue Aktivität mail, mit den Feldern subject, size int"},
		{"missing", `Texte, die „nicht bekannt“ bedeuten: "", "Select" → "", "-"`},
	}
	if diff := cmp.Diff(want, beside(Diff(old, current, German))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An order that changes the hash is told, for it has to be signed anew.
func TestEveryOrderIsTold(t *testing.T) {
	old := readSpec(t, "testdata/mql_criteria.yaml")
	for name, swap := range map[string]func(*Spec){
		"gates":         func(s *Spec) { slices.Reverse(s.Gates) },
		"groups":        func(s *Spec) { slices.Reverse(s.Groups) },
		"rules":         func(s *Spec) { slices.Reverse(s.Groups[0].Rules) },
		"rules of best": func(s *Spec) { slices.Reverse(s.Groups[1].Rules) },
		"grades":        func(s *Spec) { slices.Reverse(s.Grades) },
	} {
		before := old.clone()
		if name == "rules of best" {
			before.Groups[1].Pick = PickBest
		}
		current := before.clone()
		swap(&current)
		if d := beside(Diff(before, current, English)); len(d) == 0 {
			t.Errorf("the order of %s is not told", name)
		}
	}
	gone := old.clone()
	gone.Gates = gone.Gates[1:]
	if d := beside(Diff(old, gone, English)); len(d) != 1 {
		t.Errorf("one gate is gone, and nothing else, but:\n%s", said(d))
	}
}
