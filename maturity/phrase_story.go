package maturity

import (
	"fmt"
	"strings"
)

// holds words whether something holds, and whether a measure says otherwise.
func (p phrases) holds(s State, refuted bool) string {
	switch {
	case refuted && s == Held:
		return fmt.Sprintf(p.w.butRefuted, p.w.states[s])
	case refuted:
		return fmt.Sprintf(p.w.andRefuted, p.w.states[s])
	}
	return p.w.states[s]
}

// reached words whether a stage is reached: it says yes to no other, for which its own
// statements are not enough.
func (p phrases) reached(a Axis, s *StageProof) string {
	if s.State == Held && !s.Refuted && s.Stage > p.Axis(a).Low {
		return p.w.notBelowIt
	}
	return p.holds(s.State, s.Refuted)
}

// index words an index, or that there is none.
func (p phrases) index(d *Decimal) string {
	if d == nil {
		return "–"
	}
	return p.mean(*d)
}

// movement words how a measure has moved.
func (p phrases) movement(c *MeasureChange) string {
	switch {
	case c.Better:
		return p.w.better
	case c.Worse:
		return p.w.worse
	case c.Before.Value != c.After.Value:
		return p.w.unclear
	}
	return p.w.same
}

// figures words a measure of before and of now, each with its cases.
func (p phrases) figures(c *MeasureChange) (before, after string) {
	v := *p.measure(c.Indicator) // for its thresholds, at which a value is not rounded over
	after = v.counted(p.l)
	v.Figure = c.Before
	return v.counted(p.l), after
}

// counted words a value with its cases: "30 % (60 of 200)".
func (v *MeasureReport) counted(l Lang) string {
	if n := v.cases(l); n != "" {
		return v.value(l) + " (" + n + ")"
	}
	return v.value(l)
}

// remark words what there is to know about an earlier assessment.
func (p phrases) remark(e *Earlier) string {
	var parts []string
	if e.Reevaluated {
		parts = append(parts, p.w.again, fmt.Sprintf(p.w.toldThen, e.Model, p.stages(Relationship, e.Told.Relationship.Low, e.Told.Relationship.High)+
			" / "+p.stages(LeadManagement, e.Told.LeadManagement.Low, e.Told.LeadManagement.High)))
	}
	if len(e.LeftOut) > 0 {
		parts = append(parts, fmt.Sprintf(p.w.leftOut, strings.Join(e.LeftOut, ", ")))
	}
	return strings.Join(parts, "; ")
}

// history is a table of the earlier assessments, its head first. There is a column for
// remarks if there are any.
func (p phrases) history() [][]string {
	rows := [][]string{{p.w.date, p.axisName(Relationship), p.axisName(LeadManagement), p.w.remark}}
	remarks := false
	for i := range p.Earlier {
		e := &p.Earlier[i]
		remark := p.remark(e)
		remarks = remarks || remark != ""
		rows = append(rows, []string{
			dayOf(e.At, p.l), p.stages(Relationship, e.Relationship.Low, e.Relationship.High),
			p.stages(LeadManagement, e.LeadManagement.Low, e.LeadManagement.High), remark,
		})
	}
	if !remarks {
		for i := range rows {
			rows[i] = rows[i][:3]
		}
	}
	return rows
}

// taken words something that was assumed.
func (p phrases) taken(a *Assumed) string {
	if a.Value != 0 {
		return a.Text.In(p.l) + " (" + fmt.Sprintf(p.w.assumedAnswer, a.Value) + ")"
	}
	return a.Text.In(p.l) + ": " + p.measure(a.ID).counted(p.l)
}

// sign words an indicator with its goal.
func (p phrases) sign(s *Sign) string {
	if g := s.Goal.In(p.l); g != "" {
		return s.Name.In(p.l) + " (" + g + ")"
	}
	return s.Name.In(p.l)
}

// todo is something that must change, and how.
type todo struct{ how, what string }

// least words what must change for the next stage of an axis: for which, and what. It
// is empty at the highest stage.
func (p phrases) least(a Axis) (head string, list []todo) {
	n := p.Axis(a).Next
	switch {
	case n == nil && p.Axis(a).Index == nil:
		return fmt.Sprintf(p.w.cannotTell, p.axisName(a)), nil
	case n == nil:
		return "", nil
	}
	for _, id := range n.Statements {
		list = append(list, todo{p.w.mustHold, p.statementText(id)})
	}
	for i := range n.Measures {
		s := &n.Measures[i]
		list = append(list, todo{p.w.mustShow, s.Name.In(p.l) + " " + p.indicator(s.Indicator).cleared(p.Axis(a).Low+1, p.l)})
	}
	return fmt.Sprintf(p.w.least, p.axisName(a), p.stage(a, n.Stage)), list
}

// after is what to call what this report says, beside what was before.
func (p phrases) after() string {
	if len(p.Assumed) > 0 {
		return p.w.with
	}
	return p.w.now
}

// early returns the early warnings.
func (p phrases) early() (texts []string) {
	for _, f := range p.Findings {
		if f.Code == MeasureSlipped {
			texts = append(texts, f.Text.In(p.l))
		}
	}
	return texts
}
