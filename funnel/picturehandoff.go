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

// periodLabel names a week or a month by its first day, which is that of the zone that
// its times are in.
func periodLabel(from, to time.Time) string {
	if to.Sub(from) > 20*24*time.Hour {
		return from.Format("2006-01")
	}
	return from.Format(time.DateOnly)
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
.rateof { font-size: 12.5px; font-weight: bold; text-anchor: end }
`

func (r *Report) drawHandOff() string {
	h := r.HandOff
	says := r.handOffSays()
	tell := append(says[:len(says):len(says)], "All: "+h.Total.tell()+".")
	periods := h.Periods[max(len(h.Periods)-drawnPeriods, 0):]
	for i := range periods {
		tell = append(tell, periodLabel(periods[i].From, periods[i].To)+": "+periods[i].Offers.tell()+".")
	}
	title := "Offers in " + inSentence(terminal.Plain(string(h.Status), 40)) + ": what became of them"
	return draw(HandOffPicture, title, says, strings.Join(tell, " "), handOffStyle, func(c *canvas) {
		c.y += 6
		c.Text("tick", pictureMargin, c.y, "offered in")
		c.Text("tick end", pictureRight, c.y, "accepted of decided")
		c.y += 6
		c.offers("all", &h.Total, h.Total.Offered)
		c.Line("grid", pictureMargin, c.y, pictureRight, c.y)
		c.y += 4
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
		c.item("periods have a scale of their own; the rate has its 95 % range, in percent", func(float64, float64) {})
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
	x := float64(left)
	for _, p := range o.parts() {
		if p.n <= 0 || most <= 0 {
			continue
		}
		width := (right - left) * float64(p.n) / float64(most)
		c.area(p.class, p.hatch, x, c.y, width, height)
		if strings.HasSuffix(p.what, "(!)") {
			c.alarm(x, c.y, width, height)
		}
		if text := humanCount(p.n); svg.Width(text, fontTiny) < width-4 {
			c.Text("inbar", x+width/2, c.y+13, text)
		}
		x += width
	}
	value, interval := humanRate(o.OfDecided)
	if interval != "" {
		c.Text("rateof", 320, c.y+13, strings.TrimSuffix(value, " %"))
		c.Text("tick end", pictureRight, c.y+13, interval)
	} else {
		c.Text("tick end", pictureRight, c.y+13, "–")
	}
	c.End()
	c.y += height + 6
}
