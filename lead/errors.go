package lead

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Errors to test for with [errors.Is]. Any error but ErrUnknownOutcome means
// that nothing has changed.
var (
	ErrNotFound       = errors.New("lead not found")
	ErrExists         = errors.New("lead exists already") // an [*ExistsError]
	ErrUnknownEvent   = errors.New("unknown event")
	ErrUnknownStatus  = errors.New("unknown status")
	ErrNotPermitted   = errors.New("not permitted")                // a [*RefusedError]
	ErrConflict       = errors.New("the lead has moved meanwhile") // a [*ConflictError], or the store's own
	ErrKeyReused      = errors.New("idempotency key used for another command")
	ErrInvalidCommand = errors.New("invalid command")
	ErrInvalidQuery   = errors.New("invalid query")
	ErrInvalidRow     = errors.New("invalid row")                  // what a [RowReader] cannot read
	ErrBrokenChain    = errors.New("broken chain")                 // a [*ChainError]
	ErrCalendar       = errors.New("no such time in the calendar") // a [*CalendarError]

	// ErrTxAborted means that the caller's transaction is over: nothing of it will
	// stand, and nothing more can be done in it but to roll it back. If the database
	// ended it to keep transactions apart, the error Is ErrConflict as well, and all
	// of it may get through when it is started again. Otherwise the cause, such as a
	// full disk, is in the error, and may still be there then.
	ErrTxAborted = errors.New("transaction aborted: restart all of it")

	// ErrUnknownOutcome means that the connection died during COMMIT: the row
	// may stand or not. Repeat the command with the same Key.
	ErrUnknownOutcome = errors.New("unknown outcome")

	// ErrInvalidSpec is what every [*SpecError] Is.
	ErrInvalidSpec = specfile.ErrInvalid
)

// SpecError lists everything that is wrong with a Spec, each with its path and,
// if it came from a file, with line, column and the line itself. Its one field,
// Problems []Problem, has at least one element, and of more than 100 the first 100,
// in the order of the file.
type SpecError = specfile.Error

// Problem is one entry of a [SpecError]. It has these fields:
//
//	File         string // the name under which the file was read; empty for a Spec in Go
//	Line, Column int    // from 1, in characters; both 0 if it is not of one place
//	Path         string // where in the Spec: statuses[2].sla.within
//	Message      string // what is wrong and what was expected, in one line
//	Excerpt      string // the line of the file, and a caret below the place
//
// Its String is all of them, for people.
type Problem = specfile.Problem

// RefusedError is a command that the lifecycle does not permit. It Is
// ErrNotPermitted.
type RefusedError struct {
	State    State     // what was decided on
	Event    Event     // what was refused
	Blockers []Blocker // every reason, not the first alone
}

// Error names the lead, where it stands and every reason.
func (e *RefusedError) Error() string {
	msgs := make([]string, len(e.Blockers))
	for i, b := range e.Blockers {
		msgs[i] = b.Error()
	}
	if e.State.Version == 0 {
		return fmt.Sprintf("%s refused for lead %q: %s", e.Event, e.State.LeadID, strings.Join(msgs, "; "))
	}
	return fmt.Sprintf("%s refused for lead %q in status %s: %s",
		e.Event, e.State.LeadID, e.State.Status, strings.Join(msgs, "; "))
}

// Is reports whether target is ErrNotPermitted.
func (e *RefusedError) Is(target error) bool { return target == ErrNotPermitted }

// ConflictError is a command that came too late, or whose IfVersion is of another
// lead. It Is ErrConflict.
type ConflictError struct {
	State State // where the lead stands now, and who moved it
	Seen  int64 // the version that the command was decided on, or its IfVersion
}

// Error names who moved the lead, when and whereto.
func (e *ConflictError) Error() string {
	by := string(e.State.Last.Side)
	if id := e.State.Last.ID; id != "" {
		by = strings.TrimSpace(by + " " + id)
	}
	if by == "" {
		by = "somebody"
	}
	what := fmt.Sprintf("has moved meanwhile: version %d, not %d", e.State.Version, e.Seen)
	if e.Seen > e.State.Version {
		what = fmt.Sprintf("has no version %d yet: it is at version %d", e.Seen, e.State.Version)
	}
	return fmt.Sprintf("lead %q %s; %s put it into %s at %s",
		e.State.LeadID, what, by, e.State.Status, e.State.At.Format(time.RFC3339))
}

// Is reports whether target is ErrConflict.
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// ExistsError is an Open of a lead that has rows. It Is ErrExists.
type ExistsError struct {
	State State // where the lead stands
}

// Error names the lead and where it stands.
func (e *ExistsError) Error() string {
	return fmt.Sprintf("lead %q exists already: version %d in status %s", e.State.LeadID, e.State.Version, e.State.Status)
}

// Is reports whether target is ErrExists.
func (e *ExistsError) Is(target error) bool { return target == ErrExists }

// GuardError is a guard that could not decide: it failed, panicked or
// contradicted another. The lead is unchanged.
type GuardError struct {
	Guard string // its name in [Bindings.Guards]
	Event Event  // what it was asked about
	State State  // what it was asked on
	Err   error  // what the guard returned, or its panic
	Stack []byte // of a panic; nil otherwise
}

// Error names the guard and the lead.
func (e *GuardError) Error() string {
	return fmt.Sprintf("guard %q could not decide on %s of lead %q: %v", e.Guard, e.Event, e.State.LeadID, e.Err)
}

// Unwrap returns the guard's own error, unless it is one of this package, about
// another command that the guard gave: that must not pass for the outcome of this
// one. ErrTxAborted is about the transaction that both are in, and shows.
func (e *GuardError) Unwrap() error {
	if errors.Is(e.Err, ErrTxAborted) {
		return e.Err
	}
	for _, inner := range []error{
		ErrNotFound, ErrExists, ErrUnknownEvent, ErrUnknownStatus, ErrNotPermitted, ErrConflict,
		ErrKeyReused, ErrInvalidCommand, ErrInvalidQuery, ErrInvalidRow, ErrInvalidSpec, ErrBrokenChain, ErrCalendar, ErrUnknownOutcome,
	} {
		if errors.Is(e.Err, inner) {
			return nil
		}
	}
	if _, ok := errors.AsType[*GuardError](e.Err); ok {
		return nil
	}
	return e.Err
}

// CalendarError is a clock that cannot be set: the calendar has no working time
// within 400 days, its holiday function panicked, or the time would lie beyond the
// year 9999. It Is ErrCalendar.
type CalendarError struct {
	Calendar string    // its name in [Spec.Calendars]; "" for wall time
	From     time.Time // the start of the clock
	Message  string    // what is wrong
	Stack    []byte    // of a panic; nil otherwise
}

// Error names the calendar, and from when it was asked.
func (e *CalendarError) Error() string {
	by := "wall time"
	if e.Calendar != "" {
		by = fmt.Sprintf("calendar %q", e.Calendar)
	}
	return fmt.Sprintf("%s gives no due date from %s on: %s", by, e.From.Format(time.RFC3339), e.Message)
}

// Is reports whether target is ErrCalendar.
func (e *CalendarError) Is(target error) bool { return target == ErrCalendar }
