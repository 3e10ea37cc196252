package funnel

import (
	"slices"
	"strings"
)

// definitions says in words what the figures of a basis mean. Every rendering
// carries them, since the same words mean other things elsewhere.
func (f *Funnel) definitions(b Basis, names *Titles) []Definition {
	list := cohortDefinitions
	if b == Activity {
		list = activityDefinitions
	}
	all := slices.Concat(list[:], commonDefinitions(b))
	m := f.matchSpec()
	if m == nil {
		return all
	}
	other := []Definition{
		{"match", m.words(f.stages, names)},
		{"reached", "Leads whose attempt came to the stage."},
		{"entered", "As reached."},
		{"skipped", "None: an attempt comes to each stage before the next."},
		{"joined", "Leads in the first stage, at which every attempt begins."},
		{"time_to_next", "From the stage to the next in the attempt; steps not made by as_of, or within the time of the attempt, are counted in by the median of Kaplan-Meier. Entries whose time is not known are left out."},
	}
	for _, d := range other {
		if i := slices.IndexFunc(all, func(x Definition) bool { return x.Term == d.Term }); i >= 0 {
			all[i] = d
		} else {
			all = slices.Insert(all, 1, d)
		}
	}
	return all
}

// words says what the rules are, for everybody who knows others.
func (m *MatchSpec) words(stages []StageSpec, names *Titles) string {
	var b strings.Builder
	b.WriteString("Stages are counted by other rules than leadline's: ")
	switch m.Order {
	case Strict:
		b.WriteString("one right after the other (strict)")
	case AnyOrder:
		b.WriteString("in any order")
	default:
		b.WriteString("each entered after the one before, whatever lies between (ordered)")
	}
	if m.Entry == Best {
		b.WriteString("; of a lead's attempts that which gets furthest")
	} else {
		b.WriteString("; of a lead's attempts the first")
	}
	if m.Within != "" {
		b.WriteString("; within " + string(m.Within) + " of its beginning")
	}
	for _, x := range m.Exclude {
		var ends []string
		for _, s := range x.Statuses {
			ends = append(ends, named(string(names.status(s))))
		}
		for _, e := range x.Events {
			ends = append(ends, named(string(e)))
		}
		b.WriteString("; ended by " + strings.Join(ends, ", "))
		if x.After != "" {
			b.WriteString(" after " + named(names.stage(x.After)))
		}
		if x.Before != "" {
			b.WriteString(" before " + named(names.stage(x.Before)))
		}
		if x.Discard {
			b.WriteString(", as if it had not been made")
		}
	}
	for _, st := range stages {
		var events []string
		for _, e := range st.Events {
			events = append(events, named(string(e)))
		}
		if len(events) > 0 {
			b.WriteString("; " + named(names.stage(st.Name)) + " is entered by the events " + strings.Join(events, ", ") + " too")
		}
	}
	return b.String() + "."
}

var activityDefinitions = [...]Definition{
	{"basis", "What happened in the window, whenever the lead came in. Stages compare different leads, so that a conversion can exceed 100 %."},
	{"leads", "Leads with a row in the window that have entered a stage by as_of and are not void then."},
	{"entered", "Leads with a visit to the stage that began in the window."},
	{"reached", "Leads that came to the stage or a later one for the first time in the window."},
	{"skipped", "Leads among those reached that have not entered the stage itself by as_of."},
	{"joined", "Leads that came in in the window, and at this stage."},
	{"conversion", "Reached, by reached of the previous stage; with a 95 % interval (Wilson) up to 100 %."},
	{"cumulative", "Reached, by reached of the first stage."},
	{"time_to_next", "From the first entry into the stage to the first entry into the next one after that. Median, 90 % quantile and mean: steps that ended in the window. Median by Kaplan-Meier: steps that began in the window, those not made by as_of counted in. Entries whose time is not known are left out."},
	{"statuses", "Visits that began in the window. Median, 90 % quantile and mean: visits that ended in the window. Median by Kaplan-Meier: visits that began in the window, those still open at as_of counted in."},
	{"transitions", "Rows in the window, by the status before and the status after. Activities within a status count too."},
	{"anomalies", "Odd rows of all leads that are not void, in the window or not."},
}

