package scoring

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// words says what a condition asks for, as one would to a colleague.
func (c *Condition) words() string {
	switch {
	case c.All != nil:
		return joined(c.All, " and ")
	case c.Any != nil:
		return joined(c.Any, " or ")
	case c.Not != nil:
		return "not (" + c.Not.words() + ")"
	}
	what := c.comparisons()[0]
	values := make([]string, len(what.values))
	for i, v := range what.values {
		values[i] = shown(v)
	}
	of := strings.Join(values, ", ")
	switch what.op {
	case "eq":
		return c.Field + " is " + of
	case "ne":
		return c.Field + " is not " + of
	case "in":
		return c.Field + " is one of " + of
	case "not_in":
		return c.Field + " is none of " + of
	case "between":
		return c.Field + " from " + values[0] + " to " + values[1]
	case "contains":
		return c.Field + " contains " + of
	case "prefix":
		return c.Field + " begins with " + of
	case "suffix":
		return c.Field + " ends with " + of
	case "exists":
		if what.exists {
			return c.Field + " is known"
		}
		return c.Field + " is not known"
	}
	return c.Field + " " + map[operator]string{"lt": "<", "le": "<=", "gt": ">", "ge": ">="}[what.op] + " " + of
}

// shown is a value as it stands in a sentence: in quotes if it would not be seen
// for what it is, or would do something to a terminal.
func shown(v string) string {
	plain := func(r rune) bool { return unicode.IsPrint(r) && r != ',' && r != '"' }
	if v == "" || strings.TrimSpace(v) != v || strings.ContainsFunc(v, func(r rune) bool { return !plain(r) }) {
		return strconv.Quote(v)
	}
	return v
}

// joined puts conditions in brackets that join others themselves.
func joined(cs []Condition, with string) string {
	parts := make([]string, len(cs))
	for i := range cs {
		parts[i] = cs[i].words()
		if len(cs) > 1 && len(cs[i].All)+len(cs[i].Any) > 1 {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, with)
}

// words says what a rule gives points for.
func (r *RuleSpec) words(groupHalfLife Span) string {
	switch {
	case r.When != nil:
		return r.When.words()
	case r.Use != "":
		return "custom rule " + r.Use
	}
	parts := []string{r.Activity}
	if r.Where != nil {
		parts[0] += " where " + r.Where.words()
	}
	if r.Within != "" {
		parts = append(parts, "within "+string(r.Within))
	}
	if r.Min != nil {
		parts = append(parts, fmt.Sprintf("at least %d", *r.Min))
	}
	switch {
	case r.Max != nil && r.Per != "":
		parts = append(parts, fmt.Sprintf("at most %d per %s", *r.Max, r.Per))
	case r.Max != nil:
		parts = append(parts, fmt.Sprintf("at most %d", *r.Max))
	}
	switch r.Count {
	case Once:
		parts = append(parts, "once")
	case PerAsset:
		parts = append(parts, "once per asset")
	}
	halfLife := r.HalfLife
	if halfLife == "" {
		halfLife = groupHalfLife
	}
	if halfLife != "" {
		parts = append(parts, "halved every "+string(halfLife))
	}
	return strings.Join(parts, ", ")
}

// gateWords says that a gate holds, and why.
func (r *Result) gateWords(g GateHit) string {
	text := fmt.Sprintf("gate %s holds (%s)", g.Gate, g.Action)
	if g.Reason != ReasonUnknown {
		return text
	}
	var fields []string
	for _, u := range r.Unknowns {
		if u.Gate == g.Gate {
			fields = append(fields, u.Field)
		}
	}
	return text + ": " + strings.Join(fields, ", ") + " not known"
}
