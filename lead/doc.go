// Package lead keeps the status of every lead: a configurable lifecycle that decides
// what may happen to a lead, who may do it and until when, and a history of
// everything that did.
//
// # From a Spec to a history
//
// A [Spec] is plain data, written in Go or in a file ([ReadSpec]); [Standard] is a
// complete one, and reference.yaml, beside this package's code, explains every key of
// such a file. [Compile] checks it and makes a [Machine], whose methods are pure
// functions. A [Tracker] joins the Machine and a [Store]: it loads a lead, has the
// Machine decide, and appends one [Transition].
//
//	machine, err := lead.Compile(lead.Standard(), lead.Bindings[Contact]{})
//	tracker := lead.NewTracker(machine, lead.NewMemStore(), lead.Config{})
//	tr, err := tracker.Apply(ctx, lead.Command[Contact]{ID: "L-1", Event: "accept", Actor: ann})
//
// The type parameter is your own lead type. It reaches the guards, and nothing else
// looks at it.
//
// # Refusals are data
//
// A command that the lifecycle does not permit is a [*RefusedError] with every
// [Blocker] at once, each with a code for programs and a message for people.
// [Tracker.Explain] tells the same beforehand: what an actor may do with a lead, why
// not, and what a dialog must ask.
//
// # What holds
//
// A history is gap-free: version n+1 follows version n, and its From is the To before
// it, by today's name of the status. Two commands that were decided on the same
// version cannot both succeed. Any error but [ErrUnknownOutcome] means that nothing
// has changed. A guard that fails or panics leaves the lead as it was.
//
// # Concurrency
//
// Machine, Tracker and MemStore are safe for concurrent use; a Store in general is,
// unless it is bound to a transaction. Specs, States and Transitions are values:
// copy what you change. The package starts no goroutine, reads no clock but
// [Config.Now], and writes no log.
//
// # What it is not for
//
// It runs no workflow: there are no hooks, timers or queues. Act on the Transition
// that a command returns, and ask the store for what is due.
package lead
