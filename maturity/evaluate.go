package maturity

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Input is what an evaluation starts from.
type Input struct {
	Answers Answers // of everybody who was asked

	// Measures are what daily business shows, in any order, each indicator once.
	// They can only take away from what people say.
	Measures []Measure

	// Evidence is what measures may do. The zero value is EvidenceCaps.
	Evidence Evidence

	// Target is where the organisation wants to be. The zero value is the ideal
	// state, (4, 4).
	Target Cell

	// At is when the assessment is made. It is shown, and Earlier needs it.
	At time.Time

	// Earlier are assessments of before, in any order. Those of another model are
	// evaluated anew under this one.
	Earlier []Assessment

	// Assume is what to take for granted: what would be if.
	Assume Assumptions

	// HBR are sheets of that instrument, see [HBR]. They stand beside the result and
	// change nothing about it.
	HBR []HBRSheet
}

// Evaluate says where an organisation stands.
//
// A department's mean is that of its people's ratings. A statement holds if the
// mean of the departments' means reaches [Rules.HoldsAt] and none of them lies
// below [Rules.Floor]. An axis has the highest stage at which all required
// statements of it and of the stages below hold. All of this is computed exactly.
//
// A required department without a rating counts as anything from 1 to 5 for that
// statement. The stage then lies between what holds with 1 and what holds with 5,
// and [Report.Deciding] names the statements that decide. A statement that a
// department declares not applicable, and none of its people rates, goes without
// that department; without all of them it counts nowhere. But if a department
// declares more than a fifth of an axis's required statements not applicable, the
// axis stays open from 1 to 4.
//
// Measures cap what the answers claim and never raise it. If a required statement
// names an indicator whose measure refutes the threshold of the statement's stage,
// the axis does not reach that stage, whatever people say: neither bound goes beyond
// the stage below. An indicator has thresholds for other stages too; those count
// where a required statement of that stage names it, and are goals elsewhere. A share
// refutes only if the whole of its 95 % interval (Wilson) lies on the wrong side and
// [Rules.Cases] are there; days, counts and shares that come [FromSpec], which are full
// counts, are compared as they are. A measure that is not there refutes nothing.
//
// Raising a rating, or moving a measure of as many cases in the direction of its
// thresholds, never lowers a stage or a bound, and the order of respondents and
// measures means nothing. Answers, measures, assumptions and sheets that do not fit are
// a [*SpecError], one that comes from Earlier says so; a target that there is not is
// [ErrInvalidTarget], an Evidence that there is not [ErrInvalidEvidence], and times that
// are missing or out of order are [ErrInvalidTime].
func (m *Model) Evaluate(in Input) (*Report, error) {
	r, err := m.evaluate(in)
	if err != nil {
		return nil, err
	}
	if !in.Assume.none() {
		without := in
		without.Assume = Assumptions{}
		before, err := m.evaluate(without)
		if err != nil {
			return nil, err
		}
		r.Assumed, r.Effect = m.assumed(in.Assume), m.changes(before, r)
	}
	if len(in.HBR) > 0 {
		names := map[string]Text{}
		for _, d := range m.spec.Departments {
			names[d.ID] = d.Name
		}
		sheets, err := sumHBR(in.HBR, names)
		if err != nil {
			return nil, err
		}
		r.HBR = &sheets
	}
	if len(in.Earlier) > 0 {
		if err := m.lookBack(r, in); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// evaluate evaluates one assessment by itself.
func (m *Model) evaluate(in Input) (*Report, error) {
	target := in.Target
	if target == (Cell{}) {
		target = Cell{Stages, Stages}
	}
	if !target.valid() {
		return nil, fmt.Errorf("%w: expected r and m from 1 to %d, found %v", ErrInvalidTarget, Stages, target)
	}
	policy := cmp.Or(in.Evidence, EvidenceCaps)
	if policy != EvidenceCaps && policy != EvidenceIgnored {
		return nil, fmt.Errorf("%w: expected %q or %q, found %.40q", ErrInvalidEvidence, EvidenceCaps, EvidenceIgnored, policy)
	}
	if y := in.At.UTC().Year(); y < 1 || y > 9999 {
		return nil, fmt.Errorf("%w: expected a year from 1 to 9999, found %d", ErrInvalidTime, y)
	}
	problems := slices.Concat(problemsOf(m.checkAnswers(in.Answers)), m.checkMeasures(in.Measures), problemsOf(m.checkAssumptions(in.Assume)))
	if len(problems) > 0 {
		return nil, &SpecError{Problems: problems}
	}
	r := &Report{
		Model:    m.id,
		Title:    m.spec.Title,
		People:   m.people(in.Answers),
		Target:   target,
		Evidence: policy,
		Measures: []MeasureReport{},
		Path:     []Cell{},
		Deciding: []Question{},
		Findings: []Finding{},
		Earlier:  []Earlier{},
		Assumed:  []Assumed{},
		spec:     &m.spec,
	}
	if !in.At.IsZero() {
		r.At = in.At.UTC()
	}
	sheets, figures := m.sheets(in.Answers), m.figures(in.Measures)
	maps.Copy(figures, m.figures(in.Assume.Measures))
	for _, a := range axes() {
		m.evaluateAxis(r, a, sheets, figures, in.Assume)
	}
	r.Proved = Cell{r.Relationship.Low, r.LeadManagement.Low}
	for x := r.Relationship.Low; x <= r.Relationship.High; x++ {
		for y := r.LeadManagement.Low; y <= r.LeadManagement.High; y++ {
			c := Cell{x, y}
			r.Positions = append(r.Positions, Position{c, c.Class(), c.Offset(), m.cells[c]})
		}
	}
	for c := r.Proved; ; {
		next := c.next(target)
		if next == c {
			break
		}
		r.Path = append(r.Path, next)
		c = next
	}
	m.findTarget(r)
	m.recommend(r)
	return r, nil
}

// next returns the milestone after c on the way to a target; c itself if there is
// none. Above the line the relationship goes first, below it lead management.
func (c Cell) next(target Cell) Cell {
	r, m := min(c.R+1, max(c.R, target.R)), min(c.M+1, max(c.M, target.M))
	switch {
	case c.M > c.R && r > c.R:
		return Cell{r, c.M}
	case c.M < c.R && m > c.M:
		return Cell{c.R, m}
	}
	return Cell{r, m}
}

// checkAnswers refuses answers that do not fit the model.
func (m *Model) checkAnswers(a Answers) error {
	c := a.Source.Check()
	departments := slices.Sorted(maps.Keys(m.departments))
	statements := slices.Sorted(maps.Keys(m.statements))
	first := map[string]int{}
	for i, p := range a.Respondents {
		path := specfile.Index("respondents", i)
		if j, ok := first[p.ID]; ok && p.ID != "" {
			c.Addf(specfile.Key(path, "id"), "%.80q answers a second time, after respondents[%d]", p.ID, j)
		} else {
			first[p.ID] = i
		}
		_, ok := m.departments[p.Department]
		if at := specfile.Key(path, "department"); p.Department == "" {
			c.Addf(at, "missing: expected one of %s", strings.Join(departments, ", "))
		} else if !ok {
			c.Unknown(at, "department", p.Department, departments)
		}
		for id, answer := range p.Answers {
			at := specfile.Key(specfile.Key(path, "answers"), id)
			j, isKnown := m.statements[id]
			if !isKnown {
				c.UnknownKey(at, "statement", id, statements)
				continue
			}
			if ask := m.spec.axis(m.axes[j]).Ask; ok && !slices.Contains(ask, p.Department) {
				c.AddKeyf(at, "department %q is not asked this; expected one of: %s", p.Department, strings.Join(ask, ", "))
			}
			checkAnswer(c, at, &m.spec.Statements[j], answer)
		}
	}
	return c.Err()
}

func checkAnswer(c *specfile.Checker, path string, s *StatementSpec, a Answer) {
	switch {
	case a.Value.rated() || a.Value == 0 || a.Value == DontKnow:
	case a.Value != NotApplicable:
		c.Addf(path, "expected 1 to %d, %s or %s, found %d", maxValue, dontKnow, notApplicable, int(a.Value))
	case !s.NA:
		c.Addf(path, "this statement applies to everyone; expected 1 to %d or %s", maxValue, dontKnow)
	case strings.TrimSpace(a.Reason) == "":
		c.Addf(path, "%s needs a reason, as in {value: %[1]s, reason: ...}", notApplicable)
	}
}

func (m *Model) people(a Answers) []People {
	n := make([]People, len(m.spec.Departments))
	for i, d := range m.spec.Departments {
		n[i].Department = d.ID
	}
	for _, p := range a.Respondents {
		n[m.departments[p.Department]].People++
	}
	return n
}
