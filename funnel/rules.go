package funnel

import "github.com/leadline-go/leadline/lead"

// Order says how a lead's way must follow the stages.
type Order string

// The orders.
const (
	// Reached is the default: a lead that enters a stage has reached those before
	// it too, entered or not.
	Reached Order = ""
	// Ordered wants each stage entered after the one before it, whatever lies
	// between.
	Ordered Order = "ordered"
	// Strict wants the stages one after the other: a row that does not enter the
	// stage awaited ends the attempt. A stage entered by its status lasts for the
	// visit, within which activities end nothing; one entered by an event is a
	// moment, which the next row ends.
	Strict Order = "strict"
	// AnyOrder wants the stages in any order: stage k is reached with the k-th of
	// them that is entered.
	AnyOrder Order = "any"
)

// Entry says which of a lead's attempts counts.
type Entry string

// The entries.
const (
	// First is the default: the first attempt.
	First Entry = "first"
	// Best is the attempt that gets furthest, the first of equals.
	Best Entry = "best"
)

// MatchSpec names other rules for the way through the stages than the default, for
// those who compare with a product that has them. What it counts is one attempt of
// each lead.
//
// An attempt begins with every row that enters the first stage or, in any order,
// any stage; a lead without one is in no stage. It reaches stage after stage, each
// with the first row that does, until the last stage is reached or the attempt is
// over. A row enters the stage of its event or else, if it begins a visit, that of
// its status: one row is one stage at most. Rows with one time are taken in the
// order of their versions.
//
// In the report, the stages and all that is about leads coming in and getting on is
// about that attempt: Entered is Reached, no stage is skipped, and all join at the
// first. A step that was not made stays open until AsOf or until the attempt's time
// was over. Visits, statuses and transitions are counted as ever.
//
// The time to find the attempt grows with the rows of a lead times the stages at
// most, also for Best.
type MatchSpec struct {
	Order Order `json:"order"`           // not Reached
	Entry Entry `json:"entry,omitempty"` // empty: First

	// Within is the time that an attempt may take from its first row, such as
	// "14d" or "8h"; the end is in it. Empty: no limit.
	Within Span `json:"within,omitempty"`

	// Exclude lists what must not happen in an attempt.
	Exclude []ExcludeSpec `json:"exclude,omitempty"`
}

// ExcludeSpec is what must not happen between two stages: an attempt in which it
// does goes no further. A row that is excluded and would enter Before is excluded.
type ExcludeSpec struct {
	Statuses []lead.Status `json:"statuses,omitempty" spec:"one"` // entering one of them
	Events   []lead.Event  `json:"events,omitempty" spec:"one"`   // or a row with one of these events

	// After and Before are names of stages: the exclusion holds after After was
	// entered and until Before is. Empty: the first and the last. In any order
	// there is no between: both are empty. Between them the statuses and events of
	// the stages up to Before cannot be excluded, as they are what is awaited;
	// those of other stages can: who falls back, jumps ahead or, by events, is in
	// After once more.
	After  string `json:"after,omitempty"`
	Before string `json:"before,omitempty"`

	// Discard takes the attempt out, as if it had not been made, instead of
	// ending it where it got.
	Discard bool `json:"discard,omitempty"`
}

// Span is a length of time as a file writes it: "90m", "8h", "30d" (24 hours each),
// in whole seconds and at most ten years.
type Span string
