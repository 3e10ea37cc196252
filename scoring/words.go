package scoring

import (
	"cmp"
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
	return c.Field + " " + whats[0].words(lang)
}

func (c *comparison) words(lang Language) string {
	values := make([]string, len(c.values))
	for i, v := range c.values {
		values[i] = shown(v)
	}
	first := strings.Join(values, ", ") // of those that have one
	one := len(values) == 1
	switch c.op {
	case "eq":
		return lang.say("is ", "ist ") + first
	case "in":
		if one {
			return lang.say("is ", "ist ") + first
		}
		return lang.say("is one of ", "ist ") + lang.or(values)
	case "ne":
		return lang.say("is not ", "ist nicht ") + first
	case "not_in":
		switch {
		case one:
			return lang.say("is not ", "ist nicht ") + first
		case lang == German:
			return "ist weder " + strings.Join(values, " noch ")
		}
		return "is none of " + lang.or(values)
	case "between":
		return lang.say("from ", "von ") + strings.Join(values, lang.say(" to ", " bis "))
	case "contains":
		return lang.say("contains ", "enthält ") + first
	case "prefix":
		return lang.say("begins with ", "beginnt mit ") + first
	case "suffix":
		return lang.say("ends with ", "endet mit ") + first
	case "exists":
		if c.exists {
			return lang.say("is known", "ist bekannt")
		}
		return lang.say("is not known", "ist nicht bekannt")
	}
	return map[operator]string{"lt": "<", "le": "<=", "gt": ">", "ge": ">="}[c.op] + " " + first
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

// rule says what a rule gives points for.
func (p phrases) rule(r *RuleSpec, groupHalfLife Span) string {
	var parts []string
	for _, part := range p.ruleParts(r, groupHalfLife) {
		if part.text != "" {
			parts = append(parts, part.text)
		}
	}
	return strings.Join(parts, ", ")
}

// rulePart is one thing that a rule says. Text is empty if it does not, and none says
// what holds then.
type rulePart struct{ text, none string }

// ruleParts are the same parts in the same order for all activity rules; of any other
// there is one.
func (p phrases) ruleParts(r *RuleSpec, groupHalfLife Span) []rulePart {
	switch {
	case r.When != nil:
		return []rulePart{{text: r.When.words(p.Language)}}
	case r.Use != "":
		return []rulePart{{text: p.custom(r.Use)}}
	}
	what, within, asset, halfLife := r.Activity, "", "", ""
	if r.Where != nil {
		where := r.Where.words(p.Language)
		what += p.say(" where "+where, " ("+where+")")
	}
	if r.Within != "" {
		within = p.inTheLast(r.Within)
	}
	if r.Count == PerAsset {
		asset = p.say("each asset once", "jeder Inhalt einmal")
	}
	if span := cmp.Or(r.HalfLife, groupHalfLife); span != "" {
		halfLife = p.say("half-life ", "Halbwertszeit ") + p.span(span)
	}
	return []rulePart{
		{text: what},
		{within, p.say("however long ago", "egal wie lange her")},
		{p.counted(r), p.say("any number", "beliebig viele")},
		{asset, p.say("an asset more than once", "ein Inhalt auch mehrmals")},
		{halfLife, p.say("no half-life of its own", "keine eigene Halbwertszeit")},
	}
}

// counted says how many activities a rule takes to apply, and how many then count:
// the one is no bound of the other.
func (p phrases) counted(r *RuleSpec) string {
	from := r.Min != nil && *r.Min > 1
	most := ""
	switch {
	case r.Max != nil && r.Per != "":
		most = fmt.Sprintf(p.say("at most %d %s", "höchstens %d %s"), *r.Max, p.per(r.Per))
		if from {
			most += p.say(" count", " zählen")
		}
	case from && (r.Count == Once || r.Max != nil && *r.Max == 1):
		most = p.say("only the latest counts", "nur die letzte zählt")
	case r.Count == Once:
		most = p.say("only the latest", "nur die letzte")
	case from && r.Max != nil:
		most = fmt.Sprintf(p.say("the latest %d count", "es zählen die letzten %d"), *r.Max)
	case r.Max != nil:
		most = fmt.Sprintf(p.say("at most %d", "höchstens %d"), *r.Max)
	}
	switch {
	case !from:
		return most
	case most == "":
		return fmt.Sprintf(p.say("at least %d", "mindestens %d"), *r.Min)
	}
	return fmt.Sprintf(p.say("from %d on; %s", "ab %d; %s"), *r.Min, most)
}
