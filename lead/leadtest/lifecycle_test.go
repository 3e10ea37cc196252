package leadtest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

func TestStandardLifecycle(t *testing.T) {
	Lifecycle(t, lead.Standard())
}

func TestStandardLifecycleWithGuards(t *testing.T) {
	spec := lead.Standard()
	spec.Guard("qualify", "criteria")
	spec.Guard("reopen", "criteria")
	spec.Guard("reopen", "consent")
	Lifecycle(t, spec)
}

// fullLife has all words that a Spec has; the planted bugs live in it too.
const fullLife = `
name: full
revision: 3
initial: new
calendars: {office: {zone: Europe/Vienna, week: {mon: "09:00-17:00", thu: "09:00-12:00,13:00-17:00"}, holidays: ["2026-12-24"], holiday_func: austria}}
groups: {front: [new, hot, later], ends: [lost, spam]}
statuses:
  - {name: new, category: open, side: marketing}
  - {name: hot, category: open, side: sales, sla: {within: 8h, warn: 75%, until: call}, was: [warm, "very warm"]}
  - {name: later, category: waiting, side: marketing, wake_after: 30d, was: [parked]}
  - {name: deal, category: open, side: sales, sla: {within: 1bd, calendar: office}}
  - {name: won, category: won}
  - {name: lost, category: lost}
  - {name: spam, category: void}
transitions:
  - {event: heat, from: [new], to: hot, by: [marketing, system], guards: [criteria, consent]}
  - {event: heat, from: [later], to: hot, by: [marketing, system], guards: [criteria]}
  - {event: ask, from: [later], to: hot, by: [system], wakes: true}
  - {event: call, from: [hot], to: stay}
  - {event: remark, from: any_open, to: stay, by: [marketing, sales]}
  - {event: park, from: [front], to: later, by: [marketing, sales], wake_after: 5d, reasons: [{code: busy, fault: sales}, {code: other, needs: [note, until]}]}
  - {event: park, from: [hot], to: later, by: [sales], wake_after: 2d, needs: [product], reasons: [{code: not_now, needs: [product, note]}]}
  - {event: close, from: [hot], to: deal, by: [sales], needs: [note, amount], sets: {owner: $actor, grade: "", stage: deal}}
  - {event: win, from: [deal], to: won}
  - {event: lose, from: any_open, to: lost}
  - {event: lose, from: [front], to: lost, reasons: [price]}
  - {event: spam, from: any_open, to: spam, by: [system]}
  - {event: spam, from: [lost], to: spam}
  - {event: reopen, from: [ends, won], to: previous, by: [sales, lead_management], guards: [consent]}
  - {event: back, from: [new, hot], to: previous}
`

func readSpec(t *testing.T, text string) lead.Spec {
	t.Helper()
	spec, err := lead.ReadSpec(strings.NewReader(text), "lifecycle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestFullLifecycle(t *testing.T) {
	Lifecycle(t, readSpec(t, fullLife))
}

func TestLifecyclesOfFiles(t *testing.T) {
	for _, file := range []string{"../testdata/good.yaml", "../reference.yaml"} {
		t.Run(file, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			Lifecycle(t, readSpec(t, string(text)))
		})
	}
}

func TestSmallLifecycles(t *testing.T) {
	for name, text := range map[string]string{
		"that opens parked": `{name: n, revision: 1, initial: later, statuses: [{name: later, category: waiting, wake_after: 3650d}, {name: now, category: open}, {name: won, category: won}],
			transitions: [{event: wake, from: later, to: now, by: system}, {event: rest, from: now, to: later, by: system}, {event: win, from: now, to: won, by: system}]}`,
		"of one status and an end": `{name: n, revision: 1, initial: a, statuses: [{name: a, category: open}, {name: b, category: lost}], transitions: [{event: e, from: any_open, to: b}]}`,
		"with a way back that is none": `{name: n, revision: 1, initial: a, statuses: [{name: a, category: open}, {name: b, category: lost}],
			transitions: [{event: e, from: a, to: b}, {event: back, from: a, to: previous}]}`,
		"whose names are anything": `{name: n, revision: 1, initial: "a/b", statuses: [{name: "a/b", category: open}, {name: "%s ä", category: lost}],
			transitions: [{event: "unknown", from: "a/b", to: "%s ä", reasons: [unknown], sets: {"x=y": "a\\b"}, guards: ["<g>"]}]}`,
	} {
		t.Run(name, func(t *testing.T) { Lifecycle(t, readSpec(t, text)) })
	}
}

func TestRandomLifecycles(t *testing.T) {
	n := 50
	if testing.Short() {
		n = 20
	}
	r := rand.New(rand.NewPCG(3, 1))
	tried, drawn := 0, map[string]bool{}
	for i := range n {
		var spec lead.Spec
		for ok := false; !ok; tried++ {
			if tried > 100*n {
				t.Fatalf("Compile accepts %d of %d random lifecycles", i, tried)
			}
			spec = randomSpec(r)
			_, err := newWorld(spec, openTracker)
			ok = err == nil
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) { Lifecycle(t, spec) })
		note(drawn, spec)
	}
	for _, word := range []string{
		"any_open", "a group", "stay", "previous", "guards", "needs", "reasons", "sets", "wakes", "until", "calendar", "was", "opens parked",
	} {
		if !drawn[word] {
			t.Errorf("no random lifecycle has this: %s", word)
		}
	}
}

