package leadcsv

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// unknown stands for a time that is not there. It sorts behind all times.
const unknown = math.MaxInt64

// The times that a row can have: those of the years 1 to 9999, but for the first
// microsecond, which is the zero time.Time and says that there is none.
const (
	earliest = -62_135_596_800_000_000 + 1
	latest   = 253_402_300_799_999_999
)

// clock reads the values of one column of times.
type clock struct {
	column string
	format string
	zone   *time.Location
}

// parse returns microseconds since 1970.
func (c clock) parse(s string) (int64, bool) {
	switch c.format {
	case Unix:
		return scaled(s, 1e6)
	case UnixMilli:
		return scaled(s, 1e3)
	}
	layout := c.format
	if layout == RFC3339 {
		layout = time.RFC3339
	}
	t, err := time.ParseInLocation(layout, s, c.zone)
	if err != nil {
		return 0, false
	}
	us := t.UnixMicro()
	return us, earliest <= us && us <= latest
}

func scaled(s string, micros int64) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < earliest/micros || n > latest/micros {
		return 0, false
	}
	return n * micros, true
}

// expected says what parse would have liked to see in place of s.
func (c clock) expected(s string) string {
	switch c.format {
	case Unix:
		if _, ok := scaled(s, 1e3); ok {
			return "seconds since 1970 (are these milliseconds, " + UnixMilli + "?)"
		}
		return "seconds since 1970"
	case UnixMilli:
		return "milliseconds since 1970"
	case RFC3339:
		return `a time such as "2026-03-31T16:59:42+02:00"`
	}
	return "a time in the layout " + strconv.Quote(c.format)
}

// layoutProblem says what is wrong with a layout, or nothing. A time is written
// in the layout and read again: the date must come back, and so must what the
// layout has of the time of day.
func layoutProblem(layout string) string {
	const want = `expected unix, unix_ms, rfc3339 or a Go layout of the moment 2006-01-02 15:04:05, such as "02.01.2006 15:04"`
	probe := time.Date(2023, 11, 28, 21, 43, 57, 0, time.UTC)
	back, err := time.Parse(layout, probe.Format(layout))
	switch {
	case strings.Contains(layout, "MST"):
		return `a zone's short name, MST, stands for no certain offset; expected -0700 or Z07:00, or a layout without a zone and the map's zone`
	case err != nil:
		return want
	}
	for _, unit := range []time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour} {
		if back.Equal(probe.Truncate(unit)) {
			return ""
		}
	}
	return want
}
