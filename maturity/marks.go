package maturity

import (
	"math"
	"slices"

	"github.com/leadline-go/leadline/internal/svg"
)

// marks draws what is the organisation's own: where it was and is, where it wants to
// be and the way there, and what its measures speak of.
func (m *matrix) marks() {
	m.drawMeasured()
	m.past()
	if way := m.way(); len(way) > 1 {
		points := make([]svg.Point, len(way))
		for i, c := range way {
			points[i].X, points[i].Y = m.center(c)
		}
		m.Polyline("way", points...)
		for _, c := range m.stops() {
			x, y := m.center(c)
			m.Circle("stop", x, y, 5)
		}
	}
	x, y := m.center(m.Target)
	m.drawTarget(x, y, 13)
	if from, ok := m.without(); ok {
		m.effect(from)
	}
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
		m.Lines("mark", x, y+24, 12, wrap(text, cellWidth+10, m.captionLines(c)))
	}
}

// captionLines is how many lines there is room for under a mark.
func (m *matrix) captionLines(c Cell) int {
	if c.M == 1 && c.R > 1 {
		return 1 // the name of the region is below
	}
	return 2
}

// way is the path with its beginning, if that is known.
func (m *matrix) way() []Cell {
	at, ok := m.Position()
	if !ok {
		return nil
	}
	return slices.Concat([]Cell{at.Cell}, m.Path)
}

// stops are the milestones between the beginning and the target. The last one is the
// target unless an axis is beyond it already.
func (m *matrix) stops() []Cell {
	if _, ok := m.Position(); !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(m.Path), func(c Cell) bool { return c == m.Target })
}

// without returns where the organisation stands without the assumptions, if that is a
// cell of its own.
func (m *matrix) without() (Cell, bool) {
	at, ok := m.Position()
	if m.Effect == nil || !ok {
		return Cell{}, false
	}
	r, l := m.Effect.Relationship.Before, m.Effect.LeadManagement.Before
	from := Cell{r.Low, l.Low}
	return from, r.Low == r.High && l.Low == l.High && from != at.Cell
}

// effect draws where the organisation stands and an arrow to where it would.
func (m *matrix) effect(from Cell) {
	at, _ := m.Position()
	x1, y1 := m.center(from)
	x2, y2 := m.center(at.Cell)
	m.arrow(x1, y1, x2, y2, 12)
	m.Circle("hollow", x1, y1, 8)
}

// arrow draws an arrow between two marks, short of the second by a distance.
func (m *matrix) arrow(x1, y1, x2, y2, short float64) {
	length := math.Hypot(x2-x1, y2-y1)
	dx, dy := (x2-x1)/length, (y2-y1)/length
	x2, y2 = x2-short*dx, y2-short*dy
	m.Line("effect", x1, y1, x2-5*dx, y2-5*dy)
	m.Polygon("tip", svg.Point{X: x2, Y: y2}, svg.Point{X: x2 - 9*dx + 5*dy, Y: y2 - 9*dy - 5*dx}, svg.Point{X: x2 - 9*dx - 5*dy, Y: y2 - 9*dy + 5*dx})
}

// captions yields the words under the marks.
func (m *matrix) captions() func(yield func(Cell, string) bool) {
	return func(yield func(Cell, string) bool) {
		at, ok := m.Position()
		name := m.w.today
		if from, moved := m.without(); moved {
			name = m.w.assumed
			if from == m.Target {
				if yield(from, m.w.today+" = "+m.w.target) {
					yield(at.Cell, name)
				}
				return
			}
			if !yield(from, m.w.today) {
				return
			}
		}
		switch {
		case ok && at.Cell == m.Target:
			yield(m.Target, name+" = "+m.w.target)
		case !ok || yield(at.Cell, name):
			yield(m.Target, m.w.target)
		}
	}
}

// drawMeasured marks the stages that the measures alone speak of, beside their names.
func (m *matrix) drawMeasured() {
	place := map[Axis]func(n int) (x, y float64){
		LeadManagement: func(n int) (x, y float64) {
			_, y = m.corner(Cell{1, n})
			return left - 5, y + m.cellHeight/2
		},
		Relationship: func(n int) (x, y float64) {
			x, _ = m.center(Cell{n, 1})
			return x, m.floor + 6
		},
	}
	for _, a := range axes() {
		b := m.Axis(a).Measured
		if b == nil {
			continue
		}
		x1, y1 := place[a](b.Low)
		x2, y2 := place[a](b.High)
		if b.Low < b.High {
			m.Line("reach", x1, y1, x2, y2)
			m.drawDiamond(x2, y2)
		}
		m.drawDiamond(x1, y1)
	}
}

func (m *matrix) drawDiamond(x, y float64) {
	const size = 4.5
	m.Polygon("measure", svg.Point{X: x - size, Y: y}, svg.Point{X: x, Y: y - size}, svg.Point{X: x + size, Y: y}, svg.Point{X: x, Y: y + size})
}

func (m *matrix) drawTarget(x, y, radius float64) {
	m.Circle("target", x, y, radius)
	m.Circle("bull", x, y, 3)
}

func (m *matrix) drawMaybe(x, y float64) {
	m.Circle("maybe", x, y, 9)
	m.Text("doubt", x, y+4.2, "?")
}
