package lead

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
	spec := reference(t)
	if _, err := Compile(spec, namedBindings(spec)); err != nil {
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
	if len(keys) < 35 {
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

// And every word that means something, and every unit of time.
func TestTheReferenceUsesEveryWord(t *testing.T) {
	text, err := os.ReadFile("reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words := []string{
		"90s", "30m", "8h", "30d", "within: 1bd", "from: " + AnyOpen, "to: " + string(Stay), "to: " + string(Previous),
		": " + ActorID, "needs: [" + NeedNote, "mon, tue, wed, thu, fri, sat, sun",
	}
	for _, c := range categories {
		words = append(words, "category: "+string(c), "#   "+string(c)+" ")
	}
	for _, s := range humanSides {
		words = append(words, string(s))
	}
	words = append(words, string(BySystem)+"]")
	for _, word := range words {
		if !strings.Contains(string(text), word) {
			t.Errorf("%q is not in the reference", word)
		}
	}
}
