package lead

import (
	"context"
	"iter"
	"time"
)

// Store keeps histories. [NewMemStore] is one; package leadsql has those for
// databases, and package leadtest the suite that a store of one's own must pass.
// Anything more that a store can do is an optional interface of its own.
//
// A store is safe for concurrent use unless it is bound to a transaction. What it
// is handed and what it returns is not shared: changing a map afterwards changes
// nothing in the store.
type Store interface {
	// Load returns a lead's last row as its State and, if key is not "", the
	// row that carries the key, or nil. A lead without rows is ErrNotFound.
	Load(ctx context.Context, id, key string) (State, *Transition, error)

	// Append adds rows, all or none. Each must be its lead's next version,
	// counting those before it in the call, and carry no key that the lead
	// has used, or nothing is appended and the error Is ErrConflict. In a
	// transaction of the caller's an error that has ended it Is ErrTxAborted.
	Append(ctx context.Context, trs ...Transition) error

	// History yields rows in the order of [Query]. It reads page by page and
	// holds nothing open between yields, so that the loop may use the store.
	// A row that is appended meanwhile may or may not be seen. After an error
	// it yields nothing more.
	History(ctx context.Context, q Query) iter.Seq2[Transition, error]
}

// Query selects rows of a history; conditions are joined with "and". The zero
// value selects everything.
//
// Rows come ordered by (LeadID, Version), the id by its bytes. Current rows with
// DueBefore come ordered by (Due, LeadID): a work list.
type Query struct {
	LeadID string // of one lead

	// Current keeps each lead's last row only; the other conditions apply to it.
	Current bool

	Statuses []Status          // To is one of these
	Label    map[string]string // each label has this value after the row; "" means it is absent

	// DueBefore keeps rows with a Due, and that before this time. It goes
	// with Current only.
	DueBefore time.Time

	Since, Until time.Time // At lies in [Since, Until); a zero bound is open

	// After continues behind a row that an equal query gave: [CursorOf] it.
	After Cursor

	Limit int // at most this many rows; 0: all
}
