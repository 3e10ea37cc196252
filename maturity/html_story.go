package maturity

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
)

// sinceSection is what has changed since the last assessment, and those before.
func (p phrases) sinceSection() pageSection {
	s := pageSection{ID: "since"}
	if p.Since == nil {
		return s
	}
	s.Title = fmt.Sprintf(p.w.sinceThen, dayOf(p.Since.From, p.l))
	if early := p.early(); len(early) > 0 {
		s.Blocks = append(s.Blocks, pageBlock{Heading: p.w.early}, pageBlock{List: items(early)})
	}
	s.Blocks = append(s.Blocks, p.changes(p.Since, p.w.before, p.after())...)
	t := &pageTable{Label: p.w.history}
	for i, row := range p.history() {
		if i == 0 {
			t.Head = cells(row...)
		} else {
			t.Rows = append(t.Rows, cells(row...))
		}
	}
	s.Blocks = append(s.Blocks, pageBlock{Heading: p.w.history}, pageBlock{Table: t})
	return s
}

// whatIfSection is what was assumed, and what that changes.
func (p phrases) whatIfSection() pageSection {
	s := pageSection{ID: "whatif", Title: p.w.whatIf}
	if len(p.Assumed) == 0 {
		return s
	}
	s.Blocks = append(s.Blocks, pageBlock{Warning: p.w.assumption})
	for v := maxValue; v >= 0; v-- {
		about, list := fmt.Sprintf(p.w.assumedAnswer, v), []pageItem(nil)
		if v == 0 {
			about = p.w.measures
		}
		for _, a := range p.Assumed {
			if a.Value == v && v == 0 {
				list = append(list, pageItem{Text: a.Text.In(p.l) + ": " + p.measure(a.ID).counted(p.l)})
			} else if a.Value == v {
				list = append(list, pageItem{Text: a.Text.In(p.l)})
			}
		}
		if len(list) > 0 {
			s.Blocks = append(s.Blocks, pageBlock{Small: about + ":"}, pageBlock{List: list})
		}
	}
	if p.Effect != nil {
		s.Blocks = append(s.Blocks, p.changes(p.Effect, p.w.without, p.w.with)...)
	}
	return s
}

// changes are tables of what differs; before and after are what to call the two.
func (p phrases) changes(c *Changes, before, after string) []pageBlock {
	t := &pageTable{Label: before + " → " + after, Head: cells(p.w.side, before, after, p.w.index)}
	for _, a := range axes() {
		x := c.axis(a)
		t.Rows = append(t.Rows, []pageCell{
			{Text: p.axisName(a)},
			{Text: p.stages(a, x.Before.Low, x.Before.High)},
			{Text: p.stages(a, x.After.Low, x.After.High)},
			{Text: p.index(x.Before.Index) + " → " + p.index(x.After.Index), Number: true},
		})
	}
	t.Head[3].Number = true
	blocks := []pageBlock{{Table: t}}
	if len(c.Statements) > 0 {
		t := &pageTable{Label: p.w.changedStatements + ", " + before + " → " + after, Head: cells(p.w.statement, before, after, p.w.stage)}
		for i := range c.Statements {
			s := &c.Statements[i]
			t.Rows = append(t.Rows, []pageCell{
				{Text: s.Text.In(p.l)},
				p.state(s.Before.State, s.Before.Refuted), p.state(s.After.State, s.After.Refuted),
				{Text: p.stage(s.Axis, s.Stage), Small: []string{p.axisName(s.Axis)}},
			})
		}
		blocks = append(blocks, pageBlock{Heading: p.w.changedStatements}, pageBlock{Table: t})
	}
	if len(c.Measures) > 0 {
		t := &pageTable{Label: p.w.changedMeasures + ", " + before + " → " + after, Head: cells(p.w.indicator, p.w.movement, before, after)}
		for i := range c.Measures {
			m := &c.Measures[i]
			was, is := p.figures(m)
			tone := pageCell{Text: p.movement(m)}
			switch {
			case m.Better:
				tone.Tone = "good"
			case m.Worse:
				tone.Tone = "bad"
			}
			t.Rows = append(t.Rows, []pageCell{{Text: m.Name.In(p.l)}, tone, {Text: was}, {Text: is}})
		}
		blocks = append(blocks, pageBlock{Heading: p.w.changedMeasures}, pageBlock{Table: t})
	}
	if c.none() {
		blocks = append(blocks, pageBlock{Text: p.w.noChange})
	}
	return blocks
}

