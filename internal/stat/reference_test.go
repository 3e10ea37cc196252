package stat

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Limits are the two columns of a confidence interval; null where R says NA.
type Limits struct {
	Lower []*float64 `json:"lower"`
	Upper []*float64 `json:"upper"`
}

// quantiles are times with the limits on one scale.
type quantiles struct {
	P     []float64  `json:"p"`
	Value []*float64 `json:"value"`
	Limits
}

// fit is what R's survfit() says of one sample.
type fit struct {
	N      int `json:"n"`
	Events int `json:"events"`
	Log    struct {
		Time     []int64    `json:"time"`
		AtRisk   []int64    `json:"n_risk"`
		Events   []int64    `json:"n_event"`
		Censored []int64    `json:"n_censor"`
		Surv     []float64  `json:"surv"`
		StdErr   []*float64 `json:"std_err"`
		Limits
	} `json:"km_log"`
	LogLog          Limits    `json:"km_loglog"`
	Plain           Limits    `json:"km_plain"`
	QuantilesLog    quantiles `json:"quantiles_log"`
	QuantilesLogLog quantiles `json:"quantiles_loglog"`
	QuantilesPlain  quantiles `json:"quantiles_plain"`
}

// competing is what survfit() and cmprsk's cuminc() say of exits by two causes.
type competing struct {
	AalenJohansen struct {
		Time   []int64     `json:"time"`
		AtRisk []int64     `json:"n_risk"`
		State  [][]float64 `json:"pstate"` // still there, then by cause
		StdErr [][]float64 `json:"std_err"`
	} `json:"aalen_johansen"`
	Cmprsk []struct {
		Incidence []float64 `json:"cif"`
	} `json:"cmprsk"`
	Naive []struct {
		AtEnd float64 `json:"naive_one_minus_km_at_end"`
	} `json:"naive_1_minus_KM"`
}

type reference struct {
	ID   string `json:"id"`
	Data struct {
		Time   []int64  `json:"time"`
		Status []int    `json:"status"`
		Event  []int    `json:"event"` // 0 censored, else the cause from 1
		Group  []string `json:"group"`
	} `json:"data"`
	All       *fit           `json:"all"`
	ByGroup   map[string]fit `json:"by_group"`
	Competing *competing     `json:"competing"`
	Cases     []struct {
		X      int64      `json:"x"`
		N      int64      `json:"n"`
		Wilson [2]float64 `json:"wilson"`
	} `json:"cases"`
	X     []int64   `json:"x"`
	P     []float64 `json:"p"`
	Type7 []float64 `json:"type7"`
}

// references reads the values that R 4.2.2 with survival 3.5.3 computed from
// published data, rounded to twelve digits.
func references(t *testing.T) []reference {
	t.Helper()
	folder := os.Getenv("LEADLINE_DATA")
	if folder == "" {
		if slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "data") {
			t.Fatal("LEADLINE_DATA is not set, but LEADLINE_REQUIRE demands data")
		}
		t.Skip("LEADLINE_DATA, the folder of real data, is not set")
	}
	data, err := os.ReadFile(filepath.Join(folder, "survival", "reference.json"))
	if err != nil {
		t.Fatal(err)
	}
	var refs []reference
	if err := json.Unmarshal(data, &refs); err != nil {
		t.Fatal(err)
	}
	return refs
}

func TestCurvesAgreeWithR(t *testing.T) {
	fits := 0
	for _, ref := range references(t) {
		if ref.All == nil {
			continue
		}
		fits += 1 + len(ref.ByGroup)
		t.Run(ref.ID, func(t *testing.T) {
			compare(t, ref.spells(""), *ref.All)
		})
		for group, want := range ref.ByGroup {
			t.Run(ref.ID+" "+group, func(t *testing.T) {
				compare(t, ref.spells(group), want)
			})
		}
	}
	// aml and gehan, whole and by two groups each, and two edge cases.
	if fits != 8 {
		t.Errorf("%d fits in the file, want 8", fits)
	}
}

// spells returns the data of one group, or of all.
func (r reference) spells(group string) []Spell {
	var spells []Spell
	for i, t := range r.Data.Time {
		if group == "" || r.Data.Group[i] == group {
			spells = append(spells, Spell{Time: t, Event: r.Data.Status[i] == 1})
		}
	}
	return spells
}

func compare(t *testing.T, spells []Spell, want fit) {
	t.Helper()
	if len(spells) != want.N {
		t.Fatalf("%d spells, want %d", len(spells), want.N)
	}
	c := KaplanMeier(spells)
	var got fit
	got.N = len(spells)
	for _, r := range c.Rows {
		got.Events += int(r.Events)
		got.Log.Time = append(got.Log.Time, r.Time)
		got.Log.AtRisk = append(got.Log.AtRisk, r.AtRisk)
		got.Log.Events = append(got.Log.Events, r.Events)
		got.Log.Censored = append(got.Log.Censored, r.Censored)
		got.Log.Surv = append(got.Log.Surv, r.Surv)
		se, ok := r.StdErr()
		got.Log.StdErr = append(got.Log.StdErr, orNull(se, ok))
		got.Log.add(r.Interval(Log))
		got.LogLog.add(r.Interval(LogLog))
		got.Plain.add(r.Interval(Plain))
	}
	got.QuantilesLog = quartiles(c, Log)
	got.QuantilesLogLog = quartiles(c, LogLog)
	got.QuantilesPlain = quartiles(c, Plain)
	if diff := cmp.Diff(want, got, within(1e-9)); diff != "" {
		t.Errorf("(-R +got):\n%s", diff)
	}
}

