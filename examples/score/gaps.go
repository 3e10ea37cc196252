package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/scoring"
)

// gap is a field that kept a rule or a gate from being decided.
type gap struct {
	of         gapOf
	typ        scoring.FieldType
	leads      int // of whom it is not known
	unreadable int // of these, how many have a value that cannot be read
	example    string
	hasExample bool
}

type gapOf struct{ activity, field string } // activity is empty: a field of the lead

// name is how people are told of the field.
func (g *gap) name(of string) string {
	if g.of.activity == "" {
		return g.of.field
	}
	return g.of.field + of + g.of.activity
}

// gapsOf counts, for each field, the leads of which it would have to be known.
func gapsOf(list []scored, spec scoring.Spec) []gap {
	activities := map[[2]string]string{} // by group and rule
	for _, g := range spec.Groups {
		for _, r := range g.Rules {
			activities[[2]string{g.Name, r.Name}] = r.Activity
		}
	}
	index := map[gapOf]int{}
	var gaps []gap
	for i := range list {
		unread := map[int]bool{} // the gaps of this lead
		for _, u := range list[i].result.Unknowns {
			of := gapOf{activities[[2]string{u.Group, u.Rule}], u.Field}
			k, known := index[of]
			if !known {
				k = len(gaps)
				index[of] = k
				gaps = append(gaps, gap{of: of, typ: typeOf(spec, of)})
			}
			unread[k] = unread[k] || u.Reason == scoring.ReasonUnreadable
		}
		for k, unread := range unread {
			g := &gaps[k]
			g.leads++
			if unread {
				g.unreadable++
				g.illustrate(&list[i].record, spec.Missing)
			}
		}
	}
	return gaps
}

func typeOf(spec scoring.Spec, of gapOf) scoring.FieldType {
	if of.activity == "" {
		return spec.Fields[of.field]
	}
	for _, f := range spec.Activities[of.activity] {
		if f.Name == of.field {
			return f.Type
		}
	}
	return scoring.String // the asset
}

// illustrate takes the lead's text that cannot be read as the example, if there is none
// yet. Of several activities it is the least, for their order does not matter.
func (g *gap) illustrate(r *scoring.Record, missing []string) {
	if g.hasExample {
		return
	}
	take := func(fields map[string]string) {
		text, ok := fields[g.of.field]
		if !ok || slices.Contains(missing, text) || g.typ.Unreadable(text, scoring.English) == "" {
			return
		}
		if !g.hasExample || text < g.example {
			g.example, g.hasExample = text, true
		}
	}
	if g.of.activity == "" {
		take(r.Fields)
		return
	}
	for i := range r.Activities {
		if a := &r.Activities[i]; a.Type == g.of.activity {
			take(a.Fields)
		}
	}
}

// gaps lists the fields, the worst first.
func (t text) gaps(gaps []gap) {
	if len(gaps) == 0 {
		return
	}
	of := t.say(" of ", " von ")
	sorted := slices.SortedFunc(slices.Values(gaps), func(a, b gap) int {
		return cmp.Or(cmp.Compare(b.leads, a.leads), cmp.Compare(a.name(of), b.name(of)))
	})
	width := 0
	for i := range sorted {
		width = max(width, utf8.RuneCountInString(sorted[i].name(of)))
	}
	t.WriteString(t.say("\nneeded by a rule or gate, and not known of so many leads:\n", "\nvon einer Regel oder Sperre gebraucht, bei so vielen Leads nicht bekannt:\n"))
	for i := range sorted {
		g := &sorted[i]
		fmt.Fprintf(t, "  %-*s  %d", width, g.name(of), g.leads)
		if g.unreadable > 0 {
			fmt.Fprintf(t, t.say(", %d of them cannot be read", ", davon %d nicht lesbar"), g.unreadable)
		}
		if g.hasExample {
			fmt.Fprintf(t, t.say(", such as %s (expected %s)", ", etwa %s (erwartet: %s)"), cli.Quote(g.example), g.typ.Unreadable(g.example, t.lang))
		}
		t.WriteString("\n")
	}
}

// noteUnreadable tells what could not be read, to those too who take the scores as CSV or
// JSON: a gate that asks for such a value holds, whoever the lead is.
func noteUnreadable(w io.Writer, gaps []gap) {
	const most = 10
	sorted := slices.SortedFunc(slices.Values(gaps), func(a, b gap) int {
		return cmp.Or(cmp.Compare(b.unreadable, a.unreadable), cmp.Compare(a.name(" of "), b.name(" of ")))
	})
	sorted = slices.DeleteFunc(sorted, func(g gap) bool { return g.unreadable == 0 })
	for i := range sorted {
		if i == most {
			fmt.Fprintf(w, "note: cannot be read either: %s\n", counted(len(sorted)-most, "further field", "further fields"))
			break
		}
		g := &sorted[i]
		fmt.Fprintf(w, "note: cannot be read of %s: %s", counted(g.unreadable, "lead", "leads"), g.name(" of "))
		if g.hasExample {
			fmt.Fprintf(w, ", such as %s; expected %s", cli.Quote(g.example), g.typ.Unreadable(g.example, scoring.English))
		}
		fmt.Fprintln(w)
	}
}

// counted is a number of things.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
