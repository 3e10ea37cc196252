package maturity

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// numbered are n IDs.
func numbered(prefix string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint(prefix, i)
	}
	return list
}

// more makes a list n long: what is in it, the first of it again under other IDs.
func more[E any](list []E, n int, rename func(e *E, id string)) []E {
	list = slices.Clone(list)
	for i := len(list); i < n; i++ {
		e := list[0]
		rename(&e, fmt.Sprint("more", i))
		list = append(list, e)
	}
	return list
}

func moreNamed(list []Named, n int) []Named {
	return more(list, n, func(e *Named, id string) { e.ID = id })
}

func moreStatements(s *Spec, n int) {
	s.Statements = more(s.Statements, n, func(e *StatementSpec, id string) { e.ID = id })
}

func moreRecommendations(s *Spec, n int) {
	s.Recommendations = more(s.Recommendations, n, func(e *RecommendationSpec, id string) { e.ID = id })
}

func TestEachLimitOfAModel(t *testing.T) {
	for name, tt := range map[string]struct {
		limit int
		path  string
		put   func(s *Spec, n int)
	}{
		"departments": {20, "departments", func(s *Spec, n int) { s.Departments = moreNamed(s.Departments, n) }},
		"departments to ask": {20, "axes.relationship.ask", func(s *Spec, n int) {
			s.Axes.Relationship.Ask = numbered("d", n)
		}},
		"required departments": {20, "axes.lead_management.required", func(s *Spec, n int) {
			s.Axes.LeadManagement.Required = numbered("d", n)
		}},
		"scales": {500, "scales", func(s *Spec, n int) {
			s.Scales = more(s.Scales, n, func(e *ScaleSpec, id string) { e.ID = id })
		}},
		"areas": {500, "areas", func(s *Spec, n int) {
			s.Areas = more(s.Areas, n, func(e *AreaSpec, id string) { e.ID = id })
		}},
		"statements": {500, "statements", moreStatements},
		"indicators": {500, "indicators", func(s *Spec, n int) {
			s.Indicators = more(s.Indicators, n, func(e *IndicatorSpec, id string) { e.ID = id })
		}},
		"cells": {500, "cells", func(s *Spec, n int) {
			s.Cells = more(s.Cells, n, func(*CellSpec, string) {})
		}},
		"owners":          {500, "owners", func(s *Spec, n int) { s.Owners = moreNamed(s.Owners, n) }},
		"recommendations": {500, "recommendations", moreRecommendations},
		"indicators of statements": {5000, "statements", func(s *Spec, n int) {
			s.Statements[0].Indicators = numbered("i", n)
			s.Statements[7].Indicators = nil
		}},
		"statements to lift": {5000, "recommendations", func(s *Spec, n int) {
			for i := range s.Recommendations {
				s.Recommendations[i].Lifts = nil
			}
			s.Recommendations[1].Lifts = numbered("s", n)
		}},
		"recommendations to come after": {5000, "recommendations", func(s *Spec, n int) {
			for i := range s.Recommendations {
				s.Recommendations[i].After = nil
			}
			s.Recommendations[1].After = numbered("r", n)
		}},
		"indicators of recommendations": {5000, "recommendations", func(s *Spec, n int) {
			for i := range s.Recommendations {
				s.Recommendations[i].ShowsIn = nil
			}
			s.Recommendations[1].ShowsIn = numbered("i", n)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{tt.limit, tt.limit + 1} {
				s, err := ReadSpec(strings.NewReader(smallText(t)), "small.yaml")
				if err != nil {
					t.Fatal(err)
				}
				tt.put(&s, n)
				_, err = Compile(s)
				want := fmt.Sprintf("%s: there are %d %s; expected at most %d", tt.path, n, name, tt.limit)
				if refused := n > tt.limit; refused != strings.Contains(fmt.Sprint(err), want) || !refused && strings.Contains(fmt.Sprint(err), "there are") {
					t.Errorf("%d: got %.300v", n, err)
				}
			}
		})
	}
}
