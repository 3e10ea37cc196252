package stat

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func within(tolerance float64) cmp.Option {
	return cmp.Options{cmpopts.EquateApprox(0, tolerance), cmpopts.EquateNaNs()}
}

// maintained is the maintained arm of the acute myelogenous leukaemia trial in
// R. G. Miller, Survival Analysis, Wiley (1997); weeks of remission.
func maintained() []Spell {
	return []Spell{
		{Time: 9, Event: true},
		{Time: 13, Event: true},
		{Time: 13, Event: false},
		{Time: 18, Event: true},
		{Time: 23, Event: true},
		{Time: 28, Event: false},
		{Time: 31, Event: true},
		{Time: 34, Event: true},
		{Time: 45, Event: false},
		{Time: 48, Event: true},
		{Time: 161, Event: false},
	}
}

// From R 4.2.2: survfit(Surv(time, status) ~ 1, aml, x == "Maintained").
func TestKaplanMeierOfTheMaintainedArmAgreesWithR(t *testing.T) {
	type row struct {
		Time, AtRisk, Events, Censored int64
		Surv, StdErr, LogLo, LogHi     float64
	}
	want := []row{
		{9, 11, 1, 0, 0.909090909091, 0.0866784172041, 0.754133845082, 1},
		{13, 10, 1, 1, 0.818181818182, 0.11629129983, 0.619248987399, 1},
		{18, 8, 1, 0, 0.715909090909, 0.139664970557, 0.488426287422, 1},
		{23, 7, 1, 0, 0.613636363636, 0.152632331027, 0.376867059502, 0.999157600228},
		{28, 6, 0, 1, 0.613636363636, 0.152632331027, 0.376867059502, 0.999157600228},
		{31, 5, 1, 0, 0.490909090909, 0.164193267221, 0.254859951199, 0.9455849552},
		{34, 4, 1, 0, 0.368181818182, 0.162668885827, 0.154877117897, 0.875260678144},
		{45, 3, 0, 1, 0.368181818182, 0.162668885827, 0.154877117897, 0.875260678144},
		{48, 2, 1, 0, 0.184090909091, 0.153492745786, 0.0359178984892, 0.943525769475},
		{161, 1, 0, 1, 0.184090909091, 0.153492745786, 0.0359178984892, 0.943525769475},
	}
	var got []row
	for _, r := range KaplanMeier(maintained()).Rows {
		se, _ := r.StdErr()
		lo, hi, _ := r.Interval("")
		got = append(got, row{r.Time, r.AtRisk, r.Events, r.Censored, r.Surv, se, lo, hi})
	}
	if diff := cmp.Diff(want, got, within(1e-9)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCurveAtIsAStepFunctionUpToItsLastTime(t *testing.T) {
	open := KaplanMeier([]Spell{{Time: 2, Event: true}, {Time: 4, Event: false}})
	closed := KaplanMeier([]Spell{{Time: 2, Event: true}, {Time: 4, Event: true}})
	tests := []struct {
		name  string
		curve Curve
		at    int64
		want  float64
		ok    bool
	}{
		{"before time began", open, -1, 1, true},
		{"just before the first event", open, 1, 1, true},
		{"at the event", open, 2, 0.5, true},
		{"between two rows", open, 3, 0.5, true},
		{"at the last censoring", open, 4, 0.5, true},
		{"beyond the last censoring", open, 5, 0.5, false},
		{"at the last event", closed, 4, 0, true},
		{"beyond the last event", closed, math.MaxInt64, 0, true},
		{"of no spells", Curve{}, 0, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.curve.At(tt.at); got != tt.want || ok != tt.ok {
				t.Errorf("got %v, %v, want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestIntervalsAreUndefinedWhereTheFormulaSaysNothing(t *testing.T) {
	tests := []struct {
		name  string
		row   Row
		scale Scale
		want  bool
	}{
		{"all left, log", Row{Surv: 1}, Log, true},
		{"all left, plain", Row{Surv: 1}, Plain, true},
		{"all left, log-log", Row{Surv: 1}, LogLog, false},
		{"none left, log", Row{LogVar: math.Inf(1)}, Log, false},
		{"none left, plain", Row{LogVar: math.Inf(1)}, Plain, false},
		{"none left, log-log", Row{LogVar: math.Inf(1)}, LogLog, false},
		{"unknown scale", Row{Surv: 0.5, LogVar: 0.1}, "logit", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lo, hi, ok := tt.row.Interval(tt.scale)
			if ok != tt.want || ok && (lo != 1 || hi != 1) || !ok && (lo != 0 || hi != 0) {
				t.Errorf("got %v, %v, %v, want ok = %v", lo, hi, ok, tt.want)
			}
		})
	}
}

func anySpells(t *rapid.T) []Spell {
	few := rapid.Int64Range(0, 8) // so that times tie
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Spell {
		return Spell{
			Entry: rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(-3, 9)).Draw(t, "entry"),
			Time:  rapid.OneOf(few, rapid.Int64()).Draw(t, "time"),
			Event: rapid.Bool().Draw(t, "event"),
		}
	}), 0, 25).Draw(t, "spells")
}

// exactSurvival is the product limit by its definition, in exact arithmetic:
// S(t) and Greenwood's sum, which is nil once S is 0.
func exactSurvival(spells []Spell, t int64) (surv, greenwood *big.Rat) {
	surv, greenwood = big.NewRat(1, 1), new(big.Rat)
	done := map[int64]bool{}
	for _, s := range spells {
		if s.Time > t || !s.Event || done[s.Time] || !atRisk(s.Entry, s.Time, s.Time) {
			continue
		}
		done[s.Time] = true
		n, d := counts(spells, s.Time)
		surv.Mul(surv, big.NewRat(n-d, n))
		if n == d {
			greenwood = nil
		} else if greenwood != nil {
			greenwood.Add(greenwood, big.NewRat(d, n*(n-d)))
		}
	}
	return surv, greenwood
}

func counts(spells []Spell, t int64) (n, events int64) {
	for _, s := range spells {
		if !atRisk(s.Entry, s.Time, t) {
			continue
		}
		n++
		if s.Time == t && s.Event {
			events++
		}
	}
	return n, events
}

// atRisk is the definition of being watched at t.
func atRisk(entry, time, t int64) bool {
	return (entry == 0 || entry < t) && t <= time
}

func TestKaplanMeierEqualsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spells := anySpells(t)
		seen, watched := map[int64]bool{}, int64(0)
		for _, s := range spells {
			if atRisk(s.Entry, s.Time, s.Time) {
				seen[s.Time] = true
				watched++
			}
		}
		c := KaplanMeier(spells)
		if len(c.Rows) != len(seen) || cap(c.Rows) != len(seen) {
			t.Fatalf("%d rows in room for %d, want one for each of %d times", len(c.Rows), cap(c.Rows), len(seen))
		}
		var total int64
		for _, r := range c.Rows {
			n, d := counts(spells, r.Time)
			if r.AtRisk != n || r.Events != d || r.Events+r.Censored == 0 {
				t.Fatalf("%+v, want %d at risk and %d events", r, n, d)
			}
			total += r.Events + r.Censored
			exact, greenwood := exactSurvival(spells, r.Time)
			want, _ := exact.Float64()
			wantVar := math.Inf(1)
			if greenwood != nil {
				wantVar, _ = greenwood.Float64()
			}
			if math.Abs(r.Surv-want) > 1e-15 || r.LogVar != wantVar && math.Abs(r.LogVar-wantVar) > 1e-14*wantVar {
				t.Fatalf("%+v, want Surv %v, LogVar %v", r, want, wantVar)
			}
		}
		if total != watched {
			t.Fatalf("%d spells in the rows, want %d", total, watched)
		}
	})
}

