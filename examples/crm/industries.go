package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/scoring"
)

// industries are those for which some rule of the criteria gives or takes points, in
// order.
func industries(rules scoring.Spec) (list []string) {
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			if r.When != nil {
				list = append(list, industriesOf(*r.When)...)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func industriesOf(when scoring.Condition) (list []string) {
	for _, inner := range slices.Concat(when.All, when.Any) {
		list = append(list, industriesOf(inner)...)
	}
	if when.Field != "industry" {
		return list
	}
	if when.Eq != nil {
		list = append(list, *when.Eq)
	}
	return append(list, when.In...)
}

// unknownIndustries says which industries of a file get no points, which may be because
// they are written otherwise than in the criteria; empty: none.
func (c *crm) unknownIndustries(f *importFile) string {
	const most = 5 // that are named
	var others []string
	for _, l := range f.Leads {
		if l.Industry != "" && !slices.Contains(c.industries, l.Industry) && !slices.Contains(others, l.Industry) {
			others = append(others, l.Industry)
		}
	}
	if len(others) == 0 || len(c.industries) == 0 {
		return ""
	}
	slices.Sort(others)
	named := make([]string, 0, most)
	for _, other := range others[:min(len(others), most)] {
		named = append(named, cut(other))
	}
	text := strings.Join(named, ", ")
	if more := len(others) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("The criteria know these industries: %s. Others get no points, in this file: %s.", strings.Join(c.industries, ", "), text)
}
