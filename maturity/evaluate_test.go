package maturity

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// summary is a report in a few lines.
func summary(m *Model, r *Report, l Lang) string {
	p, err := r.phrases(l)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s. %s. %s\n", p.verdict(), p.standing(Relationship), p.standing(LeadManagement))
	for _, at := range r.Positions {
		fmt.Fprintf(&b, "  %s %s %+d: %s\n", at.Cell, at.Class, at.Offset, at.Diagnosis.In(l))
	}
	fmt.Fprintf(&b, "  path to %v: %v\n", r.Target, r.Path)
	for _, a := range r.Recommendations {
		fmt.Fprintf(&b, "  - %s %v\n", a.ID, a.Lifts)
		fmt.Fprintf(&b, "    %s\n", a.Text.In(l))
	}
	return b.String()
}

func TestAllSixteenCellsAreReachedFromAnswers(t *testing.T) {
	m := compile(t, Default())
	for _, l := range []Lang{En, De} {
		var all strings.Builder
		for lm := 1; lm <= Stages; lm++ {
			for r := 1; r <= Stages; r++ {
				report := evaluate(t, m, two(m, upTo(Cell{r, lm}), upTo(Cell{r, lm})))
				if at, ok := report.Position(); !ok || at.Cell != (Cell{r, lm}) {
					t.Errorf("answers for (%d, %d) lead to %v", r, lm, report.Positions)
				}
				all.WriteString(summary(m, report, l))
			}
		}
		golden(t, "cells."+string(l)+".txt", all.String())
	}
}

func TestTheSlowerDepartmentSetsTheStage(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, two(m, always(5), always(2)))
	if x := r.Relationship; x.Low != 1 || x.High != 1 {
		t.Errorf("marketing 5, sales 2: relationship %d to %d, want 1", x.Low, x.High)
	}
	first := r.Relationship.Stages[0].Statements[0]
	if first.State != NotHeld || *first.Mean != 3500 {
		t.Errorf("got %s at a mean of %v, want not_held at 3.5, for sales is below the floor", first.State, first.Mean)
	}
	n := 0
	for _, f := range r.Findings {
		if f.Code == PerceptionGap && f.Params["gap"] == "3.00" {
			n++
		}
	}
	if n != 31 {
		t.Errorf("%d gaps of 3.00 in statements, want one in all 31", n)
	}
}

func TestAMissingAnswerLeavesAnIntervalAndNamesItsQuestion(t *testing.T) {
	m := compile(t, Default())
	answer := upTo(Cell{3, 3})
	in := two(m, answer, func(s StatementSpec, a Axis) Answer {
		if s.ID == "rel.goals.3" {
			return Answer{}
		}
		return answer(s, a)
	})
	r := evaluate(t, m, in)
	if x := r.Relationship; x.Low != 2 || x.High != 3 || x.Gap != (Gap{1, 2}) {
		t.Errorf("relationship %d to %d, gap %v; want 2 to 3, and 1 to 2", x.Low, x.High, x.Gap)
	}
	type question struct {
		Statement   string
		Stage       int
		Departments []string
	}
	var got []question
	for _, q := range r.Deciding {
		got = append(got, question{q.Statement, q.Stage, q.Departments})
	}
	if diff := cmp.Diff([]question{{"rel.goals.3", 3, []string{"sales"}}}, got); diff != "" {
		t.Errorf("deciding questions (-want +got):\n%s", diff)
	}
	want := []Position{
		{Cell{2, 3}, Above, 1, m.cells[Cell{2, 3}]},
		{Cell{3, 3}, OnPath, 0, m.cells[Cell{3, 3}]},
	}
	if diff := cmp.Diff(want, r.Positions); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
	if _, ok := r.Position(); ok {
		t.Error("there is one position in spite of two candidates")
	}
	for _, part := range []string{`"class": null`, `"offset": null`, "\"index\": 2.83,"} { // 5 of 6 hold: 2.833…, cut off
		if all := renderings(t, r)["json"]; !strings.Contains(all, part) {
			t.Errorf("%s is not in the JSON", part)
		}
	}
	if r.Proved != (Cell{2, 3}) || !slices.Equal(r.Path, []Cell{{3, 3}, {4, 4}}) {
		t.Errorf("path %v from %v, want (3, 3), (4, 4) from (2, 3)", r.Path, r.Proved)
	}
	if len(r.Recommendations) > 0 {
		t.Errorf("%v is recommended, although all that is known to be needed holds", r.Recommendations)
	}
}

