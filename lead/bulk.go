package lead

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Outcome is what became of one command of [Tracker.ApplyAll].
type Outcome struct {
	Transition Transition // the row, if Err is nil
	Err        error      // one of those of [Tracker.Apply]
}

// BatchLoader is what a [Store] may be able to do besides: one question for many
// leads, where [Tracker.ApplyAll] would ask one by one.
type BatchLoader interface {
	// LoadAll is Load of many leads: answer i is that of ids[i] with keys[i].
	// A lead without rows is a State of Version 0. Ids may repeat.
	LoadAll(ctx context.Context, ids, keys []string) ([]Loaded, error)
}

// Loaded is an answer of [BatchLoader].
type Loaded struct {
	State State       // of the last row
	Keyed *Transition // the row that carries the key, or nil
}

// maxBatch is how many rows one Append takes: enough to make the price of a
// transaction small, few enough to hold locks briefly.
const maxBatch = 1000

// ApplyAll applies many commands and returns an outcome for each, in their order.
// A command of [EventOpen] opens its lead. Commands for one lead are applied in
// their order, each to what the one before left; there is no order between leads.
//
// Rows are appended up to 1,000 at once. Each command stands for itself
// nevertheless: one that is refused costs no other its row, and neither does a
// lead that somebody moves meanwhile: that one is decided again, as by
// [Tracker.Apply]. Any other error of the store costs the rows of that Append, and one
// that is ErrTxAborted in a transaction of the caller's, all commands to come. When the
// context ends, so do the commands to come, with its error; what is done stands.
func (t *Tracker[T]) ApplyAll(ctx context.Context, cmds []Command[T]) []Outcome {
	out := make([]Outcome, len(cmds))
	var over error // why the caller's transaction is, if it is
	for _, wave := range waves(cmds) {
		for of := range slices.Chunk(wave, maxBatch) {
			b := batch[T]{tracker: t, cmds: cmds, out: out, over: over}
			b.run(ctx, of)
			over = b.over
		}
	}
	return out
}

// waves puts the n-th command of each lead into the n-th wave, by index: no wave has
// two for one lead.
func waves[T any](cmds []Command[T]) [][]int {
	var waves [][]int
	next := make(map[string]int, len(cmds))
	for i := range cmds {
		n := next[cmds[i].ID]
		if next[cmds[i].ID]++; n == len(waves) {
			waves = append(waves, nil)
		}
		waves[n] = append(waves[n], i)
	}
	return waves
}

// batch is some commands for a lead each. All are decided, then their rows are
// appended in as few calls as conflicts allow.
type batch[T any] struct {
	tracker *Tracker[T]
	cmds    []Command[T] // all there are
	out     []Outcome

	rows []Transition
	of   []int // row i answers cmds[of[i]]

	// over is why the caller's transaction has ended: a store must not be sent anything
	// more then, for the database would keep it at once.
	over error
}

func (b *batch[T]) run(ctx context.Context, of []int) {
	var sound []int
	for _, i := range of {
		if b.out[i].Err = b.over; b.over != nil {
			continue
		}
		if b.out[i].Err = b.cmds[i].checkParts(); b.out[i].Err == nil {
			sound = append(sound, i)
		}
	}
	found := b.load(ctx, sound)
	for n, i := range sound {
		done, err := (*Transition)(nil), b.out[i].Err
		if err == nil {
			done, err = b.cmds[i].known(found[n].Keyed)
		}
		switch {
		case err != nil:
			b.out[i].Err = err
			continue
		case done != nil:
			b.out[i].Transition = *done
			continue
		}
		tr, err := b.tracker.next(ctx, found[n].State, b.cmds[i])
		if err != nil {
			b.out[i].Err = err
			continue
		}
		b.rows, b.of = append(b.rows, tr), append(b.of, i)
	}
	if len(b.rows) > 0 {
		b.append(ctx, 0, len(b.rows))
	}
}

// load reads the leads of some commands. What fails for one is its outcome.
func (b *batch[T]) load(ctx context.Context, of []int) []Loaded {
	if all, ok := b.tracker.store.(BatchLoader); ok && len(of) > 1 {
		ids, keys := make([]string, len(of)), make([]string, len(of))
		for n, i := range of {
			ids[n], keys[n] = b.cmds[i].ID, b.cmds[i].Key
		}
		found, err := all.LoadAll(ctx, ids, keys)
		if err == nil && len(found) != len(of) {
			err = fmt.Errorf("lead: LoadAll of %d leads gave %d answers", len(of), len(found))
		}
		if err == nil {
			for n, i := range of {
				if found[n].State.Version == 0 && b.cmds[i].Event != EventOpen {
					b.out[i].Err = fmt.Errorf("%w: %.300q", ErrNotFound, ids[n])
				}
			}
			return found
		}
		for _, i := range of {
			b.out[i].Err = err
		}
		return make([]Loaded, len(of))
	}
	found := make([]Loaded, len(of))
	for n, i := range of {
		found[n].State, found[n].Keyed, b.out[i].Err = b.tracker.load(ctx, &b.cmds[i])
	}
	return found
}

// append adds the rows [from, to). A store says that one of them came too late, not
// which: halves tell.
func (b *batch[T]) append(ctx context.Context, from, to int) {
	err := b.over
	if err == nil {
		err = b.tracker.store.Append(ctx, b.rows[from:to]...)
	}
	if b.tracker.tx && errors.Is(err, ErrTxAborted) {
		b.over = err
	}
	switch {
	case err == nil:
		for n := from; n < to; n++ {
			b.out[b.of[n]].Transition = b.rows[n]
		}
	case !errors.Is(err, ErrConflict) || errors.Is(err, ErrTxAborted):
		for n := from; n < to; n++ {
			b.out[b.of[n]].Err = err
		}
	case to-from > 1:
		half := from + (to-from)/2
		b.append(ctx, from, half)
		b.append(ctx, half, to)
	default:
		o := &b.out[b.of[from]]
		o.Transition, o.Err = b.tracker.again(ctx, b.cmds[b.of[from]], b.rows[from].Version-1, err)
		if b.tracker.tx && errors.Is(o.Err, ErrTxAborted) {
			b.over = o.Err
		}
	}
}

// again decides a command anew whose first row came too late, or ends it.
func (t *Tracker[T]) again(ctx context.Context, cmd Command[T], seen int64, cause error) (Transition, error) {
	if t.tx || cmd.IfVersion != 0 || t.config.Attempts <= 1 {
		return t.late(ctx, &cmd, seen, cause)
	}
	return t.do(ctx, cmd, 2)
}
