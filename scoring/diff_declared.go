package scoring

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// declaration is how to speak of something that a file declares.
type declaration struct {
	has      string // what it consists of
	one, new string
	with     func(text string) string // what a new one has, unless that is empty
}

// declared compares what the file declares, by name.
func (d *differ) declared(where string, x, y map[string]string, say declaration) {
	for _, name := range slices.Sorted(maps.Keys(y)) {
		if was, ok := x[name]; ok {
			d.set(where+"/"+name, say.has, was, y[name])
			continue
		}
		text := say.new + name
		if y[name] != "" {
			text += say.with(y[name])
		}
		d.out = append(d.out, Change{where + "/" + name, text})
	}
	for _, name := range slices.Sorted(maps.Keys(x)) {
		if _, ok := y[name]; !ok {
			d.gone = append(d.gone, Change{where + "/" + name, say.one + name + d.lang.say(" is gone", " entfällt")})
		}
	}
}

// withFields says what fields a new activity has.
func (d *differ) withFields(list string) string {
	if strings.Contains(list, ", ") {
		return d.lang.say(", with the fields ", ", mit den Feldern ") + list
	}
	return d.lang.say(", with the field ", ", mit dem Feld ") + list
}

func fieldTexts(fields map[string]FieldType) map[string]string {
	texts := map[string]string{}
	for name, typ := range fields {
		texts[name] = string(typ)
	}
	return texts
}

func activityTexts(activities map[string][]ActivityField) map[string]string {
	texts := map[string]string{}
	for name, fields := range activities {
		texts[name] = names(fields, func(f *ActivityField) string { return strings.TrimSpace(f.Name + " " + string(f.Type)) })
	}
	return texts
}

func quoted(texts []string) string {
	return names(texts, func(s *string) string { return strconv.Quote(*s) })
}
