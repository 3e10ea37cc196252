package funnel

import (
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

// Sizes of the bars.
const (
	barHeight    = 20
	leastBar     = 1.5 // of a stage that somebody reached
	leastWhisker = 3   // what is narrower would be a blot
)

const funnelStyle = `
.head, .rate, .range, .rest { font-size: 12.5px }
.name { font-size: 13.5px; font-weight: bold }
.count { font-size: 14px; font-weight: bold; text-anchor: end }
.share { font-size: 13.5px; text-anchor: end }
.head { text-anchor: end; fill: var(--muted) }
.rate { font-weight: bold }
.range { fill: var(--muted) }
.rest { text-anchor: end; fill: var(--muted) }
.most .rate, .most .range, .most .rest { fill: var(--warn-ink) }
.most .rest { font-weight: bold }
.arrow { fill: none; stroke: var(--muted); stroke-width: 1.6px; stroke-linejoin: round }
.bar { fill: var(--accent) }
.skip { fill: var(--accent); fill-opacity: 0.5; stroke: var(--accent) }
.gap { fill: var(--accent-soft); stroke: var(--muted) }
.most .gap { fill: var(--warn-soft); stroke: var(--warn) }
.halo { stroke: var(--paper); stroke-width: 4.5px; stroke-linecap: square }
.whisker { stroke: var(--ink); stroke-width: 1.6px }
`

// funnelPicture is a funnel that is being drawn.
type funnelPicture struct {
	*Report
	*canvas
	most   int64   // leads, of the longest bar
	widest int     // the stage before which most leads are missing; none: not to be told
	counts float64 // right edge of the column of counts
	names  float64 // width of the column of names
}

func (r *Report) drawFunnel() string {
	p := &funnelPicture{Report: r, widest: r.widestGap()}
	p.columns()
	title := "Funnel: " + inSentence(terminal.Plain(r.Funnel, 70))
	return draw(FunnelPicture, title, r.verdict(), r.describe(), funnelStyle, func(c *canvas) {
		p.canvas = c
		p.basis()
		p.bars()
		p.key()
	})
}

// columns lays out what stands above a bar: name, count and, of several stages,
// the share of the first.
func (p *funnelPicture) columns() {
	var counts, shares float64
	for i := range p.Stages {
		s := &p.Stages[i]
		p.most = max(p.most, s.Reached)
		share, _ := humanRate(s.Cumulative)
		counts = max(counts, svg.Width(humanCount(s.Reached), fontCount))
		shares = max(shares, svg.Width(share, fontText))
	}
	p.counts = pictureRight
	if len(p.Stages) > 1 {
		p.counts -= max(shares, svg.Width("of first", fontSmall)) + 14
	}
	p.names = p.counts - max(counts/boldShare, svg.Width("leads", fontSmall)) - 10 - pictureMargin
}

func (p *funnelPicture) basis() {
	basis, meaning := p.basisWords()
	together := strings.ReplaceAll(basis+": "+meaning, " UTC", "\u00a0UTC")
	lines := svg.Wrap(together, fontSmall, barsWidth)
	p.Lines("text", pictureMargin, p.y, 16, lines)
	p.y += 16 * float64(len(lines))
}

func (p *funnelPicture) bars() {
	p.y += 10
	if len(p.Stages) == 0 {
		return
	}
	p.Text("head", p.counts, p.y, "leads")
	if len(p.Stages) > 1 {
		p.Text("head", pictureRight, p.y, "of first")
	}
	for k := range p.Stages {
		class := "stage"
		if k == p.widest {
			class = "stage most"
		}
		p.Group(class, p.tell(k))
		if k > 0 && p.most > 0 {
			p.step(k)
		}
		p.bar(k)
		p.End()
	}
	p.y += 30
}

// bar draws a stage, its name above its bar.
func (p *funnelPicture) bar(k int) {
	s := &p.Stages[k]
	p.y += 18
	p.Text("name", pictureMargin, p.y, svg.Fit(s.label(), fontText, p.names*boldShare))
	p.Text("count", p.counts, p.y, humanCount(s.Reached))
	if len(p.Stages) > 1 {
		share, _ := humanRate(s.Cumulative)
		p.Text("share", pictureRight, p.y, share)
	}
	p.y += 6
	if p.most <= 0 {
		return
	}
	width := p.length(s.Reached)
	if missing := p.missing(k); missing > 0 {
		p.Rect("gap", pictureMargin+width, p.y+0.5, p.length(p.Stages[k-1].Reached)-width, barHeight-1)
	}
	skipped := p.length(s.Skipped)
	p.Rect("bar", pictureMargin, p.y, width-skipped, barHeight)
	if skipped > 0 {
		p.Rect("skip", pictureMargin+width-skipped, p.y, skipped, barHeight)
	}
	if k > 0 {
		p.interval(k)
	}
	p.y += barHeight
}

// interval draws where the bar could end: the ends of the rate's interval, of the
// leads of the stage before.
func (p *funnelPicture) interval(k int) {
	if rate := p.Stages[k].Conversion; rate != nil {
		if lo, hi, ok := rate.Wilson(); ok {
			before := barsWidth * float64(rate.Den) / float64(p.most)
			if (hi-lo)*before >= leastWhisker {
				p.whisker(pictureMargin+lo*before, pictureMargin+hi*before, p.y+barHeight/2)
			}
		}
	}
}

func (p *funnelPicture) whisker(x1, x2, y float64) {
	const tip = 5
	for _, class := range []string{"halo", "whisker"} {
		p.Line(class, x1, y, x2, y)
		p.Line(class, x1, y-tip, x1, y+tip)
		p.Line(class, x2, y-tip, x2, y+tip)
	}
}

// step writes what lies between two bars.
func (p *funnelPicture) step(k int) {
	p.y += 19
	value, text := "no rate", "nobody reached the stage before"
	if rate := p.Stages[k].Conversion; rate != nil && rate.Den > 0 {
		var interval string
		value, interval = humanRate(*rate)
		text = "of the stage before"
		if interval != "" {
			text += " (" + interval + " %)"
		}
	}
	const x, y = pictureMargin + 4, -4.5 // of the middle of an arrow
	p.Line("arrow", x, p.y+y-5, x, p.y+y+4)
	p.Polyline("arrow", svg.Point{X: x - 3.5, Y: p.y + y + 1}, svg.Point{X: x, Y: p.y + y + 4.5}, svg.Point{X: x + 3.5, Y: p.y + y + 1})
	p.Text("rate", pictureMargin+14, p.y, value)
	p.Text("range", pictureMargin+14+svg.Width(value, fontSmall)/boldShare+4, p.y, text)
	if missing := p.missing(k); missing > 0 {
		p.Text("rest", pictureRight, p.y, humanCount(missing)+" not (yet)")
	}
	p.y += 4
}

// length is how long a bar is.
func (p *funnelPicture) length(leads int64) float64 {
	if leads <= 0 || p.most <= 0 {
		return 0
	}
	return max(barsWidth*float64(leads)/float64(p.most), leastBar)
}

// key explains what is drawn.
func (p *funnelPicture) key() {
	if p.most <= 0 {
		p.y -= 8
		return
	}
	gap := func(x, y float64) { p.Rect("gap", x+0.5, y-10.5, 23, 12) }
	reached := "leads that reached this stage or a later one"
	if p.Basis == Activity {
		reached += ", for the first time in this period"
	}
	p.item(reached, func(x, y float64) { p.Rect("bar", x, y-11, 24, 13) })
	if slices.ContainsFunc(p.Stages, func(s Stage) bool { return s.Skipped > 0 }) {
		p.item("of these, leads that never were in the stage itself", func(x, y float64) { p.Rect("skip", x, y-11, 24, 13) })
	}
	if p.Basis != Activity && len(p.Stages) > 1 {
		p.item("leads of the stage before that have not got here (yet)", gap)
	}
	if p.widest != none {
		p.Group("most", "")
		p.item("where the most are missing", gap)
		p.End()
	}
	if len(p.Stages) > 1 {
		p.item("95 % range of the rate, in brackets too: the fewer the leads, the wider", func(x, y float64) { p.whisker(x+2, x+22, y-4) })
	}
}
