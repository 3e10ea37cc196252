package scoring

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
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
				if len(Diff(old, spec, lang)) == 0 || len(Diff(spec, old, lang)) == 0 {
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
		if d := Diff(a, b, English); (len(d) == 0) != (asJSON(a.canonical()) == asJSON(b.canonical())) {
			t.Fatalf("%s\nof %s and %s", said(d), asJSON(a), asJSON(b))
		}
		if diff := cmp.Diff(Diff(a, b, German), Diff(a, b, German)); diff != "" {
			t.Fatal(diff)
		}
	})
}