var cohortDefinitions = [...]Definition{
	{"basis", "The leads that came in during the window, followed to as_of. A lead comes in with its first entry into any stage."},
	{"leads", "Leads that came in during the window and are not void at as_of."},
	{"entered", "Leads with at least one visit to the stage."},
	{"reached", "Leads that entered the stage or a later one."},
	{"skipped", "Leads among those reached that never entered the stage itself."},
	{"joined", "Leads that came in at this stage."},
	{"conversion", "Reached, of those who reached the previous stage; with a 95 % interval (Wilson)."},
	{"cumulative", "Reached, of those who reached the first stage."},
	{"time_to_next", "From the first entry into the stage to the first entry into the next one after that. Median, 90 % quantile and mean: leads that made the step. Median by Kaplan-Meier: those that have not made it by as_of counted in, also the lost ones. Entries whose time is not known are left out."},
	{"statuses", "All visits of these leads. Median, 90 % quantile and mean: visits that are over. Median by Kaplan-Meier: those still open at as_of counted in."},
	{"transitions", "All rows of these leads, by the status before and the status after. Activities within a status count too."},
	{"anomalies", "Odd rows of all leads that are not void, in the window or not."},
}

// commonDefinitions are of the figures that come with an option or a part of the Spec.
func commonDefinitions(b Basis) []Definition {
	offers, watched := "all of the report's leads", "followed to as_of"
	if b == Activity {
		offers, watched = "those made in the window", "each lead counted only while it is in the window, at the age that it has by then"
	}
	return []Definition{
		{"handoff", "An offer is a visit to the hand-off status, dated by its beginning: " + offers + ". It ends accepted, rejected, returned, withdrawn (in another way, without an answer) or is open at as_of; these add up to offered. Overdue ones are open and past their due time, also if nobody knows since when they wait."},
		{"of_decided", "Accepted, of what was accepted, rejected or returned."},
		{"of_offered", "Accepted, of all that was offered; what is open counts as not accepted."},
		{"decision", "From the offer to its answer, against the due time that the offer was given. An answer at the due time itself is in time."},
		{"first_touch", "From the acceptance to the first doing of a person on the side that accepted, at the latest the one that ends the visit in which it was accepted, against the due time that the acceptance was given."},
		{"untouched", "Accepted, without a first touch by as_of, and still standing where it was accepted."},
		{"faults", "The side that answers for a reason, as the two sides have agreed."},
		{"goals", "Leads that reached the stage for the first time in the period, whenever they came in. Of those who stand before it, as many can be expected as the report's rates say, if all had the time to."},
		{"plan", "Wins divided by the share of the stage's leads that reached the last stage, rounded up; at best and at worst by the ends of its 95 % interval (Wilson)."},
		{"inputs", "As supplied by whoever made the report; used for no other figure."},
		{"cohorts", "Leads by the period in which they came in, and the share of them that had reached the last stage so many periods later. A cohort is mature when it is older than the time by which nine tenths of all that ever got there had."},
		{"curve", "The share of all leads that has reached the last stage so long after coming in (Kaplan-Meier), " + watched + "; 95 % intervals by Greenwood's formula, log-log."},
		{"exits", "The share of visits to a status that has gone each way so long after they began, and the share that is still there (Aalen-Johansen), " + watched + "; 95 % intervals of the shares in the end, log-log."},
		{"ages", "Leads that stand in the status at as_of, whatever else they did, by the days since they entered it."},
		{"leaks", "Leads that reached the stage and none behind it, by where they are at as_of."},
		{"velocity", "Leads × share won × mean amount ÷ median time from coming in to the last stage, per day."},
		{"findings", "Remarks on figures that say less than they seem to, each with its numbers."},
	}
}

// defined are the definitions of what the report has.
func (r *Report) defined() []Definition {
	has := map[string]bool{
		"transitions": len(r.Transitions) > 0,
		"statuses":    len(r.Statuses) > 0,
		"goals":       len(r.Goals) > 0, "plan": r.Plan != nil, "inputs": len(r.Inputs) > 0,
		"cohorts": r.Cohorts != nil, "curve": r.Curve != nil, "exits": len(r.Exits) > 0,
		"ages": len(r.Ages) > 0, "leaks": len(r.Leaks) > 0, "velocity": r.Velocity != nil,
		"findings": len(r.Findings) > 0,
	}
	for _, term := range []string{"entered", "reached", "skipped", "joined", "conversion", "cumulative", "time_to_next"} {
		has[term] = len(r.Stages) > 0
	}
	for _, term := range []string{"handoff", "of_decided", "of_offered", "decision", "first_touch", "untouched", "faults"} {
		has[term] = r.HandOff != nil
	}
	list := []Definition{}
	for _, d := range r.Definitions {
		if present, ok := has[d.Term]; present || !ok {
			list = append(list, d)
		}
	}
	return list
}
