package maturity

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Changes are what differs between two evaluations under one model.
type Changes struct {
	From time.Time `json:"from,omitzero"` // when the one before was made; zero if it is the same without assumptions

	Relationship   AxisChange `json:"relationship"`    // horizontal
	LeadManagement AxisChange `json:"lead_management"` // vertical

	// Statements are those that hold and did not, or the other way round, as far as
	// both reports tell. By axis and stage, as in the Spec.
	Statements []StatementChange `json:"statements"`

	// Measures are those that were taken both times and are not the same.
	Measures []MeasureChange `json:"measures"`
}

// AxisChange is how far an axis was and is.
type AxisChange struct {
	Before Standing `json:"before"` // then, or without assumptions
	After  Standing `json:"after"`  // now, or with them
}

// StatementChange is a statement that stands otherwise than before.
type StatementChange struct {
	ID     string          `json:"id"`     // as in the Spec
	Text   Text            `json:"text"`   // as it is asked
	Axis   Axis            `json:"axis"`   // that it counts for
	Stage  int             `json:"stage"`  // that it is needed for
	Before StatementStatus `json:"before"` // then
	After  StatementStatus `json:"after"`  // now
}

// StatementStatus is whether a statement holds, and whether a measure says otherwise.
type StatementStatus struct {
	State   State `json:"state"`   // as asked
	Refuted bool  `json:"refuted"` // by a measure
}

// MeasureChange is a measure that was another one before.
type MeasureChange struct {
	Indicator string `json:"indicator"` // its ID
	Name      Text   `json:"name"`      // what is measured
	Unit      Unit   `json:"unit"`      // of both figures
	Before    Figure `json:"before"`    // then
	After     Figure `json:"after"`     // now

	// Better says that the value has moved in the direction of its thresholds. A
	// value that is the same of other cases is neither.
	Better bool `json:"better"`
	Worse  bool `json:"worse"` // the other way
}

// changes compares two reports of the model.
func (m *Model) changes(before, after *Report) *Changes {
	c := &Changes{Statements: []StatementChange{}, Measures: []MeasureChange{}}
	if !before.At.Equal(after.At) {
		c.From = before.At
	}
	c.Relationship = AxisChange{before.Relationship.standing(), after.Relationship.standing()}
	c.LeadManagement = AxisChange{before.LeadManagement.standing(), after.LeadManagement.standing()}
	for _, a := range axes() {
		for i, stage := range after.Axis(a).Stages {
			for j, s := range stage.Statements {
				was := before.Axis(a).Stages[i].Statements[j] // the order is that of the Spec
				then, now := StatementStatus{was.State, was.Refuted}, StatementStatus{s.State, s.Refuted}
				if then != now {
					c.Statements = append(c.Statements, StatementChange{s.ID, s.Text, a, stage.Stage, then, now})
				}
			}
		}
	}
	for i := range after.Measures {
		now := &after.Measures[i]
		was := before.measure(now.Indicator)
		if was == nil || was.Figure.Num == now.Figure.Num && was.Figure.Den == now.Figure.Den {
			continue
		}
		rise := now.Figure.Value - was.Figure.Value
		if m.spec.Indicators[m.indicators[now.Indicator]].bound() == AtMost {
			rise = -rise
		}
		c.Measures = append(c.Measures, MeasureChange{now.Indicator, now.Name, now.Unit, was.Figure, now.Figure, rise > 0, rise < 0})
	}
	return c
}

// measure returns what was measured of an indicator, nil if nothing was.
func (r *Report) measure(indicator string) *MeasureReport {
	i := slices.IndexFunc(r.Measures, func(v MeasureReport) bool { return v.Indicator == indicator })
	if i < 0 {
		return nil
	}
	return &r.Measures[i]
}

// MeasureSlipped is an early warning: a measure that supported a stage which the
// axis had reached at the last assessment now lies on the wrong side of that
// threshold. It need not refute the stage yet. axis, indicator, stage, the highest of
// those, bound, threshold, value, num, den, low and high, as in ClaimExceedsEvidence,
// and before, the value of then.
const MeasureSlipped FindingCode = "measure.slipped"

// findSlipped warns of measures that no longer carry what they did.
func (m *Model) findSlipped(r, before *Report) {
	for i := range r.Measures {
		now := &r.Measures[i]
		was := before.measure(now.Indicator)
		if was == nil {
			continue
		}
		reached := before.Axis(now.Axis).Low
		for _, t := range slices.Backward(was.Thresholds) {
			if !t.Counts || t.Verdict != Supported || t.Stage > reached {
				continue
			}
			bar := float64(t.Value) / 1000
			if verdict(t.Bound, now.Figure.Value, now.Figure.Value, bar) == Refuted {
				r.Findings = append(r.Findings, m.slipped(now, was, t))
				break
			}
		}
	}
}

func (m *Model) slipped(now, was *MeasureReport, t Threshold) Finding {
	params := now.params(t)
	params["before"] = shortest(was.Figure.Value)
	name, stage := m.spec.axis(now.Axis).Name, strconv.Itoa(t.Stage)
	return Finding{MeasureSlipped, params, Text{
		En: fmt.Sprintf("%s: early warning. %s; before, it was %s and carried stage %s, for which %s is needed.",
			name.En, now.sentence(En), was.value(En), stage, goal(t.Bound, t.Value, now.Unit, En)),
		De: fmt.Sprintf("%s: Frühwarnung. %s; davor waren es %s, und das trug Stufe %s, für die %s nötig sind.",
			name.De, now.sentence(De), was.value(De), stage, goal(t.Bound, t.Value, now.Unit, De)),
	}}
}
