package maturity

import (
	"slices"

	"github.com/leadline-go/leadline/internal/svg"
)

// marks draws what is the organisation's own: where it is, where it wants to be and
// the way there.
func (m *matrix) marks() {
	if way := m.way(); len(way) > 1 {
		points := make([]svg.Point, len(way))
		for i, c := range way {
			points[i].X, points[i].Y = m.center(c)
		}
		m.Polyline("way", points...)
		for _, c := range way[1 : len(way)-1] {
			x, y := m.center(c)
			m.Circle("stop", x, y, 5)
		}
	}
	x, y := m.center(m.Target)
	m.drawTarget(x, y, 13)
	for _, at := range m.Positions {
		x, y := m.center(at.Cell)
		if len(m.Positions) > 1 {
			m.drawMaybe(x, y)
		} else {
			m.Circle("today", x, y, 9)
		}
	}
	for c, text := range m.captions() {
		x, y := m.center(c)
		m.Text("mark", x, y+24, text)
	}
}

// way is the path with its beginning, if that is known.
func (m *matrix) way() []Cell {
	at, ok := m.Position()
	if !ok {
		return nil
	}
	return slices.Concat([]Cell{at.Cell}, m.Path)
}

// captions yields the words under the marks.
func (m *matrix) captions() func(yield func(Cell, string) bool) {
	return func(yield func(Cell, string) bool) {
		at, ok := m.Position()
		switch {
		case ok && at.Cell == m.Target:
			yield(m.Target, m.w.today+" = "+m.w.target)
		case !ok || yield(at.Cell, m.w.today):
			yield(m.Target, m.w.target)
		}
	}
}

func (m *matrix) drawTarget(x, y, radius float64) {
	m.Circle("target", x, y, radius)
	m.Circle("bull", x, y, 3)
}

func (m *matrix) drawMaybe(x, y float64) {
	m.Circle("maybe", x, y, 9)
	m.Text("doubt", x, y+4.2, "?")
}

// legend explains marks and regions.
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
	if len(m.Positions) > 1 {
		item(m.w.possible, m.drawMaybe)
	} else {
		item(m.w.today, func(x, y float64) { m.Circle("today", x, y, 8) })
	}
	if len(m.way()) > 2 {
		item(m.w.milestone, func(x, y float64) { m.Circle("stop", x, y, 5) })
	}
	item(m.w.target, func(x, y float64) { m.drawTarget(x, y, 8) })
	m.y += 26
	classes := m.spec.Classes
	m.region("above", classes.Above)
	m.region("below", classes.Below)
	m.region("on", classes.OnPath)
	m.y += margin - 14
}

// region explains the cells of a class.
func (m *matrix) region(class string, s ClassSpec) {
	m.Rect(class, margin, m.y-12, 16, 16)
	if class == "on" {
		m.Line("line", margin+4, m.y, margin+12, m.y-8)
	}
	m.paragraph("text here", margin+24, fontText, 16, s.Name.In(m.l))
	m.paragraph("text", margin+24, fontText, 16, s.Text.In(m.l))
	m.y += 8
}
