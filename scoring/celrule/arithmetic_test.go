package celrule

import (
	"strings"
	"testing"

	"github.com/leadline-go/leadline/scoring"
)

// A number that is none compares in ways that nobody means: it gives no points, it stops
// the score.
func TestANumberThatIsNoneIsAnError(t *testing.T) {
	fields := map[string]string{"revenue": "1e10", "employees": "0"}
	for _, tt := range []struct{ text, want string }{
		{`revenue / double(employees) > 100000.0`, "division by zero"},
		{`revenue / 0.0 > 1.0`, "division by zero"},
		{`-revenue / 0.0 < 1.0`, "division by zero"},
		{`0.0 / double(employees) != 1.0`, "division by zero"},
		{`employees / employees > 0`, "division by zero"},
		{`employees % employees > 0`, "modulus by zero"},
		{`revenue * 1e300 > 1.0`, "beyond the largest number"},
		{`revenue * -1e300 < 1.0`, "beyond the largest number"},
		{`revenue / 1e-300 > 1.0`, "beyond the largest number"},
		{`revenue * 1e298 + revenue * 1e298 > 1.0`, "beyond the largest number"},
		{`-revenue * 1e298 - revenue * 1e298 < 1.0`, "beyond the largest number"},
		{`1e300 * 1e300 > 1.0`, "beyond the largest number"},
		{`revenue * 1e298 * 1e300 > 1.0 || false`, "beyond the largest number"},
		{`employees + 9223372036854775807 + 1 > 0`, "overflow"},
		{`revenue / 4.0 * 2.0 + 1.0 - 0.5 == 5000000000.5`, ""},
		{`revenue * 1e297 > 1.0`, ""},
		{`revenue * 1e-320 * 1e-300 == 0.0`, ""},
		{`"a" + "b" == "ab" && since + duration("1h") - since == duration("1h") && duration("1h") + duration("1h") - duration("1h") == duration("1h")`, ""},
		{`since - duration("1h") < since && duration("1h") + since > since && 7 / 2 * 2 - 1 + 0 == 5`, ""},
		// As with &&, ||, ? and the loops of CEL an error counts where it decides.
		{`revenue > 1.0 || revenue / 0.0 > 1.0`, ""},
		{`!(revenue < 1.0 && revenue / 0.0 > 1.0)`, ""},
	} {
		rs, err := Compile(testSpec(), map[string]string{"r": tt.text}, Config{})
		if err == nil {
			var is bool
			lead := scoring.Record{Fields: map[string]string{"revenue": fields["revenue"], "employees": fields["employees"], "since": "2026-03-01"}}
			is, err = rs.Ask(t.Context(), "r", lead, asOf)
			if is != (tt.want == "") {
				t.Errorf("%s: got %t, %v", tt.text, is, err)
			}
		}
		switch {
		case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want %q", tt.text, err, tt.want)
		}
	}
}

// What the package documentation says of an error beside what is not known.
func TestAnErrorBesideTheUnknownIsUnknown(t *testing.T) {
	spec := testSpec()
	spec.Gates = []scoring.GateSpec{{Name: "gate", Use: "gate", Action: scoring.Suppress}}
	text := `1 / employees > 0 || consent`
	rs, err := Compile(spec, map[string]string{"rule": text, "gate": text}, Config{})
	if err != nil {
		t.Fatal(err)
	}
	lead := scoring.Record{Fields: map[string]string{"employees": "0"}}
	for name, want := range map[string]bool{"rule": false, "gate": true} {
		if is, err := rs.Ask(t.Context(), name, lead, asOf); is != want || err != nil {
			t.Errorf("%s: got %t, %v, want %t", name, is, err, want)
		}
	}
	lead.Fields["consent"] = "false"
	if is, err := rs.Ask(t.Context(), "rule", lead, asOf); is || err == nil {
		t.Errorf("got %t, %v, want a division by zero", is, err)
	}
}
