package scoring

import (
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

const wantSpan = `expected a length of time such as "90m", "8h" or "30d", in whole seconds and at most ten years`

// seconds reads a span. The empty span is none.
func (s Span) seconds() (int64, bool) {
	d, ok := specfile.ParseSpan(string(s))
	return int64(d / time.Second), ok
}

// inDays says how to write a length of time in weeks, or in days as people write them;
// "" if it is none, or too long.
func (s Span) inDays() string {
	digits := strings.TrimRight(string(s), " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	n, ok := specfile.ParseDays(digits)
	if !ok {
		return ""
	}
	why := ""
	switch strings.ToLower(strings.TrimSpace(string(s[len(digits):]))) {
	case "w", "wk", "wks", "week", "weeks":
		n, why = 7*n, "weeks are no unit, "
	case "d", "day", "days":
	default:
		return ""
	}
	if n > specfile.MaxDays {
		return ""
	}
	return " (" + why + "write " + strconv.Itoa(n) + "d)"
}

const second = 1_000_000 // in microseconds, the unit of all instants here

// instant is a time in microseconds since 1970-01-01 UTC. A time that no calendar
// has is the first or last instant instead.
func instant(t time.Time) int64 {
	const most = 250_000 * 366 * 24 * 60 * 60 // seconds; well within 64 bits of microseconds
	switch sec := t.Unix(); {
	case sec > most:
		return most * second
	case sec < -most:
		return -most * second
	}
	return t.UnixMicro()
}

// floorDiv rounds down, also below zero: windows are aligned to 1970.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