func (c *Changes) axis(a Axis) *AxisChange {
	if a == LeadManagement {
		return &c.LeadManagement
	}
	return &c.Relationship
}

// none reports whether nothing has changed: no stage, no statement and no measure.
func (c *Changes) none() bool {
	same := func(x AxisChange) bool { return x.Before.Low == x.After.Low && x.Before.High == x.After.High }
	return same(c.Relationship) && same(c.LeadManagement) && len(c.Statements) == 0 && len(c.Measures) == 0
}

// state is a cell that says whether something holds.
func (p phrases) state(s State, refuted bool) pageCell {
	c := pageCell{Text: p.w.states[s]}
	switch {
	case refuted:
		c = pageCell{Text: p.w.verdicts[Refuted], Small: []string{fmt.Sprintf(p.w.asAsked, c.Text)}, Tone: "bad"}
	case s == Held:
		c.Tone = "good"
	case s == NotHeld:
		c.Tone = "bad"
	}
	return c
}

// gapsSection is what departments see differently.
func (p phrases) gapsSection() pageSection {
	s := pageSection{ID: "gaps", Title: p.w.gaps}
	var pictures []template.HTML
	var texts []string
	others := false
	for _, a := range axes() {
		drawn, more := p.perceived(a)
		texts = append(texts, more...)
		others = others || slices.ContainsFunc(drawn, func(g perceived) bool { return len(g.others) > 0 })
		if len(drawn) > 0 {
			pictures = append(pictures, template.HTML(p.gapsPicture(a, drawn)))
		}
	}
	for _, f := range p.Findings {
		if f.Code == PerceptionGapInArea || f.Code == PerceptionGapInStage {
			texts = append(texts, f.Text.In(p.l))
		}
	}
	if len(pictures)+len(texts) == 0 {
		return s
	}
	about := p.w.gapsAbout
	if others {
		about += " " + p.w.othersBetween
	}
	s.Blocks = append(s.Blocks, pageBlock{Text: about})
	if len(texts) > 0 {
		s.Blocks = append(s.Blocks, pageBlock{List: items(texts)})
	}
	if len(pictures) > 0 {
		s.Blocks = append(s.Blocks, pageBlock{Pictures: pictures})
	}
	return s
}

// findingsSection has the findings that stand nowhere else.
func (p phrases) findingsSection() pageSection {
	s := pageSection{ID: "findings", Title: p.w.others}
	var texts []string
	for _, f := range p.Findings {
		switch {
		case f.Code == PerceptionGap, f.Code == PerceptionGapInArea, f.Code == PerceptionGapInStage:
		case f.Code == MeasureSlipped && p.Since != nil:
		default:
			texts = append(texts, f.Text.In(p.l))
		}
	}
	if len(texts) > 0 {
		s.Blocks = []pageBlock{{List: items(texts)}}
	}
	return s
}

// hbrSection is the result of that instrument.
func (p phrases) hbrSection() pageSection {
	s := pageSection{ID: "hbr", Title: p.w.hbr}
	if p.HBR == nil {
		return s
	}
	h := p.HBR
	t := &pageTable{Label: p.w.hbr, Head: heads(1, p.w.department, p.w.sheets, p.w.points)}
	for i := range h.Departments {
		d := &h.Departments[i]
		t.Rows = append(t.Rows, p.hbrRow(d.name().In(p.l), strconv.Itoa(d.People), d.Mean))
	}
	t.Rows = append(t.Rows, p.hbrRow(p.w.together, "", h.Mean))
	s.Blocks = append(s.Blocks, pageBlock{Text: p.w.hbrAbout}, pageBlock{Text: p.w.result + ": " + p.stage(Relationship, h.Stage)}, pageBlock{Table: t})
	var texts []string
	for _, f := range h.Findings {
		texts = append(texts, f.Text.In(p.l))
	}
	if len(texts) > 0 {
		s.Blocks = append(s.Blocks, pageBlock{List: items(texts)})
	}
	return s
}

func (p phrases) hbrRow(name, people string, mean *Decimal) []pageCell {
	return []pageCell{{Text: name}, {Text: people, Number: true}, {Text: p.points(mean), Number: true}}
}
