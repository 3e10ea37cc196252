package maturity

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Whoever edits the default model may slip anywhere. Whatever comes of it is refused,
// with places that exist, or it is a model that evaluates, and one with an ID of its
// own unless it says the same.
func TestNoSlipInTheModelPassesInSilence(t *testing.T) {
	total := 200
	if os.Getenv("LEADLINE_FULL") == "1" {
		total = 10_000
	} else if testing.Short() || raceBuild {
		total = 100
	}
	good := Default()
	id := compile(t, good).ID()
	each := make([]outcomes, len(slips))
	t.Run("each", func(t *testing.T) {
		for i, kind := range slips {
			t.Run(kind.name, func(t *testing.T) {
				t.Parallel()
				count := total / len(slips)
				if i < total%len(slips) {
					count++
				}
				n, s := &each[i], &slipper{rand.New(rand.NewPCG(uint64(i), 7)), modelYAML, map[*regexp.Regexp][][]int{}}
				tried := map[string]bool{modelYAML: true}
				for attempts := 0; n.all() < count; attempts++ {
					if attempts > 100*count {
						t.Fatalf("no more than %d different ones", n.all())
					}
					text := kind.make(s)
					if !tried[text] {
						tried[text] = true
						n.add(slip(t, text, &good, id, s.rng))
					}
				}
				t.Log(n)
				if n.refused == 0 || kind.refused && n.refused != n.all() {
					t.Errorf("%v: too few are refused", n)
				}
			})
		}
	})
	var sum outcomes
	for _, n := range each {
		sum.add(n)
	}
	t.Log(sum)
	if sum.all() != total || sum.other == 0 {
		t.Errorf("%v of %d: this shows nothing", sum, total)
	}
}

// outcomes count what came of slips.
type outcomes struct {
	refused, other, same int
}

func (n *outcomes) all() int { return n.refused + n.other + n.same }

func (n *outcomes) add(of outcomes) {
	n.refused, n.other, n.same = n.refused+of.refused, n.other+of.other, n.same+of.same
}

func (n outcomes) String() string {
	return fmt.Sprintf("%d: refused %d, another model %d, the same %d", n.all(), n.refused, n.other, n.same)
}

// slip reads a changed model and says what came of it.
func slip(t *testing.T, text string, good *Spec, id string, rng *rand.Rand) (n outcomes) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("panic: %v\n%s", p, cmp.Diff(modelYAML, text))
		}
	}()
	spec, err := ReadSpec(strings.NewReader(text), "model.yaml")
	var m *Model
	if err == nil {
		m, err = Compile(spec)
	}
	if err != nil {
		if why := misplaced(err, text); why != "" {
			t.Errorf("%s: %v\n%s", why, err, cmp.Diff(modelYAML, text))
		}
		return outcomes{refused: 1}
	}
	// A list that is there and empty says what one says that is not there.
	same := cmp.Equal(*good, spec, cmpopts.EquateEmpty())
	if (m.ID() == id) != same {
		t.Errorf("equal: %v, ID before %s, ID after %s\n%s", same, id, m.ID(), cmp.Diff(modelYAML, text))
	}
	answerAll(t, m, rng)
	if same {
		return outcomes{same: 1}
	}
	return outcomes{other: 1}
}

// misplaced says what is wrong with the places of an error in a text, if anything.
func misplaced(err error, text string) string {
	bad, ok := errors.AsType[*SpecError](err)
	if !ok || !errors.Is(err, ErrInvalidSpec) || len(bad.Problems) == 0 {
		return "no *SpecError with problems"
	}
	lines := strings.Split(text, "\n")
	if !slices.ContainsFunc(lines, says) {
		if p := bad.Problems; len(p) != 1 || p[0].File != "model.yaml" || p[0].Message != "the document is empty" {
			return "nothing is in the file but comments"
		}
		return ""
	}
	for _, p := range bad.Problems {
		if p.File != "model.yaml" || p.Message == "" || p.Line < 1 || p.Line > len(lines) {
			return fmt.Sprintf("file %q, line %d of %d, message %q", p.File, p.Line, len(lines), p.Message)
		}
		if most := utf8.RuneCountInString(lines[p.Line-1]) + 1; p.Column < 1 || p.Column > most {
			return fmt.Sprintf("line %d, column %d of %d", p.Line, p.Column, most)
		}
	}
	return ""
}

// says reports whether a line holds more than a comment.
func says(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && !strings.HasPrefix(line, "#")
}

// answerAll evaluates a model with answers and measures that nobody has chosen.
func answerAll(t *testing.T, m *Model, rng *rand.Rand) {
	t.Helper()
	drawn := func(s StatementSpec, _ Axis) Answer {
		values := []Value{0, DontKnow, 1, 2, 3, 4, 5, 5}
		if s.NA {
			values = append(values, NotApplicable)
		}
		return Answer{values[rng.IntN(len(values))], "because"}
	}
	for _, answer := range []func(StatementSpec, Axis) Answer{always(5), always(1), drawn} {
		var in Input
		for _, d := range m.spec.Departments {
			in.Answers.Respondents = append(in.Answers.Respondents, group(m, d.ID, 3, answer)...)
		}
		r := evaluate(t, m, in)
		if r.Relationship.Low > r.Relationship.High || r.LeadManagement.Low > r.LeadManagement.High || len(r.Positions) == 0 {
			t.Errorf("no place in the matrix: %+v", r)
		}
		for _, ind := range m.spec.Indicators {
			of := Measure{ID: ind.ID, Num: rng.Int64N(60), Den: 60}
			if ind.Unit != Share {
				of.Den = 1
			}
			in.Measures = append(in.Measures, of)
		}
		measured := evaluate(t, m, in)
		if c, was := measured.Proved, r.Proved; c.R > was.R || c.M > was.M {
			t.Errorf("measures raise %v to %v", was, c)
		}
		renderings(t, measured)
	}
	best := evaluate(t, m, allSay(m, 5))
	if worst := evaluate(t, m, allSay(m, 1)); best.Proved != (Cell{4, 4}) || worst.Proved != (Cell{1, 1}) {
		t.Errorf("everyone says 5: %v; everyone says 1: %v", best.Proved, worst.Proved)
	}
}

func allSay(m *Model, v Value) (in Input) {
	for _, d := range m.spec.Departments {
		in.Answers.Respondents = append(in.Answers.Respondents, group(m, d.ID, 1, always(v))...)
	}
	return in
}
