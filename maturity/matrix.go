package maturity

import (
	"io"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
)

// WriteSVG writes the matrix as a picture in one language, in one call to w: where
// the organisation stands or may stand, the target and the way there, the ideal
// line, and the two regions beside it with what they mean. It is a file of its own
// and can stand in an HTML page as it is; it is light or dark as the reader's
// system is, and legible on a telephone. A language other than [En] and [De] is
// ErrUnknownLang. The report must come from [Model.Evaluate].
//
// Earlier assessments are dots with their month, or their day where two are of one
// month, on a line through time; one that left several cells open is a dashed dot at
// what was proved, and off the line. Of more than four in a cell the oldest are one
// dot. What the measures alone speak of is marked beside the names of the stages. An
// assumption is an arrow from where the organisation stands without it.
func (r *Report) WriteSVG(w io.Writer, l Lang) error {
	p, err := r.phrases(l)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, p.matrixPicture(false))
	return err
}

// matrixPicture draws the matrix, without its head where that stands beside it.
func (p phrases) matrixPicture(headless bool) string {
	m := matrix{drawing: drawing{phrases: p}, headless: headless}
	return m.draw()
}

// Sizes of the matrix, in units of which the picture is 400 wide.
const (
	matrixWidth = 400
	margin      = 12
	left        = 100 // where the cells begin
	cellWidth   = (matrixWidth - margin - left) / Stages
	lowCell     = 74 // a cell is higher where there are many dots
	right       = left + Stages*cellWidth
	textWidth   = matrixWidth - 2*margin

	fontSmall, fontText, fontTitle = 11.5, 12, 17 // font sizes

	markUp = 42 // how far marks are above the lower edge of their cell

	boldShare = 0.93 // what is left of a width for bold text, which is wider than is measured
)

const matrixStyle = `
.paper { fill: var(--paper) }
.title { font-size: 17px; font-weight: bold }
.verdict { font-size: 14px; font-weight: bold }
.text { font-size: 12px }
.axis { font-size: 11.5px; font-weight: bold; fill: var(--muted) }
.stage { font-size: 11.5px }
.row { text-anchor: end }
.column, .mark, .doubt, .under { text-anchor: middle }
.here { font-weight: bold }
.above { fill: var(--warn-soft) }
.below { fill: var(--accent-soft) }
.on { fill: var(--good-soft) }
.zone { fill: none; stroke: var(--muted); stroke-width: 1.5px }
.where { fill: var(--muted) }
.line { stroke: var(--good); stroke-width: 9px; stroke-linecap: round; opacity: 0.35 }
.region { font-size: 11.5px; font-weight: bold }
.region.warn { fill: var(--warn-ink) }
.region.accent { fill: var(--accent-ink); text-anchor: end }
.way { fill: none; stroke: var(--ink); stroke-width: 1.6px; stroke-dasharray: 4 3.5 }
.stop { fill: var(--ink); stroke: var(--paper); stroke-width: 1.5px }
.today { fill: var(--ink); stroke: var(--paper); stroke-width: 2px }
.maybe { fill: var(--paper); stroke: var(--ink); stroke-width: 1.8px; stroke-dasharray: 3 2.5 }
.target { fill: var(--paper); stroke: var(--good-ink); stroke-width: 2.5px }
.bull { fill: var(--good-ink) }
.doubt { font-size: 12px; font-weight: bold }
.warning { font-size: 12px; font-weight: bold; fill: var(--warn-ink) }
.past { fill: none; stroke: var(--ink); stroke-width: 1px; opacity: 0.7 }
.then { fill: var(--muted); stroke: var(--paper); stroke-width: 1px }
.unsure { fill: var(--paper); stroke: var(--muted); stroke-width: 1.4px; stroke-dasharray: 2 1.6 }
.date { font-size: 11px; paint-order: stroke; stroke: var(--paper); stroke-width: 2.5px; stroke-linejoin: round }
.measure { fill: var(--accent); stroke: var(--paper); stroke-width: 0.8px }
.reach { stroke: var(--accent); stroke-width: 1.8px }
.hollow { fill: var(--paper); stroke: var(--ink); stroke-width: 2px }
.effect { stroke: var(--accent); stroke-width: 2.4px }
.tip { fill: var(--accent) }
.mark { font-size: 11.5px; font-weight: bold; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round }
`

// matrix is the picture of the matrix.
type matrix struct {
	drawing
	floor      float64 // the lower edge of the cells
	cellHeight float64
	headless   bool
}

func (m *matrix) draw() string {
	m.cellHeight = m.height()
	return m.picture(svg.Head{
		ID: "maturity-" + string(m.l), Zoom: 1.5,
		Title: m.Title.In(m.l), Desc: m.describe(), Style: matrixStyle,
	}, func() {
		m.y = 20
		if !m.headless {
			m.head()
		}
		m.cells()
		m.marks()
		m.legend()
	})
}

