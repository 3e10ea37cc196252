package maturity

import "slices"

// Next is the least that must change for an axis to be proved to reach a higher stage.
// Without any one of it the axis stays where it is.
type Next struct {
	// Stage is the one that is reached then: the next, or one further up where what
	// that needs holds already.
	Stage int `json:"stage"`

	// Statements, by ID, must come to hold, by better ratings or, of those that are
	// open, by answers. They are required ones of the stage behind AxisReport.Low.
	Statements []string `json:"statements"`

	// Measures must no longer refute that stage.
	Measures []Sign `json:"measures"`
}

// next returns what is missing to a higher stage, nil if there is none.
func (m *Model) next(x *AxisReport) *Next {
	if x.Low == Stages {
		return nil
	}
	n := &Next{Stage: x.Low + 1, Statements: []string{}, Measures: []Sign{}}
	for _, s := range x.Stages[x.Low-1].Statements {
		if s.Optional {
			continue
		}
		if s.State == NotHeld || s.State == Open {
			n.Statements = append(n.Statements, s.ID)
		}
		for _, c := range s.Indicators {
			if s.Refuted && c.Verdict == Refuted && !n.measures(c.Indicator) {
				i := &m.spec.Indicators[m.indicators[c.Indicator]]
				n.Measures = append(n.Measures, Sign{c.Indicator, c.Name, i.goal(n.Stage)})
			}
		}
	}
	for _, further := range x.Stages[x.Low:] {
		if further.State != Held || further.Refuted {
			break
		}
		n.Stage = further.Stage
	}
	return n
}

func (n *Next) measures(indicator string) bool {
	return slices.ContainsFunc(n.Measures, func(s Sign) bool { return s.Indicator == indicator })
}
