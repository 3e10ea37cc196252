package funnel

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

// curveTicks is how many marks the time axis of a curve has at most, beside 0.
const curveTicks = 5

// says is what a curve tells in a sentence or two.
func (k *Curve) says() []string {
	stage := inSentence(terminal.Plain(k.Stage, 40))
	last := &k.Points[len(k.Points)-1]
	list := []string{}
	switch {
	case k.P50 != nil:
		list = append(list, fmt.Sprintf("Half of all leads reach %s within %s.", stage, k.P50.tell()))
	case k.P25 != nil:
		list = append(list, fmt.Sprintf("A quarter of all leads reach %s within %s; half have not so far.", stage, k.P25.tell()))
	case last.High != nil && *last.High >= 0.25:
		list = append(list, fmt.Sprintf("So far fewer than a quarter of all leads have reached %s; it may come to more.", stage))
	default:
		list = append(list, fmt.Sprintf("So far fewer than a quarter of all leads have reached %s.", stage))
	}
	text := fmt.Sprintf("After %s, %s %% have", humanDuration(&last.Time), percent(last.Done))
	if last.Low != nil && last.High != nil {
		text += fmt.Sprintf(" (%s–%s %%)", percent(*last.Low), percent(*last.High))
	}
	return append(list, text+": after that no lead is known to have reached it.")
}

// tell writes a quantile with its interval.
func (q *CurveQuantile) tell() string {
	if q.Low == nil && q.High == nil {
		return humanDuration(&q.Value)
	}
	return fmt.Sprintf("%s (95 %%: %s)", humanDuration(&q.Value), q.interval())
}

func (q *CurveQuantile) interval() string {
	low, high := humanDuration(q.Low), humanDuration(q.High)
	switch {
	case q.Low == nil && q.High == nil:
		return "–"
	case q.High == nil:
		return low + " or more"
	case q.Low == nil:
		return "up to " + high
	}
	return low + " to " + high
}

const curveStyle = `
.band { fill: var(--accent); fill-opacity: 0.16; stroke: var(--accent); stroke-width: 0.7px }
.curve { fill: none; stroke: var(--accent); stroke-width: 2.2px; stroke-linejoin: round }
.quart { stroke: var(--ink); stroke-width: 1px; stroke-dasharray: 2 3 }
.dot { fill: var(--ink); stroke: var(--paper); stroke-width: 1.5px }
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }
`

func (r *Report) drawCurve() string {
	k := r.Curve
	says := k.says()
	tell := append(says[:len(says):len(says)], fmt.Sprintf("%s, of whom %s reached it.", plural(k.Leads, "lead"), humanCount(k.Events)))
	for _, q := range k.quartiles() {
		if q.CurveQuantile != nil {
			tell = append(tell, q.name+" within "+q.tell()+".")
		}
	}
	title := "How long it takes to reach " + inSentence(terminal.Plain(k.Stage, 40))
	return draw(CurvePicture, title, says, strings.Join(tell, " "), curveStyle, func(c *canvas) {
		c.note(fmt.Sprintf("%s, open ones counted for as long as they have lasted (Kaplan–Meier)", plural(k.Leads, "lead")))
		c.y += 8
		p := plot{x: 52, y: c.y, width: pictureRight - 52 - 14, height: 190, end: curveEnd(k.Points), top: k.top()}
		if p.top < 1 {
			c.y += 6
			c.Text("tick strong", p.x, c.y, fmt.Sprintf("the axis ends at %s %%, not at 100 %%", strconv.FormatFloat(math.Round(1000*p.top)/10, 'f', -1, 64)))
			c.y += 14
			p.y = c.y
			c.axes(p, curveTicks, 0, p.top/2, p.top)
		} else {
			c.axes(p, curveTicks, 0, 0.25, 0.5, 0.75, 1)
		}
		c.band(p, k.Points)
		line := []svg.Point{p.at(0, 0)}
		done := 0.0
		for _, point := range k.Points {
			line = append(line, p.at(point.Time, done), p.at(point.Time, point.Done))
			done = point.Done
		}
		c.Polyline("curve", append(line, p.at(p.end, done))...)
		for _, q := range k.quartiles() {
			if q.CurveQuantile == nil {
				continue
			}
			at := p.at(q.Value, q.share)
			c.Line("quart", at.X, at.Y, at.X, p.y+p.height)
			c.Circle("dot", at.X, at.Y, 4)
			text := humanDuration(&q.Value)
			if at.X+10+svg.Width(text, fontSmall) < pictureRight {
				c.Text("text strong halo", at.X+8, at.Y+15, text)
			} else {
				c.Text("text strong end halo", at.X-8, at.Y-6, text)
			}
		}
		c.y = p.y + p.height + 38
		if len(k.OnTheWay) > 0 {
			c.Text("tick", pictureMargin, c.y, "leads still on the way")
			c.y += 16
			for _, at := range k.OnTheWay {
				c.Text("cell mid", p.at(at.Time, 0).X, c.y, humanCount(at.N))
			}
			c.y += 22
		}
		c.item("the share of all leads that has reached it by then", func(x, y float64) { c.Line("curve", x, y-4, x+24, y-4) })
		c.item("its 95 % range", func(x, y float64) { c.Rect("band", x, y-11, 24, 13) })
		if k.P25 != nil {
			c.item("a quarter, half, three quarters of all", func(x, y float64) { c.Circle("dot", x+12, y-4, 4) })
		}
	})
}

