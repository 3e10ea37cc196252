package funnel_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func segments(r *funnel.Report) []string {
	var out []string
	for _, s := range r.Segments {
		out = append(out, fmt.Sprintf("%s %q %d %v", s.Kind, s.Value, s.Leads, stages(s.Stages)))
	}
	return out
}

func TestSegmentsAreOrderedBySizeThenValueThenTheRestThenNone(t *testing.T) {
	history := join(
		labelled("origin", "web", path("w1", "a@0", "b@1")), labelled("origin", "web", path("w2", "a@0")),
		labelled("origin", "fair", path("f1", "a@0")), labelled("origin", "fair", path("f2", "b@0")),
		labelled("origin", "(other)", path("o", "a@0")), labelled("origin", "mail", path("m", "c@0")),
		labelled("region", "AT", path("n1", "a@0")), labelled("origin", "", path("n2", "a@0")), path("n3", "a@0"),
		labelled("origin", "web", path("void", "a@0", "void@1")), labelled("origin", "spam", path("d", "d@0")),
	)
	for _, tt := range []struct {
		atMost int
		want   []string
	}{
		{
			0, // 20
			[]string{
				`value "fair" 2 [a 1/2-1 +1 b 1/1-0 +1 c 0/0-0 +0]`,
				`value "web" 2 [a 2/2-0 +2 b 1/1-0 +0 c 0/0-0 +0]`,
				`value "(other)" 1 [a 1/1-0 +1 b 0/0-0 +0 c 0/0-0 +0]`,
				`value "mail" 1 [a 0/1-1 +0 b 0/1-1 +0 c 1/1-0 +1]`,
				`none "(none)" 3 [a 3/3-0 +3 b 0/0-0 +0 c 0/0-0 +0]`,
			},
		},
		{
			3,
			[]string{
				`value "fair" 2 [a 1/2-1 +1 b 1/1-0 +1 c 0/0-0 +0]`,
				`value "web" 2 [a 2/2-0 +2 b 1/1-0 +0 c 0/0-0 +0]`,
				`value "(other)" 1 [a 1/1-0 +1 b 0/0-0 +0 c 0/0-0 +0]`,
				`other "(other)" 1 [a 0/1-1 +0 b 0/1-1 +0 c 1/1-0 +1]`,
				`none "(none)" 3 [a 3/3-0 +3 b 0/0-0 +0 c 0/0-0 +0]`,
			},
		},
		{
			1,
			[]string{
				`value "fair" 2 [a 1/2-1 +1 b 1/1-0 +1 c 0/0-0 +0]`,
				`other "(other)" 4 [a 3/4-1 +3 b 1/2-1 +0 c 1/1-0 +1]`,
				`none "(none)" 3 [a 3/3-0 +3 b 0/0-0 +0 c 0/0-0 +0]`,
			},
		},
	} {
		r := report(t, abc(t), history, funnel.Options{AsOf: day(10), By: "origin", MaxSegments: tt.atMost})
		if diff := cmp.Diff(tt.want, segments(r)); diff != "" {
			t.Errorf("at most %d (-want +got):\n%s", tt.atMost, diff)
		}
	}
}

func TestSegmentIsTheValueAtCohortEntryUnlessToldTheLast(t *testing.T) {
	history := path("x", "d@0", "b@1", "a@2", "a@11")
	for i, v := range []string{"before", "entry", "last", "after as-of"} {
		history[i].Labels = map[string]string{"origin": v}
	}
	for _, tt := range []struct {
		last bool
		want []string
	}{
		{false, []string{`value "entry" 1 [a 1/1-0 +0 b 1/1-0 +1 c 0/0-0 +0]`}},
		{true, []string{`value "last" 1 [a 1/1-0 +0 b 1/1-0 +1 c 0/0-0 +0]`}},
	} {
		r := report(t, abc(t), history, funnel.Options{AsOf: day(10), By: "origin", ByLast: tt.last})
		if diff := cmp.Diff(tt.want, segments(r)); diff != "" {
			t.Errorf("ByLast %t (-want +got):\n%s", tt.last, diff)
		}
	}
}

func TestSegmentsCarryTheSameFiguresAsTheWhole(t *testing.T) {
	var history []lead.Transition
	for i := range 20 {
		history = append(history, labelled("one", "value", path(fmt.Sprint(i), "a@0", fmt.Sprintf("b@%d", 1+i/2)))...)
	}
	r := report(t, abc(t), history, funnel.Options{AsOf: day(10), By: "one"})
	if diff := cmp.Diff(r.Stages, r.Segments[0].Stages); diff != "" {
		t.Errorf("(-whole +segment):\n%s", diff)
	}
}

func TestWithoutByThereAreNoSegments(t *testing.T) {
	r := report(t, abc(t), labelled("origin", "web", path("x", "a@0")), funnel.Options{AsOf: day(10)})
	if r.Segments == nil || len(r.Segments) > 0 {
		t.Errorf("got %#v, want an empty list", r.Segments)
	}
}
