package scoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func jsonOf(t interface{ Fatal(...any) }, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Whatever the rules, the leads, their order and the number of workers: each lead of a
// batch has the bytes that it has alone. With LEADLINE_FULL=1 these are 100,000 leads.
func TestABatchIsWhatEachLeadScoresAlone(t *testing.T) {
	copies := 1
	if os.Getenv("LEADLINE_FULL") == "1" {
		copies = 100
	}
	rapid.Check(t, func(t *rapid.T) {
		spec := randomSpec(t)
		m, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		var leads []Record
		for range 10 {
			leads = append(leads, randomRecord(t, monday))
		}
		seed := rapid.Uint64().Draw(t, "seed")
		random := rand.New(rand.NewPCG(seed, 0))
		for range (copies - 1) * len(leads) {
			one := leads[random.IntN(10)]
			one.Activities = append([]Activity(nil), one.Activities...)
			for i := range one.Activities {
				one.Activities[i].At = one.Activities[i].At.Add(-1e9 * monday.Sub(monday.AddDate(0, 0, -random.IntN(9))) / 1e9)
			}
			leads = append(leads, one)
		}
		random.Shuffle(len(leads), func(i, j int) { leads[i], leads[j] = leads[j], leads[i] })
		last, steps := 0, 0
		out := m.ScoreAll(context.Background(), leads, monday, Batch{Workers: 1 + random.IntN(4), Progress: func(done, of int) {
			if of != len(leads) || done <= last {
				t.Fatalf("%d of %d done after %d", done, of, last)
			}
			last = done
			steps++
		}})
		if len(out) != len(leads) || last != len(leads) || steps == 0 {
			t.Fatalf("%d outcomes of %d leads, progress to %d", len(out), len(leads), last)
		}
		var into Result
		for i := range leads {
			alone, err := m.Score(leads[i], monday)
			if err != nil || out[i].Err != nil {
				t.Fatal(err, out[i].Err)
			}
			if err := m.ScoreInto(&into, leads[i], monday); err != nil {
				t.Fatal(err)
			}
			want := jsonOf(t, alone)
			if got := jsonOf(t, out[i].Result); got != want {
				t.Fatalf("lead %d of a batch: %s, alone: %s", i, got, want)
			}
			if got := jsonOf(t, into); got != want {
				t.Fatalf("lead %d into a used Result: %s, alone: %s", i, got, want)
			}
		}
	})
}

func TestOneLeadThatCannotBeScoredDoesNotStopABatch(t *testing.T) {
	spec := benchRules()
	m, err := Compile(spec, Bindings[*benchLead]{})
	if err != nil {
		t.Fatal(err)
	}
	l := benchLeadOf(monday)
	out := m.ScoreAll(t.Context(), []*benchLead{&l, nil, &l}, monday, Batch{})
	if out[0].Err != nil || !errors.Is(out[1].Err, ErrInvalidSubject) || out[2].Err != nil || out[2].Result.Total != out[0].Result.Total {
		t.Errorf("got %+v", out)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for i, o := range m.ScoreAll(ended, []*benchLead{&l, &l}, monday, Batch{}) {
		if !errors.Is(o.Err, context.Canceled) || o.Result.Total != 0 {
			t.Errorf("lead %d of a batch that was called off: %+v", i, o)
		}
	}
	if out := m.ScoreAll(t.Context(), nil, monday, Batch{Workers: 8}); len(out) != 0 {
		t.Errorf("of no leads: %+v", out)
	}
}

// Many assets are remembered in a table that is used again.
func TestManyAssetsAllocateNothing(t *testing.T) {
	if testing.CoverMode() != "" || raceEnabled {
		t.Skip("the race detector and coverage allocate too")
	}
	spec := Spec{
		Name: "assets", Revision: 1,
		Activities: map[string][]ActivityField{"download": {}},
		Groups:     []GroupSpec{{Name: "g", Rules: []RuleSpec{{Name: "r", Activity: "download", Count: PerAsset, Points: Point}}}},
		Qualify:    QualifySpec{Score: new(Points(10))},
	}
	m, err := Compile(spec, Bindings[Record]{})
	if err != nil {
		t.Fatal(err)
	}
	lead := Record{}
	for i := range 200 {
		lead.Activities = append(lead.Activities, Activity{Type: "download", At: monday.Add(-time.Duration(i) * time.Hour), Asset: fmt.Sprint(i % 150)})
	}
	var r Result
	if n := testing.AllocsPerRun(200, func() {
		if err := m.ScoreInto(&r, lead, monday); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
	if r.Total != 150*Point {
		t.Errorf("total %v, want 150: one for each asset", r.Total)
	}
}

func TestAScoreAllocatesItsResultAlone(t *testing.T) {
	if testing.CoverMode() != "" || raceEnabled {
		t.Skip("the race detector and coverage allocate too")
	}
	m, err := Compile(benchRules(), Bindings[benchLead]{})
	if err != nil {
		t.Fatal(err)
	}
	l := benchLeadOf(monday)
	var r Result
	if n := testing.AllocsPerRun(200, func() {
		if err := m.ScoreInto(&r, l, monday); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("into a Result: %v allocations, want 0", n)
	}
	if n := testing.AllocsPerRun(200, func() {
		if _, err := m.Score(l, monday); err != nil {
			t.Fatal(err)
		}
	}); n != 1 {
		t.Errorf("a score: %v allocations, want 1", n)
	}
	leads := make([]benchLead, 4096)
	for i := range leads {
		leads[i] = l
	}
	if n := testing.AllocsPerRun(5, func() { m.ScoreAll(t.Context(), leads, monday, Batch{}) }); n > 4096+64 {
		t.Errorf("a batch of 4096: %v allocations, want one for each lead", n)
	}
}

// The bytes of some thousands of scores do not depend on the machine: the hash was
// made on amd64, and this test is run on arm64 too.
func TestScoresAreTheSameBytesOnEveryMachine(t *testing.T) {
	h := sha256.New()
	for i := range 400 {
		spec := rapid.Custom(randomSpec).Example(i)
		m, err := Compile(spec, Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		rec := rapid.Custom(func(t *rapid.T) Record { return randomRecord(t, monday) })
		for j := range 10 {
			r := score(t, m, rec.Example(j), monday)
			h.Write([]byte(jsonOf(t, r)))
			h.Write([]byte(r.NextChange(true).String()))
		}
	}
	golden(t, "machine.txt", hex.EncodeToString(h.Sum(nil))+"\n")
}
