package maturity

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
)

func (p phrases) nextSection() pageSection {
	s := pageSection{ID: "next", Title: p.w.next}
	switch {
	case len(p.Path) == 0:
		s.Blocks = append(s.Blocks, pageBlock{Text: p.w.arrived})
	case len(p.Recommendations) == 0:
		s.Blocks = append(s.Blocks, pageBlock{Text: p.noSteps()})
	default:
		s.Blocks = append(s.Blocks, pageBlock{Text: fmt.Sprintf(p.w.toMilestone, p.cell(p.Path[0]))})
	}
	if len(p.Recommendations) == 0 {
		return s
	}
	number := map[string]string{}
	var steps []pageStep
	for i := range p.Recommendations {
		r := &p.Recommendations[i]
		number[r.ID] = strconv.Itoa(i + 1)
		step := pageStep{Text: r.Text.In(p.l), Facts: []pageFact{
			{p.w.owner, []string{r.Owner.In(p.l)}},
			{p.w.effort, []string{p.w.efforts[r.Effort]}},
		}}
		var after, lifts, shows []string
		for _, id := range r.After {
			after = append(after, number[id])
		}
		for _, id := range r.Lifts {
			lifts = append(lifts, p.statementText(id))
		}
		for k := range r.ShowsIn {
			shows = append(shows, p.sign(&r.ShowsIn[k]))
		}
		if len(after) > 0 {
			step.Facts = append(step.Facts, pageFact{p.w.after, []string{strings.Join(after, ", ")}})
		}
		for _, f := range []pageFact{{p.w.lifts, lifts}, {p.w.showsIn, shows}} {
			if len(f.Texts) > 0 {
				step.Facts = append(step.Facts, f)
			}
		}
		steps = append(steps, step)
	}
	s.Blocks = append(s.Blocks, pageBlock{Steps: steps})
	return s
}

// first are the first few steps, for those who read no further.
func (p phrases) first() *pageBlock {
	n := min(len(p.Recommendations), 3)
	if n == 0 {
		return nil
	}
	b := &pageBlock{Heading: p.w.next}
	if n < len(p.Recommendations) {
		b.Heading = fmt.Sprintf(p.w.first, n, len(p.Recommendations))
	}
	for i := range p.Recommendations[:n] {
		r := &p.Recommendations[i]
		b.List = append(b.List, pageItem{Text: fmt.Sprintf("%s (%s, %s)", strings.TrimSuffix(r.Text.In(p.l), "."), r.Owner.In(p.l), p.w.efforts[r.Effort])})
	}
	return b
}

// waySection is the way to the target, and the least that must change.
func (p phrases) waySection() pageSection {
	s := pageSection{ID: "way", Title: p.w.way}
	t := &pageTable{Label: p.w.milestones, Head: cells(p.w.step, p.axisName(Relationship), p.axisName(LeadManagement))}
	t.Rows = append(t.Rows, cells(p.beginning(), p.stage(Relationship, p.Proved.R), p.stage(LeadManagement, p.Proved.M)))
	for i, c := range p.Path {
		t.Rows = append(t.Rows, cells(strconv.Itoa(i+1), p.stage(Relationship, c.R), p.stage(LeadManagement, c.M)))
	}
	t.Rows = append(t.Rows, cells(p.w.gap, p.missing(Relationship), p.missing(LeadManagement)))
	s.Blocks = append(s.Blocks, pageBlock{Table: t})
	for _, a := range axes() {
		head, list := p.least(a)
		if head == "" {
			continue
		}
		if len(list) == 0 {
			s.Blocks = append(s.Blocks, pageBlock{Text: head})
			continue
		}
		s.Blocks = append(s.Blocks, pageBlock{Heading: strings.TrimSuffix(head, ":")})
		for _, how := range []string{p.w.mustHold, p.w.mustShow} {
			var what []string
			for _, t := range list {
				if t.how == how {
					what = append(what, t.what)
				}
			}
			if len(what) > 0 {
				s.Blocks = append(s.Blocks, pageBlock{Small: how + ":"}, pageBlock{List: items(what)})
			}
		}
	}
	return s
}

func (p phrases) regionsSection() pageSection {
	c := p.spec.Classes
	var list []pageItem
	for _, k := range []ClassSpec{c.Above, c.Below, c.OnPath} {
		list = append(list, pageItem{k.Name.In(p.l), k.Text.In(p.l)})
	}
	return pageSection{ID: "regions", Title: p.w.regions, Blocks: []pageBlock{{List: list}}}
}

// readingSection says how to read it all.
func (p phrases) readingSection() pageSection {
	rules := p.spec.Rules
	s := pageSection{ID: "reading", Title: p.w.reading, Blocks: []pageBlock{
		{Text: fmt.Sprintf(p.w.rule, p.bar(rules.HoldsAt), p.bar(rules.Floor))},
		{Text: p.w.indexMeans},
		{Text: p.w.privacy},
		{Text: p.w.unvalidated},
	}}
	if len(p.Measures) == 0 { // else it stands beside them
		s.Blocks = append(s.Blocks, pageBlock{Text: p.evidenceSays()})
	}
	return s
}

func (p phrases) areasSection() pageSection {
	s := pageSection{ID: "areas", Title: p.w.areas, Blocks: []pageBlock{{Text: p.w.areasAbout}}}
	if len(p.Measures) == 0 {
		s.Blocks = append(s.Blocks, pageBlock{Small: p.w.noMeasures})
	}
	s.Blocks = append(s.Blocks, pageBlock{Pictures: []template.HTML{
		template.HTML(p.areasPicture("maturity-areas-r-"+string(p.l), Relationship)),
		template.HTML(p.areasPicture("maturity-areas-m-"+string(p.l), LeadManagement)),
	}})
	return s
}
