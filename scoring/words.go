package scoring

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// words says what a condition asks for, as one would to a colleague.
func (c *Condition) words(lang Language) string {
	switch {
	case c.All != nil:
		return joined(c.All, lang.say(" and ", " und "), lang)
	case c.Any != nil:
		return joined(c.Any, lang.say(" or ", " oder "), lang)
	case c.Not != nil:
		return lang.say("not (", "nicht (") + c.Not.words(lang) + ")"
	}
	whats := c.comparisons()
	if len(whats) == 0 {
		return c.Field + " ?" // of a Spec that nobody has checked
	}
	what := whats[0]
	values := make([]string, len(what.values))
	for i, v := range what.values {
		values[i] = shown(v)
	}
	of := strings.Join(values, ", ")
	switch what.op {
	case "eq":
		return c.Field + lang.say(" is ", " ist ") + of
	case "ne":
		return c.Field + lang.say(" is not ", " ist nicht ") + of
	case "in":
		return c.Field + lang.say(" is one of ", " ist eines von ") + of
	case "not_in":
		return c.Field + lang.say(" is none of ", " ist keines von ") + of
	case "between":
		return c.Field + lang.say(" from ", " von ") + strings.Join(values, lang.say(" to ", " bis "))
	case "contains":
		return c.Field + lang.say(" contains ", " enthält ") + of
	case "prefix":
		return c.Field + lang.say(" begins with ", " beginnt mit ") + of
	case "suffix":
		return c.Field + lang.say(" ends with ", " endet mit ") + of
	case "exists":
		if what.exists {
			return c.Field + lang.say(" is known", " ist bekannt")
		}
		return c.Field + lang.say(" is not known", " ist nicht bekannt")
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

// joined puts conditions in brackets that join others themselves, however many lists
// of one stand around them.
func joined(cs []Condition, with string, lang Language) string {
	parts := make([]string, len(cs))
	for i := range cs {
		parts[i] = cs[i].words(lang)
		c := &cs[i]
		for len(c.All) == 1 || len(c.Any) == 1 {
			if len(c.All) == 1 {
				c = &c.All[0]
			} else {
				c = &c.Any[0]
			}
		}
		if len(cs) > 1 && len(c.All)+len(c.Any) > 1 {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, with)
}

// words says what a rule gives points for.
func (r *RuleSpec) words(groupHalfLife Span, lang Language) string {
	switch {
	case r.When != nil:
		return r.When.words(lang)
	case r.Use != "":
		return lang.say("custom rule ", "eigene Regel ") + r.Use
	}
	parts := []string{r.Activity}
	if r.Where != nil {
		where := r.Where.words(lang)
		parts[0] += lang.say(" where "+where, " ("+where+")")
	}
	if r.Within != "" {
		parts = append(parts, lang.say("within ", "innerhalb von ")+string(r.Within))
	}
	if r.Min != nil {
		parts = append(parts, fmt.Sprintf(lang.say("at least %d", "mindestens %d"), *r.Min))
	}
	switch {
	case r.Max != nil && r.Per != "":
		parts = append(parts, fmt.Sprintf(lang.say("at most %d per %s", "höchstens %d je %s"), *r.Max, r.Per))
	case r.Max != nil:
		parts = append(parts, fmt.Sprintf(lang.say("at most %d", "höchstens %d"), *r.Max))
	}
	switch r.Count {
	case Once:
		parts = append(parts, lang.say("once", "einmal"))
	case PerAsset:
		parts = append(parts, lang.say("once per asset", "einmal je Inhalt"))
	}
	halfLife := r.HalfLife
	if halfLife == "" {
		halfLife = groupHalfLife
	}
	if halfLife != "" {
		parts = append(parts, lang.say("halved every ", "halbiert alle ")+string(halfLife))
	}
	return strings.Join(parts, ", ")
}

// gateWords says that a gate holds, and why.
func (r *Result) gateWords(g GateHit, lang Language) string {
	text := fmt.Sprintf(lang.say("gate %s holds (%s)", "Sperre %s greift (%s)"), g.Gate, lang.action(g.Action))
	if g.Reason != ReasonUnknown {
		return text
	}
	var fields []string
	for _, u := range r.Unknowns {
		if u.Gate == g.Gate {
			fields = append(fields, u.Field)
		}
	}
	return text + ": " + strings.Join(fields, ", ") + lang.say(" not known", " nicht bekannt")
}
