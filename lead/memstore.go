package lead

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"
)

// MemStore is a [Store] in memory, for tests, for trying things out, and for
// replaying a history. It is safe for concurrent use.
type MemStore struct {
	mu     sync.RWMutex
	leads  map[string]*memLead
	ids    []string // of all leads, sorted if sorted is set
	sorted bool
}

type memLead struct {
	rows []Transition // row i is version i+1
	keys map[string]int
}

// NewMemStore returns an empty store.
func NewMemStore() *MemStore {
	return &MemStore{leads: map[string]*memLead{}}
}

// Load implements [Store].
func (m *MemStore) Load(ctx context.Context, id, key string) (State, *Transition, error) {
	if err := ctx.Err(); err != nil {
		return State{}, nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	l := m.leads[id]
	if l == nil {
		return State{}, nil, fmt.Errorf("%w: %.300q", ErrNotFound, id)
	}
	s := own(l.rows[len(l.rows)-1]).State()
	if i, ok := l.keys[key]; ok && key != "" {
		t := own(l.rows[i])
		return s, &t, nil
	}
	return s, nil, nil
}

// LoadAll implements [BatchLoader].
func (m *MemStore) LoadAll(ctx context.Context, ids, keys []string) ([]Loaded, error) {
	found := make([]Loaded, len(ids))
	for i, id := range ids {
		var err error
		found[i].State, found[i].Keyed, err = m.Load(ctx, id, keys[i])
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
	}
	return found, nil
}

// Append implements [Store].
func (m *MemStore) Append(ctx context.Context, trs ...Transition) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	type used struct{ id, key string }
	last, keys := map[string]int64{}, map[used]bool{}
	for _, t := range trs {
		l := m.leads[t.LeadID]
		if _, ok := last[t.LeadID]; !ok && l != nil {
			last[t.LeadID] = int64(len(l.rows))
		}
		if t.Version != last[t.LeadID]+1 {
			return fmt.Errorf("%w: lead %q is at version %d, not %d", ErrConflict, t.LeadID, last[t.LeadID], t.Version-1)
		}
		last[t.LeadID]++
		if t.Key == "" {
			continue
		}
		taken := keys[used{t.LeadID, t.Key}]
		if l != nil && !taken {
			_, taken = l.keys[t.Key]
		}
		if taken {
			return fmt.Errorf("%w: lead %q has used key %q", ErrConflict, t.LeadID, t.Key)
		}
		keys[used{t.LeadID, t.Key}] = true
	}
	for _, t := range trs {
		m.add(own(t))
	}
	return nil
}

func (m *MemStore) add(t Transition) {
	l := m.leads[t.LeadID]
	if l == nil {
		l = &memLead{}
		m.leads[t.LeadID] = l
		m.sorted = m.sorted && (len(m.ids) == 0 || t.LeadID > m.ids[len(m.ids)-1])
		m.ids = append(m.ids, t.LeadID)
	}
	if t.Key != "" {
		if l.keys == nil {
			l.keys = map[string]int{}
		}
		l.keys[t.Key] = len(l.rows)
	}
	l.rows = append(l.rows, t)
}

// own copies what a row shares with whoever handed it over.
func own(t Transition) Transition {
	t.Labels, t.Set, t.Evidence = maps.Clone(t.Labels), slices.Clone(t.Set), slices.Clone(t.Evidence)
	return t
}

// memPage is how many rows one hold of the lock copies.
const memPage = 256

