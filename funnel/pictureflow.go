package funnel

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
	"github.com/leadline-go/leadline/lead"
)

const (
	drawnStatuses = 16
	drawnMoves    = 36
)

// moves reports whether a flow leads from one status to another.
func (f Flow) moves() bool { return f.From != f.To && f.From != Start && f.To != End && f.N > 0 }

// flowNode is a status that is drawn.
type flowNode struct {
	status   lead.Status
	staged   bool
	in, stay int64 // leads that began in it, that are in it
	label    []string
	y        float64 // its upper edge
}

// flowArrow is a move that is drawn, by the numbers of its nodes.
type flowArrow struct {
	from, to int
	n        int64
}

// flowKind is what an arrow means; it is the class that it is drawn with.
type flowKind string

const (
	flowForward flowKind = "forward"
	flowOut     flowKind = "out"
	flowBack    flowKind = "back"
)

func (k flowKind) what() string {
	switch k {
	case flowForward:
		return "forward"
	case flowOut:
		return "to a status in no stage, or between two of them"
	}
	return "back"
}

// flowPicture is what is drawn of the moves.
type flowPicture struct {
	nodes        []flowNode // those of the stages first
	arrows       []flowArrow
	left, hidden int     // statuses and kinds of move that are not drawn
	most         int64   // of an arrow
	height       float64 // of a box
	sums         map[flowKind]int64
}

func (r *Report) flow() *flowPicture {
	traffic, in, stay := map[lead.Status]int64{}, map[lead.Status]int64{}, map[lead.Status]int64{}
	for _, f := range r.Transitions {
		traffic[f.From] += f.N
		traffic[f.To] += f.N
		if f.From == Start {
			in[f.To] += f.N
		}
		if f.To == End {
			stay[f.From] += f.N
		}
	}
	var staged, others []flowNode
	for i := range r.Statuses {
		// A status may be named as the ends of a history are: it is in quotes there.
		s := r.Statuses[i].Status
		if s == Start || s == End {
			s = lead.Status(fmt.Sprintf("%q", string(s)))
		}
		n := flowNode{status: s, staged: r.Statuses[i].Stage != "", in: in[s], stay: stay[s]}
		if n.staged {
			staged = append(staged, n)
		} else {
			others = append(others, n)
		}
	}
	all := slices.Concat(staged, others) // as they are drawn, from top to bottom
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b flowNode) int { return cmp.Compare(traffic[b.status], traffic[a.status]) })
	shown := map[lead.Status]bool{}
	for _, n := range order[:min(len(order), drawnStatuses)] {
		shown[n.status] = true
	}
	p := &flowPicture{left: len(all) - len(shown), sums: map[flowKind]int64{}}
	place, number := map[lead.Status]int{}, map[lead.Status]int{}
	for i, n := range all {
		place[n.status] = i
		if shown[n.status] {
			number[n.status] = len(p.nodes)
			p.nodes = append(p.nodes, n)
		}
	}
	for _, f := range r.Transitions {
		if !f.moves() {
			continue
		}
		if a, ok := place[f.From]; ok {
			if b, ok := place[f.To]; ok {
				p.sums[kindOf(a, b, all[b].staged)] += f.N
			}
		}
		from, ok := number[f.From]
		to, ok2 := number[f.To]
		if !ok || !ok2 || len(p.arrows) == drawnMoves {
			p.hidden++
			continue
		}
		p.arrows = append(p.arrows, flowArrow{from, to, f.N})
		p.most = max(p.most, f.N)
	}
	return p
}

// kind tells what an arrow means.
func (p *flowPicture) kind(a flowArrow) flowKind {
	return kindOf(a.from, a.to, p.nodes[a.to].staged)
}

// kindOf tells what a move means by the places of its statuses, those in stages
// being first.
func kindOf(from, to int, toStage bool) flowKind {
	switch {
	case to < from:
		return flowBack
	case !toStage:
		return flowOut
	}
	return flowForward
}

// says is what the moves come to.
func (p *flowPicture) says() []string {
	return []string{fmt.Sprintf("%s forward, %s out of the stages, %s back.",
		plural(p.sums[flowForward], "move"), humanCount(p.sums[flowOut]), humanCount(p.sums[flowBack]))}
}

