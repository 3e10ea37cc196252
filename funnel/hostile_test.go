package funnel_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// cost is what f allocates, in MiB. It is the same on a busy machine, as the time is
// not.
func cost(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) >> 20
}

// names are numbered ones, as a list of YAML.
func numbered(prefix string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%04d,", prefix, i)
	}
	return "[" + strings.TrimSuffix(b.String(), ",") + "]"
}

func TestHostileSpecsCostLittle(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"misspelt statuses beside many known ones": {
			"name: x\nknown: " + numbered("st", 9000) + "\nstages:\n- {name: a, statuses: " + numbered("sy", 25000) + "}\n",
			"known: there are 9000 statuses; expected at most 2000",
		},
		"as many as may be": {
			"name: x\nknown: " + numbered("st", 2000) + "\nstages:\n- {name: a, statuses: " + numbered("sy", 2000) + "}\n",
			`stages[0].statuses[0]: unknown status "sy0000"`,
		},
		"equal stages and misspelt goals": {
			"name: x\nstages:\n" + strings.Repeat("- {name: a, statuses: [b]}\n", 500) + "goals:\n" + strings.Repeat("- {stage: c, per: week, at_least: 1}\n", 100),
			`stages[1].name: stage name "a" is taken by stages[0]`,
		},
		"exclusions": {
			"name: x\nstages: [{name: a, statuses: [b]}]\nmatch:\n  order: any\n  exclude:\n" + strings.Repeat("  - {statuses: "+numbered("s", 5)+"}\n", 2000),
			"match.exclude: there are 2000 exclusions; expected at most 100",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := funnel.ReadSpec(strings.NewReader(c.text), "f.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if mib := cost(func() { _, err = funnel.Compile(s) }); mib > 64 {
				t.Errorf("Compile allocates %d MiB", mib)
			}
			if !errors.Is(err, funnel.ErrInvalidSpec) || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 100_000 {
				t.Errorf("got %.300v, want %s", err, c.want)
			}
		})
	}
}

func TestNamesThatNobodyCanReadAreRefused(t *testing.T) {
	bad := map[string]string{
		"nothing":            "",
		"a zero byte":        "a\x00",
		"an escape":          "\x1b[31mred",
		"no UTF-8":           "\xff\n",
		"a blank at the end": "a ",
		"more than 64":       strings.Repeat("n", 65),
		"a mebibyte":         strings.Repeat("n", 1<<20),
		"a turn of the text": "\u202egnp",
	}
	spec := func() funnel.Spec {
		s := salesSpec()
		s.Match = &funnel.MatchSpec{Order: funnel.Ordered, Exclude: []funnel.ExcludeSpec{{Events: []lead.Event{"complain"}, Statuses: []lead.Status{"paused"}}}}
		s.Stages[1].Events = []lead.Event{"download"}
		s.Void, s.Terminal, s.Renamed = []lead.Status{"spam"}, []lead.Status{"spam"}, map[lead.Status]lead.Status{"old": "mql"}
		s.HandOff.Reasons = map[string]lead.Text{"not_icp": {En: "No"}}
		s.Amount = "amount"
		return s
	}
	compile(t, spec())
	for path, put := range map[string]func(*funnel.Spec, string){
		"name":                         func(s *funnel.Spec, n string) { s.Name = n },
		"stages[0].name":               func(s *funnel.Spec, n string) { s.Stages[0].Name = n },
		"stages[0].statuses[0]":        func(s *funnel.Spec, n string) { s.Stages[0].Statuses[0] = lead.Status(n) },
		"stages[1].events[0]":          func(s *funnel.Spec, n string) { s.Stages[1].Events[0] = lead.Event(n) },
		"void[0]":                      func(s *funnel.Spec, n string) { s.Void[0] = lead.Status(n) },
		"known[0]":                     func(s *funnel.Spec, n string) { s.Known = []lead.Status{lead.Status(n)} },
		"terminal[0]":                  func(s *funnel.Spec, n string) { s.Terminal[0] = lead.Status(n) },
		"renamed":                      func(s *funnel.Spec, n string) { s.Renamed[lead.Status(n)] = "mql" },
		"titles":                       func(s *funnel.Spec, n string) { s.Titles = map[lead.Status]lead.Text{lead.Status(n): {}} },
		"renamed.old":                  func(s *funnel.Spec, n string) { s.Renamed["old"] = lead.Status(n) },
		"match.exclude[0].events[0]":   func(s *funnel.Spec, n string) { s.Match.Exclude[0].Events[0] = lead.Event(n) },
		"match.exclude[0].statuses[0]": func(s *funnel.Spec, n string) { s.Match.Exclude[0].Statuses[0] = lead.Status(n) },
		"handoff.status":               func(s *funnel.Spec, n string) { s.HandOff.Status = lead.Status(n) },
		"handoff.accepted.events[0]":   func(s *funnel.Spec, n string) { s.HandOff.Accepted.Events[0] = lead.Event(n) },
		"handoff.accepted.statuses[0]": func(s *funnel.Spec, n string) { s.HandOff.Accepted.Statuses[0] = lead.Status(n) },
		"handoff.faults":               func(s *funnel.Spec, n string) { s.HandOff.Faults[n] = lead.Sales },
		"handoff.reasons":              func(s *funnel.Spec, n string) { s.HandOff.Reasons[n] = lead.Text{} },
		"handoff.source":               func(s *funnel.Spec, n string) { s.HandOff.Source = n },
		"handoff.band":                 func(s *funnel.Spec, n string) { s.HandOff.Band = n },
		"handoff.criteria":             func(s *funnel.Spec, n string) { s.HandOff.Criteria = n },
		"amount":                       func(s *funnel.Spec, n string) { s.Amount = n },
	} {
		for what, name := range bad {
			if name == "" && (path == "amount" || path == "handoff.source" || path == "handoff.band" || path == "handoff.criteria") {
				continue // none, or the default
			}
			s := spec()
			put(&s, name)
			_, err := funnel.Compile(s)
			e, ok := errors.AsType[*funnel.SpecError](err)
			if !ok || !strings.HasPrefix(e.Problems[0].Path, path) && !strings.Contains(e.Error(), "\n"+path) && !strings.Contains(e.Error(), "  "+path) {
				t.Errorf("%s is %s: got %.300v", path, what, err)
			}
			if ok && (strings.ContainsAny(e.Error(), "\x00\x1b\u202e") || !utf8.ValidString(e.Error()) || len(e.Error()) > 10_000) {
				t.Errorf("%s is %s: the message cannot be printed", path, what)
			}
		}
	}
}

