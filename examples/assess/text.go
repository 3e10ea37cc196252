package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/maturity"
)

// text is the report for a terminal while it is being written. It has nothing that the
// report itself does not tell.
type text struct {
	paper
	*maturity.Report
	spec maturity.Spec
	l    maturity.Lang
	w    words
}

func writeText(b *bytes.Buffer, r *maturity.Report, spec maturity.Spec, l maturity.Lang) {
	t := text{paper{b}, r, spec, l, wordsIn(l)}
	t.head()
	t.assumptions()
	t.standing()
	t.path()
	t.questions()
	t.missing()
	t.steps()
	t.findings()
	t.since()
	t.sheets()
	t.asked()
}

// axes are the axes of the report in the order of every list.
func (t *text) axes() [2]maturity.Axis {
	return [2]maturity.Axis{maturity.Relationship, maturity.LeadManagement}
}

func (t *text) axisSpec(a maturity.Axis) maturity.AxisSpec {
	if a == maturity.LeadManagement {
		return t.spec.Axes.LeadManagement
	}
	return t.spec.Axes.Relationship
}

// head says when it was assessed, where the organisation stands, and what the matter is.
func (t *text) head() {
	title := t.Title.In(t.l)
	if !t.At.IsZero() {
		title += ", " + t.date(t.At)
	}
	t.say("", title)
	t.WriteByte('\n')
	at, ok := t.Position()
	if ok {
		t.say("", t.cell(at.Cell))
		t.say("", t.offset(at.Offset))
		t.WriteByte('\n')
		t.say("", at.Diagnosis.In(t.l))
		return
	}
	t.say("", fmt.Sprintf(t.w.open, len(t.Positions)))
	if len(t.Positions) > 4 {
		return // that many diagnoses say nothing
	}
	for _, at := range t.Positions {
		t.WriteByte('\n')
		t.say("", t.cell(at.Cell)+": "+t.offset(at.Offset))
		t.say("  ", at.Diagnosis.In(t.l))
	}
}

func (t *text) offset(n int) string {
	switch class := t.spec.Classes; {
	case n == 1:
		return t.w.aboveOne + ": " + class.Above.Name.In(t.l)
	case n > 1:
		return fmt.Sprintf(t.w.above, n) + ": " + class.Above.Name.In(t.l)
	case n == -1:
		return t.w.belowOne + ": " + class.Below.Name.In(t.l)
	case n < -1:
		return fmt.Sprintf(t.w.below, -n) + ": " + class.Below.Name.In(t.l)
	}
	return t.w.onLine
}

// stage names a stage: "2 · Defined terms".
func (t *text) stage(a maturity.Axis, n int) string {
	return fmt.Sprintf("%d · %s", n, t.axisSpec(a).Stages[n-1].Name.In(t.l))
}

// stages names the ends of several.
func (t *text) stages(a maturity.Axis, low, high int) string {
	if low == high {
		return t.stage(a, low)
	}
	return t.stage(a, low) + " " + t.w.to + " " + t.stage(a, high)
}

// cell names a cell: "1 · Undefined / 3 · Defined process".
func (t *text) cell(c maturity.Cell) string {
	return t.stage(maturity.Relationship, c.R) + " / " + t.stage(maturity.LeadManagement, c.M)
}

// standing sets what was asked beside what was measured and what comes of both.
func (t *text) standing() {
	for _, a := range t.axes() {
		x := t.Axis(a)
		t.heading(strings.ToUpper(t.axisSpec(a).Name.In(t.l)))
		rows := [][]string{{t.w.asked, t.stages(a, x.Asked.Low, x.Asked.High)}}
		if x.Measured != nil {
			rows = append(rows, []string{t.w.measured, t.stages(a, x.Measured.Low, x.Measured.High)})
		}
		result := t.stages(a, x.Low, x.High)
		if x.Index != nil {
			result += "  (" + t.w.index + " " + t.decimal(*x.Index, 2) + ")"
		}
		target := t.stage(a, x.Target) + "  (" + t.w.gap + ": " + t.span(x.Gap.Low, x.Gap.High) + ")"
		t.columns(append(rows, []string{t.w.result, result}, []string{t.w.target, target}))
	}
	if t.Evidence == maturity.EvidenceIgnored && len(t.Measures) > 0 {
		t.say("  ", t.w.ignored)
	}
}

func (t *text) span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return fmt.Sprintf("%d %s %d", low, t.w.to, high)
}

// date writes a day as the language does.
func (t *text) date(at time.Time) string {
	if t.l == maturity.De {
		return at.UTC().Format("02.01.2006")
	}
	return at.UTC().Format(time.DateOnly)
}

// decimal writes a number with so many decimals.
func (t *text) decimal(d maturity.Decimal, decimals int) string {
	return t.number(strconv.FormatFloat(float64(d)/1000, 'f', decimals, 64))
}

func (t *text) number(s string) string {
	if t.l == maturity.De {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

func (t *text) path() {
	t.heading(t.w.way)
	from := t.w.today
	if len(t.Positions) > 1 {
		from = t.w.proved
	}
	rows := [][]string{{from, t.cell(t.Proved)}}
	for i, c := range t.Path {
		rows = append(rows, []string{strconv.Itoa(i + 1), t.cell(c)})
	}
	t.columns(rows)
}
