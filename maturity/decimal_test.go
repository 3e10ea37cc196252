package maturity

import (
	"encoding/json"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestDecimalsAreReadAndWrittenExactly(t *testing.T) {
	for text, want := range map[string]Decimal{"0": 0, "3.5": 3500, "0.70": 700, "365": 365000, "999999.999": 999999999, "0.001": 1, "10": 10000} {
		var got Decimal
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%s is read as %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".5", "5.", "-1", "+1", "1e3", "01", "00", "1.0001", "1000000", "1,5", "1 ", "١", "NaN", "1.-5", "1.5.1"} {
		var got Decimal
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		want := Decimal(rapid.Int64Range(0, 999999999).Draw(t, "decimal"))
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Decimal
		if err := json.Unmarshal(raw, &got); err != nil || got != want {
			t.Fatalf("%d is written as %s and read as %d, %v", want, raw, got, err)
		}
	})
	if got := Decimal(-1500).String(); got != "-1.5" {
		t.Errorf("-1500 is written as %s, want -1.5", got)
	}
}

func TestAMeanShortOfTheBarIsNotShownAsReachingIt(t *testing.T) {
	for _, tt := range []struct {
		num, den int64
		want     string
	}{
		{7, 2, "3.5"},
		{34999, 10000, "3.49"}, // rounded it would be 3.50
		{3499, 1000, "3.49"},
		{3494, 1000, "3.49"},
		{11, 3, "3.67"},
		{10, 3, "3.33"},
		{2999, 1000, "2.99"},
		{3, 1, "3"},
		{5, 1, "5"},
		{4995, 1000, "5"}, // half up, no bar in the way
		{1, 1, "1"},
	} {
		if got := shown(big.NewRat(tt.num, tt.den), 3500, 3000).String(); got != tt.want {
			t.Errorf("%d/%d is shown as %s, want %s", tt.num, tt.den, got, tt.want)
		}
	}
}
