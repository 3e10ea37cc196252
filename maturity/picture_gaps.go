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
.low { fill: var(--warn); stroke: var(--paper); stroke-width: 1.5px }
.high { fill: var(--accent); stroke: var(--paper); stroke-width: 1.5px }
.else { fill: var(--paper); stroke: var(--ink); stroke-width: 1.6px }
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

// gapsPicture draws the gaps of an axis, each as two dots on the scale, and a hollow
// mark for each further department.
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
	d.y += 4
	for i := range d.list {
		d.gap(&d.list[i])
	}
	d.Line("bar", margin+8, d.y-12, margin+8, d.y+4)
	d.Text("small", margin+20, d.y, fmt.Sprintf(d.w.needed, d.bar(d.spec.Rules.HoldsAt)))
	d.y += 12
}

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
	for i, v := range g.others { // wider and beneath, to be seen where another says the same
		d.hollow(i, onScale(v.mean), y, 8)
	}
	d.Circle("low", low, y, 6)
	d.Circle("high", high, y, 6)
	d.y += 25
	d.Circle("low", margin+8, d.y-4, 5)
	d.voice(margin, g.lower, g.low)
	d.Circle("high", matrixWidth/2+8, d.y-4, 5)
	d.voice(matrixWidth/2, g.higher, g.high)
	for i, v := range g.others {
		x := float64(margin)
		if i%2 == 1 {
			x = matrixWidth / 2
		} else {
			d.y += 18
		}
		d.hollow(i, x+8, d.y-4, 5)
		d.voice(x, v.department, v.mean)
	}
	d.y += 24
}

// hollow draws the mark of a further department, the i-th. The first three differ in
// shape.
func (d *gapPicture) hollow(i int, x, y, size float64) {
	switch i % 3 {
	case 0:
		d.Circle("else", x, y, size)
	case 1:
		d.Rect("else", x-size, y-size, 2*size, 2*size)
	default:
		s := size * 1.3
		d.Polygon("else", svg.Point{X: x - s, Y: y}, svg.Point{X: x, Y: y - s}, svg.Point{X: x + s, Y: y}, svg.Point{X: x, Y: y + s})
	}
}

// voice writes what a department says, beside a mark that looks like its own.
func (d *gapPicture) voice(x float64, department string, mean Decimal) {
	value := " " + d.mean(mean)
	room := matrixWidth/2 - 3*margin - svg.Width(value, fontText)
	d.Text("text", x+20, d.y, svg.Fit(d.department(department), fontText, room)+value)
}
