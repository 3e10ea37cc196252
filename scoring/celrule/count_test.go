package celrule

import (
	"math"
	"testing"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// A text counts the activities that a rule of a Spec counts: also those at times that no
// calendar has, as a data set has that takes microseconds for seconds.
func TestATextCountsWhatARuleCounts(t *testing.T) {
	times := []time.Time{
		{},
		time.Unix(0, 0), asOf, asOf.Add(time.Microsecond - 1), asOf.Add(time.Microsecond), asOf.Add(-1), asOf.Add(-time.Hour), asOf.Add(-time.Hour + 1),
		asOf.Add(-time.Hour + time.Microsecond), asOf.Add(-time.Hour - 1),
	}
	for _, sec := range []int64{1 << 45, 1_770_000_000_000_000, 1 << 51, 1 << 62, math.MaxInt64} {
		times = append(times, time.Unix(sec, 0), time.Unix(-sec, 0))
	}
	spec := testSpec()
	rule := func(name string, within scoring.Span) scoring.RuleSpec {
		return scoring.RuleSpec{Name: name, Activity: "webinar_attended", Count: scoring.Each, Max: new(1), Within: within, Points: scoring.Point}
	}
	spec.Groups = []scoring.GroupSpec{
		{Name: "ever", Rules: []scoring.RuleSpec{rule("data", ""), {Name: "text", Use: "ever", Points: -scoring.Point}}},
		{Name: "lately", Rules: []scoring.RuleSpec{rule("data", "1h"), {Name: "text", Use: "lately", Points: -scoring.Point}}},
	}
	spec.Qualify.Score = new(scoring.Points)
	rs, err := Compile(spec, map[string]string{"ever": `count("webinar_attended") > 0`, "lately": `count("webinar_attended", "1h") > 0`}, Config{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{Custom: rs.Custom(t.Context())})
	if err != nil {
		t.Fatal(err)
	}
	counted := 0
	for _, at := range times {
		for _, now := range []time.Time{asOf, asOf.Add(time.Microsecond - 1), asOf.Add(-time.Hour), time.Unix(0, 0)} {
			lead := scoring.Record{Activities: []scoring.Activity{{Type: "webinar_attended", At: at}}}
			r, err := m.Score(lead, now)
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range []string{"ever", "lately"} {
				if p := r.Group(g); p != 0 {
					t.Errorf("%s: at %v, as of %v: rule and text differ by %v", g, at, now, p)
				}
			}
			if is, err := rs.Ask(t.Context(), "lately", lead, now); is && err == nil {
				counted++
			}
		}
	}
	if counted == 0 {
		t.Error("nothing was counted: this shows nothing")
	}
}
