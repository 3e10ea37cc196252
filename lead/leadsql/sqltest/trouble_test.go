package sqltest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// refused wants an append to fail with a typed error, to have changed nothing, and the
// next one to work once the trouble is over.
func refused(t *testing.T, ctx context.Context, s *leadsql.Store, d *database, over func(), wants ...error) {
	t.Helper()
	before := d.count(t, `SELECT count(*) FROM leadline_rows`)
	err := s.Append(ctx, plainRow("A", 2))
	if _, typed := errors.AsType[*leadsql.Error](err); !typed || errors.Is(err, lead.ErrUnknownOutcome) || errors.Is(err, lead.ErrConflict) {
		t.Fatalf("got %v, want a leadsql.Error after which nothing has changed", err)
	}
	for _, want := range wants {
		if !errors.Is(err, want) {
			t.Errorf("got %v, want one that Is %v", err, want)
		}
	}
	over()
	if after := d.count(t, `SELECT count(*) FROM leadline_rows`); after != before {
		t.Errorf("%d rows, before it were %d", after, before)
	}
	if state, _, err := s.Load(t.Context(), "A", ""); err != nil || state.Version != 1 {
		t.Errorf("the lead is at %d, %v", state.Version, err)
	}
	appendTo(t, s, plainRow("A", 2))
	if n := d.Stats().InUse; n != 0 {
		t.Errorf("%d connections are in use", n)
	}
}

func TestAFullDatabase(t *testing.T) {
	d := sqlite(t)
	s := d.store()
	appendTo(t, s, plainRow("A", 1))
	pages := d.count(t, "PRAGMA page_count")
	d.sends(t, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	for i := 0; ; i++ { // until what is left of the pages is full
		if err := s.Append(t.Context(), plainRow(fmt.Sprintf("B-%d", i), 1)); err != nil {
			break
		}
	}
	refused(t, t.Context(), s, d, func() { d.sends(t, fmt.Sprintf("PRAGMA max_page_count = %d", pages+1000)) })
}

func TestAReadOnlyDatabase(t *testing.T) {
	d := sqlite(t)
	appendTo(t, d.store(), plainRow("A", 1))
	d.sends(t, "PRAGMA query_only = ON")
	refused(t, t.Context(), d.store(), d, func() { d.sends(t, "PRAGMA query_only = OFF") })
}

func TestAWriterThatWaitsTooLongIsToldThatTheDatabaseIsBusy(t *testing.T) {
	d := sqlite(t)
	s := d.store()
	appendTo(t, s, plainRow("A", 1))
	d.sends(t, "PRAGMA busy_timeout = 20")
	other := open(t, leadsql.SQLite, "sqlite", d.dsn)
	tx, err := other.BeginTx(t.Context(), nil) // immediate: it holds the lock
	if err != nil {
		t.Fatal(err)
	}
	refused(t, t.Context(), s, d, func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}, leadsql.ErrBusy)
}

func TestAPoolThatIsExhausted(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		appendTo(t, s, plainRow("A", 1))
		d.SetMaxOpenConns(1)
		held, err := d.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		err = s.Append(ctx, plainRow("A", 2))
		if _, typed := errors.AsType[*leadsql.Error](err); !typed || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, lead.ErrUnknownOutcome) {
			t.Errorf("got %v", err)
		}
		if err := held.Close(); err != nil {
			t.Fatal(err)
		}
		appendTo(t, s, plainRow("A", 2))
	})
}

// A connection that the server has ended before anything was sent is replaced.
func TestAConnectionThatWasTerminatedIsReplaced(t *testing.T) {
	d := postgres(t)
	s := d.store()
	appendTo(t, s, plainRow("A", 1))
	d.SetMaxOpenConns(1)
	admin := open(t, leadsql.Postgres, "pgx", d.dsn)
	for v := range int64(5) {
		pid := d.count(t, `SELECT pg_backend_pid()`)
		if n := admin.count(t, fmt.Sprintf(`SELECT count(*) FROM (SELECT pg_terminate_backend(%d, 5000)) x`, pid)); n != 1 {
			t.Fatal(n)
		}
		err := s.Append(t.Context(), plainRow("A", v+2))
		if errors.Is(err, lead.ErrUnknownOutcome) { // it had been sent: ask, and go on from there
			state, _, err := s.Load(t.Context(), "A", "")
			if err != nil {
				t.Fatal(err)
			}
			if state.Version == v+1 {
				appendTo(t, s, plainRow("A", v+2))
			}
		} else if err != nil {
			t.Fatalf("after %d: %v", v, err)
		}
		if state, _, err := s.Load(t.Context(), "A", ""); err != nil || state.Version != v+2 {
			t.Fatalf("version %d, %v", state.Version, err)
		}
	}
}

func TestKeysArePruned(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		for i, id := range []string{"old", "new"} {
			tr := plainRow(id, 1)
			tr.Recorded, tr.Key, tr.KeyHash = began.AddDate(0, 0, i), "k", "0f"
			appendTo(t, s, tr)
		}
		if n, err := s.PruneKeys(t.Context(), began.AddDate(0, 0, 1)); n != 1 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		for id, want := range map[string]bool{"old": false, "new": true} {
			if _, keyed, err := s.Load(t.Context(), id, "k"); err != nil || (keyed != nil) != want {
				t.Errorf("%s: %v, %v", id, keyed, err)
			}
		}
		farthest := time.Unix(1<<63-62135596801, 999999999) // more microseconds than 64 bits hold
		if n, err := s.PruneKeys(t.Context(), farthest); n != 1 || err != nil {
			t.Errorf("before the largest time there is: %d, %v", n, err)
		}
	})
}
