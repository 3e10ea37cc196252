package funnel

import (
	"cmp"
	"fmt"
	"math"
	"strconv"

	"github.com/leadline-go/leadline/internal/svg"
)

// afterLast is how far an axis goes on, so that the last step has a tread.
const afterLast = 1.06

// plot is an area with axes: time to the right, shares upwards.
type plot struct {
	x, y, width, height float64 // its upper left corner and size
	end                 float64 // seconds at its right edge
	top                 float64 // the share at its upper edge; 0: all
}

func (p plot) at(seconds, share float64) svg.Point {
	return svg.Point{X: p.x + p.width*min(seconds/p.end, 1), Y: p.y + p.height*(1-share/cmp.Or(p.top, 1))}
}

// Ticks of a time axis are a round number of these apart.
var timeSteps = [...]float64{
	1, 5, 15, 30, 60, 5 * 60, 15 * 60, 30 * 60, 3600, 3 * 3600, 6 * 3600, 12 * 3600,
	86400, 2 * 86400, 5 * 86400, 10 * 86400, 20 * 86400, 30 * 86400, 60 * 86400, 90 * 86400, 180 * 86400, 365 * 86400,
}

// ticks are where an axis of so many seconds has its marks: at most n and 0.
func ticks(end float64, n int) []float64 {
	step := timeSteps[len(timeSteps)-1]
	for _, s := range timeSteps {
		if end/s <= float64(n) {
			step = s
			break
		}
	}
	step *= math.Ceil(end / step / float64(n))
	list := []float64{0}
	for i := 1; float64(i)*step <= end && i <= n; i++ {
		list = append(list, float64(i)*step)
	}
	return list
}

// tickLabel writes a mark in the unit of the last one.
func tickLabel(seconds float64) string {
	switch {
	case seconds == 0:
		return "0"
	case math.Mod(seconds, 86400) == 0:
		return humanCount(int64(seconds/86400)) + " d"
	case math.Mod(seconds, 3600) == 0:
		return fmt.Sprintf("%.0f h", seconds/3600)
	case math.Mod(seconds, 60) == 0:
		return fmt.Sprintf("%.0f min", seconds/60)
	}
	return fmt.Sprintf("%.0f s", seconds)
}

// axes draws a plot's frame and its marks; the shares are written if names is set.
func (c *canvas) axes(p plot, n int, shares ...float64) {
	for _, s := range shares {
		at := p.at(0, s)
		c.Line("grid", p.x, at.Y, p.x+p.width, at.Y)
		c.Text("tick end", p.x-5, at.Y+4, strconv.FormatFloat(math.Round(1000*s)/10, 'f', -1, 64)+" %")
	}
	for _, s := range ticks(p.end, n) {
		at := p.at(s, 0)
		c.Line("axis", at.X, at.Y, at.X, at.Y+4)
		c.Text("tick mid", at.X, at.Y+16, tickLabel(s))
	}
	c.Line("axis", p.x, p.y+p.height, p.x+p.width, p.y+p.height)
}
