package specfile

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// setScalar sets v, which is a string, bool or number, to what text says. Else it
// returns what was wanted.
func setScalar(v reflect.Value, text string) (wanted string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		if text != "true" && text != "false" {
			return "true or false"
		}
		v.SetBool(text == "true")
	case reflect.Float32, reflect.Float64:
		if !isNumber(text) {
			return "a number such as 12 or 0.5"
		}
		f, err := strconv.ParseFloat(text, v.Type().Bits())
		if err != nil {
			return "a smaller number"
		}
		v.SetFloat(f)
	default:
		return setInt(v, text)
	}
	return ""
}

// setInt is setScalar for whole numbers: decimal digits and a minus. What else Go
// or YAML would take for one (1e3, 0x10, 1_000) is refused, and so are leading
// zeros, which are octal to some and decimal to others.
func setInt(v reflect.Value, text string) (wanted string) {
	digits := strings.TrimPrefix(text, "-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "a whole number"
	}
	if len(digits) > 1 && digits[0] == '0' {
		return "a whole number without leading zeros"
	}
	bits := v.Type().Bits()
	if v.CanUint() {
		u, err := strconv.ParseUint(text, 10, bits)
		if err != nil {
			return fmt.Sprintf("a whole number from 0 to %d", uint64(math.MaxUint64)>>(64-bits))
		}
		v.SetUint(u)
		return ""
	}
	i, err := strconv.ParseInt(text, 10, bits)
	if err != nil {
		most := int64(math.MaxInt64) >> (64 - bits)
		return fmt.Sprintf("a whole number from %d to %d", -most-1, most)
	}
	v.SetInt(i)
	return ""
}

// isNumber tells the numbers of JSON.
func isNumber(s string) bool {
	digits := func() int {
		rest := strings.TrimLeft(s, "0123456789")
		n := len(s) - len(rest)
		s = rest
		return n
	}
	s = strings.TrimPrefix(s, "-")
	zero := strings.HasPrefix(s, "0")
	if n := digits(); n == 0 || zero && n > 1 {
		return false
	}
	if rest, ok := strings.CutPrefix(s, "."); ok {
		if s = rest; digits() == 0 {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if digits() == 0 {
			return false
		}
	}
	return s == ""
}