func (m *matrix) head() {
	m.y = 28
	m.paragraph("title", margin, fontTitle, 21, m.Title.In(m.l))
	m.y += 3
	m.paragraph("verdict", margin, 14, 18, m.verdict())
	for _, a := range axes() {
		together := strings.ReplaceAll(m.standing(a), " · ", "\u00a0·\u00a0")
		m.paragraph("text", margin, fontText, 16, together)
	}
	if !m.At.IsZero() {
		m.paragraph("text", margin, fontText, 16, m.asOf())
	}
	if len(m.Assumed) > 0 {
		m.paragraph("warning", margin, fontText, 16, m.w.assumption)
	}
	m.y += 10
}

// cells draws the grid with its names and the ideal line.
func (m *matrix) cells() {
	m.Text("axis", margin, m.y, "↑ "+svg.Fit(m.axisName(LeadManagement), fontSmall, textWidth*boldShare-20))
	top := m.y + 8
	m.y = top + Stages*m.cellHeight
	m.floor = m.y
	gap := 8.0
	if m.Axis(LeadManagement).Measured != nil {
		gap = 12 // for its mark
	}
	for r := 1; r <= Stages; r++ {
		for n := 1; n <= Stages; n++ {
			c := Cell{r, n}
			x, y := m.corner(c)
			class := map[Class]string{Above: "above", Below: "below", OnPath: "on"}[c.Class()]
			m.Rect(class, x+1, y+1, cellWidth-2, m.cellHeight-2)
		}
	}
	// The cells of the line border on both regions, and nothing else does.
	for n := 1; n <= Stages; n++ {
		x, y := m.corner(Cell{n, n})
		m.Rect("zone", x, y, cellWidth, m.cellHeight)
	}
	m.Rect("zone", left, top, Stages*cellWidth, Stages*m.cellHeight)
	for n := 1; n <= Stages; n++ {
		_, y := m.corner(Cell{1, n})
		lines := wrap(m.stage(LeadManagement, n), left-margin-gap, 3)
		m.Lines("stage row"+m.here(LeadManagement, n), left-gap, y+m.cellHeight/2+4-7*float64(len(lines)-1), 14, lines)
	}
	x1, y1 := m.center(Cell{1, 1})
	x2, y2 := m.center(Cell{Stages, Stages})
	m.Line("line", x1, y1, x2, y2)
	classes := m.spec.Classes
	m.Text("region warn", left+7, top+15, svg.Fit(classes.Above.Name.In(m.l), fontSmall, 2.5*cellWidth))
	m.Text("region accent", right-7, m.y-6, svg.Fit(classes.Below.Name.In(m.l), fontSmall, 2.5*cellWidth))
	if m.Axis(Relationship).Measured != nil {
		m.y += 6
	}
	for n := 1; n <= Stages; n++ {
		x, _ := m.center(Cell{n, 1})
		m.Lines("stage column"+m.here(Relationship, n), x, m.y+16, 14, m.column(n))
	}
	m.y += 16 + 14*float64(m.columnLines()) + 4
	name := m.axisName(Relationship) + " →"
	m.Text("axis", max(margin, right-svg.Width(name, fontSmall)/boldShare), m.y, svg.Fit(name, fontSmall, textWidth*boldShare))
	m.y += 24
}

// column is the name of a stage of the relationship, its number above it.
func (m *matrix) column(n int) []string {
	return append([]string{strconv.Itoa(n)}, wrap(m.stageName(Relationship, n), cellWidth-2, 2)...)
}

func (m *matrix) columnLines() int {
	most := 0
	for n := 1; n <= Stages; n++ {
		most = max(most, len(m.column(n)))
	}
	return most
}

// wrap breaks the name of a stage into a number of lines at most. The width is that
// of bold text.
func wrap(s string, width float64, most int) []string {
	lines := svg.Wrap(s, fontSmall, width*boldShare)
	if len(lines) > most {
		lines = append(lines[:most-1], svg.Fit(strings.Join(lines[most-1:], " "), fontSmall, width*boldShare))
	}
	return lines
}

// here makes the name of the stage bold that has been reached.
func (m *matrix) here(a Axis, n int) string {
	if x := m.Axis(a); x.Low == n && x.High == n {
		return " here"
	}
	return ""
}

// corner returns the upper left corner of a cell, center where its marks go.
func (m *matrix) corner(c Cell) (x, y float64) {
	return left + float64(c.R-1)*cellWidth, m.floor - float64(c.M)*m.cellHeight
}

func (m *matrix) center(c Cell) (x, y float64) {
	x, y = m.corner(c)
	return x + cellWidth/2, y + m.cellHeight - markUp
}
