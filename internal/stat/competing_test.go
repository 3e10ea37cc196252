package stat

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// By hand, on the spells of TestKaplanMeierHonoursLateEntries with causes put to
// them in turn.
func TestAalenJohansenHonoursLateEntries(t *testing.T) {
	var exits []Exit
	for i, s := range lateEntries() {
		x := Exit{s.Entry, s.Time, Censored}
		if s.Event {
			x.Cause = i % 2
		}
		exits = append(exits, x)
	}
	want := CompetingCurve{Causes: 2, N: 10, Last: 17, Rows: []CompetingRow{
		{Time: 2, AtRisk: 2, EventFree: 1.0 / 2, Incidence: []float64{1.0 / 2, 0}},
		{Time: 3, AtRisk: 3, EventFree: 1.0 / 3, Incidence: []float64{1.0 / 2, 1.0 / 6}},
		{Time: 6, AtRisk: 5, EventFree: 4.0 / 15, Incidence: []float64{17.0 / 30, 1.0 / 6}},
		{Time: 7, AtRisk: 4, EventFree: 1.0 / 5, Incidence: []float64{17.0 / 30, 7.0 / 30}},
		{Time: 8, AtRisk: 4, EventFree: 3.0 / 20, Incidence: []float64{37.0 / 60, 7.0 / 30}},
		{Time: 9, AtRisk: 5, EventFree: 9.0 / 100, Incidence: []float64{97.0 / 150, 79.0 / 300}},
	}}
	got := AalenJohansen(exits, 2)
	for i := range got.Rows {
		got.Rows[i].StdErr, got.Rows[i].LogVar = nil, 0 // have tests of their own
	}
	if diff := cmp.Diff(want, got, within(1e-15)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// offers are twelve that leave a stage: accepted (0), rejected (1), or open.
func offers() []Exit {
	return []Exit{
		{0, 1, 0},
		{0, 2, 1},
		{0, 2, 0},
		{0, 3, Censored},
		{0, 4, 0},
		{0, 4, 1},
		{0, 5, Censored},
		{0, 6, 0},
		{0, 7, 1},
		{0, 8, Censored},
		{0, 9, 0},
		{0, 10, Censored},
	}
}

// From R 4.2.2 with survival 3.5.3: survfit(Surv(time, factor(event)) ~ 1).
func TestAalenJohansenAgreesWithR(t *testing.T) {
	want := []CompetingRow{
		{1, 12, 0.916666666667, []float64{0.0833333333333, 0}, []float64{0.079785592313, 0}, 0},
		{2, 11, 0.75, []float64{0.166666666667, 0.0833333333333}, []float64{0.107582870728, 0.079785592313}, 0},
		{4, 8, 0.5625, []float64{0.260416666667, 0.177083333333}, []float64{0.130017220859, 0.114009770283}, 0},
		{6, 5, 0.45, []float64{0.372916666667, 0.177083333333}, []float64{0.150773348838, 0.114009770283}, 0},
		{7, 4, 0.3375, []float64{0.372916666667, 0.289583333333}, []float64{0.150773348838, 0.142789539953}, 0},
		{9, 2, 0.16875, []float64{0.541666666667, 0.289583333333}, []float64{0.173276065593, 0.142789539953}, 0},
	}
	got := AalenJohansen(offers(), 2).Rows
	for i := range got {
		got[i].LogVar = 0 // has a test of its own
	}
	if diff := cmp.Diff(want, got, within(1e-9)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompetingCurveAtIsAStepFunctionUpToItsLastTime(t *testing.T) {
	open := AalenJohansen([]Exit{{0, 2, 1}, {0, 4, Censored}}, 2)
	closed := AalenJohansen([]Exit{{0, 2, 1}, {0, 4, 0}}, 2)
	tests := []struct {
		name  string
		curve CompetingCurve
		at    int64
		free  float64
		by    []float64
		ok    bool
	}{
		{"before time began", open, -1, 1, []float64{0, 0}, true},
		{"just before the first event", open, 1, 1, []float64{0, 0}, true},
		{"at the event", open, 2, 0.5, []float64{0, 0.5}, true},
		{"between it and the censoring", open, 3, 0.5, []float64{0, 0.5}, true},
		{"at the last censoring", open, 4, 0.5, []float64{0, 0.5}, true},
		{"beyond the last censoring", open, 5, 0.5, []float64{0, 0.5}, false},
		{"at the last event", closed, 4, 0, []float64{0.5, 0.5}, true},
		{"beyond the last event", closed, math.MaxInt64, 0, []float64{0.5, 0.5}, true},
		{"of censorings", AalenJohansen([]Exit{{0, 4, Censored}}, 1), 4, 1, []float64{0}, true},
		{"beyond censorings", AalenJohansen([]Exit{{0, 4, Censored}}, 1), 5, 1, []float64{0}, false},
		{"of no exits", AalenJohansen(nil, 2), -1, 1, []float64{0, 0}, false},
		{"of exits that do not count", AalenJohansen([]Exit{{4, 4, 0}}, 1), 4, 1, []float64{0}, false},
		{"of the zero value", CompetingCurve{}, -1, 1, []float64{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.curve.At(tt.at)
			if got.EventFree != tt.free || !slices.Equal(got.Incidence, tt.by) || len(got.StdErr) != len(tt.by) || ok != tt.ok {
				t.Errorf("got %+v, %v, want %v, %v, %v", got, ok, tt.free, tt.by, tt.ok)
			}
		})
	}
}

func TestCompetingCurveFinalIsTheStateAtTheLastTime(t *testing.T) {
	row, ok := AalenJohansen(offers(), 2).Final()
	if diff := cmp.Diff([]float64{13.0 / 24, 139.0 / 480}, row.Incidence, within(1e-15)); diff != "" || row.Time != 9 || !ok {
		t.Errorf("%+v, %v (-want +got):\n%s", row, ok, diff)
	}
	if row, ok := (CompetingCurve{}).Final(); row.EventFree != 1 || ok {
		t.Errorf("of no exits: got %+v, %v", row, ok)
	}
}

func TestCausesThatCannotBeGiveTheCurveOfNoExits(t *testing.T) {
	tests := []struct {
		name   string
		exits  []Exit
		causes int
	}{
		{"one too many", []Exit{{0, 1, 0}, {0, 2, 2}}, 2},
		{"below censored", []Exit{{0, 1, 0}, {0, 2, -2}}, 2},
		{"of an exit that would not count", []Exit{{0, 1, 0}, {3, 2, 2}}, 2},
		{"no causes", []Exit{{0, 1, Censored}}, 0},
		{"fewer than none", nil, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(CompetingCurve{}, AalenJohansen(tt.exits, tt.causes)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func anyExits(t *rapid.T) (exits []Exit, causes int) {
	causes = rapid.IntRange(1, 3).Draw(t, "causes")
	for _, s := range anySpells(t) {
		x := Exit{s.Entry, s.Time, Censored}
		if s.Event {
			x.Cause = rapid.IntRange(0, causes-1).Draw(t, "cause")
		}
		exits = append(exits, x)
	}
	return exits, causes
}

// spellsOf are the exits as spells that ask for no cause.
func spellsOf(exits []Exit) []Spell {
	var spells []Spell
	for _, x := range exits {
		spells = append(spells, Spell{x.Entry, x.Time, x.Cause != Censored})
	}
	return spells
}

// exactIncidence is the definition in exact arithmetic.
func exactIncidence(exits []Exit, cause int, t int64) *big.Rat {
	spells, sum, done := spellsOf(exits), new(big.Rat), map[int64]bool{}
	for _, x := range exits {
		if x.Time > t || x.Cause != cause || done[x.Time] || !atRisk(x.Entry, x.Time, x.Time) {
			continue
		}
		done[x.Time] = true
		n, _ := counts(spells, x.Time)
		d := int64(0)
		for _, y := range exits {
			if y.Time == x.Time && y.Cause == cause && atRisk(y.Entry, y.Time, y.Time) {
				d++
			}
		}
		surv, _ := exactSurvival(spells, x.Time-1)
		sum.Add(sum, surv.Mul(surv, big.NewRat(d, n)))
	}
	return sum
}

func TestAalenJohansenEqualsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, causes := anyExits(t)
		for i := range exits {
			exits[i].Time = max(exits[i].Time, math.MinInt64+1) // has a time before it
		}
		c := AalenJohansen(exits, causes)
		whole := KaplanMeier(spellsOf(exits)).Rows
		if n := len(whole); n > 0 && c.Last != whole[n-1].Time || n == 0 && c.N != 0 {
			t.Fatalf("%d exits up to %d, want those of %+v", c.N, c.Last, whole)
		}
		n := int64(0)
		for _, r := range whole {
			n += r.Events + r.Censored
		}
		whole = slices.DeleteFunc(whole, func(r Row) bool { return r.Events == 0 })
		if c.N != n || c.Causes != causes || len(c.Rows) != len(whole) || cap(c.Rows) != len(whole) {
			t.Fatalf("%d exits in %d rows, want %d in %d", c.N, len(c.Rows), n, len(whole))
		}
		for i, r := range c.Rows {
			if r.Time != whole[i].Time || r.AtRisk != whole[i].AtRisk || math.Abs(r.EventFree-whole[i].Surv) > 1e-15 {
				t.Fatalf("%+v, want as in %+v", r, whole[i])
			}
			for cause, got := range r.Incidence {
				want, _ := exactIncidence(exits, cause, r.Time).Float64()
				if math.Abs(got-want) > 3e-15 {
					t.Fatalf("at %d by cause %d: got %v, want %v", r.Time, cause, got, want)
				}
			}
		}
	})
}

// The delta method by its definition: F(t) is a function of the shares h that
// leave by each cause at each time s before, and these are multinomial.
func TestStdErrOfIncidenceEqualsTheDeltaMethod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, causes := anyExits(t)
		c := AalenJohansen(exits, causes)
		for k, r := range c.Rows {
			for cause, f := range r.Incidence {
				sum := 0.0
				before := CompetingRow{EventFree: 1, Incidence: make([]float64, causes)}
				for _, s := range c.Rows[:k+1] {
					if before.EventFree == 0 {
						break
					}
					mean, square := 0.0, 0.0
					for j := range causes {
						h := (s.Incidence[j] - before.Incidence[j]) / before.EventFree
						slope := 0.0 // dF(t)/dh: what is left falls by it,
						if s.EventFree > 0 {
							slope = -(f - s.Incidence[cause]) * before.EventFree / s.EventFree
						}
						if j == cause { // and it adds at s itself.
							slope += before.EventFree
						}
						mean += slope * h
						square += slope * slope * h
					}
					sum += (square - mean*mean) / float64(s.AtRisk)
					before = s
				}
				if got := r.StdErr[cause]; math.Abs(got*got-sum) > 1e-13 {
					t.Fatalf("at %d by cause %d: variance %v, want %v", r.Time, cause, got*got, sum)
				}
			}
		}
	})
}

func TestTheIntervalOfAnIncidenceIsSymmetricOnTheLogLogScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, causes := anyExits(t)
		for _, row := range AalenJohansen(exits, causes).Rows {
			for c, f := range row.Incidence {
				lo, hi, ok := row.Interval(c)
				if !ok {
					if f > 1e-9 && f < 1-1e-9 && row.StdErr[c] > 0 {
						t.Fatalf("%+v: cause %d has no interval", row, c)
					}
					continue
				}
				if lo <= 0 || lo > f || hi < f || hi >= 1 {
					t.Fatalf("incidence %v in %v to %v", f, lo, hi)
				}
				if f > 1-1e-9 || hi > 1-1e-9 {
					continue // too few digits are left to tell
				}
				// By the delta method log(-log F) has this standard error.
				se := row.StdErr[c] / (f * -math.Log(f))
				up := func(x float64) float64 { return math.Log(-math.Log(x)) }
				below, above := (up(lo)-up(f))/se, (up(f)-up(hi))/se
				if math.Abs(below-1.959963984540054) > 1e-5 || math.Abs(above-1.959963984540054) > 1e-5 {
					t.Fatalf("incidence %v in %v to %v: %v and %v standard errors", f, lo, hi, below, above)
				}
			}
		}
	})
}

