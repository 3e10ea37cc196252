package maturity

import (
	"fmt"
	"slices"
	"time"
)

// Earlier is where an [Assessment] of before stands beside this one.
type Earlier struct {
	At    time.Time `json:"at"`    // when it was made
	Model string    `json:"model"` // the model that told the result then

	// Told is the result as it was told then. It can differ from the axes' Bounds
	// only if it is Reevaluated.
	Told Told `json:"told"`

	// What its answers and measures come to under this report's model and use of
	// evidence.
	Relationship   Standing `json:"relationship"`    // horizontal
	LeadManagement Standing `json:"lead_management"` // vertical

	// Reevaluated says that the model or the use of evidence was another one, so that
	// the answers of then have been evaluated anew. Only then can it be compared.
	Reevaluated bool `json:"reevaluated"`

	// LeftOut are the statements and indicators, by ID in order, that this model does
	// not know, no longer asks of that department, or measures otherwise, and that were
	// left out.
	LeftOut []string `json:"left_out"`
}

// Told is a result as it was told when the assessment was made.
type Told struct {
	Relationship   Bounds `json:"relationship"`    // horizontal
	LeadManagement Bounds `json:"lead_management"` // vertical
}

// Cell returns where the organisation stood, or false if the answers left several
// cells open.
func (e *Earlier) Cell() (Cell, bool) {
	r, m := e.Relationship, e.LeadManagement
	return Cell{r.Low, m.Low}, r.Low == r.High && m.Low == m.High
}

// Standing is how far an axis is, as in [AxisReport].
type Standing struct {
	Low   int      `json:"low"`   // proved
	High  int      `json:"high"`  // possible
	Index *Decimal `json:"index"` // nil as in AxisReport
}

func (x *AxisReport) standing() Standing {
	s := Standing{Low: x.Low, High: x.High}
	if x.Index != nil {
		s.Index = new(*x.Index)
	}
	return s
}

// lookBack fills in what was before, and what has changed since the last time.
func (m *Model) lookBack(r *Report, in Input) error {
	if in.At.IsZero() {
		return fmt.Errorf("%w: earlier assessments need one to be earlier than", ErrInvalidTime)
	}
	var before []*Report
	for i, a := range in.Earlier {
		if !a.At.Before(in.At) {
			return fmt.Errorf("%w: earlier[%d]: expected one before %s, found %s",
				ErrInvalidTime, i, r.At.Format(time.RFC3339), a.At.UTC().Format(time.RFC3339))
		}
		e, then, err := m.again(a, r.Evidence)
		if err != nil {
			return fmt.Errorf("earlier[%d]: %w", i, err)
		}
		r.Earlier, before = append(r.Earlier, e), append(before, then)
	}
	slices.SortFunc(r.Earlier, func(a, b Earlier) int { return a.At.Compare(b.At) })
	slices.SortFunc(before, func(a, b *Report) int { return a.At.Compare(b.At) })
	for i := 1; i < len(r.Earlier); i++ {
		if at := r.Earlier[i].At; at.Equal(r.Earlier[i-1].At) {
			return fmt.Errorf("%w: two earlier assessments of %s", ErrInvalidTime, at.Format(time.RFC3339))
		}
	}
	r.Since = m.changes(before[len(before)-1], r)
	m.findSlipped(r, before)
	return nil
}

// again evaluates an assessment of before under this model.
func (m *Model) again(a Assessment, policy Evidence) (Earlier, *Report, error) {
	e := Earlier{
		At: a.At.UTC(), Model: a.Model, Told: Told{a.Relationship, a.LeadManagement},
		Reevaluated: a.Model != m.id || a.Evidence != policy, LeftOut: []string{},
	}
	in := Input{At: a.At, Answers: Answers{Respondents: a.Respondents}, Measures: a.Measures, Evidence: policy}
	if a.Model != m.id {
		in.Answers.Respondents, in.Measures, e.LeftOut = m.fit(a)
	}
	r, err := m.evaluate(in)
	if err != nil {
		return Earlier{}, nil, err
	}
	e.Relationship, e.LeadManagement = r.Relationship.standing(), r.LeadManagement.standing()
	return e, r, nil
}

// fit takes out what this model has no place for.
func (m *Model) fit(a Assessment) (people []Respondent, measures []Measure, leftOut []string) {
	leftOut = []string{}
	for _, p := range a.Respondents {
		_, known := m.departments[p.Department]
		kept := Respondent{Department: p.Department, Answers: map[string]Answer{}}
		for id, answer := range p.Answers {
			i, ok := m.statements[id]
			ok = ok && known && slices.Contains(m.spec.axis(m.axes[i]).Ask, p.Department)
			if !ok || answer.Value == NotApplicable && !m.spec.Statements[i].NA {
				leftOut = append(leftOut, id)
				continue
			}
			kept.Answers[id] = answer
		}
		if known {
			people = append(people, kept)
		}
	}
	for _, v := range a.Measures {
		i, ok := m.indicators[v.ID]
		if !ok || (m.spec.Indicators[i].Unit == Share && v.Num > v.Den) || (m.spec.Indicators[i].Unit != Share && v.Den != 1) {
			leftOut = append(leftOut, v.ID)
			continue
		}
		measures = append(measures, v)
	}
	slices.Sort(leftOut)
	return people, measures, slices.Compact(leftOut)
}
