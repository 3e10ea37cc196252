package funnel

import (
	"math"
	"strconv"
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

func percent(v float64) string { return strconv.FormatFloat(100*v, 'f', 1, 64) }

// humanDuration writes seconds as "36 s", "5.5 min", "6.0 h" or "14.7 d". A unit
// gives way to the next when its number as written would be 90 s, 90.0 min or
// 48.0 h.
func humanDuration(s *float64) string {
	if s == nil {
		return "–"
	}
	switch v := *s; {
	case v == 0:
		return "0 s"
	case v < 1:
		return "<1 s"
	case v < 89.5:
		return strconv.FormatFloat(v, 'f', 0, 64) + " s"
	case v < 90*60-3:
		return strconv.FormatFloat(v/60, 'f', 1, 64) + " min"
	case v < 48*3600-180:
		return strconv.FormatFloat(v/3600, 'f', 1, 64) + " h"
	case v < 999.95*86400:
		return strconv.FormatFloat(v/86400, 'f', 1, 64) + " d"
	}
	return humanCount(int64(math.Round(*s/86400))) + " d"
}

// zone is what a report's times are told in. An open bound has one too; a report that
// was read from JSON has UTC.
func (r *Report) zone() *time.Location { return r.Window.From.Location() }

// humanTime writes a time in its zone, unless clock is set a date alone at midnight.
func humanTime(t time.Time, clock bool) string {
	hour, minute, second := t.Clock()
	layout := "2006-01-02 15:04:05.999999"
	if second == 0 && t.Nanosecond() == 0 {
		if !clock && hour == 0 && minute == 0 {
			return t.Format(time.DateOnly)
		}
		layout = "2006-01-02 15:04"
	}
	return t.Format(layout) + " " + terminal.Plain(t.Format("MST"), 40)
}
