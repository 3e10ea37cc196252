package leadsql

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/leadline-go/leadline/lead"
)

// Bounds of one statement: rows, and about how many bytes of JSON.
const (
	maxRows  = 1000
	maxBytes = 4 << 20
)

// Append implements [lead.Store].
func (s *Store) Append(ctx context.Context, trs ...lead.Transition) error {
	if err := ctx.Err(); err != nil || len(trs) == 0 {
		return err
	}
	if err := s.appendRows(ctx, trs); err != nil {
		return err
	}
	s.committed(ctx, len(trs))
	return nil
}

func (s *Store) appendRows(ctx context.Context, trs []lead.Transition) error {
	if len(trs) == 1 {
		return s.appendOne(ctx, &trs[0])
	}
	return s.atomically(ctx, "append", func(s *Store) error {
		if s.dialect == SQLite {
			return s.appendLoop(ctx, trs)
		}
		byLead := func(a, b lead.Transition) int { return cmp.Compare(a.LeadID, b.LeadID) }
		for rest := slices.SortedStableFunc(slices.Values(trs), byLead); len(rest) > 0; {
			round, err := nextRound(rest)
			if err != nil {
				return err
			}
			if err := s.appendRound(ctx, round); err != nil {
				return err
			}
			rest = rest[len(round):]
		}
		return nil
	})
}

// appendOne adds a row. On PostgreSQL it is one statement, which takes the row or
// leaves everything as it is, and needs no transaction around it, unless that has to be
// a modest one.
func (s *Store) appendOne(ctx context.Context, t *lead.Transition) error {
	r, err := recordOf(t)
	if err != nil {
		return err
	}
	if s.dialect == Postgres {
		run := s.db.ExecContext
		if s.begin != nil {
			run = s.execOnce
		}
		if err := s.appendSingle(ctx, &r, run); s.begin == nil || !apart(err) {
			return err
		}
	}
	return s.atomically(ctx, "append", func(s *Store) error { return s.appendSingle(ctx, &r, s.db.ExecContext) })
}

// nextRound takes the first rows for one statement. They come sorted by lead:
// everybody locks leads in that order, so that batches do not wait for each other in a
// circle.
func nextRound(trs []lead.Transition) ([]record, error) {
	type used struct{ lead, key string }
	var round []record
	last, keys, bytes := map[string]int{}, map[used]bool{}, 0
	for i := range trs {
		if len(round) == maxRows || bytes > maxBytes {
			break
		}
		r, err := recordOf(&trs[i])
		if err != nil {
			return nil, err
		}
		r.Before, r.Last = r.Version-1, true
		if n, ok := last[r.LeadID]; ok {
			if before := &round[n]; r.Version != before.Version+1 {
				return nil, fmt.Errorf("%w: lead %q: version %d cannot follow %d", lead.ErrConflict, r.LeadID, r.Version, before.Version)
			}
			round[n].Last, r.Before = false, round[n].Before
		}
		if k := (used{r.LeadID, r.Key}); r.Key != "" {
			if keys[k] {
				return nil, fmt.Errorf("%w: lead %q: key %q stands twice", lead.ErrConflict, r.LeadID, r.Key)
			}
			keys[k] = true
		}
		last[r.LeadID] = len(round)
		bytes += 500 + len(r.Labels) + len(r.Note) + len(r.Evidence)
		round = append(round, r)
	}
	return round, nil
}

// appendRound adds rows by one statement, which gives the first lead that does not fit.
func (s *Store) appendRound(ctx context.Context, round []record) error {
	input, err := json.Marshal(round)
	if err != nil {
		return fmt.Errorf("leadsql: append: %w", err)
	}
	var late error
	err = s.each(ctx, "append", s.sql.append, []any{string(input)}, func(scan func(...any) error) error {
		var id string
		var before int64
		if err := scan(&id, &before); err != nil {
			return err
		}
		late = misfit(id, before)
		return nil
	})
	return cmp.Or(err, late)
}

// misfit is a lead whose row came too late.
func misfit(id string, before int64) error {
	return fmt.Errorf("%w: lead %q is not at version %d, or has used the key", lead.ErrConflict, id, before)
}

// execOnce runs a statement on a connection of its own, so that waiting for one to
// become free is told from waiting for an answer: only of the latter nobody knows
// whether the statement was done. A connection that turns out to be dead before
// anything was sent is replaced, as *sql.DB does.
func (s *Store) execOnce(ctx context.Context, text string, args ...any) (sql.Result, error) {
	pool, ok := s.db.(interface {
		Conn(ctx context.Context) (*sql.Conn, error)
	})
	if !ok {
		return s.db.ExecContext(ctx, text, args...)
	}
	for try := 1; ; try++ {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return nil, &unsentError{s.waited(err)}
		}
		if err := ctx.Err(); err != nil {
			_ = conn.Close()
			return nil, &unsentError{err}
		}
		done, err := conn.ExecContext(ctx, text, args...)
		_ = conn.Close() // it goes back to the pool
		if !errors.Is(err, driver.ErrBadConn) || try == 3 {
			return done, err
		}
	}
}
