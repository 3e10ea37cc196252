package maturity

import (
	"slices"
	"strconv"

	"github.com/leadline-go/leadline/internal/svg"
)

const (
	mostDots = 4 // in a cell; more become one
	dotSize  = 3.5

	// A month stands beside its dot, which leaves it room and yet is near the middle of
	// its cell; a day is too long for that and stands below.
	dotInset  = 24
	monthStep = 14 // from one dot down to the next
	dayStep   = 21
)

// dot is an earlier assessment, or several, in a cell.
type dot struct {
	cell  Cell // or what was proved
	known bool // there was no other cell
	label string
	row   int // in the cell, from the top
	rows  int // of the cell
}

// dots places the earlier assessments, in the order of time.
func (m *matrix) dots() []dot {
	dated := monthOf
	if m.byDay() {
		dated = dayOf
	}
	all := make([]dot, len(m.Earlier))
	inCell := map[Cell]int{}
	for i := range m.Earlier {
		e := &m.Earlier[i]
		c, known := e.Cell()
		all[i] = dot{cell: c, known: known, label: dated(e.At, m.l)}
		inCell[c]++
	}
	seen := map[Cell]int{}
	for i := range all {
		d := &all[i]
		d.row, d.rows = seen[d.cell], min(inCell[d.cell], mostDots)
		if hidden := inCell[d.cell] - mostDots; hidden > 0 {
			// The oldest share the first row, for which one of the four makes room.
			if d.row = max(0, seen[d.cell]-hidden); d.row == 0 {
				d.label = "+" + strconv.Itoa(hidden+1)
			}
		}
		seen[d.cell]++
	}
	return all
}

// byDay reports whether it takes days to tell the assessments apart.
func (m *matrix) byDay() bool {
	months := []string{monthOf(m.At, m.l)}
	for i := range m.Earlier {
		at := monthOf(m.Earlier[i].At, m.l)
		if slices.Contains(months, at) {
			return true
		}
		months = append(months, at)
	}
	return false
}

// dotStep is how far one dot of a cell is below the one before.
func (m *matrix) dotStep() float64 {
	if m.byDay() {
		return dayStep
	}
	return monthStep
}

// height is how high a cell must be for its dots and marks.
func (m *matrix) height() float64 {
	h := float64(lowCell)
	for _, d := range m.dots() {
		above, below := m.taken(d.cell)
		h = max(h, above+below+m.dotStep()*float64(d.row+1))
	}
	return h
}

// taken is how much of a cell other things need at its upper and lower edge.
func (m *matrix) taken(c Cell) (above, below float64) {
	above, below = 4, 4
	if c.M == Stages && c.R < Stages {
		above = 20 // the name of the region
	}
	if c.M == 1 && c.R > 1 {
		below = 20
	}
	if m.marked(c) {
		below = markUp + 15
	}
	return above, below
}

// marked reports whether a cell has a mark in its middle.
func (m *matrix) marked(c Cell) bool {
	from, moved := m.without()
	return c == m.Target || moved && c == from || slices.Contains(m.way(), c) ||
		slices.ContainsFunc(m.Positions, func(p Position) bool { return p.Cell == c })
}

// past draws the earlier assessments and the line from one to the next up to today.
func (m *matrix) past() {
	dots := m.dots()
	var line []svg.Point
	for _, d := range dots {
		if p := m.at(d); d.known && !slices.Contains(line[max(0, len(line)-1):], p) {
			line = append(line, p)
		}
	}
	if today, ok := m.now(); ok && len(line) > 0 {
		x, y := m.center(today)
		line = append(line, svg.Point{X: x, Y: y})
	}
	if len(line) > 1 {
		m.Polyline("past", line...)
	}
	for i, d := range dots {
		p := m.at(d)
		m.drawDot(p.X, p.Y, d.known)
		// Those that share a place are drawn once.
		if !slices.ContainsFunc(dots[:i], func(o dot) bool { return o.cell == d.cell && o.row == d.row }) {
			m.dated(p, d.label)
		}
	}
}

// now is where the organisation stands, without any assumption, if it is known.
func (m *matrix) now() (Cell, bool) {
	if from, moved := m.without(); moved {
		return from, true
	}
	at, ok := m.Position()
	if m.Effect != nil {
		r, l := m.Effect.Relationship.Before, m.Effect.LeadManagement.Before
		ok = ok && r.Low == r.High && l.Low == l.High
	}
	return at.Cell, ok
}

func (m *matrix) at(d dot) svg.Point {
	x, y := m.corner(d.cell)
	above, below := m.taken(d.cell)
	y += above + (m.cellHeight-above-below-m.dotStep()*float64(d.rows))/2 // in the middle of the room
	if m.byDay() {
		return svg.Point{X: x + cellWidth/2, Y: y + dayStep*float64(d.row) + 5}
	}
	return svg.Point{X: x + dotInset, Y: y + monthStep*(float64(d.row)+0.5)}
}

// dated writes when a dot is of.
func (m *matrix) dated(at svg.Point, label string) {
	if m.byDay() {
		m.Text("date under", at.X, at.Y+13, label)
		return
	}
	m.Text("date", at.X+6, at.Y+4, label)
}

func (m *matrix) drawDot(x, y float64, known bool) {
	class := "then"
	if !known {
		class = "unsure"
	}
	m.Circle(class, x, y, dotSize)
}
