package maturity

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
)

// WriteAreasSVG writes a picture of the areas in one language, in one call to w: for
// each area and stage how many of the statements that the stage needs hold by the
// answers and are not refuted, and beside them what measures say about the thresholds
// that these statements name, whichever area an indicator belongs to. It counts what is
// told of single statements and shows no means. Otherwise it is as [Report.WriteSVG]
// says.
func (r *Report) WriteAreasSVG(w io.Writer, l Lang) error {
	p, err := r.phrases(l)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, p.areasPicture("maturity-areas-"+string(l), Relationship, LeadManagement))
	return err
}

const areasStyle = `
.paper { fill: var(--paper) }
.head { font-size: 14px; font-weight: bold }
.area { font-size: 12px; font-weight: bold }
.text { font-size: 12px }
.small { font-size: 11.5px; fill: var(--muted) }
.count { font-size: 11.5px }
.good { fill: var(--good) }
.bad { fill: var(--warn-soft); stroke: var(--warn); stroke-width: 1.2px }
.denied { fill: var(--good) }
.cross { stroke: var(--warn); stroke-width: 1px; fill: none }
.open { fill: var(--paper); stroke: var(--ink); stroke-width: 1.2px; stroke-dasharray: 3 2 }
.tiny { stroke-dasharray: 2 1.5 }
.none { stroke: var(--muted); stroke-width: 1.4px; stroke-dasharray: 1.5 2.5 }
.rule { stroke: var(--line); stroke-width: 1px }
`

// The columns of the picture.
const (
	columnsFrom = 90
	columnStep  = 100
	barWidth    = 50
	barHeight   = 11
)

// areaPicture is a picture of the areas of one axis or both.
type areaPicture struct {
	drawing
	of []Axis
}

func (p phrases) areasPicture(id string, of ...Axis) string {
	d := areaPicture{drawing{phrases: p}, of}
	title := p.Title.In(p.l)
	if len(of) == 1 {
		title = p.axisName(of[0])
	}
	return d.picture(svg.Head{
		ID: id, Zoom: 1.5,
		Title: fmt.Sprintf(p.w.areasTitle, title), Desc: d.describe(), Style: areasStyle,
	}, d.draw)
}

// describe tells the counts in words.
func (d *areaPicture) describe() string {
	var parts []string
	for i := range d.spec.Areas {
		s := &d.spec.Areas[i]
		if !slices.Contains(d.of, s.Axis) {
			continue
		}
		for k, c := range d.area(s) {
			var sides []string
			if good, all := counts(c.asked); all > 0 {
				sides = append(sides, fmt.Sprintf(d.w.areaAsked, good, all))
			}
			also := func(how string, n int) {
				if n > 0 {
					sides = append(sides, fmt.Sprintf(how, n))
				}
			}
			also(d.w.areaDenied, count(c.asked, deniedBox))
			also(d.w.areaUndecided, count(c.asked, openBox))
			if good, all := counts(c.measured); all > 0 {
				sides = append(sides, fmt.Sprintf(d.w.areaMeasured, good, all))
				also(d.w.areaUndecided, count(c.measured, openBox))
				also(d.w.areaUnmeasured, count(c.measured, noneBox))
			}
			if len(sides) > 0 {
				parts = append(parts, fmt.Sprintf("%s, %s %d: %s", s.Name.In(d.l), d.w.stage, k+2, strings.Join(sides, ", ")))
			}
		}
	}
	return strings.Join(parts, ". ") + "."
}

func (d *areaPicture) draw() {
	d.y = 24
	for _, a := range d.of {
		d.paragraph("head", margin, 14, 18, d.axisName(a))
		deepest := 0
		for n := 2; n <= Stages; n++ {
			lines := wrap(d.stage(a, n), columnStep-4, 3)
			d.Lines("small", column(n), d.y+2, 14, lines)
			deepest = max(deepest, len(lines))
		}
		d.y += 14*float64(deepest) - 2
		for i := range d.spec.Areas {
			if s := &d.spec.Areas[i]; s.Axis == a {
				d.drawArea(s)
			}
		}
		d.y += 16
	}
	d.legend()
}

func column(stage int) float64 { return columnsFrom + columnStep*float64(stage-2) }

func (d *areaPicture) drawArea(s *AreaSpec) {
	d.Line("rule", margin, d.y, matrixWidth-margin, d.y)
	d.y += 16
	d.paragraph("area", margin, 12, 15, s.Name.In(d.l))
	cells := d.area(s)
	d.row(d.w.asked, func(n int) []box { return cells[n-2].asked })
	if len(d.Measures) > 0 {
		d.row(d.w.measured, func(n int) []box { return cells[n-2].measured })
	}
	d.y -= 6
}

// row draws what is known at each stage from one side.
func (d *areaPicture) row(name string, at func(stage int) []box) {
	d.Text("count", margin, d.y+3, name)
	for n := 2; n <= Stages; n++ {
		x, boxes := column(n), at(n)
		if len(boxes) == 0 {
			d.Text("small", x, d.y+3, d.w.unaskedStage)
			continue
		}
		width := barWidth / float64(len(boxes))
		for i, b := range boxes {
			d.box(b, x+width*float64(i), width-2)
		}
		if good, all := counts(boxes); all > 0 {
			d.count(x+barWidth+3, fmt.Sprintf("%d/%d", good, all), count(boxes, openBox))
		}
	}
	d.y += 18
}

// count writes how many boxes are good, and apart from it how many are undecided, for
// those are no failures.
func (d *areaPicture) count(x float64, good string, undecided int) {
	const size = 8.0
	d.Text("count", x, d.y+3, good)
	if undecided == 0 {
		return
	}
	x += svg.Width(good, fontSmall) + 4
	d.Rect("open tiny", x+0.5, d.y+3.5-size, size-1, size-1)
	d.Text("count", x+size+2.5, d.y+3, strconv.Itoa(undecided))
}

// box draws one, so that they differ in more than colour.
func (d *areaPicture) box(b box, x, width float64) {
	y := d.y - barHeight + 4.0
	switch b {
	case noneBox:
		d.Line("none", x, y+barHeight/2, x+width, y+barHeight/2)
	case badBox, deniedBox:
		d.Rect("bad", x+0.6, y+0.6, width-1.2, barHeight-1.2)
		d.Hatch("cross", x+0.6, y+0.6, width-1.2, barHeight-1.2, 6)
		if b == deniedBox {
			d.Rect("denied", x+1.2, y+barHeight-4.7, width-2.4, 3.5)
		}
	case openBox:
		d.Rect("open", x+0.6, y+0.6, width-1.2, barHeight-1.2)
	case goodBox:
		d.Rect("good", x, y, width, barHeight)
	}
}

func (d *areaPicture) legend() {
	for _, l := range []struct {
		box  box
		text string
	}{{goodBox, d.w.good}, {badBox, d.w.bad}, {deniedBox, d.w.denied}, {openBox, d.w.open}, {noneBox, d.w.none}} {
		d.box(l.box, margin, 22)
		d.Text("text", margin+30, d.y+3, l.text)
		d.y += 19
	}
}
