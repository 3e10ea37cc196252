package stat

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRateHasAValueIfThereIsADenominator(t *testing.T) {
	tests := []struct {
		rate Rate
		want float64
		ok   bool
	}{
		{Rate{842, 8000}, 0.10525, true},
		{Rate{0, 3}, 0, true},
		{Rate{3, 3}, 1, true},
		{Rate{5, 4}, 1.25, true}, // a period rate
		{Rate{0, 0}, 0, false},
		{Rate{1, 0}, 0, false},
		{Rate{1, -2}, 0, false},
		{Rate{math.MaxInt64, math.MaxInt64}, 1, true},
	}
	for _, tt := range tests {
		if got, ok := tt.rate.Value(); got != tt.want || ok != tt.ok {
			t.Errorf("%#v.Value() = %v, %v, want %v, %v", tt.rate, got, ok, tt.want, tt.ok)
		}
	}
}

// R. G. Newcombe, Two-sided confidence intervals for the single proportion,
// Statistics in Medicine 17 (1998) 857–872, table I, method 3.
func TestWilsonAgreesWithNewcombesTable(t *testing.T) {
	tests := []struct {
		rate   Rate
		lo, hi float64
	}{
		{Rate{81, 263}, 0.2553, 0.3662},
		{Rate{15, 148}, 0.0624, 0.1605},
		{Rate{0, 20}, 0, 0.1611},
		{Rate{1, 29}, 0.0061, 0.1718},
	}
	for _, tt := range tests {
		lo, hi, ok := tt.rate.Wilson()
		if !ok || math.Abs(lo-tt.lo) > 5e-5 || math.Abs(hi-tt.hi) > 5e-5 {
			t.Errorf("%#v.Wilson() = %.4f, %.4f, %v, want %.4f, %.4f", tt.rate, lo, hi, ok, tt.lo, tt.hi)
		}
	}
}

func TestWilsonIsUndefinedWhereThereIsNoProportion(t *testing.T) {
	for _, r := range []Rate{{}, {1, 0}, {0, -1}, {-1, 5}, {6, 5}, {math.MinInt64, math.MinInt64}, {math.MinInt64, math.MaxInt64}} {
		if lo, hi, ok := r.Wilson(); lo != 0 || hi != 0 || ok {
			t.Errorf("%#v.Wilson() = %v, %v, %v, want 0, 0, false", r, lo, hi, ok)
		}
	}
}

func TestWilsonTouchesTheEndsExactly(t *testing.T) {
	for _, n := range []int64{1, 2, 3, 7, 10, 1000, 12345, 1e9 + 7, math.MaxInt64} {
		if lo, hi, _ := (Rate{0, n}).Wilson(); lo != 0 || hi <= 0 || hi >= 1 {
			t.Errorf("0 of %d: %v, %v, want 0 and inside (0, 1)", n, lo, hi)
		}
		if lo, hi, _ := (Rate{n, n}).Wilson(); hi != 1 || lo <= 0 || lo > 1 || n < 1e9 && lo == 1 {
			t.Errorf("%d of %d: %v, %v, want inside (0, 1) and 1", n, n, lo, hi)
		}
	}
}

func anyProportion(t *rapid.T) Rate {
	den := rapid.OneOf(rapid.Int64Range(1, 50), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "den")
	return Rate{Num: rapid.Int64Range(0, den).Draw(t, "num"), Den: den}
}

func TestWilsonContainsTheRateAndLiesInTheUnitInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyProportion(t)
		p, _ := r.Value()
		lo, hi, ok := r.Wilson()
		if !ok || !(0 <= lo && lo <= p && p <= hi && hi <= 1) {
			t.Fatalf("%#v: %v <= %v <= %v, %v", r, lo, p, hi, ok)
		}
	})
}

// The definition: the limits are the proportions that a score test just does
// not reject. Found by bisection, not by solving the quadratic.
func TestWilsonLimitsAreWhereTheScoreTestTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.Int64Range(1, 1e6).Draw(t, "den")
		r := Rate{rapid.Int64Range(0, den).Draw(t, "num"), den}
		p, _ := r.Value()
		turn := func(outside, inside float64) float64 {
			for range 200 {
				q := (outside + inside) / 2
				if math.Abs(p-q) > 1.959963984540054*math.Sqrt(q*(1-q)/float64(den)) {
					outside = q
				} else {
					inside = q
				}
			}
			return inside
		}
		lo, hi, _ := r.Wilson()
		if want := turn(0, p); math.Abs(lo-want) > 1e-12 {
			t.Fatalf("%#v: lower limit %v, want %v", r, lo, want)
		}
		if want := turn(1, p); math.Abs(hi-want) > 1e-12 {
			t.Fatalf("%#v: upper limit %v, want %v", r, hi, want)
		}
	})
}