// What decides a statement, with the answers of each department: "." is don't
// know, "n" not applicable.
func TestStatementsHoldByTheirDepartments(t *testing.T) {
	m := small(t)
	for _, tt := range []struct {
		statement, marketing, sales string
		state                       State
		mean                        string // "": none is shown
	}{
		{"r3n", "444", "333", Held, "3.5"},
		{"r3n", "444", "332", NotHeld, "3.33"}, // sales 2.67, below the floor
		{"r3n", "555", "222", NotHeld, "3.5"},
		{"r3n", "333", "443", NotHeld, "3.33"},
		{"r3n", "334", "443", Held, "3.5"}, // 10/3 and 11/3
		{"r3n", "555555", "333333333333", Held, "4"},
		{"r3n", "3333", "4443", NotHeld, "3.38"}, // 3 and 3.75
		{"r3n", "555", "", Open, ""},
		{"r3n", "555", "...", Open, ""},
		{"r3n", "55.", "333", Held, ""},        // two people
		{"r3n", "222", "", NotHeld, ""},        // sales cannot mend it
		{"r3n", "", "", Open, ""},              //
		{"r3n", "nnn", "444", Held, "4"},       //
		{"r3n", "nnn", "222", NotHeld, "2"},    //
		{"r3n", "nnn", "", Open, ""},           // sales might say 5
		{"r3n", "nnn", "nnn", SetAside, ""},    //
		{"r3n", "nnn", "n..", Held, ""},        // one person of sales: that it was set aside is not told
		{"r3n", "nn5", "444", Held, ""},        // one rates it, and that is marketing's mean
		{"m3", "444", "333", Held, "3.5"},      //
		{"m3", "444", "", Held, "4"},           // no department is required
		{"m3", "", "3334", NotHeld, "3.25"},    //
		{"m3", "44", "", Held, ""},             //
		{"m3", "", "", Open, ""},               //
		{"m3", "...", ".", Open, ""},           //
		{"m3", "444", "222", NotHeld, "3"},     //
		{"m3", "5", "34", Held, ""},            //
		{"m3", "555", "3334444", Held, "4.29"}, // 5 and 25/7: 4.2857…
	} {
		var in Input
		for department, answers := range map[string]string{"marketing": tt.marketing, "sales": tt.sales} {
			for _, c := range answers {
				a := map[rune]Answer{'.': {Value: DontKnow}, 'n': {NotApplicable, "why"}}[c]
				if a == (Answer{}) {
					a.Value = Value(c - '0')
				}
				in.Answers.Respondents = append(in.Answers.Respondents, Respondent{
					Department: department, Answers: map[string]Answer{tt.statement: a},
				})
			}
		}
		got := proofs(evaluate(t, m, in))[tt.statement]
		mean := ""
		if got.Mean != nil {
			mean = got.Mean.String()
		}
		if got.State != tt.state || mean != tt.mean {
			t.Errorf("%s, marketing %q, sales %q: %s with mean %q, want %s with %q",
				tt.statement, tt.marketing, tt.sales, got.State, mean, tt.state, tt.mean)
		}
	}
}

// A silent department could say 1, which is below the floor whatever the others
// say; where the floor is 1, it may not matter what it says.
func TestASilentDepartmentCountsForTheFloorToo(t *testing.T) {
	for rules, want := range map[string]State{"holds_at: 3.0, floor: 3.0": Open, "holds_at: 3.0, floor: 1.0": Held} {
		m := small(t, "holds_at: 3.5, floor: 3.0", rules)
		r := evaluate(t, m, Input{Answers: Answers{Respondents: group(m, "marketing", 3, always(5))}})
		if got := proofs(r)["r2"].State; got != want {
			t.Errorf("%s: marketing says 5, sales nothing: %s, want %s", rules, got, want)
		}
		if (len(r.Deciding) == 0) != (want == Held) {
			t.Errorf("%s: deciding %v", rules, r.Deciding)
		}
	}
}

