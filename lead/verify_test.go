package lead

import (
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// walked are the rows of some leads on random walks through the standard lifecycle.
func walked(t testing.TB, leads, steps int) []Transition {
	t.Helper()
	m := standard(t, Bindings[string]{})
	random := rand.New(rand.NewPCG(3, 4))
	var rows []Transition
	for i := range leads {
		id := "L" + strconv.Itoa(i)
		at := noon
		tr, err := m.Next(t.Context(), State{LeadID: id}, Command[string]{ID: id, Event: EventOpen, At: at})
		for range steps {
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, tr)
			at = at.Add(time.Hour)
			actor := []Actor{mia, ann}[random.IntN(2)]
			choices := slices.DeleteFunc(m.Explain(t.Context(), tr.State(), Command[string]{ID: id, Actor: actor, At: at}),
				func(c Choice) bool { return len(c.Blockers) > 0 })
			if len(choices) == 0 {
				break
			}
			c := choices[random.IntN(len(choices))]
			cmd := Command[string]{ID: id, Event: c.Event, Actor: actor, At: at, Note: "n"}
			for _, n := range c.Needs {
				if n.Kind == NeedsReason {
					cmd.Reason = n.Options[random.IntN(len(n.Options))].Code
				}
			}
			tr, err = m.Next(t.Context(), tr.State(), cmd)
		}
	}
	return rows
}

func sequence(rows []Transition) iter.Seq2[Transition, error] {
	return func(yield func(Transition, error) bool) {
		for _, tr := range rows {
			if !yield(tr, nil) {
				return
			}
		}
	}
}

func verified(m *Machine[string], rows []Transition) (problems []string) {
	for tr, err := range m.Verify(sequence(rows)) {
		e, ok := errors.AsType[*ChainError](err)
		if !ok || !errors.Is(err, ErrBrokenChain) || e.Row.Version != tr.Version {
			return []string{"no ChainError: " + err.Error()}
		}
		problems = append(problems, err.Error())
	}
	return problems
}

func TestVerifyFindsNothingInWhatTheMachineWrote(t *testing.T) {
	rows := walked(t, 200, 60)
	if len(rows) < 600 {
		t.Fatalf("only %d rows", len(rows))
	}
	if got := verified(standard(t, Bindings[string]{}), rows); got != nil {
		t.Errorf("%q", got)
	}
}

