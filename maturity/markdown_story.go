package maturity

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/leadline-go/leadline/internal/markdown"
)

// least writes what must change for the next stage of each axis.
func (d *document) least() {
	for _, a := range axes() {
		head, list := d.phrases.least(a)
		if head == "" {
			continue
		}
		d.line(markdown.Escape(head))
		for _, t := range list {
			d.b.WriteString("- " + t.how + ": " + markdown.Escape(t.what) + "\n")
		}
		if len(list) > 0 {
			d.end()
		}
	}
}

// since writes what has changed since the last assessment, and those before.
func (d *document) since() {
	if d.Since == nil {
		return
	}
	d.heading(fmt.Sprintf(d.w.sinceThen, dayOf(d.Since.From, d.l)))
	d.changes(d.Since, d.w.before, d.after())
	d.line("### " + d.w.history)
	for i, row := range d.history() {
		for k := range row {
			row[k] = markdown.Escape(row[k])
		}
		d.row(row...)
		if i == 0 {
			d.row(slices.Repeat([]string{"---"}, len(row))...)
		}
	}
	d.end()
}

// whatIf writes what was assumed, and what that changes.
func (d *document) whatIf() {
	if len(d.Assumed) == 0 {
		return
	}
	d.heading(d.w.whatIf)
	for i := range d.Assumed {
		d.b.WriteString("- " + markdown.Escape(d.taken(&d.Assumed[i])) + "\n")
	}
	d.end()
	if d.Effect != nil {
		d.changes(d.Effect, d.w.without, d.w.with)
	}
}

// changes writes what differs; before and after are what to call the two.
func (d *document) changes(c *Changes, before, after string) {
	d.row(d.w.side, before, after, d.w.index)
	d.row("---", "---", "---", "---")
	for _, a := range axes() {
		x := c.axis(a)
		d.row(markdown.Escape(d.axisName(a)), markdown.Escape(d.stages(a, x.Before.Low, x.Before.High)),
			markdown.Escape(d.stages(a, x.After.Low, x.After.High)), d.index(x.Before.Index)+" → "+d.index(x.After.Index))
	}
	d.end()
	if c.none() {
		d.line(d.w.noChange)
	}
	if len(c.Statements) > 0 {
		d.line("### " + d.w.changedStatements)
		d.row(d.w.statement, d.w.stage, before, after)
		d.row("---", "---", "---", "---")
		for i := range c.Statements {
			s := &c.Statements[i]
			d.row(markdown.Escape(s.Text.In(d.l)), markdown.Escape(d.stage(s.Axis, s.Stage)),
				d.holds(s.Before.State, s.Before.Refuted), d.holds(s.After.State, s.After.Refuted))
		}
		d.end()
	}
	if len(c.Measures) > 0 {
		d.line("### " + d.w.changedMeasures)
		d.row(d.w.indicator, before, after, d.w.movement)
		d.row("---", "---", "---", "---")
		for i := range c.Measures {
			m := &c.Measures[i]
			was, is := d.figures(m)
			d.row(markdown.Escape(m.Name.In(d.l)), was, is, d.movement(m))
		}
		d.end()
	}
}

// hbr writes the result of that instrument.
func (d *document) hbr() {
	if d.HBR == nil {
		return
	}
	d.heading(d.w.hbr)
	d.line(d.w.hbrAbout)
	d.line(d.w.result + ": " + markdown.Escape(d.stage(Relationship, d.HBR.Stage)))
	d.row(d.w.department, d.w.sheets, d.w.points)
	d.row("---", "--:", "--:")
	for i := range d.HBR.Departments {
		of := &d.HBR.Departments[i]
		d.row(markdown.Escape(of.name().In(d.l)), strconv.Itoa(of.People), d.points(of.Mean))
	}
	d.row(d.w.together, "", d.points(d.HBR.Mean))
	d.end()
	for _, f := range d.HBR.Findings {
		d.line(markdown.Escape(f.Text.In(d.l)))
	}
}

// points words a mean of that instrument, or that it is withheld.
func (p phrases) points(mean *Decimal) string {
	if mean == nil {
		return p.w.voices[Withheld]
	}
	return number(*mean, p.l)
}
