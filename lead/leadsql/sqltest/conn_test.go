package sqltest

import (
	"context"
	"errors"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// Nothing is sent on a connection that is closed, and it may have been closed by what
// came before it.
func TestOnAConnectionThatIsClosedNothingIsUnknown(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		appendTo(t, d.store(), plainRow("A", 1))
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		for _, tt := range []struct {
			name  string
			close func(s *leadsql.Store, close func() error) error
		}{
			{"by the caller", func(_ *leadsql.Store, close func() error) error { return close() }},
			{"by a context that ended", func(s *leadsql.Store, _ func() error) error {
				if _, err := s.PruneKeys(ended, began); !errors.Is(err, context.Canceled) || errors.Is(err, lead.ErrUnknownOutcome) {
					t.Errorf("PruneKeys: %v, want that the context has ended", err)
				}
				return nil
			}},
		} {
			conn, err := d.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			s := leadsql.New(d.dialect, conn)
			if err := tt.close(s, conn.Close); err != nil {
				t.Fatal(err)
			}
			for name, call := range attempts(t.Context(), s) {
				if err := call(); errors.Is(err, lead.ErrUnknownOutcome) || err == nil && tt.name == "by the caller" {
					t.Errorf("closed %s, %s: %v", tt.name, name, err)
				}
			}
			_ = conn.Close() // it may be closed already
		}
	})
}
