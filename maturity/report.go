package maturity

import "time"

// Report says where an organisation stands, why, and what to do next. It is plain
// data; the methods that render it write what is in it and nothing more.
//
// It knows no respondent, and a statement that fewer than three people of a department
// rated has no figures at all, for those of the others would narrow down the few.
// Whether it holds, and which side sees it more favourably, is there nevertheless.
// Where three or more gave the same lowest or highest answer, their mean tells it.
type Report struct {
	Model string `json:"model"` // [Model.ID]
	Title Text   `json:"title"` // of the model

	At time.Time `json:"at,omitzero"` // when the assessment was made, in UTC; zero if it is not known

	// People is how many people answered, by department in the order of the
	// Spec.
	People []People `json:"people"`

	// How far both sides are, and why.
	Relationship   AxisReport `json:"relationship"`
	LeadManagement AxisReport `json:"lead_management"`

	// Evidence is what measures were allowed to do, and Measures is what they say, by
	// axis in the order of the Spec.
	Evidence Evidence        `json:"evidence"`
	Measures []MeasureReport `json:"measures"`

	// Positions are the cells that the answers leave open, by r, then m. If
	// there is one, that is where the organisation stands.
	Positions []Position `json:"positions"`

	Target Cell `json:"target"` // what the gaps and the path are measured against

	// Proved is the cell of what is proved: the lower ends of both axes. Path
	// and Recommendations start from it.
	Proved Cell `json:"proved"`

	// Path lists the milestones from Proved to Target, without Proved. Above
	// the line the relationship takes the next step, below it lead management,
	// on it both; no axis goes beyond its target. Empty: there is nothing to
	// reach.
	Path []Cell `json:"path"`

	// Recommendations are what to do for the first milestone, in order.
	Recommendations []Recommendation `json:"recommendations"`

	// Deciding lists the statements whose answers would narrow down the
	// Positions. There are none of an axis that stays open because too much of
	// it is set aside.
	Deciding []Question `json:"deciding"`

	Findings []Finding `json:"findings"` // by axis; those of statements by stage, before those of areas and stages; early warnings last

	// Earlier are the assessments of before, in their order, and Since is what has
	// changed since the last of them, nil if there is none.
	Earlier []Earlier `json:"earlier"`
	Since   *Changes  `json:"since"`

	// Assumed is what was taken for granted, so that this report says what would be;
	// Effect is what that changes. Empty and nil if it says what is.
	Assumed []Assumed `json:"assumed"`
	Effect  *Changes  `json:"effect"`

	HBR *HBRResult `json:"hbr"` // of the sheets of that instrument; nil if there are none

	spec *Spec // for names; not written to
}

// People is how many people of a Department, an ID of the model's, answered.
type People struct {
	Department string `json:"department"`
	People     int    `json:"people"`
}

// AxisReport is the result on an axis.
type AxisReport struct {
	// Low and High bound the stage: Low is proved, and High is where missing
	// answers could lead. They are equal if every answer that matters is there.
	Low  int `json:"low"`
	High int `json:"high"`

	// Asked is what the answers alone say. Low and High are the same, or less where
	// a measure refutes it.
	Asked Bounds `json:"asked"`

	// Measured is what the measures alone say about the stages that depend on them:
	// Low is the highest up to which each is measured and supported, 1 needs none; High
	// the highest that they speak of and do not refute, or the one below that they do.
	// Nil if nothing was measured.
	Measured *Bounds `json:"measured"`

	// Index is Low plus the share of the next stage's statements that hold and that
	// no measure refutes, optional ones included: from 1 to 4, with two decimals, cut
	// off. Nil if too much was declared not applicable.
	Index *Decimal `json:"index"`

	// Target is the stage aimed at, and Gap how many stages are missing.
	Target int `json:"target"`
	Gap    Gap `json:"gap"`

	// Next is the least that must change to reach a higher stage. Nil at the highest,
	// and if too much was declared not applicable.
	Next *Next `json:"next"`

	Stages []StageProof `json:"stages"` // 2 to 4
}

// Gap is how many stages are missing to the target: from Low, if missing answers
// turn out well, to High. 0: reached or passed.
type Gap struct {
	Low  int `json:"low"`
	High int `json:"high"`
}

// State is whether something holds.
type State string

// The states.
const (
	Held     State = "held"
	NotHeld  State = "not_held"
	Open     State = "open"      // missing answers decide
	SetAside State = "set_aside" // a statement that is not applicable, and counts nowhere; Held if opinions are withheld
)

// StageProof shows whether a stage's own statements hold. A stage is reached if it
// and all below it hold, and no measure refutes them.
type StageProof struct {
	Stage int   `json:"stage"` // 2 to 4
	Name  Text  `json:"name"`  // of the stage
	State State `json:"state"` // of its required statements together, as asked; never SetAside

	// Refuted says that measures refute one of its required statements, which
	// keeps the axis below. Never if evidence is ignored.
	Refuted bool `json:"refuted"`

	Statements []StatementProof `json:"statements"` // in the order of the Spec
}

// StatementProof shows why a statement holds or does not.
type StatementProof struct {
	ID       string `json:"id"`       // as in the Spec
	Area     Text   `json:"area"`     // its name
	Text     Text   `json:"text"`     // the statement as it was asked
	Optional bool   `json:"optional"` // no stage needs it
	State    State  `json:"state"`    // whether it holds, as asked

	// Refuted says that a measure refutes it: it counts as if it did not hold.
	// Never if evidence is ignored.
	Refuted bool `json:"refuted"`

	// Assumed is what everybody was assumed to answer: State follows from it, and there
	// are no Opinions. 0: it is what people answered.
	Assumed int `json:"assumed,omitzero"`

	// Indicators are those that it names, measured or not.
	Indicators []Comparison `json:"indicators"`

	// Mean is the mean of the departments' means, to two decimals. Nil if there
	// is none, if a required department is silent, or if opinions are withheld.
	Mean *Decimal `json:"mean"`

	Opinions []Opinion `json:"opinions"` // of the departments that are asked
}

