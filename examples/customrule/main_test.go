package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// A rule file is worth a test like any program: what must a lead look like to
// qualify, and what must not be enough?
func TestWhoQualifies(t *testing.T) {
	model, err := newModel()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	visits := func(n int) (list []scoring.Activity) {
		for range n {
			list = append(list, scoring.Activity{Type: "visit", At: now})
		}
		return list
	}
	for _, tt := range []struct {
		name   string
		lead   Lead
		points string
		want   bool
	}{
		{"the customer we want", Lead{Industry: "machinery", Employees: new(400), Consent: new(true), Orders: 1}, "60", true},
		{"size alone is not enough", Lead{Employees: new(400), Consent: new(true)}, "20", false},
		{"interest makes up for an unknown size", Lead{Industry: "machinery", Consent: new(true), Activities: visits(3)}, "60", true},
		{"interest counts up to its cap", Lead{Consent: new(true), Activities: visits(9)}, "40", false},
		{"without consent nothing counts", Lead{Industry: "machinery", Employees: new(400), Orders: 1, Consent: new(false)}, "60", false},
		{"and unknown consent is none", Lead{Industry: "machinery", Employees: new(400), Orders: 1}, "60", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result, err := model.Score(tt.lead, now)
			if err != nil {
				t.Fatal(err)
			}
			if got := result.Total.String(); got != tt.points || result.Qualified(false) != tt.want {
				t.Errorf("%s points, qualified %v; want %s, %v", got, result.Qualified(false), tt.points, tt.want)
			}
		})
	}
	_, err = model.Score(Lead{Orders: -1}, now)
	if rule, ok := errors.AsType[*scoring.RuleError](err); !ok {
		t.Errorf("a rule that cannot tell: %v", rule)
	}
}

// What somebody mistypes in the file is found when the program starts.
func TestAMisspeltFieldIsNamedWithItsLine(t *testing.T) {
	spec, err := scoring.ReadSpec(bytes.NewReader(bytes.Replace(rules, []byte("field: employees"), []byte("field: employes"), 1)), "rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = scoring.Compile(spec, scoring.Bindings[Lead]{Custom: scoring.Custom[Lead]{"ordered_before": orderedBefore}})
	const want = `rules.yaml:11:36: groups[0].rules[1].when.field: unknown field "employes" (did you mean "employees"?)`
	if !errors.Is(err, scoring.ErrInvalidSpec) || !strings.HasPrefix(err.Error(), want+"\n") {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
