package maturity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// withAnswer adds somebody to each of the departments who says one thing and nothing else.
func withAnswer(a Answers, q Question, v Value) Answers {
	people := append([]Respondent{}, a.Respondents...)
	for _, d := range q.Departments {
		people = append(people, Respondent{Department: d, Answers: map[string]Answer{q.Statement: {Value: v}}})
	}
	return Answers{Respondents: people}
}

// Once all other questions are answered, each that is said to decide does: what is
// answered to it makes a difference to where the organisation stands.
func TestQuestionsThatDecideMakeADifference(t *testing.T) {
	m := small(t)
	decided, aside, both := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Answers: drawAnswers(t, m)}
		people := append(in.Answers.Respondents, group(m, "sales", 1, always(5))...)
		muchAside := rapid.IntRange(0, 2).Draw(t, "much is set aside") == 0
		for _, s := range m.spec.Statements {
			skipped := rapid.IntRange(0, 5).Draw(t, "nobody answers "+s.ID) == 0
			for _, p := range people {
				switch {
				case muchAside && s.NA && p.Department == "sales":
					p.Answers[s.ID] = Answer{NotApplicable, "because"}
				case skipped:
					delete(p.Answers, s.ID)
				}
			}
		}
		in.Answers.Respondents = people
		if rapid.Bool().Draw(t, "measured") {
			in.Measures = []Measure{{ID: "ri", Num: int64(rapid.IntRange(0, 100).Draw(t, "ri")), Den: 100}, {ID: "mi", Num: int64(rapid.IntRange(1, 500).Draw(t, "mi")), Den: 1}}
		}
		r := evaluate(t, m, in)
		if r.Relationship.Index == nil {
			aside++
			if len(r.Deciding) > 0 {
				both++
			}
		}
		if len(r.Deciding) == 0 {
			return
		}
		decided++
		i := rapid.IntRange(0, len(r.Deciding)-1).Draw(t, "which question")
		for j, other := range r.Deciding {
			if j != i {
				in.Answers = withAnswer(in.Answers, other, 5)
			}
		}
		q, worst, best := r.Deciding[i], in, in
		worst.Answers, best.Answers = withAnswer(in.Answers, q, 1), withAnswer(in.Answers, q, 5)
		if a, b := evaluate(t, m, worst).Positions, evaluate(t, m, best).Positions; cmp.Equal(a, b) {
			t.Fatalf("%s of %v is said to decide, and whatever is answered it is %v", q.Statement, q.Departments, cellsOf(a))
		}
	})
	if !testing.Short() && (decided < 20 || aside < 10 || both < 2) {
		t.Errorf("%d questions, %d times too much set aside, %d times with questions of the other axis: this shows nothing", decided, aside, both)
	}
}

func cellsOf(all []Position) (cells []Cell) {
	for _, p := range all {
		cells = append(cells, p.Cell)
	}
	return cells
}

func TestNothingDecidesOnAnAxisOfWhichTooMuchIsSetAside(t *testing.T) {
	m := small(t)
	sales := func(r2, m4 Value) func(StatementSpec, Axis) Answer {
		return func(s StatementSpec, _ Axis) Answer {
			switch {
			case s.NA:
				return Answer{NotApplicable, "because"}
			case s.ID == "r2":
				return Answer{Value: r2}
			case s.ID == "m4":
				return Answer{Value: m4}
			}
			return Answer{Value: 5}
		}
	}
	marketing := func(s StatementSpec, _ Axis) Answer {
		if s.ID == "m4" {
			return Answer{}
		}
		return Answer{Value: 5}
	}
	for r2, want := range map[Value]int{0: 8, 1: 8, 5: 8} {
		r := evaluate(t, m, two(m, marketing, sales(r2, 0)))
		if len(r.Positions) != want || len(r.Deciding) != 1 || r.Deciding[0].Statement != "m4" {
			t.Errorf("r2 is %d: %d positions and the questions %+v, want %d and m4", r2, len(r.Positions), r.Deciding, want)
		}
	}
	if r := evaluate(t, m, two(m, marketing, sales(0, 5))); len(r.Positions) != 4 || len(r.Deciding) != 0 {
		t.Errorf("%d positions and the questions %+v, want 4 and none", len(r.Positions), r.Deciding)
	}
}

// Where no answer would help, nobody is told to answer.
func TestWhatIsReadSaysThatTooMuchIsSetAside(t *testing.T) {
	m := small(t)
	r := evaluate(t, m, two(m, always(5), func(s StatementSpec, _ Axis) Answer {
		if s.NA {
			return Answer{NotApplicable, "because"}
		}
		return Answer{Value: 5}
	}))
	for form, text := range renderings(t, r) {
		if form == "json" || strings.HasPrefix(form, "areas") {
			continue
		}
		l := Lang(form[len(form)-2:])
		text = strings.Join(strings.Fields(text), " ")
		want := map[Lang][]string{
			En: {"Too much was declared not applicable: 4 cells are possible", "There is nothing to recommend, for too much was declared not applicable."},
			De: {"Zu vieles wurde für nicht anwendbar erklärt: 4 Felder sind möglich", "Es lässt sich nichts empfehlen, denn zu vieles wurde für nicht anwendbar erklärt."},
		}[l]
		if strings.HasPrefix(form, "svg") {
			want = want[:1]
		}
		for _, s := range want {
			if !strings.Contains(text, s) {
				t.Errorf("%s does not say %q", form, s)
			}
		}
		for _, s := range []string{"Answers are missing", "open questions", "Es fehlen Antworten", "offenen Fragen"} {
			if strings.Contains(text, s) {
				t.Errorf("%s says %q", form, s)
			}
		}
	}
}
