package maturity

import (
	"fmt"
	"slices"

	"github.com/leadline-go/leadline/internal/markdown"
)

// measures writes what was measured beside its thresholds, a table for each axis.
func (d *document) measures() {
	if len(d.Measures) == 0 {
		return
	}
	d.heading(d.w.measures)
	d.line(d.evidenceSays())
	for _, a := range axes() {
		if !slices.ContainsFunc(d.Measures, func(v MeasureReport) bool { return v.Axis == a }) {
			continue
		}
		d.line("### " + markdown.Escape(d.axisName(a)))
		head := []string{d.w.indicator, d.w.measured, d.w.certainty, d.w.window}
		for stage := 2; stage <= Stages; stage++ {
			head = append(head, fmt.Sprintf("%s %d", d.w.stage, stage))
		}
		d.row(head...)
		d.row("---", "---", "---", "---", "---", "---", "---")
		for i := range d.Measures {
			if v := &d.Measures[i]; v.Axis == a {
				d.measure(v)
			}
		}
		d.end()
	}
}

func (d *document) measure(v *MeasureReport) {
	value := v.counted(d.l)
	if v.Assumed {
		value += ", " + d.w.isAssumed
	}
	interval := ""
	if f := v.Figure; f.Low != nil {
		interval = v.percent(*f.Low, d.l) + " " + d.w.to + " " + v.percent(*f.High, d.l)
	}
	row := []string{markdown.Escape(v.Name.In(d.l)), value, interval, v.Figure.window(d.l)}
	for stage := 2; stage <= Stages; stage++ {
		row = append(row, d.threshold(v, stage))
	}
	d.row(row...)
}

// threshold words a threshold and what the measure says about it.
func (d *document) threshold(v *MeasureReport, stage int) string {
	t, ok := v.find(func(t Threshold) bool { return t.Stage == stage })
	if !ok {
		return ""
	}
	s := goal(t.Bound, t.Value, v.Unit, d.l) + ": " + d.w.verdicts[t.Verdict]
	switch {
	case !t.Counts:
		return "(" + s + ")"
	case t.Verdict == Refuted:
		return "**" + s + "**"
	}
	return s
}
