package funnel

import (
	"errors"
	"fmt"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Errors to test for with [errors.Is].
var (
	// ErrInvalidSpec is what every [*SpecError] Is.
	ErrInvalidSpec = specfile.ErrInvalid

	// ErrInvalidOptions is what [Funnel.Report] returns for [Options] that ask
	// for nothing sensible, and without a history.
	ErrInvalidOptions = errors.New("invalid options")

	// ErrInvalidRow is a row of a history that lacks what every row has: a
	// lead, a version of at least 1, a status.
	ErrInvalidRow = errors.New("invalid row")

	// ErrDuplicate is what every [*DuplicateError] Is.
	ErrDuplicate = errors.New("two different rows with one version")
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
//	Path         string // where in the Spec: stages[0].statuses
//	Message      string // what is wrong and what was expected, in one line
//	Excerpt      string // the line of the file, and a caret below the place
//
// Its String is all of them, for people.
type Problem = specfile.Problem

// DuplicateError is a history in which a lead has two different rows with the
// same version, so that nobody can say which of them happened. It Is
// ErrDuplicate. Of several it is that of the smallest lead id and version.
type DuplicateError struct {
	LeadID  string // the lead
	Version int64  // that both rows claim

	// First and Second tell the two rows apart: event, to, at.
	First, Second string
}

// Error names the lead, the version and both rows.
func (e *DuplicateError) Error() string {
	if e.First == e.Second {
		return fmt.Sprintf("lead %q: two different rows with version %d: both %s, but they differ in another field",
			e.LeadID, e.Version, e.First)
	}
	return fmt.Sprintf("lead %q: two different rows with version %d: %s; and %s",
		e.LeadID, e.Version, e.First, e.Second)
}

// Is reports whether target is ErrDuplicate.
func (e *DuplicateError) Is(target error) bool { return target == ErrDuplicate }
