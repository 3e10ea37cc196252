package maturity

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func at(in Input, when time.Time, earlier ...Assessment) Input {
	in.At, in.Earlier = when, earlier
	return in
}

func TestEarlierAssessmentsStandBesideTheNewOne(t *testing.T) {
	m := compile(t, Default())
	first := keep(t, m, at(claim(m, Cell{1, 1}), spring))
	second := keep(t, m, at(claim(m, Cell{1, 2}), summer))
	r := evaluate(t, m, at(claim(m, Cell{2, 2}), autumn, second, first))
	if len(r.Earlier) != 2 || !r.Earlier[0].At.Equal(spring) || !r.Earlier[1].At.Equal(summer) {
		t.Fatalf("%+v", r.Earlier)
	}
	for i, want := range []Cell{{1, 1}, {1, 2}} {
		e := &r.Earlier[i]
		if got, ok := e.Cell(); !ok || got != want || e.Reevaluated || len(e.LeftOut) > 0 || e.Told.Relationship != (Bounds{want.R, want.R}) {
			t.Errorf("%v: %+v", want, e)
		}
	}
	if !r.Since.From.Equal(summer) || r.Since.Relationship.Before.Low != 1 || r.Since.Relationship.After.Low != 2 || r.Since.LeadManagement.Before.Low != 2 {
		t.Errorf("since: %+v", r.Since)
	}
	for _, s := range r.Since.Statements {
		if s.Axis != Relationship || s.Stage != 2 || s.Before.State != NotHeld || s.After.State != Held {
			t.Errorf("changed: %+v", s)
		}
	}
	if len(r.Since.Statements) == 0 || len(r.Since.Measures) != 0 {
		t.Errorf("%d statements and %d measures have changed", len(r.Since.Statements), len(r.Since.Measures))
	}
	if r := evaluate(t, m, at(claim(m, Cell{2, 2}), autumn)); r.Since != nil || len(r.Earlier) != 0 {
		t.Errorf("earlier without earlier: %+v, %+v", r.Earlier, r.Since)
	}
}

// An assessment that is kept comes to the same under the same model.
func TestWhatWasToldIsToldAgain(t *testing.T) {
	m := small(t)
	rapid.Check(t, func(t *rapid.T) {
		in := at(Input{Answers: drawAnswers(t, m), Measures: drawMeasures(t, m)}, spring)
		then := evaluate(t, m, in)
		kept, err := m.Record(in)
		if err != nil {
			t.Fatal(err)
		}
		now := evaluate(t, m, at(Input{Answers: drawAnswers(t, m)}, summer, kept))
		e := now.Earlier[0]
		for _, a := range axes() {
			x, told, again := then.Axis(a), e.Told.Relationship, e.Relationship
			if a == LeadManagement {
				told, again = e.Told.LeadManagement, e.LeadManagement
			}
			if told != (Bounds{x.Low, x.High}) || !cmp.Equal(again, x.standing()) {
				t.Fatalf("%s: told %v, again %+v, then %+v", a, told, again, x.standing())
			}
		}
		if e.Reevaluated {
			t.Fatal("evaluated anew under the same model")
		}
		// Nothing has changed between an assessment and itself.
		same := evaluate(t, m, at(in, summer, kept)).Since
		if len(same.Statements) > 0 || len(same.Measures) > 0 || !cmp.Equal(same.Relationship.Before, same.Relationship.After) {
			t.Fatalf("changed by nothing: %+v", same)
		}
	})
}

