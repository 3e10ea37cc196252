package funnel

import (
	"fmt"

	"github.com/leadline-go/leadline/internal/terminal"
)

func (r *Report) goalSections() []pageSection {
	var list []pageSection
	if len(r.Goals) > 0 {
		s := pageSection{ID: "goals", Short: "Goals", Title: "Goals against what was reached"}
		if len(r.latestGoals()) > 0 {
			s.Main = r.main(GoalPicture, r.goalTable())
		} else {
			for i := range r.Goals {
				s.Says = append(s.Says, r.Goals[i].says())
			}
		}
		list = append(list, s)
	}
	if r.Plan != nil {
		list = append(list, r.planSection())
	}
	return list
}

// latestGoals are the goals with a period in this time.
func (r *Report) latestGoals() []*Goal {
	var list []*Goal
	for i := range r.Goals {
		if len(r.Goals[i].Periods) > 0 {
			list = append(list, &r.Goals[i])
		}
	}
	return list
}

func (r *Report) goalTable() pageTable {
	t := pageTable{
		Title: "The goals in figures",
		Head:  heads("Goal", "Target", "Reached", "To go", "On the way", "May still come"),
		Notes: []string{"On the way: leads that stand before the stage. May still come: of those, by the measured rates and their 95 % ranges, if all had the time to."},
	}
	left, goals := 0, r.latestGoals()
	for _, g := range goals[:min(len(goals), drawnGoals)] {
		latest := g.latest()
		left += len(g.Periods) - len(latest)
		for i := range latest {
			p := &latest[i]
			name := pageCell{Text: terminal.Plain(g.Stage, nameLimit), Small: periodWords(p.From, p.To) + ", " + terminal.Plain(string(p.State), nameLimit)}
			row := []pageCell{name, countCell(g.AtLeast), countCell(p.Actual)}
			if s := p.Still; s != nil {
				row = append(row, countCell(s.Needed), countCell(s.Waiting), numberCell(s.expected()))
			} else {
				row = append(row, numberCell(""), numberCell(""), numberCell(""))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	t.left(left, "period before", "periods before")
	t.left(len(goals)-drawnGoals, "goal", "goals")
	return t
}

func (r *Report) planSection() pageSection {
	p := r.Plan
	last := ""
	if n := len(p.Stages); n > 0 {
		last = inSentence(terminal.Plain(p.Stages[n-1].Stage, 40))
	}
	s := pageSection{
		ID: "plan", Short: "Plan",
		Title: fmt.Sprintf("What it takes to get %s to %s", plural(p.Wins, "lead"), last),
		Says:  []string{"At the rates that were measured, with the range that these rates leave open."},
	}
	t := pageTable{Title: "The plan in figures", Head: heads("Stage", "Reach "+last, "Needed", "At best", "At worst")}
	whole := func(n *int64) string {
		if n == nil {
			return "–"
		}
		return humanCount(*n)
	}
	for i := range p.Stages {
		one := &p.Stages[i]
		step := pageFact{Name: terminal.Plain(one.Stage, nameLimit), Value: whole(one.Needed)}
		switch {
		case one.Needed == nil:
			step.Small = "no rate to tell by"
		case i == len(p.Stages)-1:
			step.Small = "wanted"
		default:
			step.Small = whole(one.Low) + " to " + whole(one.High)
		}
		if len(s.Steps) < pageStatuses {
			s.Steps = append(s.Steps, step)
		}
		t.Rows = append(t.Rows, []pageCell{
			nameCell(one.Stage), rateCell(one.Rate), numberCell(whole(one.Needed)), numberCell(whole(one.Low)), numberCell(whole(one.High)),
		})
	}
	s.Tables = []pageTable{t}
	return s
}

func (r *Report) inputTable() pageTable {
	t := pageTable{Title: "As supplied", Head: []pageCell{{Text: "Figure"}, {Text: "From"}, {Text: "To, not in it"}, {Text: "Value", Number: true}, {Text: "Unit"}}}
	for _, in := range r.Inputs {
		t.Rows = append(t.Rows, []pageCell{
			nameCell(in.Name),
			{Text: humanTime(in.From.In(r.zone()), false)},
			{Text: humanTime(in.To.In(r.zone()), false)},
			numberCell(humanNumber(in.Value)),
			{Text: terminal.Plain(in.Unit, nameLimit)},
		})
	}
	return t
}
