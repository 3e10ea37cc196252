package maturity

import (
	"github.com/leadline-go/leadline/internal/specfile"
)

// checkMeasured checks the indicators of a statement: they must say something
// about its stage.
func (c *check) checkMeasured(path string, s *StatementSpec) {
	c.refs(path, "indicator", s.Indicators, c.indicators)
	for i, id := range s.Indicators {
		j, ok := c.indicators.at[id]
		if !ok {
			continue
		}
		ind, at := &c.Indicators[j], specfile.Index(path, i)
		if a, b := c.axisOf(ind.Area), c.axisOf(s.Area); a != b && a != "" && b != "" {
			c.Addf(at, "indicator %q belongs to the other axis", id)
		} else if _, ok := ind.threshold(s.Stage); !ok && isStage(s.Stage) {
			c.Addf(at, "indicator %q has no threshold for stage %d", id, s.Stage)
		}
	}
}

// threshold returns what the indicator must reach, or must not exceed, at a stage.
func (i *IndicatorSpec) threshold(stage int) (Decimal, bool) {
	d, ok := i.AtLeast[stageKey(stage)]
	if !ok {
		d, ok = i.AtMost[stageKey(stage)]
	}
	return d, ok
}

func (c *check) checkIndicators() {
	used := map[string]bool{}
	for _, s := range c.Statements {
		for _, id := range s.Indicators {
			used[id] = true
		}
	}
	for _, r := range c.Recommendations {
		for _, id := range r.ShowsIn {
			used[id] = true // a goal to aim at
		}
	}
	for i := range c.Indicators {
		ind, path := &c.Indicators[i], specfile.Index("indicators", i)
		c.unique("indicators", i, "this indicator", ind.ID, c.indicators)
		c.ref(specfile.Key(path, "area"), "area", ind.Area, c.areas)
		oneOf(c, specfile.Key(path, "source"), "source", ind.Source, FromHistory, FromSpec, Supplied)
		oneOf(c, specfile.Key(path, "unit"), "unit", ind.Unit, Share, Days, Count)
		c.label(specfile.Key(path, "name"), ind.Name)
		c.text(specfile.Key(path, "num"), ind.Num, maxText)
		if den := specfile.Key(path, "den"); ind.Unit == Share {
			c.text(den, ind.Den, maxText)
		} else if ind.Den != (Text{}) {
			c.Addf(den, "only a share is counted out of something")
		}
		c.checkThresholds(path, ind)
		if !used[ind.ID] {
			c.Addf(path, "neither a statement nor a recommendation names this indicator")
		}
	}
}

func (c *check) checkClasses() {
	for _, class := range []struct {
		key string
		ClassSpec
	}{{"on_path", c.Classes.OnPath}, {"above", c.Classes.Above}, {"below", c.Classes.Below}} {
		path := specfile.Key("classes", class.key)
		c.label(specfile.Key(path, "name"), class.Name)
		c.text(specfile.Key(path, "text"), class.Text, maxText)
	}
}

func (c *check) checkCells() {
	seen := map[Cell]string{}
	for i, cell := range c.Cells {
		path, at := specfile.Index("cells", i), Cell{cell.R, cell.M}
		if first, ok := seen[at]; ok {
			c.Addf(path, "cell %v is taken by %s", at, first)
		} else if !at.valid() {
			c.Addf(path, "expected r and m from 1 to %d, found %v", Stages, at)
		} else {
			seen[at] = path
		}
		c.text(specfile.Key(path, "diagnosis"), cell.Diagnosis, maxText)
	}
	for r := 1; r <= Stages; r++ {
		for m := 1; m <= Stages; m++ {
			if _, ok := seen[Cell{r, m}]; !ok {
				c.Addf("cells", "missing: the cell %v", Cell{r, m})
			}
		}
	}
}

