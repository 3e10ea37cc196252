package funnel_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

const ruled = `name: sales
stages:
  - {name: mql, statuses: [mql], events: [download]}
  - {name: call, events: [call, visit]}
  - {name: won, statuses: [won]}
match:
  order: ordered
  entry: best
  within: 14d
  exclude:
    - {statuses: [lost], after: mql, before: call}
    - {events: [complain, download], before: won, after: call, discard: true}
known: [mql, won, lost]
`

func TestOtherRulesInAFile(t *testing.T) {
	s, err := funnel.ReadSpec(strings.NewReader(ruled), "f.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := &funnel.MatchSpec{
		Order: funnel.Ordered, Entry: funnel.Best, Within: "14d",
		Exclude: []funnel.ExcludeSpec{
			{Statuses: []lead.Status{"lost"}, After: "mql", Before: "call"},
			{Events: []lead.Event{"complain", "download"}, After: "call", Before: "won", Discard: true},
		},
	}
	if diff := cmp.Diff(want, s.Match); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	compile(t, s)
}

func TestWhatIsWrongWithOtherRules(t *testing.T) {
	for name, c := range map[string]struct{ old, now, want string }{
		"no order":                   {"order: ordered\n  ", "", `f.yaml:7:3: match.order: expected "ordered", "strict" or "any"`},
		"an unknown order":           {"order: ordered", "order: orderd", `f.yaml:7:10: match.order: unknown order "orderd" (did you mean "ordered"?)`},
		"an unknown entry":           {"entry: best", "entry: bets", `f.yaml:8:10: match.entry: unknown entry "bets" (did you mean "best"?)`},
		"no time":                    {"within: 14d", "within: 2w", `f.yaml:9:11: match.within: expected a length of time such as "90m", "8h" or "30d", in whole seconds, above zero and at most ten years, found "2w"`},
		"no time at all":             {"within: 14d", "within: 0s", `f.yaml:9:11: match.within: expected a length of time`},
		"too long a time":            {"within: 14d", "within: 4000d", `f.yaml:9:11: match.within: expected a length of time`},
		"nothing excluded":           {"{statuses: [lost], after: mql", "{after: mql", `f.yaml:11:7: match.exclude[0]: an exclusion needs statuses or events`},
		"excluded after no stage":    {"after: mql", "after: mqll", `f.yaml:11:33: match.exclude[0].after: unknown stage "mqll" (did you mean "mql"?)`},
		"excluded before no stage":   {"before: won", "before: wno", `match.exclude[1].before: unknown stage "wno" (did you mean "won"?)`},
		"excluded the wrong way":     {"after: mql, before: call", "after: won, before: call", `f.yaml:11:33: match.exclude[0].after: expected a stage before the other one: "won" is not before "call"`},
		"excluded after the end":     {"after: mql, before: call", "after: won", `match.exclude[0].after: expected a stage before the other one: "won" is not before "won"`},
		"excluded before the begin":  {"after: mql, before: call", "before: mql", `match.exclude[0].before: expected a stage before the other one: "mql" is not before "mql"`},
		"excluded an unknown status": {"statuses: [lost]", "statuses: [lots]", `f.yaml:11:19: match.exclude[0].statuses[0]: unknown status "lots" (did you mean "lost"?)`},
		"excluded a status twice":    {"statuses: [lost]", "statuses: [lost, lost]", `match.exclude[0].statuses[1]: status "lost" stands twice`},
		"excluded an event twice":    {"[complain, download]", "[complain, complain]", `match.exclude[1].events[1]: event "complain" stands twice`},
		"excluded a nameless event":  {"[complain, download]", `[complain, ""]`, `match.exclude[1].events[1]: an event needs a name`},
		"excluded what is awaited":   {"[complain, download], before", "[complain], statuses: [won], before", `match.exclude[1].statuses[0]: status "won" is of stage "won", which is awaited there`},
		"excluded an awaited event":  {"{statuses: [lost]", "{statuses: [lost], events: visit", `match.exclude[0].events[0]: event "visit" is of stage "call", which is awaited there`},
		"an event in two stages":     {"[call, visit]", "[call, download]", `f.yaml:4:33: stages[1].events[1]: event "download" belongs to stages[0] already; an event is in one stage at most`},
		"an event in a stage twice":  {"[call, visit]", "[call, call]", `stages[1].events[1]: event "call" stands twice`},
		"a nameless event":           {"[call, visit]", `[call, ""]`, `stages[1].events[1]: an event needs a name`},
		"a stage of nothing":         {"events: [call, visit]", "title: {en: Call}", `stages[1].statuses: stage "call" needs at least one status`},
		"no between in any order":    {"order: ordered", "order: any", `match.exclude[0].after: in any order no stage is before another; the exclusion holds throughout`},
		"all is awaited in any":      {"order: ordered", "order: any", `match.exclude[1].events[1]: event "download" is of stage "mql", which is awaited there`},
		"events without other rules": {ruled[strings.Index(ruled, "match:"):strings.Index(ruled, "known:")], "", `f.yaml:3:42: stages[0].events: events make a stage with match only`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(ruled, c.old, c.now, 1)
			if text == ruled {
				t.Fatal("nothing replaced")
			}
			s, err := funnel.ReadSpec(strings.NewReader(text), "f.yaml")
			if err == nil {
				_, err = funnel.Compile(s)
			}
			if !errors.Is(err, funnel.ErrInvalidSpec) {
				t.Fatalf("expected an invalid Spec, found %v", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("\nwant %s\ngot  %s", c.want, err)
			}
		})
	}
}

func TestAMatchWithoutStagesIsRefusedWithoutMore(t *testing.T) {
	_, err := funnel.Compile(funnel.Spec{Name: "x", Match: &funnel.MatchSpec{
		Order: funnel.Ordered, Exclude: []funnel.ExcludeSpec{{Statuses: []lead.Status{"d"}}},
	}})
	bad, ok := errors.AsType[*funnel.SpecError](err)
	if !ok || len(bad.Problems) != 1 || bad.Problems[0].Path != "stages" {
		t.Errorf("got %v, want one problem with stages", err)
	}
}

// A funnel and its rule are what they were when it was compiled.
func TestAFunnelKeepsNothingOfTheMatch(t *testing.T) {
	m := &funnel.MatchSpec{Order: funnel.Ordered, Exclude: []funnel.ExcludeSpec{{Statuses: []lead.Status{"d"}}}}
	list := []funnel.StageSpec{stage("a"), {Name: "b", Events: []lead.Event{"B"}}}
	f := compile(t, funnel.Spec{Name: "x", Stages: list, Match: m})
	m.Order, m.Exclude[0].Statuses[0], list[1].Events[0] = funnel.AnyOrder, "e", "C"
	rows := eventful("x", "a@0", "e@1", "e+B@2")
	rows = append(rows, eventful("y", "a@0", "d@1", "d+B@2")...)
	r := report(t, f, rows, funnel.Options{AsOf: day(3).Add(time.Hour)})
	if got, want := strings.Join(stages(r.Stages), ", "), "a 2/2-0 +2, b 1/1-0 +0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
