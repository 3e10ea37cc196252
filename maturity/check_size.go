package maturity

import "github.com/leadline-go/leadline/internal/specfile"

// Limits of a Spec. What an evaluation costs grows with them, and so do its reports.
const (
	maxDepartments = 20   // each is compared with each
	maxListed      = 500  // of one kind: areas, statements, indicators, …
	maxNames       = 5000 // of one kind in all lists: what recommendations lift, …
)

// size refuses a Spec that is larger than anybody needs, before anything goes through
// it, and reports whether it is not.
func (c *check) size() bool {
	most := c.Most
	most("departments", "departments", len(c.Departments), maxDepartments)
	for _, a := range axes() {
		most(specfile.Key(axisPath(a), "ask"), "departments to ask", len(c.axis(a).Ask), maxDepartments)
		most(specfile.Key(axisPath(a), "required"), "required departments", len(c.axis(a).Required), maxDepartments)
	}
	const statements, recommendations = "statements", "recommendations"
	most("scales", "scales", len(c.Scales), maxListed)
	most("areas", "areas", len(c.Areas), maxListed)
	most(statements, "statements", len(c.Statements), maxListed)
	most("indicators", "indicators", len(c.Indicators), maxListed)
	most("cells", "cells", len(c.Cells), maxListed)
	most("owners", "owners", len(c.Owners), maxListed)
	most(recommendations, "recommendations", len(c.Recommendations), maxListed)
	measured := 0
	for i := range c.Statements {
		measured += len(c.Statements[i].Indicators)
	}
	most(statements, "indicators of statements", measured, maxNames)
	lifts, after, signs := 0, 0, 0
	for i := range c.Recommendations {
		r := &c.Recommendations[i]
		lifts, after, signs = lifts+len(r.Lifts), after+len(r.After), signs+len(r.ShowsIn)
	}
	most(recommendations, "statements to lift", lifts, maxNames)
	most(recommendations, "recommendations to come after", after, maxNames)
	most(recommendations, "indicators of recommendations", signs, maxNames)
	return c.Err() == nil
}
