package lead

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

// Cursor is a place in the rows of a [Query]. It is opaque text, safe in a URL.
type Cursor string

// Position is what a [Cursor] holds, for stores to read.
type Position struct {
	LeadID  string    // of the row behind which to go on
	Version int64     // of that row
	Due     time.Time // of that row; zero: none
}

// CursorOf returns the place behind a row, whatever query gave it.
func CursorOf(t Transition) Cursor {
	return Position{LeadID: t.LeadID, Version: t.Version, Due: t.Due}.cursor()
}

type cursorJSON struct {
	ID      string `json:"i"`
	Version int64  `json:"v"`
	Due     *int64 `json:"d,omitempty"` // microseconds since 1970
}

func (p Position) cursor() Cursor {
	j := cursorJSON{ID: p.LeadID, Version: p.Version}
	if !p.Due.IsZero() {
		j.Due = new(p.Due.UnixMicro())
	}
	raw, err := json.Marshal(j)
	if err != nil {
		return "" // strings and integers always marshal
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(raw))
}

// Position reads the cursor. One that CursorOf did not make is an error that Is
// ErrInvalidQuery.
func (c Cursor) Position() (Position, error) {
	raw, err := base64.RawURLEncoding.DecodeString(string(c))
	var j cursorJSON
	if err == nil {
		err = json.Unmarshal(raw, &j)
	}
	p := Position{LeadID: j.ID, Version: j.Version}
	if j.Due != nil {
		p.Due = time.UnixMicro(*j.Due).UTC()
	}
	if err != nil || j.ID == "" || j.Version < 1 || p.cursor() != c {
		return Position{}, fmt.Errorf("%w: After: expected a cursor made by CursorOf, found %.40q", ErrInvalidQuery, string(c))
	}
	return p, nil
}

// Check reports a query that asks for nothing sensible. Stores call it first.
// The error Is ErrInvalidQuery.
func (q Query) Check() error {
	switch {
	case !q.DueBefore.IsZero() && !q.Current:
		return fmt.Errorf("%w: DueBefore goes with Current only", ErrInvalidQuery)
	case q.Limit < 0:
		return fmt.Errorf("%w: Limit: expected 0 or more, found %d", ErrInvalidQuery, q.Limit)
	case !q.Since.IsZero() && !q.Until.IsZero() && q.Until.Before(q.Since):
		return fmt.Errorf("%w: Until lies before Since", ErrInvalidQuery)
	}
	if q.After != "" {
		_, err := q.After.Position()
		return err
	}
	return nil
}
