package leadsql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/leadline-go/leadline/lead"
)

// Load implements [lead.Store], in one statement.
func (s *Store) Load(ctx context.Context, id, key string) (lead.State, *lead.Transition, error) {
	text, args := s.sql.load, []any{id}
	var state stateScan
	var keyed rowScan
	fields := state.fields()
	if key != "" {
		text, args = s.sql.loadKeyed, []any{key, id}
		fields = append(fields, keyed.fields()...)
	}
	found := false
	err := s.calmly(ctx, "load", func(s *Store) error {
		return s.each(ctx, "load", text, args, func(scan func(...any) error) error {
			found = true
			return scan(fields...)
		})
	})
	if err != nil {
		return lead.State{}, nil, err
	}
	if !found {
		return lead.State{}, nil, fmt.Errorf("%w: %.300q", lead.ErrNotFound, id)
	}
	return loaded(&state, &keyed)
}

func loaded(s *stateScan, keyed *rowScan) (lead.State, *lead.Transition, error) {
	state, err := s.state()
	if err != nil || !keyed.id.Valid {
		return state, nil, err
	}
	t, err := keyed.transition()
	return state, &t, err
}

// LoadAll implements [lead.BatchLoader], in one statement for each thousand leads.
func (s *Store) LoadAll(ctx context.Context, ids, keys []string) ([]lead.Loaded, error) {
	type wanted struct {
		I   int    `json:"i"`
		ID  string `json:"lead_id"`
		Key string `json:"key"`
	}
	found := make([]lead.Loaded, len(ids))
	for first := 0; first < len(ids); first += maxRows {
		var want []wanted
		for i := first; i < min(first+maxRows, len(ids)); i++ {
			want = append(want, wanted{i, ids[i], keys[i]})
		}
		raw, err := json.Marshal(want)
		if err != nil {
			return nil, fmt.Errorf("leadsql: load: %w", err)
		}
		err = s.calmly(ctx, "load", func(s *Store) error {
			return s.each(ctx, "load", s.sql.loadAll, []any{string(raw)}, func(scan func(...any) error) error {
				var i int
				var state stateScan
				var keyed rowScan
				if err := scan(append(append([]any{&i}, state.fields()...), keyed.fields()...)...); err != nil {
					return err
				}
				found[i].State, found[i].Keyed, err = loaded(&state, &keyed)
				return err
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return found, ctx.Err()
}

// errEnough ends each without an error.
var errEnough = errors.New("enough")

// each runs a query and calls f for each of its rows. The rows are closed when it
// returns.
func (s *Store) each(ctx context.Context, op, text string, args []any, f func(scan func(...any) error) error) error {
	rows, err := s.db.QueryContext(ctx, text, args...)
	if err != nil {
		return s.failed(ctx, op, s.waited(err))
	}
	defer rows.Close() //nolint:errcheck // its error is that of rows.Err
	for rows.Next() {
		if err := f(rows.Scan); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return s.failed(ctx, op, err)
		}
	}
	return s.failed(ctx, op, rows.Err())
}
