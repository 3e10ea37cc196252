package leadsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// waited adds to the error of a call that needed a connection what it was probably
// waiting for: all are in use, as a rule by the very caller, who will wait in vain.
func (s *Store) waited(err error) error {
	pool, ok := s.db.(interface{ Stats() sql.DBStats })
	if !ok || !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		return err
	}
	switch now := pool.Stats(); {
	case now.MaxOpenConnections == 0 || now.InUse < now.MaxOpenConnections:
		return err
	case now.MaxOpenConnections == 1:
		return fmt.Errorf("%w (the pool's only connection is in use: by rows or a transaction of the caller's?)", err)
	default:
		return fmt.Errorf("%w (all %d connections of the pool are in use: by rows or transactions of the caller's?)", err, now.MaxOpenConnections)
	}
}
