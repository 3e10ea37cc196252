package funnel

import "github.com/leadline-go/leadline/lead"

// Curve is how long leads take from coming in to the last stage, by Kaplan and Meier:
// those who have not arrived are counted for as long as they have been on their way,
// also if they are lost. Leads are left out if it is not known when they came in or
// arrived.
//
// On the cohort basis it is of the leads of the report, followed to AsOf. On the
// activity basis it is of what happened in the window: each lead, also one that did
// nothing then, counts while it is in there, at the age that it has by then. That is the period approach of H.
// Brenner and O. Gefeller, An alternative approach to monitoring cancer patient
// survival, Cancer 78 (1996) 2004–2010. It says how leads would fare if every age
// fared as it did in the window.
type Curve struct {
	Stage  string       `json:"stage"`  // the last
	Leads  int64        `json:"leads"`  // that count
	Events int64        `json:"events"` // of these, reached the stage; on the activity basis in the window
	Points []CurvePoint `json:"points"` // at most 200 of the events, evenly spread: the first and the last are among them

	// OnTheWay is how many leads were still on the way at round times, from 0 up to the
	// last event, at most six; empty without one. These numbers say how much the curve
	// rests on. Leads are lost to them by arriving, and by having been watched no longer.
	OnTheWay []CurveCount `json:"on_the_way"`

	// The times in seconds by which a quarter, half and three quarters of all leads
	// have reached the stage, with their 95 % intervals; nil if so many never did.
	P25 *CurveQuantile `json:"p25"`
	P50 *CurveQuantile `json:"p50"`
	P75 *CurveQuantile `json:"p75"`
}

// CurvePoint is a step of a [Curve].
type CurvePoint struct {
	Time   float64  `json:"t_s"`     // seconds since coming in
	AtRisk int64    `json:"at_risk"` // leads that had not arrived before, and were still watched
	Done   float64  `json:"done"`    // the share that has reached the stage by then
	Low    *float64 `json:"low"`     // of Done: 95 %, log-log, Greenwood; nil where that says nothing
	High   *float64 `json:"high"`    // likewise
}

// CurveCount is how many leads had come in before a time, had not arrived before it, and
// were still watched. At 0 it is those who are watched from the beginning.
type CurveCount struct {
	Time float64 `json:"t_s"` // seconds since coming in
	N    int64   `json:"n"`   // leads
}

// CurveQuantile is a quantile of a [Curve] in seconds; a bound that the data do not
// determine is nil.
type CurveQuantile struct {
	Value float64  `json:"value_s"` // the quantile
	Low   *float64 `json:"low_s"`   // 95 %, by Brookmeyer and Crowley, log-log
	High  *float64 `json:"high_s"`  // likewise
}

// Exits is how visits to a status end, by Aalen and Johansen: the share that has gone
// each way by a time, and the share that has not gone. They sum to 1. Visits are left
// out if it is not known when they began or ended.
//
// On the activity basis it is of what happened in the window, as a [Curve] is.
type Exits struct {
	Status lead.Status `json:"status"`  // that the visits are to
	Visits int64       `json:"visits"`  // that count
	Open   int64       `json:"open"`    // of these, not over: at AsOf or at the end of the window
	Ways   []ExitWay   `json:"ways"`    // most frequent first, then by name; beyond six the rest is one
	Times  []float64   `json:"times_s"` // seconds since the visit began, of at most 100 exits, evenly spread
	Still  []float64   `json:"still"`   // the share still in the status, at each of Times

	// StillLow and StillHigh are the 95 % interval of the last of Still, log-log by
	// Greenwood's formula; nil where that says nothing.
	StillLow  *float64 `json:"still_low"`
	StillHigh *float64 `json:"still_high"`
}

// ExitWay is where visits end up.
type ExitWay struct {
	// To is the status after the visit, or "(other)" for all ways beyond six. A
	// status that has such a name itself is in quotes here: "\"(other)\"".
	To    lead.Status `json:"to"`
	N     int64       `json:"n"`     // visits that ended so
	Share []float64   `json:"share"` // the share of all visits that has, at each of Times

	// Low and High are the 95 % interval of the last of Share, log-log by the delta
	// method; nil where that says nothing, as if all visits ended so.
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
}
