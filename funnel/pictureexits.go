package funnel

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

const drawnExits = 8

// isDrawable reports whether there is a curve to draw: a time, and a share of every
// way at each.
func (x *Exits) isDrawable() bool {
	n := len(x.Times)
	return n > 0 && len(x.Still) == n && !slices.ContainsFunc(x.Ways, func(w ExitWay) bool { return len(w.Share) != n })
}

// says is where visits to a status end up.
func (x *Exits) says() string {
	last := len(x.Times) - 1
	var list []string
	for _, w := range x.Ways {
		list = append(list, fmt.Sprintf("%s %% to %s", percent(w.Share[last]), inSentence(terminal.Plain(string(w.To), 40))))
	}
	list = append(list, percent(x.Still[last])+" % still open")
	return fmt.Sprintf("%s, after %s: %s.", inSentence(terminal.Plain(string(x.Status), 40)), humanDuration(&x.Times[last]), strings.Join(list, ", "))
}

const exitStyle = `
.way { stroke: var(--paper); stroke-width: 0.75px; stroke-linejoin: round }
.way0 { fill: var(--accent) }
.way1 { fill: var(--warn) }
.way2 { fill: var(--good) }
.way3 { fill: var(--accent-soft); stroke: var(--accent) }
.way4 { fill: var(--warn-soft); stroke: var(--warn) }
.way5 { fill: var(--good-soft); stroke: var(--good) }
.way6 { fill: var(--line) }
.still { fill: none; stroke: var(--line); stroke-width: 1px }
.lead { fill: none; stroke: var(--muted); stroke-width: 1px }
.status { font-size: 13.5px; font-weight: bold }
`

func (r *Report) drawExits() string {
	var list []*Exits
	for i := range r.Exits {
		if r.Exits[i].isDrawable() {
			list = append(list, &r.Exits[i])
		}
	}
	shown := list[:min(len(list), drawnExits)]
	var tell []string
	for _, x := range shown {
		tell = append(tell, x.says())
	}
	says := []string{"At each time the areas add up to all visits; what has not ended yet is on top."}
	return draw(ExitPicture, "How visits to a status end", says, strings.Join(append(says, tell...), " "), exitStyle, func(c *canvas) {
		for i, x := range shown {
			c.Group("panel", tell[i])
			c.exits(x)
			c.End()
		}
		if text := andMore(len(list)-len(shown), "status", "statuses"); text != "" {
			c.y += 6
			c.note(text)
		}
		c.y += 6
		c.note("Visits that are not over count for as long as they have lasted (Aalen–Johansen). Each status has its own time axis.")
	})
}

func (c *canvas) exits(x *Exits) {
	c.y += 12
	c.name("status", pictureMargin, c.y, fontText, 220, string(x.Status))
	c.Text("tick end", pictureRight, c.y, plural(x.Visits, "visit")+", "+humanCount(x.Open)+" not over")
	c.y += 14
	p := plot{x: 52, y: c.y, width: 196, height: 112, end: max(x.Times[len(x.Times)-1]*afterLast, 1)}
	labels := []exitLabel{}
	c.Rect("still", p.x, p.y, p.width, p.height)
	// Each area is drawn down to the axis, and the next one over it.
	total := make([]float64, len(x.Times))
	tops := make([][]svg.Point, len(x.Ways))
	for k, w := range x.Ways {
		for i := range total {
			total[i] += w.Share[i]
		}
		share := w.Share[len(w.Share)-1]
		labels = append(labels, exitLabel{string(w.To), share, p.at(p.end, total[len(total)-1]-share/2).Y, 0})
		tops[k] = steps(p, x.Times, total)
	}
	for k, top := range slices.Backward(tops) {
		c.Polygon(fmt.Sprintf("way way%d", min(k, 6)), append(top, p.at(p.end, 0))...)
	}
	last := len(x.Still) - 1
	labels = append(labels, exitLabel{"", x.Still[last], p.at(p.end, 1-x.Still[last]/2).Y, 0})
	c.axes(p, 4, 0, 0.5, 1)
	c.exitLabels(p, labels)
	c.y = p.y + p.height + 30
}

// steps are the corners of a curve that keeps its value until the next time; of
// many times only as many as can be told apart.
func steps(p plot, times, values []float64) []svg.Point {
	const apart = 4
	line := []svg.Point{p.at(0, 0)}
	for i, t := range times {
		at, before := p.at(t, values[i]), line[len(line)-1]
		if at.X-before.X < apart && i+1 < len(times) {
			continue
		}
		line = append(line, svg.Point{X: at.X, Y: before.Y}, at)
	}
	return append(line, svg.Point{X: p.x + p.width, Y: line[len(line)-1].Y})
}

// exitLabel names an area at its right end.
type exitLabel struct {
	to    string // empty: still open
	share float64
	at    float64 // the middle of the area
	y     float64 // where the text is
}

// exitLabels writes labels beside a plot, apart from each other, and lines to their
// areas. They come from bottom to top.
func (c *canvas) exitLabels(p plot, labels []exitLabel) {
	const step = 14
	floor := p.y + p.height + 6
	for i := range labels {
		l := &labels[i]
		l.y = min(l.at, floor-step/2)
		floor = l.y - step/2
	}
	for ceiling, i := p.y-2, len(labels)-1; i >= 0; i-- {
		l := &labels[i]
		l.y = max(l.y, ceiling+step/2)
		ceiling = l.y + step/2
	}
	x := p.x + p.width
	for i := range labels {
		l := &labels[i]
		value := percent(l.share) + "\u00a0%"
		c.Polyline("lead", svg.Point{X: x, Y: l.at}, svg.Point{X: x + 8, Y: l.y}, svg.Point{X: x + 12, Y: l.y})
		c.Text("cell end strong", x+54, l.y+4, value)
		name, class := "still open", "cell note"
		if l.to != "" {
			name, class = "→ "+terminal.Plain(l.to, nameLimit), "cell"
		}
		c.Text(class, x+59, l.y+4, svg.Fit(name, fontTiny, pictureRight-x-59))
	}
}
