package lead

// Status names a step of the lifecycle, such as "mql".
type Status string

// Event names what happens to a lead, such as "accept".
type Event string

// EventOpen is the event of every lead's first row. A Spec cannot use it.
const EventOpen Event = "open"

// Side is a party to lead management: who works on a status, who may fire an
// event, whose fault a rejection was.
type Side string

// The sides. BySystem stands only in [TransitionSpec.By], where it admits
// actors of kind [System].
const (
	Marketing      Side = "marketing"
	Sales          Side = "sales"
	LeadManagement Side = "lead_management"
	BySystem       Side = "system"
)

// Category says what a status means for figures and clocks.
type Category string

// The categories of a status.
const (
	Open    Category = "open"    // somebody works on the lead
	Waiting Category = "waiting" // parked until a date
	Won     Category = "won"     // ended well
	Lost    Category = "lost"    // ended without a deal
	Void    Category = "void"    // duplicate, spam, test: kept in history, counted nowhere
)

// Kind tells people from programs.
type Kind string

// The kinds of actor.
const (
	Human  Kind = "human"
	System Kind = "system"
)

// Actor is who caused a row. A human is admitted to an event by Side, a system
// actor only by [BySystem], whatever its Side.
type Actor struct {
	ID   string `json:"id,omitempty"` // a user's or a job's id; may be personal data
	Side Side   `json:"side,omitempty"`
	Kind Kind   `json:"kind,omitempty"` // empty counts as Human
}

// Text is a text in the languages of the house.
type Text struct {
	En string `json:"en,omitempty"` // English
	De string `json:"de,omitempty"` // German
}
