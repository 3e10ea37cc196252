package scoring

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPointsAreDecimalsWithThreePlaces(t *testing.T) {
	for text, want := range map[string]Points{
		"0": 0, "30": 30 * Point, "-5": -5 * Point, "26.25": 26250, "0.001": 1, "-0.5": -500, "1.230": 1230,
		"1000000": maxPoints, "-1000000.000": -maxPoints, "9223372036854775.807": math.MaxInt64, "min": Min,
	} {
		var p Points
		if err := p.UnmarshalText([]byte(text)); err != nil || p != want {
			t.Errorf("%q: %d, %v; want %d", text, p, err, want)
		}
	}
	for _, text := range []string{
		"", "-", "+5", ".5", "5.", "1.2345", "010", "1e3", "0x10", "1_000", "1,5", " 5", "--5", "NaN", "Inf", "Min",
		"9223372036854775.808", "99999999999999999999", "٣", "5.1234567890",
	} {
		var p Points
		if err := p.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was read as %v", text, p)
		}
	}
}

func TestPointsKeepTheirTextAndJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Points(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "points"))
		text := p.String()
		var q, r Points
		if err := q.UnmarshalText([]byte(text)); err != nil || q != p {
			t.Fatalf("%d: %q: %d, %v", p, text, q, err)
		}
		raw, err := json.Marshal(p)
		if err != nil || string(raw) != text {
			t.Fatalf("%d: JSON %s, %v", p, raw, err)
		}
		if err := json.Unmarshal(raw, &r); err != nil || r != p {
			t.Fatalf("%d: JSON %s: %d, %v", p, raw, r, err)
		}
		f, ok := new(big.Rat).SetString(text)
		if !ok || f.Cmp(big.NewRat(int64(p), 1000)) != 0 || strings.HasSuffix(text, "0") && strings.Contains(text, ".") {
			t.Fatalf("%d is written %q", p, text)
		}
	})
	raw, err := json.Marshal(map[string]Points{"cold": Min})
	if string(raw) != `{"cold":"min"}` || err != nil {
		t.Errorf("min: %s, %v", raw, err)
	}
	var back map[string]Points
	if err := json.Unmarshal(raw, &back); err != nil || back["cold"] != Min {
		t.Errorf("min: %v, %v", back, err)
	}
}
