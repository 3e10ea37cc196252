// Package leadtest has tests for what an integrator of package lead makes: a lifecycle
// of their own, and a store of their own.
//
// # A lifecycle
//
// [Lifecycle] makes tests of a [lead.Spec] and runs them on leads in memory, with a
// clock that the tests turn:
//
//	func TestLifecycle(t *testing.T) {
//		leadtest.Lifecycle(t, lifecycle())
//	}
//
// What the Spec says, the tests work out anew: which row governs a status and an
// event, whom it admits, what it asks for, where it leads. They share no code with
// package lead, and hold to that:
//
//   - each row from each of its sources, on a shortest path from opening a lead, with
//     the right actor, all that it needs, and the waiting time waited for; a way back
//     once for each status that it can lead back to. Where it leads nowhere, the
//     refusal is tested, and the subtest's name says so.
//   - the row that comes of it, field by field, and the lead afterwards. Of a Due that
//     a calendar gives, only that it lies after the entry.
//   - people of each side and of none, and programs, at once and around the date until
//     which a lead is parked: what each may do, with all that it needs and with nothing.
//   - each reason; each thing missing; a reason that is not listed; a due date.
//   - each event in each status that it does not leave.
//   - guards that say no, fail and panic: the lead stays as it was and can be moved
//     afterwards. That no guard is asked twice, or for what is refused without it.
//   - that [lead.Tracker.Explain] tells all of it beforehand.
//   - leads adopted in each status, and leads kept under a status's older name.
//   - random walks of several leads, each beside an FSM of looplab/fsm that was made
//     from the same Spec.
//
// # A store
//
// [StoreSuite] tells whether a store keeps what [lead.Store] promises. Whoever writes
// one runs the suite in a test beside it:
//
//	func TestStore(t *testing.T) {
//		leadtest.StoreSuite(t, func(t *testing.T) lead.Store { return openEmptyStore(t) })
//	}
//
// The suite uses nothing but the three methods, alone and through a [lead.Tracker].
// It is deterministic but for the scheduling of goroutines.
//
// # What is demanded of a store
//
// All of the contract of [lead.Store] and [lead.Query], read as follows.
//
// Rows come back field by field as they were handed in, for rows such as a Tracker
// writes: UTF-8 text without NUL, ids, keys and labels of up to 255 bytes, notes of
// up to 64 KiB, times in UTC at the microsecond, before 1970 and in the year 9999
// too. Times come back in UTC. Evidence comes back as the same JSON value: spaces
// and the order of keys may change, numbers may not. An empty map or list may come
// back as nil and the other way round.
//
// Ids, keys, statuses and labels are bytes: "a", "A" and "a " are three leads, and
// a composed "ä" is not a decomposed one.
//
// LoadAll, of a store that has it, answers as Load does; its answers may be of
// different moments, the two halves of each may not.
//
// Load takes the state and the row of the key from one moment: a state newer than
// the look-up of the key would turn a repeated command into a conflict.
//
// Of the writers that append the same next version exactly one succeeds, and the
// row that stands is its row. Of batches that overlap at most one succeeds.
//
// An empty list or map in a Query is the same as nil, and a bound may be any time that
// there is. What History returns can be ranged over again and then starts afresh. An
// invalid Query yields one error that Is [lead.ErrInvalidQuery], and no row.
//
// A loop over Current rows may move the leads it is given: each lead is given once,
// in one go and from page to page by Query.After, and those not yet reached are not
// skipped. So it is in due order, unless a lead moves to a later due date that lies
// before DueBefore: then it may come again. While others add leads, those that were
// there before are given once each and in order.
//
// A context that has ended makes every method return its error. One that ends
// during a long History ends it with that error, at the latest after the page at
// hand; a page is less than 2,500 rows.
//
// # Concurrency
//
// The store suite calls the store from up to 16 goroutines. A store that is bound to a
// transaction is not for it: run it on the same store without one.
package leadtest