func TestTheEventFreeHaveTheVarianceOfKaplanMeier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, causes := anyExits(t)
		want := map[int64]float64{}
		for _, row := range KaplanMeier(spellsOf(exits)).Rows {
			want[row.Time] = row.LogVar
		}
		for _, row := range AalenJohansen(exits, causes).Rows {
			if row.EventFree > 0 && math.Abs(row.LogVar-want[row.Time]) > 1e-12*want[row.Time] {
				t.Fatalf("at %d: %v, want %v", row.Time, row.LogVar, want[row.Time])
			}
		}
	})
}

func TestIncidencesNeverFallAndAddUpToOneWithTheEventFree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, causes := anyExits(t)
		before := make([]float64, causes)
		for _, r := range AalenJohansen(exits, causes).Rows {
			sum := r.EventFree
			for i, f := range r.Incidence {
				if f < before[i] || f < 0 || f > 1 {
					t.Fatalf("%+v after %v", r, before)
				}
				sum += f
			}
			if math.Abs(sum-1) > 1e-15 {
				t.Fatalf("%+v adds up to %v", r, sum)
			}
			before = r.Incidence
		}
	})
}

func TestAalenJohansenDoesNotDependOnTheOrderOfExits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, causes := anyExits(t)
		given := slices.Clone(exits)
		want := AalenJohansen(exits, causes)
		if !slices.Equal(given, exits) {
			t.Fatal("the input was changed")
		}
		if diff := cmp.Diff(want, AalenJohansen(rapid.Permutation(exits).Draw(t, "shuffled"), causes)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestASingleCauseIsOneMinusKaplanMeier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, _ := anyExits(t)
		for i := range exits {
			exits[i].Cause = min(exits[i].Cause, 0)
		}
		c := AalenJohansen(exits, 1)
		for _, r := range KaplanMeier(spellsOf(exits)).Rows {
			got, ok := c.At(r.Time)
			if !ok || math.Abs(got.Incidence[0]-(1-r.Surv)) > 1e-14 {
				t.Fatalf("got %+v, %v, want 1 - %v", got, ok, r.Surv)
			}
			if se, known := r.StdErr(); known && math.Abs(got.StdErr[0]*got.StdErr[0]-se*se) > 1e-14 {
				t.Fatalf("at %d: standard error %v, want Greenwood's %v", r.Time, got.StdErr[0], se)
			}
		}
	})
}

