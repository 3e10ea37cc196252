package funnel_test

import (
	stdcmp "cmp"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestNamesThatAreAlikeAreToldApart(t *testing.T) {
	type names = map[lead.Status]string
	stage := func(name, title string, statuses ...lead.Status) funnel.StageSpec {
		return funnel.StageSpec{Name: name, Title: lead.Text{En: title}, Statuses: statuses}
	}
	for what, c := range map[string]struct {
		stages   []funnel.StageSpec
		titles   names
		occurred lead.Status
		want     funnel.Titles
	}{
		"a stage of one status gives it its title": {
			stages: []funnel.StageSpec{stage("mql", "Qualified", "q")},
			want:   funnel.Titles{Stages: map[string]string{"mql": "Qualified"}, Statuses: names{"q": "Qualified"}},
		},
		"a status has its own title first": {
			stages: []funnel.StageSpec{stage("mql", "Qualified", "q")}, titles: names{"q": "Waiting"},
			want: funnel.Titles{Stages: map[string]string{"mql": "Qualified"}, Statuses: names{"q": "Waiting"}},
		},
		"a status with the title of a stage of several": {
			stages: []funnel.StageSpec{stage("mql", "Qualified", "mql", "hot")}, titles: names{"mql": "Qualified", "hot": "Hot"},
			want: funnel.Titles{Stages: map[string]string{"mql": "Qualified"}, Statuses: names{"mql": "mql (Qualified)", "hot": "Hot"}},
		},
		"a status with the title of another stage": {
			stages: []funnel.StageSpec{stage("a", "One", "a"), stage("b", "Two", "b")}, titles: names{"b": "One"},
			want: funnel.Titles{Stages: map[string]string{"a": "One", "b": "Two"}, Statuses: names{"a": "a (One)", "b": "b (One)"}},
		},
		"a status whose code is the title of a stage of several": {
			stages: []funnel.StageSpec{stage("mql", "Qualified", "Qualified", "hot")},
			want:   funnel.Titles{Stages: map[string]string{"mql": "Qualified"}, Statuses: names{"Qualified": "Qualified (status)"}},
		},
		"codes stay where nobody has a title": {
			stages: []funnel.StageSpec{stage("mql", "", "mql", "hot")},
		},
		"a title that is the code is none": {
			stages: []funnel.StageSpec{stage("mql", "mql", "mql")}, titles: names{"mql": " "},
		},
		"two stages": {
			stages: []funnel.StageSpec{stage("a", "One", "x"), stage("b", "One", "y")}, titles: names{"x": "X", "y": "Y"},
			want: funnel.Titles{Stages: map[string]string{"a": "a (One)", "b": "b (One)"}, Statuses: names{"x": "X", "y": "Y"}},
		},
		"two statuses in no stage": {
			stages: []funnel.StageSpec{stage("a", "", "a")}, titles: names{"lost": "Gone", "void": "Gone"},
			want: funnel.Titles{Statuses: names{"lost": "lost (Gone)", "void": "void (Gone)"}},
		},
		"a status that nobody knows has the title of another as its name": {
			stages: []funnel.StageSpec{stage("a", "", "a")}, titles: names{"lost": "Gone"}, occurred: "Gone",
			want: funnel.Titles{Statuses: names{"lost": "lost (Gone)"}},
		},
		"titles that look alike where they are cut": {
			stages: []funnel.StageSpec{stage("a", strings.Repeat("x", 200)+"1", "s"), stage("b", strings.Repeat("x", 200)+"2", "t")}, titles: names{"s": "S", "t": "T"},
			want: funnel.Titles{
				Stages:   map[string]string{"a": "a (" + strings.Repeat("x", 200) + "1)", "b": "b (" + strings.Repeat("x", 200) + "2)"},
				Statuses: names{"s": "S", "t": "T"},
			},
		},
		"a title that the report uses itself": {
			stages: []funnel.StageSpec{stage("a", "", "a")}, titles: names{"a": "(end)", "b": "(other)"},
			want: funnel.Titles{Statuses: names{"a": "a ((end))", "b": "b ((other))"}},
		},
		"a title that looks like one with its code": {
			stages: []funnel.StageSpec{stage("a", "One", "s"), stage("b", "One", "t"), stage("c", "a (One)", "u")}, titles: names{"s": "S", "t": "T", "u": "U"},
			want: funnel.Titles{
				Stages:   map[string]string{"a": "a (One)", "b": "b (One)", "c": "c (a (One))"},
				Statuses: names{"s": "S", "t": "T", "u": "U"},
			},
		},
	} {
		t.Run(what, func(t *testing.T) {
			s := funnel.Spec{Name: "x", Stages: c.stages, Titles: map[lead.Status]lead.Text{}}
			for status, title := range c.titles {
				s.Titles[status] = lead.Text{En: title}
			}
			status := stdcmp.Or(c.occurred, "elsewhere")
			r := report(t, compile(t, s), path("1", string(c.stages[0].Statuses[0])+"@0", string(status)+"@1"), funnel.Options{AsOf: day(2)})
			if diff := cmp.Diff(c.want, r.Titles); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestATitleOfNoStatusIsAMistake(t *testing.T) {
	s := funnel.Spec{
		Name: "x", Stages: []funnel.StageSpec{stage("mql")}, Known: []lead.Status{"mql", "lost"}, Renamed: map[lead.Status]lead.Status{"dead": "lost"},
		Titles: map[lead.Status]lead.Text{"losst": {En: "Lost"}, "dead": {En: "Dead"}, "lost": {En: "Gone"}},
	}
	_, err := funnel.Compile(s)
	e, ok := errors.AsType[*funnel.SpecError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range e.Problems {
		got = append(got, p.Path+": "+p.Message)
	}
	want := []string{
		`titles.dead: status "dead" is an older name of "lost" and never occurs`,
		`titles.losst: unknown status "losst" (did you mean "lost"?)`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Where codes look like words of the report, they are in quotes, and so are not found
// by the codes of the titles.
func TestAStatusNamedLikeAnEndHasItsTitle(t *testing.T) {
	s := funnel.Spec{
		Name: "x", Stages: []funnel.StageSpec{stage("a"), stage("b")},
		Titles: map[lead.Status]lead.Text{"a": {En: "Begun"}, "(end)": {En: "Ended well"}, "(other)": {En: "Another one"}},
	}
	var rows []lead.Transition
	for i, to := range []string{"(end)", "(end)", "(other)", "c", "d", "e", "f", "g", "h", "i"} {
		rows = append(rows, path(string(rune('A'+i)), "a@0", to+"@1")...)
	}
	r := report(t, compile(t, s), rows, funnel.Options{AsOf: day(2)})
	text := strings.Join(strings.Fields(rendered(t, r.WriteText)), " ")
	for _, want := range []string{"Begun → Ended well 2", "Ended well → (end) 2", "(start) → Begun 10", "Another one → (end) 1", "Ended well 2 20.0 %", "(other) 3 30.0 %"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

// A stage and a status can have one code and two titles.
func TestAFindingIsAboutTheStageOrTheStatus(t *testing.T) {
	s := funnel.Spec{
		Name:   "x",
		Stages: []funnel.StageSpec{{Name: "a", Title: lead.Text{En: "All begun"}, Statuses: []lead.Status{"a", "a2"}}, stage("b")},
		Titles: map[lead.Status]lead.Text{"a": {En: "Fresh"}},
	}
	r := report(t, compile(t, s), join(path("1", "a@0", "b@1"), path("2", "a@0")), funnel.Options{AsOf: day(2)})
	var got []string
	for _, f := range r.Findings {
		if f.Code == funnel.FindingOpenShare {
			got = append(got, f.Where)
		}
	}
	if diff := cmp.Diff([]string{"a", "a"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	markdown := rendered(t, r.WriteMarkdown)
	for _, want := range []string{"\n| All begun | Time from All begun to b: ", "\n| Fresh | Time in Fresh: "} {
		if !strings.Contains(markdown, want) {
			t.Errorf("no %q in\n%.2000s", want, markdown)
		}
	}
}

func TestReasonsWithOneTitleAreToldApart(t *testing.T) {
	s := salesSpec()
	s.HandOff.Reasons = map[string]lead.Text{"no_budget": {En: "No"}, "no_time": {En: "No"}, "other": {En: "Something else"}}
	r := report(t, compile(t, s), refusals("no_budget", "no_budget", "no_time", "other"), funnel.Options{AsOf: day(10)})
	text := strings.Join(strings.Fields(rendered(t, r.WriteText)), " ")
	for _, want := range []string{"were for “no_budget (No)”", "was for “no_time (No)”", "no_budget (No) rejected", "no_time (No) rejected", "Something else rejected"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}
