package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/maturity"
)

// questions are those whose answers decide.
func (t *text) questions() {
	if len(t.Deciding) == 0 {
		return
	}
	t.heading(t.w.decide)
	for _, q := range t.Deciding {
		t.say("  - ", fmt.Sprintf("%s %d: %s (%s: %s)", t.w.stage, q.Stage, q.Text.In(t.l), t.w.noAnswer, t.departments(q.Departments)))
	}
}

// missing is the least that must change on the axes that are to take the next step.
func (t *text) missing() {
	if len(t.Path) == 0 {
		return
	}
	stages := map[maturity.Axis]int{maturity.Relationship: t.Path[0].R, maturity.LeadManagement: t.Path[0].M}
	for _, a := range t.axes() {
		x := t.Axis(a)
		if x.Next == nil || stages[a] == x.Low {
			continue
		}
		t.heading(fmt.Sprintf(t.w.missing, t.stage(a, x.Next.Stage)))
		for _, id := range x.Next.Statements {
			t.say("  - ", t.statement(id))
		}
		for _, m := range x.Next.Measures {
			t.say("  - ", m.Name.In(t.l)+": "+t.refutes(m.Goal.In(t.l)))
		}
	}
}

// refutes words that a measure keeps a stage from being reached. It need not reach its
// goal for that to end: a share between both says nothing.
func (t *text) refutes(goal string) string {
	if goal == "" {
		return t.w.noLonger
	}
	return fmt.Sprintf(t.w.noMiss, goal)
}

// steps are what to do next, with who and how long.
func (t *text) steps() {
	switch {
	case len(t.Path) == 0:
		t.heading(t.w.arrived)
	case len(t.Recommendations) == 0:
		t.heading(t.w.askFirst)
	default:
		t.heading(fmt.Sprintf(t.w.next, t.cell(t.Path[0])))
	}
	step := map[string]int{}
	for i, r := range t.Recommendations {
		step[r.ID] = i + 1
		after := ""
		if len(r.After) > 0 {
			numbers := make([]string, len(r.After))
			for j, id := range r.After {
				numbers[j] = strconv.Itoa(step[id])
			}
			after = fmt.Sprintf(" %s %s.", t.w.after, strings.Join(numbers, ", "))
		}
		mark := fmt.Sprintf("%3d. ", i+1)
		t.say(mark, r.Text.In(t.l))
		t.say(strings.Repeat(" ", len(mark)), fmt.Sprintf("%s: %s. %s: %s.%s", t.w.who, r.Owner.In(t.l), t.w.effort, t.w.efforts[r.Effort], after))
	}
}

func (t *text) findings() {
	if len(t.Findings) == 0 {
		return
	}
	t.heading(t.w.findings)
	for _, f := range t.Findings {
		t.say("  - ", f.Text.In(t.l))
	}
}

func (t *text) asked() {
	all := make([]string, len(t.People))
	for i, p := range t.People {
		all[i] = fmt.Sprintf("%s %d", t.department(p.Department), p.People)
	}
	t.WriteByte('\n')
	t.say("", t.w.people+": "+strings.Join(all, ", ")+".")
}

// statement is the text of a statement.
func (t *text) statement(id string) string {
	for _, s := range t.spec.Statements {
		if s.ID == id {
			return s.Text.In(t.l)
		}
	}
	return id
}

// department is its name; that of a sheet need not be one of the model.
func (t *text) department(id string) string {
	for _, d := range t.spec.Departments {
		if d.ID == id {
			return d.Name.In(t.l)
		}
	}
	return id
}

func (t *text) departments(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = t.department(id)
	}
	return strings.Join(names, ", ")
}
