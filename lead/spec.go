package lead

import (
	"io"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Spec describes a lifecycle as plain data: written as a Go literal, or in YAML
// or JSON and read by [ReadSpec]. Nothing in it is checked until [Compile].
//
// It has at most 500 statuses, and 500 older names of them; 500 events in 2000
// transitions; 2000 guards and 2000 reasons in all transitions together; 500 groups and
// 100 calendars; 500 members, sources or sides in one list. Written out, the
// transitions are at most 20,000 moves: one for each source, status by status, and,
// where the target is [Previous], one for each source and each open or waiting status.
type Spec struct {
	Name     string `json:"name"`     // such as "b2b-standard"
	Revision int    `json:"revision"` // counts the changes of this Spec; at least 1

	// Initial is the status that [Tracker.Open] puts a lead into.
	Initial Status `json:"initial"`

	// Calendars are working hours by name, for [SLA.Calendar].
	Calendars map[string]Calendar `json:"calendars,omitempty"`

	// Groups are sets of statuses by name, for [TransitionSpec.From].
	Groups map[string][]Status `json:"groups,omitempty"`

	Statuses    []StatusSpec     `json:"statuses"`    // in the order of reports and drawings
	Transitions []TransitionSpec `json:"transitions"` // in the order of [Machine.Explain]

	// Source is where ReadSpec found each part, so that Compile can point at
	// it. The zero value is a Spec that was written in Go.
	Source specfile.Source `json:"-"`
}

// StatusSpec is one status of a lifecycle.
type StatusSpec struct {
	Name     Status   `json:"name"`           // unique, at most 64 characters
	Category Category `json:"category"`       // what the status means for figures and clocks
	Side     Side     `json:"side,omitempty"` // who works on a lead in it; empty: nobody in particular

	Title      Text `json:"title,omitzero"`      // for people; empty: Name
	Definition Text `json:"definition,omitzero"` // when a lead belongs here, as both sides agreed

	// SLA limits how long a lead may stay. Nil: no clock.
	SLA *SLA `json:"sla,omitempty"`

	// WakeAfter is how long a lead stays parked, in wall time. A waiting status
	// must have it, no other may.
	WakeAfter Span `json:"wake_after,omitempty"`

	// Was lists older names of the status, so that it can be renamed while
	// leads stand in it. Rows that carry one are read as this status. A store
	// does not know them: a [Query] for the status lists them too.
	Was []Status `json:"was,omitempty"`
}

// Span is a length of time as a rule file writes it: "90m", "8h", "30d"
// (24 hours each) or "1bd" (the same clock time on the next working day), which
// only an [SLA] with a calendar can count.
type Span string

// SLA is the time limit of a status. Its clock starts on entry, at the time at
// which the lead entered and not at which that was written down; an entry outside
// working time counts as the next opening.
//
// Hours and minutes are working time; a limit that is reached just at a close is due
// at that close. Working days lead to the same clock time, that of the first of two
// and the next of a skipped one, but not past the close of that day, nor into a
// break: then to its next opening.
type SLA struct {
	Within Span `json:"within"` // from entry to Due

	// Calendar is a name in [Spec.Calendars], in whose working time Within
	// runs. Empty: wall time, in which Within cannot count working days.
	Calendar string `json:"calendar,omitempty"`

	// Warn is the share of the working time from entry to due after which to
	// warn, such as "75%": see [Machine.WarnAt]. Empty: no warning.
	Warn string `json:"warn,omitempty"`

	// Until names an event that ends the clock early: the first row of it by
	// a human of the status's side. Empty: only leaving the status does.
	Until Event `json:"until,omitempty"`
}

// Calendar is the working time of an office: the instants at which a clock on its
// wall shows one of the week's hours, on a date that is no holiday. So an hour that
// the clocks go through twice counts twice, and one that they skip does not count.
// A clock that finds no working time on its day and the 400 days after it is a
// [*CalendarError].
type Calendar struct {
	// Zone is an IANA name such as "Europe/Vienna". Compile reads it with
	// [time.LoadLocation]; a program that runs where there is no zone data
	// imports time/tzdata.
	Zone string `json:"zone"`

	// Week maps mon, tue, wed, thu, fri, sat, sun to hours such as
	// "08:00-17:00", "22:00-24:00" or "08:00-12:00,13:00-17:00": in order,
	// without overlap, at most 16 a day. A day that is left out is free.
	Week map[string]string `json:"week"`

	// Holidays are dates such as "2026-12-25", at most 1000.
	Holidays []string `json:"holidays,omitempty"`

	// HolidayFunc is a name in [Bindings.Holidays], for those that follow a rule.
	HolidayFunc string `json:"holiday_func,omitempty"`
}

// Targets of a transition other than a status.
const (
	// Stay makes an activity row: From == To, no new visit, the clock runs on.
	Stay Status = "stay"
	// Previous is the lead's [State.Prior].
	Previous Status = "previous"
)

// AnyOpen, as the only source of a transition, is every status in which the story
// of a lead goes on, but the target: those of category [Open], and those of category
// [Waiting] as well. To leave the waiting ones out, name the others, or a group.
const AnyOpen = "any_open"

// NeedNote, in a list of needs, demands [Command.Note]; any other need is the
// name of a label.
const NeedNote = "note"

// ActorID, as a value in [TransitionSpec.Sets], stands for the actor's id.
const ActorID = "$actor"

// TransitionSpec is one row of the transition table. For one event and one
// source, a row that names the status beats one that names a group, and that
// beats [AnyOpen].
type TransitionSpec struct {
	Event Event `json:"event"` // any name but [EventOpen]; may stand in several rows

	// From lists statuses and groups, or is AnyOpen alone.
	From []string `json:"from" spec:"one"`

	// To is a status, [Stay] or [Previous].
	To Status `json:"to"`

	// By lists the sides that may fire the event, and BySystem for system
	// actors. Empty: everyone may.
	By []Side `json:"by,omitempty" spec:"one"`

	// Guards are asked before the move; all must pass. Each is a name in
	// [Bindings.Guards].
	Guards []string `json:"guards,omitempty" spec:"one"`

	// Needs is what a command must carry: NeedNote, or a label's name.
	Needs []string `json:"needs,omitempty" spec:"one"`

	// Reasons is the closed list of reason codes. Empty: a reason is free text.
	// Otherwise the command must carry one of them.
	Reasons []Reason `json:"reasons,omitempty"`

	// Sets writes labels; the command's own win, "" removes. See [ActorID].
	Sets map[string]string `json:"sets,omitempty"`

	// WakeAfter overrides the target's own, for a waiting target, in wall time.
	WakeAfter Span `json:"wake_after,omitempty"`

	// Wakes lets a system actor take a lead out of a waiting status before
	// it is due, because the lead itself asked again.
	Wakes bool `json:"wakes,omitempty"`
}

// Reason is an entry of a closed list of reasons. In a file a bare code stands
// for {code: it}.
type Reason struct {
	Code  string   `json:"code" spec:"scalar"`         // unique in its list
	Fault Side     `json:"fault,omitempty"`            // the side that could have prevented it
	Needs []string `json:"needs,omitempty" spec:"one"` // what a command with this reason must carry beyond the row's own
	Title Text     `json:"title,omitzero"`             // for people; empty: Code
}

// ReadSpec reads a lifecycle in YAML or JSON; name is what messages call the
// file. It reports syntax, unknown keys and wrong types, all at once, as a
// [*SpecError]; whether the lifecycle makes sense is for [Compile] to say.
// Input is bounded: 256 KiB, 64 levels, no aliases.
func ReadSpec(r io.Reader, name string) (Spec, error) {
	var s Spec
	src, err := specfile.Read(r, name, &s)
	if err != nil {
		return Spec{}, err
	}
	s.Source = src
	return s, nil
}

// Guard adds a guard to every transition of an event. For an event that the
// Spec lacks it does nothing, and Compile reports the guard as named by no
// transition.
func (s *Spec) Guard(event Event, guard string) {
	s.Transitions = slices.Clone(s.Transitions) // another Spec may share them
	for i := range s.Transitions {
		if t := &s.Transitions[i]; t.Event == event && !slices.Contains(t.Guards, guard) {
			t.Guards = append(slices.Clip(t.Guards), guard)
		}
	}
}