func quartiles(c Curve, s Scale) quantiles {
	q := quantiles{P: []float64{0.25, 0.5, 0.75}}
	for _, p := range q.P {
		v, ok := c.Quantile(p)
		q.Value = append(q.Value, orNull(v, ok))
		lo, hi, ok := c.QuantileInterval(p, s)
		q.Lower = append(q.Lower, orNull(lo, ok))
		q.Upper = append(q.Upper, orNull(hi, ok && !math.IsInf(hi, 1)))
	}
	return q
}

func (l *Limits) add(lo, hi float64, ok bool) {
	l.Lower = append(l.Lower, orNull(lo, ok))
	l.Upper = append(l.Upper, orNull(hi, ok))
}

func orNull(x float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return &x
}

func TestCompetingCurvesAgreeWithR(t *testing.T) {
	checked := 0
	for _, ref := range references(t) {
		if ref.Competing == nil {
			continue
		}
		checked++
		var exits []Exit
		var spells []Spell
		for i, e := range ref.Data.Event {
			exits = append(exits, Exit{Time: ref.Data.Time[i], Cause: e - 1})
			spells = append(spells, Spell{Time: ref.Data.Time[i], Event: e > 0})
		}
		c, whole := AalenJohansen(exits, 2), KaplanMeier(spells)

		var got competing
		aj := &got.AalenJohansen
		aj.State, aj.StdErr = make([][]float64, 3), make([][]float64, 3)
		got.Cmprsk, got.Naive = slices.Clone(ref.Competing.Cmprsk), slices.Clone(ref.Competing.Naive)
		for i := range got.Cmprsk {
			got.Cmprsk[i].Incidence = nil
		}
		for _, r := range whole.Rows { // these have the times of censorings, as R's
			at, ok := c.At(r.Time)
			if !ok {
				t.Fatalf("%s: no state at %d", ref.ID, r.Time)
			}
			if at.Time == r.Time && at.AtRisk != r.AtRisk {
				t.Errorf("%s: %d at risk at %d, want %d", ref.ID, at.AtRisk, r.Time, r.AtRisk)
			}
			aj.Time, aj.AtRisk = append(aj.Time, r.Time), append(aj.AtRisk, r.AtRisk)
			se, _ := r.StdErr()
			aj.State[0], aj.StdErr[0] = append(aj.State[0], at.EventFree), append(aj.StdErr[0], se)
			for i, f := range at.Incidence {
				aj.State[i+1], aj.StdErr[i+1] = append(aj.State[i+1], f), append(aj.StdErr[i+1], at.StdErr[i])
				got.Cmprsk[i].Incidence = append(got.Cmprsk[i].Incidence, f)
			}
		}
		for i := range got.Naive {
			for j, x := range exits {
				spells[j].Event = x.Cause == i
			}
			rows := KaplanMeier(spells).Rows
			got.Naive[i].AtEnd = 1 - rows[len(rows)-1].Surv
		}
		if diff := cmp.Diff(*ref.Competing, got, within(1e-9)); diff != "" {
			t.Errorf("%s (-R +got):\n%s", ref.ID, diff)
		}
	}
	if checked != 1 {
		t.Errorf("%d samples with competing exits in the file, want 1", checked)
	}
}

func TestWilsonAgreesWithR(t *testing.T) {
	checked := 0
	for _, ref := range references(t) {
		for _, c := range ref.Cases {
			checked++
			lo, hi, ok := Rate{c.X, c.N}.Wilson()
			if diff := cmp.Diff(c.Wilson, [2]float64{lo, hi}, within(1e-12)); diff != "" || !ok {
				t.Errorf("%d of %d (-R +got):\n%s", c.X, c.N, diff)
			}
		}
	}
	if checked != 9 {
		t.Errorf("%d cases in the file, want 9", checked)
	}
}

func TestQuantileAgreesWithTheReferenceFile(t *testing.T) {
	checked := 0
	for _, ref := range references(t) {
		slices.Sort(ref.X)
		for i, p := range ref.P {
			checked++
			got, ok := Quantile(ref.X, int64(math.Round(100*p)), 100)
			if !ok || got != ref.Type7[i] {
				t.Errorf("p = %v: got %v, %v, want %v", p, got, ok, ref.Type7[i])
			}
		}
	}
	if checked != 5 {
		t.Errorf("%d quantiles in the file, want 5", checked)
	}
}
