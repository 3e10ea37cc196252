package main

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/maturity"
)

// measure puts a measure into words, with what each stage asks of it.
func (w maturityWords) measure(m maturity.MeasureReport, l maturity.Lang) measureRow {
	row := measureRow{Name: m.Name.In(l)}
	switch m.Unit {
	case maturity.Share:
		row.Figure = fmt.Sprintf("%.0f %% (%d %s %d)", 100*m.Figure.Value, m.Figure.Num, w.of, m.Figure.Den)
	case maturity.Days:
		row.Figure = fmt.Sprintf("%d %s", m.Figure.Num, w.days)
	default:
		row.Figure = fmt.Sprint(m.Figure.Num)
	}
	for _, t := range m.Thresholds {
		bound, verdict := w.AtLeast, w.Unsure
		if t.Bound == maturity.AtMost {
			bound = w.AtMost
		}
		switch t.Verdict {
		case maturity.Supported:
			verdict = w.Yes
		case maturity.Refuted:
			verdict = w.No
		}
		row.Goals = append(row.Goals, fmt.Sprintf("%s %d: %s %s – %s", w.Stage, t.Stage, bound, w.threshold(t.Value, m.Unit), verdict))
	}
	return row
}

// threshold is a number in the unit of its indicator. Decimals are thousandths.
func (w maturityWords) threshold(d maturity.Decimal, unit maturity.Unit) string {
	switch unit {
	case maturity.Share:
		return strings.Replace((d*100).String(), ".", w.point, 1) + " %"
	case maturity.Days:
		return strings.Replace(d.String(), ".", w.point, 1) + " " + w.days
	}
	return strings.Replace(d.String(), ".", w.point, 1)
}
