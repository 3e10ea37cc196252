package funnel

import "math"

// goalTally counts by period when leads reached a stage first, and who stands before
// it.
type goalTally struct {
	goals []oneGoal
	asOf  int64
	first int64 // when the first lead came in; noTime if none did
}

type oneGoal struct {
	spec     GoalSpec
	stage    int
	calendar calendar
	periods  map[int]int64
	waiting  []int64 // by stage
}

func newGoalTally(f *Funnel, o Options) *goalTally {
	t := &goalTally{first: noTime, asOf: o.AsOf.UnixMicro()}
	for _, g := range f.goals {
		one := oneGoal{spec: g, calendar: calendar{g.Per, o.Zone}, periods: map[int]int64{}, waiting: make([]int64, len(f.stages))}
		for k := range f.stages {
			if f.stages[k].Name == g.Stage {
				one.stage = k
			}
		}
		t.goals = append(t.goals, one)
	}
	return t
}

// add counts a lead that is not void.
func (t *goalTally) add(j *journey) {
	if len(t.goals) == 0 || j.entry == none {
		return
	}
	if came, timed := j.came(); timed && (t.first == noTime || came < t.first) {
		t.first = came
	}
	now := j.visits[len(j.visits)-1].stage
	for i := range t.goals {
		g := &t.goals[i]
		if at, timed, ok := j.arrived(g.stage); ok {
			if timed { // else nobody knows in which period
				g.periods[g.calendar.number(at)]++
			}
		} else if now != none && int(now) < g.stage && j.until >= t.asOf {
			g.waiting[now]++
		}
	}
}

func (t *goalTally) report(r *Report, o Options) []Goal {
	list := []Goal{}
	for i := range t.goals {
		g := &t.goals[i]
		list = append(list, Goal{Stage: g.spec.Stage, Per: g.spec.Per, AtLeast: g.spec.AtLeast, Periods: g.report(r, o, t.first)})
	}
	return list
}

func (g *oneGoal) report(r *Report, o Options, first int64) []GoalPeriod {
	list := []GoalPeriod{}
	c := g.calendar
	last := c.number(o.end().UnixMicro())
	switch {
	case !o.From.IsZero():
		from := c.number(o.From.UnixMicro())
		if c.begin(from).Before(o.From) {
			from++ // it began before the window
		}
		first := max(from, last-maxPeriods+1)
		return g.through(r, o, first, last, list)
	case first == noTime:
		return list
	}
	return g.through(r, o, max(c.number(first), last-maxPeriods+1), last, list)
}

func (g *oneGoal) through(r *Report, o Options, from, to int, list []GoalPeriod) []GoalPeriod {
	for n := from; n <= to; n++ {
		begin, end := g.calendar.begin(n), g.calendar.begin(n+1)
		if !o.To.IsZero() && end.After(o.To) {
			break
		}
		p := GoalPeriod{From: begin, To: end, Actual: g.periods[n]}
		switch {
		case p.Actual >= g.spec.AtLeast:
			p.State = GoalMet
		case end.After(o.AsOf):
			p.State = GoalOpen
			p.Still = g.still(r, p.Actual)
		default:
			p.State = GoalMissed
		}
		list = append(list, p)
	}
	return list
}

// still says what can come of the leads that stand before the stage.
func (g *oneGoal) still(r *Report, actual int64) *GoalStill {
	s := &GoalStill{Needed: g.spec.AtLeast - actual}
	var low, high float64
	known := true
	for k, n := range g.waiting {
		if n == 0 {
			continue
		}
		s.Waiting += n
		lo, hi, ok := Rate{Num: r.Stages[g.stage].Reached, Den: r.Stages[k].Reached}.Wilson()
		known = known && ok
		low, high = low+float64(n)*lo, high+float64(n)*hi
	}
	if known {
		s.Low, s.High = &low, &high
	}
	return s
}

// plan says how many leads each stage needs.
func (r *Report) plan(wins int64) *Plan {
	p := &Plan{Wins: wins, Stages: []PlanStage{}}
	last := &r.Stages[len(r.Stages)-1]
	for k := range r.Stages {
		s := PlanStage{Stage: r.Stages[k].Name, Rate: Rate{Num: last.Reached, Den: r.Stages[k].Reached}}
		lo, hi, ok := s.Rate.Wilson()
		if k == len(r.Stages)-1 {
			s.Rate = Rate{Num: last.Reached, Den: last.Reached}
			lo, hi, ok = 1, 1, last.Reached > 0
		}
		if ok && s.Rate.Num > 0 {
			needed := (wins*s.Rate.Den + s.Rate.Num - 1) / s.Rate.Num // maxWins keeps it within 64 bits
			s.Needed, s.Low, s.High = &needed, leads(wins, hi), leads(wins, lo)
		}
		p.Stages = append(p.Stages, s)
	}
	return p
}

// leads is how many are needed for so many wins at the end of an interval; nil if it is
// not a number that anybody can count.
func leads(wins int64, rate float64) *int64 {
	n := math.Ceil(float64(wins) / rate)
	if !(n < 1<<53) {
		return nil
	}
	i := int64(n)
	return &i
}
