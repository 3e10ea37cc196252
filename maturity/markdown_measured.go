package maturity

import (
	"fmt"
	"slices"
)

// sides writes what the answers and the measures each say of an axis, if there are
// both.
func (d *document) sides(a Axis) {
	x := d.Axis(a)
	if x.Measured == nil {
		return
	}
	d.item("%s", escapeMarkdown(fmt.Sprintf(d.w.answersSay, d.stages(a, x.Asked.Low, x.Asked.High))))
	d.item("%s", escapeMarkdown(fmt.Sprintf(d.w.measuresSay, d.stages(a, x.Measured.Low, x.Measured.High))))
}

// holds words whether something holds, and whether a measure says otherwise.
func (d *document) holds(s State, refuted bool) string {
	if refuted {
		return d.w.states[s] + "; " + d.w.refuted
	}
	return d.w.states[s]
}

// measures writes what was measured beside its thresholds, a table for each axis.
func (d *document) measures() {
	if len(d.Measures) == 0 {
		return
	}
	d.heading(d.w.measures)
	about := d.w.evidence
	if n := d.spec.Rules.Cases; n > 0 {
		about += " " + fmt.Sprintf(d.w.few, n)
	}
	if d.Evidence == EvidenceIgnored {
		about += " " + d.w.ignored
	}
	d.line(about)
	for _, a := range axes() {
		if !slices.ContainsFunc(d.Measures, func(v MeasureReport) bool { return v.Axis == a }) {
			continue
		}
		d.line("### " + escapeMarkdown(d.axisName(a)))
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
	value := v.value(d.l)
	if n := v.cases(d.l); n != "" {
		value += " (" + n + ")"
	}
	interval := ""
	if f := v.Figure; f.Low != nil {
		interval = v.percent(*f.Low, d.l) + " " + d.w.to + " " + v.percent(*f.High, d.l)
	}
	row := []string{escapeMarkdown(v.Name.In(d.l)), value, interval, v.Figure.window(d.l)}
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