// note writes down what a lifecycle has.
func note(drawn map[string]bool, spec lead.Spec) {
	for _, tr := range spec.Transitions {
		for word, has := range map[string]bool{
			tr.From[0]: true, "a group": spec.Groups[tr.From[0]] != nil, string(tr.To): true, "guards": len(tr.Guards) > 1,
			"needs": len(tr.Needs) > 1, "reasons": len(tr.Reasons) > 1, "sets": len(tr.Sets) > 1, "wakes": tr.Wakes,
		} {
			drawn[word] = drawn[word] || has
		}
	}
	for _, s := range spec.Statuses {
		for word, has := range map[string]bool{
			"until": s.SLA != nil && s.SLA.Until != "", "calendar": s.SLA != nil && s.SLA.Calendar != "", "was": len(s.Was) > 0,
			"opens parked": s.Name == spec.Initial && s.Category == lead.Waiting,
		} {
			drawn[word] = drawn[word] || has
		}
	}
}

// randomSpec draws a lifecycle, of which Compile accepts some in ten.
func randomSpec(r *rand.Rand) lead.Spec {
	some := func(n int, names ...string) []string { // n of them at most
		r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		return names[:r.IntN(min(n, len(names))+1)]
	}
	one := func(names ...string) string { return names[r.IntN(len(names))] }
	spec := lead.Spec{
		Name: "random", Revision: 1, Initial: "s0",
		Calendars: map[string]lead.Calendar{"office": {Zone: "Europe/Vienna", Week: map[string]string{"sun": "00:00-05:00", "mon": "09:00-17:00"}, HolidayFunc: "never"}},
		Groups:    map[string][]lead.Status{},
	}
	var names []string
	for i := range 3 + r.IntN(5) {
		s := lead.StatusSpec{Name: lead.Status(fmt.Sprintf("s%d", i)), Category: lead.Category(one("open", "open", "waiting", "lost", "void"))}
		if i == 0 {
			s.Category = lead.Category(one("open", "waiting"))
		}
		if i == 1 {
			s.Category = lead.Won
		}
		s.Side = lead.Side(one("", "marketing", "sales"))
		switch s.Category {
		case lead.Waiting:
			s.WakeAfter = lead.Span(one("1s", "30d", "2d", "3650d"))
		case lead.Open:
			if r.IntN(2) == 0 {
				s.SLA = &lead.SLA{Within: lead.Span(one("8h", "90m")), Calendar: one("", "office")}
				if s.SLA.Calendar != "" && r.IntN(3) == 0 {
					s.SLA.Within = "1bd"
				}
				if s.Side != "" && r.IntN(3) == 0 {
					s.SLA.Until = "call"
					spec.Transitions = append(spec.Transitions, lead.TransitionSpec{Event: "call", From: []string{string(s.Name)}, To: lead.Stay})
				}
			}
		}
		if r.IntN(4) == 0 {
			s.Was = []lead.Status{"old " + s.Name}
		}
		names = append(names, string(s.Name))
		spec.Statuses = append(spec.Statuses, s)
	}
	for _, g := range []string{"g0", "g1"} {
		for _, m := range append(some(3, slices.Clone(names)...), names[0])[:1+r.IntN(2)] {
			if !slices.Contains(spec.Groups[g], lead.Status(m)) {
				spec.Groups[g] = append(spec.Groups[g], lead.Status(m))
			}
		}
	}
	// Each status can be got into and, if it is no end, out of.
	var alive []string
	waiting, open := map[string]bool{}, map[string]bool{"previous": true}
	for i, s := range spec.Statuses {
		if i > 0 && i != 1 {
			spec.Transitions = append(spec.Transitions, lead.TransitionSpec{Event: lead.Event(fmt.Sprintf("to%d", i)), From: []string{one(alive...)}, To: s.Name})
		}
		waiting[names[i]], open[names[i]] = s.Category == lead.Waiting, s.Category == lead.Open
		if waiting[names[i]] || open[names[i]] {
			alive = append(alive, names[i])
		}
	}
	spec.Transitions = append(spec.Transitions, lead.TransitionSpec{Event: "win", From: []string{lead.AnyOpen}, To: "s1"})
	taken := map[string]bool{} // by event, rank and source
	for range 2 + r.IntN(12) {
		tr := lead.TransitionSpec{Event: lead.Event(fmt.Sprintf("e%d", r.IntN(3))), To: lead.Status(one(append(names, "stay", "stay", "previous", "previous")...))}
		source := one(append(names, "g0", "g1", lead.AnyOpen)...)
		tr.From = []string{source}
		clash := source == string(tr.To)
		for _, m := range append(spec.Groups[source], lead.Status(source)) {
			key := fmt.Sprintln(tr.Event, spec.Groups[source] == nil, m)
			clash = clash || taken[key]
			taken[key] = true
		}
		if clash {
			continue
		}
		for _, s := range some(3, "marketing", "sales", "lead_management", "system") {
			tr.By = append(tr.By, lead.Side(s))
		}
		if r.IntN(3) == 0 {
			tr.Guards = some(2, "p", "q")
		}
		tr.Needs = some(2, "note", "a", "b", "c")
		for _, code := range some(2, "x", "y", "z") {
			tr.Reasons = append(tr.Reasons, lead.Reason{Code: code, Needs: some(2, "note", "b", "d")})
		}
		if r.IntN(3) == 0 {
			tr.Sets = map[string]string{one("a", "owner"): one("$actor", "", "value"), one("b", "c"): one("", "value")}
		}
		if waiting[string(tr.To)] && r.IntN(2) == 0 {
			tr.WakeAfter = lead.Span(one("5d", "90m"))
		}
		tr.Wakes = waiting[source] && open[string(tr.To)] && r.IntN(2) == 0
		spec.Transitions = append(spec.Transitions, tr)
	}
	return spec
}
