package funnel

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

const (
	drawnGoalPeriods = 12
	drawnGoals       = 8
)

// says is how a goal stood in its latest period.
func (g *Goal) says() string {
	name := inSentence(terminal.Plain(g.Stage, 40))
	if len(g.Periods) == 0 {
		return fmt.Sprintf("%s: no period of the goal lies in this time.", name)
	}
	p := &g.Periods[len(g.Periods)-1]
	return fmt.Sprintf("%s, %s: %s.", name, periodWords(p.From, p.To), p.tell(g.AtLeast))
}

// tell says how a period stands against its goal.
func (p *GoalPeriod) tell(goal int64) string {
	text := fmt.Sprintf("%s of %s, %s", humanCount(p.Actual), humanCount(goal), p.State)
	if p.State == GoalOpen {
		text = fmt.Sprintf("%s of %s by now", humanCount(p.Actual), humanCount(goal))
	}
	if s := p.Still; s != nil {
		text += ", " + humanCount(s.Needed) + " to go"
		if s.Low != nil && s.High != nil {
			text += fmt.Sprintf("; of %s on the way %s may come", plural(s.Waiting, "lead"), s.expected())
		}
	}
	return text
}

// expected is what may still come, "12–19".
func (s *GoalStill) expected() string {
	if s.Low == nil || s.High == nil {
		return "–"
	}
	low, high := humanCount(int64(*s.Low)), humanCount(int64(*s.High)) // whole leads
	if low == high {
		return low
	}
	return low + "–" + high
}

const goalStyle = `
.target { stroke: var(--ink); stroke-width: 2.5px }
.maybe { fill: none; stroke: var(--accent); stroke-width: 1.5px; stroke-dasharray: 4 3 }
.state { font-size: 12.5px; font-weight: bold; text-anchor: end }
`

func (r *Report) drawGoals() string {
	var says, tell []string
	shown := r.Goals[:min(len(r.Goals), drawnGoals)]
	for i := range shown {
		g := &shown[i]
		if len(says) < 4 {
			says = append(says, g.says())
		}
		for k := range g.latest() {
			p := &g.latest()[k]
			tell = append(tell, fmt.Sprintf("%s, %s: %s.", inSentence(terminal.Plain(g.Stage, 40)), periodWords(p.From, p.To), p.tell(g.AtLeast)))
		}
	}
	return draw(GoalPicture, "Goals: what was to be reached, and what was", says, strings.Join(tell, " "), goalStyle, func(c *canvas) {
		for i := range shown {
			c.goal(&shown[i])
		}
		c.y += 20
		if text := andMore(len(r.Goals)-len(shown), "goal", "goals"); text != "" {
			c.note(text)
			c.y += 3
		}
		if len(shown) > 1 {
			c.note("Each goal has a scale of its own.")
			c.y += 3
		}
		c.item("the goal", func(x, y float64) { c.Line("target", x+12, y-11, x+12, y+2) })
		c.item("reached: the goal is met", c.swatch("good", false))
		c.item("reached: the goal is missed", c.swatch("warn", true))
		c.item("reached so far: the period is not over", c.swatch("accent", false))
		c.item("what leads on the way may still add: at most, by the measured rates, if all had the time", func(x, y float64) { c.Rect("maybe", x+0.5, y-10.5, 23, 12) })
	})
}

// latest are the periods that are drawn.
func (g *Goal) latest() []GoalPeriod { return g.Periods[max(len(g.Periods)-drawnGoalPeriods, 0):] }

func (c *canvas) goal(g *Goal) {
	const left, right, height = 84, 262, 16
	c.y += 16
	c.name("text strong", pictureMargin, c.y, fontSmall, 240, g.Stage)
	c.Text("tick end", pictureRight, c.y, fmt.Sprintf("goal: %s a %s", humanCount(g.AtLeast), g.Per))
	c.y += 8
	if len(g.Periods) > 0 && isWeek(g.Periods[0].From, g.Periods[0].To) {
		c.y += 8
		c.Text("tick", pictureMargin, c.y, "week of")
		c.y += 4
	}
	if len(g.Periods) == 0 {
		c.y += 12
		c.Text("tick", pictureMargin, c.y, "no period of the goal lies in this time")
		return
	}
	most := float64(max(g.AtLeast, 1))
	for i := range g.latest() {
		p := &g.latest()[i]
		most = max(most, float64(p.Actual))
		if p.Still != nil && p.Still.High != nil {
			most = max(most, min(float64(p.Actual)+*p.Still.High, 2*float64(g.AtLeast)))
		}
	}
	length := func(n float64) float64 { return (right - left) * min(n/most, 1) }
	for i := range g.latest() {
		p := &g.latest()[i]
		name := periodLabel(p.From, p.To)
		c.Group("row", periodWords(p.From, p.To)+": "+p.tell(g.AtLeast))
		c.Text("text", pictureMargin, c.y+13, name)
		actual := length(float64(p.Actual))
		state, class := string(p.State), "state"
		switch p.State {
		case GoalMet:
			c.area("good", false, left, c.y, actual, height)
			class += " goodink"
		case GoalMissed:
			c.area("warn", true, left, c.y, actual, height)
			class += " warnink"
		default:
			if s := p.Still; s != nil {
				state = humanCount(s.Needed) + " to go"
				if s.High != nil {
					c.Rect("maybe", left+actual, c.y+2, length(float64(p.Actual)+*s.High)-actual, height-4)
				}
			}
			c.area("accent", false, left, c.y, actual, height)
		}
		at := left + length(float64(g.AtLeast))
		c.Line("target", at, c.y-2, at, c.y+height+2)
		c.Text("state", 312, c.y+13, humanCount(p.Actual))
		c.Text(class, pictureRight, c.y+13, state)
		c.End()
		c.y += height + 6
	}
	if text := andMore(len(g.Periods)-len(g.latest()), "period before", "periods before"); text != "" {
		c.y += 12
		c.Text("tick", pictureMargin, c.y, text)
	}
}

// humanNumber writes a number with as many decimals as it is worth reading.
func humanNumber(v float64) string {
	switch size := math.Abs(v); {
	case size >= 1e15:
		return strconv.FormatFloat(v, 'g', 4, 64)
	case size >= 100 || v == math.Trunc(v):
		return humanCount(int64(math.Round(v)))
	case size >= 0.1:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}
