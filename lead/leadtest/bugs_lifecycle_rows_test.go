package leadtest

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/lead"
)

func askingBugs() []lifeBug {
	guarded := []string{"guards of transitions[0] heat: new -> hot"}
	return []lifeBug{
		{
			name: "asks guards twice", breaks: append(guarded, "path through transitions[0] heat: new -> hot"),
			guard: func(good guard) guard {
				return func(ctx context.Context, a attempt) (any, error) {
					_, _ = good(ctx, a)
					return good(ctx, a)
				}
			},
		},
		{
			name: "asks guards for forbidden moves", breaks: []string{"actors of transitions[0] heat: new -> hot", "events that do not leave won"},
			plant: func(good *machine, b lead.Bindings[struct{}]) decider {
				return faultyMachine{decider: good, next: func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
					tr, err := good.Next(ctx, s, cmd)
					if errors.Is(err, lead.ErrNotPermitted) {
						_, _ = b.Guards["consent"](ctx, attempt{State: s, Command: cmd})
					}
					return tr, err
				}}
			},
		},
		{
			name: "asks guards for choices that others have", breaks: []string{"choices in won"},
			plant: func(good *machine, b lead.Bindings[struct{}]) decider {
				return faultyMachine{decider: good, explain: func(ctx context.Context, s lead.State, cmd command) []lead.Choice {
					if s.Status == "won" && cmd.Actor.Side == lead.Marketing {
						_, _ = b.Guards["consent"](ctx, attempt{State: s, Command: cmd})
					}
					return good.Explain(ctx, s, cmd)
				}}
			},
		},
		{
			name: "takes a guard's failure for a yes", breaks: guarded,
			guard: func(good guard) guard {
				return func(ctx context.Context, a attempt) (any, error) {
					evidence, err := good(ctx, a)
					if errors.Is(err, errGuard) {
						return passed, nil
					}
					return evidence, err
				}
			},
		},
		{
			name: "takes a guard's failure for a no", breaks: guarded,
			guard: func(good guard) guard {
				return func(ctx context.Context, a attempt) (any, error) {
					evidence, err := good(ctx, a)
					if errors.Is(err, errGuard) {
						return nil, lead.Blocker{Code: "failed"}
					}
					return evidence, err
				}
			},
		},
		{
			name: "takes a guard's no for a yes", breaks: guarded,
			guard: func(good guard) guard {
				return func(ctx context.Context, a attempt) (any, error) {
					evidence, err := good(ctx, a)
					if _, refused := err.(lead.Blocker); refused {
						return passed, nil
					}
					return evidence, err
				}
			},
		},
		{
			name: "is stuck after a guard failed", breaks: guarded,
			plant: func(good *machine, _ lead.Bindings[struct{}]) decider {
				var stuck error
				return faultyMachine{decider: good, next: func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
					if stuck != nil && s.Status == "new" && cmd.Event == "heat" {
						return lead.Transition{}, stuck
					}
					tr, err := good.Next(ctx, s, cmd)
					if errors.Is(err, errGuard) {
						stuck = err
					}
					return tr, err
				}}
			},
		},
		{
			name: "shows guards an old state", breaks: guarded,
			guard: func(good guard) guard {
				return func(ctx context.Context, a attempt) (any, error) {
					a.State.Version--
					return good(ctx, a)
				}
			},
		},
		{
			name: "does not tell guards whereto", breaks: guarded,
			guard: func(good guard) guard {
				return func(ctx context.Context, a attempt) (any, error) {
					a.To = a.State.Status
					return good(ctx, a)
				}
			},
		},
		{
			name: "asks guards about one event for all choices", breaks: []string{"choices in new"},
			guard: func(good guard) guard {
				return func(ctx context.Context, a attempt) (any, error) {
					a.Command.Event = "reopen"
					return good(ctx, a)
				}
			},
		},
		{
			name: "keeps no evidence", breaks: []string{"path through transitions[0] heat: new -> hot"},
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) { tr.Evidence = nil }),
		},
	}
}

