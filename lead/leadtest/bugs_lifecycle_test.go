package leadtest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// lifeBugs are mistakes that a machine could make with the lifecycle fullLife.
func lifeBugs() []lifeBug {
	return slices.Concat(tableBugs(), partyBugs(), clockBugs(), askingBugs(), rowBugs(), explainBugs())
}

// everyRow edits each transition of a Spec.
func everyRow(edit func(tr *lead.TransitionSpec)) func(s *lead.Spec) {
	return func(s *lead.Spec) {
		for i := range s.Transitions {
			edit(&s.Transitions[i])
		}
	}
}

// before changes what the machine is asked.
func before(change func(s *lead.State, cmd *command)) func(*machine, lead.Bindings[struct{}]) decider {
	return func(good *machine, _ lead.Bindings[struct{}]) decider {
		return faultyMachine{
			next: func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
				change(&s, &cmd)
				return good.Next(ctx, s, cmd)
			},
			explain: func(ctx context.Context, s lead.State, cmd command) []lead.Choice {
				change(&s, &cmd)
				return good.Explain(ctx, s, cmd)
			},
		}
	}
}

// after changes the rows that the machine gives.
func after(change func(s lead.State, cmd command, tr *lead.Transition)) func(*machine, lead.Bindings[struct{}]) decider {
	return func(good *machine, _ lead.Bindings[struct{}]) decider {
		return faultyMachine{decider: good, next: func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
			tr, err := good.Next(ctx, s, cmd)
			if err == nil {
				change(s, cmd, &tr)
			}
			return tr, err
		}}
	}
}

// telling changes the choices that the machine explains.
func telling(change func(cs []lead.Choice) []lead.Choice) func(*machine, lead.Bindings[struct{}]) decider {
	return func(good *machine, _ lead.Bindings[struct{}]) decider {
		return faultyMachine{decider: good, explain: func(ctx context.Context, s lead.State, cmd command) []lead.Choice {
			return change(good.Explain(ctx, s, cmd))
		}}
	}
}

func tableBugs() []lifeBug {
	return []lifeBug{
		{
			name: "prefers a group to a status", breaks: []string{"path through transitions[6] park: hot -> later"},
			spec: func(s *lead.Spec) {
				s.Transitions[5].From = []string{"new", "hot"}
				s.Transitions = slices.Delete(s.Transitions, 6, 7)
			},
		},
		{
			name: "prefers any_open to a group", breaks: []string{"path through transitions[10] lose: new -> lost", "needs of transitions[10] lose: later -> lost"},
			spec: func(s *lead.Spec) { s.Transitions = slices.Delete(s.Transitions, 10, 11) },
		},
		{
			name: "counts ended statuses among any_open", breaks: []string{"events that do not leave won", "choices in won"},
			spec: func(s *lead.Spec) {
				s.Transitions[4].From = []string{"new", "hot", "later", "deal", "won", "lost", "spam"}
			},
		},
		{
			name: "leaves waiting statuses out of any_open", breaks: []string{"path through transitions[4] remark: later -> stay"},
			spec: func(s *lead.Spec) { s.Transitions[4].From = []string{"new", "hot", "deal"} },
		},
		{
			name: "leads from a group's status into itself", breaks: []string{"events that do not leave later", "choices in later"},
			spec: func(s *lead.Spec) {
				s.Transitions = append(s.Transitions, lead.TransitionSpec{Event: "park", From: []string{"later"}, To: lead.Stay})
			},
		},
		{
			name: "leads back to where no lead came from", breaks: []string{"no path through transitions[14] back: new -> previous (there is none)"},
			plant: before(func(s *lead.State, _ *command) {
				if s.Status == "new" && s.Prior == "" {
					s.Prior = "hot"
				}
			}),
		},
		{
			name: "leads back by the lead before", breaks: []string{"random walks beside looplab"},
			plant: func() func(*machine, lead.Bindings[struct{}]) decider {
				var last lead.State
				return before(func(s *lead.State, _ *command) {
					if s.LeadID != last.LeadID && last.Prior != "" && s.Prior != "" {
						last, s.Prior = *s, last.Prior
						return
					}
					last = *s
				})
			}(),
		},
		{
			name: "does not know older names", breaks: []string{"older name warm of hot", "older name very warm of hot", "older name parked of later"},
			spec: func(s *lead.Spec) {
				for i := range s.Statuses {
					s.Statuses[i].Was = nil
				}
			},
		},
		{
			name: "does not lead back to older names", breaks: []string{"older name warm of hot", "older name parked of later"},
			plant: before(func(s *lead.State, _ *command) {
				if s.Prior == "warm" || s.Prior == "parked" {
					s.Prior = ""
				}
			}),
		},
		{
			name: "writes older names", breaks: []string{"older name warm of hot"},
			plant: after(func(s lead.State, _ command, tr *lead.Transition) { tr.From = s.Status }),
		},
	}
}

