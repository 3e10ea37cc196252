package maturity

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/leadline-go/leadline/internal/stat"
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

	// Better says that the value has moved in the direction of its thresholds. Two
	// shares have only if that is clear: if the 95 % interval of their difference,
	// by Newcombe, excludes 0. Days, counts and shares that come [FromSpec] are what
	// they are. A value that is the same of other cases is neither.
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
		up, down := m.spec.Indicators[m.indicators[now.Indicator]].moved(&was.Figure, &now.Figure)
		c.Measures = append(c.Measures, MeasureChange{now.Indicator, now.Name, now.Unit, *was.Figure.clone(), *now.Figure.clone(), up, down})
	}
	return c
}

// moved reports whether a figure of now is better than one of before, or worse. Of two
// samples it takes more than chance.
func (i *IndicatorSpec) moved(before, now *Figure) (better, worse bool) {
	low, high := now.Value-before.Value, now.Value-before.Value
	if i.sampled() {
		low, high, _ = stat.Rate{Num: now.Num, Den: now.Den}.Difference(stat.Rate{Num: before.Num, Den: before.Den})
	}
	if i.bound() == AtMost {
		low, high = -high, -low
	}
	return low > 0, high < 0
}

// measure returns what was measured of an indicator, nil if nothing was.
func (r *Report) measure(indicator string) *MeasureReport {
	i := slices.IndexFunc(r.Measures, func(v MeasureReport) bool { return v.Indicator == indicator })
	if i < 0 {
		return nil
	}
	return &r.Measures[i]
}

// What a look back finds about measures. Only what this model's thresholds and use of
// evidence make of the earlier assessments counts.
const (
	// MeasureSlipped is an early warning: a measure that supported a stage which the
	// axis had reached at an earlier assessment now lies on the wrong side of that
	// threshold. It need not refute the stage yet. axis, indicator, stage, the highest
	// of those, bound, threshold, value, num, den, low and high, as in
	// ClaimExceedsEvidence, and before and at, the value and the time of the last
	// assessment of which that is true.
	MeasureSlipped FindingCode = "measure.slipped"

	// MeasureGone: a measure that supported a stage which the axis had reached at the
	// last assessment, or refuted one, is missing now. What changes for that reason is
	// no progress. axis, indicator, stage, the highest of those, verdict, of then, and
	// before and at.
	MeasureGone FindingCode = "measure.gone"
)

// findSlipped warns of measures that no longer carry what they did. before are the
// earlier reports, in the order of time.
func (m *Model) findSlipped(r *Report, before []*Report) {
	for i := range r.Measures {
		if f, ok := m.slip(&r.Measures[i], before); ok {
			r.Findings = append(r.Findings, f)
		}
	}
	m.findGone(r, before[len(before)-1])
}

// slip finds the highest threshold that a measure lies on the wrong side of and that it
// carried before.
func (m *Model) slip(now *MeasureReport, before []*Report) (Finding, bool) {
	for _, t := range slices.Backward(now.Thresholds) {
		bar := float64(t.Value) / 1000
		if !t.Counts || verdict(t.Bound, now.Figure.Value, now.Figure.Value, bar) != Refuted {
			continue
		}
		for _, then := range slices.Backward(before) {
			if was := then.measure(now.Indicator); was != nil && was.carried(t.Stage, then) {
				return m.slipped(now, was, t, then.At), true
			}
		}
	}
	return Finding{}, false
}

// carried reports whether a measure supported a stage that the axis had reached.
func (v *MeasureReport) carried(stage int, r *Report) bool {
	_, ok := v.find(func(t Threshold) bool { return t.Stage == stage && t.Counts && t.Verdict == Supported })
	return ok && stage <= r.Axis(v.Axis).Low
}

// findGone adds a finding for each measure of then that mattered and is missing now.
func (m *Model) findGone(r, then *Report) {
	for i := range then.Measures {
		was := &then.Measures[i]
		if r.measure(was.Indicator) != nil {
			continue
		}
		t, ok := was.find(func(t Threshold) bool { return t.Counts && t.Verdict == Refuted })
		for stage := Stages; !ok && stage > 1; stage-- {
			t, ok = was.find(func(t Threshold) bool { return t.Stage == stage && was.carried(stage, then) })
		}
		if !ok {
			continue
		}
		name := m.spec.axis(was.Axis).Name
		en, de := "carried", "trug"
		if t.Verdict == Refuted {
			en, de = "refuted", "widerlegte"
		}
		params := map[string]string{
			"axis": string(was.Axis), "indicator": was.Indicator, "stage": strconv.Itoa(t.Stage),
			"verdict": string(t.Verdict), "before": shortest(was.Figure.Value), "at": then.At.Format(time.RFC3339Nano),
		}
		r.Findings = append(r.Findings, Finding{MeasureGone, params, Text{
			En: fmt.Sprintf("%s: no longer measured. %s; on %s it %s stage %d.", name.En, was.sentence(En), dayOf(then.At, En), en, t.Stage),
			De: fmt.Sprintf("%s: nicht mehr gemessen. %s; am %s %s das Stufe %d.", name.De, was.sentence(De), dayOf(then.At, De), de, t.Stage),
		}})
	}
}

func (m *Model) slipped(now, was *MeasureReport, t Threshold, at time.Time) Finding {
	params := now.params(t)
	params["before"], params["at"] = shortest(was.Figure.Value), at.Format(time.RFC3339Nano)
	name, stage := m.spec.axis(now.Axis).Name, strconv.Itoa(t.Stage)
	return Finding{MeasureSlipped, params, Text{
		En: fmt.Sprintf("%s: early warning. %s; on %s it was %s and carried stage %s, for which %s is needed.",
			name.En, now.sentence(En), dayOf(at, En), was.value(En), stage, goal(t.Bound, t.Value, now.Unit, En)),
		De: fmt.Sprintf("%s: Frühwarnung. %s; am %s waren es %s, und das trug Stufe %s, für die %s nötig sind.",
			name.De, now.sentence(De), dayOf(at, De), was.value(De), stage, goal(t.Bound, t.Value, now.Unit, De)),
	}}
}
