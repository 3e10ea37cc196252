package lead

import (
	"fmt"
	"slices"
	"strings"
)

var (
	humanSides = []Side{Marketing, Sales, LeadManagement}
	allSides   = append(humanSides[:len(humanSides):len(humanSides)], BySystem)
)

func (s Side) human() bool { return s == Marketing || s == Sales || s == LeadManagement }

// party is what an actor is to a lifecycle: an index into allSides, or beyond it
// for a human without a side.
type party int

const (
	program party = iota + 3
	outsider
	parties
)

func partyOf(a Actor) party {
	if a.Kind == System {
		return program
	}
	switch a.Side {
	case Marketing:
		return 0
	case Sales:
		return 1
	case LeadManagement:
		return 2
	}
	return outsider
}

// access is who may take a rule, as a set of parties; zero admits everyone.
type access uint8

func accessFor(by []Side) access {
	var a access
	for _, s := range by {
		a |= 1 << slices.Index(allSides, s)
	}
	return a
}

func (a access) admits(p party) bool { return a == 0 || a>>p&1 != 0 }

// forOthers are a rule's answers to the parties that it does not admit. They are
// written once, as lead pages are full of them.
type forOthers [parties]Blocker

func (t *TransitionSpec) forOthers() (out forOthers) {
	names := make([]string, len(t.By))
	for i, s := range t.By {
		names[i] = string(s)
	}
	by := strings.Join(names, ", ")
	for p := range parties {
		side, who := Side(""), "an actor without a side"
		if p < outsider {
			side, who = allSides[p], string(allSides[p])
		}
		out[p] = Blocker{
			CodeSide, fmt.Sprintf("%s is for %s, not for %s", t.Event, by, who),
			map[string]string{"by": by, "side": string(side)},
		}
	}
	return out
}
