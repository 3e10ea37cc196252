package maturity

import (
	"slices"
)

// advice is a recommendation that has been chosen.
type advice struct {
	spec   *RecommendationSpec
	index  int
	lifts  []string // of what is needed
	news   int      // how many of these nothing that has its place lifts
	waits  int      // for so many that have no place yet
	placed bool
}

// recommend fills in what to do for the first milestone of the path: what lifts a
// required statement of it that does not hold, and what that presupposes.
func (m *Model) recommend(r *Report) {
	needed, undone := m.needed(r), m.undone(r)
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
			if j := m.recommendations[id]; undone[j] {
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

// undone tells, of each recommendation, whether something that it is to make true does
// not hold, optional statements apart.
func (m *Model) undone(r *Report) []bool {
	lacking := map[string]bool{}
	for _, a := range axes() {
		for _, stage := range r.Axis(a).Stages {
			for i := range stage.Statements {
				s := &stage.Statements[i]
				lacking[s.ID] = !s.Optional && s.lacking()
			}
		}
	}
	undone := make([]bool, len(m.spec.Recommendations))
	for i, s := range m.spec.Recommendations {
		undone[i] = slices.ContainsFunc(s.Lifts, func(id string) bool { return lacking[id] })
	}
	return undone
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
	lifting, following := map[string][]*advice{}, map[string][]*advice{} // by what they lift, and presuppose
	among := map[string]bool{}
	for i := range chosen {
		among[chosen[i].spec.ID] = true
	}
	for i := range chosen {
		a := &chosen[i]
		a.news = len(a.lifts)
		for _, id := range a.lifts {
			lifting[id] = append(lifting[id], a)
		}
		for _, id := range a.spec.After {
			if among[id] {
				a.waits++
				following[id] = append(following[id], a)
			}
		}
	}
	list := []Recommendation{}
	for range chosen {
		var best *advice
		for i := range chosen {
			if a := &chosen[i]; !a.placed && a.waits == 0 && (best == nil || a.before(best)) {
				best = a
			}
		}
		best.placed = true
		for _, a := range following[best.spec.ID] {
			a.waits--
		}
		for _, id := range best.lifts {
			for _, a := range lifting[id] {
				a.news--
			}
			delete(lifting, id) // nobody's news any more
		}
		list = append(list, m.advise(r, best, list))
	}
	return list
}

// before reports whether a comes before b, given what has its place already.
func (a *advice) before(b *advice) bool {
	if x, y := a.spec.When != nil, b.spec.When != nil; x != y {
		return x
	}
	if a.news != b.news {
		return a.news > b.news
	}
	if x, y := slices.Index(efforts(), a.spec.Effort), slices.Index(efforts(), b.spec.Effort); x != y {
		return x < y
	}
	return a.index < b.index
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