func TestAnOlderModelsAnswersAreEvaluatedAnew(t *testing.T) {
	old := small(t, "revision: 1", "revision: 2",
		"id: r3, area", "id: gone, area", "lifts: [r3, r3n]", "lifts: [gone, r3n]", "lifts: [r2, r3]", "lifts: [r2, gone]",
		"{id: ri, area: ra, source: history, unit: share, at_least: {2: 0.5, 3: 0.8}", "{id: ri, area: ra, source: history, unit: days, at_most: {2: 9}",
		", den: {en: b, de: b}", "")
	now := small(t)
	in := at(two(old, upTo(Cell{4, 2}), upTo(Cell{4, 2})), spring)
	in.Measures = []Measure{{ID: "ri", Num: 3, Den: 1}, {ID: "mi", Num: 300, Den: 1}}
	kept := keep(t, old, in)
	r := evaluate(t, now, at(two(now, upTo(Cell{2, 2}), upTo(Cell{2, 2})), summer, kept))
	e := r.Earlier[0]
	if !e.Reevaluated || e.Model != old.ID() || !slices.Equal(e.LeftOut, []string{"gone", "ri"}) {
		t.Errorf("%+v", e)
	}
	if e.Told.Relationship != (Bounds{4, 4}) || e.Relationship.Low != 2 || e.Relationship.High != 4 {
		t.Errorf("told %v, now %+v: want 4 then, and 2 to 4 now, for nobody was asked r3", e.Told.Relationship, e.Relationship)
	}
	if _, ok := e.Cell(); ok {
		t.Error("an open assessment has a cell")
	}
	// A department that there is no longer leaves its answers out.
	kept.Respondents = append(kept.Respondents, Respondent{Department: "press", Answers: map[string]Answer{"r2": {Value: 1}}})
	e = evaluate(t, now, at(two(now, upTo(Cell{2, 2}), upTo(Cell{2, 2})), summer, kept)).Earlier[0]
	if !slices.Equal(e.LeftOut, []string{"gone", "r2", "ri"}) || e.Relationship.Low != 2 {
		t.Errorf("%+v", e)
	}
}

func TestAnotherUseOfEvidenceIsComparedAsThisOne(t *testing.T) {
	m := compile(t, Default())
	in := at(claim(m, Cell{3, 3}, share("ev.rel.decision_share", 60, 200)), spring)
	in.Evidence = EvidenceIgnored
	r := evaluate(t, m, at(claim(m, Cell{3, 3}), summer, keep(t, m, in)))
	if e := r.Earlier[0]; !e.Reevaluated || e.Told.Relationship.Low != 3 || e.Relationship.Low != 1 {
		t.Errorf("%+v", e)
	}
}

func TestAMeasureThatSlipsWarnsEarly(t *testing.T) {
	m := compile(t, Default())
	const decisions = "ev.rel.decision_share"
	for _, tt := range []struct {
		name       string
		cell       Cell
		then, now  Measure
		stage      string // of the warning; "" for none
		reachedNow int
	}{
		{"it still carries", Cell{3, 3}, share(decisions, 180, 200), share(decisions, 170, 200), "", 3},
		{"below the threshold, but not refuted", Cell{3, 3}, share(decisions, 180, 200), share(decisions, 155, 200), "3", 3},
		{"the threshold itself is enough", Cell{3, 3}, share(decisions, 180, 200), share(decisions, 160, 200), "", 3},
		{"refuted", Cell{3, 3}, share(decisions, 180, 200), share(decisions, 60, 200), "3", 1},
		{"it carried stage 2 only", Cell{2, 2}, share(decisions, 180, 200), share(decisions, 155, 200), "", 2},
		{"it did not carry for sure", Cell{3, 3}, share(decisions, 24, 30), share(decisions, 155, 200), "", 3},
		{"fewer cases tell as much", Cell{3, 3}, share(decisions, 180, 200), share(decisions, 1, 3), "3", 3},
		{"days", Cell{3, 3}, Measure{ID: "ev.lm.review_age", Num: 100, Den: 1}, Measure{ID: "ev.lm.review_age", Num: 366, Den: 1}, "3", 3},
		{"a measure that may not be large", Cell{2, 2}, share("ev.rel.stale_share", 10, 200), share("ev.rel.stale_share", 150, 200), "2", 1},
		{"a goal carries nothing", Cell{3, 3}, share("ev.rel.stale_share", 10, 200), share("ev.rel.stale_share", 70, 200), "", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept := keep(t, m, at(claim(m, tt.cell, tt.then), spring))
			r := evaluate(t, m, at(claim(m, tt.cell, tt.now), summer, kept))
			var stage strings.Builder
			for _, f := range r.Findings {
				if f.Code == MeasureSlipped {
					stage.WriteString(f.Params["stage"])
					for _, l := range []Lang{En, De} {
						if text := f.Text.In(l); strings.Contains(text, "%!") {
							t.Error(text)
						}
					}
				}
			}
			if stage.String() != tt.stage || r.Relationship.Low != tt.reachedNow {
				t.Errorf("warning for stage %q and stage %d reached, want %q and %d", stage.String(), r.Relationship.Low, tt.stage, tt.reachedNow)
			}
		})
	}
}

