package leadtest

import (
	"fmt"
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// Lifecycle tests a lifecycle of your own, with tests made from its Spec alone: that
// [lead.Compile] accepts it, and that leads in it can do all that it says and nothing
// else. It is three lines in a test:
//
//	func TestLifecycle(t *testing.T) {
//		leadtest.Lifecycle(t, lifecycle())
//	}
//
// Each cell of the transition table is a subtest of its own, named after its row: run
// it with -v for the table as it came out, each move with a shortest path to it, such
// as
//
//	path through transitions[3] accept: mql -> sal
//	path through transitions[15] reopen: lost -> previous (converted)
//	no path through transitions[17] back: inquiry -> previous (there is none)
//
// What no Spec can tell is whether it says what you meant: read that list with the
// people whose lifecycle it is. The package comment says what is tested.
//
// Guards and holiday functions are stood in for: all guards say yes, but where they
// are told to refuse or to fail, and no day is a holiday by function. The subtests run
// one after the other and are the same each time; for a lifecycle like [lead.Standard]
// they take well under a second.
func Lifecycle(t *testing.T, spec lead.Spec) {
	t.Helper()
	testLifecycle(t, spec, openTracker)
}

func testLifecycle(t *testing.T, spec lead.Spec, open opener) {
	t.Helper()
	w, err := newWorld(spec, open)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	for _, p := range w.places() {
		w.runPlace(t, p)
	}
	for _, s := range spec.Statuses {
		if len(w.in(s.Name)) == 0 {
			t.Errorf("no lead gets into status %s", s.Name)
			continue
		}
		t.Run(fmt.Sprintf("events that do not leave %s", s.Name), func(t *testing.T) { checkForbidden(t, w, s.Name) })
		t.Run(fmt.Sprintf("choices in %s", s.Name), func(t *testing.T) { checkChoices(t, w, s.Name) })
		t.Run(fmt.Sprintf("a lead adopted in %s", s.Name), func(t *testing.T) { checkAdopted(t, w, s.Name) })
		for _, old := range s.Was {
			t.Run(fmt.Sprintf("older name %s of %s", old, s.Name), func(t *testing.T) { checkOlderName(t, w, s.Name, old) })
		}
	}
	t.Run("random walks beside looplab", func(t *testing.T) { checkWalks(t, w) })
}

// places are all cells that have a row, in the order of rows and statuses.
func (w *world) places() []place {
	var ps []place
	for i, tr := range w.spec.Transitions {
		for _, s := range w.spec.Statuses {
			if row, ok := w.row[place{s.Name, tr.Event}]; ok && row == i {
				ps = append(ps, place{s.Name, tr.Event})
			}
		}
	}
	return ps
}

// runPlace tests one cell. Where a way back leads depends on where the lead came
// from: there are as many paths through it.
func (w *world) runPlace(t *testing.T, p place) {
	tr := w.at(p)
	var open []site // in which the cell leads somewhere
	for _, at := range w.in(p.from) {
		if w.target(tr, p.from, at.prior) == "" {
			t.Run("no path through "+w.titleAt(p, at), func(t *testing.T) { checkNoPath(t, w, p, at) })
		} else if open = append(open, at); len(open) == 1 || tr.To == lead.Previous {
			t.Run("path through "+w.titleAt(p, at), func(t *testing.T) { checkPath(t, w, p, at) })
		}
	}
	if len(open) == 0 {
		return
	}
	title, at := w.title(p), open[0]
	t.Run("actors of "+title, func(t *testing.T) { checkActors(t, w, p, at) })
	t.Run("needs of "+title, func(t *testing.T) { checkNeeds(t, w, p, at) })
	if len(tr.Sets) > 0 {
		t.Run("labels of "+title, func(t *testing.T) { checkLabels(t, w, p, at) })
	}
	if len(tr.Guards) > 0 {
		t.Run("guards of "+title, func(t *testing.T) { checkGuards(t, w, p, at) })
	}
}
