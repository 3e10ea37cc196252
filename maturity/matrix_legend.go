package maturity

import (
	"slices"

	"github.com/leadline-go/leadline/internal/svg"
)

// legend explains marks and regions, those that are drawn.
func (m *matrix) legend() {
	x := float64(margin)
	item := func(text string, draw func(x, y float64)) {
		width := 24 + svg.Width(text, fontText)
		if x > margin && x+width > matrixWidth-margin {
			x, m.y = margin, m.y+24
		}
		draw(x+9, m.y-4)
		m.Text("text", x+24, m.y, text)
		x += width + 18
	}
	_, moved := m.without()
	switch {
	case len(m.Positions) > 1:
		item(m.w.possible, m.drawMaybe)
	case moved:
		item(m.w.today, func(x, y float64) { m.Circle("hollow", x, y, 8) })
		item(m.w.assumed, func(x, y float64) {
			m.arrow(x-9, y, x+4, y, 3)
			m.Circle("today", x+5, y, 6)
		})
	default:
		item(m.w.today, func(x, y float64) { m.Circle("today", x, y, 8) })
	}
	if len(m.stops()) > 0 {
		item(m.w.milestone, func(x, y float64) { m.Circle("stop", x, y, 5) })
	}
	item(m.w.target, func(x, y float64) { m.drawTarget(x, y, 8) })
	m.pastLegend(item)
	if m.Relationship.Measured != nil || m.LeadManagement.Measured != nil {
		item(m.w.byMeasures, m.drawDiamond)
	}
	m.y += 26
	classes := m.spec.Classes
	m.region("above", classes.Above)
	m.region("below", classes.Below)
	m.region("on", classes.OnPath)
	m.y += margin - 14
}

func (m *matrix) pastLegend(item func(text string, draw func(x, y float64))) {
	dots := m.dots()
	known := func(d dot) bool { return d.known }
	if slices.ContainsFunc(dots, known) {
		item(m.w.then, func(x, y float64) {
			m.Line("past", x-9, y, x+9, y)
			m.drawDot(x, y, true)
		})
	}
	if slices.ContainsFunc(dots, func(d dot) bool { return !d.known }) {
		item(m.w.thenOpen, func(x, y float64) { m.drawDot(x, y, false) })
	}
	if slices.ContainsFunc(dots, func(d dot) bool { return d.label[0] == '+' }) {
		item(m.w.older, func(x, y float64) { m.Text("date", x-8, y+4, "+n") })
	}
}

// region explains the cells of a class.
func (m *matrix) region(class string, s ClassSpec) {
	x, y := float64(margin), m.y-12
	m.Rect(class, x, y, 16, 16)
	switch class { // where it is, for those who see no difference in colour
	case "above":
		m.Polygon("where", svg.Point{X: x + 2, Y: y + 2}, svg.Point{X: x + 11, Y: y + 2}, svg.Point{X: x + 2, Y: y + 11})
	case "below":
		m.Polygon("where", svg.Point{X: x + 14, Y: y + 14}, svg.Point{X: x + 5, Y: y + 14}, svg.Point{X: x + 14, Y: y + 5})
	case "on":
		m.Line("line", x+4, y+12, x+12, y+4)
	}
	m.Rect("zone", x, y, 16, 16)
	m.paragraph("text here", margin+24, fontText, 16, s.Name.In(m.l))
	m.paragraph("text", margin+24, fontText, 16, s.Text.In(m.l))
	m.y += 8
}
