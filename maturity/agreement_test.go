package maturity

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// rwgTwin is the formula as it is printed.
func rwgTwin(ratings []int) float64 {
	mean, n := 0.0, float64(len(ratings))
	for _, x := range ratings {
		mean += float64(x) / n
	}
	variance := 0.0
	for _, x := range ratings {
		variance += (float64(x) - mean) * (float64(x) - mean) / (n - 1)
	}
	return max(0, 1-variance/2)
}

func rated(ratings ...int) ballot {
	b := ballot{rated: len(ratings), people: len(ratings)}
	for _, v := range ratings {
		b.sum += v
		b.squares += v * v
	}
	return b
}

// The values were worked out by hand.
func TestAgreementIsThatOfJamesDemareeAndWolf(t *testing.T) {
	for _, tt := range []struct {
		ratings []int
		want    float64
		level   Agreement
	}{
		{[]int{4, 4, 4, 4, 4}, 1.0, HighAgreement},
		{[]int{3, 4, 4, 5, 4}, 0.75, HighAgreement}, // s² = 2/4
		{[]int{2, 4, 2, 4, 3}, 0.5, HighAgreement},  // s² = 4/4: the bar itself
		{[]int{1, 3, 3, 3, 4}, 0.4, LowAgreement},   // s² = 4.8/4
		{[]int{1, 2, 3, 4, 4, 4}, 0.2, LowAgreement},
		{[]int{1, 2, 3, 4, 5}, 0, LowAgreement},    // s² = 10/4, and 1 - 1.25 counts as 0
		{[]int{1, 1, 5, 5, 3, 3}, 0, LowAgreement}, // far below 0
	} {
		b := rated(tt.ratings...)
		if got := rwgTwin(tt.ratings); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%v: r_wg %v, want %v", tt.ratings, got, tt.want)
		}
		if got := agreement(b.rated, b.sum, b.squares); got != tt.level {
			t.Errorf("%v: %q, want %q", tt.ratings, got, tt.level)
		}
	}
}

// sets returns all sets of n ratings, each in order.
func sets(n, from int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for v := from; v <= maxValue; v++ {
		for _, rest := range sets(n-1, v) {
			all = append(all, append([]int{v}, rest...))
		}
	}
	return all
}

// published is all that a report has of a department's ratings of a statement.
type published struct {
	people    int
	mean      Decimal
	agreement Agreement
}

// without returns the ratings but for one that somebody knows.
func without(ratings []int, own int) (rest []int, ok bool) {
	for i, v := range ratings {
		if v == own {
			return append(append(rest, ratings[:i]...), ratings[i+1:]...), true
		}
	}
	return nil, false
}

func alike(ratings []int) bool { return ratings[0] == ratings[len(ratings)-1] }

// Whatever a department of up to sixteen people answers, its number, mean and
// agreement fit at least two sets of ratings, and nobody who knows one of the ratings
// can be sure that all others gave the same one. Whether the agreement is told depends
// on number and mean alone, so that it tells nothing if it is not.
func TestAgreementGivesNoAnswerAway(t *testing.T) {
	most := 16
	if testing.Short() {
		most = 9
	}
	told := map[int]int{}
	for n := 2; n <= most; n++ {
		fits := map[published][][]int{}
		tells := map[Decimal]map[bool]bool{}
		for _, ratings := range sets(n, 1) {
			b := rated(ratings...)
			p := published{n, shown(b.mean()), b.agreement()}
			if twin := rwgTwin(ratings); p.agreement != "" && (p.agreement == HighAgreement) != (twin > 0.5-1e-9) {
				t.Fatalf("%v: %q, but r_wg is %v", ratings, p.agreement, twin)
			}
			fits[p] = append(fits[p], ratings)
			if tells[p.mean] == nil {
				tells[p.mean] = map[bool]bool{}
			}
			tells[p.mean][p.agreement != ""] = true
		}
		for mean, both := range tells {
			if len(both) != 1 {
				t.Errorf("%d people, mean %v: whether the agreement is told depends on it", n, mean)
			}
			if both[true] {
				told[n]++
			}
		}
		for p, all := range fits {
			if p.agreement == "" {
				continue
			}
			if n < 5 || len(all) < 2 {
				t.Errorf("%+v can only be %v", p, all)
			}
			for own := 1; own <= maxValue; own++ {
				var rests [][]int
				for _, ratings := range all {
					if rest, ok := without(ratings, own); ok {
						rests = append(rests, rest)
					}
				}
				if len(rests) == 1 && alike(rests[0]) {
					t.Errorf("%+v: who said %d knows that all others are in %v", p, own, rests[0])
				}
			}
		}
	}
	// From seven people on, most of the 4n+1 possible means have an agreement.
	for n := 7; n <= most; n++ {
		if 2*told[n] < 4*n+1 {
			t.Errorf("%d people: told at %d of %d means", n, told[n], 4*n+1)
		}
	}
}

