package maturity

import "time"

// Bounds are the lowest and the highest stage that are possible.
type Bounds struct {
	Low  int `json:"low"`  // 1 to 4
	High int `json:"high"` // Low to 4
}

// Verdict is what a measure says about a threshold.
type Verdict string

// The verdicts. Of a share, the whole 95 % interval by Wilson must lie on one side of
// the threshold, and there must be [Rules.Cases] cases. One that comes [FromSpec] is a
// full count: it is compared as it is, as days and counts are.
const (
	Supported    Verdict = "supported"    // it is reached
	Refuted      Verdict = "refuted"      // it is not
	Inconclusive Verdict = "inconclusive" // it is not known which
	Unmeasured   Verdict = "unmeasured"   // there is no measure
)

// Bound is the side from which a measure has to reach a threshold. The threshold
// itself is good enough.
type Bound string

// The bounds.
const (
	AtLeast Bound = "at_least" // more is better
	AtMost  Bound = "at_most"  // less is better
)

// Figure is what was measured.
type Figure struct {
	Num   int64   `json:"num"`   // as in the Measure
	Den   int64   `json:"den"`   // as in the Measure
	Value float64 `json:"value"` // Num/Den: of a share from 0 to 1, else days or a count

	// Low and High are the limits of the 95 % interval of a share, by Wilson; nil for
	// days, counts and a share that comes [FromSpec].
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`

	// From, which is in, and To, which is out, are when it was measured, in UTC.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// MeasureReport is a measure beside all thresholds of its indicator.
type MeasureReport struct {
	Indicator string `json:"indicator"`         // its ID
	Name      Text   `json:"name"`              // what is measured
	Axis      Axis   `json:"axis"`              // that it counts for
	Unit      Unit   `json:"unit"`              // of the figure and the thresholds
	Figure    Figure `json:"figure"`            // what was found
	Assumed   bool   `json:"assumed,omitempty"` // it was taken for granted, not measured

	Thresholds []Threshold `json:"thresholds"` // by stage
}

// Threshold is what an indicator has to reach for a stage, and whether it does.
type Threshold struct {
	Stage   int     `json:"stage"`   // 2 to 4
	Bound   Bound   `json:"bound"`   // whether more is better, or less
	Value   Decimal `json:"value"`   // in the unit of the indicator: 0.8 is 80 %
	Verdict Verdict `json:"verdict"` // never Unmeasured

	// Counts says whether the stage depends on it: a required statement of the stage
	// names the indicator. Others are goals to aim at.
	Counts bool `json:"counts"`
}

// Comparison is an indicator that a statement names, beside its threshold for the
// statement's stage.
type Comparison struct {
	Indicator string  `json:"indicator"` // its ID
	Name      Text    `json:"name"`      // what is measured
	Bound     Bound   `json:"bound"`     // whether more is better, or less
	Threshold Decimal `json:"threshold"` // in the unit of the indicator
	Verdict   Verdict `json:"verdict"`   // on that threshold
	Figure    *Figure `json:"figure"`    // nil if Unmeasured
}