const flowStyle = `
.node { fill: var(--accent-soft); stroke: var(--accent); stroke-width: 1.2px }
.outside { fill: var(--paper); stroke: var(--warn); stroke-width: 1.2px; stroke-dasharray: 4 3 }
.label { font-size: 13.5px; font-weight: bold; text-anchor: middle }
.forward, .out, .back { fill: none }
.forward { stroke: var(--accent) }
.out { stroke: var(--warn); stroke-dasharray: 9 3 }
.back { stroke: var(--muted); stroke-dasharray: 3 3 }
.tipforward { fill: var(--accent) }
.tipout { fill: var(--warn) }
.tipback { fill: var(--muted) }
.n { font-size: 12px; font-weight: bold; paint-order: stroke; stroke: var(--paper); stroke-width: 3.5px; stroke-linejoin: round }
.nout { fill: var(--warn-ink) }
.nforward { fill: var(--accent-ink) }
`

// Sizes of the drawing: boxes in the middle, one below the other.
const (
	flowLeft, flowRight = 128, 272 // edges of the boxes
	flowHeight          = 38       // of a box with a name in one line
	flowLine            = 16       // more for one in two
	flowGap             = 30
	flowThickest        = 12
)

func (r *Report) drawFlow() string {
	p := r.flow()
	says := p.says()
	tell := says[:len(says):len(says)]
	for _, a := range p.arrows {
		tell = append(tell, fmt.Sprintf("%s to %s: %s.", p.name(a.from), p.name(a.to), humanCount(a.n)))
	}
	return draw(FlowPicture, "Moves from status to status", says, strings.Join(tell, " "), flowStyle, func(c *canvas) {
		c.y += 8
		c.flow(p)
		for _, text := range []string{
			andMore(p.left, "status that few leads were in", "statuses that few leads were in"),
			andMore(p.hidden, "kind of move, less frequent", "kinds of move, less frequent"),
		} {
			if text != "" {
				c.note(text)
				c.y += 3
			}
		}
		for _, k := range []flowKind{flowForward, flowOut, flowBack} {
			if slices.ContainsFunc(p.arrows, func(a flowArrow) bool { return p.kind(a) == k }) {
				c.item(k.what(), func(x, y float64) {
					c.Curve(string(k), 4, svg.Point{X: x, Y: y - 4}, svg.Point{X: x + 8, Y: y - 4}, svg.Point{X: x + 16, Y: y - 4}, svg.Point{X: x + 24, Y: y - 4})
				})
			}
		}
		c.item("the thicker, the more rows; down on the right, up on the left", func(float64, float64) {})
	})
}

func (p *flowPicture) name(i int) string {
	return inSentence(terminal.Plain(string(p.nodes[i].status), 40))
}

func (c *canvas) flow(p *flowPicture) {
	outside := false
	p.height = flowHeight
	for i := range p.nodes {
		if p.nodes[i].write(); len(p.nodes[i].label) > 1 {
			p.height = flowHeight + flowLine
		}
	}
	for i := range p.nodes {
		n := &p.nodes[i]
		if !n.staged && !outside {
			outside = true
			// Arrows lie beside the boxes. Between these two there is none, for one of
			// them is in no stage.
			c.Text("tick mid", (flowLeft+flowRight)/2, c.y-5, "in no stage:")
			c.Line("grid", pictureMargin, c.y, pictureRight, c.y)
			c.y += 14
		}
		n.y = c.y
		c.y += p.height + flowGap
	}
	span := 1 // of the longest arc
	for _, a := range p.arrows {
		span = max(span, max(a.to-a.from, a.from-a.to))
	}
	// The thick ones first, so that the thin ones and the labels stay visible.
	for _, a := range p.arrows {
		c.arrow(p, a, span)
	}
	for i := range p.nodes {
		n := &p.nodes[i]
		class := "node"
		if !n.staged {
			class = "outside"
		}
		c.Rect(class, flowLeft, n.y, flowRight-flowLeft, p.height)
		const middle = (flowLeft + flowRight) / 2
		y := n.y + 16 + (p.height-flowHeight-flowLine*float64(len(n.label)-1))/2
		if n.ends() == "" {
			y += 8
		}
		c.Lines("label", middle, y, flowLine, n.label)
		c.Text("tick mid", middle, y+flowLine*float64(len(n.label)-1)+15, svg.Fit(n.ends(), fontTiny, flowRight-flowLeft-6))
	}
	var taken []svgBox
	for _, a := range p.arrows {
		taken = append(taken, c.arrowLabel(p, a, span, taken))
	}
	c.y += 4
}
