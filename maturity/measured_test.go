package maturity

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// claim lets everybody claim a cell, beside measures.
func claim(m *Model, c Cell, measures ...Measure) Input {
	in := two(m, upTo(c), upTo(c))
	in.Measures = measures
	return in
}

func share(id string, num, den int64) Measure { return Measure{ID: id, Num: num, Den: den} }

func codes(r *Report) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, string(f.Code)+" "+f.Params["indicator"]+" "+f.Params["stage"])
	}
	return all
}

func TestAMeasureCapsAClaimOnlyIfItsWholeIntervalRefutesIt(t *testing.T) {
	m := compile(t, Default())
	const decisions = "ev.rel.decision_share"
	for _, tt := range []struct {
		name     string
		asked    Cell
		measures []Measure
		policy   Evidence
		want     Cell
		measured Bounds // of the relationship, or where there is none of lead management
		findings []string
	}{
		{"60 of 200 refute 50 %", Cell{3, 3}, []Measure{share(decisions, 60, 200)}, "", Cell{1, 3}, Bounds{1, 1}, []string{"claim.exceeds_evidence ev.rel.decision_share 2"}},
		{"ignored they cap nothing", Cell{3, 3}, []Measure{share(decisions, 60, 200)}, EvidenceIgnored, Cell{3, 3}, Bounds{1, 1}, []string{"claim.exceeds_evidence ev.rel.decision_share 2"}},
		{"4 of 12 are too few", Cell{3, 3}, []Measure{share(decisions, 4, 12)}, "", Cell{3, 3}, Bounds{1, 3}, nil},
		{"24 of 30 do not decide 80 %", Cell{3, 3}, []Measure{share(decisions, 24, 30)}, "", Cell{3, 3}, Bounds{2, 3}, nil},
		{"29 cases are too few, whatever they say", Cell{3, 3}, []Measure{share(decisions, 0, 29)}, "", Cell{3, 3}, Bounds{1, 3}, nil},
		{"120 of 200 refute 80 % and support 50 %", Cell{3, 3}, []Measure{share(decisions, 120, 200)}, "", Cell{2, 3}, Bounds{2, 2}, []string{"claim.exceeds_evidence ev.rel.decision_share 3"}},
		{"what nobody claims is not refuted", Cell{1, 1}, []Measure{share(decisions, 60, 200)}, "", Cell{1, 1}, Bounds{1, 1}, nil},
		{"a measure raises nothing", Cell{1, 1}, []Measure{share(decisions, 190, 200)}, "", Cell{1, 1}, Bounds{3, 3}, []string{"practice.ahead ev.rel.decision_share 3"}},
		{"untouched leads may not be many", Cell{3, 3}, []Measure{share("ev.rel.stale_share", 150, 200)}, "", Cell{1, 3}, Bounds{1, 1}, []string{"claim.exceeds_evidence ev.rel.stale_share 2"}},
		{"a goal that no statement of the stage names caps nothing", Cell{3, 3}, []Measure{share("ev.rel.stale_share", 70, 200)}, "", Cell{3, 3}, Bounds{2, 2}, nil},
		{"days are compared as they are", Cell{3, 3}, []Measure{share("ev.lm.review_age", 366, 1)}, "", Cell{3, 2}, Bounds{1, 2}, []string{"claim.exceeds_evidence ev.lm.review_age 3"}},
		{"the threshold itself is good enough", Cell{3, 3}, []Measure{share("ev.lm.review_age", 365, 1)}, "", Cell{3, 3}, Bounds{1, 3}, nil},
		{"counts are compared as they are", Cell{3, 3}, []Measure{share("ev.lm.joint_signoff", 1, 1)}, "", Cell{3, 2}, Bounds{1, 2}, []string{"claim.exceeds_evidence ev.lm.joint_signoff 3"}},
		{"a lifecycle has the statuses that it has", Cell{3, 3}, []Measure{share("ev.lm.status_documented", 2, 10)}, "", Cell{3, 1}, Bounds{1, 1}, []string{"claim.exceeds_evidence ev.lm.status_documented 2"}},
		{"all of them documented is not suspicious", Cell{3, 3}, []Measure{share("ev.lm.status_documented", 40, 40)}, "", Cell{3, 3}, Bounds{2, 2}, nil},
		{"too many of few statuses undocumented", Cell{3, 3}, []Measure{share("ev.lm.status_documented", 7, 10)}, "", Cell{3, 1}, Bounds{1, 1}, []string{"claim.exceeds_evidence ev.lm.status_documented 2"}},
		{"all of few documented", Cell{1, 1}, []Measure{share("ev.lm.status_documented", 5, 5)}, "", Cell{1, 1}, Bounds{2, 2}, []string{"practice.ahead ev.lm.status_documented 2"}},
		{"all on their way is not, for software sees to it", Cell{3, 3}, []Measure{share("ev.lm.conforming_changes", 300, 300)}, "", Cell{3, 3}, Bounds{1, 3}, nil},
		{"none on their way is", Cell{1, 1}, []Measure{share("ev.lm.conforming_changes", 0, 300)}, "", Cell{1, 1}, Bounds{1, 2}, []string{"rate.suspicious ev.lm.conforming_changes 3"}},
		{"all accepted is", Cell{3, 3}, []Measure{share("ev.rel.acceptance_rate", 30, 30)}, "", Cell{3, 3}, Bounds{1, 3}, []string{"rate.suspicious ev.rel.acceptance_rate 3"}},
		{"all of 29 accepted is not", Cell{3, 3}, []Measure{share("ev.rel.acceptance_rate", 29, 29)}, "", Cell{3, 3}, Bounds{1, 3}, nil},
		{"one who supports and one who does not", Cell{2, 2}, []Measure{share("ev.rel.acceptance_rate", 180, 200), share(decisions, 165, 200)}, "", Cell{2, 2}, Bounds{2, 3}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := claim(m, tt.asked, tt.measures...)
			in.Evidence = tt.policy
			r := evaluate(t, m, in)
			if at, ok := r.Position(); !ok || at.Cell != tt.want {
				t.Errorf("position %v, want %v", r.Positions, tt.want)
			}
			for _, a := range axes() {
				if x := r.Axis(a); x.Asked != (Bounds{tt.asked.on(a), tt.asked.on(a)}) {
					t.Errorf("%s: asked %v, want %d", a, x.Asked, tt.asked.on(a))
				}
			}
			measured := r.Relationship.Measured
			if measured == nil {
				measured = r.LeadManagement.Measured
			}
			if *measured != tt.measured {
				t.Errorf("measured %v, want %v", *measured, tt.measured)
			}
			if diff := cmp.Diff(tt.findings, codes(r)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestACappedClaimIsExplained(t *testing.T) {
	m := compile(t, Default())
	of := share("ev.rel.decision_share", 60, 200)
	of.From = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	of.To = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	r := evaluate(t, m, claim(m, Cell{3, 3}, of))
	at, _ := r.Position()
	if at.Class != Above || at.Offset != 2 {
		t.Errorf("%+v, want 2 above", at)
	}
	f := r.Findings[0]
	// (0.3 + z²/400 ± z √(0.00105 + z²/160000)) / (1 + z²/200), z² = 3.841459
	if low, high := f.Params["low"], f.Params["high"]; !strings.HasPrefix(low, "0.24074") || !strings.HasPrefix(high, "0.36679") {
		t.Errorf("interval %s to %s, want 0.24074… to 0.36679…", low, high)
	}
	delete(f.Params, "low")
	delete(f.Params, "high")
	want := Finding{ClaimExceedsEvidence, map[string]string{
		"axis": "relationship", "stage": "2", "asked": "3", "indicator": "ev.rel.decision_share", "bound": "at_least", "threshold": "0.5",
		"value": "0.3", "num": "60", "den": "200", "from": "2026-01-01T00:00:00Z", "to": "2026-04-01T00:00:00Z",
	}, Text{
		En: "Relationship of marketing and sales: by the answers stage 3, but daily business refutes stage 2. Due MQLs with an explicit decision by sales: 30 % (60 of 200; 95 % interval 24.1 % to 36.7 %; 2026-01-01 to 2026-03-31), needed for stage 2: at least 50 %.",
		De: "Beziehung von Marketing und Vertrieb: nach den Antworten Stufe 3, doch der Alltag widerlegt Stufe 2. Fällige MQLs mit ausdrücklicher Entscheidung des Vertriebs: 30 % (60 von 200; 95-%-Intervall 24,1 % bis 36,7 %; 01.01.2026 bis 31.03.2026), für Stufe 2 nötig: mindestens 50 %.",
	}}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	p := proofs(r)["rel.rules.2"]
	if len(p.Indicators) != 3 || p.State != Held || !p.Refuted {
		t.Fatalf("%+v, want it held and refuted, with three indicators", p)
	}
	if c := p.Indicators[0]; c.Threshold != 500 || c.Verdict != Refuted || c.Figure.Value != 0.3 {
		t.Errorf("%+v, want 0.3 to refute 0.5", c)
	}
	if !r.Relationship.Stages[0].Refuted || r.LeadManagement.Stages[0].Refuted {
		t.Error("want stage 2 of the relationship refuted, and only that axis")
	}
	if *r.Relationship.Index != 1800 { // 4 of 5 statements of stage 2 hold unrefuted
		t.Errorf("index %v, want 1.8", r.Relationship.Index)
	}
	if len(r.Recommendations) == 0 || !slices.Contains(r.Recommendations[0].Lifts, "rel.rules.2") {
		t.Errorf("recommended: %+v; want what lifts rel.rules.2 first", r.Recommendations)
	}
}

func TestAStatementOfWhichNothingDependsCapsNothing(t *testing.T) {
	m := small(t, "id: r2, area: ra, stage: 2, scale: five, indicators: [ri],", "id: r2, area: ra, stage: 2, scale: five,",
		"id: r2x, area: ra, stage: 2, scale: five, optional: true,", "id: r2x, area: ra, stage: 2, scale: five, optional: true, indicators: [ri],")
	r := evaluate(t, m, claim(m, Cell{3, 3}, share("ri", 0, 10)))
	if x := r.Relationship; x.Low != 3 || x.High != 3 || x.Measured != nil {
		t.Errorf("%+v, want 3 and nothing that counts measured", x)
	}
	if !proofs(r)["r2x"].Refuted {
		t.Error("r2x is not refuted itself")
	}
}

func TestMeasuresCapWhatIsOpenToo(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, Input{Measures: []Measure{share("ev.rel.decision_share", 120, 200)}})
	if x := r.Relationship; x.Low != 1 || x.High != 2 || x.Asked != (Bounds{1, 4}) || x.Gap != (Gap{2, 3}) {
		t.Errorf("%d to %d, asked %v, gap %v; want 1 to 2 of 1 to 4", x.Low, x.High, x.Asked, x.Gap)
	}
	for _, q := range r.Deciding {
		if q.Axis == Relationship && q.Stage > 2 {
			t.Errorf("%s is asked for, though nothing depends on it", q.Statement)
		}
	}
}

// verdictTwin tells whether a rate lies on one side of a threshold by the definition
// of the interval: the thresholds that are no more than z standard errors away, the
// standard error being that of the threshold. There is no root to take.
func verdictTwin(b Bound, num, den int64, bar float64) Verdict {
	p, n := float64(num)/float64(den), float64(den)
	if d := p - bar; d*d <= 1.959963984540054*1.959963984540054*bar*(1-bar)/n && p != bar {
		return Inconclusive
	} else if p == bar {
		if num == 0 && b == AtLeast || num == den && b == AtMost {
			return Supported
		}
		return Inconclusive
	}
	if (p > bar) == (b == AtLeast) {
		return Supported
	}
	return Refuted
}

func TestVerdictsAreThoseOfTheDefinitionOfTheInterval(t *testing.T) {
	m := compile(t, Default())
	for _, b := range []Bound{AtLeast, AtMost} {
		seen := map[Verdict]int{}
		for _, den := range []int64{30, 31, 100, 997} {
			for num := range den + 1 {
				for bar := Decimal(50); bar < 1000; bar += 50 {
					i := &IndicatorSpec{Unit: Share, AtLeast: map[string]Decimal{"2": bar}}
					if b == AtMost {
						i = &IndicatorSpec{Unit: Share, AtMost: map[string]Decimal{"2": bar}}
					}
					f := m.figures([]Measure{share("ev.rel.decision_share", num, den)})["ev.rel.decision_share"]
					got, want := m.judge(i, f, bar), verdictTwin(b, num, den, float64(bar)/1000)
					seen[got]++
					if got != want {
						t.Errorf("%d of %d, %s %s: %s, want %s", num, den, b, bar, got, want)
					}
				}
			}
		}
		if len(seen) != 3 {
			t.Errorf("%s: only %v", b, seen)
		}
	}
}

// drawMeasures draws measures for some of a model's indicators, near their thresholds.
func drawMeasures(t *rapid.T, m *Model) []Measure {
	var all []Measure
	for _, i := range m.spec.Indicators {
		if rapid.Bool().Draw(t, i.ID) {
			continue
		}
		of := Measure{ID: i.ID, Den: 1}
		if i.Unit == Share {
			of.Den = rapid.SampledFrom([]int64{1, 5, 29, 30, 40, 200, 1000}).Draw(t, "den")
			of.Num = rapid.Int64Range(0, of.Den).Draw(t, "num")
		} else {
			of.Num = rapid.SampledFrom([]int64{0, 1, 2, 3, 180, 181, 365, 366}).Draw(t, "num")
		}
		all = append(all, of)
	}
	return all
}

func TestMovingAMeasureInItsDirectionLowersNothing(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]*Model{"small": small(t), "default": compile(t, Default())} {
		t.Run(name, func(t *testing.T) {
			mattered := 0
			rapid.Check(t, func(t *rapid.T) {
				asked := Cell{rapid.SampledFrom([]int{1, 2, 3, 4, 4, 4}).Draw(t, "r"), rapid.SampledFrom([]int{1, 2, 3, 4, 4, 4}).Draw(t, "m")}
				in := claim(m, asked, drawMeasures(t, m)...)
				if rapid.IntRange(0, 3).Draw(t, "mixed") == 0 {
					in.Answers = drawNearlyAll(t, m)
				}
				before := evaluate(t, m, in)
				for i := range in.Measures {
					of, spec := &in.Measures[i], &m.spec.Indicators[m.indicators[in.Measures[i].ID]]
					most := of.Den
					if spec.Unit != Share {
						most = 400
					}
					if spec.bound() == AtMost {
						of.Num = rapid.Int64Range(0, of.Num).Draw(t, "less")
					} else {
						of.Num = rapid.Int64Range(of.Num, max(of.Num, most)).Draw(t, "more")
					}
					after := evaluate(t, m, in)
					for _, a := range axes() {
						x, y := before.Axis(a), after.Axis(a)
						if y.Low < x.Low || y.High < x.High || y.Asked != x.Asked {
							t.Fatalf("%s: %s went from %d-%d to %d-%d", of.ID, a, x.Low, x.High, y.Low, y.High)
						}
						if x.Measured != nil && (y.Measured.Low < x.Measured.Low || y.Measured.High < x.Measured.High) {
							t.Fatalf("%s: measured on %s went from %v to %v", of.ID, a, *x.Measured, *y.Measured)
						}
						if x.Index != nil && *y.Index < *x.Index {
							t.Fatalf("%s: index of %s went from %v to %v", of.ID, a, x.Index, y.Index)
						}
						if y.Low > y.High || y.Low > y.Asked.Low || y.High > y.Asked.High {
							t.Fatalf("%d to %d, asked %v", y.Low, y.High, y.Asked)
						}
						if y.Low != x.Low || y.High != x.High {
							mattered++
						}
					}
					before = after
				}
			})
			if !testing.Short() && mattered < 5 {
				t.Errorf("it mattered only %d times", mattered)
			}
		})
	}
}

func TestRaisingAnAnswerBesideMeasuresLowersNothing(t *testing.T) {
	m := small(t)
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Answers: drawNearlyAll(t, m), Measures: drawMeasures(t, m)}
		before := evaluate(t, m, in)
		p := rapid.SampledFrom(in.Answers.Respondents).Draw(t, "who")
		for _, id := range slices.Sorted(maps.Keys(p.Answers)) {
			v := p.Answers[id].Value
			if v < 1 || v > 4 {
				continue
			}
			p.Answers[id] = Answer{Value: v + 1}
			after := evaluate(t, m, in)
			for _, a := range axes() {
				x, y := before.Axis(a), after.Axis(a)
				if y.Low < x.Low || y.High < x.High || x.Index != nil && *y.Index < *x.Index || !cmp.Equal(x.Measured, y.Measured) {
					t.Fatalf("%s: %s went from %+v to %+v", id, a, x, y)
				}
			}
			before = after
		}
	})
}

