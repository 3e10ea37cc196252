package maturity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// more words what there is to say of an axis beside its stage: the index, and what the
// answers and the measures each say, if there are both.
func (p phrases) more(a Axis) (all []string) {
	x := p.Axis(a)
	if x.Index != nil {
		all = append(all, p.w.index+" "+p.index(x.Index))
	}
	if x.Measured == nil {
		return all
	}
	return append(all,
		p.w.answersSay+": "+p.stages(a, x.Asked.Low, x.Asked.High),
		p.w.measuresSay+": "+p.stages(a, x.Measured.Low, x.Measured.High),
	)
}

// missing says how many stages an axis is short of its target.
func (p phrases) missing(a Axis) string {
	g := p.Axis(a).Gap
	if g.Low == g.High {
		return strconv.Itoa(g.Low)
	}
	return fmt.Sprintf("%d %s %d", g.Low, p.w.to, g.High)
}

// beginning is what to call the cell that the path starts from.
func (p phrases) beginning() string {
	switch {
	case len(p.Positions) > 1:
		return p.w.proved
	case len(p.Assumed) > 0:
		return p.w.assumed
	}
	return p.w.today
}

// evidenceSays words what measures may do here.
func (p phrases) evidenceSays() string {
	few, ignored := "", ""
	if n := p.spec.Rules.Cases; n > 0 {
		few = " " + fmt.Sprintf(p.w.few, n)
	}
	if p.Evidence == EvidenceIgnored {
		ignored = " " + p.w.ignored
	}
	return p.w.evidence + few + ignored
}

// people says how many people were asked.
func (p phrases) people() string {
	var people []string
	for _, d := range p.People {
		people = append(people, fmt.Sprintf("%s %d", p.department(d.Department), d.People))
	}
	return p.w.people + ": " + strings.Join(people, ", ") + "."
}

// columns are the departments of an axis that have answered or should have.
func (p phrases) columns(a Axis) []string {
	axis := p.spec.axis(a)
	return slices.DeleteFunc(slices.Clone(axis.Ask), func(id string) bool {
		answered := func(of People) bool { return of.Department == id && of.People > 0 }
		return !slices.Contains(axis.Required, id) && !slices.ContainsFunc(p.People, answered)
	})
}