func TestVerifyNamesEachBrokenRow(t *testing.T) {
	m := standard(t, Bindings[string]{})
	good := walk(t, m,
		Command[string]{Event: "qualify", Actor: mia},
		Command[string]{Event: "accept", Actor: ann},
		Command[string]{Event: "touch", Actor: ann},
		Command[string]{Event: "disqualify", Actor: ann, Reason: "no_consent"},
		Command[string]{Event: "reopen", Actor: ann, Note: "n"},
	)
	for _, tt := range []struct {
		name  string
		spoil func(rows []Transition) []Transition
		want  string
	}{
		{"a row is missing", func(r []Transition) []Transition { return slices.Delete(r, 2, 3) }, `version 4: expected version 3`},
		{"a row comes twice", func(r []Transition) []Transition { return slices.Insert(r, 2, r[1]) }, `version 2: expected version 3`},
		{"the first row is missing", func(r []Transition) []Transition { return r[1:] }, `version 2: expected version 1`},
		{"it opens otherwise", func(r []Transition) []Transition { r[0].Event = "qualify"; return r }, `first event is "open", not "qualify"`},
		{"it opens elsewhere", func(r []Transition) []Transition { r[0].To = "won"; return r }, `a lead opens in "inquiry", not in "won"`},
		{"it comes from somewhere", func(r []Transition) []Transition { r[0].From = "mql"; return r }, `from nowhere, not from "mql"`},
		{"the first has a prior", func(r []Transition) []Transition { r[0].Prior = "mql"; return r }, `no Prior, not "mql"`},
		{"the first visit is older", func(r []Transition) []Transition { r[0].Since = noon.Add(-1); return r }, `expected Since to be At`},
		{"from elsewhere", func(r []Transition) []Transition { r[2].From = "engaged"; return r }, `it comes from "engaged", but the row before leads to "mql"`},
		{"a status unknown", func(r []Transition) []Transition { r[1].To = "mqll"; return r }, `has no status "mqll"`},
		{"time runs back", func(r []Transition) []Transition {
			r[2].At = noon.Add(-time.Hour)
			return r
		}, `lies before that of the row before`},
		{"a visit begins late", func(r []Transition) []Transition {
			r[3].Since = r[3].At.Add(time.Second)
			return r
		}, `expected its visit to begin at`},
		{"an event unknown", func(r []Transition) []Transition { r[2].Event = "akzept"; return r }, `has no event "akzept" that leaves "mql"`},
		{"an event that does not leave", func(r []Transition) []Transition { r[2].Event = "win"; return r }, `has no event "win" that leaves "mql"`},
		{"an event that leads elsewhere", func(r []Transition) []Transition { r[2].Event = "reject"; return r }, `reject does not lead from "mql" to "sal"`},
		{"a way back elsewhere", func(r []Transition) []Transition { r[5].To = "mql"; return r }, `reopen does not lead from "disqualified" to "mql"`},
		{"a wrong prior", func(r []Transition) []Transition { r[4].Prior = "mql"; return r }, `expected Prior "sal", found "mql"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := verified(m, tt.spoil(slices.Clone(good)))
			if len(got) == 0 || !strings.Contains(got[0], tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}

	other := slices.Clone(good)
	other[2].Event, other[2].Spec = "akzept", "b2b-standard@0+cafe"
	if got := verified(m, other); got != nil {
		t.Errorf("a row of an older revision: %q", got)
	}
}

func TestVerifyReadsOlderNames(t *testing.T) {
	spec := Standard()
	for i := range spec.Statuses {
		if spec.Statuses[i].Name == "recycled" {
			spec.Statuses[i].Was = []Status{"nurture"}
		}
	}
	m, err := Compile(spec, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	rows := walk(t, m, Command[string]{Event: "recycle", Actor: mia}, Command[string]{Event: "qualify", Actor: mia})
	rows[1].To, rows[1].Spec = "nurture", "b2b-standard@0+cafe"
	if got := verified(m, rows); got != nil {
		t.Errorf("%q", got)
	}
}

// Two statuses may become one: what was a move between them stays one.
func TestVerifyReadsStatusesThatHaveBecomeOne(t *testing.T) {
	spec := func(revision int, statuses ...StatusSpec) Spec {
		s := Spec{Name: "merge", Revision: revision, Initial: statuses[0].Name, Statuses: append(statuses, StatusSpec{Name: "won", Category: Won})}
		for i := range statuses {
			s.Transitions = append(s.Transitions, TransitionSpec{Event: Event("win" + string(statuses[i].Name)), From: []string{string(statuses[i].Name)}, To: "won"})
		}
		return s
	}
	before := spec(1, StatusSpec{Name: "a", Category: Open}, StatusSpec{Name: "b", Category: Open})
	before.Transitions = append(before.Transitions, TransitionSpec{Event: "next", From: []string{"a"}, To: "b"})
	after := spec(2, StatusSpec{Name: "work", Category: Open, Was: []Status{"a", "b"}})
	var machines []*Machine[string]
	for _, s := range []Spec{before, after} {
		m, err := Compile(s, Bindings[string]{})
		if err != nil {
			t.Fatal(err)
		}
		machines = append(machines, m)
	}
	store, now := NewMemStore(), noon
	config := Config{Now: func() time.Time { now = now.Add(time.Hour); return now }}
	tracker := NewTracker(machines[0], store, config)
	_, err := tracker.Open(t.Context(), Command[string]{ID: "L", Actor: mia})
	if err == nil {
		_, err = tracker.Apply(t.Context(), Command[string]{ID: "L", Event: "next", Actor: mia})
	}
	if err == nil {
		_, err = NewTracker(machines[1], store, config).Apply(t.Context(), Command[string]{ID: "L", Event: "winwork", Actor: mia})
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := verified(machines[1], history(store)); got != nil {
		t.Errorf("%q", got)
	}
}

func TestVerifyPassesErrorsOnAndStops(t *testing.T) {
	m, broken := standard(t, Bindings[string]{}), errors.New("connection lost")
	n := 0
	for _, err := range m.Verify(func(yield func(Transition, error) bool) {
		_ = yield(Transition{}, broken) && yield(Transition{LeadID: "L"}, nil)
	}) {
		if n++; !errors.Is(err, broken) {
			t.Error(err)
		}
	}
	if n != 1 {
		t.Errorf("%d times", n)
	}
}
