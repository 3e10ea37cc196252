package funnel

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

const (
	drawnAges  = 14
	drawnLeaks = 20
)

// label names a bucket: "0–1 d", "90 d +".
func (b *AgeBucket) label() string {
	if b.To == 0 {
		return fmt.Sprintf("%d d +", b.From)
	}
	return fmt.Sprintf("%d–%d d", b.From, b.To)
}

// short is the label without its unit, where there is no room for it.
func (b *AgeBucket) short() string {
	if b.To == 0 {
		return fmt.Sprintf("%d+", b.From)
	}
	return fmt.Sprintf("%d–%d", b.From, b.To)
}

// tell says how old the leads in a status are.
func (a *Age) tell() string {
	text := inSentence(terminal.Plain(string(a.Status), 40)) + ": " + plural(a.Leads, "lead")
	if a.Overdue > 0 {
		text += ", " + humanCount(a.Overdue) + " past the due time"
	}
	var list []string
	for i := range a.Buckets {
		if b := &a.Buckets[i]; b.N > 0 {
			list = append(list, b.label()+" "+humanCount(b.N))
		}
	}
	if len(list) > 0 {
		text += "; by age: " + strings.Join(list, ", ")
	}
	return text + "."
}

func (r *Report) agesSay() []string {
	var all, late int64
	for i := range r.Ages {
		all, late = all+r.Ages[i].Leads, late+r.Ages[i].Overdue
	}
	if late == 0 {
		return []string{plural(all, "lead") + " on the way, none past a due time."}
	}
	return []string{fmt.Sprintf("%s on the way, %s of them past the due time.", plural(all, "lead"), humanCount(late))}
}

const ageStyle = `
.num { font-size: 11.5px; font-weight: bold; text-anchor: middle }
`

func (r *Report) drawAges() string {
	shown := r.Ages[:min(len(r.Ages), drawnAges)]
	says := r.agesSay()
	tell := says[:len(says):len(says)]
	most := int64(1)
	for i := range shown {
		tell = append(tell, shown[i].tell())
		for _, b := range shown[i].Buckets {
			most = max(most, b.N)
		}
	}
	return draw(AgePicture, "How long leads have been where they stand", says, strings.Join(tell, " "), ageStyle, func(c *canvas) {
		c.y += 2
		c.note("Leads by the days that they have been in the status. All bars have one scale.")
		for i := range shown {
			c.Group("panel", tell[len(says)+i])
			c.ages(&shown[i], most)
			c.End()
		}
		c.y += 18
		if text := andMore(len(r.Ages)-len(shown), "status", "statuses"); text != "" {
			c.note(text)
			c.y += 3
		}
	})
}

func (c *canvas) ages(a *Age, most int64) {
	const height = 40
	c.y += 18
	right := humanCount(a.Leads) + " here"
	if a.Untimed > 0 {
		right += ", " + humanCount(a.Untimed) + " of unknown age"
	}
	edge := float64(pictureRight)
	if a.Overdue > 0 {
		text := "! " + humanCount(a.Overdue) + " overdue"
		c.Text("text strong end warnink", edge, c.y, text)
		edge -= svg.Width(text, fontSmall)/boldShare + 10
	}
	c.Text("text end", edge, c.y, right)
	c.name("text strong", pictureMargin, c.y, fontSmall, edge-svg.Width(right, fontSmall)-pictureMargin-8, string(a.Status))
	c.y += 20
	if len(a.Buckets) > 0 {
		width := float64(barsWidth) / float64(len(a.Buckets))
		for i := range a.Buckets {
			b := &a.Buckets[i]
			x, tall := pictureMargin+width*float64(i), height*float64(b.N)/float64(most)
			if b.N > 0 {
				tall = max(tall, leastBar)
				c.Rect("accent", x+3, c.y+height-tall, width-6, tall)
				c.Text("num", x+width/2, c.y+height-tall-3, humanCount(b.N))
			}
			c.Text("tick mid", x+width/2, c.y+height+14, svg.Fit(b.short(), fontTiny, width))
		}
		c.Line("axis", pictureMargin, c.y+height, pictureRight, c.y+height)
	}
	c.y += height + 20
}

// tell says where leads are that got no further than a stage.
func (l *Leak) tell() string {
	list := []string{fmt.Sprintf("%s: %s got no further, %s of them still there", inSentence(terminal.Plain(l.Stage, 40)), plural(l.Leads, "lead"), humanCount(l.Still))}
	for _, g := range l.Gone[:min(len(l.Gone), 6)] {
		list = append(list, humanCount(g.N)+" in "+inSentence(terminal.Plain(string(g.Status), 40)))
	}
	return strings.Join(list, ", ") + "."
}

func (r *Report) leaksSay() []string {
	most := 0
	for i := range r.Leaks {
		if l := &r.Leaks[i]; l.Leads-l.Still > r.Leaks[most].Leads-r.Leaks[most].Still {
			most = i
		}
	}
	l := &r.Leaks[most]
	if l.Leads == l.Still {
		return []string{"No lead has left a stage without getting further."}
	}
	return []string{fmt.Sprintf("Most leads are lost after %s: %s.", inSentence(terminal.Plain(l.Stage, 40)), humanCount(l.Leads-l.Still))}
}

func (r *Report) drawLeaks() string {
	shown := r.Leaks[:min(len(r.Leaks), drawnLeaks)]
	says := r.leaksSay()
	tell := says[:len(says):len(says)]
	most := int64(1)
	for i := range shown {
		tell = append(tell, shown[i].tell())
		most = max(most, shown[i].Leads)
	}
	return draw(LeakPicture, "Where leads are that got no further", says, strings.Join(tell, " "), "", func(c *canvas) {
		for i := range shown {
			c.Group("row", tell[len(says)+i])
			c.leak(&shown[i], most)
			c.End()
		}
		c.y += 24
		if text := andMore(len(r.Leaks)-len(shown), "stage", "stages"); text != "" {
			c.note(text)
			c.y += 3
		}
		c.item("still in the stage", c.swatch("soft", false))
		c.item("in another status now", c.swatch("warn", true))
	})
}

func (c *canvas) leak(l *Leak, most int64) {
	c.y += 18
	c.name("text strong", pictureMargin, c.y, fontSmall, 250, l.Stage)
	c.Text("text end", pictureRight, c.y, humanCount(l.Leads)+" got no further")
	c.y += 6
	still := barsWidth * float64(l.Still) / float64(most)
	c.area("soft", false, pictureMargin, c.y, still, 16)
	c.area("warn", true, pictureMargin+still, c.y, barsWidth*float64(l.Leads-l.Still)/float64(most), 16)
	c.y += 30
	var list []string
	if l.Still > 0 {
		list = append(list, humanCount(l.Still)+" still here")
	}
	for _, g := range l.Gone[:min(len(l.Gone), 3)] {
		list = append(list, humanCount(g.N)+" in "+inSentence(terminal.Plain(string(g.Status), 24)))
	}
	var rest int64
	for _, g := range l.Gone[min(len(l.Gone), 3):] {
		rest += g.N
	}
	if rest > 0 {
		list = append(list, humanCount(rest)+" elsewhere")
	}
	c.paragraph("tick", pictureMargin, fontTiny, 14, strings.Join(list, ", "))
	c.y -= 8
}
