package scoring

import (
	"strings"
	"testing"
)

// Of a grade, or of the total: with the best in another place nobody notices that more
// points are worth less.
func TestBandsAreInTheOrderOfTheirNames(t *testing.T) {
	for bands, want := range map[string]string{
		`{A: 40, B: 20, C: min}`:                          "",
		`{C: min, A: 40, B: 20}`:                          "",
		`{A: 40, C: 20, F: min}`:                          "",
		`{a: 40, B: 20, c: min}`:                          "",
		`{A: min}`:                                        "",
		`{hot: 80, warm: 40, cold: min}`:                  "",
		`{cold: 80, warm: 40, hot: min}`:                  "", // nobody knows what these mean
		`{A+: 20, A: 40, B: min}`:                         "",
		`{"1": 40, "2": 20, "3": min}`:                    "",
		`{"1": min, "2": 20, "3": 40}`:                    "", // stars
		`{"9": 40, "10": 20, "11": min}`:                  "",
		`{A: 20, B: 40, C: min}`:                          `bands.B: band "B" begins at 40, and the better band "A" at 20: expected bounds that fall from "A" on, such as {A: 40, B: 20, C: min}`,
		`{A: min, B: 20, C: 40}`:                          `bands.B: band "B" begins at 20, and the better band "A" at min: expected bounds that fall from "A" on, such as {A: 40, B: 20, C: min}`,
		`{a: 20, B: min, c: 5}`:                           `bands.c: band "c" begins at 5, and the better band "B" at min: expected bounds that fall from "a" on, such as {a: 20, B: 5, c: min}`,
		`{"1": 20, "2": 40, "3": min}`:                    `bands["2"]: band "2" begins at 40, and band "1" at 20: expected bounds that fall or rise throughout from "1" on, such as {"1": 40, "2": 20, "3": min}`,
		`{"9": 20, "10": 40, "11": 10, "1": 0, "2": min}`: `bands["9"]: band "9" begins at 20, and band "2" at min: expected bounds that fall or rise throughout from "1" on, such as {"1": 40, "2": 20, "9": 10, "10": 0, "11": min}`,
	} {
		spec, err := ReadSpec(strings.NewReader(`name: test
revision: 1
fields: {n: int}
groups: [{name: g, rules: [{name: r, when: {field: n, ge: 1}, points: 100}, {name: q, when: {field: n, lt: 1}, points: -100}]}]
bands: `+bands+`
qualify: {score: 1}
`), "test.yaml")
		if err != nil {
			t.Fatal(err)
		}
		_, err = Compile(spec, Bindings[Record]{})
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", bands, err)
		case want != "" && (err == nil || strings.Count(err.Error(), "band ") != 2 || !strings.Contains(err.Error(), want+"\n")):
			t.Errorf("%s: got %v, want %s", bands, err, want)
		}
	}
}

// Where the lowest band is missing as well, no bounds are made up.
func TestBandsThatRiseWithoutALowestAreBothTold(t *testing.T) {
	_, err := Compile(Spec{
		Name: "x", Revision: 1, Fields: map[string]FieldType{"n": Int},
		Groups:  []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "r", When: &Condition{Field: "n", Ge: new("1")}, Points: 100 * Point}}}},
		Bands:   map[string]Points{"A": 20 * Point, "B": 40 * Point},
		Qualify: QualifySpec{Score: new(Point)},
	}, Bindings[Record]{})
	const want = `bands: the lowest band must begin at min: every score lies in one
bands.B: band "B" begins at 40, and the better band "A" at 20: expected bounds that fall from "A" on`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestALengthOfTimeInWeeksIsToldInDays(t *testing.T) {
	for text, want := range map[Span]string{
		"4 weeks": " (weeks are no unit, write 28d)", "4w": " (weeks are no unit, write 28d)", "1 Week": " (weeks are no unit, write 7d)",
		"30 days": " (write 30d)", "30D": " (write 30d)",
		"600w": "", "4 months": "", "weeks": "", "04w": "", "-4w": "", "4.5 weeks": "", "4wd": "", "": "", "d": "",
	} {
		if got := text.inDays(); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
