package leadtest

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf16"

	"github.com/leadline-go/leadline/lead"
)

// rewrites is a store that changes each query before it answers.
func rewrites(change func(q *lead.Query)) func(lead.Store) lead.Store {
	return func(good lead.Store) lead.Store {
		return faulty{Store: good, history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
			change(&q)
			return good.History(ctx, q)
		}}
	}
}

// answers is a store that answers each query with what list makes of the rows.
func answers(change func(q *lead.Query), list func(q lead.Query, rows []lead.Transition) []lead.Transition) func(lead.Store) lead.Store {
	return func(good lead.Store) lead.Store {
		return faulty{Store: good, history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
			return func(yield func(lead.Transition, error) bool) {
				asked := q
				change(&asked)
				rows, err := read(ctx, good, asked)
				if err != nil {
					yield(lead.Transition{}, err)
					return
				}
				for _, tr := range list(q, rows) {
					if !yield(tr, nil) {
						return
					}
				}
			}
		}}
	}
}

func asItIs(*lead.Query) {}

func historyBugs() []bug {
	return []bug{
		{
			"orders ids as a dictionary does",
			[]string{"History is ordered by the bytes of the id, then by version"},
			answers(asItIs, func(_ lead.Query, rows []lead.Transition) []lead.Transition {
				return slices.SortedStableFunc(slices.Values(rows), func(a, b lead.Transition) int {
					return strings.Compare(strings.ToLower(a.LeadID), strings.ToLower(b.LeadID))
				})
			}),
		},
		{
			"orders ids by their UTF-16",
			[]string{"History is ordered by the bytes of the id, then by version"},
			answers(asItIs, func(_ lead.Query, rows []lead.Transition) []lead.Transition {
				return slices.SortedStableFunc(slices.Values(rows), func(a, b lead.Transition) int {
					return slices.Compare(utf16.Encode([]rune(a.LeadID)), utf16.Encode([]rune(b.LeadID)))
				})
			}),
		},
		{
			"gives rows in the order of writing",
			[]string{"History is ordered by the bytes of the id, then by version"},
			answers(asItIs, func(_ lead.Query, rows []lead.Transition) []lead.Transition {
				return slices.SortedStableFunc(slices.Values(rows), func(a, b lead.Transition) int {
					return a.Recorded.Compare(b.Recorded)
				})
			}),
		},
		{
			"takes Until in",
			[]string{"each condition of a query selects what it says"},
			rewrites(func(q *lead.Query) {
				if !q.Until.IsZero() {
					q.Until = q.Until.Add(time.Microsecond)
				}
			}),
		},
		{
			"counts a bound's microseconds in too few bits",
			[]string{"each condition of a query selects what it says"},
			rewrites(func(q *lead.Query) {
				for _, bound := range []*time.Time{&q.Since, &q.Until, &q.DueBefore} {
					if !bound.IsZero() {
						*bound = time.UnixMicro(bound.UnixMicro())
					}
				}
			}),
		},
		{
			"has leads without a due date on the work list",
			[]string{"each condition of a query selects what it says"},
			answers(func(q *lead.Query) { q.DueBefore = time.Time{} }, func(q lead.Query, rows []lead.Transition) []lead.Transition {
				if q.DueBefore.IsZero() {
					return rows
				}
				slices.SortFunc(rows, byDue)
				return slices.DeleteFunc(rows, func(tr lead.Transition) bool { return !tr.Due.Before(q.DueBefore) })
			}),
		},
		{
			"takes an empty label for no condition",
			[]string{"each condition of a query selects what it says"},
			rewrites(func(q *lead.Query) {
				q.Label = maps.Clone(q.Label)
				maps.DeleteFunc(q.Label, func(_, v string) bool { return v == "" })
			}),
		},
		{
			"forgets about labels when statuses are asked for",
			[]string{"conditions are joined with and"},
			rewrites(func(q *lead.Query) {
				if len(q.Statuses) > 0 {
					q.Label = nil
				}
			}),
		},
		{
			"checks no query",
			[]string{"an invalid query gives one error"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
					if q.Check() != nil {
						return func(func(lead.Transition, error) bool) {}
					}
					return good.History(ctx, q)
				}}
			},
		},
		{
			"can be ranged over once",
			[]string{"History can be ranged over again"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
					next, stop := iter.Pull2(good.History(ctx, q))
					return func(yield func(lead.Transition, error) bool) {
						defer stop()
						for tr, err, ok := next(); ok && yield(tr, err); tr, err, ok = next() {
						}
					}
				}}
			},
		},
		{
			"ignores the context",
			[]string{"an ended context is an error and nothing is appended", "a context that ends during History ends it"},
			func(good lead.Store) lead.Store {
				return faulty{
					load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
						return good.Load(context.WithoutCancel(ctx), id, key)
					},
					append: func(ctx context.Context, trs ...lead.Transition) error {
						return good.Append(context.WithoutCancel(ctx), trs...)
					},
					history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
						return good.History(context.WithoutCancel(ctx), q)
					},
				}
			},
		},
		{
			"ends in silence when its context ends",
			[]string{"a context that ends during History ends it"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
					return func(yield func(lead.Transition, error) bool) {
						for tr, err := range good.History(ctx, q) {
							if errors.Is(err, context.Canceled) || !yield(tr, err) {
								return
							}
						}
					}
				}}
			},
		},
		{
			"keeps a connection when a loop stops",
			[]string{"a loop may stop early"},
			func(good lead.Store) lead.Store {
				var open atomic.Int32
				return faulty{Store: good, history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
					return func(yield func(lead.Transition, error) bool) {
						if open.Add(1) > 10 {
							yield(lead.Transition{}, errors.New("too many connections"))
							return
						}
						for tr, err := range good.History(ctx, q) {
							if !yield(tr, err) {
								return
							}
						}
						open.Add(-1)
					}
				}}
			},
		},
	}
}

// hangBugs are found by waiting.
func hangBugs() []bug {
	return []bug{
		{
			"keeps a lock while it yields",
			[]string{"a loop over History may use the store"},
			func(good lead.Store) lead.Store {
				var mu sync.Mutex
				return faulty{
					Store: good,
					append: func(ctx context.Context, trs ...lead.Transition) error {
						mu.Lock()
						defer mu.Unlock()
						return good.Append(ctx, trs...)
					},
					history: func(ctx context.Context, q lead.Query) iter.Seq2[lead.Transition, error] {
						return func(yield func(lead.Transition, error) bool) {
							mu.Lock()
							defer mu.Unlock()
							good.History(ctx, q)(yield)
						}
					},
				}
			},
		},
	}
}
