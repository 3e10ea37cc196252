package maturity

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Assuming is the same as answering, if everybody had.
func TestAnAssumptionIsWhatEverybodyCouldHaveAnswered(t *testing.T) {
	for name, m := range map[string]*Model{"small": small(t), "default": compile(t, Default())} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				in := Input{Answers: drawNearlyAll(t, m), Measures: drawMeasures(t, m)}
				assumed := in
				assumed.Assume.Answers = map[string]Value{}
				really := Input{Measures: in.Measures}
				for range rapid.IntRange(1, 3).Draw(t, "how many") {
					assumed.Assume.Answers[rapid.SampledFrom(m.spec.Statements).Draw(t, "which").ID] = Value(rapid.IntRange(1, 5).Draw(t, "value"))
				}
				people := in.Answers.Respondents
				for _, d := range m.spec.Departments { // everybody who is asked is there
					people = append(people, Respondent{Department: d.ID, Answers: map[string]Answer{}})
				}
				for _, p := range people {
					q := Respondent{ID: p.ID, Department: p.Department, Answers: maps.Clone(p.Answers)}
					for id, v := range assumed.Assume.Answers {
						if m.asks(id, p.Department) {
							q.Answers[id] = Answer{Value: v}
						}
					}
					really.Answers.Respondents = append(really.Answers.Respondents, q)
				}
				got, want := evaluate(t, m, assumed), evaluate(t, m, really)
				for _, a := range axes() {
					x, y := got.Axis(a), want.Axis(a)
					if x.Index == nil || y.Index == nil {
						continue // too much is set aside, which an assumption does not change
					}
					if x.standing().Low != y.Low || x.High != y.High || *x.Index != *y.Index || x.Asked != y.Asked || !cmp.Equal(x.Next, y.Next) {
						t.Fatalf("%s: %d-%d, index %s, asked %v; answered like that it is %d-%d, index %s, asked %v",
							a, x.Low, x.High, x.Index, x.Asked, y.Low, y.High, y.Index, y.Asked)
					}
				}
				base := evaluate(t, m, in)
				if diff := cmp.Diff(gaps(base), gaps(got)); diff != "" {
					t.Fatalf("an assumption has changed what people said (-without +with):\n%s", diff)
				}
				effect := got.Effect
				if effect == nil || effect.Relationship.Before != base.Relationship.standing() && base.Relationship.Index == nil ||
					!cmp.Equal(effect.Relationship, AxisChange{base.Relationship.standing(), got.Relationship.standing()}) ||
					!cmp.Equal(effect.LeadManagement, AxisChange{base.LeadManagement.standing(), got.LeadManagement.standing()}) {
					t.Fatalf("effect %+v", effect)
				}
			})
		})
	}
}

// asks reports whether a department is asked a statement.
func (m *Model) asks(statement, department string) bool {
	return slices.Contains(m.spec.axis(m.axes[m.statements[statement]]).Ask, department)
}

// gaps are the findings about what people said.
func gaps(r *Report) []Finding {
	var all []Finding
	for _, f := range r.Findings {
		if strings.HasPrefix(string(f.Code), "perception.") || f.Code == LowAgreementFound {
			all = append(all, f)
		}
	}
	return all
}

func TestAnAssumptionIsShownAsOne(t *testing.T) {
	m := compile(t, Default())
	in := claim(m, Cell{1, 3}, share("ev.rel.decision_share", 60, 200))
	in.Assume = Assumptions{
		Answers:  map[string]Value{"rel.trust.2": 4, "rel.rules.2": 5},
		Measures: []Measure{share("ev.rel.decision_share", 160, 200)},
	}
	r := evaluate(t, m, in)
	want := []Assumed{
		{"rel.rules.2", m.spec.Statements[m.statements["rel.rules.2"]].Text, 5},
		{"rel.trust.2", m.spec.Statements[m.statements["rel.trust.2"]].Text, 4},
		{"ev.rel.decision_share", m.spec.Indicators[m.indicators["ev.rel.decision_share"]].Name, 0},
	}
	if diff := cmp.Diff(want, r.Assumed); diff != "" {
		t.Errorf("assumed (-want +got):\n%s", diff)
	}
	p := proofs(r)["rel.trust.2"]
	if p.Assumed != 4 || p.State != Held || p.Mean != nil || len(p.Opinions) != 0 {
		t.Errorf("%+v", p)
	}
	if v := r.measure("ev.rel.decision_share"); !v.Assumed || v.Figure.Num != 160 {
		t.Errorf("%+v", v)
	}
	var changed []string
	for _, s := range r.Effect.Statements {
		changed = append(changed, fmt.Sprintf("%s %s %t, %s %t", s.ID, s.Before.State, s.Before.Refuted, s.After.State, s.After.Refuted))
	}
	if diff := cmp.Diff([]string{
		"rel.rules.2 not_held true, held false", "rel.trust.2 not_held false, held false", "rel.trust.3 not_held true, not_held false",
	}, changed); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if len(r.Effect.Measures) != 1 || !r.Effect.Measures[0].Better || r.Effect.Measures[0].Worse || r.Effect.Measures[0].Before.Num != 60 {
		t.Errorf("%+v", r.Effect.Measures)
	}
	in.Assume = Assumptions{}
	if r := evaluate(t, m, in); len(r.Assumed) != 0 || r.Effect != nil {
		t.Errorf("assumed without assumptions: %+v, %+v", r.Assumed, r.Effect)
	}
}

