package lead

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
)

// WriteSVG draws the lifecycle as a picture, in one call to w: a line for each status
// and a column for each row of the transition table, from the dots at its sources to
// the arrow at its target; below, who may fire it. It is a file of its own and can
// stand in an HTML page as it is, once; it is light or dark as the reader's system
// is. No name becomes markup.
func (m *Machine[T]) WriteSVG(w io.Writer) error {
	p := lifecyclePicture{table: m.table}
	_, err := io.WriteString(w, p.draw())
	return err
}

// Sizes of the picture of a lifecycle.
const (
	pictureMargin = 14
	pictureLeft   = 236 // where the columns begin
	columnWidth   = 34
	rowHeight     = 42
	byHeight      = 20
	slant         = 60 // degrees of the names of events
)

const pictureStyle = `
.paper { fill: var(--paper) }
.title { font-size: 17px; font-weight: bold }
.event { font-size: 12px; font-weight: bold }
.wake { font-size: 11px; fill: var(--muted) }
.name { font-size: 13px; font-weight: bold }
.caption, .by { font-size: 11px; fill: var(--muted) }
.by { text-anchor: end }
.box { fill: var(--paper); stroke: var(--line); stroke-width: 1px }
.open { fill: var(--accent) }
.waiting { fill: var(--warn) }
.won { fill: var(--good) }
.closed { fill: var(--muted) }
.row, .bus { stroke: var(--line); stroke-width: 1px }
.bus { stroke: var(--ink); stroke-width: 1.6px }
.from { fill: var(--ink) }
.to { fill: var(--accent-ink) }
.stay { fill: var(--paper); stroke: var(--ink); stroke-width: 1.6px }
.may { fill: var(--ink) }
`

// lifecyclePicture is a picture that is being drawn.
type lifecyclePicture struct {
	*table
	*svg.Picture
	columns []*rule
	from    [][]int // of each column: the rows that it leaves
	back    bool    // there is a row for the previous status
	top     float64 // of the first row
}

func (p *lifecyclePicture) draw() string {
	p.collect()
	longest := 0.0 // name of an event
	for _, r := range p.columns {
		longest = max(longest, svg.Width(string(r.Event), 12)*1.1)
	}
	p.top = 58 + longest*math.Sin(slant*math.Pi/180)
	rows := len(p.statuses)
	if p.back {
		rows++
	}
	sides, floor := p.sides(), p.top+rowHeight*float64(rows)+16
	width := max(420, p.x(len(p.columns))+longest*math.Cos(slant*math.Pi/180)+pictureMargin)
	height := floor + byHeight*float64(len(sides)) + pictureMargin
	p.Picture = svg.New(svg.Head{
		ID: "lifecycle", Width: width, Height: height, Lang: "en",
		Title: p.title(), Desc: p.describe(), Style: pictureStyle,
	})
	p.Rect("paper", 0, 0, width, height)
	p.Text("title", pictureMargin, 28, svg.Fit(p.title(), 17, width*0.9-pictureMargin))
	for i := range p.statuses {
		p.status(i)
	}
	if p.back {
		y := p.y(len(p.statuses))
		p.Line("row", pictureLeft, y, p.x(len(p.columns)), y)
		p.Text("caption", pictureMargin+14, y+4, "(the status before)")
	}
	for k := range p.columns {
		p.column(k)
	}
	for i, side := range sides {
		p.may(side, floor+byHeight*float64(i))
	}
	return p.String()
}

func (p *lifecyclePicture) title() string {
	return fmt.Sprintf("%s, revision %d", p.spec.Name, p.spec.Revision)
}

// collect finds the rows of the transition table with the statuses that they leave.
func (p *lifecyclePicture) collect() {
	rules := make([]*rule, len(p.spec.Transitions))
	sources := make([][]int, len(rules))
	for from, leaving := range p.leaving {
		for _, r := range leaving {
			rules[r.row] = r
			sources[r.row] = append(sources[r.row], from)
			p.back = p.back || r.to == toPrevious
		}
	}
	for i, r := range rules {
		if r != nil { // always so, as every row of a lifecycle applies
			p.columns, p.from = append(p.columns, r), append(p.from, sources[i])
		}
	}
}

func (p *lifecyclePicture) x(column int) float64 {
	return pictureLeft + columnWidth*(float64(column)+0.5)
}
func (p *lifecyclePicture) y(row int) float64 { return p.top + rowHeight*(float64(row)+0.5) }

