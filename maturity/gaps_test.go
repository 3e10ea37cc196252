package maturity

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// widerGaps returns the findings about areas and stages as "where higher>lower gap".
func widerGaps(r *Report) []string {
	var all []string
	for _, f := range r.Findings {
		p := f.Params
		switch f.Code {
		case PerceptionGapInArea:
			all = append(all, fmt.Sprint(p["area"], " ", p["higher"], ">", p["lower"], " ", p["gap"], "/", p["statements"]))
		case PerceptionGapInStage:
			all = append(all, fmt.Sprint(p["axis"], p["stage"], " ", p["higher"], ">", p["lower"], " ", p["gap"], "/", p["statements"]))
		}
	}
	return all
}

// values answers by statement; the others are a 3.
func values(by map[string]Value) func(StatementSpec, Axis) Answer {
	return func(s StatementSpec, _ Axis) Answer {
		if v, ok := by[s.ID]; ok {
			return Answer{Value: v, Reason: "why"}
		}
		return Answer{Value: 3}
	}
}

func TestDepartmentsAreComparedOnWhatBothRated(t *testing.T) {
	m := small(t)
	for _, tt := range []struct {
		name             string
		marketing, sales map[string]Value
		want             []string
	}{
		// Marketing is 2 higher in both statements of stage 2 and alike elsewhere:
		// 4 over the six statements of the area is 0.67.
		{"a stage, not the area", map[string]Value{"r2": 5, "r2x": 5}, nil, []string{"relationship2 marketing>sales 2.00/2"}},
		// 2 - 2 + 2 + 2 + 2 = 6 over six statements: just 1.
		{
			"a gap the other way counts against it",
			map[string]Value{"r2": 5, "r3": 5, "r3n": 5, "r4": 5},
			map[string]Value{"r2x": 5},
			[]string{"ra marketing>sales 1.00/6", "relationship3 marketing>sales 2.00/2", "relationship4 marketing>sales 1.00/2"},
		},
		// Without r2x, which sales cannot judge, stage 2 has one statement, and
		// the area 2 + 2 + 2 over five.
		{
			"what one side did not rate is left out",
			map[string]Value{"r2": 5, "r3": 5, "r3n": 5, "r2x": 5},
			map[string]Value{"r2x": DontKnow},
			[]string{"ra marketing>sales 1.20/5", "relationship3 marketing>sales 2.00/2"},
		},
		{"sales is higher", nil, map[string]Value{"r4": 4, "r4n": 4}, []string{"relationship4 sales>marketing 1.00/2"}},
		{"just below the bar", map[string]Value{"r4": 3}, map[string]Value{"r4": 4}, nil},
		{"a single statement is a finding of its own", map[string]Value{"m2": 5}, nil, nil},
	} {
		r := evaluate(t, m, two(m, values(tt.marketing), values(tt.sales)))
		if diff := cmp.Diff(tt.want, widerGaps(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestWiderGapsAreWorded(t *testing.T) {
	m := compile(t, Default())
	docs := renderings(t, evaluate(t, m, two(m, always(5), always(3))))
	for lang, wants := range map[string][]string{
		"md.en": {
			"- Rated higher overall by Marketing than by Sales (2.00 points on average, 3 statements): Rules and roles.\n",
			"- Rated higher overall by Marketing than by Sales (2.00 points on average, 6 statements): Relationship of marketing and sales, stage 3, Aligned.\n",
		},
		"md.de": {
			"- Marketing bewertet insgesamt höher als Vertrieb (im Mittel 2,00 Punkte, 3 Aussagen): ",
			"Beziehung von Marketing und Vertrieb, Stufe 3, Abgestimmt.\n",
		},
	} {
		for _, want := range wants {
			if !strings.Contains(docs[lang], want) {
				t.Errorf("%s: %q is not in\n%s", lang, want, docs[lang])
			}
		}
	}
}

// Where a single person speaks for sales, an area has the direction that all findings
// about its statements have, and nothing else.
func TestWhereOpinionsAreWithheldOnlyTheSameDirectionIsTold(t *testing.T) {
	m := small(t)
	for _, tt := range []struct {
		name  string
		sales map[string]Value
		want  []string
	}{
		{"all lower, and none holds", map[string]Value{"r2": 1, "r2x": 1}, []string{"ra marketing>sales /", "relationship2 marketing>sales /"}},
		{"one lower", map[string]Value{"r2": 1}, nil},
		{"one lower, one higher", map[string]Value{"r2": 1, "r3": 5}, nil},
		{"what holds tells nothing", map[string]Value{"r2": 5, "r2x": 5, "r3": 5, "r3n": 5, "r4": 5, "r4n": 5}, nil},
	} {
		say := values(tt.sales)
		high := tt.name == "what holds tells nothing"
		in := Input{Answers: Answers{Respondents: append(group(m, "sales", 1, say), group(m, "marketing", 3, func(s StatementSpec, a Axis) Answer {
			if high {
				return Answer{Value: 4}
			}
			return Answer{Value: 3}
		})...)}}
		if diff := cmp.Diff(tt.want, widerGaps(evaluate(t, m, in))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// The gap of an area can be worked out from the means that are shown anyway.
func TestWiderGapsFollowFromWhatIsShown(t *testing.T) {
	m := compile(t, Default())
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		var a Answers
		for _, d := range []string{"marketing", "sales", "lead_management"} {
			bias := rapid.SampledFrom([]Value{0, 0, 1, 2}).Draw(t, "bias")
			for range rapid.IntRange(3, 5).Draw(t, "people") {
				a.Respondents = append(a.Respondents, group(m, d, 1, func(s StatementSpec, _ Axis) Answer {
					v := rapid.SampledFrom([]Value{2, 3, 3, DontKnow}).Draw(t, s.ID)
					if v.rated() {
						v += bias
					}
					return Answer{Value: v}
				})...)
			}
		}
		for i := range a.Respondents {
			a.Respondents[i].ID = strconv.Itoa(i)
		}
		r := evaluate(t, m, Input{Answers: a})
		shownMeans := map[string]map[string]float64{} // by statement and department
		inArea := map[string][]string{}
		area := map[string]string{}
		for _, s := range m.spec.Statements {
			area[s.ID] = s.Area
			inArea[s.Area] = append(inArea[s.Area], s.ID)
		}
		for id, p := range proofs(r) {
			shownMeans[id] = map[string]float64{}
			for _, o := range p.Opinions {
				if o.Mean != nil {
					shownMeans[id][o.Department] = float64(*o.Mean) / 1000
				}
			}
		}
		for _, f := range r.Findings {
			if f.Code != PerceptionGapInArea || f.Params["gap"] == "" {
				continue
			}
			found++
			sum, n := 0.0, 0
			for _, id := range inArea[f.Params["area"]] {
				h, ok1 := shownMeans[id][f.Params["higher"]]
				l, ok2 := shownMeans[id][f.Params["lower"]]
				if ok1 && ok2 {
					sum, n = sum+h-l, n+1
				}
			}
			gap, err := strconv.ParseFloat(f.Params["gap"], 64)
			if err != nil || math.Abs(gap-sum/float64(n)) > 0.021 || strconv.Itoa(n) != f.Params["statements"] {
				t.Fatalf("%v: %v of %d statements from what is shown (%v)", f.Params, sum/float64(n), n, err)
			}
		}
	})
	if found == 0 {
		t.Error("no gap was compared")
	}
}
