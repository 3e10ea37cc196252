package maturity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
)

const gapsStyle = `
.paper { fill: var(--paper) }
.head { font-size: 14px; font-weight: bold }
.text { font-size: 12px }
.small { font-size: 11.5px; fill: var(--muted) }
.end { text-anchor: end }
.scale { stroke: var(--line); stroke-width: 1.5px }
.between { stroke: var(--muted); stroke-width: 4px; opacity: 0.5 }
.who { stroke: var(--paper); stroke-width: 1.5px }
.a { fill: var(--accent) }
.b { fill: var(--warn) }
.c { fill: var(--good) }
.d { fill: var(--ink) }
.ring.a { fill: var(--paper); stroke: var(--accent) }
.ring.b { fill: var(--paper); stroke: var(--warn) }
.ring.c { fill: var(--paper); stroke: var(--good) }
.ring.d { fill: var(--paper); stroke: var(--ink) }
.bar { stroke: var(--ink); stroke-width: 1.4px; stroke-dasharray: 3 2 }
`

// perceived is a statement that two departments rate differently, with the means of
// both, which the report shows.
type perceived struct {
	proof         *StatementProof
	higher, lower string // departments
	high, low     Decimal
	gap           string
	others        []voice // of the further departments, those that the report shows
}

// voice is a department's mean.
type voice struct {
	department string
	mean       Decimal
}

// perceived returns the gaps of an axis whose figures the report has, in its order,
// and the texts of those for which it has none.
func (p phrases) perceived(a Axis) (drawn []perceived, texts []string) {
	for _, f := range p.Findings {
		if f.Code != PerceptionGap {
			continue
		}
		proof := p.proof(a, f.Params["statement"])
		if proof == nil {
			continue // of the other axis
		}
		g := perceived{proof: proof, higher: f.Params["higher"], lower: f.Params["lower"], gap: f.Params["gap"]}
		high, low := proof.mean(g.higher), proof.mean(g.lower)
		if high == nil || low == nil || g.gap == "" {
			texts = append(texts, f.Text.In(p.l))
			continue
		}
		g.high, g.low = *high, *low
		for _, o := range proof.Opinions {
			if o.Mean != nil && o.Department != g.higher && o.Department != g.lower {
				g.others = append(g.others, voice{o.Department, *o.Mean})
			}
		}
		drawn = append(drawn, g)
	}
	return drawn, texts
}

// proof returns the proof of a statement of an axis, nil if it is not there.
func (p phrases) proof(a Axis, statement string) *StatementProof {
	for _, stage := range p.Axis(a).Stages {
		for i := range stage.Statements {
			if stage.Statements[i].ID == statement {
				return &stage.Statements[i]
			}
		}
	}
	return nil
}

// mean returns what the report shows of a department's mean, nil if it does not.
func (s *StatementProof) mean(department string) *Decimal {
	i := slices.IndexFunc(s.Opinions, func(o Opinion) bool { return o.Department == department })
	if i < 0 {
		return nil
	}
	return s.Opinions[i].Mean
}

// gapPicture is the picture of the perception gaps of an axis.
type gapPicture struct {
	drawing
	axis Axis
	list []perceived
}

// gapsPicture draws the gaps of an axis, each as the marks of the departments on the
// scale, those of the two that are furthest apart larger.
func (p phrases) gapsPicture(a Axis, list []perceived) string {
	d := gapPicture{drawing{phrases: p}, a, list}
	id := "maturity-gaps-" + map[Axis]string{Relationship: "r-", LeadManagement: "m-"}[a] + string(p.l)
	return d.picture(svg.Head{
		ID: id, Zoom: 1.5, Title: fmt.Sprintf(p.w.gapsTitle, p.axisName(a)), Desc: d.describe(), Style: gapsStyle,
	}, d.draw)
}

func (d *gapPicture) describe() string {
	parts := make([]string, len(d.list))
	for i := range d.list {
		g := &d.list[i]
		var said []string
		for _, v := range slices.Concat([]voice{{g.higher, g.high}, {g.lower, g.low}}, g.others) {
			said = append(said, d.department(v.department)+" "+d.mean(v.mean))
		}
		parts[i] = g.proof.Text.In(d.l) + " " + strings.Join(said, ", ") + "."
	}
	return strings.Join(parts, " ")
}