// History implements [Store].
func (m *MemStore) History(ctx context.Context, q Query) iter.Seq2[Transition, error] {
	return func(yield func(Transition, error) bool) {
		if err := q.Check(); err != nil {
			yield(Transition{}, err)
			return
		}
		next := m.byLead(q)
		if !q.DueBefore.IsZero() {
			next = m.byDue(q)
		}
		left := q.Limit
		for {
			if err := ctx.Err(); err != nil {
				yield(Transition{}, err)
				return
			}
			page, more := next()
			for _, t := range page {
				if !yield(t, nil) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
			if !more {
				return
			}
		}
	}
}

// byLead pages through rows in the order of (LeadID, Version). A page ends after
// memPage rows read, not found, so that no hold of the lock is long.
func (m *MemStore) byLead(q Query) func() (page []Transition, more bool) {
	at := Position{LeadID: q.LeadID}
	if q.After != "" {
		at, _ = q.After.Position() // checked
		if q.LeadID > at.LeadID {
			at = Position{LeadID: q.LeadID}
		}
	}
	return func() (page []Transition, more bool) {
		m.rlockSorted()
		defer m.mu.RUnlock()
		i, _ := slices.BinarySearch(m.ids, at.LeadID)
		for read := 0; i < len(m.ids) && (q.LeadID == "" || m.ids[i] == q.LeadID); i++ {
			id := m.ids[i]
			rows := m.leads[id].rows
			first := 0
			if id == at.LeadID {
				first = int(min(at.Version, int64(len(rows))))
			}
			if q.Current && first == 0 {
				first = len(rows) - 1
			} else if q.Current {
				first = len(rows) // its last row, as it was then, has been given
			}
			for _, t := range rows[first:] {
				if read++; read > memPage {
					return page, true
				}
				at = Position{LeadID: id, Version: t.Version}
				if q.match(&t) {
					if page = append(page, own(t)); len(page) == q.Limit {
						return page, true
					}
				}
			}
		}
		return page, false
	}
}

// byDue pages through current rows in the order of (Due, LeadID). It notes the
// ids once and looks each up again when its page comes.
func (m *MemStore) byDue(q Query) func() (page []Transition, more bool) {
	var todo []Position
	started := false
	return func() (page []Transition, more bool) {
		m.mu.RLock()
		defer m.mu.RUnlock()
		if !started {
			todo, started = m.due(q), true
		}
		n := min(len(todo), memPage, cmp.Or(q.Limit, memPage))
		for _, p := range todo[:n] {
			rows := m.leads[p.LeadID].rows
			if t := rows[len(rows)-1]; t.Due.Equal(p.Due) && q.match(&t) {
				page = append(page, own(t))
			}
		}
		todo = todo[n:]
		return page, len(todo) > 0
	}
}

func (m *MemStore) due(q Query) []Position {
	byDue := func(a, b Position) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.LeadID, b.LeadID))
	}
	var after Position
	if q.After != "" {
		after, _ = q.After.Position() // checked
	}
	var found []Position
	for id, l := range m.leads {
		t := &l.rows[len(l.rows)-1]
		p := Position{LeadID: id, Due: t.Due}
		if (q.LeadID == "" || q.LeadID == id) && q.match(t) && (q.After == "" || byDue(p, after) > 0) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, byDue)
	return found
}

// rlockSorted locks for reading, with ids sorted. A lead that is added between the
// two locks has it sort again.
func (m *MemStore) rlockSorted() {
	for {
		m.mu.RLock()
		if m.sorted {
			return
		}
		m.mu.RUnlock()
		m.mu.Lock()
		slices.Sort(m.ids)
		m.sorted = true
		m.mu.Unlock()
	}
}

// match applies every condition of a query but LeadID, Current, After and Limit.
func (q *Query) match(t *Transition) bool {
	if len(q.Statuses) > 0 && !slices.Contains(q.Statuses, t.To) {
		return false
	}
	for k, v := range q.Label {
		if t.Labels[k] != v {
			return false
		}
	}
	in := func(at, since, until time.Time) bool {
		return (since.IsZero() || !at.Before(since)) && (until.IsZero() || at.Before(until))
	}
	return in(t.At, q.Since, q.Until) && (q.DueBefore.IsZero() || !t.Due.IsZero() && t.Due.Before(q.DueBefore))
}
