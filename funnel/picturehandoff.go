package funnel

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

// drawnPeriods is how many periods a picture shows: the latest.
const drawnPeriods = 24

// offerPart is one end of offers, as it is drawn and told.
type offerPart struct {
	class string
	hatch bool
	n     int64
	what  string
}

// parts are the ends of offers in the order of a bar.
func (o *Offers) parts() []offerPart {
	return []offerPart{
		{"good", false, o.Accepted, "accepted"},
		{"warn", true, o.Rejected, "rejected"},
		{"warnsoft", true, o.Returned, "returned to be completed"},
		{"blank", true, o.Withdrawn, "withdrawn, without an answer"},
		{"soft", false, o.Open - o.Overdue, "open, in time"},
		{"blank", false, o.Overdue, "open, past the due time (!)"},
	}
}

// isWeek reports whether a period is a week, not a month.
func isWeek(from, to time.Time) bool { return to.Sub(from) <= 20*24*time.Hour }

// periodLabel names a week or a month by its first day, which is that of the zone that
// its times are in: for a column whose head says what it is, see [inPeriod].
func periodLabel(from, to time.Time) string {
	if isWeek(from, to) {
		return from.Format(time.DateOnly)
	}
	return from.Format("2006-01")
}

// periodWords names a period in a sentence.
func periodWords(from, to time.Time) string {
	if isWeek(from, to) {
		return "week of " + periodLabel(from, to)
	}
	return periodLabel(from, to)
}

// inPeriod is the head of a column of periods: what happened in them.
func inPeriod(what string, from, to time.Time) string {
	if isWeek(from, to) {
		return what + " week of"
	}
	return what
}

// offeredIn is the head of a column of periods of offers.
func (h *HandOff) offeredIn() string {
	if len(h.Periods) == 0 {
		return "offered in"
	}
	return inPeriod("offered in", h.Periods[0].From, h.Periods[0].To)
}

// cameIn is the head of a column of cohorts.
func (c *Cohorts) cameIn() string {
	if len(c.Rows) == 0 {
		return "came in"
	}
	return inPeriod("came in", c.Rows[0].From, c.Rows[0].To)
}

// handOffSays is what the hand-off comes to in a sentence or two.
func (r *Report) handOffSays() []string {
	o := &r.HandOff.Total
	if o.Offered == 0 {
		return []string{"Nothing was offered."}
	}
	decided := o.OfDecided
	first := plural(o.Offered, "offer") + ", none decided yet."
	if decided.Den > 0 {
		first = fmt.Sprintf("%s of %s accepted: %s.", humanCount(decided.Num), plural(decided.Den, "decided offer"), share(decided))
	}
	list := []string{first}
	if o.Open > 0 {
		text := fmt.Sprintf("%s of %s not answered", humanCount(o.Open), humanCount(o.Offered))
		if o.Overdue > 0 {
			text += ", " + humanCount(o.Overdue) + " past the due time"
		}
		list = append(list, text+".")
	}
	return list
}

// tell says how offers ended.
func (o *Offers) tell() string {
	var list []string
	for _, p := range o.parts() {
		if p.n > 0 {
			list = append(list, humanCount(p.n)+" "+strings.TrimSuffix(p.what, " (!)"))
		}
	}
	text := plural(o.Offered, "offer")
	if len(list) > 0 {
		text += ": " + strings.Join(list, ", ")
	}
	if o.OfDecided.Den > 0 {
		text += "; accepted of decided " + share(o.OfDecided)
	}
	return text
}

const handOffStyle = `
.alarm { fill: none; stroke: var(--warn-ink); stroke-width: 2px }
.inbar { font-size: 11.5px; font-weight: bold; text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round }
.below { font-size: 11.5px; font-weight: bold; text-anchor: middle }
.rateof { font-size: 12.5px; font-weight: bold; text-anchor: end }
`

