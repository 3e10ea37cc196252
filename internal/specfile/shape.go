package specfile

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// shapes holds what is known of each Go type that a document is read into.
type shapes map[reflect.Type]*shape

// shape is how a type is written in a document.
type shape struct {
	text   bool    // by its UnmarshalText
	fields []field // of a struct
	byName map[string]int
	names  []string // of the fields
	scalar int      // the field that a bare scalar fills; -1: none
}

// field is a field of a struct.
type field struct {
	name  string // its key
	index int    // in the struct
	one   bool   // its list may be written as its one item
}

// learn adds a type and those it is made of, or says why they cannot be read.
func (s shapes) learn(t reflect.Type) error {
	if s[t] != nil {
		return nil
	}
	sh := &shape{scalar: -1}
	s[t] = sh
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		sh.text = true
		return nil
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return nil
	case reflect.Pointer, reflect.Slice:
		return s.learn(t.Elem())
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return fmt.Errorf("keys of type %v are not supported", t.Key())
		}
		if err := s.learn(t.Key()); err != nil {
			return err
		}
		return s.learn(t.Elem())
	case reflect.Struct:
		return s.learnFields(t, sh)
	}
	return fmt.Errorf("type %v is not supported", t)
}

func (s shapes) learnFields(t reflect.Type, sh *shape) error {
	sh.byName = make(map[string]int)
	for f := range t.Fields() {
		tag, tagged := f.Tag.Lookup("json")
		name, _, _ := strings.Cut(tag, ",")
		if tag == "-" || !f.IsExported() {
			continue
		}
		if err := s.learnField(sh, f, name, tagged); err != nil {
			return fmt.Errorf("field %s: %w", f.Name, err)
		}
	}
	return nil
}

func (s shapes) learnField(sh *shape, f reflect.StructField, name string, tagged bool) error {
	_, twice := sh.byName[name]
	switch {
	case f.Anonymous:
		return errors.New("embedded fields are not supported")
	case !tagged || name == "":
		return errors.New("it has no name in a json tag")
	case twice:
		return fmt.Errorf("the name %q is taken", name)
	}
	if err := s.learn(f.Type); err != nil {
		return err
	}
	known := field{name: name, index: f.Index[0]}
	for option := range strings.SplitSeq(f.Tag.Get("spec"), ",") {
		switch option {
		case "":
		case "one":
			if f.Type.Kind() != reflect.Slice || s[f.Type].text {
				return errors.New(`spec:"one" is for lists`)
			}
			known.one = true
		case "scalar":
			if sh.scalar >= 0 {
				return errors.New(`a struct has one field with spec:"scalar"`)
			}
			sh.scalar = len(sh.fields)
		default:
			return fmt.Errorf("unknown option %q in the spec tag", option)
		}
	}
	if sh.scalar == len(sh.fields) && !s.isScalar(f.Type, known.one) {
		return errors.New(`spec:"scalar" is for scalars, or with "one" for lists of them`)
	}
	sh.byName[name] = len(sh.fields)
	sh.names = append(sh.names, name)
	sh.fields = append(sh.fields, known)
	return nil
}

// isScalar tells the types that are written as one scalar.
func (s shapes) isScalar(t reflect.Type, one bool) bool {
	for t.Kind() == reflect.Pointer || one && t.Kind() == reflect.Slice {
		one = one && t.Kind() == reflect.Pointer
		t = t.Elem()
	}
	if s[t].text {
		return true
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map, reflect.Slice:
		return false
	}
	return true
}

// takesScalar tells the types that may be written as one scalar.
func (s shapes) takesScalar(t reflect.Type) bool {
	return s.isScalar(t, false) || t.Kind() == reflect.Struct && s[t].scalar >= 0
}

// wants says what a value of the type is written as: "a list".
func (s shapes) wants(t reflect.Type) string {
	if s[t].text {
		return "text"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.wants(t.Elem())
	case reflect.Slice:
		return "a list"
	case reflect.Map:
		return "a mapping"
	case reflect.Struct:
		if i := s[t].scalar; i >= 0 {
			f := s[t].fields[i]
			bare := t.Field(f.index).Type
			if f.one {
				bare = bare.Elem()
			}
			return s.wants(bare) + " or a mapping"
		}
		return "a mapping"
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	}
	return "a whole number"
}
