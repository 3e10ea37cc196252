package funnel

import (
	"time"

	"github.com/leadline-go/leadline/lead"
)

// HandOffSpec says how leads are handed over from marketing to sales. A hand-over
// is an offer: a visit to Status. How it ended is told by the row that ends it.
// Events beat statuses; what is in neither list is withdrawn.
type HandOffSpec struct {
	Status lead.Status `json:"status"` // in which leads wait for an answer, such as "mql"

	Accepted EndSpec `json:"accepted"`          // how an offer is accepted
	Rejected EndSpec `json:"rejected,omitzero"` // how it is rejected, for good
	Returned EndSpec `json:"returned,omitzero"` // how it is sent back to be completed

	// Side is the side to which leads are offered. A row by a human of this side
	// after the acceptance is the first touch, in the visit that it began or at its end.
	// Empty: sales.
	Side lead.Side `json:"side,omitempty"`

	// Faults tells which side answers for a reason, by its code.
	Faults map[string]lead.Side `json:"faults,omitempty"`

	// Reasons are titles of reasons, by their codes, for people. A reason without one
	// goes by its code; those with one title have their codes before it.
	Reasons map[string]lead.Text `json:"reasons,omitempty"`

	// The names of labels, read off the row that begins the offer.
	Source   string `json:"source,omitempty"`   // where the lead came from; empty: "source"
	Band     string `json:"band,omitempty"`     // its score band; empty: "score_band"
	Criteria string `json:"criteria,omitempty"` // "signed" or not; empty: "criteria"
}

// EndSpec is how an offer ends: with one of the events, or else with a move to one of
// the statuses.
type EndSpec struct {
	Events   []lead.Event  `json:"events,omitempty" spec:"one"`   // of the row that ends the offer
	Statuses []lead.Status `json:"statuses,omitempty" spec:"one"` // to which that row leads
}

// HandOff is the report of the meeting at which marketing and sales look at the same
// figures: how many leads were offered, and what became of them. An offer is dated by
// its beginning. On the cohort basis it is about all offers of the report's leads, on
// the activity basis about those dated in the window.
type HandOff struct {
	Status lead.Status `json:"status"` // of the offers

	// Void is how many offers there were of leads that are void at AsOf. They are
	// left out of all else.
	Void int64 `json:"void"`

	Total    Offers        `json:"total"`    // all offers
	Periods  []OfferPeriod `json:"periods"`  // by the date of the offer, in order, without gaps; the latest 120; without offers of which nobody knows when
	Sources  []OfferGroup  `json:"sources"`  // by source, most offers first
	Bands    []OfferGroup  `json:"bands"`    // by score band, most offers first
	Segments []OfferGroup  `json:"segments"` // by Options.By, at the offer; most offers first
	Reasons  []ReasonCount `json:"reasons"`  // of rejections and returns, most frequent first; beyond 50 the rest is one
	Faults   []FaultCount  `json:"faults"`   // the same by the side at fault

	Criteria CriteriaCount `json:"criteria"` // by what the offers were made
	Agenda   []AgendaItem  `json:"agenda"`   // what to talk about, most important first
}

// Offers counts offers by their end: Accepted + Rejected + Returned + Withdrawn + Open
// is Offered.
type Offers struct {
	Offered   int64 `json:"offered"`
	Accepted  int64 `json:"accepted"`
	Rejected  int64 `json:"rejected"`
	Returned  int64 `json:"returned"`
	Withdrawn int64 `json:"withdrawn"` // ended in another way, without an answer
	Open      int64 `json:"open"`      // not ended at AsOf
	Overdue   int64 `json:"overdue"`   // of Open: past their due time, also if nobody knows since when they wait

	OfDecided Rate `json:"of_decided"` // accepted, of accepted, rejected and returned
	OfOffered Rate `json:"of_offered"` // accepted, of all offered

	Decision   Clock `json:"decision"`    // from the offer to its answer
	FirstTouch Clock `json:"first_touch"` // from the acceptance to the first touch

	// Untouched is how many accepted offers have not been touched by AsOf, and
	// whose lead still stands where it was accepted.
	Untouched int64 `json:"untouched"`

	// Stages is how far accepted offers got: for each stage behind that of the
	// offer, those whose lead entered it or a later one after this acceptance and
	// before its next offer.
	Stages []StageCount `json:"stages"`
}

