package funnel

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/terminal"
)

// What people read: counts with separators, rates in percent, durations in a unit
// that suits them, times without what is zero.

// humanCount writes 12345 as "12,345".
func humanCount(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// humanRate writes a rate in percent and its interval, each alone: "12.3 %" and
// "10.8–14.0".
func humanRate(r Rate) (value, interval string) {
	v, ok := r.Value()
	if !ok {
		return "–", ""
	}
	value = percent(v) + " %"
	if lo, hi, ok := r.Wilson(); ok {
		interval = percent(lo) + "–" + percent(hi)
	}
	return value, interval
}

// capital begins a text of ours as a sentence does.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// interval writes the ends of an interval in percent; nothing if there is none.
func interval(low, high *float64) string {
	if low == nil || high == nil {
		return ""
	}
	return percent(*low) + "–" + percent(*high)
}

func percent(v float64) string { return strconv.FormatFloat(100*v, 'f', 1, 64) }

// timeUnit is a unit of durations, of so many seconds.
type timeUnit int64

const (
	unitSecond timeUnit = 1
	unitMinute timeUnit = 60
	unitHour   timeUnit = 3600
	unitDay    timeUnit = 86400
)

func (u timeUnit) String() string {
	switch u {
	case unitSecond:
		return "s"
	case unitMinute:
		return "min"
	case unitHour:
		return "h"
	}
	return "d"
}

// unitOf is the unit that suits a duration. One gives way to the next when its number
// as written would be 90 s, 90.0 min or 48.0 h.
func unitOf(seconds float64) timeUnit {
	switch {
	case seconds < 89.5:
		return unitSecond
	case seconds < 90*60-3:
		return unitMinute
	case seconds < 48*3600-180:
		return unitHour
	}
	return unitDay
}

// humanDuration writes seconds as "36 s", "5.5 min", "6.0 h" or "14.7 d", and what
// would be 60.0 min or 24.0 h as "1 h" and "1 d".
func humanDuration(s *float64) string {
	if s == nil {
		return "–"
	}
	text := unitOf(*s).write(*s)
	switch text {
	case "60.0 min":
		return "1 h"
	case "24.0 h":
		return "1 d"
	}
	return text
}

// humanDurations writes durations that stand side by side in one unit: that of the
// longest, or that of the shortest where it would be next to nothing in the other. Where
// neither suits, each has its own.
func humanDurations(list ...*float64) []string {
	longest, shortest := 0.0, math.Inf(1)
	for _, s := range list {
		if s != nil && *s > 0 {
			longest, shortest = max(longest, *s), min(shortest, *s)
		}
	}
	const next, many = 0.5, 72 // units that are too few, and too many
	unit := unitOf(longest)
	one := shortest < longest && shortest >= next*float64(unit)
	if small := unitOf(shortest); !one && shortest < longest && longest < many*float64(small) {
		unit, one = small, true
	}
	out := make([]string, len(list))
	for i, s := range list {
		if out[i] = humanDuration(s); one && s != nil && *s > 0 {
			out[i] = unit.write(*s)
		}
	}
	return out
}

// write writes seconds in the unit.
func (u timeUnit) write(seconds float64) string {
	n := seconds / float64(u)
	switch {
	case seconds == 0:
		return "0 s"
	case seconds < 1:
		return "<1 s"
	case u == unitSecond:
		return strconv.FormatFloat(n, 'f', 0, 64) + " s"
	case n < 999.95:
		return strconv.FormatFloat(n, 'f', 1, 64) + " " + u.String()
	}
	return humanCount(int64(math.Round(n))) + " " + u.String()
}

// zone is what a report's times are told in. An open bound has one too; a report that
// was read from JSON has UTC.
func (r *Report) zone() *time.Location { return r.Window.From.Location() }

// humanTime writes a time in its zone, to the second or, on the minute, to that; unless
// clock is set, midnight is a date alone.
func humanTime(t time.Time, clock bool) string {
	hour, minute, second := t.Clock()
	layout := "2006-01-02 15:04"
	switch {
	case second != 0:
		layout += ":05"
	case !clock && hour == 0 && minute == 0 && t.Nanosecond() == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format(layout) + " " + terminal.Plain(t.Format("MST"), 40)
}
