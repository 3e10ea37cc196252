package scoring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Points are a score in whole thousandths of a point, so that sums are exact.
// Their text is a decimal with at most three places, such as "26.25"; in JSON
// they are that number. In Go, thirty points are
//
//	30 * scoring.Point
type Points int64

// Point is one point.
const Point Points = 1000

// Min is where the lowest of some bands begins: below every score. Its text is
// "min", and it stands nowhere else.
const Min Points = math.MinInt64

// maxPoints bounds what a Spec may give, cap or demand.
const maxPoints = 1_000_000 * Point

const wantPoints = "expected points such as 30, -5 or 26.25, up to a million, with at most three places"

// String returns the decimal without superfluous zeros: "26.25", "-0.5", "30".
func (p Points) String() string {
	if p == Min {
		return "min"
	}
	sign, u := "", uint64(p)
	if p < 0 {
		sign, u = "-", -u
	}
	whole, rest := u/uint64(Point), u%uint64(Point)
	if rest == 0 {
		return sign + strconv.FormatUint(whole, 10)
	}
	return sign + strings.TrimRight(fmt.Sprintf("%d.%03d", whole, rest), "0")
}

// MarshalText returns the text of String.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText writes. Anything else, such as 1e3, +5, .5
// or 010, is an error.
func (p *Points) UnmarshalText(text []byte) error {
	if string(text) == "min" {
		*p = Min
		return nil
	}
	digits, negative := strings.CutPrefix(string(text), "-")
	whole, places, point := strings.Cut(digits, ".")
	wrong := whole == "" || len(whole) > 1 && whole[0] == '0' || point && (places == "" || len(places) > 3) ||
		strings.Trim(whole+places, "0123456789") != ""
	n, err := strconv.ParseInt(whole+(places + "000")[:3], 10, 64)
	if wrong || err != nil {
		return fmt.Errorf(wantPoints+", found %.40q", text)
	}
	if negative {
		n = -n
	}
	*p = Points(n)
	return nil
}

// MarshalJSON returns the decimal as a number, and Min as "min".
func (p Points) MarshalJSON() ([]byte, error) {
	if p == Min {
		return []byte(`"min"`), nil
	}
	return []byte(p.String()), nil
}

// UnmarshalJSON reads what MarshalJSON writes, and the same in quotes.
func (p *Points) UnmarshalJSON(raw []byte) error {
	text := string(raw)
	if bytes.HasPrefix(raw, []byte(`"`)) {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	return p.UnmarshalText([]byte(text))
}
