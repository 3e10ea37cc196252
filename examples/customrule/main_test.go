package main

import (
	"errors"
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
