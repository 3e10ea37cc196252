package funnel

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
	"github.com/leadline-go/leadline/lead"
)

// clockRow is a clock with its name and what its due time was missed at.
type clockRow struct {
	name string
	*Clock
}

func (o *Offers) clocks() []clockRow {
	return []clockRow{{"Answer to the offer", &o.Decision}, {"First touch after acceptance", &o.FirstTouch}}
}

// tell says how a clock was kept.
func (k clockRow) tell() string {
	text := fmt.Sprintf("%s: %s in time, %s late or overdue, %s not yet due", k.name, humanCount(k.Met), humanCount(k.Missed), humanCount(k.NotYetDue))
	if k.Kept.Den > 0 {
		text += "; kept " + share(k.Kept)
	}
	if k.Unmeasured > 0 {
		text += "; " + humanCount(k.Unmeasured) + " without a due time or withdrawn before it"
	}
	return text + "."
}

// kept is the sentence of a clock.
func (k clockRow) kept() string {
	if k.Kept.Den == 0 {
		return k.name + ": no due time has passed yet."
	}
	return fmt.Sprintf("%s: %s of %s in time, %s.", k.name, humanCount(k.Met), humanCount(k.Kept.Den), share(k.Kept))
}

func (r *Report) drawClocks() string {
	clocks := r.HandOff.Total.clocks()
	var says, tell []string
	for _, k := range clocks {
		says, tell = append(says, k.kept()), append(tell, k.tell())
	}
	return draw(ClockPicture, "Was the time limit kept?", says, strings.Join(tell, " "), handOffStyle, func(c *canvas) {
		for _, k := range clocks {
			c.y += 12
			c.clock(k)
		}
		c.y += 22
		c.item("in time", c.swatch("good", false))
		c.item("late, or not done and overdue", c.swatch("warn", true))
		c.item("not done, and in time", c.swatch("soft", false))
	})
}

func (c *canvas) clock(k clockRow) {
	const height = 22
	c.y += 4
	c.Text("text strong", pictureMargin, c.y, k.name)
	if k.Time.KMP50 != nil {
		c.Text("tick end", pictureRight, c.y, "half within "+humanDuration(k.Time.KMP50))
	}
	c.y += 6
	if all := k.Met + k.Missed + k.NotYetDue; all > 0 {
		parts := []offerPart{{"good", false, k.Met, ""}, {"warn", true, k.Missed, ""}, {"soft", false, k.NotYetDue, ""}}
		c.y += c.parts(parts, pictureMargin, pictureRight, height, all)
	} else {
		c.Rect("blank", pictureMargin, c.y, barsWidth, height)
		c.Text("tick mid", pictureWidth/2, c.y+15, "none with a due time")
	}
	c.y += height
	if k.Unmeasured > 0 {
		c.y += 15
		c.Text("tick", pictureMargin, c.y, "not drawn: "+humanCount(k.Unmeasured)+" without a due time, or ended before it")
	}
	c.y += 4
}

// drawnReasons is how many reasons a picture shows.
const drawnReasons = 16

// sideName names a side for people.
func sideName(s lead.Side) string {
	switch s {
	case "":
		return "nobody in particular"
	case lead.LeadManagement:
		return "lead management"
	}
	return terminal.Plain(string(s), nameLimit)
}

// label names a reason: what merely looks like another kind is in quotes.
func (c *ReasonCount) label() string {
	switch {
	case c.Kind == NoneSegment:
		return "no reason given"
	case c.Kind == OtherSegment:
		return "other reasons"
	}
	return terminal.Plain(c.Reason, nameLimit)
}

