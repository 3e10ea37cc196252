package lead

import (
	"encoding/json"
	"time"
)

// State is where a lead stands: the projection of its last row, see
// [Transition.State].
type State struct {
	LeadID  string `json:"lead_id"` // the integrator's own id
	Status  Status `json:"status"`  // of the present visit
	Version int64  `json:"version"` // the number of the last row; 0: no row yet

	At    time.Time `json:"at,omitzero"`    // of the last row
	Since time.Time `json:"since,omitzero"` // entry of the present visit
	Due   time.Time `json:"due,omitzero"`   // when the visit's clock runs out or the lead wakes; zero: no clock

	Prior  Status            `json:"prior,omitempty"`  // where [Previous] leads; "" if nowhere
	Labels map[string]string `json:"labels,omitempty"` // all labels of the lead
	Last   Actor             `json:"last,omitzero"`    // who wrote the last row
}

// Transition is one row of a lead's history. Rows are only ever appended.
//
// A visit is a stay in a status from entry to exit; a row with From == To is an
// activity inside a visit.
type Transition struct {
	LeadID  string `json:"lead_id"` // the integrator's own id
	Version int64  `json:"version"` // 1-based, gap-free per lead

	Event Event  `json:"event"`           // EventOpen on the first row
	From  Status `json:"from,omitempty"`  // "" on the first row: creation is an entry
	To    Status `json:"to"`              // From again: an activity
	Prior Status `json:"prior,omitempty"` // the last open or waiting status before To

	At       time.Time `json:"at"`             // when it happened; UTC, cut to the microsecond, as all times
	Recorded time.Time `json:"recorded"`       // when we learnt of it
	Since    time.Time `json:"since"`          // entry of this visit
	Due      time.Time `json:"due,omitzero"`   // when its clock runs out; zero: no clock
	Actor    Actor     `json:"actor,omitzero"` // who did it

	Reason string `json:"reason,omitempty"` // a code
	Note   string `json:"note,omitempty"`   // free text; may be personal data

	// Criteria is the fingerprint of the criteria that let a guarded row
	// pass; "" when no guard gave one.
	Criteria string `json:"criteria,omitempty"`

	// Evidence is what the guards gave for their decision: a JSON object by
	// guard name. Nil without any.
	Evidence json.RawMessage `json:"evidence,omitempty"`

	Labels map[string]string `json:"labels,omitempty"` // all labels after this row
	Set    []string          `json:"set,omitempty"`    // the names that this row set or removed, sorted

	Key     string `json:"key,omitempty"`      // the command's idempotency key
	KeyHash string `json:"key_hash,omitempty"` // of what the command asked for

	Spec     string `json:"spec,omitempty"`     // identity of the lifecycle that decided: name@revision+hash8
	Inferred bool   `json:"inferred,omitempty"` // adopted in mid-life: counts, but its time says nothing
}

// State is the lead's state after the row. It shares Labels with the row.
func (t Transition) State() State {
	return State{
		LeadID: t.LeadID, Status: t.To, Version: t.Version,
		At: t.At, Since: t.Since, Due: t.Due,
		Prior: t.Prior, Labels: t.Labels, Last: t.Actor,
	}
}

// Command asks for one step of one lead.
type Command[T any] struct {
	ID    string // the lead; not empty, at most 255 bytes, no control characters
	Event Event  // [Tracker.Open] needs none

	// Subject is the integrator's own lead, handed to guards.
	Subject T

	// Actor is who asks; its Side or Kind decides what is permitted. The zero
	// Actor is a human of no side and without a name: such a one is admitted
	// only where [TransitionSpec.By] is empty, ends no clock early, and is
	// ErrInvalidCommand where [ActorID] wants an id to write down.
	Actor Actor

	Reason string            // a code
	Note   string            // free text; at most 64 KiB
	Labels map[string]string // to set; "" removes

	// Due is when a lead put into a waiting status wakes. Zero: the
	// lifecycle's own.
	Due time.Time

	// IfVersion, if not 0, makes the command valid only while the lead is at
	// this version: pass the State.Version that the user looked at.
	IfVersion int64

	// Key makes the command idempotent within its lead: the same command with
	// the same key returns the first Transition again.
	Key string

	// At is when it happened. Zero means now, or the lead's last At if that
	// is later. Otherwise it must lie between the two and, before now, within
	// [Config.Backdate].
	At time.Time

	// Into, with [Tracker.Open] only, adopts a lead that already stands in a
	// status. The row is Inferred.
	Into Status
}

// Attempt is what a guard decides on. It is the guard's own copy.
type Attempt[T any] struct {
	State   State      // where the lead stands
	Command Command[T] // what is asked, with the integrator's own lead
	To      Status     // where the move would lead
	At      time.Time  // the time of the decision
}

// Choice is an event that leaves the present status, or stays in it, as a
// button of a lead page. It is the caller's, to sort or to translate.
type Choice struct {
	Event Event  `json:"event"`        // for [Command.Event]
	To    Status `json:"to,omitempty"` // "" if the event leads nowhere just now

	// Blockers say why the actor cannot have it; none: allowed.
	Blockers []Blocker `json:"blockers,omitempty"`

	// Needs is what the command must carry, for the dialog to ask.
	Needs []Need `json:"needs,omitempty"`
}

// Blocker is one reason why an event is refused.
type Blocker struct {
	Code    string            `json:"code"`             // for programs; see the Code constants
	Message string            `json:"message"`          // for people, English
	Params  map[string]string `json:"params,omitempty"` // the figures in Message, by name
}

// Need is one thing that a command must carry.
type Need struct {
	Kind    NeedKind `json:"kind"`              // what to ask for
	Name    string   `json:"name,omitempty"`    // the label, for NeedLabel
	Options []Reason `json:"options,omitempty"` // the closed list, for NeedReason
}

// NeedKind is the kind of a [Need].
type NeedKind string

// The kinds of need.
const (
	NeedsReason NeedKind = "reason"
	NeedsNote   NeedKind = "note"
	NeedsLabel  NeedKind = "label"
)