func proofs(r *Report) map[string]StatementProof {
	all := map[string]StatementProof{}
	for _, a := range axes() {
		for _, stage := range r.Axis(a).Stages {
			for _, s := range stage.Statements {
				all[s.ID] = s
			}
		}
	}
	return all
}

func TestTooMuchNotApplicableOpensTheAxis(t *testing.T) {
	m := small(t) // five required statements of the relationship, two of which may not apply
	declare := func(ids ...string) func(StatementSpec, Axis) Answer {
		return func(s StatementSpec, _ Axis) Answer {
			if slices.Contains(ids, s.ID) {
				return Answer{NotApplicable, "no such customers"}
			}
			return Answer{Value: 5}
		}
	}
	fifth := evaluate(t, m, two(m, declare("r3n"), declare("r4n")))
	if x := fifth.Relationship; x.Low != 4 || x.High != 4 || len(fifth.Findings) > 0 {
		t.Errorf("a fifth by each: relationship %d to %d, findings %v; want 4 and none", x.Low, x.High, fifth.Findings)
	}
	more := evaluate(t, m, two(m, always(5), declare("r3n", "r4n")))
	if x := more.Relationship; x.Low != 1 || x.High != 4 || x.Index != nil {
		t.Errorf("two fifths by sales: relationship %d to %d, index %v; want 1 to 4 without index", x.Low, x.High, x.Index)
	}
	if len(more.Positions) != 4 || len(more.Findings) != 1 || more.Findings[0].Code != TooMuchSetAside {
		t.Errorf("positions %v, findings %v; want four and the one about it", more.Positions, more.Findings)
	}
}

func TestPathLeadsToTheTargetAlongTheLine(t *testing.T) {
	for _, tt := range []struct {
		from, target Cell
		want         []Cell
	}{
		{Cell{1, 1}, Cell{4, 4}, []Cell{{2, 2}, {3, 3}, {4, 4}}},
		{Cell{1, 3}, Cell{4, 4}, []Cell{{2, 3}, {3, 3}, {4, 4}}},
		{Cell{4, 2}, Cell{4, 4}, []Cell{{4, 3}, {4, 4}}},
		{Cell{2, 1}, Cell{3, 3}, []Cell{{2, 2}, {3, 3}}},
		{Cell{4, 4}, Cell{4, 4}, []Cell{}},
		{Cell{1, 4}, Cell{2, 2}, []Cell{{2, 4}}},
		{Cell{1, 1}, Cell{2, 4}, []Cell{{2, 2}, {2, 3}, {2, 4}}},
		{Cell{1, 1}, Cell{4, 1}, []Cell{{2, 1}, {3, 1}, {4, 1}}},
		{Cell{3, 3}, Cell{1, 1}, []Cell{}},
		{Cell{3, 1}, Cell{1, 4}, []Cell{{3, 2}, {3, 3}, {3, 4}}},
	} {
		m := small(t)
		in := two(m, upTo(tt.from), upTo(tt.from))
		in.Target = tt.target
		if diff := cmp.Diff(tt.want, evaluate(t, m, in).Path); diff != "" {
			t.Errorf("from %v to %v (-want +got):\n%s", tt.from, tt.target, diff)
		}
	}
}

func TestTheTargetIsCommentedOn(t *testing.T) {
	m := small(t)
	in := two(m, upTo(Cell{3, 1}), upTo(Cell{3, 1}))
	in.Target = Cell{2, 3}
	var got []string
	for _, f := range evaluate(t, m, in).Findings {
		got = append(got, fmt.Sprint(f.Code, f.Params, f.Text.En))
	}
	want := []string{
		"target.off_pathmap[target:(2, 3)]The target itself lies off the ideal line.",
		"target.passedmap[axis:relationship stage:3 target:2]Relationship: already beyond the target.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	for _, bad := range []Cell{{0, 1}, {1, 5}, {-1, -1}} {
		if _, err := m.Evaluate(Input{Target: bad}); !errors.Is(err, ErrInvalidTarget) {
			t.Errorf("target %v: %v, want ErrInvalidTarget", bad, err)
		}
	}
}

