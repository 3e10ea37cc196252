package maturity

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Answers are what people said, as plain data: written as a Go literal, or in YAML
// or JSON and read by [ReadAnswers]. Nothing in it is checked until
// [Model.Evaluate].
//
//	respondents:
//	  - id: p1
//	    department: sales
//	    answers:
//	      rel.rules.2: 4
//	      rel.rules.3: dont_know
//	      rel.exchange.4: {value: not_applicable, reason: no key accounts}
type Answers struct {
	Respondents []Respondent `json:"respondents"` // in any order

	// Source is where ReadAnswers found each part, so that Evaluate can point
	// at it. The zero value is Answers that were written in Go.
	Source specfile.Source `json:"-"`
}

// Respondent is a person with their answers. The order of respondents means
// nothing.
type Respondent struct {
	// ID is there to notice somebody who answers twice. It is any word, not a
	// name; it may be empty and goes into no report.
	ID string `json:"id,omitempty"`

	Department string `json:"department"` // an ID of the model's

	// Answers is by the ID of the statement. One that is missing counts as
	// DontKnow.
	Answers map[string]Answer `json:"answers"`
}

// Answer is one answer. In a file the value may stand for it.
type Answer struct {
	Value Value `json:"value,omitzero" spec:"scalar"` // the zero value is no answer

	// Reason is why the statement does not apply. NotApplicable needs one; with
	// any other value it is a note that nobody reads.
	Reason string `json:"reason,omitempty"`
}

// MarshalJSON writes the value alone where there is no reason.
func (a Answer) MarshalJSON() ([]byte, error) {
	if a.Reason == "" {
		return json.Marshal(a.Value)
	}
	type fields Answer // without this method
	return json.Marshal(fields(a))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (a *Answer) UnmarshalJSON(b []byte) error {
	*a = Answer{}
	if len(b) == 0 || b[0] != '{' {
		return json.Unmarshal(b, &a.Value)
	}
	type fields Answer // without this method
	return json.Unmarshal(b, (*fields)(a))
}

// Value is 1 to 5 on the statement's scale, or one of the constants. The zero
// value is no answer, and counts as DontKnow.
type Value int8

// The values that are not on the scale.
const (
	DontKnow      Value = -1 // cannot judge: does not count
	NotApplicable Value = -2 // the statement makes no sense here
)

// maxValue is the highest value on a scale.
const maxValue = 5

const (
	dontKnow      = "dont_know"
	notApplicable = "not_applicable"
)

// String returns the value as it stands in a file; "" for the zero value.
func (v Value) String() string {
	switch v {
	case 0:
		return ""
	case DontKnow:
		return dontKnow
	case NotApplicable:
		return notApplicable
	}
	return strconv.Itoa(int(v))
}

// MarshalText writes the value as it stands in a file.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText writes, and refuses anything else.
func (v *Value) UnmarshalText(text []byte) error {
	for _, known := range []Value{0, 1, 2, 3, 4, maxValue, DontKnow, NotApplicable} {
		if known.String() == string(text) {
			*v = known
			return nil
		}
	}
	return fmt.Errorf("expected 1 to %d, %s or %s, found %.40q", maxValue, dontKnow, notApplicable, text)
}

// rated reports whether the value is on the scale.
func (v Value) rated() bool { return 1 <= v && v <= maxValue }

// ReadAnswers reads answers in YAML or JSON; name is what messages call the file.
// It reports syntax, unknown keys and values that there are not, all at once, as a
// [*SpecError]; whether the answers fit a model is for [Model.Evaluate] to say.
// Input is bounded: 256 KiB, which is some 400 people, 64 levels, no aliases.
func ReadAnswers(r io.Reader, name string) (Answers, error) {
	var a Answers
	src, err := specfile.Read(r, name, &a)
	if err != nil {
		return Answers{}, err
	}
	a.Source = src
	return a, nil
}