// Voice is what became of a department's answers to a statement.
type Voice string

// The voices.
const (
	Answered     Voice = "answered"
	Withheld     Voice = "withheld"       // this or another department's answer, or silence, is that of one or two people
	Silent       Voice = "silent"         // no answer, or don't know, of three or more or of a department without people
	NotConcerned Voice = "not_applicable" // declared so by three or more, and rated by nobody
)

// fewestToShow is how many people there must be for a figure of theirs to be shown.
const fewestToShow = 3

// Opinion is what a department says about a statement.
type Opinion struct {
	Department string `json:"department"` // an ID of the model's
	Voice      Voice  `json:"voice"`      // whether there is anything to show

	// People rated the statement, and Mean is their mean, to two decimals. 0
	// and nil unless Answered.
	People int      `json:"people,omitzero"`
	Mean   *Decimal `json:"mean"`

	// Agreement is whether they answered alike. It is empty if fewer than five
	// did, or if it could give answers away.
	Agreement Agreement `json:"agreement,omitempty"`
}

// Position is a cell and what it means.
type Position struct {
	Cell      Cell  `json:"cell"`      // one that the answers allow
	Class     Class `json:"class"`     // on the ideal line, above or below it
	Offset    int   `json:"offset"`    // m - r: how far above, or below if negative
	Diagnosis Text  `json:"diagnosis"` // what is the matter there
}

// Question is a statement whose answer is missing, with those who should give it.
type Question struct {
	Statement string `json:"statement"` // its ID
	Text      Text   `json:"text"`      // as it was asked
	Axis      Axis   `json:"axis"`      // that it counts for
	Stage     int    `json:"stage"`     // that it is needed for

	// Departments are those that should have answered. If none must, they are
	// all that could.
	Departments []string `json:"departments"`
}

// Recommendation is something to do. Their order follows from the proof: what
// others presuppose comes before them; then what the position off the line calls
// for; then what lifts the most statements that nothing before it lifts; then the
// smaller effort; then the order of the model.
type Recommendation struct {
	ID     string `json:"id"`     // as in the Spec
	Text   Text   `json:"text"`   // what to do
	Owner  Text   `json:"owner"`  // who should see to it
	Effort Effort `json:"effort"` // how long it takes

	// Lifts are the statements, of those that do not hold and the milestone
	// needs, that it is to make true. It is empty for what is only
	// presupposed, and at the goal.
	Lifts []string `json:"lifts"`

	// After are those before it in the list that must be done first.
	After []string `json:"after"`

	ShowsIn []Sign `json:"shows_in"` // how to notice that it works
}

// Sign is an indicator in which success will show.
type Sign struct {
	Indicator string `json:"indicator"` // its ID
	Name      Text   `json:"name"`      // what is measured

	// Goal is what the indicator should reach at the stage that its axis has in
	// the first milestone: "at least 80 %". Empty: nothing is set for that stage.
	Goal Text `json:"goal"`
}

// FindingCode says what kind of finding it is.
type FindingCode string

// The kinds of finding, with their parameters.
const (
	// PerceptionGap: two departments see a statement differently. statement,
	// higher, lower, and gap. Where opinions are withheld, there is no gap, and
	// no finding if the statement holds.
	PerceptionGap FindingCode = "perception.gap"

	// TooMuchSetAside: a department declared more than a fifth of an axis's
	// required statements not applicable; the axis is open from 1 to 4. axis.
	TooMuchSetAside FindingCode = "not_applicable.many"

	// ClaimExceedsEvidence: the answers lead to a stage that a measure refutes. axis,
	// stage, which is refuted, asked, the highest stage by the answers, indicator,
	// bound, threshold, value, num, den, low and high, the interval, of a share only,
	// from and to, if they are known.
	ClaimExceedsEvidence FindingCode = "claim.exceeds_evidence"

	// PracticeAhead: the measures support a stage above the highest that the answers
	// lead to. One for each measure that speaks for it, with the parameters of
	// ClaimExceedsEvidence; stage is the one that is supported.
	PracticeAhead FindingCode = "practice.ahead"

	// RateSuspicious: a share of 30 cases or more, not [FromSpec], is exactly 0 or 1,
	// and not because it is [IndicatorSpec.Enforced]. Either nobody decides it case by
	// case, or it is not recorded. The parameters of
	// ClaimExceedsEvidence, without asked; threshold and stage are the lowest.
	RateSuspicious FindingCode = "rate.suspicious"

	// TargetOffPath: the target itself lies off the ideal line. target.
	TargetOffPath FindingCode = "target.off_path"

	// TargetPassed: an axis is beyond its target. axis, stage, target.
	TargetPassed FindingCode = "target.passed"
)

// Finding is something that is worth knowing beside the result.
type Finding struct {
	Code   FindingCode       `json:"code"`   // says which Params there are
	Params map[string]string `json:"params"` // see the codes; for programs
	Text   Text              `json:"text"`   // the same in words
}

// Axis returns the result on an axis.
func (r *Report) Axis(a Axis) *AxisReport {
	if a == LeadManagement {
		return &r.LeadManagement
	}
	return &r.Relationship
}

// Position returns where the organisation stands, or false if the answers leave
// several cells open.
func (r *Report) Position() (Position, bool) {
	if len(r.Positions) != 1 {
		return Position{}, false
	}
	return r.Positions[0], true
}
