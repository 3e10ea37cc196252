package maturity

import (
	"math/big"
	"slices"
)

// ballot is what the people of one department answered to one statement.
type ballot struct {
	sum, rated int // of the ratings
	squares    int // the sum of theirs
	aside      int // declared it not applicable
	people     int // of the department, whatever they said
}

func (b ballot) mean() *big.Rat { return big.NewRat(int64(b.sum), int64(b.rated)) }

// voice is what the department as a whole says. Declaring a statement not
// applicable counts only if nobody rates it.
func (b ballot) voice() Voice {
	switch {
	case b.rated > 0:
		return Answered
	case b.aside > 0:
		return NotConcerned
	}
	return Silent
}

// few reports whether what the department says is what one or two people say, be it
// nothing.
func (b ballot) few() bool {
	switch b.voice() {
	case Answered:
		return b.rated < fewestToShow
	case NotConcerned:
		return b.aside < fewestToShow
	}
	return b.people > 0 && b.people < fewestToShow
}

// confidential reports whether a statement must go without figures, of any
// department: beside a mean of 3.00 from others, "does not hold, and no gap" could
// only be a single 3.
func (m *Model) confidential(axis *AxisSpec, sheet []ballot) bool {
	return slices.ContainsFunc(axis.Ask, func(id string) bool { return sheet[m.departments[id]].few() })
}

// sheets counts the answers: one ballot per statement and department.
func (m *Model) sheets(a Answers) [][]ballot {
	n := len(m.spec.Departments)
	all := make([][]ballot, len(m.spec.Statements))
	for i := range all {
		all[i] = make([]ballot, n)
	}
	for _, p := range a.Respondents {
		d := m.departments[p.Department]
		for i := range all {
			all[i][d].people++
		}
		for id, answer := range p.Answers {
			b := &all[m.statements[id]][d]
			switch {
			case answer.Value.rated():
				b.sum += int(answer.Value)
				b.squares += int(answer.Value) * int(answer.Value)
				b.rated++
			case answer.Value == NotApplicable:
				b.aside++
			}
		}
	}
	return all
}

// standing is what the departments together say about a statement.
type standing struct {
	means     []*big.Rat // of the departments that rated it
	missing   []string   // the departments that should have
	state     State
	low, high bool // whether it holds if those that are missing say 1, or 5
}

func (m *Model) stand(axis *AxisSpec, sheet []ballot) standing {
	var s standing
	aside := false
	for _, id := range axis.Ask {
		switch b := sheet[m.departments[id]]; b.voice() {
		case Answered:
			s.means = append(s.means, b.mean())
		case NotConcerned:
			aside = true
		case Silent:
			if slices.Contains(axis.Required, id) {
				s.missing = append(s.missing, id)
			}
		}
	}
	silent := len(s.missing)
	if len(s.means) == 0 && silent == 0 {
		if aside {
			s.state = SetAside
			return s
		}
		s.missing, silent = axis.Ask, 1 // any one of them would do
	}
	s.low, s.high = m.holds(s.means, silent, 1), m.holds(s.means, silent, maxValue)
	switch {
	case s.low:
		s.state = Held
	case s.high:
		s.state = Open
	default:
		s.state = NotHeld
	}
	return s
}

// holds applies the rules to the means of the departments, with the silent ones at
// one value.
func (m *Model) holds(means []*big.Rat, silent int, value int64) bool {
	floor, sum := m.spec.Rules.Floor.rat(), new(big.Rat)
	for _, v := range means {
		if v.Cmp(floor) < 0 {
			return false
		}
		sum.Add(sum, v)
	}
	if v := big.NewRat(value, 1); silent > 0 && v.Cmp(floor) < 0 {
		return false
	}
	sum.Add(sum, big.NewRat(int64(silent)*value, 1))
	return sum.Cmp(new(big.Rat).Mul(m.spec.Rules.HoldsAt.rat(), big.NewRat(int64(len(means)+silent), 1))) >= 0
}

