package leadsql

import (
	"context"
	"database/sql"
	"sync/atomic"
	"time"
)

// SQLite begins its write-ahead log anew when a writer finds all of it copied into the
// file and nobody reading from it. With several processes at work that may never be,
// and the log grows as long as they are. Therefore a Store that commits copies it, and
// waits a little for the readers to leave, once in so many pages.
const (
	checkpointPages = 1024  // of 4 kB, usually
	checkpointWait  = "100" // milliseconds, for readers and writers
	checkpointTries = 20    // a millisecond apart, for others who copy
)

// checkpoint counts about how many pages were written to the log.
type checkpoint struct{ pages atomic.Int64 }

// due says whether to copy now that so many rows were committed at once. One writes to
// each table and index; many share pages.
func (c *checkpoint) due(rows int) bool {
	n := c.pages.Add(8 + int64(rows)/2)
	return n >= checkpointPages && c.pages.CompareAndSwap(n, 0)
}

// committed is told how many rows were appended in a transaction of the store's own.
// They are safe, and whether the log could be copied changes nothing for the caller:
// the next time will do.
func (s *Store) committed(ctx context.Context, rows int) {
	if s.dialect != SQLite || s.begin == nil || !s.checkpoint.due(rows) {
		return
	}
	ctx = context.WithoutCancel(ctx)
	conn, done := s.connection(ctx)
	if conn == nil {
		return
	}
	defer done()
	var wait string
	if err := conn.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&wait); err != nil {
		return
	}
	_, _ = conn.ExecContext(ctx, "PRAGMA busy_timeout = "+checkpointWait)
	for range checkpointTries {
		var busy, pages, copied int64
		err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(RESTART)").Scan(&busy, &pages, &copied)
		if err != nil || busy == 0 || pages >= 0 {
			break
		}
		// Another process is copying, as it does after each commit once the log has
		// a thousand pages, and SQLite does not wait for that by itself.
		time.Sleep(time.Millisecond)
	}
	_, _ = conn.ExecContext(ctx, "PRAGMA busy_timeout = "+wait)
}

// connection is one that nobody else uses until done is called, or nil.
func (s *Store) connection(ctx context.Context) (conn *sql.Conn, done func()) {
	if conn, ok := s.db.(*sql.Conn); ok {
		return conn, func() {}
	}
	pool, ok := s.db.(*sql.DB)
	if !ok {
		return nil, nil
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, nil
	}
	return conn, func() { _ = conn.Close() }
}
