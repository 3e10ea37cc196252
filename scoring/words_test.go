package scoring

import "testing"

func TestConditionsInWords(t *testing.T) {
	x, n := new("x"), new("5")
	for want, c := range map[string]Condition{
		"a is x":                           {Field: "a", Eq: x},
		"a is not x":                       {Field: "a", Ne: x},
		"a is one of x, y or z":            {Field: "a", In: []string{"x", "y", "z"}},
		"a is 7":                           {Field: "a", In: []string{"7"}},
		"a is none of x or y":              {Field: "a", NotIn: []string{"x", "y"}},
		"a is not 7":                       {Field: "a", NotIn: []string{"7"}},
		"a < 5":                            {Field: "a", Lt: n},
		"a <= 5":                           {Field: "a", Le: n},
		"a > 5":                            {Field: "a", Gt: n},
		"a >= 5":                           {Field: "a", Ge: n},
		"a from 1 to 5":                    {Field: "a", Between: []string{"1", "5"}},
		"a contains x":                     {Field: "a", Contains: x},
		"a begins with x":                  {Field: "a", Prefix: x},
		"a ends with x":                    {Field: "a", Suffix: x},
		"a is known":                       {Field: "a", Exists: new(true)},
		`a is ""`:                          {Field: "a", Eq: new("")},
		`a is one of "x, y" or "\x1b[31m"`: {Field: "a", In: []string{"x, y", "\x1b[31m"}},
		"a is not known":                   {Field: "a", Exists: new(false)},
		"not (a is x)":                     {Not: &Condition{Field: "a", Eq: x}},
		"(a is x or b is x) and c > 5": {All: []Condition{
			{All: []Condition{{Any: []Condition{{Field: "a", Eq: x}, {Field: "b", Eq: x}}}}}, {Field: "c", Gt: n},
		}},
		"a is x and (b is x or c > 5)": {All: []Condition{{Field: "a", Eq: x}, {Any: []Condition{{Field: "b", Eq: x}, {Field: "c", Gt: n}}}}},
		"a is x or b is x":             {Any: []Condition{{Field: "a", Eq: x}, {Any: []Condition{{Field: "b", Eq: x}}}}},
	} {
		if got := c.words(English); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestConditionsInGermanWords(t *testing.T) {
	for want, c := range map[string]Condition{
		"a ist A, B oder C":                {Field: "a", In: []string{"A", "B", "C"}},
		"a ist A":                          {Field: "a", In: []string{"A"}},
		"a ist weder A noch B":             {Field: "a", NotIn: []string{"A", "B"}},
		"a ist weder A noch B noch C":      {Field: "a", NotIn: []string{"A", "B", "C"}},
		"a ist nicht A":                    {Field: "a", NotIn: []string{"A"}},
		"a von 1 bis 5":                    {Field: "a", Between: []string{"1", "5"}},
		"nicht (a ist bekannt)":            {Not: &Condition{Field: "a", Exists: new(true)}},
		"a enthält x oder b beginnt mit x": {Any: []Condition{{Field: "a", Contains: new("x")}, {Field: "b", Prefix: new("x")}}},
	} {
		if got := c.words(German); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRulesInWords(t *testing.T) {
	visit := func(r RuleSpec) RuleSpec {
		r.Activity = "visit"
		return r
	}
	for _, tt := range []struct {
		rule    RuleSpec
		en, de  string
		overall Span // half-life of the group
	}{
		{RuleSpec{Count: Each}, "visit", "visit", ""},
		{RuleSpec{Count: Once, Within: "90d"}, "visit, in the last 90 days, only the latest", "visit, in den letzten 90 Tagen, nur die letzte", ""},
		{RuleSpec{Count: Each, Within: "1d"}, "visit, in the last 24 hours", "visit, in den letzten 24 Stunden", ""},
		{RuleSpec{Count: Each, Within: "1h"}, "visit, in the last hour", "visit, in der letzten Stunde", ""},
		{RuleSpec{Count: Each, Within: "90m"}, "visit, in the last 90 minutes", "visit, in den letzten 90 Minuten", ""},
		{RuleSpec{Count: Each, Within: "48h"}, "visit, in the last 2 days", "visit, in den letzten 2 Tagen", ""},
		{RuleSpec{Count: Each, Within: "90 days"}, "visit, in the last 90 days", "visit, in den letzten 90 days", ""}, // not checked
		{RuleSpec{Count: PerAsset}, "visit, each asset once, half-life 30 days", "visit, jeder Inhalt einmal, Halbwertszeit 30 Tage", "30d"},
		{RuleSpec{Count: Each, HalfLife: "1d"}, "visit, half-life 1 day", "visit, Halbwertszeit 1 Tag", "30d"},
		{RuleSpec{Count: Each, HalfLife: "1m"}, "visit, half-life 1 minute", "visit, Halbwertszeit 1 Minute", ""},
		{RuleSpec{Count: Each, HalfLife: "3s"}, "visit, half-life 3 seconds", "visit, Halbwertszeit 3 Sekunden", ""},
		{RuleSpec{Count: Each, Max: new(3)}, "visit, at most 3", "visit, höchstens 3", ""},
		{RuleSpec{Count: Each, Max: new(2), Per: "1d"}, "visit, at most 2 a day", "visit, höchstens 2 am Tag", ""},
		{RuleSpec{Count: Each, Max: new(2), Per: "7d"}, "visit, at most 2 per 7 days", "visit, höchstens 2 je 7 Tage", ""},
		{RuleSpec{Count: Each, Max: new(2), Per: "1h"}, "visit, at most 2 an hour", "visit, höchstens 2 je Stunde", ""},
		{RuleSpec{Count: Each, Max: new(2), Per: "1m"}, "visit, at most 2 a minute", "visit, höchstens 2 je Minute", ""},
		{RuleSpec{Count: Each, Min: new(1)}, "visit", "visit", ""},
		{RuleSpec{Count: Each, Min: new(3)}, "visit, at least 3", "visit, mindestens 3", ""},
		{RuleSpec{Count: Each, Min: new(3), Max: new(2)}, "visit, from 3 on; the latest 2 count", "visit, ab 3; es zählen die letzten 2", ""},
		{RuleSpec{Count: Each, Min: new(3), Max: new(1)}, "visit, from 3 on; only the latest counts", "visit, ab 3; nur die letzte zählt", ""},
		{RuleSpec{Count: Once, Min: new(3)}, "visit, from 3 on; only the latest counts", "visit, ab 3; nur die letzte zählt", ""},
		{RuleSpec{Count: Each, Min: new(3), Max: new(2), Per: "1d"}, "visit, from 3 on; at most 2 a day count", "visit, ab 3; höchstens 2 am Tag zählen", ""},
		{RuleSpec{Count: PerAsset, Min: new(2), Max: new(5)}, "visit, from 2 on; the latest 5 count, each asset once", "visit, ab 2; es zählen die letzten 5, jeder Inhalt einmal", ""},
		{RuleSpec{Count: Each, Where: &Condition{Field: "asset", Prefix: new("/pricing")}}, "visit where asset begins with /pricing", "visit (asset beginnt mit /pricing)", ""},
	} {
		r := visit(tt.rule)
		if got := (phrases{Language: English}).rule(&r, tt.overall); got != tt.en {
			t.Errorf("got %q, want %q", got, tt.en)
		}
		if got := (phrases{Language: German}).rule(&r, tt.overall); got != tt.de {
			t.Errorf("got %q, want %q", got, tt.de)
		}
	}
}
