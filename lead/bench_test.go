package lead

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/looplab/fsm"
)

// The peer: a bare looplab FSM of its own, with the same guard as a callback, going
// back and forth. BenchmarkNext beside it is a whole decision and a complete row.
func BenchmarkLooplabEvent(b *testing.B) {
	f := fsm.NewFSM("mql", fsm.Events{
		{Name: "accept", Src: []string{"mql"}, Dst: "sal"},
		{Name: "back", Src: []string{"sal"}, Dst: "mql"},
	}, fsm.Callbacks{"before_accept": func(context.Context, *fsm.Event) {}})
	ctx := context.Background()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		event := "accept"
		if i%2 == 1 {
			event = "back"
		}
		if err := f.Event(ctx, event); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	m := standard(b, Bindings[string]{Guards: Guards[string]{
		"criteria": func(context.Context, Attempt[string]) (any, error) { return nil, nil },
	}}, "criteria")
	s := State{LeadID: "L", Status: "inquiry", Version: 1, At: noon, Since: noon}
	cmd := Command[string]{ID: "L", Event: "qualify", Actor: mia, At: noon}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Next(b.Context(), s, cmd); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExplain(b *testing.B) {
	m := standard(b, Bindings[string]{})
	s := State{LeadID: "L", Status: "inquiry", Version: 1, At: noon, Since: noon}
	cmd := Command[string]{ID: "L", Actor: mia, At: noon}
	b.ReportAllocs()
	for b.Loop() {
		if got := m.Explain(b.Context(), s, cmd); len(got) != 7 {
			b.Fatal(len(got))
		}
	}
}

func BenchmarkApplyOnMemStore(b *testing.B) {
	m := standard(b, Bindings[string]{})
	tracker := NewTracker(m, NewMemStore(), Config{Now: func() time.Time { return noon }})
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		id := strconv.Itoa(n / 2)
		var err error
		if n%2 == 0 {
			_, err = tracker.Open(b.Context(), Command[string]{ID: id, Actor: mia})
		} else {
			_, err = tracker.Apply(b.Context(), Command[string]{ID: id, Event: "qualify", Actor: mia})
		}
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
}
