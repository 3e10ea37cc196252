package lead

import (
	"context"
	"strconv"
	"testing"
	"time"
)

// The peers beside which the figures mean something are in internal/oracle.

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

func BenchmarkApplyAllOnMemStore(b *testing.B) {
	m := standard(b, Bindings[string]{})
	cmds := opening(1000)
	b.ReportAllocs()
	for b.Loop() {
		tracker := NewTracker(m, NewMemStore(), Config{Now: func() time.Time { return noon }})
		for _, o := range tracker.ApplyAll(b.Context(), cmds) {
			if o.Err != nil {
				b.Fatal(o.Err)
			}
		}
	}
}
