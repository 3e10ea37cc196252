// Package evidence measures from a CRM's own lead history, and from the lifecycle by
// which its leads are worked, what package maturity sets beside the answers of people.
//
// [FromHistory] gives the measures of the indicators whose source is history,
// [FromSpec] those whose source is spec. Both go into [maturity.Model.Evaluate]
// as they are, together with those that only the application knows.
//
// # What is counted
//
// History is read as package funnel reads it: a lead's rows up to [Options.AsOf] by
// (At, Version), each version once, statuses by their present names, what followed
// what off the To of the rows alone. A visit is a stay in a status; a row that repeats
// the status before it is an activity. Leads that are void at AsOf are left out. An
// offer is a visit to the status of the hand-over, dated by its beginning; how it
// ended is told by [funnel.HandOffSpec]. An answer is an acceptance, a rejection or a
// return. The first reaction to an offer is its answer or, if that is earlier, the
// first row of the visit, its last one included, by a human of the side to which leads
// are offered.
//
// An adopted row (Inferred) says where a lead stood and not since when: an offer that
// begins, is answered or first gets a reaction with one counts in no figure of time,
// which are decision_share, response_in_time and stale_share.
//
// The window is about the offers, steps and conversions that are dated in it; what
// became of them is followed to AsOf.
//
//	id                        num / den
//	ev.rel.decision_share     offers with an answer, also a late one /
//	                          offers whose due time has passed at AsOf, but for those
//	                          withdrawn by then without an answer
//	ev.rel.reason_share       those with a reason from the list of the lifecycle for
//	                          the event that rejects / offers that were rejected
//	ev.rel.response_in_time   those with the first reaction up to the due time / offers
//	                          with a reaction, or whose due time passed without one;
//	                          of those that have a due time
//	ev.rel.acceptance_rate    offers that were accepted / offers with an answer
//	ev.rel.stale_share        those without a reaction up to StaleAfter after their
//	                          beginning / offers that began more than StaleAfter before
//	                          AsOf, but for those withdrawn by then without a reaction
//	ev.rel.bounce_share       those that changed sides more than twice in all /
//	                          leads with an offer
//	ev.rel.recycled_share     those that came to a waiting status before a lost or won
//	                          one and before the next offer / leads with a rejected
//	                          offer (the last such counts), but for those that came to
//	                          a lost or void status first
//	ev.lm.conforming_changes  those along a transition of the lifecycle / changes of
//	                          status
//	ev.lm.team_share          those by an actor of Team, human or not / rows of leads
//	                          that stood in an open or waiting status of another side
//	                          than that to which leads are offered; not the first of a lead, and not those of
//	                          which nobody knows whose they are
//	ev.lm.scored_share        those with criteria, which are not manual, on the row that
//	                          began their first offer of the window /
//	                          leads with an offer
//	ev.lm.outcome_linked      those that came to a won or lost status since, or stand in
//	                          an open one and have a row in the QuietAfter before AsOf /
//	                          leads that first came to a status of Converted
//	ev.lm.status_documented   those with a definition in either language / statuses
//	ev.lm.transition_rules    those with a side (or the system) that may take them, and
//	                          a condition: a guard, a need, a list of reasons, or a
//	                          definition of the status they lead to / rows of the
//	                          transition table that change the status
//
// Sides change with the visits, between statuses of the side to which leads are offered
// and statuses of any other: where lead management has a department of its own, leads
// go to and fro between that and sales. A status without a side is on neither.
//
// A change of status follows the lifecycle if the lifecycle has a transition from the
// one status to the other: package lead itself is asked, so that sources resolve as
// they do there and a way back leads to the previous status. The event of the row must
// be the one that leads there, unless the lifecycle has no event of that name, as in an
// export. Sides, guards, needs and times are not looked at again.
//
// Criteria are the fingerprint in the row, or the label of [funnel.HandOffSpec]. If
// that reads manual the lead was nominated by judgement; a fingerprint beats it if the
// row itself did not set the label.
//
// # Figures that agree
//
// acceptance_rate is OfDecided of [funnel.Offers] on the activity basis, window and
// AsOf being equal; the Den of reason_share is its Rejected. response_in_time is Kept
// of its decision clock where sales leaves no row but answers.
//
// # What it is not
//
// These are figures of one company, for its own use. They tell what was recorded, which
// is less than what was done: where sales calls but does not write it down, leads look
// untouched. No due times, no decision_share; no actors, no team_share.
//
// # Concurrency and errors
//
// Both functions keep nothing between two calls. There are no errors of this package's
// own: see [FromHistory].
package evidence
