package sqltest

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadtest"
)

func TestStoreSuite(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		leadtest.StoreSuite(t, func(t *testing.T) lead.Store { return sqlite(t).store() })
	})
	t.Run("postgres", func(t *testing.T) {
		leadtest.StoreSuite(t, func(t *testing.T) lead.Store { return postgres(t).store() })
	})
}