func TestKaplanMeierDoesNotDependOnTheOrderOfSpells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spells := anySpells(t)
		before := slices.Clone(spells)
		want := KaplanMeier(spells)
		if !slices.Equal(before, spells) {
			t.Fatal("the input was changed")
		}
		if got := KaplanMeier(rapid.Permutation(spells).Draw(t, "shuffled")); !slices.Equal(want.Rows, got.Rows) {
			t.Fatalf("(-want +got):\n%s", cmp.Diff(want, got))
		}
	})
}

func TestKaplanMeierNeverRisesAndStaysInItsIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		above := 1.0
		for _, r := range KaplanMeier(anySpells(t)).Rows {
			if !(0 <= r.Surv && r.Surv <= above) || (r.Events == 0 || above == 0) != (r.Surv == above) {
				t.Fatalf("%+v after Surv %v", r, above)
			}
			above = r.Surv
			for _, s := range []Scale{Plain, Log, LogLog} {
				lo, hi, ok := r.Interval(s)
				if ok && !(0 <= lo && lo <= r.Surv && r.Surv <= hi && hi <= 1) {
					t.Fatalf("%s: %v <= %v <= %v", s, lo, r.Surv, hi)
				}
			}
		}
	})
}

func TestKaplanMeierWithoutCensoringIsOneMinusTheDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spells := anySpells(t)
		for i := range spells {
			spells[i].Entry, spells[i].Event = 0, true
		}
		n := float64(len(spells))
		for _, r := range KaplanMeier(spells).Rows {
			longer := float64(r.AtRisk - r.Events)
			if want := longer / n; r.Surv != want {
				t.Fatalf("%+v, want Surv exactly %v", r, want)
			}
			// Greenwood's formula is then the binomial variance.
			if se, ok := r.StdErr(); ok && math.Abs(se-math.Sqrt(r.Surv*(1-r.Surv)/n)) > 1e-14 {
				t.Fatalf("%+v: standard error %v", r, se)
			}
		}
	})
}

// A hundred thousand censorings between as many events multiply a hundred
// thousand rounded factors: the worst case for precision.
func TestKaplanMeierStaysAccurateOverManyFactors(t *testing.T) {
	const n = 200_000
	spells := make([]Spell, n)
	surv, greenwood := big.NewFloat(1).SetPrec(200), new(big.Float).SetPrec(200)
	for i := range spells {
		spells[i] = Spell{Time: int64(i), Event: i%2 == 0}
		if left := float64(n - i - 1); i%2 == 0 {
			f := new(big.Float).SetPrec(200).Quo(big.NewFloat(left), big.NewFloat(left+1))
			surv.Mul(surv, f)
			f.Quo(big.NewFloat(1).SetPrec(200), big.NewFloat(left*(left+1)))
			greenwood.Add(greenwood, f)
		}
	}
	c := KaplanMeier(spells)
	last := c.Rows[len(c.Rows)-1]
	wantSurv, _ := surv.Float64()
	wantVar, _ := greenwood.Float64()
	if math.Abs(last.Surv-wantSurv) > 1e-12*wantSurv || math.Abs(last.LogVar-wantVar) > 1e-12*wantVar {
		t.Errorf("got Surv %v, LogVar %v, want %v, %v", last.Surv, last.LogVar, wantSurv, wantVar)
	}
}