func rowBugs() []lifeBug {
	closing := []string{"labels of transitions[7] close: hot -> deal"}
	return []lifeBug{
		{
			name: "does not count versions", breaks: []string{"path through transitions[0] heat: new -> hot"},
			plant: after(func(s lead.State, _ command, tr *lead.Transition) { tr.Version = max(s.Version, 1) }),
		},
		{
			name: "takes any From for the prior status", breaks: []string{"path through transitions[4] remark: new -> stay", "path through transitions[13] reopen: spam -> previous (new)"},
			plant: after(func(s lead.State, _ command, tr *lead.Transition) { tr.Prior = tr.From }),
		},
		{
			name: "ignores sets", breaks: append(closing, "path through transitions[7] close: hot -> deal"),
			spec: everyRow(func(tr *lead.TransitionSpec) { tr.Sets = nil }),
		},
		{
			name: "writes $actor as it stands", breaks: closing,
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) {
				if tr.Event == "close" {
					tr.Labels = maps.Clone(tr.Labels)
					tr.Labels["owner"] = lead.ActorID
				}
			}),
		},
		{
			name: "lets sets win over the command", breaks: closing,
			plant: before(func(_ *lead.State, cmd *command) {
				if cmd.Event == "close" {
					cmd.Labels = map[string]string{"amount": cmd.Labels["amount"]}
				}
			}),
		},
		{
			name: "removes no labels", breaks: closing,
			plant: after(func(s lead.State, _ command, tr *lead.Transition) {
				labels := map[string]string{}
				maps.Copy(labels, s.Labels)
				maps.Copy(labels, tr.Labels)
				tr.Labels = labels
			}),
		},
		{
			name: "does not say what it set", breaks: closing,
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) { tr.Set = nil }),
		},
		{
			name: "takes adopted leads for new ones", breaks: []string{"a lead adopted in new", "a lead adopted in spam"},
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) { tr.Inferred = false }),
		},
		{
			name: "loses the reason", breaks: []string{"path through transitions[10] lose: new -> lost"},
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) { tr.Reason = "" }),
		},
		{
			name: "loses who did it", breaks: []string{"actors of transitions[8] win: deal -> won"},
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) { tr.Actor.Kind = lead.Human }),
		},
	}
}

func explainBugs() []lifeBug {
	all := func(edit func(c *lead.Choice)) func(cs []lead.Choice) []lead.Choice {
		return func(cs []lead.Choice) []lead.Choice {
			for i := range cs {
				edit(&cs[i])
			}
			return cs
		}
	}
	return []lifeBug{
		{
			name: "offers what it refuses", breaks: []string{"choices in new", "choices in won"},
			plant: telling(func(cs []lead.Choice) []lead.Choice { return append(cs, lead.Choice{Event: "win", To: "won"}) }),
		},
		{
			name: "hides a choice", breaks: []string{"choices in deal", "path through transitions[8] win: deal -> won"},
			plant: telling(func(cs []lead.Choice) []lead.Choice {
				return slices.DeleteFunc(cs, func(c lead.Choice) bool { return c.Event == "win" })
			}),
		},
		{
			name: "hides what blocks", breaks: []string{"choices in hot", "actors of transitions[7] close: hot -> deal"},
			plant: telling(all(func(c *lead.Choice) { c.Blockers = nil })),
		},
		{
			name: "hides what is needed", breaks: []string{"choices in hot"},
			plant: telling(all(func(c *lead.Choice) { c.Needs = nil })),
		},
		{
			name: "offers no reasons to choose from", breaks: []string{"choices in new"},
			plant: telling(all(func(c *lead.Choice) {
				for i := range c.Needs {
					c.Needs[i].Options = nil
				}
			})),
		},
		{
			name: "does not say whereto", breaks: []string{"choices in lost"},
			plant: telling(all(func(c *lead.Choice) {
				if c.Event == "reopen" {
					c.To = lead.Previous
				}
			})),
		},
		{
			name: "explains in another order", breaks: []string{"choices in new"},
			plant: telling(func(cs []lead.Choice) []lead.Choice { slices.Reverse(cs); return cs }),
		},
	}
}
