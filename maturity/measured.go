package maturity

import (
	"maps"
	"slices"

	"github.com/leadline-go/leadline/internal/stat"
)

// figures are the measures by indicator.
type figures map[string]*Figure

// clone copies a figure, for each place in a report has its own.
func (f *Figure) clone() *Figure {
	if f == nil {
		return nil
	}
	c := *f
	if f.Low != nil {
		c.Low, c.High = new(*f.Low), new(*f.High)
	}
	return &c
}

// figures puts down what was measured, by indicator.
func (m *Model) figures(all []Measure) figures {
	f := figures{}
	for _, in := range all {
		out := &Figure{Num: in.Num, Den: in.Den, Value: float64(in.Num)}
		if !in.From.IsZero() {
			out.From = in.From.UTC()
		}
		if !in.To.IsZero() {
			out.To = in.To.UTC()
		}
		i := &m.spec.Indicators[m.indicators[in.ID]]
		rate := stat.Rate{Num: in.Num, Den: in.Den}
		if i.Unit == Share {
			out.Value, _ = rate.Value()
		}
		if low, high, ok := rate.Wilson(); ok && i.sampled() {
			out.Low, out.High = new(low), new(high)
		}
		f[in.ID] = out
	}
	return f
}

// bound says from which side a measure has to reach the thresholds.
func (i *IndicatorSpec) bound() Bound {
	if len(i.AtMost) > 0 {
		return AtMost
	}
	return AtLeast
}

// sampled reports whether a figure of the indicator is a sample, of cases that might as
// well have been others. A share of the lifecycle is not: it has all cases that there
// are.
func (i *IndicatorSpec) sampled() bool { return i.Unit == Share && i.Source != FromSpec }

// judge compares a figure with a threshold. A sample says something only if its whole
// interval lies on one side, and only from a number of cases on. Everything else is
// what it is, and is compared without rounding.
func (m *Model) judge(i *IndicatorSpec, f *Figure, threshold Decimal) Verdict {
	switch {
	case f == nil:
		return Unmeasured
	case m.undecided(i, f.Den):
		return Inconclusive
	case i.sampled():
		return verdict(i.bound(), *f.Low, *f.High, float64(threshold)/1000)
	}
	exact := f.Num * 1000
	return verdict(i.bound(), exact, exact, int64(threshold)*f.Den)
}

// undecided reports whether a measure has too few cases to say anything.
func (m *Model) undecided(i *IndicatorSpec, cases int64) bool {
	return i.sampled() && cases < int64(m.spec.Rules.Cases)
}

// verdict compares an interval with a bar, which itself is good enough.
func verdict[N int64 | float64](b Bound, low, high, bar N) Verdict {
	if b == AtMost {
		low, high, bar = -high, -low, -bar
	}
	switch {
	case low >= bar:
		return Supported
	case high < bar:
		return Refuted
	}
	return Inconclusive
}

// counts reports whether a stage depends on an indicator: whether a required
// statement of the stage names it.
func (m *Model) counts(indicator string, stage int) bool {
	return slices.ContainsFunc(m.spec.Statements, func(s StatementSpec) bool {
		return s.Stage == stage && !s.Optional && slices.Contains(s.Indicators, indicator)
	})
}

// thresholds judges a figure at all stages for which the indicator has a threshold.
func (m *Model) thresholds(i *IndicatorSpec, f *Figure) []Threshold {
	var all []Threshold
	for stage := 2; stage <= Stages; stage++ {
		if bar, ok := i.threshold(stage); ok {
			all = append(all, Threshold{stage, i.bound(), bar, m.judge(i, f, bar), m.counts(i.ID, stage)})
		}
	}
	return all
}

// compare judges the indicators of a statement.
func (m *Model) compare(s *StatementSpec, measured figures) []Comparison {
	all := []Comparison{}
	for _, id := range s.Indicators {
		i := &m.spec.Indicators[m.indicators[id]]
		bar, _ := i.threshold(s.Stage)
		all = append(all, Comparison{
			Indicator: id, Name: i.Name, Bound: i.bound(), Threshold: bar,
			Verdict: m.judge(i, measured[id], bar), Figure: measured[id].clone(),
		})
	}
	return all
}

// refuted reports whether a measure says that a statement is not true.
func refuted(all []Comparison) bool {
	return slices.ContainsFunc(all, func(c Comparison) bool { return c.Verdict == Refuted })
}

// measured fills in what was measured on an axis, in the order of the Spec.
func (m *Model) measured(r *Report, a Axis, figures figures, assume Assumptions) {
	x := r.Axis(a)
	verdicts := map[int][]Verdict{} // by stage, of what counts
	for k := range m.spec.Indicators {
		i := &m.spec.Indicators[k]
		f := figures[i.ID]
		if f == nil || m.areas[i.Area].Axis != a {
			continue
		}
		all := m.thresholds(i, f)
		r.Measures = append(r.Measures, MeasureReport{i.ID, i.Name, a, i.Unit, *f.clone(), assume.measures(i.ID), all})
		for _, t := range all {
			if t.Counts {
				verdicts[t.Stage] = append(verdicts[t.Stage], t.Verdict)
			}
		}
	}
	if len(verdicts) == 0 {
		return
	}
	x.Measured = &Bounds{1, 1}
	for _, stage := range slices.Sorted(maps.Keys(verdicts)) {
		if slices.Contains(verdicts[stage], Refuted) {
			x.Measured.High = stage - 1
			return
		}
		x.Measured.High = stage
		if x.Measured.Low == stage-1 && !slices.Contains(verdicts[stage], Inconclusive) {
			x.Measured.Low = stage
		}
	}
}