// top is where the axis of shares ends: at a round value above all that is drawn where
// that stays below a half, for what is small would lie flat on the floor.
func (k *Curve) top() float64 {
	most := 0.0
	for i := range k.Points {
		p := &k.Points[i]
		if most = max(most, p.Done); p.High != nil {
			most = max(most, *p.High)
		}
	}
	for _, top := range []float64{0.002, 0.01, 0.02, 0.04, 0.1, 0.2, 0.3, 0.4, 0.5} {
		if most < top {
			return top
		}
	}
	return 1
}

// quartile is a quantile of a curve with its name.
type quartile struct {
	name  string
	share float64
	*CurveQuantile
}

func (k *Curve) quartiles() []quartile {
	return []quartile{{"A quarter", 0.25, k.P25}, {"Half", 0.5, k.P50}, {"Three quarters", 0.75, k.P75}}
}

// curveEnd is the right edge of the picture of a curve, in seconds.
func curveEnd(points []CurvePoint) float64 { return max(points[len(points)-1].Time*afterLast, 1) }

// tellsOnTheWay says what OnTheWay does; nothing if it is empty.
func (k *Curve) tellsOnTheWay() string {
	if len(k.OnTheWay) == 0 {
		return ""
	}
	var list []string
	var times []*float64
	for i := range k.OnTheWay {
		times = append(times, &k.OnTheWay[i].Time)
	}
	words := humanDurations(times...)
	for i := range k.OnTheWay {
		at := &k.OnTheWay[i]
		when := " at first"
		if at.Time > 0 {
			when = " after " + words[i]
		}
		list = append(list, humanCount(at.N)+when)
	}
	return "Still on the way: " + strings.Join(list, ", ") + "."
}

// band draws the interval, where there is one, as steps.
func (c *canvas) band(p plot, points []CurvePoint) {
	var up, down []svg.Point
	flush := func() {
		for i := len(down) - 1; i >= 0; i-- {
			up = append(up, down[i])
		}
		if len(up) > 0 {
			c.Polygon("band", up...)
		}
		up, down = nil, nil
	}
	for i, point := range points {
		if point.Low == nil || point.High == nil {
			flush()
			continue
		}
		next := p.end // the last step goes on
		if i+1 < len(points) {
			next = points[i+1].Time
		}
		up = append(up, p.at(point.Time, *point.High), p.at(next, *point.High))
		down = append(down, p.at(point.Time, *point.Low), p.at(next, *point.Low))
	}
	flush()
}
