package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// Options say by what rules a history is measured, and over what time.
type Options struct {
	// Lifecycle is the one by which the leads are meant to be worked. It must be
	// one that [lead.Compile] accepts; its guards are not needed.
	Lifecycle lead.Spec

	// HandOff says what an offer of an MQL is and how it ends. Nil: that of
	// [funnel.FromLifecycle].
	HandOff *funnel.HandOffSpec

	// From and To bound the window, half-open: From is in, To is out. Zero: no
	// bound on that side.
	From, To time.Time

	// AsOf is the time up to which the history is read. It must be given: later
	// rows are ignored, and the figures do not depend on when they are made.
	AsOf time.Time

	// StaleAfter is how long an offer waits until it counts as left untouched.
	// 0: 30 days, which is what the default model means.
	StaleAfter time.Duration

	// QuietAfter is how long nothing may be heard of an open opportunity before
	// nobody can tell its outcome any more. 0: 180 days.
	QuietAfter time.Duration

	// Converted are the statuses of a lead that has become an opportunity. Nil:
	// the open statuses from which a transition leads to a won one.
	Converted []lead.Status

	// Team is the side of the department whose share of the lead work is
	// measured. Empty: lead_management.
	Team lead.Side
}

const (
	day               = 24 * time.Hour
	defaultStaleAfter = 30 * day
	defaultQuietAfter = 180 * day
)

// check returns the options with the defaults filled in, but for those that come
// from the lifecycle, and with times cut to the microsecond.
func (o Options) check() (Options, error) {
	bad := func(format string, args ...any) (Options, error) {
		return Options{}, invalid(format, args...)
	}
	if o.AsOf.IsZero() {
		return bad("AsOf: must be given")
	}
	o.From, o.To, o.AsOf = cut(o.From), cut(o.To), cut(o.AsOf)
	for _, t := range []struct {
		name string
		time.Time
	}{{"From", o.From}, {"To", o.To}, {"AsOf", o.AsOf}} {
		if y := t.Year(); y < 1 || y > 9998 {
			return bad("%s: expected a year from 1 to 9998, found %d", t.name, y)
		}
	}
	switch {
	case !o.From.IsZero() && !o.To.IsZero() && !o.From.Before(o.To):
		return bad("To: expected a time after From, %s, found %s", stamp(o.From), stamp(o.To))
	case !o.From.Before(o.AsOf):
		return bad("From: expected a time before AsOf, %s, found %s", stamp(o.AsOf), stamp(o.From))
	case o.StaleAfter < 0:
		return bad("StaleAfter: expected 0 or more, found %v", o.StaleAfter)
	case o.QuietAfter < 0:
		return bad("QuietAfter: expected 0 or more, found %v", o.QuietAfter)
	}
	o.StaleAfter = cmp.Or(o.StaleAfter, defaultStaleAfter)
	o.QuietAfter = cmp.Or(o.QuietAfter, defaultQuietAfter)
	o.Team = cmp.Or(o.Team, lead.LeadManagement)
	if sides := []lead.Side{lead.Marketing, lead.Sales, lead.LeadManagement}; !slices.Contains(sides, o.Team) {
		return bad("Team: expected one of %q, found %.40q", sides, string(o.Team))
	}
	return o, nil
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("evidence: %w: %s", funnel.ErrInvalidOptions, fmt.Sprintf(format, args...))
}

func cut(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func stamp(t time.Time) string { return t.Format(time.RFC3339Nano) }
