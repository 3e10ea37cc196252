package maturity

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawAnswers draws up to four people a department who answer some of the small
// model's statements.
func drawAnswers(t *rapid.T, m *Model) Answers {
	values := rapid.SampledFrom([]Value{0, DontKnow, NotApplicable, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5})
	var a Answers
	for _, department := range []string{"marketing", "sales"} {
		for range rapid.IntRange(0, 4).Draw(t, "people") {
			p := Respondent{ID: fmt.Sprint(len(a.Respondents)), Department: department, Answers: map[string]Answer{}}
			for _, s := range m.spec.Statements {
				v := values.Draw(t, s.ID)
				if v == NotApplicable && !s.NA {
					v = 5
				}
				p.Answers[s.ID] = Answer{v, "because"}
			}
			a.Respondents = append(a.Respondents, p)
		}
	}
	return a
}

// twin says the same as Evaluate about the small model, by trying everything: for
// each silent department that must answer it tries 1 to 5, and takes the lowest
// and the highest stage that comes of it. A statement decides if its answers alone
// can change the stage.
type twin struct {
	m *Model
	a Answers
}

func (w twin) values(statement, department string) (rated []int, aside bool) {
	for _, p := range w.a.Respondents {
		if p.Department == department {
			switch v := p.Answers[statement].Value; {
			case v > 0:
				rated = append(rated, int(v))
			case v == NotApplicable:
				aside = true
			}
		}
	}
	return rated, aside
}

// holes lists what has to be tried: "statement/department".
func (w twin) holes(axis Axis) []string {
	var holes []string
	for i, s := range w.m.spec.Statements {
		if w.m.axes[i] != axis || s.Optional {
			continue
		}
		marketing, aside1 := w.values(s.ID, "marketing")
		sales, aside2 := w.values(s.ID, "sales")
		switch {
		case axis == LeadManagement:
			if len(marketing)+len(sales) == 0 {
				holes = append(holes, s.ID+"/sales")
			}
		default:
			if len(marketing) == 0 && !aside1 {
				holes = append(holes, s.ID+"/marketing")
			}
			if len(sales) == 0 && !aside2 {
				holes = append(holes, s.ID+"/sales")
			}
		}
	}
	return holes
}

// stage is the stage with the holes filled. All sums are in twelfths, which is
// exact for up to four people.
func (w twin) stage(axis Axis, fill map[string]int) int {
	stage := 1
	for _, want := range []int{2, 3, 4} {
		for i, s := range w.m.spec.Statements {
			if w.m.axes[i] != axis || s.Optional || s.Stage != want {
				continue
			}
			sum, n, floor := 0, 0, false
			for _, d := range []string{"marketing", "sales"} {
				rated, _ := w.values(s.ID, d)
				if v, ok := fill[s.ID+"/"+d]; ok {
					rated = []int{v}
				}
				if len(rated) == 0 {
					continue
				}
				mean := 0
				for _, v := range rated {
					mean += v * 12 / len(rated) // 12, 6, 4 or 3 a point
				}
				sum, n, floor = sum+mean, n+1, floor || mean < 36
			}
			if n > 0 && (floor || 2*sum < 7*12*n) {
				return stage
			}
		}
		stage = want
	}
	return stage
}

// all tries all ways to fill the holes.
func (w twin) all(axis Axis, holes []string, fill map[string]int, visit func(map[string]int)) {
	if len(holes) == 0 {
		visit(fill)
		return
	}
	for v := 1; v <= 5; v++ {
		fill[holes[0]] = v
		w.all(axis, holes[1:], fill, visit)
	}
	delete(fill, holes[0])
}

func TestIntervalsAreThoseOfAllWaysToCompleteTheAnswers(t *testing.T) {
	t.Parallel()
	m := small(t)
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		w := twin{m, drawAnswers(t, m)}
		r := evaluate(t, m, Input{Answers: w.a})
		for _, axis := range axes() {
			holes := w.holes(axis)
			if len(holes) > 5 || r.Axis(axis).Index == nil {
				continue // 5 to the power of holes
			}
			tried++
			stages := map[int]bool{}
			byRest := map[string]map[int]bool{} // stages, by the statement and how the others are filled
			w.all(axis, holes, map[string]int{}, func(fill map[string]int) {
				stage := w.stage(axis, fill)
				stages[stage] = true
				for _, hole := range holes {
					id, _, _ := strings.Cut(hole, "/")
					rest := maps.Clone(fill)
					maps.DeleteFunc(rest, func(k string, _ int) bool { return strings.HasPrefix(k, id+"/") })
					key := id + fmt.Sprint(rest)
					if byRest[key] == nil {
						byRest[key] = map[int]bool{}
					}
					byRest[key][stage] = true
				}
			})
			low, high := slices.Min(slices.Collect(maps.Keys(stages))), slices.Max(slices.Collect(maps.Keys(stages)))
			if x := r.Axis(axis); x.Low != low || x.High != high {
				t.Fatalf("%s: %d to %d, want %d to %d", axis, x.Low, x.High, low, high)
			}
			decides := map[string]bool{}
			for key, stages := range byRest {
				if id, _, _ := strings.Cut(key, "map"); len(stages) > 1 {
					decides[id] = true
				}
			}
			got := map[string]bool{}
			for _, q := range r.Deciding {
				if q.Axis == axis {
					got[q.Statement] = true
				}
			}
			if diff := cmp.Diff(decides, got); diff != "" {
				t.Fatalf("%s: deciding statements (-want +got):\n%s", axis, diff)
			}
		}
	})
	if !testing.Short() && tried < 50 || tried == 0 {
		t.Errorf("only %d axes were compared", tried)
	}
}

