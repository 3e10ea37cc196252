package maturity

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is a number of up to three decimals, in thousandths: 3500 is 3.5. It is
// exact, and in JSON a number.
type Decimal int64

// String returns the number without trailing zeros: "3.5".
func (d Decimal) String() string {
	s := d.fixed(3)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// fixed returns the number with 1 to 3 places; what is behind them is cut off.
func (d Decimal) fixed(places int) string {
	n, sign := int64(d), ""
	if n < 0 {
		n, sign = -n, "-"
	}
	fraction := strconv.FormatInt(1000+n%1000, 10)[1:]
	return sign + strconv.FormatInt(n/1000, 10) + "." + fraction[:places]
}

// MarshalJSON writes a number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a number that MarshalJSON wrote.
func (d *Decimal) UnmarshalJSON(data []byte) error { return d.UnmarshalText(data) }

// UnmarshalText reads a number from 0 to 999999 with at most three decimals and
// without an exponent.
func (d *Decimal) UnmarshalText(text []byte) error {
	whole, fraction, point := strings.Cut(string(text), ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	if !digits(whole) || len(whole) > 6 || len(whole) > 1 && whole[0] == '0' || point && !digits(fraction) || len(fraction) > 3 {
		return fmt.Errorf("expected a number from 0 to 999999 with at most three decimals, found %.40q", text)
	}
	n, err := strconv.ParseInt(whole+(fraction + "000")[:3], 10, 64)
	if err != nil {
		return err
	}
	*d = Decimal(n)
	return nil
}

// rat returns the number as a fraction.
func (d Decimal) rat() *big.Rat { return big.NewRat(int64(d), 1000) }

// shown rounds a value that is not negative to two decimals, half up; but a value
// that is short of one of the bars is not shown as if it reached it.
func shown(v *big.Rat, bars ...Decimal) Decimal {
	hundredths := new(big.Rat).Mul(v, big.NewRat(100, 1))
	cut := new(big.Int).Div(hundredths.Num(), hundredths.Denom()).Int64()
	rest := new(big.Rat).Sub(hundredths, big.NewRat(cut, 1))
	rounded := cut
	if rest.Cmp(big.NewRat(1, 2)) >= 0 {
		rounded++
	}
	for _, bar := range bars {
		if v.Cmp(bar.rat()) < 0 && Decimal(rounded*10) >= bar {
			return Decimal(cut * 10)
		}
	}
	return Decimal(rounded * 10)
}