// Clock counts offers by their due time: Met + Missed + NotYetDue + Unmeasured is how
// many there are. A clock is met at the due time itself.
type Clock struct {
	Met        int64 `json:"met"`         // answered in time
	Missed     int64 `json:"missed"`      // answered late, or not by the due time
	NotYetDue  int64 `json:"not_yet_due"` // not answered, and in time
	Unmeasured int64 `json:"unmeasured"`  // had no due time, ended without an answer before it, or nobody knows when

	Kept Rate      `json:"kept"` // Met of Met and Missed
	Time Durations `json:"time"` // until the answer, of all with one; open those still waiting
}

// StageCount is how many offers came to a stage.
type StageCount struct {
	Stage   string `json:"stage"`   // its name
	Reached int64  `json:"reached"` // offers
	Rate    Rate   `json:"rate"`    // of the accepted ones
}

// OfferPeriod is the offers of a week or month.
type OfferPeriod struct {
	From   time.Time `json:"from"`   // its beginning, in Options.Zone
	To     time.Time `json:"to"`     // the next one's
	Offers Offers    `json:"offers"` // dated in it
}

// OfferGroup is the offers that share a label's value.
type OfferGroup struct {
	Value  string      `json:"value"`  // "(other)" and "(none)" for those kinds
	Kind   SegmentKind `json:"kind"`   // whether Value is one
	Offers Offers      `json:"offers"` // that have it
}

// OfferEnd is how an offer ended.
type OfferEnd string

// The ends of offers.
const (
	OfferAccepted  OfferEnd = "accepted"
	OfferRejected  OfferEnd = "rejected"
	OfferReturned  OfferEnd = "returned"
	OfferWithdrawn OfferEnd = "withdrawn"
	OfferOpen      OfferEnd = "open"
)

// ReasonCount is how often offers were refused for a reason.
type ReasonCount struct {
	End     OfferEnd     `json:"end"`             // rejected or returned
	Reason  string       `json:"reason"`          // the code; "(none)" and "(other)" for those kinds
	Title   lead.Text    `json:"title,omitzero"`  // as in the Spec
	Kind    SegmentKind  `json:"kind"`            // whether Reason is one
	Fault   lead.Side    `json:"fault,omitempty"` // the side that answers for it; empty: nobody in particular
	N       int64        `json:"n"`               // offers
	Share   Rate         `json:"share"`           // of all rejected and returned
	Sources []ValueCount `json:"sources"`         // of these by source, most first, at most five
	Bands   []ValueCount `json:"bands"`           // of these by score band, most first, at most five
}

// ValueCount is how many offers have a value.
type ValueCount struct {
	Value string      `json:"value"` // of the label; "(other)" and "(none)" for those kinds
	Kind  SegmentKind `json:"kind"`  // whether Value is one
	N     int64       `json:"n"`     // offers
}

// FaultCount is how many refusals a side answers for.
type FaultCount struct {
	Side  lead.Side `json:"side,omitempty"` // empty: nobody in particular
	Share Rate      `json:"share"`          // of all rejected and returned
}

// CriteriaCount counts offers by the label that says under what criteria they were
// made.
type CriteriaCount struct {
	Signed   int64 `json:"signed"`   // criteria that both sides signed
	Unsigned int64 `json:"unsigned"` // criteria that they did not, or a fingerprint of criteria without the label
	Other    int64 `json:"other"`    // by another value, such as "manual"
	None     int64 `json:"none"`     // without the label and without a fingerprint
}

// AgendaTopic says what an item of the agenda is about. The list is closed.
type AgendaTopic string

// The topics, in the order of the agenda.
const (
	TopicUnanswered   AgendaTopic = "unanswered"    // offers past their due time without an answer
	TopicLateDecision AgendaTopic = "late_decision" // offers answered late
	TopicUntouched    AgendaTopic = "untouched"     // accepted, and nobody has called
	TopicLateTouch    AgendaTopic = "late_touch"    // first touches that came late
	TopicReason       AgendaTopic = "reason"        // the largest reasons of refusal
	TopicUnsigned     AgendaTopic = "unsigned"      // offers under criteria that nobody signed
	TopicAcceptance   AgendaTopic = "acceptance"    // acceptance is other than in the period before
	TopicNumber       AgendaTopic = "number"        // the number of offers is other than in the period before
	TopicGoal         AgendaTopic = "goal"          // a goal that is missed or at risk
)

// AgendaItem is something to talk about.
type AgendaItem struct {
	Topic AgendaTopic `json:"topic"`           // what it is about
	Side  lead.Side   `json:"side,omitempty"`  // who should begin; empty: both
	About string      `json:"about,omitempty"` // the reason's code, the code of the goal's stage
	Value Rate        `json:"value"`           // how many, of how many; of a number: offers in the period, and in the one before
	Was   *Rate       `json:"was"`             // in the period before; nil: not compared
	Text  string      `json:"text"`            // in a sentence, English, with what people read for the codes
}