func TestAalenJohansenWithoutCensoringIsTheShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exits, causes := anyExits(t)
		for i := range exits {
			exits[i].Entry, exits[i].Cause = 0, max(exits[i].Cause, 0)
		}
		for _, r := range AalenJohansen(exits, causes).Rows {
			count := make([]float64, causes)
			for _, x := range exits {
				if x.Time <= r.Time {
					count[x.Cause]++
				}
			}
			for i, f := range r.Incidence {
				if want := count[i] / float64(len(exits)); f != want {
					t.Fatalf("%+v: cause %d, want exactly %v", r, i, want)
				}
			}
		}
	})
}

// Three hundred thousand times with censorings and entries between events: the
// worst case for precision, while the curve falls to 0 and while it stays high.
func TestIncidencesAddUpToOneOverManyTerms(t *testing.T) {
	const n = 300_000
	tests := map[string]func(i int) Exit{
		"few at risk": func(i int) Exit {
			return Exit{Entry: int64(i % 2 * i / 2), Time: int64(i), Cause: i%3 - 1}
		},
		"always as many at risk": func(i int) Exit {
			return Exit{Entry: int64(i - n), Time: int64(i), Cause: i%3 - 1}
		},
	}
	for name, exit := range tests {
		t.Run(name, func(t *testing.T) {
			exits := make([]Exit, n)
			for i := range exits {
				exits[i] = exit(i)
			}
			for _, r := range AalenJohansen(exits, 2).Rows {
				if sum := r.EventFree + r.Incidence[0] + r.Incidence[1]; math.Abs(sum-1) > 1e-15 {
					t.Fatalf("at %d: %v", r.Time, sum)
				}
			}
		})
	}
}
