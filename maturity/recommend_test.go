package maturity

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// inOrder puts recommendations into the order that their documentation describes, by
// looking at all that are left for each place.
func inOrder(s *Spec, left []Recommendation) []string {
	index := func(r Recommendation) int {
		return slices.IndexFunc(s.Recommendations, func(of RecommendationSpec) bool { return of.ID == r.ID })
	}
	spec := func(r Recommendation) *RecommendationSpec { return &s.Recommendations[index(r)] }
	var order, lifted []string
	news := func(r Recommendation) (n int) {
		for _, id := range r.Lifts {
			if !slices.Contains(lifted, id) {
				n++
			}
		}
		return n
	}
	for len(left) > 0 {
		var free []Recommendation
		for _, r := range left {
			if !slices.ContainsFunc(left, func(of Recommendation) bool { return slices.Contains(spec(r).After, of.ID) }) {
				free = append(free, r)
			}
		}
		next := slices.MinFunc(free, func(a, b Recommendation) int {
			key := func(r Recommendation) []int {
				position := 1
				if spec(r).When != nil {
					position = 0
				}
				return []int{position, -news(r), slices.Index(efforts(), r.Effort), index(r)}
			}
			return slices.Compare(key(a), key(b))
		})
		order, lifted = append(order, next.ID), append(lifted, next.Lifts...)
		left = slices.DeleteFunc(slices.Clone(left), func(r Recommendation) bool { return r.ID == next.ID })
	}
	return order
}

// drawAdvice adds recommendations to a model that lift and presuppose whatever they may.
func drawAdvice(t *rapid.T, s *Spec) {
	for i := range rapid.IntRange(0, 12).Draw(t, "more") {
		r := RecommendationSpec{
			ID: fmt.Sprint("more", i), Owner: "all", Text: Text{"More", "Mehr"},
			Effort: rapid.SampledFrom(efforts()).Draw(t, "effort"),
		}
		if rapid.IntRange(0, 5).Draw(t, "when") == 0 {
			r.When = &WhenSpec{Position: rapid.SampledFrom([]string{string(Above), string(Below)}).Draw(t, "position")}
		}
		for _, of := range s.Statements {
			if rapid.IntRange(0, 3).Draw(t, "lifts") == 0 {
				r.Lifts = append(r.Lifts, of.ID)
			}
		}
		if len(r.Lifts) == 0 {
			r.Lifts = []string{"r2"}
		}
		for _, of := range s.Recommendations {
			if of.When == nil && rapid.IntRange(0, 7).Draw(t, "after") == 0 {
				r.After = append(r.After, of.ID)
			}
		}
		s.Recommendations = slices.Insert(s.Recommendations, rapid.IntRange(0, len(s.Recommendations)).Draw(t, "place"), r)
	}
}

func TestRecommendationsStandInTheOrderThatIsDocumented(t *testing.T) {
	text := smallText(t)
	waited := 0
	rapid.Check(t, func(t *rapid.T) {
		spec, err := ReadSpec(strings.NewReader(text), "m.yaml")
		if err != nil {
			t.Fatal(err)
		}
		drawAdvice(t, &spec)
		m := compile(t, spec)
		at := Cell{rapid.IntRange(1, 4).Draw(t, "r"), rapid.IntRange(1, 4).Draw(t, "m")}
		list := evaluate(t, m, two(m, upTo(at), upTo(at))).Recommendations
		var got []string
		for _, r := range list {
			got = append(got, r.ID)
			waited += len(r.After)
		}
		if diff := cmp.Diff(inOrder(&spec, list), got); diff != "" {
			t.Fatalf("%v (-want +got):\n%s", at, diff)
		}
	})
	if !testing.Short() && waited < 50 {
		t.Errorf("only %d were presupposed", waited)
	}
}
