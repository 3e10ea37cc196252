package stat

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The data and the answers of the R package survival's own test of
// quantile.survfit, with the probabilities chosen to hit level stretches.
func TestCurveQuantileFollowsRAlsoOnLevelStretches(t *testing.T) {
	curve := KaplanMeier([]Spell{{Time: 9, Event: true}, {Time: 1, Event: true}, {Time: 1, Event: false}, {Time: 6, Event: true}, {Time: 6, Event: true}, {Time: 8, Event: false}, {Time: 10, Event: false}})
	none := math.NaN()
	for _, tt := range []struct{ surv, want float64 }{
		{13.0 / 14, 1},
		{6.0 / 7, 3.5}, // level from 1 to 6
		{2.0 / 3, 6},
		{1.0 / 2, 9},
		{9.0 / 35, 9.5}, // level to the end of the data
		{1.0 / 10, none},
	} {
		got, ok := curve.Quantile(1 - tt.surv)
		if ok == math.IsNaN(tt.want) || ok && got != tt.want {
			t.Errorf("1-p = %v: got %v, %v, want %v", tt.surv, got, ok, tt.want)
		}
	}
}

func TestCurveQuantileOfImpossibleQuestions(t *testing.T) {
	curve := KaplanMeier([]Spell{{Time: 0, Event: false}, {Time: 1, Event: true}, {Time: 2, Event: true}})
	for _, p := range []float64{0, -0.5, 1.5, math.NaN(), math.Inf(1)} {
		if got, ok := curve.Quantile(p); got != 0 || ok {
			t.Errorf("p = %v: got %v, %v, want 0, false", p, got, ok)
		}
	}
	if got, ok := curve.Quantile(1); got != 2 || !ok {
		t.Errorf("p = 1: got %v, %v, want 2", got, ok)
	}
	if got, ok := curve.Quantile(1e-300); got != 1 || !ok {
		t.Errorf("p just above 0: got %v, %v, want 1", got, ok)
	}
	if _, ok := (Curve{}).Quantile(0.5); ok {
		t.Error("a curve of no spells has a median")
	}
}

// The rule by its definition, on exact arithmetic, where level means equal.
func TestCurveQuantileEqualsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spells := anySpells(t)
		c := KaplanMeier(spells)
		den := rapid.Int64Range(1, 12).Draw(t, "den")
		num := rapid.Int64Range(1, den).Draw(t, "num")
		rest := big.NewRat(den-num, den)
		var at, under []float64
		for _, r := range c.Rows {
			switch surv, _ := exactSurvival(spells, r.Time); surv.Cmp(rest) {
			case 0:
				at = append(at, float64(r.Time))
			case -1:
				under = append(under, float64(r.Time))
			}
		}
		var want float64
		switch {
		case len(at) > 0 && len(under) > 0:
			want = at[0]/2 + under[0]/2
		case len(at) > 0:
			want = at[0]/2 + at[len(at)-1]/2
		case len(under) > 0:
			want = under[0]
		}
		got, ok := c.Quantile(float64(num) / float64(den))
		scale := 0.0 // of the terms, which may cancel
		for _, x := range slices.Concat(at, under) {
			scale = max(scale, math.Abs(x))
		}
		if ok != (len(at)+len(under) > 0) || math.Abs(got-want) > 1e-15*scale {
			t.Fatalf("p = %d/%d: got %v, %v, want %v", num, den, got, ok, want)
		}
	})
}