func TestWilsonOfTheComplementIsTheMirrorImage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyProportion(t)
		lo, hi, _ := r.Wilson()
		mlo, mhi, _ := Rate{r.Den - r.Num, r.Den}.Wilson()
		if math.Abs(lo-(1-mhi)) > 1e-15 || math.Abs(hi-(1-mlo)) > 1e-15 {
			t.Fatalf("%#v: %v, %v; mirrored %v, %v", r, lo, hi, 1-mhi, 1-mlo)
		}
	})
}

func TestRatePrintsAsMuchAsIsDefined(t *testing.T) {
	tests := map[string]Rate{
		"15/493 (3.0 %, 1.9-5.0 %)": {15, 493},
		"0/10 (0.0 %, 0.0-27.8 %)":  {0, 10},
		"10/10 (100.0 %, 72.2-100.0 %)": {
			10, 10,
		},
		"5/4 (125.0 %)": {5, 4},
		"0/0":           {},
		"3/0":           {3, 0},
	}
	for want, rate := range tests {
		if got := rate.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRateInJSONHasNullForWhatIsUndefined(t *testing.T) {
	tests := map[string]Rate{
		`{"num":0,"den":0,"value":null,"lo":null,"hi":null}`: {},
		`{"num":5,"den":4,"value":1.25,"lo":null,"hi":null}`: {5, 4},
	}
	for want, rate := range tests {
		got, err := json.Marshal(rate)
		if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
			t.Errorf("%v: error %v, (-want +got):\n%s", rate, err, diff)
		}
	}
}

func TestRateInJSONCarriesValueAndInterval(t *testing.T) {
	data, err := json.Marshal(map[string]Rate{"conversion": {1, 10}})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]map[string]float64
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	// R: prop.test(1, 10, correct = FALSE)
	want := map[string]map[string]float64{"conversion": {
		"num": 1, "den": 10, "value": 0.1, "lo": 0.0178762130951, "hi": 0.404150026795,
	}}
	if diff := cmp.Diff(want, got, within(1e-12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRateFromJSONNeedsBothCounts(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"no den", `{"num":1}`, "num or den is missing"},
		{"no num", `{"den":1,"value":0.5}`, "num or den is missing"},
		{"null count", `{"num":null,"den":1}`, "num or den is missing"},
		{"bare float", `0.5`, "cannot unmarshal number"},
		{"fraction", `{"num":0.5,"den":1}`, "cannot unmarshal number 0.5"},
		{"text", `{"num":"1","den":1}`, "cannot unmarshal string"},
		{"too big", `{"num":1,"den":9223372036854775808}`, "cannot unmarshal number 9223372036854775808"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Rate{7, 8}
			err := json.Unmarshal([]byte(tt.in), &r)
			if err == nil || !strings.HasPrefix(err.Error(), "rate: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want rate: …%s…", err, tt.want)
			}
			if r != (Rate{7, 8}) {
				t.Errorf("a failed read left %#v", r)
			}
		})
	}
}

func TestNullInJSONLeavesTheRate(t *testing.T) {
	got := struct{ R Rate }{Rate{7, 8}}
	if err := json.Unmarshal([]byte(`{"R": null}`), &got); err != nil || got.R != (Rate{7, 8}) {
		t.Errorf("got %#v, error %v", got.R, err)
	}
}

// Whatever can be read is written and read back as the same rate.
func FuzzRateJSON(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		var r, again Rate
		if json.Unmarshal(data, &r) != nil {
			return
		}
		out, err := json.Marshal(r)
		if err != nil {
			t.Fatalf("%#v cannot be written: %v", r, err)
		}
		if err := json.Unmarshal(out, &again); err != nil || again != r {
			t.Fatalf("%s reads back as %#v, want %#v (error %v)", out, again, r, err)
		}
	})
}
