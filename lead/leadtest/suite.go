package leadtest

import (
	"testing"

	"github.com/leadline-go/leadline/lead"
)

// StoreSuite checks everything that a [lead.Store] promises; the package comment
// says how the promises are read. Each check is a subtest that calls open for an
// empty store of its own; what open must undo, it registers with t.Cleanup. The
// checks run one after the other.
func StoreSuite(t *testing.T, open func(t *testing.T) lead.Store) {
	t.Helper()
	for _, p := range promises() {
		t.Run(p.name, func(t *testing.T) { p.check(t, open(t)) })
	}
}

type promise struct {
	name  string
	check func(t *testing.T, s lead.Store)
}

func promises() []promise {
	return []promise{
		{"a lead without rows is not found", checkNotFound},
		{"a row comes back as it was written", checkRoundTrip},
		{"Load gives the state after the last row", checkState},
		{"Load gives the row that carries the key", checkKeyedRow},
		{"ids, keys and labels are told apart by their bytes", checkBytes},
		{"many leads are answered as each is", checkLoadAll},

		{"an empty Append does nothing", checkAppendNothing},
		{"only the next version of a lead is appended", checkNextVersion},
		{"a key serves a lead once", checkKeyOnce},
		{"a batch may hold several versions of several leads", checkBatch},
		{"a batch is appended as a whole or not at all", checkAllOrNothing},

		{"what was handed in is not shared", checkHandedIn},
		{"what was handed out is not shared", checkHandedOut},

		{"History is ordered by the bytes of the id, then by version", checkOrder},
		{"each condition of a query selects what it says", checkConditions},
		{"conditions are joined with and", checkCombinations},
		{"an invalid query gives one error", checkInvalidQuery},
		{"History can be ranged over again", checkAgain},
		{"pages of every size add up to the whole", checkPages},
		{"a long history comes complete", checkLong},

		{"a loop over History may use the store", checkLoopUsesStore},
		{"a loop may stop early", checkEarlyBreak},
		{"a loop may move the leads it is given", checkLoopMoves},
		{"a job may move the leads between pages", checkPagesMove},

		{"an ended context is an error and nothing is appended", checkEndedContext},
		{"a context that ends during History ends it", checkCancelWithin},

		{"of writers of the same version one wins", checkOneWinner},
		{"of overlapping batches at most one is appended", checkOneBatch},
		{"readers see whole histories in order while others write", checkReaders},
		{"commands without IfVersion all get through", checkAllGetThrough},
		{"a command repeated with its key is done once", checkKeyRace},
		{"of commands for the same version one wins and the others learn who", checkIfVersionRace},
		{"a lead is opened once", checkOpenRace},

		{"histories of random walks are chains", checkWalk},
	}
}
