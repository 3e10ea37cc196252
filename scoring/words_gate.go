package scoring

import (
	"fmt"
	"slices"
	"strings"
)

// gateWords says that a gate holds, and why.
func (r *Result) gateWords(g GateHit, lang Language) string {
	text := fmt.Sprintf(lang.say("gate %s holds (%s)", "Sperre %s greift (%s)"), g.Gate, lang.action(g.Action))
	if g.Reason != ReasonUnknown {
		if asks := r.gateAsks(g.Gate, lang); asks != "" {
			const most = 200 // a text may be of some pages
			text += ": " + clip(asks, most)
		}
		return text
	}
	missing, unreadable := r.gateUnknowns(g.Gate)
	var parts []string
	if len(missing) > 0 {
		parts = append(parts, strings.Join(missing, ", ")+lang.say(" not known", " nicht bekannt"))
	}
	for _, field := range unreadable {
		part := field + lang.say(" cannot be read", " nicht lesbar")
		if want := r.expected(Unknown{Gate: g.Gate, Field: field}, lang); want != "" {
			part += lang.say(" (expected ", " (erwartet: ") + want + ")"
		}
		parts = append(parts, part)
	}
	return text + ": " + strings.Join(parts, ", ")
}

// gateAsks is the condition of a gate; empty if the rules are not there any more.
func (r *Result) gateAsks(name string, lang Language) string {
	if r.table == nil {
		return ""
	}
	for i := range r.table.spec.Gates {
		if g := &r.table.spec.Gates[i]; g.Name == name {
			return phrases{lang, r.table.texts}.gate(g)
		}
	}
	return ""
}

// gate says what a gate asks for.
func (p phrases) gate(g *GateSpec) string {
	if g.When != nil {
		return g.When.words(p.Language)
	}
	return p.custom(g.Use)
}

// wayOut says what would let a gate decide that holds because something is not known.
func (r *Result) wayOut(g GateHit, lang Language) string {
	if g.Reason != ReasonUnknown {
		return ""
	}
	missing, unreadable := r.gateUnknowns(g.Gate)
	var parts []string
	if len(missing) > 0 {
		fields := strings.Join(missing, ", ")
		parts = append(parts, lang.say("ask for "+fields, fields+" erfragen"))
	}
	if len(unreadable) > 0 {
		fields := strings.Join(unreadable, ", ")
		parts = append(parts, lang.say("correct "+fields, fields+" berichtigen"))
	}
	return strings.Join(parts, ", ")
}

// gateUnknowns are the fields because of which a gate could not be decided.
func (r *Result) gateUnknowns(gate string) (missing, unreadable []string) {
	for _, u := range r.Unknowns {
		switch {
		case u.Gate != gate:
		case u.Reason == ReasonUnreadable:
			unreadable = append(unreadable, u.Field)
		default:
			missing = append(missing, u.Field)
		}
	}
	return missing, unreadable
}

// expected says what a value that cannot be read should have been. It is empty if the
// rules are not there any more.
func (r *Result) expected(u Unknown, lang Language) string {
	if r.table == nil {
		return ""
	}
	kinds := r.table.fields.kinds
	if _, rule := r.find(u.Group, u.Rule); rule != nil && rule.Activity != "" {
		kinds = r.table.activities[rule.Activity].fields.kinds
	}
	return kinds[u.Field].typ.expected(lang)
}

// unknownWords lists the fields that are not known, each with what asks for it.
func (r *Result) unknownWords(lang Language) []string {
	type asked struct {
		by         []string
		of, unread int
		expected   []string
	}
	var order []string
	fields := map[string]*asked{}
	for _, u := range r.Unknowns {
		a := fields[u.Field]
		if a == nil {
			a = &asked{}
			fields[u.Field], order = a, append(order, u.Field)
		}
		by := u.Rule
		if u.Gate != "" {
			by = lang.say("gate ", "Sperre ") + u.Gate
		}
		a.of++
		if u.Reason == ReasonUnreadable {
			a.unread++
			if want := r.expected(u, lang); want != "" && !slices.Contains(a.expected, want) {
				a.expected = append(a.expected, want)
			}
		}
		if len(a.by) == 0 || a.by[len(a.by)-1] != by {
			a.by = append(a.by, by)
		}
	}
	var out []string
	for _, field := range order {
		a := fields[field]
		text := field + " (" + strings.Join(a.by, ", ")
		switch {
		case a.unread == 0:
		case a.unread == a.of:
			text += lang.say("; cannot be read", "; nicht lesbar")
		default: // some activities have none, others one that cannot be read
			text += lang.say("; some cannot be read", "; teils nicht lesbar")
		}
		if len(a.expected) > 0 {
			text += lang.say(", expected ", ", erwartet: ") + lang.or(a.expected)
		}
		out = append(out, text+")")
	}
	return out
}