func TestAnEarlyWarningIsRepeatedUntilItIsHeeded(t *testing.T) {
	m := compile(t, Default())
	const decisions = "ev.rel.decision_share"
	first := keep(t, m, at(claim(m, Cell{3, 3}, share(decisions, 190, 200)), spring))
	second := keep(t, m, at(claim(m, Cell{3, 3}, share(decisions, 155, 200)), summer))
	r := evaluate(t, m, at(claim(m, Cell{3, 3}, share(decisions, 155, 200)), autumn, first, second))
	i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Code == MeasureSlipped })
	if i < 0 {
		t.Fatal("the second time there is no warning")
	}
	if p := r.Findings[i].Params; p["before"] != "0.95" || p["at"] != "2026-03-02T00:00:00Z" {
		t.Errorf("%v", p)
	}
}

func TestLeavingOutAMeasureIsNoProgress(t *testing.T) {
	m := compile(t, Default())
	for _, tt := range []struct {
		name    string
		then    Measure
		verdict string // of the finding; "" for none
	}{
		{"it refuted", share("ev.rel.decision_share", 60, 200), "refuted"},
		{"it carried", share("ev.rel.decision_share", 190, 200), "supported"},
		{"it told nothing", share("ev.rel.decision_share", 4, 12), ""},
		{"it was a goal", share("ev.rel.response_in_time", 1, 200), ""},
	} {
		kept := keep(t, m, at(claim(m, Cell{3, 3}, tt.then), spring))
		r := evaluate(t, m, at(claim(m, Cell{3, 3}), summer, kept))
		var verdict strings.Builder
		for _, f := range r.Findings {
			if f.Code == MeasureGone {
				verdict.WriteString(f.Params["verdict"])
			}
		}
		if verdict.String() != tt.verdict {
			t.Errorf("%s: %q, want %q", tt.name, verdict.String(), tt.verdict)
		}
	}
}

func TestTheOrderOfEarlierAssessmentsMeansNothing(t *testing.T) {
	m := small(t)
	rapid.Check(t, func(t *rapid.T) {
		var all []Assessment
		for i := range rapid.IntRange(2, 4).Draw(t, "assessments") {
			all = append(all, keep(t, m, at(Input{Answers: drawAnswers(t, m), Measures: drawMeasures(t, m)}, spring.AddDate(0, i, 0))))
		}
		in := Input{Answers: drawAnswers(t, m), Measures: drawMeasures(t, m), At: autumn.AddDate(1, 0, 0), Earlier: all}
		var b, c bytes.Buffer
		if err := evaluate(t, m, in).WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		in.Earlier = rapid.Permutation(all).Draw(t, "order")
		if err := evaluate(t, m, in).WriteJSON(&c); err != nil || b.String() != c.String() {
			t.Fatalf("other bytes, %v:\n%s", err, cmp.Diff(b.String(), c.String()))
		}
	})
}

func TestTimesOutOfOrderAreRefused(t *testing.T) {
	m := small(t)
	in := two(m, always(4), always(4))
	first, second := keep(t, m, at(in, spring)), keep(t, m, at(in, summer))
	for _, tt := range []struct {
		name string
		in   Input
		want string
	}{
		{"none", at(in, time.Time{}, first), "need one"},
		{"the same", at(in, spring, first), "earlier[0]: expected one before 2026-03-02T00:00:00Z, found 2026-03-02T00:00:00Z"},
		{"later", at(in, spring, second), "earlier[0]: expected one before"},
		{"twice", at(in, autumn, first, second, first), "two earlier assessments of 2026-03-02"},
		{"no year", at(in, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)), "expected a year from 1 to 9999, found 10000"},
	} {
		if r, err := m.Evaluate(tt.in); r != nil || !errors.Is(err, ErrInvalidTime) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: want %q, found %v", tt.name, tt.want, err)
		}
	}
	if _, err := m.Record(in); !errors.Is(err, ErrInvalidTime) {
		t.Errorf("kept without a time: %v", err)
	}
	bad := first
	bad.Respondents = []Respondent{{Department: "press"}}
	if _, err := m.Evaluate(at(in, summer, bad)); !errors.Is(err, ErrInvalidSpec) || !strings.Contains(err.Error(), "earlier[0]: ") {
		t.Errorf("an assessment that does not fit its own model: %v", err)
	}
}
