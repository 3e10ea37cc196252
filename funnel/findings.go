package funnel

// FindingCode names what one should know before believing a figure. The list is
// closed.
type FindingCode string

// The findings, and when there is one.
const (
	// FindingAdopted: leads were adopted in mid-life; on the activity basis, in the
	// window. Where they come in, the stages before seem to have lost nobody.
	FindingAdopted FindingCode = "adopted"
	// FindingOpenShare: of the times from a stage to the next or in a status, a
	// fifth or more are not over. The plain figures are those of the fast ones. Not
	// told of a window on the activity basis, where what ended began before.
	FindingOpenShare FindingCode = "open_share"
	// FindingOver100: a conversion of the activity basis is over 100 %.
	FindingOver100 FindingCode = "over_100"
	// FindingSmallN: a conversion is of fewer than 30 leads.
	FindingSmallN FindingCode = "small_n"
	// FindingSkipped: a fifth or more of those who reached a stage skipped it.
	FindingSkipped FindingCode = "skipped"
	// FindingTies: 5 % or more of the moves from status to status are at the very
	// time of the move before. Order and times are guesses.
	FindingTies FindingCode = "ties"
	// FindingShortWindow: half or more of the leads are in cohorts that are not
	// mature.
	FindingShortWindow FindingCode = "short_window"
	// FindingLateRows: 5 % or more of the rows were recorded more than a day
	// after they happened.
	FindingLateRows FindingCode = "late_rows"
	// FindingMeanFar: of 30 or more times from a stage to the next or in a status,
	// the mean is twice the median or more.
	FindingMeanFar FindingCode = "mean_far"
)

// Finding is a remark on the figures, with its numbers.
type Finding struct {
	Code  FindingCode `json:"code"`  // what it is about
	Where string      `json:"where"` // the code of the stage or status; empty: the whole

	// Value is how many, of how many: times, leads, moves or rows. For
	// [FindingMeanFar] it is the mean by the median, in seconds.
	Value Rate   `json:"value"`
	Text  string `json:"text"` // in a sentence or two, English, with what people read for the codes
}
