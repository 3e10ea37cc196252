package leadtest

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/leadline-go/leadline/lead"
)

// pageSize is that of the faulty stores, which read page by page too.
const pageSize = 300

// pagewise is a store that reads a query page by page. From all rows of the query
// as they are now, the last row given (nil: none) and the number of rows given,
// rest makes those that are still to come. A cursor counts as the last row.
func pagewise(rest func(q lead.Query, now []lead.Transition, last *lead.Transition, given int) []lead.Transition) func(lead.Store) lead.Store {
	return func(good lead.Store) lead.Store {
		return faulty{Store: good, history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
			return func(yield func(lead.Transition, error) bool) {
				var last *lead.Transition
				if p, err := q.After.Position(); err == nil {
					last = &lead.Transition{LeadID: p.LeadID, Version: p.Version, Due: p.Due}
				}
				everything := q
				everything.After, everything.Limit = "", 0
				for given := 0; ; {
					now, err := read(ctx, good, everything)
					if err != nil {
						yield(lead.Transition{}, err)
						return
					}
					page := rest(q, now, last, given)
					page = page[:min(len(page), pageSize)]
					for i := range page {
						if !yield(page[i], nil) {
							return
						}
						if given++; given == q.Limit {
							return
						}
						last = &page[i]
					}
					if len(page) < pageSize {
						return
					}
				}
			}
		}}
	}
}

// behind keeps the rows that come after the last one in an order.
func behind(now []lead.Transition, last *lead.Transition, order func(a, b lead.Transition) int) []lead.Transition {
	if last == nil {
		return now
	}
	return slices.DeleteFunc(now, func(tr lead.Transition) bool { return order(tr, *last) <= 0 })
}

// inOrder is the order of a query's rows.
func inOrder(q lead.Query) func(a, b lead.Transition) int {
	switch {
	case !q.DueBefore.IsZero():
		return byDue
	case q.Current:
		return func(a, b lead.Transition) int { return cmp.Compare(a.LeadID, b.LeadID) }
	}
	return byLead
}

func pagingBugs() []bug {
	return []bug{
		{
			"gives the row of the cursor again",
			[]string{"pages of every size add up to the whole"},
			pagewise(func(q lead.Query, now []lead.Transition, last *lead.Transition, given int) []lead.Transition {
				return behind(now, last, func(a, b lead.Transition) int {
					if c := inOrder(q)(a, b); c != 0 || given > 0 {
						return c
					}
					return 1
				})
			}),
		},
		{
			"continues a work list at the next due date",
			[]string{"pages of every size add up to the whole"},
			pagewise(func(q lead.Query, now []lead.Transition, last *lead.Transition, _ int) []lead.Transition {
				if q.DueBefore.IsZero() {
					return behind(now, last, inOrder(q))
				}
				return behind(now, last, func(a, b lead.Transition) int { return a.Due.Compare(b.Due) })
			}),
		},
		{
			"gives a page for the whole",
			[]string{"a long history comes complete"},
			pagewise(func(q lead.Query, now []lead.Transition, last *lead.Transition, given int) []lead.Transition {
				if given > 0 {
					return nil
				}
				return behind(now, last, inOrder(q))
			}),
		},
		{
			"gives a lead again that moved after its page",
			[]string{"a loop may move the leads it is given", "a job may move the leads between pages"},
			pagewise(func(q lead.Query, now []lead.Transition, last *lead.Transition, _ int) []lead.Transition {
				if !q.DueBefore.IsZero() {
					return behind(now, last, byDue)
				}
				return behind(now, last, byLead)
			}),
		},
		{
			"gives a lead of a work list again that moved after its page",
			[]string{"a loop may move the leads it is given", "a job may move the leads between pages"},
			pagewise(func(q lead.Query, now []lead.Transition, last *lead.Transition, _ int) []lead.Transition {
				if q.DueBefore.IsZero() {
					return behind(now, last, inOrder(q))
				}
				return behind(now, last, func(a, b lead.Transition) int {
					return cmp.Or(byDue(a, b), cmp.Compare(a.Version, b.Version))
				})
			}),
		},
		{
			"counts the rows that it has given",
			[]string{"a loop may move the leads it is given", "readers see whole histories in order while others write"},
			pagewise(func(q lead.Query, now []lead.Transition, last *lead.Transition, given int) []lead.Transition {
				if given > 0 {
					return now[min(given, len(now)):]
				}
				return behind(now, last, inOrder(q))
			}),
		},
	}
}