func (c *check) checkRecommendations() {
	goal, busy := false, map[string]bool{}
	for i := range c.Recommendations {
		r, path := &c.Recommendations[i], specfile.Index("recommendations", i)
		c.unique("recommendations", i, "this recommendation", r.ID, c.recommendations)
		oneOf(c, specfile.Key(path, "effort"), "effort", r.Effort, efforts()...)
		c.ref(specfile.Key(path, "owner"), "owner", r.Owner, c.owners)
		c.refs(specfile.Key(path, "lifts"), "statement", r.Lifts, c.statements)
		c.refs(specfile.Key(path, "shows_in"), "indicator", r.ShowsIn, c.indicators)
		c.text(specfile.Key(path, "text"), r.Text, maxText)
		c.checkWhen(path, r)
		c.checkAfter(specfile.Key(path, "after"), r)
		goal = goal || r.forGoal()
		busy[r.Owner] = true
	}
	for i, o := range c.Owners {
		if !busy[o.ID] && o.ID != "" && len(c.Recommendations) > 0 {
			c.Addf(specfile.Index("owners", i), "no recommendation has this owner")
		}
	}
	if !goal {
		c.Addf("recommendations", "missing: one for the goal, with when: {position: %s}", atGoal)
	}
	c.checkCycles()
	c.checkLifted()
}

func (r *RecommendationSpec) forGoal() bool { return r.When != nil && r.When.Position == atGoal }

func (c *check) checkWhen(path string, r *RecommendationSpec) {
	lifts := specfile.Key(path, "lifts")
	if goal := r.forGoal(); goal && len(r.Lifts) > 0 {
		c.Addf(lifts, "at the goal there is no statement left to lift")
	} else if !goal && len(r.Lifts) == 0 {
		c.Addf(lifts, "expected the statements that it is to make true")
	}
	if r.When == nil {
		return
	}
	path = specfile.Key(path, "when")
	oneOf(c, specfile.Key(path, "position"), "position", r.When.Position, string(Above), string(Below), atGoal)
	if o := r.When.Offset; o < 0 || o >= Stages {
		c.Addf(specfile.Key(path, "offset"), "expected 1 to %d, found %d", Stages-1, o)
	} else if o != 0 && r.forGoal() {
		c.Addf(specfile.Key(path, "offset"), "the goal has no offset")
	}
}

// checkAfter checks what a recommendation presupposes. That must not be bound to a
// position, for then it might not be there.
func (c *check) checkAfter(path string, r *RecommendationSpec) {
	c.refs(path, "recommendation", r.After, c.recommendations)
	for i, id := range r.After {
		if j, ok := c.recommendations.at[id]; ok && c.Recommendations[j].When != nil {
			c.Addf(specfile.Index(path, i), "%q is for a position only and cannot be presupposed", id)
		}
	}
}

// checkCycles refuses recommendations that wait for each other: one of each circle
// is reported.
func (c *check) checkCycles() {
	const visiting, done = 1, 2
	state := make([]int, len(c.Recommendations))
	circular := make([]bool, len(c.Recommendations))
	var visit func(i int)
	visit = func(i int) {
		state[i] = visiting
		for _, id := range c.Recommendations[i].After {
			j, ok := c.recommendations.at[id]
			switch {
			case !ok || state[j] == done:
			case state[j] == visiting:
				circular[j] = true
			default:
				visit(j)
			}
		}
		state[i] = done
	}
	for i := range c.Recommendations {
		if state[i] == 0 {
			visit(i)
		}
	}
	for i, r := range c.Recommendations {
		if circular[i] {
			c.Addf(specfile.Key(specfile.Index("recommendations", i), "after"), "%q would come after itself", r.ID)
		}
	}
}

// checkLifted checks that no required statement is left without advice.
func (c *check) checkLifted() {
	lifted := map[string]bool{}
	for _, r := range c.Recommendations {
		for _, id := range r.Lifts {
			lifted[id] = lifted[id] || r.When == nil
		}
	}
	for i, s := range c.Statements {
		if !s.Optional && s.ID != "" && !lifted[s.ID] {
			c.Addf(specfile.Index("statements", i), "no recommendation lifts %q wherever it is needed", s.ID)
		}
	}
}
