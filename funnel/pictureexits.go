package funnel

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
	"github.com/leadline-go/leadline/lead"
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
		list = append(list, fmt.Sprintf("%s to %s", shareOf(w.Share[last], w.Low, w.High), inSentence(terminal.Plain(string(w.To), 40))))
	}
	list = append(list, shareOf(x.Still[last], x.StillLow, x.StillHigh)+" still open")
	return fmt.Sprintf("%s, after %s: %s.", inSentence(terminal.Plain(string(x.Status), 40)), humanDuration(&x.Times[last]), strings.Join(list, ", "))
}

// shareOf writes a share with its interval, if it has one.
func shareOf(share float64, low, high *float64) string {
	text := percent(share) + " %"
	if i := interval(low, high); i != "" {
		text += " (" + i + ")"
	}
	return text
}

// exitClasses are the looks of the statuses that visits end in: the same one is the
// same in all parts of the picture. Those of the last stage are as it should be, those
// of the stages before are on the way, and those of no stage are out of it.
func (r *Report) exitClasses() map[lead.Status]string {
	last := ""
	if n := len(r.Stages); n > 0 {
		last = r.Stages[n-1].Name
	}
	classes := map[lead.Status]string{}
	on, out := 0, 0
	for i := range r.Statuses {
		switch s := &r.Statuses[i]; {
		case s.Stage == "":
			classes[s.Status] = fmt.Sprintf("out%d", out%exitLooks)
			out++
		case s.Stage == last:
			classes[s.Status] = "won"
		default:
			classes[s.Status] = fmt.Sprintf("on%d", on%exitLooks)
			on++
		}
	}
	return classes
}

// exitLooks is how many looks there are for statuses of one kind; neighbours differ.
const exitLooks = 4

const exitStyle = `
.way { stroke: var(--paper); stroke-width: 0.75px; stroke-linejoin: round }
.won { fill: var(--good) }
.on0 { fill: var(--accent) }
.on1 { fill: var(--accent); opacity: 0.72 }
.on2 { fill: var(--accent-ink) }
.on3 { fill: var(--accent-soft); stroke: var(--accent) }
.out0 { fill: var(--warn) }
.out1 { fill: var(--muted) }
.out2 { fill: var(--warn-soft); stroke: var(--warn) }
.out3 { fill: var(--line); stroke: var(--muted) }
.other { fill: var(--paper); stroke: var(--muted) }
.still { fill: none; stroke: var(--muted); stroke-width: 1px }
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
	classes := r.exitClasses()
	return draw(ExitPicture, "How visits to a status end", says, strings.Join(append(says, tell...), " "), exitStyle, func(c *canvas) {
		for i, x := range shown {
			c.Group("panel", tell[i])
			c.exits(x, classes)
			c.End()
		}
		if text := andMore(len(list)-len(shown), "status", "statuses"); text != "" {
			c.y += 6
			c.note(text)
		}
		c.y += 10
		c.item("in the last stage", c.swatch("won", false))
		c.item("in another stage", func(x, y float64) {
			c.Rect("on0", x, y-11, 12, 13)
			c.Rect("on1", x+12, y-11, 12, 13)
		})
		c.item("in no stage", func(x, y float64) {
			c.Rect("out0", x, y-11, 12, 13)
			c.Rect("out1", x+12, y-11, 12, 13)
		})
		c.note("A status looks the same throughout. Small: the 95 % range, in percent, and how many visits. Visits that are not over count for as long as they have lasted (Aalen–Johansen). Each status has its own time axis.")
	})
}

func (c *canvas) exits(x *Exits, classes map[lead.Status]string) {
	c.y += 12
	c.name("status", pictureMargin, c.y, fontText, 220, string(x.Status))
	c.Text("tick end", pictureRight, c.y, plural(x.Visits, "visit")+", "+humanCount(x.Open)+" not over")
	c.y += 14
	p := plot{x: 52, y: c.y, width: 184, end: max(x.Times[len(x.Times)-1]*afterLast, 1)}
	labels, tall := p.exitLabels(x)
	p.height = max(112, tall)
	c.Rect("still", p.x, p.y, p.width, p.height)
	// Each area is drawn down to the axis, and the next one over it.
	total := make([]float64, len(x.Times))
	tops := make([][]svg.Point, len(x.Ways))
	for k, w := range x.Ways {
		for i := range total {
			total[i] += w.Share[i]
		}
		labels[k].at = p.at(p.end, total[len(total)-1]-labels[k].share/2).Y
		tops[k] = steps(p, x.Times, total)
	}
	for k, top := range slices.Backward(tops) {
		class, ok := classes[x.Ways[k].To]
		if !ok {
			class = "other"
		}
		c.Polygon("way "+class, append(top, p.at(p.end, 0))...)
	}
	still := &labels[len(labels)-1]
	still.at = p.at(p.end, 1-still.share/2).Y
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
