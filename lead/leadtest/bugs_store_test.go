package leadtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/leadline-go/leadline/lead"
)

func appendBugs() []bug {
	return []bug{
		{
			"looks at the version and then writes, without a lock",
			[]string{"of writers of the same version one wins", "a lead is opened once"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					now := func(tr lead.Transition) int64 {
						s, _, _ := good.Load(ctx, tr.LeadID, "")
						return s.Version
					}
					if len(trs) != 1 || trs[0].Version != now(trs[0])+1 {
						return good.Append(ctx, trs...)
					}
					runtime.Gosched()
					err := good.Append(ctx, trs...)
					for errors.Is(err, lead.ErrConflict) {
						trs[0].Version = now(trs[0]) + 1
						err = good.Append(ctx, trs...)
					}
					return err
				}}
			},
		},
		{
			"takes a conflict for success",
			[]string{"only the next version of a lead is appended", "of writers of the same version one wins"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					err := good.Append(ctx, trs...)
					if errors.Is(err, lead.ErrConflict) {
						return nil
					}
					return err
				}}
			},
		},
		{
			"appends a batch row by row",
			[]string{"a batch is appended as a whole or not at all", "of overlapping batches at most one is appended"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					for _, tr := range trs {
						if err := good.Append(ctx, tr); err != nil {
							return err
						}
						runtime.Gosched()
					}
					return nil
				}}
			},
		},
		{
			"accepts a used key",
			[]string{"a key serves a lead once"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					err := good.Append(ctx, trs...)
					if errors.Is(err, lead.ErrConflict) {
						for i := range trs {
							trs[i].Key = ""
						}
						return good.Append(ctx, trs...)
					}
					return err
				}}
			},
		},
		{
			"takes keys for its own, not for those of a lead",
			[]string{"a key serves a lead once"},
			func(good lead.Store) lead.Store {
				used := map[string]bool{}
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					for _, tr := range trs {
						if used[tr.Key] {
							return lead.ErrConflict
						}
					}
					err := good.Append(ctx, trs...)
					for _, tr := range trs {
						used[tr.Key] = err == nil && tr.Key != ""
					}
					return err
				}}
			},
		},
		{
			"compares a whole batch with what was there before",
			[]string{"a batch may hold several versions of several leads"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					in := map[string]bool{}
					for _, tr := range trs {
						if in[tr.LeadID] {
							return lead.ErrConflict
						}
						in[tr.LeadID] = true
					}
					return good.Append(ctx, trs...)
				}}
			},
		},
		{
			"refuses an empty call",
			[]string{"an empty Append does nothing"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					if len(trs) == 0 {
						return errors.New("nothing to append")
					}
					return good.Append(ctx, trs...)
				}}
			},
		},
		{
			"folds the case of ids",
			[]string{"ids, keys and labels are told apart by their bytes"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					for i := range trs {
						trs[i].LeadID = strings.ToLower(trs[i].LeadID)
					}
					return good.Append(ctx, trs...)
				}}
			},
		},
		{
			"takes evidence for floats",
			[]string{"a row comes back as it was written"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					for i := range trs {
						var v any
						if json.Unmarshal(trs[i].Evidence, &v) == nil {
							trs[i].Evidence, _ = json.Marshal(v)
						}
					}
					return good.Append(ctx, trs...)
				}}
			},
		},
		{
			"keeps milliseconds",
			[]string{"a row comes back as it was written"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					for i := range trs {
						trs[i].Due = trs[i].Due.Truncate(time.Millisecond)
					}
					return good.Append(ctx, trs...)
				}}
			},
		},
		{
			"fails when it is busy",
			[]string{"commands without IfVersion all get through"},
			func(good lead.Store) lead.Store {
				var mu sync.Mutex
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					if !mu.TryLock() {
						return errors.New("database is locked")
					}
					defer mu.Unlock()
					time.Sleep(100 * time.Microsecond)
					return good.Append(ctx, trs...)
				}}
			},
		},
		{
			"appends although the context has ended",
			[]string{"an ended context is an error and nothing is appended"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, append: func(ctx context.Context, trs ...lead.Transition) error {
					return errors.Join(good.Append(context.WithoutCancel(ctx), trs...), ctx.Err())
				}}
			},
		},
	}
}

