package funnel

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/leadline-go/leadline/internal/histories"
	"github.com/leadline-go/leadline/lead"
)

// Report is what [Funnel.Report] found. It is plain data and marshals to JSON as
// it stands: times in RFC 3339, durations in seconds, undefined figures null.
type Report struct {
	Funnel      string       `json:"funnel"`            // the Spec's name
	Revision    int          `json:"revision"`          // the Spec's
	ID          string       `json:"id"`                // [Funnel.ID]: name, revision and what the Spec says; equal for equal funnels
	Basis       Basis        `json:"basis"`             // whose doings are counted
	Window      Window       `json:"window"`            // the time that the report is about
	AsOf        time.Time    `json:"as_of"`             // the time up to which leads are followed
	Zone        string       `json:"zone"`              // the name of Options.Zone, such as "Europe/Vienna"; what people read is in its time
	By          string       `json:"by,omitempty"`      // the label of Segments
	ByLast      bool         `json:"by_last,omitempty"` // its value at AsOf, not at entry
	Match       *MatchSpec   `json:"match"`             // other rules for the way through the stages; nil: a stage entered is reached with those before
	Titles      Titles       `json:"titles,omitzero"`   // what people read for the codes of stages and statuses
	Definitions []Definition `json:"definitions"`       // what the figures mean on this basis

	Counts      Counts         `json:"counts"`      // what became of every lead that was read
	Stages      []Stage        `json:"stages"`      // in the order of the Spec
	Transitions []Flow         `json:"transitions"` // most frequent first, then by name
	Statuses    []StatusReport `json:"statuses"`    // those of the stages first, then by name
	Anomalies   []Anomaly      `json:"anomalies"`   // those that occurred
	Segments    []Segment      `json:"segments"`    // largest first, then the rest, then those without a value

	HandOff  *HandOff  `json:"handoff"`  // nil without Spec.HandOff
	Goals    []Goal    `json:"goals"`    // in the order of the Spec
	Plan     *Plan     `json:"plan"`     // nil without Options.Wins
	Inputs   []Input   `json:"inputs"`   // as supplied
	Cohorts  *Cohorts  `json:"cohorts"`  // nil on the activity basis
	Curve    *Curve    `json:"curve"`    // time to the last stage; nil with one stage
	Exits    []Exits   `json:"exits"`    // of the statuses of all stages but the last
	Ages     []Age     `json:"ages"`     // of the leads that stand in these statuses
	Leaks    []Leak    `json:"leaks"`    // of all stages but the last
	Velocity *Velocity `json:"velocity"` // nil without Spec.Amount, and if no won lead has one
	Findings []Finding `json:"findings"` // what to know before believing a figure
}

// Definition says in words what a figure means.
type Definition struct {
	Term string `json:"term"` // a key of the JSON
	Text string `json:"text"` // a sentence or two, English
}

// Counts tells what became of every lead that has a dated row by AsOf:
// Leads + Void + NoStage + Outside is their number.
//
// A lead lies in the window if, on the cohort basis, its first entry into a
// stage does (its first row, if it never entered one) and, on the activity basis,
// if any of its rows does.
type Counts struct {
	Leads   int64 `json:"leads"`    // in the report
	Void    int64 `json:"void"`     // in the window, but void at AsOf: left out
	NoStage int64 `json:"no_stage"` // in the window, but in no stage up to AsOf: left out
	Outside int64 `json:"outside"`  // not in the window

	Rows       int64 `json:"rows"`       // of the leads in the report; on the activity basis those in the window
	Duplicates int64 `json:"duplicates"` // rows read once more, of any lead: counted once
}

// Stage is a stage of the funnel. Its counts are of leads.
type Stage struct {
	Name  string    `json:"name"`           // as in the Spec
	Title lead.Text `json:"title,omitzero"` // as in the Spec

	Entered int64 `json:"entered"` // had a visit to the stage
	Reached int64 `json:"reached"` // entered it or a later one
	Skipped int64 `json:"skipped"` // reached but did not enter it
	Joined  int64 `json:"joined"`  // entered the funnel here

	// Conversion is Reached of the previous stage's Reached; nil for the first
	// stage. Cumulative is Reached of the first stage's; that of the first stage
	// itself is 1 by definition, so that its interval says nothing. On the
	// activity basis they compare different leads and may exceed 1.
	Conversion *Rate `json:"conversion"`
	Cumulative Rate  `json:"cumulative"`

	// TimeToNext is the time from the first entry into the stage to the first
	// entry into the next one after it; nil for the last stage. A lead that
	// skips the next stage or was there before does not make the step and stays
	// open.
	TimeToNext *Durations `json:"time_to_next"`
}

