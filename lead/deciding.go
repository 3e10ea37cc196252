package lead

import (
	"context"
	"fmt"
)

// deciding is the context that guards are given by a Tracker. It tells the Tracker,
// should they come back to it, which lead they are being asked about: a guard that
// moved that lead would cut the ground from under its own decision, and one that
// had it decided on again would never end.
type deciding struct {
	context.Context
	tracker *int
	lead    string
}

type decidingKey struct{}

// Value gives the innermost decision for decidingKey.
func (d *deciding) Value(key any) any {
	if key == (decidingKey{}) {
		return d
	}
	return d.Context.Value(key)
}

// decide marks the context of a decision on a lead. It refuses a lead that a guard
// is being asked about.
func (t *Tracker[T]) decide(ctx context.Context, lead string) (context.Context, error) {
	if len(t.machine.guards) == 0 {
		return ctx, nil
	}
	outer, _ := ctx.Value(decidingKey{}).(*deciding)
	for d := outer; d != nil; d, _ = d.Context.Value(decidingKey{}).(*deciding) {
		if d.lead == lead && d.tracker == t.self {
			return nil, &CommandError{"ID", fmt.Sprintf("lead %q is being decided on: a guard may neither move it nor ask what is possible", lead)}
		}
	}
	return &deciding{ctx, t.self, lead}, nil
}
