package scoring

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPointsAreShownInTenths(t *testing.T) {
	bounds := []Points{Min, 0, 45 * Point, 60 * Point, 60_040}
	for p, want := range map[Points]string{
		82_828: "82.8", 82_850: "82.9", 82_849: "82.8", 60_000: "60", 59_960: "59.9", 59_949: "59.9", 44_999: "44.9",
		60_030: "60", 60_045: "60.1", 60_060: "60.1", -40: "-0.1", -3_120: "-3.1", -3_150: "-3.1", 0: "0", 40: "0",
	} {
		if got := tenths(p, bounds).String(); got != want {
			t.Errorf("%v: got %s, want %s", p, got, want)
		}
	}
	if got := tenths(60_050, []Points{60_001, 60_099}); got != 60_050 {
		t.Errorf("between two bounds, with no tenth: got %v", got)
	}
	for p, want := range map[Points]string{4: "+0,1", -4: "-0,1", 11_530: "+11,5", 30_000: "+30", -24_414: "-24,4"} {
		if got := German.shownPart(p); got != want {
			t.Errorf("%v: got %s, want %s", p, got, want)
		}
	}
}

func TestShownPointsAreNearAndCrossNoBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		near := rapid.Custom(func(t *rapid.T) Points { return Points(rapid.IntRange(-500, 500).Draw(t, "points")) })
		p, bounds := near.Draw(t, "p"), rapid.SliceOfN(near, 0, 4).Draw(t, "bounds")
		shown := tenths(p, bounds)
		if d := shown - p; d >= 100 || d <= -100 || len(bounds) == 0 && (d > 50 || d < -50) {
			t.Fatalf("%v reads %v", p, shown)
		}
		for _, b := range bounds {
			if (p < b) != (shown < b) {
				t.Fatalf("%v reads %v, across %v", p, shown, b)
			}
		}
	})
}

// What is shown as missing is what is shown as needed less what is shown as there.
func TestAnExplanationNeverShowsATotalThatIsEnough(t *testing.T) {
	m := model(t, `
activities: {visit: []}
groups: [{name: interest, half_life: 10d, rules: [{name: visit, activity: visit, count: each, points: 60}]}]
grades: [{group: interest, bands: {A: 60, B: 59.9, C: min}}]
bands: {hot: 60, cold: min}
qualify: {score: 60}
`)
	r := score(t, m, Record{Activities: []Activity{did("visit", -0.01)}}, monday)
	if r.Total != 59_958 {
		t.Fatalf("%v points", r.Total)
	}
	e := r.Explain(English)
	if e.Verdict != "59.9 points (60 needed): not qualified" || e.Missing != "0.1 points" || e.Groups[0].Shown != "59.9" || e.Groups[0].Points != r.Total {
		t.Errorf("%+v", e)
	}
	var text, page strings.Builder
	if err := e.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if err := e.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), page.String()} {
		if strings.Contains(out, "958") || !strings.Contains(out, "59.9") {
			t.Errorf("not in tenths:\n%s", out)
		}
	}
}
