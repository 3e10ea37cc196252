package maturity

import "strings"

// describe says what the matrix shows to those who do not see it.
func (m *matrix) describe() string {
	parts := []string{m.verdict(), m.standing(Relationship), m.standing(LeadManagement)}
	if len(m.Assumed) > 0 {
		parts = append(parts, strings.TrimSuffix(m.w.assumption, "."))
	}
	if !m.At.IsZero() {
		parts = append(parts, m.asOf())
	}
	for _, at := range m.Positions {
		if len(m.Positions) > 1 {
			parts = append(parts, m.w.possible+": "+m.cell(at.Cell))
		}
	}
	if m.Effect != nil {
		e := m.Effect
		parts = append(parts, m.w.without+": "+m.stages(Relationship, e.Relationship.Before.Low, e.Relationship.Before.High)+
			" / "+m.stages(LeadManagement, e.LeadManagement.Before.Low, e.LeadManagement.Before.High))
	}
	for _, c := range m.stops() {
		parts = append(parts, m.w.milestone+": "+m.cell(c))
	}
	parts = append(parts, m.w.target+": "+m.cell(m.Target))
	for _, a := range axes() {
		if b := m.Axis(a).Measured; b != nil {
			parts = append(parts, m.w.byMeasures+", "+m.axisName(a)+": "+m.stages(a, b.Low, b.High))
		}
	}
	for i := range m.Earlier {
		e := &m.Earlier[i]
		parts = append(parts, m.w.then+", "+dayOf(e.At, m.l)+": "+m.stages(Relationship, e.Relationship.Low, e.Relationship.High)+
			" / "+m.stages(LeadManagement, e.LeadManagement.Low, e.LeadManagement.High))
	}
	return strings.Join(parts, ". ") + "."
}
