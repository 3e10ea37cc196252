package scoring

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Errors to test for with [errors.Is].
var (
	// ErrInvalidSpec is what every [*SpecError] Is.
	ErrInvalidSpec = specfile.ErrInvalid

	// ErrInvalidSubject is what cannot be scored at all: see [Model.Score].
	ErrInvalidSubject = errors.New("invalid subject")

	// ErrNotQualified is what every [*NotQualifiedError] Is.
	ErrNotQualified = errors.New("not qualified")

	// ErrInvalidAgreement is what every [*AgreementError] Is.
	ErrInvalidAgreement = errors.New("invalid agreement")

	// ErrUnsigned is what every [*UnsignedError] Is.
	ErrUnsigned = errors.New("criteria not agreed on")
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
//	Path         string // where in the Spec: groups[0].rules[4].points
//	Message      string // what is wrong and what was expected, in one line
//	Excerpt      string // the line of the file, and a caret below the place
//
// Its String is all of them, for people.
type Problem = specfile.Problem

// RuleError is a custom rule that failed or panicked. There is no score without
// it, and nothing is qualified.
type RuleError struct {
	Custom string // the name in [Bindings.Custom]
	Where  string // the first to use it: "group fit, rule free_mail" or "gate blocked"
	Err    error  // what the rule returned, or its panic
}

// Error names the rule and where it is used.
func (e *RuleError) Error() string {
	return fmt.Sprintf("custom rule %q (%s) could not decide: %v", e.Custom, e.Where, e.Err)
}

// Unwrap returns the rule's own error.
func (e *RuleError) Unwrap() error { return e.Err }

// The codes of [NotQualifiedError.Blocker], in the order in which one is chosen if
// several apply.
const (
	CodeGate  = "gate"  // a gate holds; params gate, action, reason
	CodeScore = "score" // too few points; params total, score, missing
	CodeGrade = "grade" // the grade is not listed; params grade, grades
)

// CodeUnsigned is the code of [UnsignedError.Blocker]; params criteria and, as far as
// they apply, agreed, missing and from.
const CodeUnsigned = "unsigned"

// NotQualifiedError is a lead that is no MQL. It Is ErrNotQualified, and to a
// lifecycle it is a refusal, by its Blocker method.
type NotQualifiedError struct {
	Result Result // the score, with everything that keeps the lead from qualifying
}

// Error gives every reason.
func (e *NotQualifiedError) Error() string {
	_, message, _ := e.Blocker()
	return message
}

// Is reports whether target is ErrNotQualified.
func (e *NotQualifiedError) Is(target error) bool { return target == ErrNotQualified }

// Blocker returns the first reason as a code with its parameters, and all of them
// as a message.
func (e *NotQualifiedError) Blocker() (code, message string, params map[string]string) {
	var messages []string
	because := func(c, m string, p map[string]string) {
		if code == "" {
			code, params = c, p
		}
		messages = append(messages, m)
	}
	r := &e.Result
	for _, g := range r.Gates {
		because(CodeGate, r.gateWords(g, English), map[string]string{"gate": g.Gate, "action": string(g.Action), "reason": string(g.Reason)})
	}
	s := r.shortfall()
	if s.Points > 0 {
		needed := r.Total + s.Points
		because(CodeScore, fmt.Sprintf("%v points are missing (%v of %v)", s.Points, r.Total, needed),
			map[string]string{"total": r.Total.String(), "score": needed.String(), "missing": s.Points.String()})
	}
	if len(s.Grades) > 0 {
		grades := strings.Join(s.Grades, ", ")
		because(CodeGrade, fmt.Sprintf("grade %s is none of %s", r.Grade, grades),
			map[string]string{"grade": r.Grade, "grades": grades})
	}
	return code, strings.Join(messages, "; "), params
}

// AgreementError lists everything that is wrong with an [Agreement]. It Is
// ErrInvalidAgreement.
type AgreementError struct {
	Problems []Problem // each with its path and, from a file, its place
}

// Error lists the problems, one after the other.
func (e *AgreementError) Error() string { return (&SpecError{Problems: e.Problems}).Error() }

// Is reports whether target is ErrInvalidAgreement.
func (e *AgreementError) Is(target error) bool { return target == ErrInvalidAgreement }

// UnsignedError says why criteria are not agreed on: because something else was
// signed, somebody has not, or the day has not come. It Is ErrUnsigned, and to a
// lifecycle it is a refusal, by its Blocker method.
type UnsignedError struct {
	Criteria  string    // [Model.FullID] of what was to be applied
	Agreed    string    // what was signed instead, if it is something else
	Missing   []Side    // who has not signed
	NotBefore time.Time // UTC; when it comes into force, if that is later
}

// Error says it in a sentence.
func (e *UnsignedError) Error() string {
	what := "the criteria " + briefly(e.Criteria) + " are not agreed on: "
	switch {
	case e.Agreed != "":
		return what + "what was signed is " + briefly(e.Agreed)
	case len(e.Missing) > 0:
		noun, verb := "the signature of ", " is missing"
		if len(e.Missing) > 1 {
			noun, verb = "the signatures of ", " are missing"
		}
		return what + noun + joinSides(e.Missing) + verb
	}
	return what + "they come into force on " + stamp(e.NotBefore)
}

// Is reports whether target is ErrUnsigned.
func (e *UnsignedError) Is(target error) bool { return target == ErrUnsigned }

// Blocker returns a code with its parameters, and Error as a message.
func (e *UnsignedError) Blocker() (code, message string, params map[string]string) {
	params = map[string]string{"criteria": e.Criteria}
	if e.Agreed != "" {
		params["agreed"] = e.Agreed
	}
	if len(e.Missing) > 0 {
		params["missing"] = joinSides(e.Missing)
	}
	if !e.NotBefore.IsZero() {
		params["from"] = e.NotBefore.Format(time.RFC3339)
	}
	return CodeUnsigned, e.Error(), params
}

func joinSides(sides []Side) string {
	texts := make([]string, len(sides))
	for i, s := range sides {
		texts[i] = string(s)
	}
	return strings.Join(texts, " and ")
}

// briefly is a full ID as people know it.
func briefly(full string) string {
	if fullID.MatchString(full) {
		return full[:len(full)-56]
	}
	return fmt.Sprintf("%.100q", full)
}
