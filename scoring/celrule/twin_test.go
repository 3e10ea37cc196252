package celrule

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/scoring"
	"pgregory.net/rapid"
)

// drawCondition draws a condition as data, and the same as text.
func drawCondition(t *rapid.T, depth int) (scoring.Condition, string) {
	if depth > 0 {
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			all, text := drawConditions(t, depth-1, " && ")
			return scoring.Condition{All: all}, text
		case 1:
			anyOf, text := drawConditions(t, depth-1, " || ")
			return scoring.Condition{Any: anyOf}, text
		case 2:
			c, text := drawCondition(t, depth-1)
			return scoring.Condition{Not: &c}, "!(" + text + ")"
		}
	}
	c := scoring.Condition{Field: rapid.SampledFrom([]string{"industry", "employees", "revenue", "consent", "since"}).Draw(t, "field")}
	is := rapid.Bool().Draw(t, "is")
	if rapid.IntRange(0, 5).Draw(t, "exists") == 0 {
		c.Exists = &is
		return c, fmt.Sprintf("exists(%s) == %t", c.Field, is)
	}
	var value, text string
	switch c.Field {
	case "industry":
		value = rapid.SampledFrom([]string{"machinery", "retail", "mach"}).Draw(t, "text")
		text = fmt.Sprintf("%q", value)
		if rapid.Bool().Draw(t, "prefix") {
			c.Prefix = &value
			return c, "industry.startsWith(" + text + ")"
		}
	case "employees":
		value = fmt.Sprint(rapid.IntRange(-1, 3).Draw(t, "int"))
		text = value
	case "revenue":
		value = rapid.SampledFrom([]string{"-0.5", "0.0", "1e6"}).Draw(t, "float")
		text = value
	case "consent":
		value = fmt.Sprint(is)
		c.Eq = &value
		return c, "consent == " + value
	case "since":
		value = rapid.SampledFrom([]string{"2026-03-01", "2026-03-02"}).Draw(t, "time")
		text = `timestamp("` + value + `T00:00:00Z")`
	}
	op := rapid.SampledFrom([]string{"==", "!=", "<", "<=", ">", ">="}).Draw(t, "op")
	if c.Field == "industry" { // a text has no order in a condition on numbers; bytes are compared here
		op = rapid.SampledFrom([]string{"==", "!="}).Draw(t, "equal")
	}
	*map[string]**string{"==": &c.Eq, "!=": &c.Ne, "<": &c.Lt, "<=": &c.Le, ">": &c.Gt, ">=": &c.Ge}[op] = &value
	return c, c.Field + " " + op + " " + text
}

func drawConditions(t *rapid.T, depth int, op string) ([]scoring.Condition, string) {
	var cs []scoring.Condition
	var texts []string
	for range rapid.IntRange(1, 3).Draw(t, "n") {
		c, text := drawCondition(t, depth)
		cs, texts = append(cs, c), append(texts, "("+text+")")
	}
	return cs, strings.Join(texts, op)
}

// The conditions of a Spec and a text that says the same agree on every lead: with
// fields that are missing, that cannot be read, and in rules and gates.
func TestATextMeansWhatTheConditionsOfASpecMean(t *testing.T) {
	values := map[string][]string{
		"industry":  {"machinery", "retail", "mach", "", "Select", "\xff"},
		"employees": {"-1", "0", "1", "2", "+3", "0x1", "1.5", "many", "", "99999999999999999999", "1_0"},
		"revenue":   {"-0.5", "0", "-0", "1e6", "1E6", "NaN", "Inf", "1e999", "0x1p4", "1_0", "", "much"},
		"consent":   {"true", "false", "True", "1", "", "Select"},
		"since":     {"2026-03-01", "2026-03-01T00:00:00.0000001Z", "2026-03-02T01:00:00+01:00", "02.03.2026", "", "2026-02-30"},
	}
	rapid.Check(t, func(t *rapid.T) {
		c, text := drawCondition(t, 2)
		spec := testSpec()
		half := scoring.Points(500)
		spec.Groups = []scoring.GroupSpec{{Name: "g", Rules: []scoring.RuleSpec{
			{Name: "data", When: &c, Points: 1000}, {Name: "text", Use: "rule", Points: -1000}, {Name: "more", Use: "always", Points: half},
		}}}
		spec.Gates = []scoring.GateSpec{{Name: "data", When: &c, Action: scoring.Suppress}, {Name: "text", Use: "gate", Action: scoring.Suppress}}
		spec.Qualify.Score = &half
		rs, err := Compile(spec, map[string]string{"rule": text, "gate": text, "always": "true"}, Config{})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		m, err := scoring.Compile(spec, scoring.Bindings[scoring.Record]{Custom: rs.Custom(t.Context())})
		if err != nil {
			t.Skip(err) // a condition that can never be true
		}
		for range 5 {
			lead := scoring.Record{Fields: map[string]string{}}
			for _, name := range []string{"industry", "employees", "revenue", "consent", "since"} {
				if rapid.IntRange(0, 3).Draw(t, "there") > 0 {
					lead.Fields[name] = rapid.SampledFrom(values[name]).Draw(t, name)
				}
			}
			r, err := m.Score(lead, asOf)
			if err != nil {
				t.Fatal(err)
			}
			if r.Total != half || len(r.Gates) == 1 {
				t.Fatalf("%s\n%v: total %v, want %v; gates %v, want both or none", text, lead.Fields, r.Total, half, r.Gates)
			}
		}
	})
}
