package maturity

import (
	"io"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Spec describes a maturity model as plain data: the questionnaire, what an answer
// means for the stages, and what to do next. It is written as a Go literal, or in
// YAML or JSON and read by [ReadSpec]; [Default] is a complete one. Nothing in it is
// checked until [Compile].
//
// An ID is made of ASCII letters, digits and ". _ -", a letter first. There are at most
// 20 departments, and 500 of everything else that a list of a Spec has. The indicators of
// all statements are at most 5000, and so is, of all recommendations together, what they
// lift, what they come after and what they show in.
type Spec struct {
	Name     string `json:"name"`     // an ID
	Revision int    `json:"revision"` // counts the changes of this Spec; at least 1
	Title    Text   `json:"title"`    // heads the reports

	Rules Rules `json:"rules"` // when a statement holds

	Departments []Named `json:"departments"` // who can answer

	Scales []ScaleSpec `json:"scales"` // what the answers 1 to 5 are called

	// DontKnow and NotApplicable are how those two answers are worded.
	DontKnow      Text `json:"dont_know"`
	NotApplicable Text `json:"not_applicable"`

	// What is asked.
	Axes       AxesSpec        `json:"axes"`
	Areas      []AreaSpec      `json:"areas"`
	Statements []StatementSpec `json:"statements"`

	// Indicators are what can be measured beside the answers.
	Indicators []IndicatorSpec `json:"indicators,omitempty"`

	Classes ClassesSpec `json:"classes"` // what the regions of the matrix mean
	Cells   []CellSpec  `json:"cells"`   // all sixteen, in any order
	Owners  []Named     `json:"owners"`  // who can see to a recommendation

	// Recommendations are what to do; their order breaks ties.
	Recommendations []RecommendationSpec `json:"recommendations"`

	// Source is where ReadSpec found each part, so that Compile can point at
	// it. The zero value is a Spec that was written in Go.
	Source specfile.Source `json:"-"`
}

// Named is something with an ID and a Name for people.
type Named struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
}

// Rules say when a statement holds, and what it takes to refute it. The first three
// numbers lie on the scale from 1 to 5 and have at most two decimals.
type Rules struct {
	// HoldsAt is what the mean of the departments' means must reach.
	HoldsAt Decimal `json:"holds_at"`

	// Floor is what each department's mean must reach.
	Floor Decimal `json:"floor"`

	// Gap is how far two departments' means must be apart to be a finding.
	Gap Decimal `json:"gap"`

	// Cases is how many cases a measured share must have to say anything, unless
	// it is one of a lifecycle, which is a full count. 0: any number.
	Cases int `json:"cases,omitzero"`
}

// ScaleSpec words the answers 1 to 5 for the statements that name its ID.
type ScaleSpec struct {
	ID     string `json:"id"`
	Labels []Text `json:"labels"` // five, from 1 to 5
}

// AxesSpec holds the two axes, Relationship and LeadManagement.
type AxesSpec struct {
	Relationship   AxisSpec `json:"relationship"`
	LeadManagement AxisSpec `json:"lead_management"`
}

// AxisSpec is an axis with its stages.
type AxisSpec struct {
	Name Text `json:"name"` // stands beside the matrix

	// Ask lists the departments whose answers count on this axis.
	Ask []string `json:"ask" spec:"one"`

	// Required lists those of them that must answer: the silence of one leaves
	// a statement open. If it is empty, a statement is open only if nobody
	// answers.
	Required []string `json:"required,omitempty" spec:"one"`

	Stages []StageSpec `json:"stages"` // four
}

// StageSpec is a stage of an axis. Its Name stands beside the matrix.
type StageSpec struct {
	Name Text `json:"name"`
	Text Text `json:"text"` // what it is like to be there
}

// AreaSpec is a part of an Axis under which statements stand together. It has an ID
// and a Name for people.
type AreaSpec struct {
	ID   string `json:"id"`
	Axis Axis   `json:"axis"`
	Name Text   `json:"name"`
}

// StatementSpec is a statement that people rate.
type StatementSpec struct {
	ID    string `json:"id"`    // what answers and reports call it
	Area  string `json:"area"`  // ID; gives the axis
	Stage int    `json:"stage"` // 2 to 4: what it is needed for
	Scale string `json:"scale"` // ID

	// Optional statements are asked and shown, but no stage needs them.
	Optional bool `json:"optional,omitempty"`

	// NA allows the answer that the statement does not apply.
	NA bool `json:"na,omitempty"`

	// Indicators are the measures that say the same, with a threshold for the
	// statement's stage. Where a measure refutes it, a required statement's stage
	// is not reached.
	Indicators []string `json:"indicators,omitempty" spec:"one"`

	Text Text `json:"text"` // at most 400 characters
}

