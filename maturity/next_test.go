package maturity

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// just returns a measure that reaches a threshold and no more, so that it does not
// refute it, and refutes each that is stricter.
func just(m *Model, indicator string, stage int) Measure {
	i := &m.spec.Indicators[m.indicators[indicator]]
	bar, _ := i.threshold(stage)
	if i.Unit == Share {
		return Measure{ID: indicator, Num: int64(bar) * 1000, Den: 1_000_000}
	}
	return Measure{ID: indicator, Num: int64(bar) / 1000, Den: 1}
}

// What is told to be missing is held against trying it out.
func TestWhatIsMissingToTheNextStageIsEnoughAndNoMoreThanNeeded(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]*Model{"small": small(t), "default": compile(t, Default())} {
		t.Run(name, func(t *testing.T) {
			leaps, measures := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				in := Input{Answers: drawNearlyAll(t, m), Measures: drawMeasures(t, m)}
				if rapid.Bool().Draw(t, "mixed") {
					in = claim(m, Cell{rapid.IntRange(1, 4).Draw(t, "r"), rapid.IntRange(1, 4).Draw(t, "m")}, in.Measures...)
				}
				// Something may hold further up than below.
				low := rapid.SampledFrom(m.spec.Statements).Draw(t, "low").ID
				for _, p := range in.Answers.Respondents {
					if a, ok := p.Answers[low]; ok && a.Value.rated() {
						p.Answers[low] = Answer{Value: 1}
					}
				}
				r := evaluate(t, m, in)
				for _, a := range axes() {
					x := r.Axis(a)
					if x.Next == nil {
						if x.Low < Stages && x.Index != nil {
							t.Fatalf("%s: nothing is told to be missing at stage %d", a, x.Low)
						}
						continue
					}
					if x.Next.Stage > x.Low+1 {
						leaps++
					}
					measures += len(x.Next.Measures)
					all := Assumptions{Answers: map[string]Value{}}
					for _, id := range x.Next.Statements {
						all.Answers[id] = 5
					}
					for _, s := range x.Next.Measures {
						all.Measures = append(all.Measures, just(m, s.Indicator, x.Low+1))
					}
					got := lowUnder(t, m, in, all, a)
					if got < x.Next.Stage || len(x.Next.Measures) == 0 && got > x.Next.Stage {
						t.Fatalf("%s: stage %d of all that is missing, want %d: %+v", a, got, x.Next.Stage, x.Next)
					}
					for _, id := range x.Next.Statements {
						less := all
						less.Answers = maps.Clone(all.Answers)
						delete(less.Answers, id)
						if got := lowUnder(t, m, in, less, a); got != x.Low {
							t.Fatalf("%s: stage %d without %s, want %d as before", a, got, id, x.Low)
						}
					}
					for i := range x.Next.Measures {
						less := all
						less.Measures = slices.Delete(slices.Clone(all.Measures), i, i+1)
						if got := lowUnder(t, m, in, less, a); got != x.Low {
							t.Fatalf("%s: stage %d without measure %d, want %d as before", a, got, i, x.Low)
						}
					}
				}
			})
			if !testing.Short() && (leaps < 3 || measures < 3) {
				t.Errorf("only %d leaps and %d measures", leaps, measures)
			}
		})
	}
}

func lowUnder(t tester, m *Model, in Input, assume Assumptions, a Axis) int {
	in.Assume = assume
	return evaluate(t, m, in).Axis(a).Low
}
