package funnel

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/leadline-go/leadline/internal/stat"
)

// Rate is a proportion that keeps its counts, with a Wilson interval of 95 %.
type Rate = stat.Rate

// Basis says whose doings a report counts.
type Basis string

// The bases of a report.
const (
	// Cohort follows the leads that came in during the window up to AsOf: how
	// did those of May fare? It is the default.
	Cohort Basis = "cohort"
	// Activity counts what happened in the window, whenever the leads came in:
	// what did we do in May?
	Activity Basis = "activity"
)

// Options say what a report is about.
type Options struct {
	Basis Basis // empty: Cohort

	// From and To bound the window, half-open: From is in, To is out. Zero: no
	// bound on that side.
	From, To time.Time

	// AsOf is the time up to which the history is read and the leads are
	// followed. Rows after it are ignored. It must be given: the figures of a
	// report do not depend on when it is made.
	AsOf time.Time

	// By is the label to break down by; empty: no break-down. A lead counts
	// for the value that the label had at its first entry into a stage or, with
	// ByLast, has at AsOf.
	By     string
	ByLast bool

	// MaxSegments is how many values get a segment of their own, those with
	// the most leads; the rest share one. 0: 20.
	MaxSegments int

	// Per is the period of cohorts and hand-offs; empty: Month.
	Per Period

	// Zone is where periods and calendar days begin, and what people read is in its
	// time; nil: UTC.
	Zone *time.Location

	// Within lists after how many calendar days to count conversions in
	// [Report.Cohorts]: at most 12, each from 1 to 3650. Nil: 30, 60 and 90.
	Within []int

	// Horizon is the age after which a cohort is mature; 0: measured.
	Horizon time.Duration

	// Wins, if above 0, asks for a [Report.Plan] of so many.
	Wins int64

	// Inputs are input figures to be shown beside the report, at most 100.
	Inputs []Input
}

const (
	defaultSegments = 20
	maxWithin       = 12
	maxDays         = 3650
	maxInputs       = 100
	maxWins         = 1_000_000_000
)

// Window is the time that a report is about, half-open: From is in, To is out. A
// zero bound is open; in JSON it is null. The bounds are in [Options.Zone], in JSON in
// UTC.
type Window struct {
	From, To time.Time
}

// check returns the options with defaults filled in and times cut to the
// microsecond.
func (o Options) check() (Options, error) {
	bad := func(format string, args ...any) (Options, error) {
		return Options{}, fmt.Errorf("%w: %s", ErrInvalidOptions, fmt.Sprintf(format, args...))
	}
	switch o.Basis {
	case "":
		o.Basis = Cohort
	case Cohort, Activity:
	default:
		return bad("Basis: expected %q or %q, found %.40q", Cohort, Activity, string(o.Basis))
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
	case o.From.After(o.AsOf):
		return bad("From: expected a time up to AsOf, %s, found %s", stamp(o.AsOf), stamp(o.From))
	case o.ByLast && o.By == "":
		return bad("ByLast: goes with By only")
	case o.Per != "" && o.Per != Week && o.Per != Month:
		return bad("Per: expected %q or %q, found %.40q", Week, Month, string(o.Per))
	case len(o.Within) > maxWithin:
		return bad("Within: expected at most %d, found %d", maxWithin, len(o.Within))
	case o.Horizon < 0:
		return bad("Horizon: expected 0 or more, found %v", o.Horizon)
	case o.Wins < 0 || o.Wins > maxWins:
		return bad("Wins: expected 0 to %d, found %d", int64(maxWins), o.Wins)
	case len(o.Inputs) > maxInputs:
		return bad("Inputs: expected at most %d, found %d", maxInputs, len(o.Inputs))
	case o.MaxSegments < 0:
		return bad("MaxSegments: expected 0 or more, found %d", o.MaxSegments)
	}
	o.MaxSegments = cmp.Or(o.MaxSegments, defaultSegments)
	o.Per = cmp.Or(o.Per, Month)
	o.Zone = cmp.Or(o.Zone, time.UTC)
	if o.Within == nil {
		o.Within = []int{30, 60, 90}
	}
	for i, days := range o.Within {
		if days < 1 || days > maxDays || i > 0 && days <= o.Within[i-1] {
			return bad("Within: expected days from 1 to %d, each more than the one before, found %v", maxDays, o.Within)
		}
	}
	o.Inputs = slices.Clone(o.Inputs)
	for i := range o.Inputs {
		in := &o.Inputs[i]
		in.From, in.To = cut(in.From), cut(in.To)
		if in.Name == "" || math.IsNaN(in.Value) || math.IsInf(in.Value, 0) || !in.From.Before(in.To) || in.From.Year() < 1 || in.To.Year() > 9998 {
			return bad("Inputs[%d]: expected a name, a finite value and From before To, in the years 1 to 9998", i)
		}
	}
	return o, nil
}

func cut(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func stamp(t time.Time) string { return t.Format(time.RFC3339Nano) }

// span is a half-open stretch of time in microseconds since 1970.
type span struct{ from, to int64 }

// always is the open span.
var always = span{math.MinInt64, math.MaxInt64}

func (o Options) window() span {
	w := always
	if !o.From.IsZero() {
		w.from = o.From.UnixMicro()
	}
	if !o.To.IsZero() {
		w.to = o.To.UnixMicro()
	}
	return w
}

// end is the last moment that the report is about.
func (o Options) end() time.Time {
	if to := o.To.Add(-time.Microsecond); !o.To.IsZero() && to.Before(o.AsOf) {
		return to
	}
	return o.AsOf
}

func (s span) contains(at int64) bool { return s.from <= at && at < s.to }
