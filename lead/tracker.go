package lead

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Config is what a [Tracker] works with.
type Config struct {
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time

	// Backdate bounds how far before now a command's At may lie. Defaults to
	// 7 days; below 0: not at all.
	Backdate time.Duration

	// Attempts bounds how often a command without IfVersion is decided when
	// others move the lead meanwhile. Defaults to 16.
	Attempts int
}

// Tracker loads a lead, has the [Machine] decide, and appends the row. It keeps no
// state of its own and is safe for concurrent use as far as its store is, by any
// number of processes on one database.
//
// It has no hooks: act on the returned [Transition], after your own commit if there
// is one.
type Tracker[T any] struct {
	machine *Machine[T]
	store   Store
	config  Config
	tx      bool // bound to a transaction of the caller's
	self    *int // what a tracker and its copies by WithStore have in common, see deciding
}

// NewTracker joins a machine and a store.
func NewTracker[T any](m *Machine[T], s Store, c Config) *Tracker[T] {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Backdate == 0 {
		c.Backdate = 7 * 24 * time.Hour
	}
	if c.Attempts == 0 {
		c.Attempts = 16
	}
	return &Tracker[T]{machine: m, store: s, config: c, self: new(int)}
}

// WithStore returns a tracker like t on another store, for a store that is bound
// to the caller's own transaction: their rows and the lead's move are committed
// together or not at all. It never retries, as a transaction would see the same
// rows again: on a conflict roll back and restart the transaction.
func (t *Tracker[T]) WithStore(s Store) *Tracker[T] {
	bound := *t
	bound.store, bound.tx = s, true
	return &bound
}

// Open writes a lead's first row: into the Spec's initial status, or into cmd.Into
// to adopt a lead that already stands somewhere. A lead that has rows is
// [*ExistsError], unless cmd.Key says that this command was the one.
func (t *Tracker[T]) Open(ctx context.Context, cmd Command[T]) (Transition, error) {
	if cmd.Event != "" && cmd.Event != EventOpen {
		return Transition{}, &CommandError{"Event", fmt.Sprintf("Open fires %q, not %q", EventOpen, cmd.Event)}
	}
	cmd.Event = EventOpen
	return t.do(ctx, cmd, 1)
}

// Apply fires cmd.Event on lead cmd.ID and returns the row that was appended.
//
// If others move the lead meanwhile, a command without IfVersion is decided again
// on the new state, [Config.Attempts] times at most; with IfVersion, or in a
// transaction, it fails with [*ConflictError]. A command whose Key the lead has
// seen returns the first Transition again, and ErrKeyReused if it asked for
// something else then.
//
// Errors are those of [Machine.Next], ErrNotFound, ErrConflict, ErrKeyReused and
// the store's own. Any error but ErrUnknownOutcome means: nothing has changed.
func (t *Tracker[T]) Apply(ctx context.Context, cmd Command[T]) (Transition, error) {
	if cmd.Event == EventOpen {
		return Transition{}, &CommandError{"Event", fmt.Sprintf("%q opens a lead: use Open", EventOpen)}
	}
	return t.do(ctx, cmd, 1)
}

// Explain loads a lead and lists what the actor may do with it, see
// [Machine.Explain]: the lead page in one call. Pass State.Version on as IfVersion.
func (t *Tracker[T]) Explain(ctx context.Context, id string, actor Actor, subject T) (State, []Choice, error) {
	cmd := Command[T]{ID: id, Subject: subject, Actor: actor}
	if err := cmd.checkParts(); err != nil {
		return State{}, nil, err
	}
	s, _, err := t.store.Load(ctx, id, "")
	if err != nil {
		return State{}, nil, err
	}
	if _, err = t.machine.table.where(&s); err != nil {
		return s, nil, err
	}
	cmd.At = latest(t.config.Now(), s.At)
	ctx, err = t.decide(ctx, id)
	if err != nil {
		return s, nil, err
	}
	choices := t.machine.Explain(ctx, s, cmd)
	return s, choices, ctx.Err()
}

