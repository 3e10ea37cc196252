package leadtest_test

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadtest"
)

// What README.md shows of this package; a test of the repository holds the two together.

var spec = lead.Standard()

func openEmptyStore(*testing.T) lead.Store { return lead.NewMemStore() }

func TestLifecycle(t *testing.T) {
	leadtest.Lifecycle(t, spec)
}

func TestStore(t *testing.T) {
	leadtest.StoreSuite(t, func(t *testing.T) lead.Store { return openEmptyStore(t) })
}
