package lead

import (
	"context"
	"slices"
	"time"
)

// Guards are the conditions that a [Spec] names, by name. A guard says yes with a
// nil error. It says no with an error that has
//
//	Blocker() (code, message string, params map[string]string)
//
// such as a [Blocker]. Any other error, and a panic, means that it could not
// decide: the command fails with a [*GuardError] and the lead stays as it was.
//
// What a guard returns beside a nil error is its evidence. It is stored as JSON
// under the guard's name. If it has a method Fingerprint() string, that fills
// [Transition.Criteria]; if it has Labels() map[string]string, they are set over
// those of [TransitionSpec.Sets], and the command's own over both; the value ""
// removes a label. Two guards of one move that give different fingerprints, or
// different values for one label, contradict each other: the command fails with a
// [*GuardError].
//
// A guard is asked at most once for a decision, and only for a move that the
// table, the actor's side and the waiting time allow. It is not timed: one that may
// take long heeds the context. It may be called from many goroutines.
//
// A guard may itself use a Tracker, with the context that it is given, for any lead
// but the one it is asked about: that is [ErrInvalidCommand]. Errors of this package
// that a guard passes on are about that other command; [GuardError] hides them from
// [errors.Is].
type Guards[T any] map[string]func(ctx context.Context, a Attempt[T]) (evidence any, err error)

// OnSubject makes a guard of a function that needs only the lead itself and the
// time, such as a scoring model's Qualify.
func OnSubject[T any](f func(ctx context.Context, subject T, at time.Time) (any, error)) func(context.Context, Attempt[T]) (any, error) {
	return func(ctx context.Context, a Attempt[T]) (any, error) {
		return f(ctx, a.Command.Subject, a.At)
	}
}

// Bindings are the Go functions that a [Spec] names.
type Bindings[T any] struct {
	// Guards must hold exactly the guards that the Spec names.
	Guards Guards[T]

	// Holidays must hold exactly the functions that calendars name: each
	// reports whether a day is free. It is given the day's first instant in the
	// calendar's zone, which is midnight but where clocks skip that, and is
	// asked at most once about a day for one due date, and only about days with
	// hours. It must be quick, as it is given no context, and answer the same
	// about a day each time. It may be called from many goroutines; a panic in
	// it is a [*CalendarError].
	Holidays map[string]func(day time.Time) bool
}

// Compile checks a lifecycle and makes a [Machine] of it. Everything that is wrong
// is reported at once, as a [*SpecError], but a Spec beyond its limits is refused for
// these alone. The Machine keeps nothing of what it was given but the functions.
//
// For whatever file ReadSpec accepts, it takes a fraction of a second and at most some
// 30 MiB of memory.
func Compile[T any](spec Spec, b Bindings[T]) (*Machine[T], error) {
	spec = spec.clone()
	c := check{Spec: &spec, Checker: spec.Source.Check()}
	if !c.size() {
		return nil, c.Err() // nothing may go through a Spec of unbounded size
	}
	c.names = c.collect()
	c.all()
	c.bound("guards", c.guardPaths(), sortedKeys(b.Guards))
	c.bound("holidays", c.holidayPaths(), sortedKeys(b.Holidays))
	for name, g := range b.Guards {
		if g == nil {
			c.Addf(inBindings, "guard %q is given to Compile as nil", name)
		}
	}
	for name, f := range b.Holidays {
		if f == nil {
			c.Addf(inBindings, "holiday %q is given to Compile as nil", name)
		}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	t, err := compileTable(spec, b.Holidays)
	if err != nil {
		return nil, err
	}
	m := &Machine[T]{table: t, engine: newEngine(spec.Initial, t.moves)}
	for _, name := range t.guards {
		m.guards = append(m.guards, b.Guards[name])
	}
	return m, nil
}

func sortedKeys[K ~string, V any](m map[K]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, string(k))
	}
	slices.Sort(keys)
	return keys
}
