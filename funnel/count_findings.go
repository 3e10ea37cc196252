package funnel

import (
	"fmt"
	"math"
	"slices"

	"github.com/leadline-go/leadline/internal/terminal"
)

// When a figure is worth a remark. The numbers are conventions, each with its reason.
const (
	// With a fifth of the spells open, the plain median is at most the 40 %
	// quantile of all, if the open ones are the longest.
	manyOpen = 0.2
	// Of 30 leads half make it, give or take 17 percentage points (Wilson). With
	// fewer there is little to compare.
	smallN = 30
	// One lead in five takes another way than the funnel has it.
	manySkipped = 0.2
	// One in twenty is what a 95 % interval leaves to chance: beyond that, ties and
	// late rows move a figure more than chance does.
	manyTies = 0.05
	manyLate = 0.05
	// Of half of the leads one does not know yet how they fare.
	manyYoung = 0.5
	// Times that end at a constant rate (exponential) have a mean of 1.44 medians.
	// At twice the median, long ones make the mean.
	farMean = 2

	maxFindings = 50
)

// remarkTally counts what findings need beyond the report.
type remarkTally struct {
	moves, ties int64
	rows, late  int64

	leads, adopted int64
	skipping       int64 // adopted ones that came in behind the first stage
}

// add counts a lead of the report.
func (t *remarkTally) add(j *journey, w span) {
	t.leads++
	if slices.ContainsFunc(j.rows, func(r row) bool { return r.inferred && w.contains(r.At) }) {
		t.adopted++
		if slices.ContainsFunc(j.visits, func(v visit) bool {
			r := &j.rows[v.row]
			return r.inferred && w.contains(r.At) && v.stage > 0
		}) {
			t.skipping++
		}
	}
	for i := range j.rows {
		r := &j.rows[i]
		if !w.contains(r.At) {
			continue
		}
		t.rows++
		if r.late {
			t.late++
		}
	}
	for i := 1; i < len(j.visits); i++ {
		if at := j.visits[i].start; w.contains(at) {
			t.moves++
			if j.visits[i-1].start == at {
				t.ties++
			}
		}
	}
}

// findings lists the remarks in the order of their codes; those of one code first by
// stage and then by status.
func (t *remarkTally) findings(r *Report) []Finding {
	list := slices.Concat(
		t.midLife(r), r.openShares(), r.over100(), r.smallNumbers(), r.skippedStages(),
		t.tied(), r.youngCohorts(), t.recordedLate(), r.farMeans(),
	)
	if list == nil {
		list = []Finding{}
	}
	return list[:min(len(list), maxFindings)]
}

// part reports whether the rate has come to so much.
func part(r Rate, least float64) bool {
	v, ok := r.Value()
	return ok && v >= least
}

// ofWhole writes "5 of 60 (8.3 %)".
func ofWhole(r Rate) string {
	value, _ := humanRate(r)
	return humanCount(r.Num) + " of " + humanCount(r.Den) + " (" + value + ")"
}

// timeIn begins what is said of the time in a status, and of nothing else.
const timeIn = "Time in "

func named(s string) string { return inSentence(terminal.Plain(s, 40)) }

func (r *Report) stageNamed(code string) string { return named(r.Titles.stage(code)) }

func (t *remarkTally) midLife(r *Report) []Finding {
	if t.adopted == 0 {
		return nil
	}
	adopted := Rate{Num: t.adopted, Den: t.leads}
	means := " They count for every stage up to theirs, and the leads lost on the way to it do not: early conversions look too good."
	switch {
	case r.Match != nil:
		means = " What they did before is not known."
	case t.skipping == 0:
		means = ""
	}
	return []Finding{{FindingAdopted, "", adopted, fmt.Sprintf("Leads adopted in mid-life: %s.%s Times leave them out.", ofWhole(adopted), means)}}
}

// plainTime is a figure that is taken of what is over.
type plainTime struct {
	where, what string
	*Durations
}

// plainTimes are those of the funnel: from stage to stage, and of visits to the
// statuses that leads are meant to leave.
func (r *Report) plainTimes() []plainTime {
	var list []plainTime
	for k := range r.Stages {
		if s := &r.Stages[k]; s.TimeToNext != nil {
			list = append(list, plainTime{s.Name, "Time from " + r.stageNamed(s.Name) + " to " + r.stageNamed(r.Stages[k+1].Name), s.TimeToNext})
		}
	}
	last := r.Stages[len(r.Stages)-1].Name
	for i := range r.Statuses {
		if s := &r.Statuses[i]; s.Stage != "" && s.Stage != last {
			list = append(list, plainTime{string(s.Status), timeIn + named(string(r.Titles.status(s.Status))), &s.Time.Visits})
		}
	}
	return list
}

