package celrule

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/leadline-go/leadline/scoring"
)

// Two models that differ in what an administrator typed are not the same criteria.
func TestTextsArePartOfWhatIsSigned(t *testing.T) {
	spec := testSpec()
	spec.Groups = []scoring.GroupSpec{{Name: "fit", Rules: []scoring.RuleSpec{{Name: "large", Use: "large", Points: scoring.Point}}}}
	spec.Qualify.Score = new(scoring.Point)
	compile := func(text string) *scoring.Model[scoring.Record] {
		t.Helper()
		rs, err := Compile(spec, map[string]string{"large": text}, Config{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{Custom: rs.Custom(t.Context()), Texts: rs.Texts()})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	few, many := compile("employees >= 1"), compile("employees >= 250")
	if few.FullID() == many.FullID() {
		t.Errorf("both are %s", few.FullID())
	}
	r, err := many.Score(testLead(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Explain(scoring.English).Groups[0].Lines[0].Text; got != "employees >= 250" {
		t.Errorf("explained as %q", got)
	}
}

func TestTextsAreTheCallers(t *testing.T) {
	typed := map[string]string{"r": "employees > 1"}
	rs, err := Compile(testSpec(), typed, Config{})
	if err != nil {
		t.Fatal(err)
	}
	typed["r"] = "x"
	rs.Texts()["r"] = "y"
	if diff := cmp.Diff(map[string]string{"r": "employees > 1"}, rs.Texts()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What can be compiled can be signed: scoring takes no longer text.
func TestTheLongestTextCanBeSigned(t *testing.T) {
	spec := testSpec()
	spec.Groups = []scoring.GroupSpec{{Name: "fit", Rules: []scoring.RuleSpec{{Name: "r", Use: "r", Points: scoring.Point}}}}
	spec.Qualify.Score = new(scoring.Point)
	for n, fine := range map[int]bool{MaxText: true, MaxText + 1: false} {
		text := "true" + strings.Repeat(" ", n-4)
		rs, err := Compile(spec, map[string]string{"r": text}, Config{})
		if (err == nil) != fine {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if !fine {
			rs = compileOne(t, "true")
		}
		_, err = scoring.Compile(spec, scoring.Bindings[scoring.Record]{Custom: rs.Custom(t.Context()), Texts: map[string]string{"r": text}})
		if (err == nil) != fine {
			t.Errorf("%d bytes: scoring says %v", n, err)
		}
	}
}
