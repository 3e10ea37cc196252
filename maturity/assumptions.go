package maturity

import (
	"maps"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Assumptions are what is taken for granted in place of what was answered and
// measured, to see what would come of it. Findings about what people said are as they
// are without; an axis on which too much was declared not applicable stays open.
type Assumptions struct {
	// Answers is by the ID of the statement what everybody who is asked answers, 1 to
	// 5. It cannot be a department's alone: by trying, the answers of the others could
	// be found out.
	Answers map[string]Value

	// Measures stand in place of those of the same indicators. A share needs as many
	// cases as [Rules.Cases] asks for.
	Measures []Measure
}

func (a Assumptions) none() bool { return len(a.Answers) == 0 && len(a.Measures) == 0 }

// Assumed is something that was taken for granted.
type Assumed struct {
	ID   string `json:"id"`   // of a statement or an indicator
	Text Text   `json:"text"` // the statement, or what is measured

	// Value is what everybody answers; 0 for an indicator, whose figure stands
	// among the Measures.
	Value int `json:"value,omitzero"`
}

// checkAssumptions refuses assumptions that do not fit the model.
func (m *Model) checkAssumptions(a Assumptions) error {
	c := specfile.Source{}.Check()
	for _, id := range slices.Sorted(maps.Keys(a.Answers)) {
		at := specfile.Key("assume.answers", id)
		if _, ok := m.statements[id]; !ok {
			c.UnknownKey(at, "statement", id, slices.Sorted(maps.Keys(m.statements)))
		} else if v := a.Answers[id]; !v.rated() {
			c.Addf(at, "expected 1 to %d, found %d", maxValue, int(v))
		}
	}
	first := map[string]int{}
	for i := range a.Measures {
		at, in := specfile.Index("assume.measures", i), &a.Measures[i]
		m.checkFit(c, at, in)
		if j, ok := m.indicators[in.ID]; ok && m.undecided(&m.spec.Indicators[j], in.Den) {
			c.Addf(specfile.Key(at, "den"), "expected at least %d cases, for a share of fewer says nothing; found %d", m.spec.Rules.Cases, in.Den)
		}
		if j, twice := first[in.ID]; twice {
			c.Addf(specfile.Key(at, "id"), "%.80q is assumed a second time, after assume.measures[%d]", in.ID, j)
		} else {
			first[in.ID] = i
		}
	}
	return c.Err()
}

// assumed lists what is taken for granted, statements first, in the order of the Spec.
func (m *Model) assumed(a Assumptions) []Assumed {
	list := []Assumed{}
	for _, s := range m.spec.Statements {
		if v, ok := a.Answers[s.ID]; ok {
			list = append(list, Assumed{s.ID, s.Text, int(v)})
		}
	}
	for _, i := range m.spec.Indicators {
		if a.measures(i.ID) {
			list = append(list, Assumed{ID: i.ID, Text: i.Name})
		}
	}
	return list
}

func (a Assumptions) measures(indicator string) bool {
	return slices.ContainsFunc(a.Measures, func(in Measure) bool { return in.ID == indicator })
}

// instead returns how a statement stands if everybody answers v.
func (m *Model) instead(v Value) standing {
	if m.holds(nil, 1, int64(v)) {
		return standing{state: Held, low: true, high: true}
	}
	return standing{state: NotHeld}
}
