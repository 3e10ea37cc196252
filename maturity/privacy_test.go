package maturity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// outcome is what may be known of the answers of one or two people: which
// statements hold, and which side sees them more favourably.
func outcome(r *Report) map[string]string {
	all := map[string]string{}
	for id, p := range proofs(r) {
		all[id] = string(p.State)
	}
	for _, f := range r.Findings {
		if f.Code == PerceptionGap {
			all["gap "+f.Params["statement"]] = f.Params["higher"] + " " + f.Params["lower"]
		}
	}
	return all
}

// If two people of sales can answer differently without another outcome, no
// rendering tells which of both they answered.
func TestFewerThanThreePeopleCannotBeReadBack(t *testing.T) {
	t.Parallel()
	m := small(t)
	same := 0
	rapid.Check(t, func(t *rapid.T) {
		answer := func(label string) func(StatementSpec, Axis) Answer {
			return func(s StatementSpec, _ Axis) Answer {
				return Answer{Value: Value(rapid.IntRange(2, 5).Draw(t, label+s.ID))}
			}
		}
		marketing := group(m, "marketing", rapid.IntRange(0, 4).Draw(t, "n"), answer("m"))
		few := rapid.IntRange(1, 2).Draw(t, "few")
		report := func(sales []Respondent) *Report {
			return evaluate(t, m, Input{Answers: Answers{Respondents: append(sales, marketing...)}})
		}
		sales := group(m, "sales", few, answer("s"))
		a := report(sales)
		before := renderings(t, a)
		for id, v := range sales[0].Answers { // shared by both people
			changed := v
			changed.Value = v.Value%5 + 1
			sales[0].Answers[id] = changed
			b := report(sales)
			if cmp.Equal(outcome(a), outcome(b)) {
				same++
				if diff := cmp.Diff(before, renderings(t, b)); diff != "" {
					t.Fatalf("%s: %d or %d makes a difference (-%[2]d +%[3]d):\n%s", id, v.Value, changed.Value, diff)
				}
			}
			sales[0].Answers[id] = v
		}
	})
	if !testing.Short() && same < 100 || same == 0 {
		t.Errorf("only %d changes left the outcome as it was", same)
	}
}

func TestThreePeopleAreShownAndTwoAreNot(t *testing.T) {
	m := compile(t, Default())
	for _, tt := range []struct {
		people       int
		shown, gap   bool
		en, findings string
	}{
		{3, true, true, "| 4.00 | 2.00 | 3.00 | no |", "Rated higher by Marketing than by Sales (2.00 points): "},
		{2, false, false, "| not shown | not shown |  | no |", "Rated higher by Marketing than by Sales: "},
	} {
		in := Input{Answers: Answers{Respondents: append(group(m, "marketing", 3, always(4)), group(m, "sales", tt.people, always(2))...)}}
		r := evaluate(t, m, in)
		p := proofs(r)["rel.rules.2"]
		if (p.Mean != nil) != tt.shown || (p.Opinions[1].Mean != nil) != tt.shown || (p.Opinions[0].Mean != nil) != tt.shown {
			t.Errorf("%d people of sales: %+v", tt.people, p)
		}
		if _, ok := r.Findings[0].Params["gap"]; ok != tt.gap {
			t.Errorf("%d people of sales: gap shown is %t, want %t", tt.people, ok, tt.gap)
		}
		doc := renderings(t, r)["md.en"]
		for _, want := range []string{tt.en, tt.findings} {
			if !strings.Contains(doc, want) {
				t.Errorf("%d people of sales: %q is not in\n%s", tt.people, want, doc)
			}
		}
	}
}

// With three people of marketing at 3.00 and one of sales, whether a statement holds
// and which side sees it more favourably would tell a 3 from all else.
func TestTheFiguresOfOthersDoNotNarrowDownTheFew(t *testing.T) {
	m := small(t)
	for v := Value(1); v <= 5; v++ {
		in := Input{Answers: Answers{Respondents: append(group(m, "marketing", 3, always(3)), group(m, "sales", 1, always(v))...)}}
		for id, p := range proofs(evaluate(t, m, in)) {
			for _, o := range p.Opinions {
				if o.Mean != nil || o.People != 0 || p.Mean != nil {
					t.Errorf("%s has a figure: %+v", id, p)
				}
			}
		}
	}
}

func TestTwoWhoDeclareSomethingNotApplicableAreNotShown(t *testing.T) {
	m := small(t)
	p := proofs(evaluate(t, m, Input{Answers: Answers{Respondents: append(
		group(m, "marketing", 3, always(4)),
		group(m, "sales", 2, func(s StatementSpec, _ Axis) Answer {
			if s.NA {
				return Answer{NotApplicable, "none of ours"}
			}
			return Answer{Value: 4}
		})...,
	)}}))["r3n"]
	if p.State != Held || p.Mean != nil || p.Opinions[1].Voice != Withheld {
		t.Errorf("got %+v, want it held, without a mean and with the opinion of sales withheld", p)
	}
}

