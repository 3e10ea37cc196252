package lead

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/specfile"
)

// span is a parsed Span: hours and minutes, or whole working days.
type span struct {
	length time.Duration
	days   int // working days, if length is 0
}

var (
	errSpan = errors.New(`expected a length of time such as "90m", "8h", "30d" or "1bd", in whole seconds, above zero and at most ten years`)
	errWait = errors.New(`expected a length of time such as "90m", "8h" or "30d", in whole seconds, above zero and at most ten years`)
)

// parse reads a span. The empty span is an error too.
func (s Span) parse() (span, error) {
	if digits, ok := strings.CutSuffix(string(s), "bd"); ok {
		n, ok := specfile.ParseDays(digits)
		if !ok {
			return span{}, errSpan
		}
		return span{days: n}, nil
	}
	d, ok := specfile.ParseSpan(string(s))
	if !ok {
		return span{}, errSpan
	}
	return span{length: d}, nil
}

// after is the end of the span that starts at t: in the calendar's working time, or
// without one in wall time, in which there are no working days. It fails with a
// [*CalendarError].
func (s span) after(c *calendar, t time.Time) (time.Time, error) {
	if c != nil {
		return c.after(s, t)
	}
	end := t.Add(s.length)
	if end.Unix() >= year10000 {
		return time.Time{}, &CalendarError{From: t, Message: beyond}
	}
	return end, nil
}

// parseShare reads a share such as "75%".
func parseShare(text string) (percent int, ok bool) {
	digits, cut := strings.CutSuffix(text, "%")
	n, err := strconv.Atoi(digits)
	return n, cut && err == nil && n >= 1 && n <= 99 && digits[0] != '+'
}

// micro is the one form in which a time enters a row.
func micro(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	t = t.UTC().Round(0) // without the monotonic clock
	return t.Add(-time.Duration(t.Nanosecond() % 1000))
}
