package leadcsv

import (
	"cmp"
	"strconv"
	"strings"
)

// The order values of changes are kept as one number each: digits as what they
// say, the rest as -1 less the number of their text.

// digits reads a value of digits alone.
func digits(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// compareOrder compares two order values: numbers come before texts.
func compareOrder(a, b int64, text []string) int {
	switch {
	case a >= 0 && b >= 0:
		return cmp.Compare(a, b)
	case a < 0 && b < 0:
		return strings.Compare(text[-1-a], text[-1-b])
	}
	return cmp.Compare(b, a)
}
