package specfile

import (
	"strconv"
	"strings"
	"time"
)

// MaxDays bounds a span at ten years: beyond lies a typing error.
const MaxDays = 3653

// ParseSpan reads a length of time as a rule file writes it: "90m", "8h", "30d" of
// 24 hours each. It is at least a second, at most MaxDays, in whole seconds.
func ParseSpan(s string) (time.Duration, bool) {
	if digits, ok := strings.CutSuffix(s, "d"); ok {
		n, ok := ParseDays(digits)
		return time.Duration(n) * 24 * time.Hour, ok
	}
	d, err := time.ParseDuration(s)
	ok := err == nil && d >= time.Second && d <= MaxDays*24*time.Hour && d%time.Second == 0 && s[0] != '+'
	return d, ok
}

// ParseDays reads a whole number of days, from 1 to MaxDays, without leading zeros.
func ParseDays(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 1 && n <= MaxDays && s[0] != '+' && s[0] != '0'
}
