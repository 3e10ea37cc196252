package maturity

import (
	"maps"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Model is a checked [Spec]. It is immutable and safe for concurrent use.
type Model struct {
	spec        Spec
	id          string
	departments map[string]int // by ID, as in the Spec
	statements  map[string]int
	axes        []Axis // of each statement
	areas       map[string]AreaSpec
	cells       map[Cell]Text

	indicators, recommendations map[string]int
}

// Compile checks a model and makes a [Model] of it. Everything that is wrong is
// reported at once, as a [*SpecError]. The Model keeps nothing of the Spec.
func Compile(spec Spec) (*Model, error) {
	spec = spec.clone()
	c := newCheck(&spec)
	if c.size() {
		c.all()
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	id, err := specfile.Identity(spec.Name, spec.Revision, spec)
	if err != nil {
		return nil, err
	}
	m := &Model{
		spec: spec, id: id,
		departments: c.departments.at, statements: c.statements.at,
		indicators: c.indicators.at, recommendations: c.recommendations.at,
		areas: map[string]AreaSpec{}, cells: map[Cell]Text{},
	}
	for _, a := range spec.Areas {
		m.areas[a.ID] = a
	}
	for _, s := range spec.Statements {
		m.axes = append(m.axes, m.areas[s.Area].Axis)
	}
	for _, cell := range spec.Cells {
		m.cells[Cell{cell.R, cell.M}] = cell.Diagnosis
	}
	return m, nil
}

// ID is the identity of the model: name@revision+hash8 of its canonical form.
// Reports of models with the same ID can be compared.
func (m *Model) ID() string { return m.id }

// Spec returns a copy of the model's Spec: what to ask, and how.
func (m *Model) Spec() Spec { return m.spec.clone() }

// clone copies everything that a caller could still write to.
func (s *Spec) clone() Spec {
	c := *s
	c.Departments = slices.Clone(s.Departments)
	c.Scales = slices.Clone(s.Scales)
	for i := range c.Scales {
		c.Scales[i].Labels = slices.Clone(c.Scales[i].Labels)
	}
	for _, a := range []*AxisSpec{&c.Axes.Relationship, &c.Axes.LeadManagement} {
		a.Ask, a.Required, a.Stages = slices.Clone(a.Ask), slices.Clone(a.Required), slices.Clone(a.Stages)
	}
	c.Areas = slices.Clone(s.Areas)
	c.Statements = slices.Clone(s.Statements)
	for i := range c.Statements {
		c.Statements[i].Indicators = slices.Clone(c.Statements[i].Indicators)
	}
	c.Indicators = slices.Clone(s.Indicators)
	for i := range c.Indicators {
		ind := &c.Indicators[i]
		ind.AtLeast, ind.AtMost = maps.Clone(ind.AtLeast), maps.Clone(ind.AtMost)
	}
	c.Cells = slices.Clone(s.Cells)
	c.Owners = slices.Clone(s.Owners)
	c.Recommendations = slices.Clone(s.Recommendations)
	for i := range c.Recommendations {
		r := &c.Recommendations[i]
		r.After, r.Lifts, r.ShowsIn = slices.Clone(r.After), slices.Clone(r.Lifts), slices.Clone(r.ShowsIn)
		if r.When != nil {
			r.When = new(*r.When)
		}
	}
	return c
}