func TestAnAssumptionTakesNothingAsideThatPeoplePutThere(t *testing.T) {
	m := small(t)
	in := two(m, always(5), always(5))
	for i := range in.Answers.Respondents {
		p := &in.Answers.Respondents[i]
		p.Answers = maps.Clone(p.Answers)
		for _, id := range []string{"r3n", "r4n"} {
			p.Answers[id] = Answer{NotApplicable, "because"}
		}
	}
	in.Assume.Answers = map[string]Value{"r3n": 5, "r4n": 5}
	if x := evaluate(t, m, in).Relationship; x.Low != 1 || x.High != Stages || x.Next != nil {
		t.Errorf("stage %d to %d, next %+v", x.Low, x.High, x.Next)
	}
}

func TestAssumptionsThatDoNotFitAreRefused(t *testing.T) {
	m := small(t)
	for _, tt := range []struct {
		assume Assumptions
		want   []string
	}{
		{Assumptions{Answers: map[string]Value{"r22": 4}}, []string{"assume.answers.r22: unknown statement \"r22\" (did you mean \"r2\"?)"}},
		{Assumptions{Answers: map[string]Value{"r2": 6, "r3": DontKnow, "r4": 0}}, []string{
			"assume.answers.r2: expected 1 to 5, found 6", "assume.answers.r3: expected 1 to 5, found -1", "assume.answers.r4: expected 1 to 5, found 0",
		}},
		{Assumptions{Measures: []Measure{share("rj", 1, 2), share("ri", 3, 2), share("mi", 3, 2), share("ri", 1, 2)}}, []string{
			"assume.measures[0].id: unknown indicator \"rj\"", "assume.measures[1].num: expected at most the 2",
			"assume.measures[2].den: expected 1", "assume.measures[3].id: \"ri\" is assumed a second time, after assume.measures[1]",
		}},
	} {
		r, err := m.Evaluate(Input{Assume: tt.assume})
		if r != nil || !errors.Is(err, ErrInvalidSpec) {
			t.Errorf("%+v: %v", tt.assume, err)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("want %q in\n%v", want, err)
			}
		}
		if n := len(problemsOf(err)); n != len(tt.want) {
			t.Errorf("%d problems, want %d", n, len(tt.want))
		}
	}
}

func TestAShareOfTooFewCasesIsNotAssumed(t *testing.T) {
	m := compile(t, Default())
	in := claim(m, Cell{3, 3}, share("ev.rel.decision_share", 60, 200))
	in.Assume.Measures = []Measure{share("ev.rel.decision_share", 0, 29)}
	if _, err := m.Evaluate(in); err == nil || !strings.Contains(err.Error(), "assume.measures[0].den: expected at least 30 cases") {
		t.Errorf("0 of 29 in place of 60 of 200: %v", err)
	}
	in.Assume.Measures = []Measure{share("ev.lm.status_documented", 3, 5)}
	if _, err := m.Evaluate(in); err != nil {
		t.Errorf("a lifecycle has as many statuses as it has: %v", err)
	}
}

// Whoever changes one place of a report must not change another.
func TestWhatHasChangedSharesNothingWithTheRest(t *testing.T) {
	m := compile(t, Default())
	in := claim(m, Cell{3, 3}, share("ev.rel.decision_share", 60, 200))
	in.Assume.Measures = []Measure{share("ev.rel.decision_share", 160, 200)}
	r := evaluate(t, m, in)
	change, at := &r.Effect.Measures[0], r.measure("ev.rel.decision_share")
	*change.After.Low, *r.Effect.Relationship.After.Index = -1, -1
	if *at.Figure.Low == -1 || *r.Relationship.Index == -1 {
		t.Errorf("low %v, index %v", *at.Figure.Low, *r.Relationship.Index)
	}
}
