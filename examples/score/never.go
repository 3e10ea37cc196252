package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/scoring"
)

// never looks for rules that ask for a text that nobody has. That may be so, or the
// text is misspelt, and nothing else would tell.
type never struct {
	spec     scoring.Spec
	list     []scored
	activity string // the type of those that are asked; empty: the leads
}

// noteNeverTrue tells of these rules.
func noteNeverTrue(w io.Writer, spec scoring.Spec, list []scored) {
	const most = 10
	var notes []string
	for _, g := range spec.Groups {
		for _, r := range g.Rules {
			n, when := never{spec, list, r.Activity}, cmp.Or(r.When, r.Where)
			if when == nil {
				continue
			}
			if why := n.why(when); why != "" {
				notes = append(notes, fmt.Sprintf("rule %s applied to 0 of %d %s: %s", r.Name, n.count(), n.of(), why))
			}
		}
	}
	for _, note := range notes[:min(len(notes), most)] {
		fmt.Fprintf(w, "note: %s\n", note)
	}
	if more := len(notes) - most; more > 0 {
		fmt.Fprintf(w, "note: applied to none either: %s\n", counted(more, "further rule", "further rules"))
	}
}

func (n *never) of() string {
	if n.activity == "" {
		return "leads"
	}
	return "activities " + n.activity
}

// each calls yield with the fields of all that are asked, until it says no.
func (n *never) each(yield func(fields map[string]string, asset string) bool) {
	for i := range n.list {
		r := &n.list[i].record
		if n.activity == "" {
			if !yield(r.Fields, "") {
				return
			}
			continue
		}
		for j := range r.Activities {
			if a := &r.Activities[j]; a.Type == n.activity && !yield(a.Fields, a.Asset) {
				return
			}
		}
	}
}

func (n *never) count() (of int) {
	n.each(func(map[string]string, string) bool { of++; return true })
	return of
}

// why says because of which texts a condition is true of nobody; empty if it may be, or
// if it is for another reason.
func (n *never) why(c *scoring.Condition) string {
	switch {
	case c.All != nil:
		for i := range c.All {
			if why := n.why(&c.All[i]); why != "" {
				return why
			}
		}
		return ""
	case c.Any != nil:
		var parts []string
		for i := range c.Any {
			why := n.why(&c.Any[i])
			if why == "" {
				return ""
			}
			parts = append(parts, why)
		}
		return strings.Join(parts, ", and ")
	}
	values := c.In
	if c.Eq != nil {
		values = []string{*c.Eq}
	}
	if len(values) == 0 || cmp.Or(typeOf(n.spec, gapOf{n.activity, c.Field}), scoring.String) != scoring.String {
		return ""
	}
	return n.whyNone(c.Field, values)
}

// whyNone says that a field of all that are asked has none of these values; empty if one
// has, or if there is too little to go by.
func (n *never) whyNone(field string, values []string) string {
	const fewest, mostTexts = 10, 100
	all, known, found := 0, 0, false
	texts := map[string]bool{}
	n.each(func(fields map[string]string, asset string) bool {
		all++
		text, ok := fields[field]
		if n.activity != "" && field == "asset" {
			text, ok = asset, true
		}
		if !ok || slices.Contains(n.spec.Missing, text) {
			return true
		}
		known++
		if len(texts) <= mostTexts {
			texts[text] = true
		}
		found = slices.Contains(values, text)
		return !found
	})
	if found || all < fewest || 2*known <= all {
		return ""
	}
	hint := ""
	for _, v := range values {
		if hint == "" && len(texts) <= mostTexts {
			hint = cli.DidYouMean(v, slices.Sorted(maps.Keys(texts)))
		}
	}
	return "no " + field + " is " + strings.Join(quotedEach(values), " or ") + hint
}

// quotedEach are the first few of these texts as they stand in a message.
func quotedEach(values []string) []string {
	const most = 3
	var out []string
	for _, v := range values[:min(len(values), most)] {
		out = append(out, cli.Quote(v))
	}
	if more := len(values) - most; more > 0 {
		out = append(out, counted(more, "other", "others"))
	}
	return out
}
