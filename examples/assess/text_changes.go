package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/maturity"
)

// assumptions says first of all that this is not how it is.
func (t *text) assumptions() {
	if len(t.Assumed) == 0 {
		return
	}
	t.heading(t.w.assumed)
	for _, a := range t.Assumed {
		if a.Value != 0 {
			t.say("  - ", fmt.Sprintf("%s %d: %s", t.w.everybody, a.Value, a.Text.In(t.l)))
			continue
		}
		for i := range t.Measures {
			if m := &t.Measures[i]; m.Indicator == a.ID {
				t.say("  - ", a.Text.In(t.l)+": "+t.figure(m.Unit, m.Figure))
			}
		}
	}
	if t.Effect != nil {
		t.heading(t.w.effect)
		t.changes(t.Effect, t.w.same)
	}
}

// since says what has changed, and where the assessments of before stood.
func (t *text) since() {
	if t.Since == nil {
		return
	}
	t.heading(t.w.earlier)
	rows := make([][]string, len(t.Earlier))
	for i := range t.Earlier {
		e := &t.Earlier[i]
		rows[i] = []string{
			t.date(e.At),
			t.stages(maturity.Relationship, e.Relationship.Low, e.Relationship.High) + " / " +
				t.stages(maturity.LeadManagement, e.LeadManagement.Low, e.LeadManagement.High),
		}
	}
	t.columns(rows)
	t.heading(fmt.Sprintf(t.w.since, t.date(t.Since.From)))
	t.changes(t.Since, t.w.none)
}

func (t *text) changes(c *maturity.Changes, none string) {
	said := false
	item := func(format string, args ...any) {
		t.say("  - ", fmt.Sprintf(format, args...))
		said = true
	}
	for i, x := range []maturity.AxisChange{c.Relationship, c.LeadManagement} {
		a := t.axes()[i]
		before, after := t.stood(a, x.Before), t.stood(a, x.After)
		if before != after {
			item("%s: %s → %s", t.axisSpec(a).Name.In(t.l), before, after)
		}
	}
	for _, group := range grouped(c.Statements) {
		item("%s → %s:", t.status(group[0].Before), t.status(group[0].After))
		for _, s := range group {
			t.say("    - ", s.Text.In(t.l))
		}
	}
	for _, m := range c.Measures {
		trend := ""
		switch {
		case m.Better:
			trend = ", " + t.w.better
		case m.Worse:
			trend = ", " + t.w.worse
		}
		item("%s: %s → %s%s", m.Name.In(t.l), t.figure(m.Unit, m.Before), t.figure(m.Unit, m.After), trend)
	}
	if !said {
		t.say("  ", none)
	}
}

// grouped puts statements together that changed alike, in the order of the first of each.
func grouped(list []maturity.StatementChange) [][]maturity.StatementChange {
	var groups [][]maturity.StatementChange
	for _, s := range list {
		i := slices.IndexFunc(groups, func(g []maturity.StatementChange) bool {
			return g[0].Before == s.Before && g[0].After == s.After
		})
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

// stood is a stage with its index.
func (t *text) stood(a maturity.Axis, s maturity.Standing) string {
	if s.Index == nil {
		return t.stages(a, s.Low, s.High)
	}
	return t.stages(a, s.Low, s.High) + " (" + t.decimal(*s.Index, 2) + ")"
}

func (t *text) status(s maturity.StatementStatus) string {
	if s.Refuted {
		return t.w.states[s.State] + ", " + t.w.refuted
	}
	return t.w.states[s.State]
}

// figure words what was measured: "30.0 % (60 of 200)".
func (t *text) figure(u maturity.Unit, f maturity.Figure) string {
	switch u {
	case maturity.Share:
		percent := new(big.Rat).SetFrac64(100*f.Num, f.Den).FloatString(1)
		return fmt.Sprintf("%s %% (%s)", t.number(percent), fmt.Sprintf(t.w.of, f.Num, f.Den))
	case maturity.Days:
		return fmt.Sprintf("%d %s", f.Num, t.w.days)
	}
	return fmt.Sprint(f.Num)
}

// sheets is the result of that other instrument, beside the model's own.
func (t *text) sheets() {
	if t.HBR == nil {
		return
	}
	t.heading(t.w.hbr)
	class := t.w.classes[t.HBR.Class]
	if t.HBR.Mean == nil {
		t.say("  ", class+" ("+t.w.noFigure+")")
	} else {
		var of []string
		for _, d := range t.HBR.Departments {
			if d.Mean != nil {
				of = append(of, t.department(d.Department)+" "+t.decimal(*d.Mean, 2))
			}
		}
		t.say("  ", fmt.Sprintf("%s: %s (%s)", class, fmt.Sprintf(t.w.hbrOf, t.decimal(*t.HBR.Mean, 2)), strings.Join(of, ", ")))
	}
	for _, f := range t.HBR.Findings {
		t.say("  - ", t.sheetFinding(f))
	}
}

// sheetFinding words a finding as those of the other instrument read here.
func (t *text) sheetFinding(f maturity.Finding) string {
	if f.Code != maturity.HBRGapFound {
		return f.Text.In(t.l)
	}
	s := fmt.Sprintf(t.w.higher, t.department(f.Params["higher"]), t.department(f.Params["lower"]))
	if gap, ok := f.Params["gap"]; ok { // withheld where few have answered
		s += " (" + fmt.Sprintf(t.w.points, t.number(gap)) + ")"
	}
	return s + "."
}
