package funnel

import "github.com/leadline-go/leadline/lead"

// Age is how long the leads that stand in a status have been there, at AsOf. There is
// one for each status of all stages but the last, also if nobody stands in it.
type Age struct {
	Status lead.Status `json:"status"` // of today
	Leads  int64       `json:"leads"`  // that stand in it

	// Overdue counts those whose clock has run out: the due time of a lead's last
	// row is before AsOf. An activity can have stopped the clock by having none.
	Overdue int64 `json:"overdue"`

	// Buckets are their number by age. They begin at 0, 1, 3, 7, 14, 30, 60, 90
	// and 180 days of 24 hours, and all are there.
	Buckets []AgeBucket `json:"buckets"`
	Untimed int64       `json:"untimed"` // of whom it is not known since when; in no bucket
}

// AgeBucket counts leads by age in days, half-open.
type AgeBucket struct {
	From int   `json:"from_days"` // in it
	To   int   `json:"to_days"`   // not in it; 0: no end
	N    int64 `json:"n"`         // leads
}

// Leak is where the leads are that reached a stage and none behind it. Their whole
// story up to AsOf counts, on both bases.
type Leak struct {
	Stage string      `json:"stage"` // that they reached
	Leads int64       `json:"leads"` // that got no further
	Still int64       `json:"still"` // of these, are in the stage at AsOf
	Gone  []LeakCount `json:"gone"`  // the others, by the status they are in; most first, then by name
}

// LeakCount is how many leads are in a status.
type LeakCount struct {
	Status lead.Status `json:"status"` // at AsOf
	N      int64       `json:"n"`      // leads
}

// Velocity is what the funnel brings in per day: leads × win rate × mean amount / cycle
// time. It needs [Spec.Amount].
//
// The amount is that of the row with which a lead first came to the last stage: at most
// 18 digits, with or without a sign "-" and up to 18 places after a point. Sums are
// exact up to the last rounding.
type Velocity struct {
	Label   string   `json:"label"`   // that holds the amounts: Spec.Amount; what they are in, nobody says
	Leads   int64    `json:"leads"`   // of the report
	Won     Rate     `json:"won"`     // reached the last stage; on the activity basis in the window
	Amounts int64    `json:"amounts"` // won leads with an amount
	Unread  int64    `json:"unread"`  // won leads whose amount is no such decimal: in no sum
	Mean    *float64 `json:"mean"`    // of the amounts
	Sum     *float64 `json:"sum"`     // of the amounts; nil without any
	Cycle   *float64 `json:"cycle_s"` // median seconds from coming in to the last stage, of those won whose times are known
	PerDay  *float64 `json:"per_day"` // nil if a part is missing or the cycle is 0
}
