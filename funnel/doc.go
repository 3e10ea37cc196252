// Package funnel counts how leads get from stage to stage: how many, what share,
// how fast, and where they come back, skip a stage or stay for good.
//
// Its input is a history, rows of [lead.Transition] in any order, from a
// [lead.Store] or from any CRM's export. A [Spec] says which statuses make a
// stage: write it as a Go literal, read it from a file with [ReadSpec], or take
// it from a lifecycle with [FromLifecycle]. [Compile] checks it and reports every
// problem at once. The [Funnel] is then asked for a [Report], which is plain data
// and renders as text, Markdown, JSON, CSV, a page of HTML and pictures in SVG;
// [Report.Only] leaves parts of it out of all of them. What the JSON holds is written
// down in report.schema.json.
//
//	name: loans
//	stages:
//	  - {name: submitted, statuses: [A_SUBMITTED, A_PARTLYSUBMITTED]}
//	  - {name: accepted, statuses: [A_ACCEPTED]}
//
// # Counting
//
// A lead's rows are taken in the order of (At, Version). A visit is a stay in a
// status; a row that repeats the status before it is an activity within the
// visit. What followed what is read off the To of the rows alone: their From is
// what a CRM thought at the time.
//
// On the [Cohort] basis a report is about leads: those whose first entry into any
// stage lies in the window, followed to [Options.AsOf]. All of a lead's story
// counts, in the window or after it. Each stage counts a subset of the one
// before, so that conversions are proportions. This is the basis for "how good
// are the leads of May?", and young cohorts look worse than they are.
//
// On the [Activity] basis a report is about what happened in the window, whenever
// the lead came in: "how many deals did we win in May?" Its conversions compare
// different leads and can exceed 1. With an open window both bases agree.
//
// A lead that enters no stage is in neither, and one that is void at AsOf is left
// out of everything but [Counts.Void]. Rows after AsOf do not exist.
//
// # Durations
//
// Whoever averages the times of those who got there leaves out those who are
// still on their way, who are the slow ones. So [Durations] has two kinds of
// figures: the plain ones of what is over, exact and biased, and the median by
// Kaplan and Meier, which counts the open ones for as long as they have lasted.
// Open means open at AsOf: a lost lead has not made the step either, and the
// estimate is of the share of all leads that make it. A row that is Inferred
// says where a lead stood, not since when: it counts, but no duration starts or
// ends at it.
//
// On the activity basis the plain figures are of the durations that ended in the
// window, and N counts them; the Kaplan–Meier median is of those that began in
// it, followed to AsOf, and Open counts those of them that are not over.
//
// # The hand-over
//
// With [Spec.HandOff] the report has what marketing and sales should look at
// together: how many leads were offered, how many of them were accepted, why others
// were refused and who answers for that, whether answers and first contacts came in
// time, and how far accepted leads of each score band got. [HandOff.Agenda] is what
// to talk about. [FromLifecycle] fills the section in; in a file it is
//
//	handoff:
//	  status: mql
//	  accepted: {events: [accept], statuses: [sal, sql]}
//	  rejected: {events: [reject]}
//	  returned: {events: [return]}
//	  faults: {not_icp: marketing, not_reached: sales}
//	  reasons: {not_icp: {en: Not our kind of customer}}
//	goals:
//	  - {stage: mql, per: month, at_least: 40}
//
// Goals are output goals: so many leads in a stage per week or month. Input figures,
// such as clicks, can be supplied and are shown apart. A plan says how many leads
// each stage needs for so many wins at the measured rates.
//
// # Names
//
// Stages, statuses and reasons have codes for programs and can have titles for people.
// JSON and CSV have the codes; whatever people read names by the English titles, see
// [Titles], and gives the codes once, with the figures of the stages and of the
// statuses. A status in no stage has its title from the Spec:
//
//	titles: {lost: {en: Lost, de: Verloren}}
//
// # Other rules
//
// Products count funnels by other rules: only leads that enter the stages in order,
// within a time, starting anew at each entry. [Spec.Match] names them; they are never
// implied.
//
// # What it is not
//
// It does not say why, and it does not forecast. It keeps no state between two
// reports and does no I/O but reading the history it is given and writing to the
// writer it is given.
//
// # Concurrency and errors
//
// A Funnel is immutable and safe for concurrent use; a Report is plain data. A
// bad Spec is a [*SpecError] (Is [ErrInvalidSpec]), bad options are
// [ErrInvalidOptions], and a history that contradicts itself is a
// [*DuplicateError] (Is [ErrDuplicate]). A history that is merely odd is counted,
// and said so in [Report.Anomalies].
package funnel
