package lead

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// span is a parsed Span: hours and minutes, or whole working days.
type span struct {
	length time.Duration
	days   int // working days, if length is 0
}

// maxSpan bounds a span at ten years: beyond it lies a typing error.
const maxSpan = 3653 * 24 * time.Hour

var errSpan = errors.New(`expected a length of time such as "90m", "8h", "30d" or "1bd", above zero and at most ten years`)

// parse reads a span. The empty span is an error too.
func (s Span) parse() (span, error) {
	text := string(s)
	if digits, ok := strings.CutSuffix(text, "bd"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 3653 || digits[0] == '+' {
			return span{}, errSpan
		}
		return span{days: n}, nil
	}
	if digits, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 3653 || digits[0] == '+' {
			return span{}, errSpan
		}
		return span{length: time.Duration(n) * 24 * time.Hour}, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < time.Second || d > maxSpan || text[0] == '+' {
		return span{}, errSpan
	}
	return span{length: d}, nil
}

// after is the instant that lies the span after t in wall time.
func (s span) after(t time.Time) time.Time {
	if s.days > 0 {
		return t.Add(time.Duration(s.days) * 24 * time.Hour)
	}
	return t.Add(s.length)
}

// parseShare reads a share such as "75%".
func parseShare(text string) (percent int, ok bool) {
	digits, cut := strings.CutSuffix(text, "%")
	n, err := strconv.Atoi(digits)
	return n, cut && err == nil && n >= 1 && n <= 99 && digits[0] != '+'
}

// micro is the one form in which a time enters a row.
func micro(t time.Time) time.Time {
	return t.UTC().Truncate(time.Microsecond)
}
