package maturity

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Recommendations can be put into an order, or one of each circle is reported. The
// twin takes away whatever waits for nothing, until nothing changes any more.
func TestCirclesOfRecommendationsAndNothingElseAreRefused(t *testing.T) {
	text := smallText(t)
	orders, circles := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		spec, err := ReadSpec(strings.NewReader(text), "m.yaml")
		if err != nil {
			t.Fatal(err)
		}
		waits := map[string][]string{}
		rare := rapid.SampledFrom([]int{3, 10, 30, 60}).Draw(t, "rare")
		for i := range spec.Recommendations {
			r := &spec.Recommendations[i]
			r.After = nil
			for _, of := range spec.Recommendations {
				if of.When == nil && rapid.IntRange(0, rare).Draw(t, r.ID+" after "+of.ID) == 0 {
					r.After = append(r.After, of.ID)
				}
			}
			waits[r.ID] = r.After
		}
		for changed := true; changed; {
			changed = false
			for id, after := range waits {
				if !slices.ContainsFunc(after, func(id string) bool { return waits[id] != nil }) {
					changed = changed || after != nil
					waits[id] = nil
				}
			}
		}
		var stuck []string
		for _, r := range spec.Recommendations {
			if waits[r.ID] != nil {
				stuck = append(stuck, r.ID)
			}
		}
		_, err = Compile(spec)
		bad, _ := errors.AsType[*SpecError](err)
		if len(stuck) == 0 {
			orders++
			if err != nil {
				t.Fatalf("there is an order: %v", err)
			}
			return
		}
		circles++
		if bad == nil {
			t.Fatalf("%v wait for each other: %v", stuck, err)
		}
		for _, p := range bad.Problems {
			id, message, _ := strings.Cut(p.Message, " ")
			if !slices.Contains(stuck, strings.Trim(id, `"`)) || message != "would come after itself" {
				t.Fatalf("%v wait for each other: %v", stuck, p)
			}
		}
	})
	if !testing.Short() && (orders < 10 || circles < 10) {
		t.Errorf("%d orders and %d circles: this shows nothing", orders, circles)
	}
}
