package leadtest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// answer is what a guard of the tests says.
type answer int

const (
	yes answer = iota
	no
	fails
	panics
)

// errGuard is a guard that could not decide.
var errGuard = errors.New("the guard's own error")

// guards answer for all guards of a lifecycle, and keep count.
type guards struct {
	says  map[string]answer
	asked map[string]int
	about []attempt // in the order of asking
}

type attempt = lead.Attempt[struct{}]

func (g *guards) forget() { g.asked, g.about = map[string]int{}, nil }

// bindings are guards and holiday functions for everything that a Spec names.
func (g *guards) bindings(spec lead.Spec) lead.Bindings[struct{}] {
	b := lead.Bindings[struct{}]{Guards: lead.Guards[struct{}]{}, Holidays: noHolidays(spec)}
	for _, tr := range spec.Transitions {
		for _, name := range tr.Guards {
			b.Guards[name] = func(_ context.Context, a attempt) (any, error) { return g.ask(name, a) }
		}
	}
	return b
}

func (g *guards) ask(name string, a attempt) (any, error) {
	g.asked[name]++
	g.about = append(g.about, a)
	switch g.says[name] {
	case no:
		return nil, lead.Blocker{Code: noCode(name), Message: "the guard says no"}
	case fails:
		return nil, errGuard
	case panics:
		panic(errGuard)
	}
	return passed, nil
}

// noCode is the code by which a guard says no. No code of the lifecycle has a space.
func noCode(guard string) string { return "no of " + guard }

// expect is what comes of asking a row's guards one after the other: the codes of
// those that say no, and the first that cannot decide. It counts into asked.
func (g *guards) expect(tr *lead.TransitionSpec, asked map[string]int) (codes []string, undecided string) {
	for _, name := range tr.Guards {
		asked[name]++
		switch g.says[name] {
		case no:
			codes = append(codes, noCode(name))
		case fails, panics:
			return codes, name
		}
	}
	return codes, ""
}

// checkAsked wants each guard asked as often as said, and on the lead as it stands.
func (g *guards) checkAsked(t *testing.T, what any, asked map[string]int, s lead.State) {
	t.Helper()
	for name := range g.asked {
		if asked[name] == 0 {
			t.Fatalf("%s: guard %q is asked about a move that is refused without it", what, name)
		}
	}
	for name, n := range asked {
		if g.asked[name] != n {
			t.Fatalf("%s: guard %q is asked %d times, want %d", what, name, g.asked[name], n)
		}
	}
	for _, a := range g.about {
		if d := diffState(s, a.State); d != "" {
			t.Fatalf("%s: the guard is shown another state (-want +got):\n%s", what, d)
		}
	}
}

// checkGuards has each guard of a row refuse, fail and panic.
func checkGuards(t *testing.T, w *world, p place, at site) {
	tr := w.at(p)
	defer func() { w.guards.says = nil }()
	turn := func(what string, says map[string]answer) {
		s := w.reach(t, at, nil)
		cmd, when := w.able(s, p)
		w.guards.says = says
		w.look(t, s, cmd.Actor, when)
		if bare := (command{Event: p.event, Actor: cmd.Actor}); len(lacks(tr, bare)) > 0 {
			w.try(t, s, bare, when)
		}
		if after := w.try(t, s, cmd, when); after.Version != s.Version {
			t.Fatalf("%s, and the lead moves on to %s", what, after.Status)
		}
		w.guards.says = nil
		if after := w.try(t, s, cmd, when); after.Version != s.Version+1 {
			t.Fatalf("%s, and the lead is stuck even when it passes", what)
		}
	}
	for _, name := range tr.Guards {
		turn(fmt.Sprintf("guard %q says no", name), map[string]answer{name: no})
		turn(fmt.Sprintf("guard %q fails", name), map[string]answer{name: fails})
		turn(fmt.Sprintf("guard %q panics", name), map[string]answer{name: panics})
	}
	all := map[string]answer{}
	for _, name := range tr.Guards {
		all[name] = no
	}
	turn("every guard says no", all)
}
