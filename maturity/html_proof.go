package maturity

import (
	"fmt"
	"slices"
	"strings"
)

// proofSection shows why each stage is reached or not. Of each axis the stage that
// comes next is open, the others are folded.
func (p phrases) proofSection() pageSection {
	s := pageSection{ID: "proof", Title: p.w.proof, Blocks: []pageBlock{{Text: p.people()}}}
	for _, a := range axes() {
		s.Blocks = append(s.Blocks, pageBlock{Heading: p.axisName(a)})
		x := p.Axis(a)
		for i := range x.Stages {
			stage := &x.Stages[i]
			s.Blocks = append(s.Blocks, pageBlock{Fold: &pageFold{
				Title: p.stage(a, stage.Stage) + ": " + p.reached(a, stage),
				Open:  stage.Stage == min(x.Low+1, Stages),
				Blocks: []pageBlock{
					{Text: p.spec.axis(a).Stages[stage.Stage-1].Text.In(p.l)},
					{Table: p.stageTable(a, stage)},
				},
			}})
		}
	}
	return s
}

// stageTable has a row for each statement of a stage.
func (p phrases) stageTable(a Axis, stage *StageProof) *pageTable {
	departments := p.columns(a)
	t := &pageTable{Label: p.axisName(a) + ", " + p.stage(a, stage.Stage), Wide: true, Head: cells(p.w.statement, p.w.holds)}
	for _, id := range departments {
		t.Head = append(t.Head, pageCell{Text: p.department(id), Number: true})
	}
	t.Head = append(t.Head, pageCell{Text: p.w.together, Number: true, Small: []string{fmt.Sprintf(p.w.needed, p.bar(p.spec.Rules.HoldsAt))}})
	for i := range stage.Statements {
		s := &stage.Statements[i]
		row := []pageCell{p.statement(s), p.state(s.State, s.Refuted)}
		for _, id := range departments {
			row = append(row, p.opinion(s, id))
		}
		together := pageCell{Number: true}
		if s.Mean != nil {
			together.Text = p.mean(*s.Mean)
		}
		t.Rows = append(t.Rows, append(row, together))
	}
	return t
}

// statement is the cell with a statement and the measures that it names.
func (p phrases) statement(s *StatementProof) pageCell {
	c := pageCell{Text: s.Text.In(p.l)}
	if s.Optional {
		c.Text += " (" + p.w.optional + ")"
	}
	if s.Assumed != 0 {
		c.Small = append(c.Small, p.w.isAssumed+": "+fmt.Sprintf(p.w.assumedAnswer, s.Assumed))
	}
	for i := range s.Indicators {
		c.Small = append(c.Small, p.compared(&s.Indicators[i]))
	}
	return c
}

// compared words an indicator with its value, interval, threshold and verdict.
func (p phrases) compared(c *Comparison) string {
	bar := goal(c.Bound, c.Threshold, p.indicator(c.Indicator).Unit, p.l)
	v := p.measure(c.Indicator)
	if v == nil {
		return fmt.Sprintf("%s: %s; %s", c.Name.In(p.l), p.w.verdicts[c.Verdict], fmt.Sprintf(p.w.needed, bar))
	}
	about := []string{v.Name.In(p.l) + ": " + v.counted(p.l), v.interval(p.l), v.taken(p.w)}
	about = slices.DeleteFunc(about, func(s string) bool { return s == "" })
	return fmt.Sprintf("%s; %s: %s", strings.Join(about, ", "), fmt.Sprintf(p.w.needed, bar), p.w.verdicts[c.Verdict])
}

// taken says that a measure was assumed.
func (v *MeasureReport) taken(w labels) string {
	if v.Assumed {
		return w.isAssumed
	}
	return ""
}

// opinion is what the report shows of a department's answers.
func (p phrases) opinion(s *StatementProof, department string) pageCell {
	c := pageCell{Number: true}
	i := slices.IndexFunc(s.Opinions, func(o Opinion) bool { return o.Department == department })
	switch {
	case i < 0:
	case s.Opinions[i].Mean != nil:
		c.Text = p.mean(*s.Opinions[i].Mean)
	default:
		c.Text = p.w.voices[s.Opinions[i].Voice]
	}
	return c
}

// measuresSection has all measures beside all thresholds.
func (p phrases) measuresSection() pageSection {
	s := pageSection{ID: "measures", Title: p.w.measures}
	if len(p.Measures) == 0 {
		return s
	}
	s.Blocks = append(s.Blocks, pageBlock{Text: p.evidenceSays()})
	for _, a := range axes() {
		t := &pageTable{Label: p.w.measures + ", " + p.axisName(a), Head: cells(p.w.indicator, p.w.measured)}
		for n := 2; n <= Stages; n++ {
			t.Head = append(t.Head, pageCell{Text: fmt.Sprintf("%s %d", p.w.stage, n)})
		}
		for i := range p.Measures {
			v := &p.Measures[i]
			if v.Axis != a {
				continue
			}
			name := pageCell{Text: v.Name.In(p.l)}
			if when := v.Figure.window(p.l); when != "" {
				name.Small = append(name.Small, when)
			}
			value := pageCell{Text: v.counted(p.l)}
			if interval := v.interval(p.l); interval != "" {
				value.Small = append(value.Small, interval)
			}
			if v.Assumed {
				value.Small = append(value.Small, p.w.isAssumed)
			}
			row := []pageCell{name, value}
			for n := 2; n <= Stages; n++ {
				row = append(row, p.against(v, n))
			}
			t.Rows = append(t.Rows, row)
		}
		if len(t.Rows) > 0 {
			s.Blocks = append(s.Blocks, pageBlock{Heading: p.axisName(a)}, pageBlock{Table: t})
		}
	}
	return s
}

// against is a measure beside the threshold of a stage.
func (p phrases) against(v *MeasureReport, stage int) pageCell {
	t, ok := v.find(func(t Threshold) bool { return t.Stage == stage })
	if !ok {
		return pageCell{}
	}
	c := pageCell{Text: p.w.verdicts[t.Verdict], Small: []string{goal(t.Bound, t.Value, v.Unit, p.l)}}
	switch {
	case !t.Counts:
		c.Text, c.Small[0] = "("+c.Text+")", "("+c.Small[0]+")"
	case t.Verdict == Refuted:
		c.Tone = "bad"
	case t.Verdict == Supported:
		c.Tone = "good"
	}
	return c
}
