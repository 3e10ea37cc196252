package maturity

import (
	"fmt"
	"slices"
)

// whatIf says what was assumed, and what that changes.
func (t *text) whatIf() {
	if len(t.Assumed) == 0 {
		return
	}
	t.heading(t.w.whatIf)
	for i := range t.Assumed {
		t.say("  - ", t.taken(&t.Assumed[i]))
	}
	if t.Effect != nil {
		t.heading(t.w.without + " → " + t.w.with)
		t.changes(t.Effect)
	}
}

// since says what has changed since the last assessment, and where those before stood.
func (t *text) since() {
	if t.Since == nil {
		return
	}
	t.heading(fmt.Sprintf(t.w.sinceThen, dayOf(t.Since.From, t.l)))
	t.changes(t.Since)
	t.heading(t.w.history)
	var rows [][2]string
	for _, row := range t.history()[1:] {
		stood := row[1] + " / " + row[2]
		if len(row) > 3 && row[3] != "" {
			stood += " (" + row[3] + ")"
		}
		rows = append(rows, [2]string{row[0], stood})
	}
	t.columns(rows)
}

// changes lists what differs; statements that changed alike stand together.
func (t *text) changes(c *Changes) {
	for _, a := range axes() {
		x := c.axis(a)
		if before, after := t.stood(a, x.Before), t.stood(a, x.After); before != after {
			t.say("  - ", t.axisName(a)+": "+before+" → "+after)
		}
	}
	for _, group := range changedAlike(c.Statements) {
		t.say("  - ", t.w.holds+": "+t.holds(group[0].Before.State, group[0].Before.Refuted)+" → "+t.holds(group[0].After.State, group[0].After.Refuted))
		for _, s := range group {
			t.say("    - ", s.Text.In(t.l))
		}
	}
	for i := range c.Measures {
		m := &c.Measures[i]
		before, after := t.figures(m)
		t.say("  - ", m.Name.In(t.l)+": "+before+" → "+after+", "+t.movement(m))
	}
	if c.none() {
		t.say("  ", t.w.noChange)
	}
}

// stood is where an axis stands, with its index.
func (t *text) stood(a Axis, s Standing) string {
	if s.Index == nil {
		return t.stages(a, s.Low, s.High)
	}
	return t.stages(a, s.Low, s.High) + " (" + t.w.index + " " + t.index(s.Index) + ")"
}

// changedAlike puts statements together that changed alike, in the order of the first of
// each.
func changedAlike(list []StatementChange) [][]StatementChange {
	var groups [][]StatementChange
	for _, s := range list {
		i := slices.IndexFunc(groups, func(g []StatementChange) bool { return g[0].Before == s.Before && g[0].After == s.After })
		if i < 0 {
			i = len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

// hbr is the result of that instrument, beside the model's own.
func (t *text) hbr() {
	if t.HBR == nil {
		return
	}
	t.heading(t.w.hbr)
	t.say("  ", t.w.hbrAbout)
	rows := [][2]string{{t.w.result, t.stage(Relationship, t.HBR.Stage)}, {t.w.points, t.points(t.HBR.Mean)}}
	for i := range t.HBR.Departments {
		of := &t.HBR.Departments[i]
		rows = append(rows, [2]string{of.name().In(t.l), t.points(of.Mean)})
	}
	t.columns(rows)
	for _, f := range t.HBR.Findings {
		t.say("  - ", f.Text.In(t.l))
	}
}
