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

	// ErrUnknownLang is a language in which there are no texts.
	ErrUnknownLang = errors.New("unknown language")
)

// SpecError lists everything that is wrong with a model, with answers or with measures, each with
// its path and, if it came from a file, with line, column and the line itself.
type SpecError = specfile.Error

// Problem is one entry of a [SpecError].
type Problem = specfile.Problem