// Looking at the sets that come first says what going through all of them does.
func TestTwoSetsSayWhatAllDo(t *testing.T) {
	for n := 5; n <= 11; n++ {
		bySum := map[int][][]int{}
		for _, ratings := range sets(n, 1) {
			b := rated(ratings...)
			bySum[b.sum] = append(bySum[b.sum], ratings)
		}
		for sum, all := range bySum {
			want := true
			for _, level := range []Agreement{HighAgreement, LowAgreement} {
				found, by := 0, map[int][][]int{}
				for _, ratings := range all {
					if b := rated(ratings...); agreement(n, b.sum, b.squares) == level {
						found++
						for own := 1; own <= maxValue; own++ {
							if rest, ok := without(ratings, own); ok {
								by[own] = append(by[own], rest)
							}
						}
					}
				}
				want = want && found != 1
				for _, rests := range by {
					want = want && (len(rests) != 1 || !alike(rests[0]))
				}
			}
			if got := discreet(n, sum); got != want {
				t.Errorf("%d people, sum %d: discreet is %t, want %t", n, sum, got, want)
			}
		}
	}
}

// The same for larger departments, by how many there are of each rating.
func TestTwoSetsSayWhatAllDoInLargeDepartments(t *testing.T) {
	for n := 12; n <= 36; n++ {
		type seen struct {
			sets  int
			with  [maxValue + 1]int
			alike [maxValue + 1]bool // all others, in one of them
		}
		bySum := map[int]map[Agreement]*seen{}
		for five := 0; five <= n; five++ {
			for four := 0; five+four <= n; four++ {
				for three := 0; five+four+three <= n; three++ {
					for two := 0; five+four+three+two <= n; two++ {
						r := ratings{0, n - five - four - three - two, two, three, four, five}
						sum := 0
						for v, k := range r {
							sum += v * k
						}
						if bySum[sum] == nil {
							bySum[sum] = map[Agreement]*seen{HighAgreement: {}, LowAgreement: {}}
						}
						s := bySum[sum][agreement(n, sum, r.squares())]
						s.sets++
						for own, k := range r {
							if k > 0 {
								others := r
								others[own]--
								s.with[own]++
								s.alike[own] = others.alike()
							}
						}
					}
				}
			}
		}
		for sum, levels := range bySum {
			want := true
			for _, s := range levels {
				want = want && s.sets != 1
				for own, k := range s.with {
					want = want && (k != 1 || !s.alike[own])
				}
			}
			if got := discreet(n, sum); got != want {
				t.Errorf("%d people, sum %d: discreet is %t, want %t", n, sum, got, want)
			}
		}
	}
}

// each makes people of a department who answer as listed to every statement that is
// on the axis, and 4 to the others.
func each(m *Model, department string, axis Axis, values ...Value) []Respondent {
	var all []Respondent
	for i, v := range values {
		p := group(m, department, 1, func(_ StatementSpec, a Axis) Answer {
			if a == axis {
				return Answer{Value: v}
			}
			return Answer{Value: 4}
		})[0]
		p.ID = fmt.Sprint(department, i)
		all = append(all, p)
	}
	return all
}

func TestDividedDepartmentsAreFindings(t *testing.T) {
	m := small(t)
	marketing := each(m, "marketing", Relationship, 1, 1, 2, 5, 5, 5, 5) // s² = 23.7/6
	for _, tt := range []struct {
		name  string
		sales []Respondent
		want  Agreement
	}{
		{"five agree, at a sum of 18, where nothing is told", each(m, "sales", Relationship, 4, 4, 4, 3, 3), ""},
		{"seven agree", each(m, "sales", Relationship, 4, 4, 4, 3, 4, 3, 3), HighAgreement},
		{"two are not shown, and nor are the others", each(m, "sales", Relationship, 4, 4), ""},
	} {
		r := evaluate(t, m, Input{Answers: Answers{Respondents: append(tt.sales, marketing...)}})
		p := proofs(r)["r2"]
		divided := p.Opinions[0].Agreement
		if p.Opinions[0].Department != "marketing" || p.Opinions[1].Agreement != tt.want {
			t.Errorf("%s: %+v, want sales to be %q", tt.name, p.Opinions, tt.want)
		}
		if shown := p.Opinions[0].Mean != nil; shown != (divided == LowAgreement) {
			t.Errorf("%s: marketing is %q, and its mean shown is %t", tt.name, divided, shown)
		}
		found := 0
		for _, f := range r.Findings {
			if f.Code == LowAgreementFound && f.Params["statement"] == "r2" {
				found++
				if f.Params["department"] != "marketing" ||
					!strings.HasPrefix(f.Text.En, "Within Marketing opinions are far apart: r2 is so") ||
					!strings.HasPrefix(f.Text.De, "Innerhalb der Abteilung Marketing gehen die Meinungen weit auseinander: r2 ist so") {
					t.Errorf("%s: %+v", tt.name, f)
				}
			}
		}
		if want := len(tt.sales) > 2; (found == 1) != want {
			t.Errorf("%s: %d findings, want one is %t", tt.name, found, want)
		}
	}
}

func BenchmarkAgreementOfALargeDepartment(b *testing.B) {
	for b.Loop() {
		for _, sum := range []int{410, 500, 600, 1000, 1200, 1900} {
			discreet(400, sum)
			discreet(50_000, 125*sum)
		}
	}
}