// evaluateAxis fills in what the report says about an axis.
func (m *Model) evaluateAxis(r *Report, a Axis, sheets [][]ballot, figures figures, assume Assumptions) {
	axis, out := m.spec.axis(a), r.Axis(a)
	out.Asked, out.Target = Bounds{Stages, Stages}, r.Target.on(a)
	most := Stages // as far as measures allow
	standings := make([]standing, len(sheets))
	for stage := 2; stage <= Stages; stage++ {
		proof := StageProof{Stage: stage, Name: axis.Stages[stage-1].Name, State: Held, Statements: []StatementProof{}}
		for i, s := range m.spec.Statements {
			if s.Stage != stage || m.axes[i] != a {
				continue
			}
			standings[i] = m.stand(axis, sheets[i])
			p := m.prove(i, axis, sheets[i], standings[i])
			m.findGap(r, i, axis, sheets[i], standings[i].state)
			m.findDisagreement(r, p)
			if v, ok := assume.Answers[s.ID]; ok {
				standings[i] = m.instead(v)
				p.State, p.Mean, p.Opinions, p.Assumed = standings[i].state, nil, []Opinion{}, int(v)
			}
			p.Indicators = m.compare(&s, figures)
			p.Refuted = r.Evidence == EvidenceCaps && refuted(p.Indicators)
			proof.Statements = append(proof.Statements, p)
			if !s.Optional {
				proof.State = proof.State.and(standings[i].state)
				proof.Refuted = proof.Refuted || p.Refuted
			}
		}
		if proof.State != Held {
			out.Asked.Low = min(out.Asked.Low, stage-1)
		}
		if proof.State == NotHeld {
			out.Asked.High = min(out.Asked.High, stage-1)
		}
		if proof.Refuted {
			most = min(most, stage-1)
		}
		out.Stages = append(out.Stages, proof)
	}
	m.findWiderGaps(r, a, sheets)
	aside := m.tooMuchAside(a, sheets)
	if aside {
		out.Asked = Bounds{1, Stages}
		m.findAside(r, a)
	}
	out.Low, out.High = min(out.Asked.Low, most), min(out.Asked.High, most)
	if !aside {
		out.Index, out.Next = new(out.index()), m.next(out)
	}
	m.measured(r, a, figures, assume)
	m.findMeasured(r, a)
	out.Gap = Gap{max(0, out.Target-out.High), max(0, out.Target-out.Low)}
	if aside {
		return // no answer that is missing would tell the stage
	}
	for stage := 2; stage <= out.High; stage++ {
		for i, s := range m.spec.Statements {
			if s.Stage == stage && m.axes[i] == a && !s.Optional && standings[i].state == Open {
				r.Deciding = append(r.Deciding, Question{s.ID, s.Text, a, stage, slices.Clone(standings[i].missing)})
			}
		}
	}
}

// and is the state of a stage with one more statement.
func (s State) and(t State) State {
	switch {
	case s == NotHeld || t == NotHeld:
		return NotHeld
	case s == Open || t == Open:
		return Open
	}
	return s
}

// index is the stage that is proved plus the share of the next one that holds.
func (x *AxisReport) index() Decimal {
	index := Decimal(x.Low * 1000)
	if x.Low == Stages {
		return index
	}
	held, all := 0, 0
	for _, s := range x.Stages[x.Low-1].Statements {
		switch {
		case s.State == SetAside:
			continue
		case s.State == Held && !s.Refuted:
			held++
		}
		all++
	}
	return index + Decimal(held*100/all*10)
}

// tooMuchAside reports whether a department declares more than a fifth of an
// axis's required statements not applicable.
func (m *Model) tooMuchAside(a Axis, sheets [][]ballot) bool {
	for d := range m.spec.Departments {
		aside, all := 0, 0
		for i, s := range m.spec.Statements {
			if m.axes[i] == a && !s.Optional {
				all++
				if sheets[i][d].voice() == NotConcerned {
					aside++
				}
			}
		}
		if 5*aside > all {
			return true
		}
	}
	return false
}

// prove writes down how a statement stands, without the figures, and without the
// difference between an answer and none, that would give single answers away.
func (m *Model) prove(i int, axis *AxisSpec, sheet []ballot, s standing) StatementProof {
	spec, rules := &m.spec.Statements[i], m.spec.Rules
	p := StatementProof{
		ID: spec.ID, Area: m.areas[spec.Area].Name, Text: spec.Text, Optional: spec.Optional, State: s.state,
		Opinions: []Opinion{},
	}
	confidential := m.confidential(axis, sheet)
	if confidential && p.State == SetAside {
		p.State = Held // as if they had agreed: it stands in the way of no stage
	}
	for _, id := range axis.Ask {
		b := sheet[m.departments[id]]
		o := Opinion{Department: id, Voice: b.voice()}
		if confidential && (o.Voice != Silent || b.few()) {
			o.Voice = Withheld
		}
		if o.Voice == Answered {
			o.People, o.Mean = b.rated, new(shown(b.mean(), rules.HoldsAt, rules.Floor))
			o.Agreement = b.agreement()
		}
		p.Opinions = append(p.Opinions, o)
	}
	if !confidential && len(s.missing) == 0 && len(s.means) > 0 {
		sum := new(big.Rat)
		for _, mean := range s.means {
			sum.Add(sum, mean)
		}
		p.Mean = new(shown(sum.Quo(sum, big.NewRat(int64(len(s.means)), 1)), rules.HoldsAt))
	}
	return p
}
