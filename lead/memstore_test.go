package lead_test

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadtest"
)

func TestMemStoreKeepsWhatAStorePromises(t *testing.T) {
	leadtest.StoreSuite(t, func(*testing.T) lead.Store { return lead.NewMemStore() })
}
