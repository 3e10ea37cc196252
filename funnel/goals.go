package funnel

import "time"

// GoalSpec is an output goal: so many leads that reach a stage in each period. A lead
// counts once, however often it is offered.
type GoalSpec struct {
	Stage   string `json:"stage"`    // a name in [Spec.Stages]
	Per     Period `json:"per"`      // the period
	AtLeast int64  `json:"at_least"` // leads; at least 1
}

// Goal is what came of a [GoalSpec]. Whatever the basis, it counts the leads that
// reached the stage, that is came to it or a later one, for the first time in a
// period, whenever they came in. One of which nobody knows when it did is in no period.
type Goal struct {
	Stage   string       `json:"stage"`    // as in the Spec
	Per     Period       `json:"per"`      // likewise
	AtLeast int64        `json:"at_least"` // likewise
	Periods []GoalPeriod `json:"periods"`  // that lie in the window as a whole and have begun by AsOf; the latest 120, in order
}

// GoalPeriod is a goal in one period.
type GoalPeriod struct {
	From   time.Time  `json:"from"`   // its beginning, in Options.Zone
	To     time.Time  `json:"to"`     // the next one's
	Actual int64      `json:"actual"` // leads by AsOf
	State  GoalState  `json:"state"`  // against the goal
	Still  *GoalStill `json:"still"`  // what is still possible; nil unless State is GoalOpen
}

// GoalState is how a goal stands.
type GoalState string

// The states of a goal.
const (
	GoalMet    GoalState = "met"    // also before the period is over
	GoalMissed GoalState = "missed" // the period is over
	GoalOpen   GoalState = "open"   // not met, and the period is not over
)

// GoalStill is what is still possible in a period that is not over.
type GoalStill struct {
	Needed int64 `json:"needed"` // leads to the goal
	// Waiting is how many leads stand in the stages before and have not reached
	// this one: where the needed ones can come from, beside new ones.
	Waiting int64 `json:"waiting"`
	// Low and High are how many of those would come if all had the time to: for each
	// stage, its leads times the ends of the interval of the report's rate from there
	// to here. Nil if a rate is unknown.
	Low  *float64 `json:"expected_low"`
	High *float64 `json:"expected_high"`
}

// Plan is how many leads each stage needs for so many wins, at the measured rates.
type Plan struct {
	Wins   int64       `json:"wins"`   // wanted in the last stage
	Stages []PlanStage `json:"stages"` // in the order of the funnel
}

// PlanStage is a stage of a [Plan].
type PlanStage struct {
	Stage string `json:"stage"` // its name
	Rate  Rate   `json:"rate"`  // of the stage's leads, how many reached the last stage

	// Needed is Wins divided by Rate, rounded up; Low and High are the same at
	// the upper and lower end of its interval. Nil where the rate is zero or
	// unknown, so that no number of leads will do or nobody knows, and where it exceeds
	// 1, as it can on the activity basis.
	Needed *int64 `json:"needed"`
	Low    *int64 `json:"low"`
	High   *int64 `json:"high"`
}

// Input is an input figure, such as clicks: supplied by the caller, shown apart, and
// used for nothing.
type Input struct {
	Name  string    `json:"name"`           // such as "clicks"
	From  time.Time `json:"from"`           // what time it is about
	To    time.Time `json:"to"`             // half-open
	Value float64   `json:"value"`          // finite
	Unit  string    `json:"unit,omitempty"` // such as "EUR"
}
