package maturity

import (
	"encoding/json"
	"fmt"
)

// Axis is one of the two sides of the model.
type Axis string

// The axes.
const (
	Relationship   Axis = "relationship"    // of marketing and sales; horizontal, r
	LeadManagement Axis = "lead_management" // vertical, m
)

// Stages is how many stages an axis has. They are counted from 1.
const Stages = 4

// Lang is a language of the texts.
type Lang string

// The languages.
const (
	En Lang = "en"
	De Lang = "de"
)

// Text is a text in the languages of the house.
type Text struct {
	En string `json:"en"` // English
	De string `json:"de"` // German
}

// In returns the text in a language; English unless that is [De].
func (t Text) In(l Lang) string {
	if l == De {
		return t.De
	}
	return t.En
}

// Class is where a cell lies with respect to the ideal line, on which both axes
// are equally far along. In JSON the empty Class is null.
type Class string

// The classes.
const (
	OnPath Class = "on_path" // m = r
	Above  Class = "above"   // m > r: defined in theory, not lived, for the relationship lags
	Below  Class = "below"   // m < r: definitions are missing, effort is wasted
)

// MarshalJSON writes the class as text, or null for the empty one.
func (c Class) MarshalJSON() ([]byte, error) {
	if c == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(c))
}

// Cell is a place in the matrix: R is the stage of the relationship and M that of
// lead management, each from 1 to 4. In JSON it is [r,m].
type Cell struct {
	R, M int
}

// String returns "(r, m)".
func (c Cell) String() string { return fmt.Sprintf("(%d, %d)", c.R, c.M) }

// MarshalJSON writes [r,m].
func (c Cell) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "[%d,%d]", c.R, c.M), nil }

// UnmarshalJSON reads [r,m].
func (c *Cell) UnmarshalJSON(data []byte) error {
	var pair []int
	if err := json.Unmarshal(data, &pair); err != nil || len(pair) != 2 {
		return fmt.Errorf("cell: expected [r,m], found %.40s", data)
	}
	c.R, c.M = pair[0], pair[1]
	return nil
}

// Offset returns m - r: how many stages the cell lies above the ideal line, or
// below it if negative.
func (c Cell) Offset() int { return c.M - c.R }

// Class returns where the cell lies with respect to the ideal line.
func (c Cell) Class() Class {
	switch {
	case c.M > c.R:
		return Above
	case c.M < c.R:
		return Below
	}
	return OnPath
}

// valid reports whether both stages exist.
func (c Cell) valid() bool { return isStage(c.R) && isStage(c.M) }

func isStage(n int) bool { return 1 <= n && n <= Stages }

// on returns the stage on an axis.
func (c Cell) on(a Axis) int {
	if a == LeadManagement {
		return c.M
	}
	return c.R
}

// axes are the axes in the order of every list.
func axes() [2]Axis { return [...]Axis{Relationship, LeadManagement} }