// do is the one path of a command: load, look the key up, decide, append. It begins
// with attempt 1, or with a later one.
func (t *Tracker[T]) do(ctx context.Context, cmd Command[T], attempt int) (Transition, error) {
	if err := cmd.checkParts(); err != nil {
		return Transition{}, err
	}
	for ; ; attempt++ {
		s, done, err := t.load(ctx, &cmd)
		if err != nil || done != nil {
			return deref(done), err
		}
		tr, err := t.next(ctx, s, cmd)
		if err != nil {
			return Transition{}, err
		}
		err = t.store.Append(ctx, tr)
		if err == nil {
			return tr, nil
		}
		if !errors.Is(err, ErrConflict) || errors.Is(err, ErrTxAborted) {
			return Transition{}, err
		}
		if t.tx || cmd.IfVersion != 0 || attempt >= t.config.Attempts {
			return t.late(ctx, &cmd, s.Version, err)
		}
	}
}

// load reads the lead, and the row that the command's key stands for, if any.
func (t *Tracker[T]) load(ctx context.Context, cmd *Command[T]) (State, *Transition, error) {
	if err := ctx.Err(); err != nil {
		return State{}, nil, err
	}
	s, keyed, err := t.store.Load(ctx, cmd.ID, cmd.Key)
	if errors.Is(err, ErrNotFound) && cmd.Event == EventOpen {
		return State{}, nil, nil
	}
	if err != nil {
		return s, nil, err
	}
	done, err := cmd.known(keyed)
	return s, done, err
}

// known returns the row that carries the command's key, if this very command has
// written it.
func (c *Command[T]) known(keyed *Transition) (*Transition, error) {
	if keyed == nil || keyed.KeyHash == c.hash() {
		return keyed, nil
	}
	return nil, fmt.Errorf("%w: lead %q, key %q, version %d", ErrKeyReused, c.ID, c.Key, keyed.Version)
}

// next fills in the time and decides.
func (t *Tracker[T]) next(ctx context.Context, s State, cmd Command[T]) (Transition, error) {
	if cmd.Event == EventOpen && s.Version > 0 {
		return Transition{}, &ExistsError{s}
	}
	if cmd.IfVersion != 0 && s.Version == 0 {
		return Transition{}, &CommandError{"IfVersion", fmt.Sprintf("lead %q has no rows yet", cmd.ID)}
	}
	if cmd.IfVersion != 0 && cmd.IfVersion != s.Version {
		return Transition{}, &ConflictError{State: s, Seen: cmd.IfVersion}
	}
	now := micro(t.config.Now())
	if cmd.At.IsZero() {
		cmd.At = latest(now, s.At)
	} else if err := t.dated(now, s, micro(cmd.At)); err != nil {
		return Transition{}, err
	}
	ctx, err := t.decide(ctx, cmd.ID)
	if err != nil {
		return Transition{}, err
	}
	tr, err := t.machine.Next(ctx, s, cmd)
	tr.Recorded = now
	return tr, err
}

// dated checks an explicit At against the clock; Next checks it against the lead.
func (t *Tracker[T]) dated(now time.Time, s State, at time.Time) error {
	if newest := latest(now, s.At); at.After(newest) {
		return &CommandError{"At", fmt.Sprintf("%s lies in the future; it is %s", at.Format(time.RFC3339), newest.Format(time.RFC3339))}
	}
	back := max(t.config.Backdate, 0)
	switch {
	case !at.Before(now.Add(-back)):
		return nil
	case back == 0:
		return &CommandError{"At", fmt.Sprintf("%s lies in the past; Config.Backdate allows no backdating", at.Format(time.RFC3339))}
	}
	return &CommandError{"At", fmt.Sprintf("%s lies more than %s back; Config.Backdate allows no more", at.Format(time.RFC3339), inDays(back))}
}

// inDays writes whole days as such.
func inDays(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == day:
		return "1 day"
	case d%day == 0:
		return fmt.Sprintf("%d days", d/day)
	}
	return d.String()
}

// late ends a command that lost. Its own earlier attempt may be what won: the key
// tells. A transaction may be shown nothing newer; then the store's word stands.
func (t *Tracker[T]) late(ctx context.Context, cmd *Command[T], seen int64, cause error) (Transition, error) {
	s, done, err := t.load(ctx, cmd)
	switch {
	case errors.Is(err, ErrKeyReused), errors.Is(err, ErrTxAborted):
		return Transition{}, err
	case err == nil && done != nil:
		return *done, nil
	case err != nil || s.Version <= seen:
		return Transition{}, cause
	case cmd.Event == EventOpen:
		return Transition{}, &ExistsError{s}
	}
	return Transition{}, &ConflictError{State: s, Seen: seen}
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func deref(t *Transition) Transition {
	if t == nil {
		return Transition{}
	}
	return *t
}
