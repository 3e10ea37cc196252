package scoring

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func reference(t *testing.T) Spec {
	t.Helper()
	f, err := os.Open("reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	spec, err := ReadSpec(f, "reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestTheReferenceCompiles(t *testing.T) {
	_, err := Compile(reference(t), Bindings[Record]{Custom: Custom[Record]{"ordered_before": always, "blocked": always}})
	if err != nil {
		t.Fatal(err)
	}
}

// A key that is new has to be explained there.
func TestTheReferenceUsesEveryKey(t *testing.T) {
	used := map[string]bool{} // by type and key
	var keys []string
	var list func(reflect.Type)
	list = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			list(typ.Elem())
		case reflect.Struct:
			for i := range typ.NumField() {
				key := keyOf(typ, i)
				if key == "" || slices.Contains(keys, key) {
					continue
				}
				keys = append(keys, key)
				list(typ.Field(i).Type)
			}
		}
	}
	list(reflect.TypeFor[Spec]())
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for _, e := range v.Seq2() {
				walk(e)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if key := keyOf(v.Type(), i); key != "" && !v.Field(i).IsZero() {
					used[key] = true
					walk(v.Field(i))
				}
			}
		}
	}
	walk(reflect.ValueOf(reference(t)))
	for _, key := range keys {
		if !used[key] {
			t.Errorf("%s is not in the reference", key)
		}
	}
	if len(keys) < 50 {
		t.Errorf("there are only %d keys: %v", len(keys), keys)
	}
}

func keyOf(typ reflect.Type, field int) string {
	key, _, _ := strings.Cut(typ.Field(field).Tag.Get("json"), ",")
	if key == "" || key == "-" {
		return ""
	}
	return typ.Name() + "." + key
}

// And every word of a closed list, and every unit of time.
func TestTheReferenceUsesEveryWord(t *testing.T) {
	text, err := os.ReadFile("reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"90s", "30m", "8h", "30d"}
	for _, w := range fieldTypes {
		words = append(words, ": "+string(w))
	}
	for _, w := range []Pick{PickAll, PickFirst, PickBest} {
		words = append(words, "pick: "+string(w))
	}
	for _, w := range []Count{Each, Once, PerAsset} {
		words = append(words, "count: "+string(w))
	}
	for _, w := range []Action{Disqualify, Suppress} {
		words = append(words, "action: "+string(w))
	}
	for _, w := range []OnUnknown{UnknownHolds, UnknownPass} {
		words = append(words, "unknown: "+string(w))
	}
	for _, word := range words {
		if !strings.Contains(string(text), word) {
			t.Errorf("%q is not in the reference", word)
		}
	}
}