func TestAFunnelIsCalledByItsIdentity(t *testing.T) {
	spec := funnel.Spec{Name: "b2b", Revision: 3, Stages: []funnel.StageSpec{stage("a"), stage("b")}}
	one := compile(t, spec)
	if id := one.ID(); !strings.HasPrefix(id, "b2b@3+") || len(id) != len("b2b@3+")+8 {
		t.Errorf("identity: %q", id)
	}
	again, other := one.Spec(), one.Spec()
	if diff := cmp.Diff(spec, again); diff != "" {
		t.Errorf("Spec (-want +got):\n%s", diff)
	}
	if compile(t, again).ID() != one.ID() {
		t.Error("the funnel of a funnel's Spec has another identity")
	}
	other.Stages[1].Statuses[0] = "c"
	if compile(t, other).ID() == one.ID() {
		t.Error("two different funnels have one identity")
	}
	if compile(t, spec).ID() != one.ID() || one.Spec().Stages[1].Statuses[0] != "b" {
		t.Error("who changes what Spec returns changes the funnel")
	}
	r := report(t, one, path("1", "a@0"), funnel.Options{AsOf: day(1)})
	if r.ID != one.ID() {
		t.Errorf("the report is by %q", r.ID)
	}
	for name, text := range map[string]string{"text": rendered(t, r.WriteText), "JSON": rendered(t, r.WriteJSON), "CSV": rendered(t, r.WriteCSV), "HTML": strings.ReplaceAll(rendered(t, r.WriteHTML), "&#43;", "+")} {
		if !strings.Contains(text, one.ID()) {
			t.Errorf("%s does not say by which funnel", name)
		}
	}
	for _, name := range []string{"a@b", "a+b"} {
		spec.Name = name
		if _, err := funnel.Compile(spec); !errors.Is(err, funnel.ErrInvalidSpec) {
			t.Errorf("name %q: %v", name, err)
		}
	}
}

func TestARevisionThatIsNotGivenIsOne(t *testing.T) {
	f := compile(t, funnel.Spec{Name: "b2b", Stages: []funnel.StageSpec{stage("a")}})
	if got := f.Spec().Revision; got != 1 || !strings.HasPrefix(f.ID(), "b2b@1+") {
		t.Errorf("revision %d of %s", got, f.ID())
	}
}

func TestThereIsNoReportWithoutAHistory(t *testing.T) {
	if r, err := abc(t).Report(nil, funnel.Options{AsOf: day(1)}); r != nil || !errors.Is(err, funnel.ErrInvalidOptions) {
		t.Errorf("got %v, want ErrInvalidOptions", err)
	}
}