func TestRaisingAnAnswerLowersNothing(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]*Model{"small": small(t), "default": compile(t, Default())} {
		t.Run(name, func(t *testing.T) {
			raised, mattered := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				a := drawNearlyAll(t, m)
				p := rapid.SampledFrom(a.Respondents).Draw(t, "who")
				if name == "small" && rapid.Bool().Draw(t, "anything") {
					a = drawAnswers(t, m)
					if len(a.Respondents) == 0 {
						return
					}
					p = rapid.SampledFrom(a.Respondents).Draw(t, "who else")
				}
				before := evaluate(t, m, Input{Answers: a})
				changed := false
				for _, id := range slices.Sorted(maps.Keys(p.Answers)) {
					v := p.Answers[id].Value
					if v < 1 || v > 4 {
						continue
					}
					raised++
					p.Answers[id] = Answer{Value: Value(rapid.IntRange(int(v)+1, 5).Draw(t, "to "+id))}
					after := evaluate(t, m, Input{Answers: a})
					for _, axis := range axes() {
						x, y := before.Axis(axis), after.Axis(axis)
						if y.Low < x.Low || y.High < x.High {
							t.Fatalf("%s: %s went from %d-%d to %d-%d", id, axis, x.Low, x.High, y.Low, y.High)
						}
						if (x.Index == nil) != (y.Index == nil) || x.Index != nil && *y.Index < *x.Index {
							t.Fatalf("%s: index of %s went from %v to %v", id, axis, x.Index, y.Index)
						}
						changed = changed || x.Low != y.Low || x.High != y.High || x.Index != nil && *x.Index != *y.Index
					}
					before = after
				}
				if changed {
					mattered++
				}
			})
			if !testing.Short() && (raised < 100 || mattered < 20) {
				t.Errorf("only %d answers were raised, and only in %d draws did it matter", raised, mattered)
			}
		})
	}
}

// drawNearlyAll draws one to four people of each department who rate all they are
// asked at 3 to 5, but for a few: near the thresholds, whatever the model's size.
func drawNearlyAll(t *rapid.T, m *Model) Answers {
	var a Answers
	for _, d := range m.spec.Departments {
		for i := range rapid.IntRange(1, 4).Draw(t, d.ID) {
			for _, p := range group(m, d.ID, 1, func(s StatementSpec, _ Axis) Answer {
				v := rapid.SampledFrom([]Value{0, DontKnow, NotApplicable, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5}).Draw(t, s.ID)
				if v == NotApplicable && !s.NA {
					v = 5
				}
				return Answer{v, "because"}
			}) {
				p.ID = fmt.Sprint(d.ID, i)
				a.Respondents = append(a.Respondents, p)
			}
		}
	}
	return a
}

func TestAMissingAnswerOnlyWidens(t *testing.T) {
	m := small(t)
	rapid.Check(t, func(t *rapid.T) {
		var in Input
		for _, d := range []string{"marketing", "sales"} {
			in.Answers.Respondents = append(in.Answers.Respondents, group(m, d, 1, func(s StatementSpec, _ Axis) Answer {
				return Answer{Value: Value(rapid.IntRange(1, 5).Draw(t, d+s.ID))}
			})...)
		}
		full := evaluate(t, m, in).Relationship
		if full.Low != full.High {
			t.Fatalf("everything is answered, and yet %d to %d", full.Low, full.High)
		}
		for _, p := range in.Answers.Respondents {
			maps.DeleteFunc(p.Answers, func(id string, _ Answer) bool { return rapid.Bool().Draw(t, "drop "+id) })
		}
		if x := evaluate(t, m, in).Relationship; x.Low > full.Low || x.High < full.High {
			t.Fatalf("with everything answered %d, with less %d to %d", full.Low, x.Low, x.High)
		}
	})
}

// someOrAll renders a report in all forms one time in four, as pages take their time,
// and else as JSON, of which the other forms are made.
func someOrAll(t *rapid.T) func(*Report) map[string]string {
	if rapid.IntRange(0, 3).Draw(t, "all forms") == 0 {
		return func(r *Report) map[string]string { return renderings(t, r) }
	}
	return func(r *Report) map[string]string {
		return map[string]string{"json": written(t, func(b *bytes.Buffer) error { return r.WriteJSON(b) })}
	}
}

func TestTheOrderOfRespondentsMeansNothing(t *testing.T) {
	m := small(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAnswers(t, m)
		shuffled := a
		shuffled.Respondents = rapid.Permutation(a.Respondents).Draw(t, "order")
		show := someOrAll(t)
		want, got := show(evaluate(t, m, Input{Answers: a})), show(evaluate(t, m, Input{Answers: shuffled}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
