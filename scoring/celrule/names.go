package celrule

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/scoring"
)

// vocabulary is what a Spec lets a text speak of.
type vocabulary struct {
	fields     []string // sorted; hosts know them by their index
	types      map[string]scoring.FieldType
	aliases    map[string]string // fields by their variables, where these differ
	activities []string          // sorted, likewise
	missing    []string
}

func vocabularyOf(spec scoring.Spec) vocabulary {
	v := vocabulary{
		fields: slices.Sorted(maps.Keys(spec.Fields)), types: maps.Clone(spec.Fields), aliases: map[string]string{},
		activities: slices.Sorted(maps.Keys(spec.Activities)), missing: slices.Clone(spec.Missing),
	}
	for _, name := range v.fields {
		if x := v.variable(name); x != name {
			v.aliases[x] = name
		}
	}
	return v
}

// known reports whether the Spec declares a field with a type that there is.
func (v *vocabulary) known(name string) bool { return celType(v.types[name]) != nil }

// variable is the name under which CEL knows a field. One that no text can write as it is
// has another, which no text can write either: CEL would take ".x" for x, and "@lead" is
// ours.
func (v *vocabulary) variable(field string) string {
	if isPath(field) {
		return field
	}
	i, _ := slices.BinarySearch(v.fields, field)
	return fieldName + strconv.Itoa(i)
}

// field is the field that a variable stands for.
func (v *vocabulary) field(variable string) string {
	if name, ok := v.aliases[variable]; ok {
		return name
	}
	return variable
}

// isField reports whether a variable is that of a field.
func (v *vocabulary) isField(variable string) bool {
	name := v.field(variable)
	return v.known(name) && v.variable(name) == variable
}

// isPath reports whether a name is an identifier, or several with dots.
func isPath(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || '0' <= part[0] && part[0] <= '9' || strings.ContainsFunc(part, func(r rune) bool {
			return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		}) {
			return false
		}
	}
	return true
}