func partyBugs() []lifeBug {
	return []lifeBug{
		{
			name: "ignores by", breaks: []string{"actors of transitions[7] close: hot -> deal", "choices in hot"},
			spec: everyRow(func(tr *lead.TransitionSpec) { tr.By = nil }),
		},
		{
			name: "takes a system actor for one of its side", breaks: []string{"actors of transitions[7] close: hot -> deal"},
			plant: before(func(_ *lead.State, cmd *command) {
				if cmd.Actor.Side != "" {
					cmd.Actor.Kind = lead.Human
				}
			}),
		},
		{
			name: "admits whoever has no side", breaks: []string{"actors of transitions[13] reopen: won -> previous", "choices in won"},
			plant: before(func(_ *lead.State, cmd *command) {
				if cmd.Actor.Kind == lead.Human && cmd.Actor.Side == "" {
					cmd.Actor.Side = lead.Sales
				}
			}),
		},
		{
			name: "ignores needs", breaks: []string{"needs of transitions[7] close: hot -> deal", "choices in hot"},
			spec: everyRow(func(tr *lead.TransitionSpec) { tr.Needs = nil }),
		},
		{
			name: "ignores what a reason needs", breaks: []string{"needs of transitions[5] park: new -> later"},
			spec: everyRow(func(tr *lead.TransitionSpec) {
				tr.Reasons = slices.Clone(tr.Reasons)
				for i := range tr.Reasons {
					tr.Reasons[i].Needs = nil
				}
			}),
		},
		{
			name: "takes any reason", breaks: []string{"needs of transitions[10] lose: hot -> lost"},
			plant: func(good *machine, _ lead.Bindings[struct{}]) decider {
				return faultyMachine{decider: good, next: func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
					if tr, err := good.Next(ctx, s, cmd); err == nil || cmd.Event != "lose" || cmd.Reason == "" {
						return tr, err
					}
					reason := cmd.Reason
					cmd.Reason = "price"
					tr, err := good.Next(ctx, s, cmd)
					tr.Reason = reason
					return tr, err
				}}
			},
		},
		{
			name: "gives one blocker of several", breaks: []string{"actors of transitions[7] close: hot -> deal"},
			plant: func(good *machine, _ lead.Bindings[struct{}]) decider {
				return faultyMachine{decider: good, next: func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
					tr, err := good.Next(ctx, s, cmd)
					if refused, ok := errors.AsType[*lead.RefusedError](err); ok {
						refused.Blockers = refused.Blockers[:1]
					}
					return tr, err
				}}
			},
		},
		{name: "changes a lead that it refuses", breaks: []string{"events that do not leave won", "guards of transitions[0] heat: new -> hot"}, spoil: true},
	}
}

