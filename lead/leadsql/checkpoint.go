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
// waits a little for the readers to leave, once in so many pages. Where a reader stays,
// such as a backup, that is in vain and keeps other writers waiting: then the next time
// is further away.
const (
	checkpointPages = 1024                   // of 4 kB, usually
	checkpointRare  = 16 * checkpointPages   // while readers stay
	checkpointWait  = "50"                   // milliseconds, for readers and writers
	checkpointTries = 20                     // a millisecond apart, for others who copy
	checkpointConn  = 100 * time.Millisecond // for a connection
)

// checkpoint counts about how many pages were written to the log.
type checkpoint struct {
	pages atomic.Int64
	every atomic.Int64 // pages from one time to the next; 0: checkpointPages
}

// due says whether to copy now that so many rows were committed at once. One writes to
// each table and index; many share pages.
func (c *checkpoint) due(rows int) bool {
	n := c.pages.Add(8 + int64(rows)/2)
	return n >= max(c.every.Load(), checkpointPages) && c.pages.CompareAndSwap(n, 0)
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
		s.checkpoint.pages.Add(checkpointPages) // the next Append tries
		return
	}
	defer done()
	var auto int
	var wait string
	err := conn.QueryRowContext(ctx, "SELECT a.wal_autocheckpoint, b.timeout FROM pragma_wal_autocheckpoint a, pragma_busy_timeout b").Scan(&auto, &wait)
	if err != nil || auto == 0 { // somebody else sees to it
		return
	}
	_, _ = conn.ExecContext(ctx, "PRAGMA busy_timeout = "+checkpointWait)
	if s.copyLog(ctx, conn) {
		s.checkpoint.every.Store(0)
	} else {
		s.checkpoint.every.Store(min(checkpointRare, 2*max(s.checkpoint.every.Load(), checkpointPages)))
	}
	_, _ = conn.ExecContext(ctx, "PRAGMA busy_timeout = "+wait)
}

// copyLog reports whether the log begins anew, or may at the next try.
func (s *Store) copyLog(ctx context.Context, conn *sql.Conn) bool {
	for range checkpointTries {
		var busy, pages, copied int64
		err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(RESTART)").Scan(&busy, &pages, &copied)
		if err != nil || busy == 0 {
			return true
		}
		if pages >= 0 {
			return false
		}
		// Another process is copying, as it does after each commit once the log has
		// a thousand pages, and SQLite does not wait for that by itself.
		time.Sleep(time.Millisecond)
	}
	return true
}

// connection is one that nobody else uses until done is called, or nil if none is free
// for a while.
func (s *Store) connection(ctx context.Context) (conn *sql.Conn, done func()) {
	if conn, ok := s.db.(*sql.Conn); ok {
		return conn, func() {}
	}
	pool, ok := s.db.(interface {
		Conn(ctx context.Context) (*sql.Conn, error)
	})
	if !ok {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, checkpointConn)
	defer cancel()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, nil
	}
	return conn, func() { _ = conn.Close() }
}
