package lead

import (
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// check goes through one Spec and collects every problem. The checks of single
// parts are here and in check_row.go, those of the lifecycle as a whole in check_graph.go.
type check struct {
	*Spec
	*specfile.Checker
	*names
}

func (c check) all() {
	c.head()
	c.statuses()
	c.groups()
	for i := range c.Transitions {
		c.transition(i)
	}
	c.faults()
	c.graph()
}

func (c check) head() {
	c.CheckIdentity("the lifecycle", c.Name, c.Revision)
	c.calendars()
}

func (c check) statuses() {
	if len(c.Statuses) == 0 {
		c.Addf("statuses", "a lifecycle needs statuses")
	}
	first := map[Status]string{}
	for i, s := range c.Statuses {
		path := specfile.Index("statuses", i)
		at := specfile.Key(path, "name")
		c.CheckName(at, "a status", string(s.Name))
		c.reserved(at, "status", string(s.Name))
		c.once(first, at, s.Name)
		oneOf(c, specfile.Key(path, "category"), "category", s.Category, categories)
		c.side(specfile.Key(path, "side"), s.Side)
		c.clock(path, &s)
	}
	// Older names come second, so that a clash is reported at the older one.
	for i, s := range c.Statuses {
		for j, old := range s.Was {
			at := specfile.Index(specfile.Key(specfile.Index("statuses", i), "was"), j)
			c.CheckName(at, "an older status", string(old))
			c.reserved(at, "status", string(old))
			c.once(first, at, old)
		}
	}
	if c.Initial == "" {
		c.Addf("initial", "a lifecycle needs the status that a lead opens in")
	} else if s := c.known[c.Initial]; s == nil {
		c.Unknown("initial", "status", string(c.Initial), c.statusNames)
	} else if !s.alive() && slices.Contains(categories, s.Category) {
		c.Addf("initial", "expected an open or waiting status, found %q, which is %s", s.Name, s.Category)
	}
}

func (c check) reserved(path, what, name string) {
	if slices.Contains([]string{string(Stay), string(Previous), AnyOpen}, name) {
		c.Addf(path, "%q has a meaning of its own and cannot name a %s", name, what)
	}
}

func (c check) once(first map[Status]string, path string, name Status) {
	if name == "" {
		return
	}
	if other, ok := first[name]; ok {
		c.Addf(path, "status name %q is taken by %s", name, other)
		return
	}
	first[name] = path
}

func (c check) side(path string, s Side) {
	if s != "" {
		oneOf(c, path, "side", s, humanSides)
	}
}

// oneOf checks a word of a closed list.
func oneOf[W ~string](c check, path, what string, found W, known []W) {
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	if found == "" {
		c.Addf(path, "expected a %s: %s", what, strings.Join(words, ", "))
	} else if !slices.Contains(known, found) {
		c.Unknown(path, what, string(found), words)
	}
}

func (c check) groups() {
	for _, name := range sortedKeys(c.Groups) {
		path := specfile.Key("groups", name)
		c.CheckName(path, "a group", name)
		c.reserved(path, "group", name)
		if c.isStatus(Status(name)) {
			c.Addf(path, "group %q bears the name of a status", name)
		}
		if len(c.Groups[name]) == 0 {
			c.Addf(path, "group %q is empty", name)
		}
		for i, m := range c.Groups[name] {
			if !c.isStatus(m) {
				c.Unknown(specfile.Index(path, i), "status", string(m), c.statusNames)
			} else if slices.Index(c.Groups[name], m) < i {
				c.Addf(specfile.Index(path, i), "group %q lists status %q twice", name, m)
			}
		}
	}
}