func clockBugs() []lifeBug {
	// asProgram changes the due date that a system actor is held to.
	asProgram := func(due func(time.Time) time.Time) func(*machine, lead.Bindings[struct{}]) decider {
		return before(func(s *lead.State, cmd *command) {
			if cmd.Actor.Kind == lead.System && s.Status == "later" && cmd.Event != "remark" {
				s.Due = due(s.Due)
			}
		})
	}
	return []lifeBug{
		{
			name: "lets programs wake leads", breaks: []string{"actors of transitions[1] heat: later -> hot", "choices in later"},
			plant: asProgram(func(time.Time) time.Time { return time.Time{} }),
		},
		{
			name: "wakes leads a moment early", breaks: []string{"actors of transitions[1] heat: later -> hot"},
			plant: asProgram(func(due time.Time) time.Time { return due.Add(-time.Microsecond) }),
		},
		{
			name: "wakes leads a moment late", breaks: []string{"actors of transitions[1] heat: later -> hot"},
			plant: asProgram(func(due time.Time) time.Time { return due.Add(time.Microsecond) }),
		},
		{
			name: "knows no wakes", breaks: []string{"path through transitions[2] ask: later -> hot"},
			spec: everyRow(func(tr *lead.TransitionSpec) { tr.Wakes = false }),
		},
		{
			name: "keeps people waiting", breaks: []string{"path through transitions[10] lose: later -> lost"},
			plant: func(good *machine, _ lead.Bindings[struct{}]) decider {
				return faultyMachine{decider: good, next: func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
					if s.Status == "later" && cmd.At.Before(s.Due) && cmd.Actor.Kind != lead.System {
						return lead.Transition{}, &lead.RefusedError{State: s, Event: cmd.Event, Blockers: []lead.Blocker{{Code: lead.CodeNotBefore}}}
					}
					return good.Next(ctx, s, cmd)
				}}
			},
		},
		{
			name: "ignores when a row has leads wake", breaks: []string{"path through transitions[5] park: new -> later"},
			spec: everyRow(func(tr *lead.TransitionSpec) { tr.WakeAfter = "" }),
		},
		{
			name: "ignores when the command has leads wake", breaks: []string{"needs of transitions[5] park: new -> later", "needs of transitions[8] win: deal -> won"},
			plant: before(func(_ *lead.State, cmd *command) { cmd.Due = time.Time{} }),
		},
		{
			name: "parks leads for good", breaks: []string{"path through transitions[6] park: hot -> later"},
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) {
				if tr.To == "later" && tr.From != "later" {
					tr.Due = time.Time{}
				}
			}),
		},
		{
			name: "has another time limit", breaks: []string{"path through transitions[0] heat: new -> hot"},
			spec: func(s *lead.Spec) {
				sla := *s.Statuses[1].SLA
				sla.Within = "9h"
				s.Statuses[1].SLA = &sla
			},
		},
		{
			name: "has no time limit by a calendar", breaks: []string{"path through transitions[7] close: hot -> deal"},
			spec: func(s *lead.Spec) { s.Statuses[3].SLA = nil },
		},
		{
			name: "restarts the clock at an activity", breaks: []string{"path through transitions[4] remark: hot -> stay", "actors of transitions[4] remark: hot -> stay"},
			plant: after(func(s lead.State, cmd command, tr *lead.Transition) {
				if tr.From == tr.To && !tr.Due.IsZero() {
					tr.Due = s.Due.Add(cmd.At.Sub(s.Since))
				}
			}),
		},
		{
			name: "begins a visit at an activity", breaks: []string{"path through transitions[4] remark: new -> stay"},
			plant: after(func(_ lead.State, cmd command, tr *lead.Transition) { tr.Since = cmd.At }),
		},
		{
			name: "lets anybody end the clock", breaks: []string{"actors of transitions[3] call: hot -> stay"},
			plant: after(func(_ lead.State, _ command, tr *lead.Transition) {
				if tr.Event == "call" {
					tr.Due = time.Time{}
				}
			}),
		},
		{
			name: "lets nobody end the clock", breaks: []string{"actors of transitions[3] call: hot -> stay"},
			spec: func(s *lead.Spec) {
				sla := *s.Statuses[1].SLA
				sla.Until = ""
				s.Statuses[1].SLA = &sla
			},
		},
	}
}
