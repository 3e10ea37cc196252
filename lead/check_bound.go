package lead

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// bound compares the functions that a Spec names, each with the path of its
// first mention, with those that were given, sorted. A name may be misspelt on either side.
func (c check) bound(what string, named map[string]string, given []string) {
	one := strings.TrimSuffix(what, "s")
	var idle, wanting []string
	for _, name := range given {
		if _, ok := named[name]; !ok {
			idle = append(idle, name)
		}
	}
	for _, name := range sortedKeys(named) {
		if _, ok := slices.BinarySearch(given, name); !ok {
			wanting = append(wanting, name)
		}
	}
	for _, name := range wanting {
		c.Addf(named[name], "%s %q is named but not given to Compile%s", one, name, hint(name, idle))
	}
	for _, name := range idle {
		c.Addf(inBindings, "%s %q is given to Compile but named nowhere%s", one, name, hint(name, wanting))
	}
}

// inBindings is the path of what is wrong with the program: none of a Spec, so that
// nothing in its file is pointed at.
const inBindings = "Bindings{}"

// hint says which name was probably meant, or what names there are.
func hint(name string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return cmp.Or(meant(name, names), " (there: "+strings.Join(names, ", ")+")")
}

func (c check) guardPaths() map[string]string {
	paths := map[string]string{}
	for i, t := range c.Transitions {
		for j, g := range t.Guards {
			if _, ok := paths[g]; !ok && g != "" {
				paths[g] = specfile.Index(specfile.Key(specfile.Index("transitions", i), "guards"), j)
			}
		}
	}
	return paths
}

func (c check) holidayPaths() map[string]string {
	paths := map[string]string{}
	for _, name := range sortedKeys(c.Calendars) {
		f := c.Calendars[name].HolidayFunc
		if _, ok := paths[f]; !ok && f != "" {
			paths[f] = specfile.Key(specfile.Key("calendars", name), "holiday_func")
		}
	}
	return paths
}