func TestTheOrderOfMeasuresMeansNothing(t *testing.T) {
	t.Parallel()
	m := compile(t, Default())
	rapid.Check(t, func(t *rapid.T) {
		in := claim(m, Cell{3, 3}, drawMeasures(t, m)...)
		show := someOrAll(t)
		want := show(evaluate(t, m, in))
		in.Measures = rapid.Permutation(in.Measures).Draw(t, "order")
		if diff := cmp.Diff(want, show(evaluate(t, m, in))); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestAPercentageNeverSeemsToReachWhatItDoesNot(t *testing.T) {
	v := &MeasureReport{Unit: Share, Thresholds: []Threshold{{Value: 500}, {Value: 800}}}
	for share, want := range map[float64]string{
		0: "0 %", 0.0001: "0.1 %", 0.3: "30 %", 1. / 3: "33.3 %", 0.49996: "49.9 %", 0.5: "50 %", 0.50001: "50.1 %",
		0.79951: "79.9 %", 0.8004: "80.1 %", 0.9999: "99.9 %", 1: "100 %",
	} {
		if got := v.percent(share, En); got != want {
			t.Errorf("%v is shown as %s, want %s", share, got, want)
		}
	}
}

func TestOtherUsesOfEvidenceAreRefused(t *testing.T) {
	if _, err := small(t).Evaluate(Input{Evidence: "raise"}); !errors.Is(err, ErrInvalidEvidence) {
		t.Errorf("%v, want ErrInvalidEvidence", err)
	}
}

func TestMeasuresAreShownBesideTheAnswers(t *testing.T) {
	m := compile(t, Default())
	in := claim(m, Cell{3, 3},
		share("ev.rel.decision_share", 60, 200), share("ev.rel.acceptance_rate", 57, 57), share("ev.rel.stale_share", 4, 12),
		share("ev.lm.review_age", 200, 1), share("ev.lm.joint_signoff", 2, 1), share("ev.lm.status_documented", 10, 10))
	in.Measures[0].From = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	in.Measures[0].To = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	in.Measures[3].To = time.Date(2026, 4, 1, 12, 0, 0, 0, time.FixedZone("", 7200))
	r := renderings(t, evaluate(t, m, in))
	golden(t, "measured.en.md", r["md.en"])
	golden(t, "measured.de.md", r["md.de"])
	checkMarkdown(t, r["md.en"])
	var back Report
	if err := json.Unmarshal([]byte(r["json"]), &back); err != nil {
		t.Fatal(err)
	}
	back.spec = &m.spec
	if diff := cmp.Diff(r, renderings(t, &back)); diff != "" {
		t.Errorf("read back from JSON (-want +got):\n%s", diff)
	}
}

func TestANumberOfCasesThatThereIsNotIsRefused(t *testing.T) {
	for _, n := range []int{-1, 1_000_001} {
		s := Default()
		s.Rules.Cases = n
		bad, ok := errors.AsType[*SpecError](func() error { _, err := Compile(s); return err }())
		if !ok || len(bad.Problems) != 1 || bad.Problems[0].Path != "rules.cases" {
			t.Errorf("%d cases: %v, want a problem with rules.cases", n, bad)
		}
	}
}

func TestHostileNamesOfIndicatorsDoNotBecomeMarkup(t *testing.T) {
	m := hostileModel(t)
	r := renderings(t, evaluate(t, m, claim(m, Cell{3, 3}, share("ev.rel.decision_share", 0, 200), share("ev.lm.review_age", 400, 1))))
	checkMarkdown(t, r["md.en"])
	checkMarkdown(t, r["md.de"])
}