func TestRecommendationsStandInTheOrderOfTheirReasons(t *testing.T) {
	for _, tt := range []struct {
		name   string
		at     Cell
		change []string
		want   []string
	}{
		{"two steps off the line, the position first", Cell{1, 3}, nil, []string{"stop[r2]", "do.r2[r2]"}},
		{"one step off is not two", Cell{1, 2}, nil, []string{"do.r2[r2]"}},
		{"on the line both axes, the smaller effort first", Cell{1, 1}, nil, []string{"do.m2[m2]", "do.r2[r2]"}},
		{"equal efforts in the order of the model", Cell{1, 1}, []string{"effort: weeks", "effort: days"}, []string{"do.r2[r2]", "do.m2[m2]"}},
		{"more statements before smaller effort", Cell{2, 2}, []string{"do.m3, effort: days", "do.m3, effort: days", "do.r3, effort: days", "do.r3, effort: quarters"}, []string{"do.r3[r3 r3n]", "do.m3[m3]"}},
		{"what is presupposed first", Cell{1, 1}, []string{"id: do.m2, effort: days, owner: all,", "id: do.m2, effort: days, owner: all, after: [do.m4],"}, []string{"do.r2[r2]", "do.m4[]", "do.m2[m2]"}},
		{"what is presupposed and done is left out", Cell{3, 3}, nil, []string{"do.r4[r4 r4n]", "do.m4[m4]"}},
		{"below", Cell{2, 1}, nil, []string{"write[m2]", "do.m2[m2]"}},
		{"at the goal", Cell{4, 4}, nil, []string{"keep[]"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := small(t, tt.change...)
			var got []string
			for _, r := range evaluate(t, m, two(m, upTo(tt.at), upTo(tt.at))).Recommendations {
				got = append(got, fmt.Sprint(r.ID, r.Lifts))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsPresupposedIsLeftOutUnlessItIsKnownToBeMissing(t *testing.T) {
	m := small(t,
		"id: do.m2, effort: days, owner: all,", "id: do.m2, effort: days, owner: all, after: [do.r2, do.r2x],",
		"recommendations:", "recommendations:\n  - {id: do.r2x, effort: days, owner: all, lifts: [r2x], text: {en: Do r2x, de: Tu r2x}}")
	for _, tt := range []struct {
		name string
		r2   Answer // of sales
		want []string
	}{
		{"missing", Answer{Value: 1}, []string{"do.r2", "do.m2"}},
		{"open", Answer{}, []string{"do.m2"}},
		{"there", Answer{Value: 5}, []string{"write", "do.m2"}}, // and below the line
	} {
		answer := func(s StatementSpec, _ Axis) Answer { // r2x, which is optional, does not hold
			return map[string]Answer{"r2": {Value: 5}}[s.ID]
		}
		in := two(m, answer, func(s StatementSpec, a Axis) Answer {
			switch s.ID {
			case "r2":
				return tt.r2
			case "m2", "r2x", "r3":
				return Answer{Value: 1}
			}
			return answer(s, a)
		})
		var got []string
		for _, r := range evaluate(t, m, in).Recommendations {
			got = append(got, r.ID)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("r2 is %s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSuccessIsToShowAtTheStageThatIsNext(t *testing.T) {
	m := compile(t, Default())
	r := evaluate(t, m, two(m, upTo(Cell{2, 2}), upTo(Cell{2, 2})))
	got := map[string]string{}
	for _, rec := range r.Recommendations {
		for _, s := range rec.ShowsIn {
			got[s.Indicator] = s.Goal.De
		}
	}
	for id, want := range map[string]string{
		"ev.rel.decision_share": "mindestens 80 %",
		"ev.rel.bounce_share":   "höchstens 10 %",
		"ev.lm.review_age":      "höchstens 365 Tage",
		"ev.lm.joint_signoff":   "mindestens 2",
	} {
		if got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
}

func TestNobodyAskedIsEverythingOpen(t *testing.T) {
	r := evaluate(t, compile(t, Default()), Input{})
	if r.Proved != (Cell{1, 1}) || len(r.Positions) != 16 || len(r.Deciding) != 30 || len(r.Recommendations) != 0 {
		t.Errorf("proved %v, %d positions, %d questions, %d recommendations; want (1, 1), 16, 30 (all but the optional one), none",
			r.Proved, len(r.Positions), len(r.Deciding), len(r.Recommendations))
	}
}
