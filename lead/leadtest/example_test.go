package leadtest_test

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadtest"
)

// A lifecycle of one's own is tested in three lines.
func ExampleLifecycle() {
	testLifecycle := func(t *testing.T) {
		leadtest.Lifecycle(t, lead.Standard()) // or your own
	}
	_ = testLifecycle
}

// So is a store of one's own.
func ExampleStoreSuite() {
	testStore := func(t *testing.T) {
		leadtest.StoreSuite(t, func(*testing.T) lead.Store { return lead.NewMemStore() }) // or your own, empty
	}
	_ = testStore
}