func (r *Report) openShares() (list []Finding) {
	if r.Basis == Activity && !(r.Window.From.IsZero() && r.Window.To.IsZero()) {
		return nil // what ended in the window and what began in it are not parts of one whole
	}
	for _, t := range r.plainTimes() {
		open := Rate{Num: t.Open, Den: t.N + t.Open}
		if t.N == 0 || !part(open, manyOpen) {
			continue // without one that is over there is no figure to believe
		}
		list = append(list, Finding{FindingOpenShare, t.where, open, fmt.Sprintf(
			"%s: not over in %s. The plain mean and median are those of the fast ones.", t.what, ofWhole(open),
		)})
	}
	return list
}

func (r *Report) over100() (list []Finding) {
	for k := 1; k < len(r.Stages); k++ {
		s := &r.Stages[k]
		rate, of := *s.Conversion, k-1
		if rate.Num <= rate.Den {
			rate, of = s.Cumulative, 0
		}
		if rate.Num <= rate.Den {
			continue
		}
		list = append(list, Finding{FindingOver100, s.Name, rate, fmt.Sprintf(
			"%s to %s: %s reached the one, %s the other. In a window the stages count different leads, and their quotient is no share.",
			r.stageNamed(r.Stages[of].Name), r.stageNamed(s.Name), plural(rate.Den, "lead"), humanCount(rate.Num),
		)})
	}
	return list
}

func (r *Report) smallNumbers() (list []Finding) {
	for k := 1; k < len(r.Stages); k++ {
		rate := *r.Stages[k].Conversion
		if rate.Den == 0 || rate.Den >= smallN {
			continue
		}
		text := fmt.Sprintf("Conversion from %s to %s: of %s only", r.stageNamed(r.Stages[k-1].Name), r.stageNamed(r.Stages[k].Name), plural(rate.Den, "lead"))
		if _, interval := humanRate(rate); interval != "" {
			text += ", so that " + interval + " % are possible"
		}
		list = append(list, Finding{FindingSmallN, r.Stages[k].Name, rate, text + "."})
	}
	return list
}

func (r *Report) skippedStages() (list []Finding) {
	for k := range r.Stages {
		s := &r.Stages[k]
		if skipped := (Rate{Num: s.Skipped, Den: s.Reached}); part(skipped, manySkipped) {
			list = append(list, Finding{FindingSkipped, s.Name, skipped, fmt.Sprintf(
				"%s: %s that reached it or a later stage were never in it. Times to and from it do not know them.", r.stageNamed(s.Name), ofWhole(skipped),
			)})
		}
	}
	return list
}

func (t *remarkTally) tied() []Finding {
	tied := Rate{Num: t.ties, Den: t.moves}
	if !part(tied, manyTies) {
		return nil
	}
	return []Finding{{FindingTies, "", tied, fmt.Sprintf(
		"Moves at the very time of the move before: %s. Their order and their times may be guesses.", ofWhole(tied),
	)}}
}

func (r *Report) youngCohorts() []Finding {
	if r.Cohorts == nil || r.Cohorts.Maturity == nil {
		return nil
	}
	var young Rate
	for i := range r.Cohorts.Rows {
		row := &r.Cohorts.Rows[i]
		young.Den += row.Leads
		if !row.Mature {
			young.Num += row.Leads
		}
	}
	if !part(young, manyYoung) {
		return nil
	}
	which := fmt.Sprintf("younger than %s, by which most that come to %s have come", humanDuration(r.Cohorts.Maturity), r.stageNamed(r.Cohorts.Stage))
	if r.Cohorts.atOnce() {
		which = "whose " + string(r.Cohorts.Per) + " is not over"
	}
	return []Finding{{FindingShortWindow, "", young, fmt.Sprintf("Leads of cohorts %s: %s. Their rates can still grow.", which, ofWhole(young))}}
}

func (t *remarkTally) recordedLate() []Finding {
	late := Rate{Num: t.late, Den: t.rows}
	if !part(late, manyLate) {
		return nil
	}
	return []Finding{{FindingLateRows, "", late, fmt.Sprintf(
		"Rows recorded more than a day after they happened: %s. Recent figures will still change.", ofWhole(late),
	)}}
}

func (r *Report) farMeans() (list []Finding) {
	for _, t := range r.plainTimes() {
		if t.N < smallN || *t.Mean < farMean**t.P50 || *t.Mean == 0 {
			continue
		}
		value := Rate{Num: int64(math.Round(*t.Mean)), Den: int64(math.Round(*t.P50))}
		times := humanDurations(t.Mean, t.P50)
		list = append(list, Finding{FindingMeanFar, t.where, value, fmt.Sprintf(
			"%s: mean %s, median %s. Long ones raise the mean.", t.what, times[0], times[1],
		)})
	}
	return list
}
