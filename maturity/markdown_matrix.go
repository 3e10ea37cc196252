package maturity

import (
	"strings"

	"github.com/leadline-go/leadline/internal/markdown"
)

// matrix draws the cells as a table, the highest stage of lead management on top.
func (d *document) matrix() {
	head, rule := []string{""}, []string{"---"}
	for r := 1; r <= Stages; r++ {
		head, rule = append(head, markdown.Escape(d.stage(Relationship, r))), append(rule, ":-:")
	}
	d.row(head...)
	d.row(rule...)
	for m := Stages; m >= 1; m-- {
		row := []string{markdown.Escape(d.stage(LeadManagement, m))}
		for r := 1; r <= Stages; r++ {
			row = append(row, d.marks(Cell{r, m}))
		}
		d.row(row...)
	}
	d.end()
	today := "● " + d.w.today
	if len(d.Assumed) > 0 {
		today = "● " + d.w.assumed
	}
	if len(d.Positions) > 1 {
		today = "○ " + d.w.possible
	}
	d.line(strings.Join([]string{today, "◎ " + d.w.target, "╱ " + d.w.idealLine}, " · "))
	for _, c := range []ClassSpec{d.spec.Classes.Above, d.spec.Classes.Below} {
		d.b.WriteString("- " + markdown.Escape(c.Name.In(d.l)+": "+c.Text.In(d.l)) + "\n")
	}
	d.end()
}

func (d *document) marks(c Cell) string {
	var marks []string
	for _, at := range d.Positions {
		if at.Cell == c && len(d.Positions) == 1 {
			marks = append(marks, "●")
		} else if at.Cell == c {
			marks = append(marks, "○")
		}
	}
	if c == d.Target {
		marks = append(marks, "◎")
	}
	if len(marks) == 0 && c.Class() == OnPath {
		marks = append(marks, "╱")
	}
	return strings.Join(marks, " ")
}
