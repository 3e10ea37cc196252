package lead

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// each is a list of n, by number.
func each[E any](n int, f func(i int) E) []E {
	list := make([]E, n)
	for i := range list {
		list[i] = f(i)
	}
	return list
}

// ladder is a lifecycle of n open statuses, from each of which an event leads to the
// next, and "win" to the end.
func ladder(n int) Spec {
	name := func(i int) Status { return Status(fmt.Sprint("s", i)) }
	s := Spec{Name: "ladder", Revision: 1, Initial: "s0"}
	s.Statuses = append(each(n, func(i int) StatusSpec { return StatusSpec{Name: name(i), Category: Open} }), StatusSpec{Name: "won", Category: Won})
	s.Transitions = append(each(n-1, func(i int) TransitionSpec {
		return TransitionSpec{Event: Event(fmt.Sprint("step", i)), From: []string{string(name(i))}, To: name(i + 1)}
	}), TransitionSpec{Event: "win", From: []string{AnyOpen}, To: "won"})
	return s
}

// withBack adds an event that leads back from everywhere.
func withBack(s *Spec) {
	s.Transitions = append(s.Transitions, TransitionSpec{Event: "back", From: []string{AnyOpen}, To: Previous})
}

// withStays adds n moves of events that change nothing.
func withStays(s *Spec, n int) {
	for i := 0; n > 0; i++ {
		sources := each(min(n, len(s.Statuses)-1), func(i int) string { return fmt.Sprint("s", i) })
		s.Transitions = append(s.Transitions, TransitionSpec{Event: Event(fmt.Sprint("stay", i)), From: sources, To: Stay})
		n -= len(sources)
	}
}

func TestEachLimitOfASpec(t *testing.T) {
	reasons := func(n int) []Reason {
		return each(n, func(i int) Reason { return Reason{Code: fmt.Sprint("r", i)} })
	}
	// activities are n rows of one status, with an event each but for those that share.
	activities := func(s *Spec, n, events int) {
		for i := range n {
			s.Transitions = append(s.Transitions, TransitionSpec{Event: Event(fmt.Sprint("act", i%events)), From: []string{fmt.Sprint("s", i/events)}, To: Stay})
		}
	}
	for name, tt := range map[string]struct {
		limit int
		path  string
		put   func(s *Spec, n int)
	}{
		"statuses": {500, "statuses", func(s *Spec, n int) { *s = ladder(n - 1) }},
		"older names of statuses": {500, "statuses", func(s *Spec, n int) {
			s.Statuses[1].Was = each(n, func(i int) Status { return Status(fmt.Sprint("o", i)) })
		}},
		"events":      {500, "transitions", func(s *Spec, n int) { activities(s, n-len(s.Transitions), n) }},
		"transitions": {2000, "transitions", func(s *Spec, n int) { activities(s, n-len(s.Transitions), 400) }},
		"guards of transitions": {2000, "transitions", func(s *Spec, n int) {
			s.Transitions[0].Guards = each(n, func(i int) string { return fmt.Sprint("g", i) })
		}},
		"reasons of transitions": {2000, "transitions", func(s *Spec, n int) { s.Transitions[0].Reasons = reasons(n) }},
		"sources": {500, "transitions[0].from", func(s *Spec, n int) {
			*s = ladder(499)
			s.Transitions[0].From = each(n, func(i int) string { return fmt.Sprint("s", i) })
		}},
		"sides":   {500, "transitions[0].by", func(s *Spec, n int) { s.Transitions[0].By = each(n, func(int) Side { return Sales }) }},
		"members": {500, "groups.g", func(s *Spec, n int) { s.Groups = map[string][]Status{"g": each(n, func(int) Status { return "s0" })} }},
		"groups": {500, "groups", func(s *Spec, n int) {
			s.Groups = map[string][]Status{}
			for i := range n {
				s.Groups[fmt.Sprint("g", i)] = []Status{"s0"}
			}
		}},
		"calendars": {100, "calendars", func(s *Spec, n int) {
			s.Calendars = map[string]Calendar{}
			for i := range n {
				s.Calendars[fmt.Sprint("c", i)] = Calendar{Zone: "UTC", Week: map[string]string{"mon": "08:00-09:00"}}
			}
		}},
		"moves": {20_000, "transitions", func(s *Spec, n int) { *s = ladder(100); withBack(s); withStays(s, n-s.countMoves()) }},
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{tt.limit, tt.limit + 1} {
				s := ladder(10)
				tt.put(&s, n)
				_, err := Compile(s, Bindings[int]{})
				want := fmt.Sprintf("%s: there are %d %s; expected at most %d", tt.path, n, name, tt.limit)
				if refused := n > tt.limit; refused != strings.Contains(fmt.Sprint(err), want) || !refused && strings.Contains(fmt.Sprint(err), "there are") {
					t.Errorf("%d: got %.300v", n, err)
				}
			}
		})
	}
}

// As large as may be, a lifecycle still compiles, decides and is drawn.
func TestAFullLifecycleCostsLittle(t *testing.T) {
	specs := map[string]Spec{"statuses and events": ladder(maxStatuses - 1), "moves back": ladder(140), "activities": ladder(maxStatuses - 1), "both": ladder(100)}
	for name, s := range specs {
		if name == "moves back" || name == "both" {
			withBack(&s)
		}
		if name == "activities" {
			for i := range s.Transitions { // one event of many rows leaves room for others
				if s.Transitions[i].To != "won" {
					s.Transitions[i].Event = "step"
				}
			}
		}
		if name == "activities" || name == "both" {
			withStays(&s, maxMoves-s.countMoves())
		}
		t.Run(name, func(t *testing.T) {
			var m *Machine[string]
			var err error
			cheap := func(what string, most uint64, f func()) {
				t.Helper()
				began := time.Now()
				mib := allocated(f)
				took := time.Since(began)
				t.Logf("%s: %v, %d MiB", what, took.Round(time.Millisecond), mib)
				if err != nil {
					t.Fatalf("%s: %.300v", what, err)
				}
				if mib > most || took > 5*time.Second { // what it takes is well below a second
					t.Errorf("%s takes %v and %d MiB", what, took, mib)
				}
			}
			before := heap()
			cheap("Compile", 32, func() { m, err = Compile(s, Bindings[string]{}) })
			if kept := int64(heap()-before) >> 20; kept > 16 {
				t.Errorf("the machine keeps %d MiB", kept)
			}
			state := State{LeadID: "L", Status: "s7", Prior: "s3", Version: 1, At: noon, Since: noon}
			cmd := Command[string]{ID: "L", Event: "win", Actor: mia, At: noon}
			cheap("the first Next", 16, func() { _, err = m.Next(t.Context(), state, cmd) })
			cheap("Explain", 1, func() {
				if len(m.Explain(t.Context(), state, cmd)) < 2 {
					err = errors.New("few choices")
				}
			})
			cheap("WriteMermaid", 16, func() { err = m.WriteMermaid(io.Discard) })
			cheap("WriteSVG", 64, func() { err = m.WriteSVG(io.Discard) })
		})
	}
}
