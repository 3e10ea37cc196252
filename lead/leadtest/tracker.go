package leadtest

import (
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// The suite's own leads have nothing that a guard could ask for.
type (
	tracker = lead.Tracker[struct{}]
	command = lead.Command[struct{}]
)

// remark is an activity that is possible in every open or waiting status and
// leaves the clock alone.
const remark lead.Event = "remark"

// track joins a store with [lead.Standard] and remark. Its clock stands still a
// day after begin if now is nil.
func track(t *testing.T, s lead.Store, now func() time.Time) *tracker {
	t.Helper()
	spec := lead.Standard()
	spec.Transitions = append(spec.Transitions, lead.TransitionSpec{
		Event: remark, From: []string{lead.AnyOpen}, To: lead.Stay,
	})
	m, err := lead.Compile(spec, lead.Bindings[struct{}]{})
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	if now == nil {
		now = func() time.Time { return begin.AddDate(0, 0, 1) }
	}
	// Many goroutines shall be able to lose many times.
	return lead.NewTracker(m, s, lead.Config{Now: now, Attempts: 10_000})
}