func TestNoRespondentAndNoReasonIsInAReport(t *testing.T) {
	m := small(t)
	in := two(m, always(4), func(s StatementSpec, _ Axis) Answer {
		if s.NA {
			return Answer{NotApplicable, "Secret-Reason"}
		}
		return Answer{4, "Secret-Note"}
	})
	for name, text := range renderings(t, evaluate(t, m, in)) {
		for _, secret := range []string{"Secret", "sales-1", "marketing-1"} {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in %s", secret, name)
			}
		}
	}
}

// Of a department of one or two, a statement that holds tells nothing more: neither
// who rates it higher nor whether anybody of them rates it at all.
func TestWhatHoldsIsAlikeWhateverTheFewSay(t *testing.T) {
	m := small(t)
	for _, tt := range []struct {
		name, statement string
		marketing       Value // of three people; 0: there are none
		rated, other    Value // of one person of sales
	}{
		{"a 4 and a 5 beside 4.00", "r3n", 4, 4, 5},
		{"a rating and not applicable beside 4.00", "r3n", 4, 5, NotApplicable},
		{"a rating and not applicable where three say the same", "r3n", NotApplicable, 5, NotApplicable},
		{"a rating and not applicable where all others hold", "r4n", NotApplicable, 4, NotApplicable},
		{"a rating and don't know where nobody must answer", "m3", 4, 4, DontKnow},
		{"a rating and none where nobody must answer", "m3", 4, 4, 0},
	} {
		for _, low := range []string{"", "r3", "r4"} { // with a stage that is reached in part
			say := func(v Value) func(StatementSpec, Axis) Answer {
				return func(s StatementSpec, _ Axis) Answer {
					switch s.ID {
					case tt.statement:
						return Answer{v, "why"}
					case low:
						return Answer{Value: 1}
					}
					return Answer{Value: 4}
				}
			}
			render := func(v Value) map[string]string {
				people := append(group(m, "marketing", 3, say(tt.marketing)), group(m, "sales", 1, say(v))...)
				return renderings(t, evaluate(t, m, Input{Answers: Answers{Respondents: people}}))
			}
			if diff := cmp.Diff(render(tt.rated), render(tt.other)); diff != "" {
				t.Errorf("%s, %q low: (-%d +%d)\n%s", tt.name, low, tt.rated, tt.other, diff)
			}
		}
	}
}

// A statement that does not hold without sales is the same if a single person of
// sales says nothing; one that sales decides is asked of it.
func TestALoneSilenceIsOnlyToldWhereItDecides(t *testing.T) {
	m := small(t)
	report := func(marketing, sales Value) *Report {
		answer := func(v Value) func(StatementSpec, Axis) Answer {
			return func(s StatementSpec, _ Axis) Answer {
				if s.ID == "r2" {
					return Answer{Value: v}
				}
				return Answer{Value: 5}
			}
		}
		return evaluate(t, m, Input{Answers: Answers{Respondents: append(group(m, "marketing", 3, answer(marketing)), group(m, "sales", 1, answer(sales))...)}})
	}
	if diff := cmp.Diff(renderings(t, report(2, 2)), renderings(t, report(2, DontKnow))); diff != "" {
		t.Errorf("a 2 and a don't know make a difference (-2 +don't know):\n%s", diff)
	}
	r := report(5, DontKnow)
	if len(r.Deciding) != 1 || r.Deciding[0].Statement != "r2" || !cmp.Equal(r.Deciding[0].Departments, []string{"sales"}) {
		t.Errorf("deciding are %+v, want r2 of sales", r.Deciding)
	}
}

// What the documentation warns of: from the figures of two reports alone follows what the
// one answered who did otherwise in between, of a change by how much.
func TestTwoReportsCanTellWhatASinglePersonAnswered(t *testing.T) {
	m := small(t)
	const gone Value = 0
	report := func(fourth Value) *Opinion {
		people := group(m, "sales", 3, always(4))
		for _, v := range []Value{4, 4, 3, fourth} {
			if v != gone {
				people = append(people, Respondent{Department: "marketing", Answers: map[string]Answer{"r2": {Value: v}}})
			}
		}
		return &proofs(evaluate(t, m, Input{Answers: Answers{Respondents: people}}))["r2"].Opinions[0]
	}
	sum := func(o *Opinion) int { return (int(*o.Mean)*o.People + 500) / 1000 }
	for name, tt := range map[string]struct{ before, after Value }{
		"who joins":            {gone, 1},
		"who leaves":           {5, gone},
		"who begins to rate":   {DontKnow, 1},
		"who stops rating":     {2, DontKnow},
		"who changes a rating": {2, 5},
	} {
		want := max(int(tt.after), 0) - max(int(tt.before), 0)
		if got := sum(report(tt.after)) - sum(report(tt.before)); got != want {
			t.Errorf("%s: the figures differ by %d, want %d; if they tell less, so should the documentation", name, got, want)
		}
	}
}