// By hand from the limits that R prints for the maintained arm, see
// TestKaplanMeierOfTheMaintainedArmAgreesWithR.
func TestQuantileIntervalIsWhereTheLimitsFall(t *testing.T) {
	inf := math.Inf(1)
	curve := KaplanMeier(maintained())
	tests := []struct {
		name   string
		curve  Curve
		p      float64
		lo, hi float64
		ok     bool
	}{
		{"lower quartile", curve, 0.25, 13, inf, true}, // 0.619 at 13; the upper limit is above 0.875
		{"median", curve, 0.5, 18, inf, true},          // 0.488 at 18
		{"upper quartile", curve, 0.75, 34, inf, true}, // 0.155 at 34
		// 0.9992 at 23, 0.946 at 31, 0.875 at 34, and 0.944 again at 48.
		{"an upper limit that rises, but above", curve, 0.1, 9, 34, true},
		{"an upper limit that rises, and below", curve, 0.055, 9, 48, true},
		{"hardly any share", curve, 1e-300, 9, 23, true}, // 1 before 23
		{"a lower limit without a quantile", curve, 0.9, 48, inf, true},
		{"as good as all", curve, 0.97, 0, 0, false},
		{"all", curve, 1, 0, 0, false},
		{"no share", curve, 0, 0, 0, false},
		{"less", curve, -1, 0, 0, false},
		{"more than all", curve, 1.5, 0, 0, false},
		{"not a number", curve, math.NaN(), 0, 0, false},
		{"of no spells", Curve{}, 0.5, 0, 0, false},
		{"of censorings", KaplanMeier([]Spell{{Time: 1}, {Time: 2}}), 0.5, 0, 0, false},
		{"a quantile without a limit", KaplanMeier([]Spell{{Time: 1, Event: true}}), 0.5, 0, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lo, hi, ok := tt.curve.QuantileInterval(tt.p, Log)
			if lo != tt.lo || hi != tt.hi || ok != tt.ok {
				t.Errorf("got %v, %v, %v, want %v, %v, %v", lo, hi, ok, tt.lo, tt.hi, tt.ok)
			}
		})
	}
	// Late entries let a lower log-log limit rise: at 2 one of 10 ends, which puts
	// it at 0.4730, at 3 one of 1008: 0.4761. The curve is at 0.9 and 0.8991.
	var spells []Spell
	for i := range 1009 {
		s := Spell{Entry: 2, Time: 9}
		if i < 10 {
			s.Entry = 0
		}
		spells = append(spells, s)
	}
	spells[0] = Spell{Time: 2, Event: true}
	spells[1] = Spell{Time: 3, Event: true}
	if lo, _, ok := KaplanMeier(spells).QuantileInterval(0.4, LogLog); lo != 2 || !ok {
		t.Errorf("a lower limit that rises: got %v, %v, want 2", lo, ok)
	}
	if _, _, ok := curve.QuantileInterval(0.5, "logit"); ok {
		t.Error("an unknown scale has an interval")
	}
}

// A lower limit cut at 0 is level there, as is the curve after its last event.
func TestQuantileIntervalTakesTheMiddleOfLevelStretches(t *testing.T) {
	spells := []Spell{{Time: 1, Event: true}, {Time: 2, Event: true}, {Time: 2, Event: true}, {Time: 3, Event: true}, {Time: 5}}
	// Plain limits by R with survival 3.5.3: 0.449 at 1, 0 from 2 on.
	if lo, _, ok := KaplanMeier(spells).QuantileInterval(1, Plain); lo != 3.5 || !ok {
		t.Errorf("got %v, %v, want 3.5, the middle of 2 and 5", lo, ok)
	}
	// With an event at 5 there are no limits any more, and so no end.
	spells[4].Event = true
	if lo, _, ok := KaplanMeier(spells).QuantileInterval(1, Plain); ok {
		t.Errorf("got %v, want none", lo)
	}
}

// Without the rule for level stretches, which the curve's own test is about.
func TestQuantileIntervalEqualsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := KaplanMeier(anySpells(t))
		p := rapid.Float64Range(0.02, 0.98).Draw(t, "p")
		s := rapid.SampledFrom([]Scale{Log, LogLog, Plain}).Draw(t, "scale")
		lo, hi, ok := c.QuantileInterval(p, s)
		wantLo, wantHi, highest := math.NaN(), math.Inf(1), -1.0
		for _, r := range c.Rows {
			below, above, defined := r.Interval(s)
			if math.Abs(below-(1-p)) < 1e-6 || math.Abs(above-(1-p)) < 1e-6 {
				t.Skip("level")
			}
			if defined && below < 1-p && math.IsNaN(wantLo) {
				wantLo = float64(r.Time)
			}
			if defined && above < 1-p && above > highest {
				wantHi, highest = float64(r.Time), above
			}
		}
		if ok != !math.IsNaN(wantLo) || ok && (lo != wantLo || hi != wantHi) {
			t.Fatalf("p = %v, %s: got %v, %v, %v, want %v, %v", p, s, lo, hi, ok, wantLo, wantHi)
		}
		if q, known := c.Quantile(p); known && ok && !(lo <= q && q <= hi) {
			t.Fatalf("p = %v, %s: %v <= %v <= %v", p, s, lo, q, hi)
		}
	})
}

func TestAQuantileWithoutTheCurveIsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		times := rapid.SliceOf(rapid.Int64Range(0, 12))
		events, cuts := times.Draw(rt, "events"), times.Draw(rt, "cuts")
		slices.Sort(events)
		slices.Sort(cuts)
		var spells []Spell
		for _, t := range events {
			spells = append(spells, Spell{Time: t, Event: true})
		}
		for _, t := range cuts {
			spells = append(spells, Spell{Time: t})
		}
		p := rapid.SampledFrom([]float64{-1, 0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 2, math.NaN()}).Draw(rt, "p")
		want, ok := KaplanMeier(spells).Quantile(p)
		got, ok2 := SurvivalQuantile(events, cuts, p)
		if got != want || ok != ok2 {
			rt.Fatalf("p %v of events %v, cuts %v: %v %v, by the curve %v %v", p, events, cuts, got, ok2, want, ok)
		}
	})
}
