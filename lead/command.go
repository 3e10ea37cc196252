package lead

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Bounds of a command, in bytes.
const (
	maxText       = 255      // ids, keys, reasons, names and values of labels
	maxNote       = 64 << 10 // a note
	maxLabels     = 64       // labels that one command, or one rule, sets
	maxNeeds      = 32       // labels that a rule, or a reason, demands
	maxLeadLabels = 256      // labels of a lead: each row carries them all
)

// The years that every database and JSON can keep, in Unix seconds: [year1, year10000).
const (
	year1     = -62135596800
	year10000 = 253402300800
)

func dated(t time.Time) bool { return t.Unix() >= year1 && t.Unix() < year10000 }

// CommandError is a command that makes no sense, whatever the lead's state. It Is
// ErrInvalidCommand.
type CommandError struct {
	Field   string // of [Command], such as "At" or "Labels"
	Message string // what was expected, what was found
}

// Error names the field.
func (e *CommandError) Error() string {
	return fmt.Sprintf("invalid command: %s: %s", e.Field, e.Message)
}

// Is reports whether target is ErrInvalidCommand.
func (e *CommandError) Is(target error) bool { return target == ErrInvalidCommand }

// check refuses what no lifecycle could make sense of.
func (c *Command[T]) check(s *State) error {
	switch {
	case c.ID != s.LeadID && s.LeadID != "":
		return &CommandError{"ID", fmt.Sprintf("expected %q as in the state, found %q", s.LeadID, c.ID)}
	case c.At.IsZero():
		return &CommandError{"At", "expected the time of the decision, found none"}
	case c.At.Before(s.At):
		return &CommandError{"At", fmt.Sprintf("%s lies before the lead's last row, %s", c.At.Format(time.RFC3339Nano), s.At.Format(time.RFC3339Nano))}
	case !dated(c.At) || !dated(c.Due):
		return &CommandError{"At, Due", "expected years from 1 to 9999"}
	case s.Version > 0 && c.Into != "":
		return &CommandError{"Into", "adopts a lead that has no rows yet; this one has"}
	}
	return c.checkParts()
}

// checkParts is the part of check that needs no state: a store need not be asked
// for what it could not keep.
func (c *Command[T]) checkParts() error {
	switch {
	case c.IfVersion < 0:
		return &CommandError{"IfVersion", fmt.Sprintf("expected a version, or 0 for any, found %d", c.IfVersion)}
	case c.ID == "":
		return &CommandError{"ID", "expected the lead's id, found none"}
	case c.Actor.Side != "" && !c.Actor.Side.human():
		return &CommandError{"Actor.Side", fmt.Sprintf("expected marketing, sales, lead_management or nothing, found %q%s", c.Actor.Side, meant(string(c.Actor.Side), []string{string(Marketing), string(Sales), string(LeadManagement)}))}
	case c.Actor.Kind != "" && c.Actor.Kind != Human && c.Actor.Kind != System:
		return &CommandError{"Actor.Kind", fmt.Sprintf("expected human or system, found %q", c.Actor.Kind)}
	case c.Note != "" && !validNote(c.Note):
		return &CommandError{"Note", fmt.Sprintf("expected UTF-8 text of at most %d bytes", maxNote)}
	case len(c.Labels) > maxLabels:
		return &CommandError{"Labels", fmt.Sprintf("expected at most %d, found %d", maxLabels, len(c.Labels))}
	}
	switch {
	case !validText(c.ID):
		return badText("ID", c.ID)
	case !validText(c.Actor.ID):
		return badText("Actor.ID", c.Actor.ID)
	case !validText(c.Reason):
		return badText("Reason", c.Reason)
	case !validText(c.Key):
		return badText("Key", c.Key)
	case len(c.Labels) == 0:
		return nil
	}
	for _, k := range sortedKeys(c.Labels) {
		if k == "" || k == NeedNote || !validText(k) {
			return &CommandError{"Labels", fmt.Sprintf("expected a label's name, found %.40q", k)}
		}
		if !validText(c.Labels[k]) {
			return badText(fmt.Sprintf("Labels[%q]", k), c.Labels[k])
		}
	}
	return nil
}

// validText is what a database of any kind can keep and compare.
func validText(s string) bool { return len(s) <= maxText && specfile.IsClean(s) }

func badText(field, s string) error {
	return &CommandError{field, fmt.Sprintf("expected UTF-8 text of at most %d bytes without control characters, found %.40q", maxText, s)}
}

func validNote(s string) bool {
	return len(s) <= maxNote && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// hash tells one use of an idempotency key from another: everything that the
// caller asked for, but neither when nor on which version.
func (c *Command[T]) hash() string {
	h := sha256.New()
	// Quoting keeps neighbours apart: no two commands write the same bytes.
	fmt.Fprintf(h, "%q %q %q %q %q %q %q %d", cmp.Or(c.Event, EventOpen), c.Actor.ID, c.Actor.Side,
		cmp.Or(c.Actor.Kind, Human), c.Reason, c.Note, c.Into, micro(c.Due).UnixMicro())
	for _, k := range sortedKeys(c.Labels) {
		fmt.Fprintf(h, " %q=%q", k, c.Labels[k])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