// IndicatorSpec is something to measure in daily business. Its thresholds are set
// by judgement; they must not loosen from stage to stage. A stage depends on those
// that a required statement of the stage names; the others are goals to aim at.
type IndicatorSpec struct {
	ID     string          `json:"id"`     // what measures and reports call it
	Area   string          `json:"area"`   // ID; gives the axis
	Source IndicatorSource `json:"source"` // who can know it
	Unit   Unit            `json:"unit"`   // only a share has a Den
	Name   Text            `json:"name"`   // at most 60 characters

	// Enforced says that software can see to it, so that it is no surprise, and no
	// finding, if a share has no exception.
	Enforced bool `json:"enforced,omitempty"`

	// AtLeast or AtMost, one of them, has the threshold of stages "2" to "4".
	AtLeast map[string]Decimal `json:"at_least,omitempty"`
	AtMost  map[string]Decimal `json:"at_most,omitempty"`

	// Num is what is counted, Den out of what; only a share has a Den.
	Num Text `json:"num"`
	Den Text `json:"den,omitzero"`
}

// IndicatorSource is where the figure of an indicator comes from.
type IndicatorSource string

// The sources of indicators.
const (
	FromHistory IndicatorSource = "history"  // computed from lead histories
	FromSpec    IndicatorSource = "spec"     // computed from the lifecycle: a full count, no sample
	Supplied    IndicatorSource = "supplied" // known to the application only
)

// Unit is what an indicator is measured in.
type Unit string

// The units of indicators.
const (
	Share Unit = "share" // of 1: 0.8 is 80 %
	Days  Unit = "days"
	Count Unit = "count"
)

// ClassesSpec words the three classes of cells: OnPath, Above and Below the ideal
// line.
type ClassesSpec struct {
	OnPath ClassSpec `json:"on_path"`
	Above  ClassSpec `json:"above"`
	Below  ClassSpec `json:"below"`
}

// ClassSpec words a class of cells.
type ClassSpec struct {
	Name Text `json:"name"` // a few words, for the matrix
	Text Text `json:"text"` // what it means to be there
}

// CellSpec is the Diagnosis of those who are in a cell of the matrix.
type CellSpec struct {
	R         int  `json:"r"` // stage of the relationship
	M         int  `json:"m"` // stage of lead management
	Diagnosis Text `json:"diagnosis"`
}

// RecommendationSpec is something to do.
type RecommendationSpec struct {
	ID     string    `json:"id"`             // what reports call it
	When   *WhenSpec `json:"when,omitempty"` // nil: wherever it lifts a statement
	Effort Effort    `json:"effort"`         // how long it takes
	Owner  string    `json:"owner"`          // ID

	// After lists the recommendations that come before it.
	After []string `json:"after,omitempty" spec:"one"`

	// Lifts lists the statements that it is to make true. Only one for the
	// goal has none.
	Lifts []string `json:"lifts,omitempty" spec:"one"`

	// ShowsIn lists the indicators in which success will show.
	ShowsIn []string `json:"shows_in,omitempty" spec:"one"`

	Text Text `json:"text"` // at most 400 characters
}

// WhenSpec restricts a recommendation.
type WhenSpec struct {
	// Position is "above" or "below" the ideal line, or "goal": nothing is
	// left to do but to stay there.
	Position string `json:"position"`

	// Offset is how many stages off the line it takes at least, 1 to 3. 0: 1.
	Offset int `json:"offset,omitempty"`
}

// atGoal is the position of recommendations for those who have arrived.
const atGoal = "goal"

// Effort is how long a recommendation takes.
type Effort string

// The efforts, from the smallest.
const (
	EffortDays     Effort = "days"
	EffortWeeks    Effort = "weeks"
	EffortQuarters Effort = "quarters"
)

func efforts() []Effort { return []Effort{EffortDays, EffortWeeks, EffortQuarters} }

// ReadSpec reads a model in YAML or JSON; name is what messages call the file. It
// reports syntax, unknown keys and wrong types, all at once, as a [*SpecError];
// whether the model makes sense is for [Compile] to say. Input is bounded: 256 KiB,
// 64 levels, no aliases.
func ReadSpec(r io.Reader, name string) (Spec, error) {
	var s Spec
	src, err := specfile.Read(r, name, &s)
	if err != nil {
		return Spec{}, err
	}
	s.Source = src
	return s, nil
}

// axis returns one of the two axes.
func (s *Spec) axis(a Axis) *AxisSpec {
	if a == LeadManagement {
		return &s.Axes.LeadManagement
	}
	return &s.Axes.Relationship
}