// Durations are times in seconds, of which some are not over at AsOf. A nil
// figure is one that the data do not determine.
type Durations struct {
	N    int64 `json:"n"`    // that are over
	Open int64 `json:"open"` // that are not

	// Mean, P50 and P90 are of those that are over: the mean, the median and
	// the 90 % quantile, exact, interpolated as Hyndman and Fan's type 7. All
	// three are biased: the longest times are still open.
	Mean *float64 `json:"mean_s"`
	P50  *float64 `json:"p50_s"`
	P90  *float64 `json:"p90_s"`

	// KMP50 is the median by Kaplan and Meier, which counts the open ones for
	// as long as they have lasted: the time within which half of all have
	// ended. Nil if half of all never did.
	KMP50 *float64 `json:"km_p50_s"`
}

// Flow is how often a row with To followed one with From. Every row counts, also
// the activities, where From is To.
type Flow struct {
	From lead.Status `json:"from"` // Start before the first row
	To   lead.Status `json:"to"`   // End after the last row
	N    int64       `json:"n"`    // rows
}

// The ends of a lead's history among the statuses of a [Flow]. A status that has
// such a name itself is in quotes there: "\"(end)\"".
const (
	Start lead.Status = "(start)"
	End   lead.Status = "(end)"
)

// StatusReport is a status: those of the stages, also if no lead was in them, and
// all others that occurred.
type StatusReport struct {
	Status    lead.Status `json:"status"`          // by its name of today
	Title     lead.Text   `json:"title,omitzero"`  // as in the Spec; that of the stage, if it makes that up alone
	Stage     string      `json:"stage,omitempty"` // empty: in no stage
	Visits    int64       `json:"visits"`          // stays from entry to exit, or still open
	Leads     int64       `json:"leads"`           // with at least one visit
	Reentered Reentered   `json:"reentered"`       // how many of the visits were returns
	Time      StatusTime  `json:"time"`            // how long the visits lasted
}

// Reentered counts the visits to a status that its lead had left before.
type Reentered struct {
	Leads int64 `json:"leads"` // that came back at least once
	Times int64 `json:"times"` // that they did
}

// StatusTime is the time spent in a status.
type StatusTime struct {
	Visits     Durations `json:"visits"`     // per visit
	Cumulative Durations `json:"cumulative"` // per lead, all its visits added up
	Latest     Durations `json:"latest"`     // per lead, its last visit
}

// Anomaly is a kind of oddity in the history that was read: rows of any lead
// that is not void, in the window or not.
type Anomaly struct {
	Kind  AnomalyKind `json:"kind"`  // what is odd
	N     int64       `json:"n"`     // rows
	Leads []string    `json:"leads"` // the ten smallest lead ids
}

// Segment is the funnel of the leads that share a label's value.
type Segment struct {
	Label  string      `json:"label"`  // Options.By
	Value  string      `json:"value"`  // "(other)" and "(none)" for those kinds
	Kind   SegmentKind `json:"kind"`   // whether Value is one
	Leads  int64       `json:"leads"`  // in the report, with this value
	Stages []Stage     `json:"stages"` // the funnel of these leads alone
}

// SegmentKind tells a value from what merely looks like one.
type SegmentKind string

// The kinds of segment.
const (
	ValueSegment SegmentKind = "value" // the leads with one value
	OtherSegment SegmentKind = "other" // those with a value beyond Options.MaxSegments
	NoneSegment  SegmentKind = "none"  // those without a value
)

// The Value of the two kinds that have none.
const (
	otherValue = "(other)"
	noneValue  = "(none)"
)

// MarshalJSON writes {"from":…,"to":…} in UTC, null for an open bound.
func (w Window) MarshalJSON() ([]byte, error) {
	bound := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return new(t.UTC())
	}
	return json.Marshal(struct {
		From *time.Time `json:"from"`
		To   *time.Time `json:"to"`
	}{bound(w.From), bound(w.To)})
}

// Report reads a history and counts it. The rows may come in any order, those of
// many leads mixed; a lead's rows are taken in the order of (At, Version), with
// times cut to the microsecond. A row that comes twice counts once: two rows with
// one version are the same row if they agree in all but Note, Evidence, Key,
// KeyHash, Spec and the actor's ID, which may have been erased between two readings. So the same
// report comes out whatever the order, to the byte.
//
// The history is read once. What counting needs of it stays in memory until
// Report returns: 60 bytes a row, 20 more for one that begins or refuses a hand-over, some
// 100 a lead and 300 a reason. Time grows with the rows and
// the logarithm of the longest history.
//
// Errors are those of the history, ErrInvalidOptions (also of a nil history), ErrInvalidRow and a
// [*DuplicateError]; there is no report then.
func (f *Funnel) Report(history iter.Seq2[lead.Transition, error], o Options) (*Report, error) {
	o, err := o.check()
	if err == nil && history == nil {
		err = fmt.Errorf("%w: the history must be given", ErrInvalidOptions)
	}
	if err != nil {
		return nil, err
	}
	h, err := f.collect(history, o.AsOf, o.By)
	if err != nil {
		return nil, err
	}
	c, err := f.count(h, o)
	if err != nil {
		return nil, err
	}
	h.rows = histories.Blocks[row]{} // counted; taking the figures needs the room
	return f.assemble(h, c, o), nil
}
