package svg

import (
	"bytes"
	"cmp"
	"strings"
)

// Head is what a picture is as a whole.
type Head struct {
	// ID names the picture within a page: ASCII letters, digits and hyphens,
	// a letter first. It is the caller's own word, never data.
	ID string

	// Width and Height are the size in units.
	Width, Height float64

	// Zoom is how many pixels a unit takes where there is room. 0: 1.
	Zoom float64

	Lang  string // of the texts: "en", "de"
	Title string // one line
	Desc  string // what the picture shows, for those who do not see it

	// Style is CSS, a rule per line, applied inside this picture only:
	//
	//	.bar { fill: var(--accent) }
	//	.label, .value { font-size: 12px }
	//
	// It is the caller's own text, never data, without @ rules, and without quotes,
	// <, > and &: what it says needs no escaping.
	Style string
}

// Point is a place in a picture: X units to the right, Y down.
type Point struct{ X, Y float64 }

// Picture is an SVG document that is being written. Make one with [New].
type Picture struct {
	b    bytes.Buffer
	open int // groups
}

// New begins a picture.
func New(h Head) *Picture {
	p := &Picture{}
	zoom := cmp.Or(h.Zoom, 1)
	p.tag("svg",
		"xmlns", "http://www.w3.org/2000/svg", "id", h.ID, "lang", h.Lang, "role", "img",
		"aria-labelledby", h.ID+"-title "+h.ID+"-desc",
		"viewBox", "0 0 "+Number(h.Width)+" "+Number(h.Height),
		"width", Number(h.Width*zoom), "height", Number(h.Height*zoom))
	p.b.WriteByte('\n')
	p.content("title", h.Title, "id", h.ID+"-title")
	p.content("desc", h.Desc, "id", h.ID+"-desc")
	root := "#" + h.ID
	// Without quotes, so that nothing is escaped in here: the text of this element is
	// the same to who reads XML, who reads HTML, and who takes a hash of it for a
	// Content-Security-Policy.
	p.content("style", "\n"+Theme(root)+
		root+" { max-width: 100%; height: auto; font-family: Arial, Helvetica Neue, Helvetica, Liberation Sans, sans-serif; fill: var(--ink) }\n"+
		scope(root, h.Style))
	return p
}

// scope puts a selector before those of every rule.
func scope(root, style string) string {
	var b strings.Builder
	for line := range strings.Lines(style) {
		selectors, rest, ok := strings.Cut(strings.TrimSpace(line), "{")
		if !ok {
			continue
		}
		for i, s := range strings.Split(selectors, ",") {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(root + " " + strings.TrimSpace(s))
		}
		b.WriteString(" {" + rest + "\n")
	}
	return b.String()
}

// String returns the document, with open groups closed.
func (p *Picture) String() string {
	return p.b.String() + strings.Repeat("</g>\n", p.open) + "</svg>\n"
}

// Group begins a group, which lasts until End. A title that is not empty names
// it: browsers show it as a tooltip.
func (p *Picture) Group(class, title string) {
	p.tag("g", "class", class)
	p.b.WriteByte('\n')
	if title != "" {
		p.content("title", title)
	}
	p.open++
}

// End ends the last group that is open, if there is one.
func (p *Picture) End() {
	if p.open > 0 {
		p.open--
		p.b.WriteString("</g>\n")
	}
}

// Rect draws a rectangle from its upper left corner. A negative width or height
// is drawn as 0.
func (p *Picture) Rect(class string, x, y, width, height float64) {
	p.empty("rect", "class", class, "x", Number(x), "y", Number(y),
		"width", Number(max(width, 0)), "height", Number(max(height, 0)))
}

// Circle draws a circle around a point.
func (p *Picture) Circle(class string, x, y, radius float64) {
	p.empty("circle", "class", class, "cx", Number(x), "cy", Number(y), "r", Number(max(radius, 0)))
}

// Line draws a straight line.
func (p *Picture) Line(class string, x1, y1, x2, y2 float64) {
	p.empty("line", "class", class, "x1", Number(x1), "y1", Number(y1), "x2", Number(x2), "y2", Number(y2))
}

// Polyline draws a line through points.
func (p *Picture) Polyline(class string, through ...Point) {
	p.empty("polyline", "class", class, "points", points(through))
}

// Polygon draws the area between points.
func (p *Picture) Polygon(class string, corners ...Point) {
	p.empty("polygon", "class", class, "points", points(corners))
}

func points(list []Point) string {
	var b strings.Builder
	for i, at := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(Number(at.X) + "," + Number(at.Y))
	}
	return b.String()
}

// Curve draws a cubic Bézier curve between two points, as thick as width; bend1 and
// bend2 are the points that it is drawn towards at its beginning and its end.
func (p *Picture) Curve(class string, width float64, from, bend1, bend2, to Point) {
	d := "M" + points([]Point{from}) + " C" + points([]Point{bend1, bend2, to})
	p.empty("path", "class", class, "stroke-width", Number(max(width, 0)), "d", d)
}

// Hatch draws slanting lines inside a rectangle, gap apart along its edges. A gap
// below 1 is taken as 1.
func (p *Picture) Hatch(class string, x, y, width, height, gap float64) {
	var lines []string
	gap = max(gap, 1)
	for c := gap; c < min(width+height, 1e4); c += gap {
		lines = append(lines, "M"+points([]Point{{x + min(c, width), y + max(c-width, 0)}})+
			" L"+points([]Point{{x + max(c-height, 0), y + min(c, height)}}))
	}
	if len(lines) > 0 {
		p.empty("path", "class", class, "d", strings.Join(lines, " "))
	}
}

// Text writes one line. (x, y) is its left end on the line that letters stand on,
// unless the style says text-anchor: middle or end.
func (p *Picture) Text(class string, x, y float64, s string) {
	p.content("text", s, "class", class, "x", Number(x), "y", Number(y))
}

// Slanted writes one line that rises to the right from (x, y), its left end, by an
// angle in degrees.
func (p *Picture) Slanted(class string, x, y, angle float64, s string) {
	p.content("text", s, "class", class, "x", Number(x), "y", Number(y),
		"transform", "rotate("+Number(-angle)+" "+Number(x)+" "+Number(y)+")")
}

// Lines writes one text of several lines, each lower by step than the one before.
func (p *Picture) Lines(class string, x, y, step float64, lines []string) {
	p.tag("text", "class", class)
	for i, line := range lines {
		p.tag("tspan", "x", Number(x), "y", Number(y+float64(i)*step))
		p.b.WriteString(Escape(line))
		p.b.WriteString("</tspan>")
	}
	p.b.WriteString("</text>\n")
}

// start begins a tag; attributes are pairs of name and value.
func (p *Picture) start(name string, attributes []string) {
	p.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		p.b.WriteString(" " + attributes[i] + `="` + Escape(attributes[i+1]) + `"`)
	}
}

func (p *Picture) tag(name string, attributes ...string) {
	p.start(name, attributes)
	p.b.WriteByte('>')
}

func (p *Picture) empty(name string, attributes ...string) {
	p.start(name, attributes)
	p.b.WriteString("/>\n")
}

func (p *Picture) content(name, text string, attributes ...string) {
	p.tag(name, attributes...)
	p.b.WriteString(Escape(text))
	p.b.WriteString("</" + name + ">\n")
}
