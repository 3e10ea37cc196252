package maturity

import (
	"slices"
)

// advice is a recommendation that has been chosen.
type advice struct {
	spec   *RecommendationSpec
	index  int
	lifts  []string // of what is needed
	placed bool
}

// recommend fills in what to do for the first milestone of the path: what lifts a
// required statement of it that does not hold, and what that presupposes.
func (m *Model) recommend(r *Report) {
	needed := m.needed(r)
	chosen := make([]advice, len(m.spec.Recommendations)) // spec nil: not chosen
	var choose func(i int)
	choose = func(i int) {
		a := &chosen[i]
		if a.spec != nil {
			return
		}
		a.spec, a.index = &m.spec.Recommendations[i], i
		for _, id := range a.spec.Lifts {
			if needed[id] {
				a.lifts = append(a.lifts, id)
			}
		}
		for _, id := range a.spec.After {
			if j := m.recommendations[id]; m.undone(r, j) {
				choose(j)
			}
		}
	}
	for i := range m.spec.Recommendations {
		s := &m.spec.Recommendations[i]
		lifts := slices.ContainsFunc(s.Lifts, func(id string) bool { return needed[id] })
		if s.forGoal() && len(r.Path) == 0 || lifts && s.fits(r.Proved) {
			choose(i)
		}
	}
	r.Recommendations = m.order(r, slices.DeleteFunc(chosen, func(a advice) bool { return a.spec == nil }))
}

// lacking reports whether something is to be done about a statement: it does not hold,
// or daily business refutes it.
func (p *StatementProof) lacking() bool { return p.State == NotHeld || p.Refuted }

// needed returns the required statements that do not hold and that the first
// milestone needs. Those whose answers are missing come first to be answered.
func (m *Model) needed(r *Report) map[string]bool {
	needed := map[string]bool{}
	if len(r.Path) == 0 {
		return needed
	}
	for _, a := range axes() {
		if next := r.Path[0].on(a); next > r.Proved.on(a) {
			for _, s := range r.Axis(a).Stages[next-2].Statements {
				if !s.Optional && s.lacking() {
					needed[s.ID] = true
				}
			}
		}
	}
	return needed
}

// undone reports whether something that a recommendation is to make true does not
// hold, optional statements apart.
func (m *Model) undone(r *Report, i int) bool {
	for _, id := range m.spec.Recommendations[i].Lifts {
		j := m.statements[id]
		s := &m.spec.Statements[j]
		proofs := r.Axis(m.axes[j]).Stages[s.Stage-2].Statements
		k := slices.IndexFunc(proofs, func(p StatementProof) bool { return p.ID == id })
		if !s.Optional && proofs[k].lacking() {
			return true
		}
	}
	return false
}

// milestone is what to reach next: the first of the path, or what has been reached.
func (r *Report) milestone() Cell {
	if len(r.Path) == 0 {
		return r.Proved
	}
	return r.Path[0]
}

// fits reports whether a recommendation is meant for a cell.
func (s *RecommendationSpec) fits(c Cell) bool {
	if s.When == nil {
		return true
	}
	off := max(s.When.Offset, 1)
	return s.When.Position == string(Above) && c.Offset() >= off || s.When.Position == string(Below) && -c.Offset() >= off
}

// order puts recommendations into the order that [Recommendation] describes.
func (m *Model) order(r *Report, chosen []advice) []Recommendation {
	list := []Recommendation{}
	lifted := map[string]bool{}
	for range chosen {
		best := -1
		for i := range chosen {
			if a := &chosen[i]; !a.placed && a.free(chosen) && (best < 0 || a.before(&chosen[best], lifted)) {
				best = i
			}
		}
		a := &chosen[best]
		a.placed = true
		for _, id := range a.lifts {
			lifted[id] = true
		}
		list = append(list, m.advise(r, a, list))
	}
	return list
}

// free reports whether all that was chosen and that a presupposes has its place.
func (a *advice) free(chosen []advice) bool {
	return !slices.ContainsFunc(chosen, func(b advice) bool { return !b.placed && slices.Contains(a.spec.After, b.spec.ID) })
}

// before reports whether a comes before b, given what is lifted already.
func (a *advice) before(b *advice, lifted map[string]bool) bool {
	if x, y := a.spec.When != nil, b.spec.When != nil; x != y {
		return x
	}
	if x, y := a.news(lifted), b.news(lifted); x != y {
		return x > y
	}
	if x, y := slices.Index(efforts(), a.spec.Effort), slices.Index(efforts(), b.spec.Effort); x != y {
		return x < y
	}
	return a.index < b.index
}

// news is how many statements a lifts that nothing before it does.
func (a *advice) news(lifted map[string]bool) int {
	n := 0
	for _, id := range a.lifts {
		if !lifted[id] {
			n++
		}
	}
	return n
}

// advise writes a recommendation down; before are those that come before it.
func (m *Model) advise(r *Report, a *advice, before []Recommendation) Recommendation {
	s := a.spec
	out := Recommendation{
		ID: s.ID, Text: s.Text, Effort: s.Effort,
		Lifts: slices.Concat([]string{}, a.lifts), After: []string{}, ShowsIn: []Sign{},
	}
	for _, o := range m.spec.Owners {
		if o.ID == s.Owner {
			out.Owner = o.Name
		}
	}
	for _, b := range before {
		if slices.Contains(s.After, b.ID) {
			out.After = append(out.After, b.ID)
		}
	}
	for _, id := range s.ShowsIn {
		ind := &m.spec.Indicators[m.indicators[id]]
		stage := r.milestone().on(m.areas[ind.Area].Axis)
		out.ShowsIn = append(out.ShowsIn, Sign{id, ind.Name, ind.goal(stage)})
	}
	return out
}

// goal words what the indicator should reach at a stage; empty if nothing is set.
func (i *IndicatorSpec) goal(stage int) Text {
	d, ok := i.threshold(stage)
	if !ok {
		return Text{}
	}
	return Text{goal(i.bound(), d, i.Unit, En), goal(i.bound(), d, i.Unit, De)}
}
