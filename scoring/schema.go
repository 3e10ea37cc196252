package scoring

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// schema is what a lead type has: its fields, and where its activities are.
type schema struct {
	typ        reflect.Type // the struct; nil for a Record
	pointer    bool         // T is a pointer to it
	fields     map[string]structField
	activities []int // the path of the list; nil: none
	defects    []string
}

// structField is a tagged field of a struct.
type structField struct {
	kind     kind  // none: its tag or its type is a defect, which is reported
	path     []int // indexes of fields, through embedded and nested structs
	nullable bool  // the value is the first field of two there, if the second is true
}

// tagName is the key of the struct tags.
const tagName = "score"

// schemaOf reads the tags of T. What is wrong with them is in defects: it is for
// the programmer, and no part of a Spec.
func schemaOf[T any]() *schema {
	t := reflect.TypeFor[T]()
	s := &schema{fields: map[string]structField{}}
	if t.Kind() == reflect.Pointer {
		s.pointer, t = true, t.Elem()
	}
	if t == reflect.TypeFor[Record]() {
		return s
	}
	s.typ = t
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
		s.defect("the lead type %v is no struct, no pointer to one and no scoring.Record", reflect.TypeFor[T]())
		return s
	}
	s.walk(t, "", nil, []reflect.Type{t})
	return s
}

func (s *schema) isRecord() bool { return s.typ == nil }

func (s *schema) defect(format string, args ...any) {
	s.defects = append(s.defects, fmt.Sprintf(format, args...))
}

// walk adds the tagged fields of t, which is reached by path. Fields of a nested
// struct have its name before theirs; those of an embedded one do not.
func (s *schema) walk(t reflect.Type, prefix string, path []int, around []reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup(tagName)
		name, option, _ := strings.Cut(tag, ",")
		here := append(path[:len(path):len(path)], i)
		inner, nested := structOf(f.Type)
		_, nullable := nullableOf(inner)
		switch {
		case !tagged && f.Anonymous && nested:
			s.nest(t, f, inner, prefix, here, around)
		case !tagged:
		case !f.IsExported():
			s.spoil(prefix+name, "field %v.%s has a score tag but is not exported", t, f.Name)
		case option == "activities" && name == "":
			s.list(t, f, here)
		case option != "" || name == "" || strings.ContainsAny(name, `"`):
			s.spoil(prefix+name, "field %v.%s: unknown score tag %q (expected a name, or \",activities\")", t, f.Name, tag)
		case nested && !nullable:
			found := s.found()
			s.nest(t, f, inner, prefix+name+".", here, around)
			if s.found() == found {
				s.spoil(prefix+name, "field %v.%s is %s, in which nothing has a score tag; %s", t, f.Name, article(clip(f.Type.String(), 100)), wantField)
			}
		default:
			s.add(t, f, prefix+name, here)
		}
	}
}

// wantField is what may have the name of a field as its tag.
const wantField = "expected a string, number, bool or time.Time, a pointer to one, or a struct of one and Valid bool, such as sql.NullInt64"

// spoil reports a field whose tag or type is wrong. If its tag has a name, the field is
// then known, so that what the Spec asks of it is not a second problem.
func (s *schema) spoil(name, format string, args ...any) {
	s.defect(format, args...)
	if _, taken := s.fields[name]; !taken && name != "" && !strings.HasSuffix(name, ".") {
		s.fields[name] = structField{}
	}
}

// found is how much walk has found.
func (s *schema) found() int {
	n := len(s.fields) + len(s.defects)
	if s.activities != nil {
		n++
	}
	return n
}

// structOf tells the types whose fields are walked.
func structOf(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t, t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]()
}

// nullableOf tells the structs that hold a value or none, as those of database/sql and of
// drivers do: two fields, the second of which is Valid. Returned is the type of the
// first. One with tags of its own is a struct like any other.
func nullableOf(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() != reflect.Struct || t.NumField() != 2 {
		return nil, false
	}
	v, valid := t.Field(0), t.Field(1)
	for _, f := range []reflect.StructField{v, valid} {
		if _, tagged := f.Tag.Lookup(tagName); tagged || !f.IsExported() {
			return nil, false
		}
	}
	_, ok := kindOf(v.Type)
	return v.Type, ok && valid.Name == "Valid" && valid.Type == reflect.TypeFor[bool]()
}

func (s *schema) nest(t reflect.Type, f reflect.StructField, inner reflect.Type, prefix string, path []int, around []reflect.Type) {
	if slices.Contains(around, inner) {
		s.defect("field %v.%s: %v contains itself", t, f.Name, inner)
		return
	}
	s.walk(inner, prefix, path, append(around[:len(around):len(around)], inner))
}

func (s *schema) list(t reflect.Type, f reflect.StructField, path []int) {
	switch {
	case f.Type != reflect.TypeFor[[]Activity]():
		s.defect("field %v.%s is %s; activities are a []scoring.Activity", t, f.Name, article(f.Type.String()))
	case s.activities != nil:
		s.defect("field %v.%s: there are activities already; a lead has one list of them", t, f.Name)
	default:
		s.activities = path
	}
}

func (s *schema) add(t reflect.Type, f reflect.StructField, name string, path []int) {
	ft := f.Type
	if ft.Kind() == reflect.Pointer {
		ft = ft.Elem()
	}
	value, nullable := nullableOf(ft)
	if nullable {
		ft = value
	}
	k, ok := kindOf(ft)
	switch {
	case f.Type == reflect.TypeFor[[]Activity]():
		s.spoil(name, "field %v.%s is a %v: its tag is score:\",activities\", with a comma", t, f.Name, f.Type)
		return
	case !ok:
		s.spoil(name, "field %v.%s is %s; %s", t, f.Name, article(f.Type.String()), wantField)
		return
	}
	if _, taken := s.fields[name]; taken {
		s.defect("field %v.%s: the name %q is taken by another field", t, f.Name, name)
		return
	}
	s.fields[name] = structField{kind: k, path: path, nullable: nullable}
}

// kindOf tells how values of a Go type are held.
func kindOf(t reflect.Type) (kind, bool) {
	if t == reflect.TypeFor[time.Time]() {
		return kind{typ: Time}, true
	}
	switch t.Kind() {
	case reflect.String:
		return kind{typ: String}, true
	case reflect.Bool:
		return kind{typ: Bool}, true
	case reflect.Float32, reflect.Float64:
		return kind{typ: Float, bits: t.Bits()}, true
	}
	if reflect.Zero(t).CanInt() || reflect.Zero(t).CanUint() {
		return kind{typ: Int}, true
	}
	return kind{}, false
}
