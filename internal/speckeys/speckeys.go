// Package speckeys tells for tests which keys of a spec a file leaves out, so that a
// reference which is to explain every key cannot fall behind.
package speckeys

import (
	"reflect"
	"slices"
	"strings"
)

// Of returns the keys that a spec of this type can have in a file, each as its type and
// its name, such as "StatusSpec.sla", and those of them that the spec given does not use.
func Of(spec any) (all, unused []string) {
	var list func(reflect.Type)
	list = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			list(typ.Elem())
		case reflect.Struct:
			for i := range typ.NumField() {
				if key := keyOf(typ, i); key != "" && !slices.Contains(all, key) {
					all = append(all, key)
					list(typ.Field(i).Type)
				}
			}
		}
	}
	list(reflect.TypeOf(spec))
	used := map[string]bool{}
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
	walk(reflect.ValueOf(spec))
	return all, slices.DeleteFunc(slices.Clone(all), func(key string) bool { return used[key] })
}

func keyOf(typ reflect.Type, field int) string {
	key, _, _ := strings.Cut(typ.Field(field).Tag.Get("json"), ",")
	if key == "" || key == "-" {
		return ""
	}
	return typ.Name() + "." + key
}
