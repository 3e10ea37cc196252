package funnel_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

const loans = `
name: loans
stages:
  - {name: submitted, statuses: [A_SUBMITTED, A_PARTLYSUBMITTED]}
  - {name: accepted, statuses: A_ACCEPTED}
`

func TestFunnelFileNeedsNameAndStagesOnly(t *testing.T) {
	got, err := funnel.ReadSpec(strings.NewReader(loans), "loans.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := funnel.Spec{Name: "loans", Revision: 1, Source: got.Source, Stages: []funnel.StageSpec{
		{Name: "submitted", Statuses: []lead.Status{"A_SUBMITTED", "A_PARTLYSUBMITTED"}},
		{Name: "accepted", Statuses: []lead.Status{"A_ACCEPTED"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFunnelFileCanSayAllThatASpecHolds(t *testing.T) {
	got, err := funnel.ReadSpec(strings.NewReader(`
name: b2b
revision: 3
stages: [{name: mql, title: {en: Qualified, de: Qualifiziert}, statuses: [mql]}]
void: [spam, test]
known: [mql, lost, spam, test]
terminal: lost
renamed: {dead: lost}
titles: {lost: {en: Lost for good}}
`), "b2b.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := funnel.Spec{
		Name: "b2b", Revision: 3, Source: got.Source,
		Stages: []funnel.StageSpec{
			{Name: "mql", Title: lead.Text{En: "Qualified", De: "Qualifiziert"}, Statuses: []lead.Status{"mql"}},
		},
		Void:     []lead.Status{"spam", "test"},
		Known:    []lead.Status{"mql", "lost", "spam", "test"},
		Terminal: []lead.Status{"lost"},
		Renamed:  map[lead.Status]lead.Status{"dead": "lost"},
		Titles:   map[lead.Status]lead.Text{"lost": {En: "Lost for good"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	compile(t, got)
}

func TestUnknownKeysAndWrongTypesAreRefusedAtOnce(t *testing.T) {
	_, err := funnel.ReadSpec(strings.NewReader("name: x\nstagess: []\nrevision: one\n"), "x.yaml")
	bad, ok := errors.AsType[*funnel.SpecError](err)
	if !ok || !errors.Is(err, funnel.ErrInvalidSpec) || len(bad.Problems) != 2 {
		t.Fatalf("got %v, want a SpecError with 2 problems", err)
	}
	if p := bad.Problems[0]; p.File != "x.yaml" || p.Line != 2 || !strings.Contains(p.Message, `did you mean "stages"?`) {
		t.Errorf("got %v, want a suggestion at x.yaml:2", p)
	}
}

func TestCompileReportsEveryProblemAtOnce(t *testing.T) {
	_, err := funnel.Compile(funnel.Spec{
		Revision: -1,
		Stages: []funnel.StageSpec{
			{Name: "", Statuses: []lead.Status{"a"}},
			{Name: "one", Statuses: nil},
			{Name: "one", Statuses: []lead.Status{"a", "b", "b", ""}},
			{Name: "two", Statuses: []lead.Status{"spam", "loost", "old"}},
		},
		Void:     []lead.Status{"spam", "sapm"},
		Terminal: []lead.Status{"old", "lots"},
		Known:    []lead.Status{"a", "b", "lost", "spam", "old", ""},
		Renamed: map[lead.Status]lead.Status{
			"": "a", "a2": "", "b": "b", "old": "lost", "older": "old", "l": "losst",
		},
	})
	bad, ok := errors.AsType[*funnel.SpecError](err)
	if !ok || !errors.Is(err, funnel.ErrInvalidSpec) {
		t.Fatalf("got %v, want a SpecError", err)
	}
	var got []string
	for _, p := range bad.Problems {
		got = append(got, p.Path+": "+p.Message)
	}
	want := []string{ // by path, as the Spec came from no file
		`known[5]: a status needs a name`,
		`name: the funnel needs a name`,
		`renamed[""]: a status needs a name`,
		`renamed.a2: a status needs a name`,
		`renamed.b: status "b" is renamed to itself`,
		`renamed.l: unknown status "losst" (did you mean "lost"?)`,
		`renamed.old: status "old" is an older name, but known lists it too`,
		`renamed.older: status "older" is renamed to "old", which is itself an older name of "lost"`,
		`revision: expected 1 or more, found -1`,
		`stages[0].name: a stage needs a name`,
		`stages[1].statuses: stage "one" needs at least one status`,
		`stages[2].name: stage name "one" is taken by stages[1]`,
		`stages[2].statuses[0]: status "a" belongs to stages[0] already; a status is in one stage at most`,
		`stages[2].statuses[2]: status "b" stands twice`,
		`stages[2].statuses[3]: a status needs a name`,
		`stages[3].statuses[0]: status "spam" is void, which counts nowhere`,
		`stages[3].statuses[1]: unknown status "loost" (did you mean "lost"?)`,
		`stages[3].statuses[2]: status "old" is an older name of "lost" and never occurs`,
		`terminal[0]: status "old" is an older name of "lost" and never occurs`,
		`terminal[1]: unknown status "lots" (did you mean "lost"?)`,
		`void[1]: unknown status "sapm" (did you mean "spam"?)`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProblemsOfAFilePointIntoIt(t *testing.T) {
	s, err := funnel.ReadSpec(strings.NewReader(loans+"void: [A_ACCEPTED]\n"), "loans.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = funnel.Compile(s)
	const want = `loans.yaml:5:32: stages[1].statuses[0]: status "A_ACCEPTED" is void, which counts nowhere
   5 |   - {name: accepted, statuses: A_ACCEPTED}
                                      ^`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestFunnelKeepsNothingOfItsSpec(t *testing.T) {
	spec := funnel.Spec{
		Name: "x", Stages: []funnel.StageSpec{stage("a"), stage("b")},
		Renamed: map[lead.Status]lead.Status{"old": "a"},
	}
	f := compile(t, spec)
	spec.Stages[0].Name = "changed"
	spec.Stages[1].Statuses[0] = "changed"
	spec.Renamed["old"] = "b"
	r := report(t, f, path("x", "old@1"), funnel.Options{AsOf: day(10)})
	if diff := cmp.Diff([]string{"a 1/1-0 +1", "b 0/0-0 +0"}, stages(r.Stages)); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}
	if s := r.Statuses[1]; s.Status != "b" {
		t.Errorf("second status: got %q, want b", s.Status)
	}
}

func FuzzReadSpec(f *testing.F) {
	f.Add(loans)
	f.Add(`{"name":"x","stages":[{"name":"a","statuses":"a"}],"void":[],"renamed":{"b":"a"}}`)
	f.Add("name: x\nstages: [{name: a, statuses: [a, a]}, {name: a}]\nknown: b\nrenamed: {a: b, b: a}")
	f.Add("name: [\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := funnel.ReadSpec(strings.NewReader(text), "fuzz.yaml")
		if err == nil {
			_, err = funnel.Compile(s)
		}
		if err != nil {
			if _, ok := errors.AsType[*funnel.SpecError](err); !ok {
				t.Fatalf("got %T, want a SpecError: %v", err, err)
			}
			return
		}
		if s.Name == "" || len(s.Stages) == 0 {
			t.Errorf("a funnel without name or stages passes: %+v", s)
		}
	})
}
