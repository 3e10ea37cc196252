package maturity

import (
	"errors"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Errors to test for with [errors.Is].
var (
	// ErrInvalidSpec is what every [*SpecError] Is.
	ErrInvalidSpec = specfile.ErrInvalid

	// ErrInvalidTarget is a target with a stage that there is not.
	ErrInvalidTarget = errors.New("invalid target")

	// ErrInvalidEvidence is a use of evidence that there is not.
	ErrInvalidEvidence = errors.New("invalid use of evidence")

	// ErrInvalidTime is a time of an assessment that is missing where one is needed, not
	// after those of before, or outside of the years 1 to 9999.
	ErrInvalidTime = errors.New("invalid time of the assessment")

	// ErrUnknownLang is a language in which there are no texts.
	ErrUnknownLang = errors.New("unknown language")
)

// SpecError lists everything that is wrong with a model, with answers, measures or
// assumptions, each with its path and, if it came from a file, with line, column and
// the line itself. Its one field, Problems []Problem, has at least one element, and of
// more than 100 the first 100, in the order of the file.
type SpecError = specfile.Error

// Problem is one entry of a [SpecError]. It has these fields:
//
//	File         string // the name under which the file was read; empty for a Spec in Go
//	Line, Column int    // from 1, in characters; both 0 if it is not of one place
//	Path         string // where in the Spec: statements[3].stage
//	Message      string // what is wrong and what was expected, in one line
//	Excerpt      string // the line of the file, and a caret below the place
//
// Its String is all of them, for people.
type Problem = specfile.Problem