func (r *Report) drawHandOff() string {
	h := r.HandOff
	says := r.handOffSays()
	tell := append(says[:len(says):len(says)], "All: "+h.Total.tell()+".")
	periods := h.Periods[max(len(h.Periods)-drawnPeriods, 0):]
	for i := range periods {
		tell = append(tell, periodWords(periods[i].From, periods[i].To)+": "+periods[i].Offers.tell()+".")
	}
	title := "Offers in " + inSentence(terminal.Plain(string(h.Status), 40)) + ": what became of them"
	return draw(HandOffPicture, title, says, strings.Join(tell, " "), handOffStyle, func(c *canvas) {
		c.y += 6
		c.Text("tick", pictureMargin, c.y, h.offeredIn())
		c.Text("tick end", pictureRight, c.y, "accepted of decided")
		c.y += 6
		if !h.onePeriod() {
			c.offers("all", &h.Total, h.Total.Offered)
			c.Line("grid", pictureMargin, c.y, pictureRight, c.y)
			c.y += 4
		}
		var most int64
		for i := range periods {
			most = max(most, periods[i].Offers.Offered)
		}
		for i := range periods {
			c.offers(periodLabel(periods[i].From, periods[i].To), &periods[i].Offers, most)
		}
		c.y += 20
		if text := andMore(len(h.Periods)-len(periods), "period before", "periods before"); text != "" {
			c.note(text)
			c.y += 3
		}
		for _, p := range h.Total.parts() {
			if p.n > 0 {
				c.item(p.what, func(x, y float64) {
					c.area(p.class, p.hatch, x+0.5, y-10.5, 23, 12)
					if strings.HasSuffix(p.what, "(!)") {
						c.alarm(x+0.5, y-10.5, 23, 12)
					}
				})
			}
		}
		text := "the rate has its 95 % range, in percent"
		if len(periods) > 0 && !h.onePeriod() {
			text = "periods have a scale of their own; " + text
		}
		c.item(text, func(float64, float64) {})
	})
}

// alarm marks what is overdue: a bold frame with a cross.
func (c *canvas) alarm(x, y, width, height float64) {
	c.Rect("alarm", x+1, y+1, width-2, height-2)
	if width > 8 {
		c.Line("alarm", x+1, y+1, x+width-1, y+height-1)
	}
}

// offers draws a row: the name, a bar of as many as most is wide, the rate.
func (c *canvas) offers(name string, o *Offers, most int64) {
	const left, right, height = 84, 278, 18
	c.Group("row", name+": "+o.tell())
	c.Text("text", pictureMargin, c.y+13, name)
	below := c.parts(o.parts(), left, right, height, most)
	value, interval := humanRate(o.OfDecided)
	if interval != "" {
		c.Text("rateof", 320, c.y+13, strings.TrimSuffix(value, " %"))
		c.Text("tick end", pictureRight, c.y+13, interval)
	} else {
		c.Text("tick end", pictureRight, c.y+13, "–")
	}
	c.End()
	c.y += height + below + 6
}

// parts draws a bar of parts, of as many as most is from left to right, with their
// numbers in them or, where one is too narrow for it, below. It returns how much room
// these take.
func (c *canvas) parts(parts []offerPart, left, right, height float64, most int64) (below float64) {
	type label struct {
		text             string
		at, middle, size float64
	}
	var narrow []label
	x := left
	for _, p := range parts {
		if p.n <= 0 || most <= 0 {
			continue
		}
		width := (right - left) * float64(p.n) / float64(most)
		c.area(p.class, p.hatch, x, c.y, width, height)
		text := humanCount(p.n)
		if strings.HasSuffix(p.what, "(!)") {
			c.alarm(x, c.y, width, height)
			text = "! " + text
		}
		if size := svg.Width(text, fontTiny) / boldShare; size < width-4 {
			c.Text("inbar", x+width/2, c.y+height/2+4, text)
		} else {
			narrow = append(narrow, label{text, x + width/2, x + width/2, size + 5})
		}
		x += width
	}
	if len(narrow) == 0 {
		return 0
	}
	// Apart from each other, and none beyond the edge.
	edge := float64(pictureMargin)
	for i := range narrow {
		l := &narrow[i]
		l.middle = max(l.middle, edge+l.size/2)
		edge = l.middle + l.size/2
	}
	edge = pictureRight
	for i := range narrow {
		l := &narrow[len(narrow)-1-i]
		l.middle = min(l.middle, edge-l.size/2)
		edge = l.middle - l.size/2
		c.Text("below", l.middle, c.y+height+11, l.text)
		c.Line("axis", l.at, c.y+height, l.middle, c.y+height+2.5)
	}
	return 12
}

// onePeriod reports whether all offers are of one period, which is the same bar then.
func (h *HandOff) onePeriod() bool {
	return len(h.Periods) == 1 && h.Periods[0].Offers.Offered == h.Total.Offered
}
