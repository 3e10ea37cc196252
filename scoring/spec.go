package scoring

import (
	"io"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Spec describes a scoring model as plain data: written as a Go literal, or in
// YAML or JSON and read by [ReadSpec]. Nothing in it is checked until [Compile].
type Spec struct {
	Name     string `json:"name"`     // of the model; without "@" and "+"
	Revision int    `json:"revision"` // counts the changes of this Spec; at least 1

	// Fields declares the fields of a [Record]. With a struct it may be left
	// out, for the struct declares its own; if it is there, each field must be
	// in the struct, with this type.
	Fields map[string]FieldType `json:"fields,omitempty"`

	// Activities declares the types of activity that rules may name, each with
	// its fields.
	Activities map[string][]ActivityField `json:"activities,omitempty"`

	// Missing lists texts that stand for no value, such as "" or "Select". They
	// are compared with texts only: a string of a struct, any field of a Record
	// or an Activity.
	Missing []string `json:"missing,omitempty"`

	Groups []GroupSpec `json:"groups"`          // whose points add up to the total
	Gates  []GateSpec  `json:"gates,omitempty"` // what no points can outweigh

	// Grades makes a grade such as "A1" of the points of groups: one band of
	// each, in this order.
	Grades []GradeSpec `json:"grades,omitempty"`

	// Bands names ranges of the total: each begins at its points and ends where
	// the next begins. One of them begins at [Min]. Where all names are single letters,
	// the bounds fall from the first letter on; where all are numbers, they fall or rise.
	// A band in which no lead can be is an error.
	Bands map[string]Points `json:"bands,omitempty"`

	// Qualify is what makes an MQL.
	Qualify QualifySpec `json:"qualify"`

	// Source is where ReadSpec found each part, so that Compile can point at
	// it. The zero value is a Spec that was written in Go.
	Source specfile.Source `json:"-"`
}

// FieldType is the type of a field.
type FieldType string

// The types of fields. What they are read from, in a struct and in the text of a
// [Record], is said at [Compile] and [Record].
const (
	String FieldType = "string" // compared byte by byte; to order one of a lead against a number is refused
	Int    FieldType = "int"    // a whole number of 64 bits
	Float  FieldType = "float"
	Bool   FieldType = "bool"
	Time   FieldType = "time" // cut to the microsecond
)

// ActivityField is a field of a type of activity. In a file a bare name stands
// for {name: it}.
//
// Every activity has the field "asset", which is [Activity.Asset] and is not
// declared.
type ActivityField struct {
	Name string    `json:"name" spec:"scalar"` // a key of [Activity.Fields]
	Type FieldType `json:"type,omitempty"`     // empty: a string; to order it against a number is refused
}

// GroupSpec is a set of rules whose points are bounded together.
type GroupSpec struct {
	Name string `json:"name"` // unique in the Spec

	// Cap and Floor bound the sum of the group. Nil: unbounded.
	Cap   *Points `json:"cap,omitempty"`
	Floor *Points `json:"floor,omitempty"`

	// Pick says which of the rules that apply give points. Empty: [PickAll].
	Pick Pick `json:"pick,omitempty"`

	// HalfLife is for the activity rules of the group that have none of their
	// own.
	HalfLife Span `json:"half_life,omitempty"`

	// Rules are at least one.
	Rules []RuleSpec `json:"rules"`
}

// Pick says which rules of a group give points, of those that apply.
type Pick string

// The ways to pick.
const (
	PickAll   Pick = "all"
	PickFirst Pick = "first" // the first in the order of the Spec
	PickBest  Pick = "best"  // the one with the most points; of equal ones the first
)

// RuleSpec gives points. It has exactly one of When, Use and Activity.
type RuleSpec struct {
	Name   string `json:"name"`   // unique in its group
	Points Points `json:"points"` // above or below zero; with Activity for each that counts

	// When is a condition on the lead.
	When *Condition `json:"when,omitempty"`

	// Use is a condition written in Go: a name in [Bindings.Custom].
	Use string `json:"use,omitempty"`

	// Activity is a type of activity. An activity counts if its time lies in
	// (as-of − Within, as-of], and if Where holds; never one after as-of.
	Activity string     `json:"activity,omitempty"`
	Where    *Condition `json:"where,omitempty"`  // on the activity's fields
	Within   Span       `json:"within,omitempty"` // empty: however long ago

	// Count is required with Activity: whether repetition pays.
	Count Count `json:"count,omitempty"`

	// Min is how many activities, or assets with [PerAsset], it takes for the
	// rule to apply. Nil: one.
	Min *int `json:"min,omitempty"`

	// Max limits how many count; Per limits them per time instead, in windows
	// of that length aligned to 1970-01-01 UTC, and needs Max. Of too many the latest
	// count. It is no bound of Min: with Min 3 and Max 2 it takes three, and the latest
	// two give points.
	Max *int `json:"max,omitempty"`
	Per Span `json:"per,omitempty"`

	// HalfLife is the time in which an activity loses half its points. Empty:
	// that of the group.
	HalfLife Span `json:"half_life,omitempty"`
}

// Count says which activities of a rule count.
type Count string

// The ways to count.
const (
	Each     Count = "each"      // every one
	Once     Count = "once"      // the latest alone
	PerAsset Count = "per_asset" // the latest of each asset; those without an asset count as one
)

// Span is a length of time as a rule file writes it, in whole seconds: "90s",
// "8h", "30d" (24 hours each). It is at most ten years.
type Span string

// GateSpec keeps a lead from qualifying, whatever its points. It has exactly one
// of When and Use.
type GateSpec struct {
	Name   string     `json:"name"`           // unique in the Spec
	When   *Condition `json:"when,omitempty"` // on the lead; if it is true the gate holds
	Use    string     `json:"use,omitempty"`  // a name in [Bindings.Custom]
	Action Action     `json:"action"`         // what to do with a lead that the gate holds back

	// Unknown says what a condition means that comes out unknown. Empty:
	// [UnknownHolds].
	Unknown OnUnknown `json:"unknown,omitempty"`
}

// Action is what a gate asks of the application. Both keep the lead from
// qualifying.
type Action string

// The actions of a gate.
const (
	Disqualify Action = "disqualify" // this will never be a customer: fire that event
	Suppress   Action = "suppress"   // not now
)

// OnUnknown says what an unknown condition means to a gate. A value that is there
// and cannot be read, such as "yes" in a bool, is never let pass: where one is among
// the fields that would have to be known, the gate holds.
type OnUnknown string

// What an unknown condition can mean.
const (
	UnknownHolds OnUnknown = "hold" // the gate holds the lead back
	UnknownPass  OnUnknown = "pass" // the gate does not, if all that is not known is missing
)

// GradeSpec is one letter of a grade: the band that a group's points lie in.
type GradeSpec struct {
	Group string            `json:"group"` // a name in [Spec.Groups]
	Bands map[string]Points `json:"bands"` // as [Spec.Bands]
}

// QualifySpec is what makes a lead an MQL, next to no gate that holds. It has at
// least one of Score and Grades; with both, both are needed.
type QualifySpec struct {
	// Score is the total that a lead needs, and Exit the total below which it
	// loses what it had. Nil Exit: the same as Score.
	Score *Points `json:"score,omitempty"`
	Exit  *Points `json:"exit,omitempty"`

	// Grades lists the grades that qualify. Empty: every grade does. One whose bands
	// allow neither Score nor Exit is an error.
	Grades []string `json:"grades,omitempty"`
}

// ReadSpec reads a scoring model in YAML or JSON; name is what messages call the
// file. It reports syntax, unknown keys and wrong types, all at once, as a
// [*SpecError]; whether the rules make sense is for [Compile] to say. Input is
// bounded: 256 KiB, 64 levels, no aliases.
func ReadSpec(r io.Reader, name string) (Spec, error) {
	var s Spec
	src, err := specfile.Read(r, name, &s)
	if err != nil {
		return Spec{}, err
	}
	s.Source = src
	return s, nil
}