func (r *Report) reasonsSay() []string {
	h := r.HandOff
	if len(h.Faults) == 0 || len(h.Reasons) == 0 {
		return nil
	}
	most := &h.Reasons[0]
	refusals := plural(most.Share.Den, "refusal")
	equal := 1
	for equal < len(h.Reasons) && h.Reasons[equal].N == most.N {
		equal++
	}
	first := fmt.Sprintf("Most often: %s, %s of %s.", inSentence(terminal.Plain(most.label(), 40)), humanCount(most.N), refusals)
	switch {
	case equal > 1 && equal == len(h.Reasons):
		first = fmt.Sprintf("No reason stands out: each of the %d has %s of %s.", equal, humanCount(most.N), refusals)
	case equal > 1:
		first = fmt.Sprintf("No reason stands out: the %d most frequent ones have %s of %s each.", equal, humanCount(most.N), refusals)
	}
	return []string{first, h.faultsSay()}
}

// faultsSay is who can mend how many of the refusals, in a sentence.
func (h *HandOff) faultsSay() string {
	var sides []string
	nobody := ""
	for _, f := range h.Faults {
		value, _ := humanRate(f.Share)
		many := fmt.Sprintf("%s (%s)", humanCount(f.Share.Num), value)
		switch {
		case f.Side == "":
			nobody = many
		case len(sides) == 0:
			sides = append(sides, inSentence(sideName(f.Side))+" can mend "+many)
		default:
			sides = append(sides, inSentence(sideName(f.Side))+" "+many)
		}
	}
	all := plural(h.Faults[0].Share.Den, "refusal")
	switch {
	case len(sides) == 0:
		return fmt.Sprintf("Of %s no side answers for any.", all)
	case nobody == "":
		return fmt.Sprintf("Of %s %s.", all, strings.Join(sides, ", "))
	}
	return fmt.Sprintf("Of %s %s; for %s no side answers.", all, strings.Join(sides, ", "), nobody)
}

const reasonStyle = `
.side { font-size: 13.5px; font-weight: bold }
`

func (r *Report) drawReasons() string {
	h := r.HandOff
	shown := h.Reasons[:min(len(h.Reasons), drawnReasons)]
	says := r.reasonsSay()
	tell := says[:len(says):len(says)]
	for i := range shown {
		s := &shown[i]
		tell = append(tell, fmt.Sprintf("%s, %s: %s (side at fault: %s).", inSentence(s.label()), s.End, humanCount(s.N), inSentence(sideName(s.Fault))))
	}
	return draw(ReasonPicture, "Why offers were refused", says, strings.Join(tell, " "), reasonStyle, func(c *canvas) {
		most := int64(1)
		for i := range shown {
			most = max(most, shown[i].N)
		}
		for _, f := range h.Faults {
			if !slices.ContainsFunc(shown, func(s ReasonCount) bool { return s.Fault == f.Side }) {
				continue
			}
			c.y += 12
			value, interval := humanRate(f.Share)
			c.name("side", pictureMargin, c.y, fontText, 180, sideName(f.Side))
			c.Text("text end", pictureRight, c.y, humanCount(f.Share.Num)+" = "+value+" ("+interval+")")
			c.y += 5
			c.Line("grid", pictureMargin, c.y, pictureRight, c.y)
			for i := range shown {
				if shown[i].Fault == f.Side {
					c.reason(&shown[i], most)
				}
			}
			c.y += 10
		}
		c.y += 14
		if text := andMore(len(h.Reasons)-len(shown), "reason", "reasons"); text != "" {
			c.note(text)
			c.y += 3
		}
		c.item("rejected", c.swatch("warn", true))
		c.item("returned to be completed", c.swatch("warnsoft", true))
	})
}

func (c *canvas) reason(s *ReasonCount, most int64) {
	const left = 160
	c.y += 6
	class := "warn" // as in the bars of the offers
	if s.End == OfferReturned {
		class = "warnsoft"
	}
	c.name("text", pictureMargin, c.y+12, fontSmall, left-pictureMargin-8, s.label())
	width := (pictureRight - left - 40) * float64(s.N) / float64(most)
	c.area(class, true, left, c.y, width, 15)
	c.Text("text strong", left+width+6, c.y+12, humanCount(s.N))
	c.y += 15
}