// status draws the line of a status, with its name in a box.
func (p *lifecyclePicture) status(i int) {
	s := &p.statuses[i]
	y := p.y(i)
	p.Line("row", pictureLeft, y, p.x(len(p.columns)), y)
	p.Rect("box", pictureMargin, y-rowHeight/2+3, pictureLeft-pictureMargin-8, rowHeight-6)
	class := "closed"
	switch s.Category {
	case Open:
		class = "open"
	case Waiting:
		class = "waiting"
	case Won:
		class = "won"
	}
	p.Rect(class, pictureMargin, y-rowHeight/2+3, 5, rowHeight-6)
	const room = pictureLeft - pictureMargin - 30
	caption := cmp.Or(s.caption(), string(s.Category))
	if caption == string(s.Name) {
		p.Text("name", pictureMargin+14, y+5, svg.Fit(string(s.Name), 13, room*0.92))
		return
	}
	p.Text("name", pictureMargin+14, y-3, svg.Fit(string(s.Name), 13, room*0.92))
	p.Text("caption", pictureMargin+14, y+12, svg.Fit(caption, 11, room))
}

// column draws a transition.
func (p *lifecyclePicture) column(k int) {
	r, from, x := p.columns[k], p.from[k], p.x(k)
	p.Group("move", p.sentence(k))
	p.Slanted("event", x+4, p.top-8, slant, string(r.Event))
	first, last := slices.Min(from), slices.Max(from)
	to := r.to
	if to == toPrevious {
		to = len(p.statuses)
	}
	if to != toStay {
		p.Line("bus", x, p.y(min(first, to)), x, p.y(max(last, to)))
	}
	for _, i := range from {
		if to == toStay {
			p.Circle("stay", x, p.y(i), 6)
			continue
		}
		p.Circle("from", x, p.y(i), 4.5)
	}
	if to != toStay {
		y := p.y(to)
		if first < to {
			p.Polygon("to", svg.Point{X: x, Y: y}, svg.Point{X: x - 7, Y: y - 13}, svg.Point{X: x + 7, Y: y - 13})
		}
		if last > to {
			p.Polygon("to", svg.Point{X: x, Y: y}, svg.Point{X: x - 7, Y: y + 13}, svg.Point{X: x + 7, Y: y + 13})
		}
	}
	p.End()
}

// sides are those that the transition table names, in the order of first mention, and
// what programs are.
func (p *lifecyclePicture) sides() []Side {
	var sides []Side
	for _, r := range p.columns {
		for _, s := range r.By {
			if !slices.Contains(sides, s) && s != BySystem {
				sides = append(sides, s)
			}
		}
	}
	return append(sides, BySystem)
}

// may draws which events a side may fire.
func (p *lifecyclePicture) may(side Side, y float64) {
	p.Text("by", pictureLeft-12, y+4, svg.Fit(string(side), 11, pictureLeft-pictureMargin-20))
	p.Line("row", pictureLeft, y, p.x(len(p.columns)), y)
	for k, r := range p.columns {
		if len(r.By) == 0 || slices.Contains(r.By, side) {
			p.Rect("may", p.x(k)-5, y-5, 10, 10)
		}
	}
}

// describe says what the picture shows to those who do not see it.
func (p *lifecyclePicture) describe() string {
	parts := make([]string, len(p.columns))
	for k := range p.columns {
		parts[k] = p.sentence(k)
	}
	return fmt.Sprintf("A lead begins in %s. %s", p.spec.Initial, strings.Join(parts, " "))
}

// sentence says a transition in words: "accept: from mql to sal, by sales."
func (p *lifecyclePicture) sentence(k int) string {
	r := p.columns[k]
	from := make([]string, len(p.from[k]))
	for i, s := range p.from[k] {
		from[i] = string(p.statuses[s].Name)
	}
	s := fmt.Sprintf("%s: from %s", r.Event, strings.Join(from, ", "))
	switch r.to {
	case toStay:
		s += ", where the lead stays"
	case toPrevious:
		s += " to the status before"
	default:
		s += " to " + string(p.statuses[r.to].Name)
	}
	by := make([]string, len(r.By))
	for i, side := range r.By {
		by[i] = string(side)
	}
	if len(by) > 0 {
		s += ", by " + strings.Join(by, ", ")
	}
	if r.WakeAfter != "" {
		s += ", wakes after " + string(r.WakeAfter)
	}
	return s + "."
}
