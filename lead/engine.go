package lead

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/looplab/fsm"
)

// engine makes a decided move on a looplab state machine. What looplab leaves to
// its caller is settled here, and nowhere else:
//
//   - An FSM holds one current state, so that one shared by leads mixes them up:
//     each move has an FSM of its own, out of a pool.
//   - SetState takes any text: an FSM is seeded with a status of the table only.
//   - After a cancelled context or a panic an FSM refuses every further event:
//     moves run outside the caller's context, and an FSM that failed is dropped.
//   - Callbacks are matched by name, misspelt ones are ignored, they deadlock
//     when they use the FSM, and errors of enter_ come after the change: there
//     are none. Guards run before the move, outside of the FSM.
//   - Of two rows for one event and source the last wins in silence, and one
//     event can lead from one source to one target only: Compile refuses the
//     former, and each concrete target is an FSM event of its own.
//   - A move from a state to itself is reported as an error: it is none here.
type engine struct {
	pool sync.Pool
}

func newEngine(initial Status, moves iter.Seq[move]) *engine {
	// Moves of one key mostly have one target, and are one event with many sources.
	type key struct {
		word string
		to   Status
	}
	at := map[key]int{}
	var events []fsm.EventDesc
	for m := range moves {
		k := key{m.key, m.to}
		i, ok := at[k]
		if !ok {
			i = len(events)
			at[k] = i
			events = append(events, fsm.EventDesc{Name: m.key, Dst: string(m.to)})
		}
		events[i].Src = append(events[i].Src, string(m.from))
	}
	e := &engine{}
	e.pool.New = func() any { return fsm.NewFSM(string(initial), events, nil) }
	return e
}

// errEngine is a difference between the table and looplab: a defect of this
// package, not of its caller.
var errEngine = errors.New("lead: internal: the state machine disagrees with its table")

// run makes one move of the table.
func (e *engine) run(m move) error {
	f := e.pool.Get().(*fsm.FSM)
	f.SetState(string(m.from))
	err := f.Event(context.Background(), m.key)
	if same, ok := errors.AsType[fsm.NoTransitionError](err); ok && same.Err == nil && m.from == m.to {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("%w: %s from %s to %s: %w", errEngine, m.event, m.from, m.to, err)
	}
	if got := f.Current(); got != string(m.to) {
		return fmt.Errorf("%w: %s from %s to %s: it ended in %q", errEngine, m.event, m.from, m.to, got)
	}
	// Only an FSM that did what it should goes back; any other way out drops it.
	e.pool.Put(f)
	return nil
}
