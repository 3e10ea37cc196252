package celrule

import (
	"fmt"
	"testing"

	"github.com/leadline-go/leadline/scoring"
)

// Whatever name the package scoring lets a field have, a text can ask for it, and the
// other fields stay what they are.
func TestEveryFieldCanBeNamed(t *testing.T) {
	for _, name := range []string{
		"@lead", "@as_of", "@count", "@result", "__result__", "@field_0", "@field_1", ".x", "x.", "a..b", "a.b", ".", "@", "a b", "1a", "größe", "Ünïcode", "-", "x-y",
		"int", "string", "type", "bool", "list", "map", "dyn", "double", "timestamp", "duration", "null_type", "google.protobuf.Timestamp",
		"in", "true", "null", "as", "break", "const", "for", "function", "package", "var", "while",
		"as_of", "count", "exists", "has", "field", "size", "matches", `a"b`, "a'b", "a\\b", "a`b",
	} {
		spec := scoring.Spec{
			Name: "n", Revision: 1, Fields: map[string]scoring.FieldType{name: scoring.String, "other": scoring.Int, "x": scoring.Bool, "ähnlich": scoring.Int},
			Groups: []scoring.GroupSpec{{Name: "g", Rules: []scoring.RuleSpec{
				{Name: "r", Use: "r", Points: scoring.Point}, {Name: "e", Use: "e", Points: scoring.Point}, {Name: "o", Use: "o", Points: scoring.Point},
			}}},
			Activities: map[string][]scoring.ActivityField{"visit": nil},
			Qualify:    scoring.QualifySpec{Score: new(scoring.Point)},
		}
		rs, err := Compile(spec, map[string]string{
			"r": fmt.Sprintf(`field(%q) == "v" && !x`, name), "e": fmt.Sprintf(`exists(%q)`, name),
			"o": `other == 1 && field("ähnlich") == 2 && !x && [1].all(i, i == other) && count("visit") == 0 && as_of() > timestamp("2020-01-01")`,
		}, Config{})
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		m, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{Custom: rs.Custom(t.Context()), Texts: rs.Texts()})
		if err != nil {
			t.Errorf("%q: scoring says %v", name, err)
			continue
		}
		for value, want := range map[string]scoring.Points{"v": 3 * scoring.Point, "w": 2 * scoring.Point, "": scoring.Point} {
			fields := map[string]string{"other": "1", "ähnlich": "2", "x": "false"}
			if value != "" {
				fields[name] = value
			}
			if r, err := m.Score(scoring.Record{Fields: fields}, asOf); err != nil || r.Total != want {
				t.Errorf("%q is %q: got %v, %v, want %v", name, value, r.Total, err, want)
			}
		}
	}
}
