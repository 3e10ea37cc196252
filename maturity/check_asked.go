package maturity

import (
	"strconv"

	"github.com/leadline-go/leadline/internal/specfile"
)

func (c *check) checkScales() {
	used := map[string]bool{}
	for _, s := range c.Statements {
		used[s.Scale] = true
	}
	for i, s := range c.Scales {
		path := specfile.Index("scales", i)
		c.unique("scales", i, "this scale", s.ID, c.scales)
		labels := specfile.Key(path, "labels")
		if len(s.Labels) != maxValue {
			c.Addf(labels, "expected %d labels, for the answers 1 to %[1]d, found %d", maxValue, len(s.Labels))
		}
		for j, l := range s.Labels {
			c.label(specfile.Index(labels, j), l)
		}
		if !used[s.ID] {
			c.Addf(path, "no statement is on this scale")
		}
	}
}

func (c *check) checkAxes() {
	asked := map[string]bool{}
	for _, a := range axes() {
		c.checkAxis(a)
		for _, id := range c.axis(a).Ask {
			asked[id] = true
		}
	}
	for i, d := range c.Departments {
		if !asked[d.ID] && d.ID != "" {
			c.Addf(specfile.Index("departments", i), "no axis asks this department")
		}
	}
}

func axisPath(a Axis) string { return specfile.Key("axes", string(a)) }

func (c *check) checkAxis(a Axis) {
	axis, path := c.axis(a), axisPath(a)
	c.label(specfile.Key(path, "name"), axis.Name)
	ask := specfile.Key(path, "ask")
	if len(axis.Ask) == 0 {
		c.Addf(ask, "expected the departments that answer")
	}
	c.refs(ask, "department", axis.Ask, c.departments)
	asked := namesOf(axis.Ask, func(id string) string { return id })
	c.refs(specfile.Key(path, "required"), "department to ask", axis.Required, asked)
	stages := specfile.Key(path, "stages")
	if len(axis.Stages) != Stages {
		c.Addf(stages, "expected %d stages, found %d", Stages, len(axis.Stages))
	}
	for i, s := range axis.Stages {
		at := specfile.Index(stages, i)
		c.label(specfile.Key(at, "name"), s.Name)
		c.text(specfile.Key(at, "text"), s.Text, maxText)
	}
}

func (c *check) checkAreas() {
	used := map[string]bool{}
	for _, s := range c.Statements {
		used[s.Area] = true
	}
	for i, a := range c.Areas {
		path := specfile.Index("areas", i)
		c.unique("areas", i, "this area", a.ID, c.areas)
		oneOf(c, specfile.Key(path, "axis"), "axis", a.Axis, Relationship, LeadManagement)
		c.label(specfile.Key(path, "name"), a.Name)
		if !used[a.ID] {
			c.Addf(path, "no statement is in this area")
		}
	}
}

// axisOf returns the axis of an area, or "" if it has none.
func (c *check) axisOf(area string) Axis {
	if i, ok := c.areas.at[area]; ok {
		return c.Areas[i].Axis
	}
	return ""
}

func (c *check) checkStatements() {
	for i := range c.Statements {
		s, path := &c.Statements[i], specfile.Index("statements", i)
		c.unique("statements", i, "this statement", s.ID, c.statements)
		c.ref(specfile.Key(path, "area"), "area", s.Area, c.areas)
		if s.Stage < 2 || s.Stage > Stages {
			c.Addf(specfile.Key(path, "stage"), "expected 2 to %d, found %d", Stages, s.Stage)
		}
		c.ref(specfile.Key(path, "scale"), "scale", s.Scale, c.scales)
		c.text(specfile.Key(path, "text"), s.Text, maxText)
		c.checkMeasured(specfile.Key(path, "indicators"), s)
	}
}

// checkStages checks that each stage has to be earned: by a statement that nobody
// can declare not applicable.
func (c *check) checkStages() {
	earned := map[Axis][Stages + 1]bool{}
	for _, s := range c.Statements {
		a := c.axisOf(s.Area)
		if a != Relationship && a != LeadManagement {
			return // reported, and what follows from it would not help
		}
		if !s.Optional && !s.NA && isStage(s.Stage) {
			row := earned[a]
			row[s.Stage] = true
			earned[a] = row
		}
	}
	for _, a := range axes() {
		for stage := 2; stage <= min(len(c.axis(a).Stages), Stages); stage++ {
			if !earned[a][stage] {
				at := specfile.Index(specfile.Key(axisPath(a), "stages"), stage-1)
				c.Addf(at, "stage %d has no required statement that must be answered", stage)
			}
		}
	}
}

func stageKey(stage int) string { return strconv.Itoa(stage) }
