package evidence_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
	"github.com/leadline-go/leadline/maturity/evidence"
)

func TestOrderAndRepetitionOfRowsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, o := drawHistory(t), drawOptions(t)
		want := measure(t, all, o)
		again := slices.Concat(all, all[:rapid.IntRange(0, len(all)).Draw(t, "repeated")])
		for i := range again[len(all):] { // what may be erased between two readings
			r := &again[len(all)+i]
			r.Note, r.Actor.ID, r.Key, r.Spec = "erased", "", "k", "other@1"
		}
		again = rapid.Permutation(again).Draw(t, "again")
		if diff := cmp.Diff(want, measure(t, again, o)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestAShiftOfTimeShiftsTheWindowAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, o := drawHistory(t), drawOptions(t)
		by := time.Duration(rapid.Int64Range(-1e6, 1e6).Draw(t, "minutes")) * time.Minute
		shift := func(t time.Time) time.Time {
			if t.IsZero() {
				return t
			}
			return t.Add(by)
		}
		want := measure(t, all, o)
		for i := range want {
			want[i].From, want[i].To = shift(want[i].From), shift(want[i].To)
		}
		for i := range all {
			all[i].At, all[i].Due = shift(all[i].At), shift(all[i].Due)
		}
		o.From, o.To, o.AsOf = shift(o.From), shift(o.To), shift(o.AsOf)
		if diff := cmp.Diff(want, measure(t, all, o)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Two companies in one history count as both together do: no lead looks at another.
func TestFiguresOfTwoHistoriesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two, o := drawHistory(t), drawHistory(t), drawOptions(t)
		want := map[string][2]int64{}
		for i := range two {
			two[i].LeadID += " of the other"
		}
		for _, part := range [][]lead.Transition{one, two} {
			for _, m := range measure(t, part, o) {
				was := want[m.ID]
				want[m.ID] = [2]int64{was[0] + m.Num, was[1] + m.Den}
			}
		}
		got := map[string][2]int64{}
		for _, m := range measure(t, slices.Concat(one, two), o) {
			if m.Num < 0 || m.Num > m.Den || m.Den < 1 {
				t.Fatalf("%s: %d of %d", m.ID, m.Num, m.Den)
			}
			got[m.ID] = [2]int64{m.Num, m.Den}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// The lifecycle itself is the judge: whatever its own machine does conforms.
func TestWhatTheMachineDoesConforms(t *testing.T) {
	spec := lifecycle()
	m, err := lead.Compile(spec, lead.Bindings[struct{}]{})
	if err != nil {
		t.Fatal(err)
	}
	spec.Guard("qualify", "criteria") // need not be known
	rapid.Check(t, func(t *rapid.T) {
		now := start
		first, err := m.Next(t.Context(), lead.State{LeadID: "x"}, lead.Command[struct{}]{ID: "x", At: now})
		if err != nil {
			t.Fatal(err)
		}
		all, changes := []lead.Transition{first}, int64(0)
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			now = now.Add(time.Hour)
			s := all[len(all)-1].State()
			cmd := lead.Command[struct{}]{ID: "x", At: now, Note: "n", Actor: lead.Actor{ID: "a", Side: lead.Sales, Kind: lead.Human}}
			if rapid.Bool().Draw(t, "marketing") {
				cmd.Actor.Side = lead.Marketing
			}
			choices := slices.DeleteFunc(m.Explain(t.Context(), s, cmd), func(c lead.Choice) bool { return len(c.Blockers) > 0 })
			if len(choices) == 0 {
				continue
			}
			c := rapid.SampledFrom(choices).Draw(t, "choice")
			cmd.Event = c.Event
			for _, n := range c.Needs {
				if n.Kind == lead.NeedsReason {
					cmd.Reason = n.Options[0].Code
				}
			}
			next, err := m.Next(t.Context(), s, cmd)
			if err != nil {
				t.Fatal(err)
			}
			if next.From != next.To {
				changes++
			}
			all = append(all, next)
		}
		if all[len(all)-1].To == "void" {
			t.Skip("a void lead")
		}
		want := fraction(changes, changes)
		got := brief(measure(t, all, evidence.Options{Lifecycle: spec, AsOf: now}))["ev.lm.conforming_changes"]
		if changes > 0 && got != want || changes == 0 && got != "" {
			t.Fatalf("conforming: %s, want %s", got, want)
		}
	})
}

func TestTheDefaultModelKnowsEveryMeasure(t *testing.T) {
	want := map[maturity.IndicatorSource][]string{}
	for _, in := range maturity.Default().Indicators {
		if in.Source != maturity.Supplied {
			want[in.Source] = append(want[in.Source], in.ID)
		}
	}
	got := map[maturity.IndicatorSource][]string{}
	for _, m := range measure(t, leads(t), options()) {
		got[maturity.FromHistory] = append(got[maturity.FromHistory], m.ID)
	}
	for _, m := range evidence.FromSpec(lead.Standard()) {
		got[maturity.FromSpec] = append(got[maturity.FromSpec], m.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeMeasuredIsAnError(t *testing.T) {
	failed := errors.New("the disk is gone")
	good := rows(t, "a: 0 open inquiry m\na: 1 qualify mql m")
	other := slices.Clone(good)
	other[1].Reason = "other"
	twice := slices.Concat(good, other)
	for _, c := range []struct {
		name   string
		change func(*evidence.Options)
		rows   []lead.Transition
		want   string
	}{
		{"no as-of time", func(o *evidence.Options) { o.AsOf = time.Time{} }, nil, "evidence: invalid options: AsOf: must be given"},
		{"a year that nobody can write", func(o *evidence.Options) { o.To = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC) }, nil, "To: expected a year from 1 to 9998, found 12000"},
		{"an empty window", func(o *evidence.Options) { o.To = o.From }, nil, "To: expected a time after From"},
		{"a window in the future", func(o *evidence.Options) { o.From, o.To = o.AsOf, time.Time{} }, nil, "From: expected a time before AsOf"},
		{"a negative time", func(o *evidence.Options) { o.StaleAfter = -1 }, nil, "StaleAfter: expected 0 or more"},
		{"another negative time", func(o *evidence.Options) { o.QuietAfter = -1 }, nil, "QuietAfter: expected 0 or more"},
		{"a team that is no side", func(o *evidence.Options) { o.Team = "system" }, nil, `Team: expected one of ["marketing" "sales" "lead_management"], found "system"`},
		{"an unknown status", func(o *evidence.Options) { o.Converted = []lead.Status{"sql", "deal"} }, nil, `Converted[1]: expected a status of lifecycle b2b-standard@1+`},
		{"a bad lifecycle", func(o *evidence.Options) { o.Lifecycle.Initial = "inqiry" }, nil, `did you mean "inquiry"?`},
		{"no hand-over", func(o *evidence.Options) {
			o.Lifecycle.Statuses = slices.Clone(o.Lifecycle.Statuses)
			for i := range o.Lifecycle.Statuses {
				o.Lifecycle.Statuses[i].Side = lead.Marketing
			}
			for i := range o.Lifecycle.Transitions {
				o.Lifecycle.Transitions[i].By = nil
			}
		}, nil, "HandOff: the lifecycle does not tell how leads are handed over"},
		{"two rows with one version", nil, twice, `lead "a": two different rows with version 2: both "qualify" to "mql"`},
		{"a row without a lead", nil, []lead.Transition{{Version: 1, To: "mql"}}, "evidence: row 1 of the history: invalid row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options()
			if c.change != nil {
				c.change(&o)
			}
			got, err := evidence.FromHistory(seq(c.rows), o)
			if err == nil || !strings.Contains(err.Error(), c.want) || got != nil {
				t.Errorf("%v, %v\nwant %s", got, err, c.want)
			}
		})
	}
	_, err := evidence.FromHistory(func(yield func(lead.Transition, error) bool) {
		_ = yield(good[0], nil) && yield(lead.Transition{}, failed)
	}, options())
	if !errors.Is(err, failed) || !strings.Contains(err.Error(), "after 1 rows") {
		t.Errorf("a history that breaks off: %v", err)
	}
}

// Of several clashes it is always that of the smallest lead.
func TestTheErrorOfAClashDoesNotDependOnTheOrderOfRows(t *testing.T) {
	one := rows(t, "b: 0 open inquiry m\na: 0 open inquiry m\nc: 0 open inquiry m\na: 1 qualify mql m")
	two := slices.Clone(one)
	for i := range two {
		two[i].To = "engaged"
	}
	rapid.Check(t, func(t *rapid.T) {
		_, err := evidence.FromHistory(seq(rapid.Permutation(slices.Concat(one, two)).Draw(t, "rows")), options())
		want := `lead "a": two different rows with version 1: "open" to "engaged", at 2026-03-02T00:00:00Z; and "open" to "inquiry", at 2026-03-02T00:00:00Z`
		if err == nil || err.Error() != want {
			t.Fatalf("%v\nwant %s", err, want)
		}
	})
}

func TestAHistoryWithoutCasesGivesNoMeasures(t *testing.T) {
	if got := measure(t, nil, options()); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
	void := rows(t, "a: 1 open inquiry m\na: 2 qualify mql m due=3\na: 4 discard void m")
	if got := measure(t, void, options()); len(got) != 0 {
		t.Errorf("of a test lead: %v", got)
	}
}

// Measures go into the evaluation as they come, also those of nothing.
func TestTheDefaultModelTakesTheMeasures(t *testing.T) {
	m, err := maturity.Compile(maturity.Default())
	if err != nil {
		t.Fatal(err)
	}
	for name, history := range map[string][]lead.Transition{"leads": leads(t), "one row": leads(t)[:1], "none": nil} {
		o := options()
		o.From, o.To = time.Time{}, time.Time{}
		in := maturity.Input{Measures: slices.Concat(measure(t, history, o), evidence.FromSpec(lead.Standard()))}
		if _, err := m.Evaluate(in); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRowsOfOneVersionThatDifferInAFieldClash(t *testing.T) {
	for name, change := range map[string]func(*lead.Transition){
		"Event":      func(r *lead.Transition) { r.Event = "x" },
		"From":       func(r *lead.Transition) { r.From = "x" },
		"To":         func(r *lead.Transition) { r.To = "x" },
		"Prior":      func(r *lead.Transition) { r.Prior = "x" },
		"At":         func(r *lead.Transition) { r.At = at(0.5) },
		"Recorded":   func(r *lead.Transition) { r.Recorded = at(0.5) },
		"Since":      func(r *lead.Transition) { r.Since = at(0.5) },
		"Due":        func(r *lead.Transition) { r.Due = at(0.5) },
		"Actor.Side": func(r *lead.Transition) { r.Actor.Side = "x" },
		"Actor.Kind": func(r *lead.Transition) { r.Actor.Kind = lead.System },
		"Reason":     func(r *lead.Transition) { r.Reason = "x" },
		"Criteria":   func(r *lead.Transition) { r.Criteria = "x" },
		"Labels":     func(r *lead.Transition) { r.Labels = map[string]string{"criteria": "x"} },
		"Set":        func(r *lead.Transition) { r.Set = []string{"x"} },
		"Inferred":   func(r *lead.Transition) { r.Inferred = true },
	} {
		both := rows(t, "a: 0 open inquiry m")
		both = append(both, both[0])
		change(&both[1])
		if _, err := evidence.FromHistory(seq(both), options()); !errors.Is(err, funnel.ErrDuplicate) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
