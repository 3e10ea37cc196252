package scoring

import (
	"encoding/json"
	"slices"
	"time"
)

// Result is the score of one lead at one time, with its reasons. It is a value,
// and stays true of its time: nothing in it refers to the lead. It keeps what
// its rules found in a few bytes each, so that a million of them are no burden;
// [Result.Lines] writes it out.
//
// As JSON it is evidence. Read back from JSON it has its figures and reasons, but
// not the model: Qualified reports false, and Short, NextChange and what Explain
// takes from the rules are empty.
type Result struct {
	Model string    `json:"model"` // [Model.ID]
	AsOf  time.Time `json:"as_of"` // UTC, cut to the microsecond

	Total Points `json:"total"`           // the sum of [Result.Lines]
	Grade string `json:"grade,omitempty"` // such as "A1"; empty without [Spec.Grades]
	Band  string `json:"band,omitempty"`  // of the total; empty without [Spec.Bands]

	// Gates are those that hold, in the order of the Spec.
	Gates []GateHit `json:"gates,omitempty"`

	// Unknowns are the fields that kept a rule or gate from being decided.
	Unknowns []Unknown `json:"unknowns,omitempty"`

	table  *table
	grade  int    // index of Grade
	marks  []mark // what the rules found: all that remains of a lead
	stored []Line // of a Result that was read from JSON
}

// Lines returns the parts of the total, written out anew for each call. They sum to
// Total, exactly, and those of a group to what it gives. They are in the order of
// the Spec; rules that do not apply, or are not picked, have none.
func (r Result) Lines() []Line {
	if r.table == nil {
		return slices.Clone(r.stored)
	}
	t := r.table
	all := make([]line, len(t.rules))
	t.tally(r.marks, instant(r.AsOf), all)
	t.settle(all)
	lines := []Line{}
	for i := range t.groups {
		lines = t.groups[i].list(t, all, lines)
	}
	return lines
}

// list appends what gives the points of the group, in the order of the Spec.
func (g *group) list(t *table, all []line, lines []Line) []Line {
	var raw Points
	for i := g.from; i < g.to; i++ {
		l, r := &all[i], &t.rules[i]
		if !l.gives {
			continue
		}
		raw += l.points
		out := Line{Group: g.name, Rule: r.name, Kind: LineRule, Points: l.points}
		if r.counts {
			out.Count = int(l.n)
		}
		lines = append(lines, out)
	}
	switch bounded := g.bound(raw); {
	case bounded < raw:
		lines = append(lines, Line{Group: g.name, Kind: LineCap, Points: bounded - raw})
	case bounded > raw:
		lines = append(lines, Line{Group: g.name, Kind: LineFloor, Points: bounded - raw})
	}
	return lines
}

// Line is a part of the total.
type Line struct {
	Group  string   `json:"group"`           // a name in [Spec.Groups]
	Rule   string   `json:"rule,omitempty"`  // one of its rules; empty: its cap or floor
	Kind   LineKind `json:"kind"`            // which of the three
	Points Points   `json:"points"`          // what it adds to the total
	Count  int      `json:"count,omitempty"` // how many activities count; 0: no activity rule
}

// LineKind says where a line comes from.
type LineKind string

// The kinds of line.
const (
	LineRule  LineKind = "rule"
	LineCap   LineKind = "cap"   // what the group has too much; below zero
	LineFloor LineKind = "floor" // what the group has too little; above zero
)

// Reason says why a gate holds, or why a field is not known.
type Reason string

// The reasons.
const (
	ReasonCondition  Reason = "condition"  // of a gate: its condition is true
	ReasonUnknown    Reason = "unknown"    // of a gate: nobody knows, so it holds
	ReasonMissing    Reason = "missing"    // of a field: there is no value
	ReasonUnreadable Reason = "unreadable" // of a field: there is one, not of its type
)

// GateHit is a gate that holds: the lead does not qualify, whatever its points.
type GateHit struct {
	Gate   string `json:"gate"`   // a name in [Spec.Gates]
	Action Action `json:"action"` // what it asks of the application
	Reason Reason `json:"reason"` // [ReasonCondition] or [ReasonUnknown]
}

// Unknown is a field that a rule or a gate would have needed: one of the lead, or
// of an activity that the rule counts.
type Unknown struct {
	Group  string `json:"group,omitempty"` // that of Rule; empty: Gate asks for the field
	Rule   string `json:"rule,omitempty"`  // the rule that asks for it
	Gate   string `json:"gate,omitempty"`  // the gate that asks for it
	Field  string `json:"field"`           // its name
	Reason Reason `json:"reason"`          // [ReasonMissing] or [ReasonUnreadable]
}

// Qualified reports whether the lead is an MQL by these rules: no gate holds, the
// total is high enough, and the grade is listed. For a lead that was qualified
// before, high enough means [QualifySpec.Exit], so that a total on the threshold
// does not make it flap.
func (r Result) Qualified(was bool) bool {
	return r.table != nil && len(r.Gates) == 0 && r.table.enough(settled{r.Total, r.grade}, was)
}

// Group returns the points of a group: the sum of its lines.
func (r Result) Group(name string) Points {
	var sum Points
	for _, l := range r.Lines() {
		if l.Group == name {
			sum += l.Points
		}
	}
	return sum
}

// Fingerprint returns Model: the criteria by which the lead was judged.
func (r Result) Fingerprint() string { return r.Model }

// Labels returns grade and score_band, as far as the model has them: what reports
// break figures down by.
func (r Result) Labels() map[string]string {
	labels := map[string]string{}
	if r.Grade != "" {
		labels["grade"] = r.Grade
	}
	if r.Band != "" {
		labels["score_band"] = r.Band
	}
	return labels
}

// resultFields are the fields of a Result as JSON has them.
type resultFields Result

// MarshalJSON writes the fields, and "lines".
func (r Result) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		resultFields
		Lines []Line `json:"lines"`
	}{resultFields(r), r.Lines()})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Result) UnmarshalJSON(raw []byte) error {
	var read struct {
		resultFields
		Lines []Line `json:"lines"`
	}
	if err := json.Unmarshal(raw, &read); err != nil {
		return err
	}
	*r = Result(read.resultFields)
	r.stored = read.Lines
	return nil
}
