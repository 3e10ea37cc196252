package funnel

import (
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

// exitLabel names an area at its right end.
type exitLabel struct {
	class   string
	name    string // beside the share
	rest    string // of the name, where it has no room there
	share   float64
	range95 string  // of share
	n       int64   // visits
	at      float64 // the middle of the area
	y       float64 // where the text is
}

// Heights of labels.
const (
	exitStep = 26 // how far two labels are apart
	exitLine = 12 // more for a name of two lines
)

// below is how far a label reaches below where its text is.
func (l *exitLabel) below() float64 {
	if l.rest != "" {
		return exitStep/2 + exitLine
	}
	return exitStep / 2
}

func (l *exitLabel) value() string { return percent(l.share) + "\u00a0%" }

// exitLabels are the labels of a status, from bottom to top, and how much room they take.
func (p plot) exitLabels(x *Exits) (labels []exitLabel, tall float64) {
	for _, w := range x.Ways {
		l := exitLabel{class: "cell", share: w.Share[len(w.Share)-1], range95: interval(w.Low, w.High), n: w.N}
		name := "→ " + terminal.Plain(string(w.To), nameLimit)
		width := pictureRight - p.labelsAt()
		beside := width - p.besideShare(&l)
		lines := svg.Wrap(name, fontTiny, beside)
		if l.name = lines[0]; len(lines) > 1 {
			l.rest = svg.Fit(strings.TrimSpace(strings.TrimPrefix(name, l.name)), fontTiny, width)
		}
		if l.name == "→" || !strings.HasPrefix(name, l.name) { // nothing that could be broken
			l.name, l.rest = svg.Fit(name, fontTiny, beside), ""
		}
		labels = append(labels, l)
		tall += exitStep/2 + l.below()
	}
	labels = append(labels, exitLabel{
		class: "cell note", name: "still open", share: x.Still[len(x.Still)-1], range95: interval(x.StillLow, x.StillHigh), n: x.Open,
	})
	return labels, tall + exitStep
}

// labelsAt is where the labels begin.
func (p plot) labelsAt() float64 { return p.x + p.width + 14 }

// besideShare is how far the name of a label is from its beginning.
func (p plot) besideShare(l *exitLabel) float64 { return svg.Width(l.value(), fontTiny)/boldShare + 4 }

// exitLabels writes labels beside a plot, apart from each other, and lines to their
// areas. They come from bottom to top.
func (c *canvas) exitLabels(p plot, labels []exitLabel) {
	floor := p.y + p.height + 2
	for i := range labels {
		l := &labels[i]
		l.y = min(l.at, floor-l.below())
		floor = l.y - exitStep/2
	}
	for ceiling, i := p.y-2, len(labels)-1; i >= 0; i-- {
		l := &labels[i]
		l.y = max(l.y, ceiling+exitStep/2)
		ceiling = l.y + l.below()
	}
	edge, x := p.x+p.width, p.labelsAt()
	for i := range labels {
		l := &labels[i]
		c.Polyline("lead", svg.Point{X: edge, Y: l.at}, svg.Point{X: edge + 8, Y: l.y}, svg.Point{X: edge + 11, Y: l.y})
		c.Text("cell strong", x, l.y, l.value())
		c.Text(l.class, x+p.besideShare(l), l.y, l.name)
		y := l.y + exitLine
		if l.rest != "" {
			c.Text(l.class, x, y, l.rest)
			y += exitLine
		}
		small := plural(l.n, "visit")
		if l.range95 != "" {
			small = l.range95 + ", " + small
		}
		if svg.Width(small, fontTiny) > pictureRight-x {
			small = strings.TrimSuffix(strings.TrimSuffix(small, " visits"), " visit")
		}
		c.Text("tick", x, y, svg.Fit(small, fontTiny, pictureRight-x))
	}
}