// Where the scale of the gaps begins and ends.
const (
	scaleFrom = margin + 18
	scaleTo   = matrixWidth - margin - 18
)

func onScale(d Decimal) float64 {
	return scaleFrom + (scaleTo-scaleFrom)*(float64(d)-1000)/((maxValue-1)*1000)
}

func (d *gapPicture) draw() {
	d.y = 24
	d.paragraph("head", margin, 14, 18, d.axisName(d.axis))
	d.y += 2
	d.legend()
	for i := range d.list {
		d.gap(&d.list[i])
	}
}

// legend says once whose each mark is.
func (d *gapPicture) legend() {
	for i, of := range d.spec.Departments {
		if !d.says(of.ID) {
			continue
		}
		d.who(i, margin+8, d.y-4, whoSize)
		d.Text("text", margin+22, d.y, svg.Fit(of.Name.In(d.l), fontText, textWidth-22))
		d.y += 18
	}
	d.Line("bar", margin+8, d.y-12, margin+8, d.y+4)
	d.Text("small", margin+22, d.y, fmt.Sprintf(d.w.needed, d.bar(d.spec.Rules.HoldsAt)))
	d.y += 26
}

// says reports whether the picture has a mark of a department.
func (d *gapPicture) says(department string) bool {
	return slices.ContainsFunc(d.list, func(g perceived) bool { return g.of(department) != nil })
}

// of returns the mean of a department, nil if it has no mark.
func (g *perceived) of(department string) *Decimal {
	for _, v := range g.others {
		if v.department == department {
			return &v.mean
		}
	}
	switch department {
	case g.higher:
		return &g.high
	case g.lower:
		return &g.low
	}
	return nil
}

// The sizes of marks, and how far the figures of a gap are apart.
const (
	whoSize   = 6
	smallSize = 4
	meanStep  = 62
)

func (d *gapPicture) gap(g *perceived) {
	d.paragraph("text", margin, fontText, 15, g.proof.Text.In(d.l))
	y := d.y + 2
	low, high, bar := onScale(g.low), onScale(g.high), onScale(d.spec.Rules.HoldsAt)
	d.Line("scale", scaleFrom, y, scaleTo, y)
	for v := 1; v <= maxValue; v++ {
		x := onScale(Decimal(v * 1000))
		d.Line("scale", x, y-3, x, y+3)
	}
	d.Text("end small", scaleFrom-11, y+4, "1")
	d.Text("small", scaleTo+11, y+4, strconv.Itoa(maxValue))
	d.Line("between", low, y, high, y)
	d.Line("bar", bar, y-9, bar, y+7)
	index := func(id string) int {
		return slices.IndexFunc(d.spec.Departments, func(of Named) bool { return of.ID == id })
	}
	d.who(index(g.lower), low, y, whoSize)
	d.who(index(g.higher), high, y, whoSize)
	for _, v := range g.others { // on top, to be seen where another says the same
		d.who(index(v.department), onScale(v.mean), y, smallSize)
	}
	d.y += 25
	x := float64(margin)
	for i, of := range d.spec.Departments {
		mean := g.of(of.ID)
		if mean == nil {
			continue
		}
		if x+meanStep > matrixWidth-margin {
			x, d.y = margin, d.y+18
		}
		d.who(i, x+8, d.y-4, 5)
		d.Text("text", x+19, d.y, d.mean(*mean))
		x += meanStep
	}
	d.y += 24
}

// who draws the mark of the i-th department of the model around a point, in every
// picture the same. Those of four differ in shape, and of four more they are hollow.
func (d *gapPicture) who(i int, x, y, size float64) {
	class := "who " + string("abcd"[i%4])
	if i/4%2 == 1 {
		class += " ring"
	}
	switch i % 4 {
	case 0:
		d.Circle(class, x, y, size)
	case 1:
		s := size * 0.9
		d.Rect(class, x-s, y-s, 2*s, 2*s)
	case 2:
		s := size * 1.25
		d.Polygon(class, svg.Point{X: x - s, Y: y}, svg.Point{X: x, Y: y - s}, svg.Point{X: x + s, Y: y}, svg.Point{X: x, Y: y + s})
	default:
		s := size * 1.15
		d.Polygon(class, svg.Point{X: x - s, Y: y + s*0.8}, svg.Point{X: x, Y: y - s}, svg.Point{X: x + s, Y: y + s*0.8})
	}
}
