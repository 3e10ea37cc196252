package funnel

import (
	"math"
	"slices"

	"github.com/leadline-go/leadline/internal/svg"
)

// How the moves between the boxes are drawn.

// straight reports whether an arrow is drawn from a box to the next one.
func (p *flowPicture) straight(a flowArrow) bool {
	return a.to == a.from+1 && p.nodes[a.from].staged && p.nodes[a.to].staged
}

// thickness grows with the root: 1 and 8 look different beside 1,000 too.
func (p *flowPicture) thickness(a flowArrow) float64 {
	return max(flowThickest*math.Sqrt(float64(a.n)/float64(max(p.most, 1))), 1.2)
}

// apex is how far an arc reaches beyond the boxes.
func apex(a flowArrow, span int) float64 {
	const least, most = 16, 72
	return least + (most-least)*float64(max(a.to-a.from, a.from-a.to)-1)/float64(max(span-1, 1))
}

func (c *canvas) arrow(p *flowPicture, a flowArrow, span int) {
	kind, width := p.kind(a), p.thickness(a)
	tip := max(width*1.5, 7)
	from, to := p.nodes[a.from].y, p.nodes[a.to].y
	if p.straight(a) {
		const x = (flowLeft + flowRight) / 2
		top, bottom := from+p.height, to-tip
		c.Curve(string(kind), width, svg.Point{X: x, Y: top}, svg.Point{X: x, Y: top}, svg.Point{X: x, Y: bottom}, svg.Point{X: x, Y: bottom + 1})
		c.Polygon("tip"+string(kind), svg.Point{X: x - tip*0.7, Y: bottom}, svg.Point{X: x + tip*0.7, Y: bottom}, svg.Point{X: x, Y: to})
		return
	}
	edge, bend, y1, y2 := p.arc(a, span)
	side := math.Copysign(1, bend)
	c.Curve(string(kind), width, svg.Point{X: edge, Y: y1}, svg.Point{X: edge + bend, Y: y1}, svg.Point{X: edge + bend, Y: y2}, svg.Point{X: edge + side*(tip-1), Y: y2})
	c.Polygon("tip"+string(kind), svg.Point{X: edge + side*tip, Y: y2 - tip*0.7}, svg.Point{X: edge + side*tip, Y: y2 + tip*0.7}, svg.Point{X: edge, Y: y2})
}

// svgBox is a place that is taken.
type svgBox struct{ x1, y1, x2, y2 float64 }

func (b svgBox) meets(o svgBox) bool {
	return b.x1 < o.x2 && o.x1 < b.x2 && b.y1 < o.y2 && o.y1 < b.y2
}

// arrowLabel writes how many moved: on their line, which it interrupts, as near its
// beginning as there is room beside the labels that are there.
func (c *canvas) arrowLabel(p *flowPicture, a flowArrow, span int, taken []svgBox) svgBox {
	kind, text := p.kind(a), humanCount(a.n)
	class := "n n" + string(kind)
	if p.straight(a) {
		x, y := float64(flowLeft+flowRight)/2+p.thickness(a)/2+8, (p.nodes[a.from].y+p.nodes[a.to].y+p.height)/2+4
		c.Text(class, x, y, text)
		return svgBox{}
	}
	width := svg.Width(text, 12)/boldShare + 4
	var place svgBox
	for i := range 15 {
		at := c.along(p, a, span, 0.14+0.05*float64(i))
		place = svgBox{at.X - width/2, at.Y - 7, at.X + width/2, at.Y + 7}
		if !slices.ContainsFunc(taken, place.meets) {
			break
		}
	}
	c.Rect("paper", place.x1, place.y1, width, place.y2-place.y1)
	c.Text(class+" mid", (place.x1+place.x2)/2, place.y2-2.8, text)
	return place
}

// along is a point on an arc, a share of its way from its beginning.
func (c *canvas) along(p *flowPicture, a flowArrow, span int, t float64) svg.Point {
	edge, bend, y1, y2 := p.arc(a, span)
	return svg.Point{X: edge + bend*3*t*(1-t), Y: y1 + (y2-y1)*t*t*(3-2*t)}
}

// arc is the edge of the boxes from which an arc goes and to which it comes, how far
// its handles reach beyond, and where it begins and ends. Arrows leave a box at the end
// they go to and come in at the other, so that those in and out do not meet.
func (p *flowPicture) arc(a flowArrow, span int) (edge, bend, y1, y2 float64) {
	from, to := p.nodes[a.from].y, p.nodes[a.to].y
	bend = apex(a, span) * 4 / 3
	if p.kind(a) == flowBack {
		return flowLeft, -bend, from + 9, to + p.height - 9
	}
	return flowRight, bend, from + p.height - 9, to + 9
}