// shuffled is a store whose batches come sorted by id.
type shuffled struct{ lead.Store }

func (s shuffled) LoadAll(ctx context.Context, ids, keys []string) ([]lead.Loaded, error) {
	found, err := s.Store.(lead.BatchLoader).LoadAll(ctx, ids, keys)
	slices.SortFunc(found, func(a, b lead.Loaded) int { return strings.Compare(a.State.LeadID, b.State.LeadID) })
	return found, err
}

func loadBugs() []bug {
	return []bug{
		{
			"answers for many leads in an order of its own",
			[]string{"many leads are answered as each is"},
			func(good lead.Store) lead.Store { return shuffled{good} },
		},
		{
			"knows every lead",
			[]string{"a lead without rows is not found"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
					s, tr, err := good.Load(ctx, id, key)
					if errors.Is(err, lead.ErrNotFound) {
						err = nil
					}
					return s, tr, err
				}}
			},
		},
		{
			"gives the time in the zone of an office",
			[]string{"a row comes back as it was written", "Load gives the state after the last row"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
					s, tr, err := good.Load(ctx, id, key)
					s.Since = s.Since.In(time.FixedZone("CET", 3600))
					return s, tr, err
				}}
			},
		},
		{
			"keeps labels that the last row has dropped",
			[]string{"Load gives the state after the last row", "histories of random walks are chains"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
					s, tr, err := good.Load(ctx, id, key)
					all := map[string]string{}
					for old := range good.History(ctx, lead.Query{LeadID: id}) {
						maps.Copy(all, old.Labels)
					}
					s.Labels = all
					return s, tr, err
				}}
			},
		},
		{
			"gives the last row for any key",
			[]string{"Load gives the row that carries the key"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
					s, tr, err := good.Load(ctx, id, key)
					for last := range good.History(ctx, lead.Query{LeadID: id, Current: true}) {
						if tr != nil {
							tr = &last
						}
					}
					return s, tr, err
				}}
			},
		},
		{
			"looks for the key first and then at the state",
			[]string{"a command repeated with its key is done once"},
			func(good lead.Store) lead.Store {
				return faulty{Store: good, load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
					_, tr, _ := good.Load(ctx, id, key)
					time.Sleep(100 * time.Microsecond)
					s, _, err := good.Load(ctx, id, "")
					return s, tr, err
				}}
			},
		},
		{
			"loads out of a cache that nobody clears",
			[]string{"of commands for the same version one wins and the others learn who"},
			func(good lead.Store) lead.Store {
				var cache sync.Map
				return faulty{Store: good, load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
					s, tr, err := good.Load(ctx, id, key)
					if err == nil {
						first, _ := cache.LoadOrStore(id, s)
						s = first.(lead.State)
					}
					return s, tr, err
				}}
			},
		},
		{"keeps the caller's maps", []string{"what was handed in is not shared"}, func(good lead.Store) lead.Store {
			return sharing(good, func(m map[string]string) map[string]string { return m })
		}},
		{"hands out its own maps", []string{"what was handed out is not shared"}, func(good lead.Store) lead.Store {
			return sharing(good, maps.Clone)
		}},
	}
}

// sharing is a store whose states have the very maps that keep returned.
func sharing(good lead.Store, keep func(map[string]string) map[string]string) lead.Store {
	labels := map[string]map[string]string{}
	at := func(id string, version int64) string { return fmt.Sprintf("%s/%d", id, version) }
	return faulty{
		Store: good,
		append: func(ctx context.Context, trs ...lead.Transition) error {
			for _, tr := range trs {
				labels[at(tr.LeadID, tr.Version)] = keep(tr.Labels)
			}
			return good.Append(ctx, trs...)
		},
		load: func(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
			s, tr, err := good.Load(ctx, id, key)
			s.Labels = labels[at(id, s.Version)]
			return s, tr, err
		},
	}
}
