package leadsql

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/leadline-go/leadline/lead"
)

// Consume hands a consumer its next rows, at most limit, and remembers that it has
// had them if handle returns nil. It returns how many there were. Without any it
// does not call handle, and writes nothing: ask again later.
//
//	for {
//		n, err := store.Consume(ctx, "webhooks", 100, func(rows []lead.Transition) error {
//			return post(ctx, rows)
//		})
//		if err != nil {
//			return err // or wait, and try again: nothing is lost
//		}
//		if n == 0 {
//			wait(ctx)
//		}
//	}
//
// Rows come at least once, after their commit, each lead's in the order of their
// versions. A consumer that dies in handle, or whose mark cannot be written, is given
// the same rows again: tell them by LeadID and Version. A name that is new begins with
// the first row there is. No row is skipped although, on PostgreSQL, transactions may
// commit in another order than they wrote: Consume stays behind the oldest one that
// is still open and has written anything, in all of the database cluster.
//
// Two workers of one name are given the same rows; the second to finish gets
// [lead.ErrConflict], and nothing is skipped. In a transaction of the caller's, what
// handle writes there and the mark are committed together: each row then counts once.
func (s *Store) Consume(ctx context.Context, consumer string, limit int, handle func(rows []lead.Transition) error) (int, error) {
	if consumer == "" || limit < 1 {
		return 0, fmt.Errorf("%w: expected a consumer's name and a limit above 0, found %q and %d", lead.ErrInvalidQuery, consumer, limit)
	}
	limit = min(limit, maxRows)
	var rows []lead.Transition
	var before, after place
	var known bool
	err := s.calmly(ctx, "consume", func(s *Store) (err error) {
		if before, known, err = s.mark(ctx, consumer); err != nil {
			return err
		}
		if rows, after, err = s.behind(ctx, before, limit); err == nil && len(rows) == 0 {
			rows, after, err = s.beyond(ctx, before, limit)
		}
		return err
	})
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	if err := handle(rows); err != nil {
		return 0, err
	}
	return len(rows), s.move(ctx, consumer, before, after, known)
}

// Rewind has a consumer begin anew, with the first row there is. One that is unknown
// begins there anyway.
func (s *Store) Rewind(ctx context.Context, consumer string) error {
	_, err := s.write(ctx, "rewind", `DELETE FROM leadline_consumers WHERE name = ?`, consumer)
	return err
}

// place is where a consumer stands: it has had all rows of transactions before low,
// and of those from low to high the rows up to seq. Of all transactions before high
// it is known that they had ended, and that no row of theirs follows one from high
// on. Within such a range the order of seq is that of versions: the later row of a
// lead was written, and got its number, after the earlier had been committed.
type place struct{ low, high, seq int64 }

func (s *Store) mark(ctx context.Context, consumer string) (p place, known bool, err error) {
	err = s.each(ctx, "consume", s.dialect.numbered(`SELECT low, high, seq FROM leadline_consumers WHERE name = ?`), []any{consumer},
		func(scan func(...any) error) error {
			known = true
			return scan(&p.low, &p.high, &p.seq)
		})
	return p, known, err
}

// behind reads the next rows of a range of transactions.
func (s *Store) behind(ctx context.Context, p place, limit int) (rows []lead.Transition, after place, err error) {
	text := s.dialect.numbered(`SELECT r.seq, ` + rowColumns + ` FROM leadline_rows r` + fromPersonal +
		` WHERE r.xact >= ? AND r.xact < ? AND r.seq > ? ORDER BY r.seq LIMIT ?`)
	bytes := 0
	err = s.each(ctx, "consume", text, []any{p.low, p.high, p.seq, limit}, func(scan func(...any) error) error {
		if bytes > pageBytes {
			return errEnough // for once: the rest comes next time
		}
		var row rowScan
		var seq int64
		if err := scan(append([]any{&seq}, row.fields()...)...); err != nil {
			return err
		}
		t, err := row.transition()
		bytes += row.size()
		rows, p.seq = append(rows, t), seq
		return err
	})
	return rows, p, err
}

// beyond goes on to the transactions that have ended since.
func (s *Store) beyond(ctx context.Context, p place, limit int) ([]lead.Transition, place, error) {
	horizon := int64(1) // SQLite's rows are all of transaction 0: it has one writer
	if s.dialect == Postgres {
		var err error
		if horizon, err = s.horizon(ctx, p.high); err != nil {
			return nil, p, err
		}
	}
	if horizon <= p.high {
		return nil, p, nil
	}
	return s.behind(ctx, place{low: p.high, high: horizon}, limit)
}

// horizon is how far a consumer may go: to the oldest transaction that is still open,
// or not so far. A transaction that got its number before that one may have appended
// to a lead whose last row a later one has committed; then it must wait for that.
func (s *Store) horizon(ctx context.Context, low int64) (int64, error) {
	var high int64
	one := func(to any) func(func(...any) error) error {
		return func(scan func(...any) error) error { return scan(to) }
	}
	err := s.each(ctx, "consume", `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint`, nil, one(&high))
	for err == nil && high > low {
		var ahead sql.NullInt64
		err = s.each(ctx, "consume", `SELECT min(r.xact) FROM leadline_rows p
JOIN leadline_rows r ON r.lead_id = p.lead_id AND r.version = p.version + 1
WHERE p.xact >= $1 AND r.xact < $1 AND r.xact >= $2`, []any{high, low}, one(&ahead))
		if !ahead.Valid {
			break
		}
		high = ahead.Int64
	}
	return high, err
}

// move writes the mark, unless somebody else has moved it.
func (s *Store) move(ctx context.Context, consumer string, from, to place, known bool) error {
	text, args := `INSERT INTO leadline_consumers (name, low, high, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		[]any{consumer, to.low, to.high, to.seq}
	if known {
		text = `UPDATE leadline_consumers SET low = ?, high = ?, seq = ? WHERE name = ? AND low = ? AND high = ? AND seq = ?`
		args = []any{to.low, to.high, to.seq, consumer, from.low, from.high, from.seq}
	}
	n, err := s.write(ctx, "consume", text, args...)
	if err == nil && n == 0 {
		return fmt.Errorf("%w: another worker has moved consumer %q", lead.ErrConflict, consumer)
	}
	return err
}
