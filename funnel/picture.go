package funnel

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

// Picture names a picture of a report.
type Picture string

// The pictures, in the order of the page that [Report.WriteHTML] writes.
const (
	// HandOffPicture has a bar for each period: how the offers ended, and the
	// share accepted of those decided.
	HandOffPicture Picture = "handoff"
	// ClockPicture shows how many answers and first touches came in time.
	ClockPicture Picture = "clocks"
	// ReasonPicture has a bar for each reason of refusal, by the side at fault.
	ReasonPicture Picture = "reasons"
	// GoalPicture sets what was reached beside the goals, period by period.
	GoalPicture Picture = "goals"
	// FunnelPicture has a bar for each stage, as long as the number of leads that
	// reached it; between two bars the share that got from one to the other, with
	// its Wilson interval of 95 %, which is drawn at the end of the bar too; and
	// the share of the first stage. On the cohort basis it shows where most leads
	// are lost or have not got further yet.
	FunnelPicture Picture = "funnel"
	// CohortPicture is a table of cohorts by age, shaded by the share that has
	// reached the last stage.
	CohortPicture Picture = "cohorts"
	// CurvePicture is the curve by Kaplan and Meier, with its interval. Where all of that
	// stays below a half, its axis ends at a round value above it, and says so.
	CurvePicture Picture = "curve"
	// ExitPicture shows for each status how visits to it end, by Aalen and Johansen, with
	// the interval of each share in the end. A status looks the same throughout.
	ExitPicture Picture = "exits"
	// FlowPicture shows what follows what: on the right the moves forward, and in
	// another colour and dashed those to statuses in no stage; on the left the
	// moves back.
	FlowPicture Picture = "flow"
	// AgePicture shows how long leads have been where they stand.
	AgePicture Picture = "ages"
	// LeakPicture shows where leads are that got no further.
	LeakPicture Picture = "leaks"
)

// ErrNoPicture is what [Report.WritePicture] returns for a picture that the report
// has no figures for, and for a name of none.
var ErrNoPicture = errors.New("funnel: no such picture")

// Pictures lists the pictures that the report has figures for, in the order of the
// page.
func (r *Report) Pictures() []Picture {
	has := func(p Picture, ok bool) []Picture {
		if ok {
			return []Picture{p}
		}
		return nil
	}
	h := r.HandOff
	return slices.Concat(
		has(HandOffPicture, h != nil),
		has(ClockPicture, h != nil),
		has(ReasonPicture, h != nil && len(h.Reasons) > 0),
		has(GoalPicture, slices.ContainsFunc(r.Goals, func(g Goal) bool { return len(g.Periods) > 0 })),
		has(FunnelPicture, len(r.Stages) > 0),
		has(CohortPicture, r.Cohorts != nil && len(r.Cohorts.Rows) > 0),
		has(CurvePicture, r.Curve != nil && len(r.Curve.Points) > 0),
		has(ExitPicture, slices.ContainsFunc(r.Exits, func(x Exits) bool { return x.isDrawable() })),
		has(FlowPicture, slices.ContainsFunc(r.Transitions, Flow.moves)),
		has(AgePicture, len(r.Ages) > 0),
		has(LeakPicture, len(r.Leaks) > 0),
	)
}

// WritePicture writes one picture of the report as SVG, in one call to w. It is one
// of [Report.Pictures]; of others the error is [ErrNoPicture].
//
// A picture is a file of its own and can stand in an HTML page as it is, also
// beside others; it has a title and a description for those who do not see it, is
// light or dark as the reader's system is, and legible on a telephone. What is told
// by a colour is told by a shape or a word too. Its words are English, and no name
// in it becomes markup. Of statuses, periods and reasons it shows as many as fit
// and says how many there are beyond. Equal reports give equal bytes.
func (r *Report) WritePicture(w io.Writer, p Picture) error {
	if !slices.Contains(r.Pictures(), p) {
		return fmt.Errorf("%w: %.40q", ErrNoPicture, string(p))
	}
	_, err := io.WriteString(w, r.readable().picture(p))
	return err
}

// picture draws one of [Report.Pictures] of a [Report.readable].
func (r *Report) picture(p Picture) string {
	switch p {
	case HandOffPicture:
		return r.drawHandOff()
	case ClockPicture:
		return r.drawClocks()
	case ReasonPicture:
		return r.drawReasons()
	case GoalPicture:
		return r.drawGoals()
	case CohortPicture:
		return r.drawCohorts()
	case CurvePicture:
		return r.drawCurve()
	case ExitPicture:
		return r.drawExits()
	case FlowPicture:
		return r.drawFlow()
	case AgePicture:
		return r.drawAges()
	case LeakPicture:
		return r.drawLeaks()
	}
	return r.drawFunnel()
}

// Sizes, in units of which a picture is 400 wide.
const (
	pictureWidth  = 400
	pictureMargin = 12
	pictureRight  = pictureWidth - pictureMargin
	barsWidth     = pictureRight - pictureMargin

	fontSmall, fontText, fontCount, fontTitle = 12.5, 13.5, 14, 17
	fontTiny                                  = 11.5 // of numbers in cells

	boldShare = 0.93 // what is left of a width for bold text, which is wider than is measured
)

// commonStyle is the look of what all pictures have.
const commonStyle = `
.paper { fill: var(--paper) }
.title { font-size: 17px; font-weight: bold }
.verdict { font-size: 14px; font-weight: bold }
.text, .note { font-size: 12.5px }
.note, .tick { fill: var(--muted) }
.tick, .cell { font-size: 11.5px }
.end { text-anchor: end }
.mid { text-anchor: middle }
.strong { font-weight: bold }
.axis { stroke: var(--muted); stroke-width: 1px }
.grid { stroke: var(--line); stroke-width: 1px }
.edge { fill: none; stroke: var(--muted); stroke-width: 1px }
.hatch { fill: none; stroke: var(--ink); stroke-width: 1px; opacity: 0.55 }
.hatch.strong { stroke: var(--paper); stroke-width: 1.4px; opacity: 1 }
.good { fill: var(--good) }
.goodsoft { fill: var(--good-soft); stroke: var(--good); stroke-width: 1px }
.warn { fill: var(--warn) }
.warnsoft { fill: var(--warn-soft); stroke: var(--warn); stroke-width: 1px }
.accent { fill: var(--accent) }
.soft { fill: var(--accent-soft); stroke: var(--accent); stroke-width: 1px }
.blank { fill: var(--paper); stroke: var(--muted); stroke-width: 1px }
.warnink { fill: var(--warn-ink) }
.goodink { fill: var(--good-ink) }
`

// canvas is a picture that is being drawn from top to bottom.
type canvas struct {
	*svg.Picture
	y float64 // how far it is
}

// draw makes a picture of a title, what its figures say, and what body draws below.
// To those who do not see it tell says what it shows.
func draw(name Picture, title string, says []string, tell, style string, body func(*canvas)) string {
	id := fnv.New32a() // tells pictures in one page apart; equal ones may share it
	fmt.Fprint(id, title, "\n", tell)
	c := new(canvas)
	// The height is known only when everything has been drawn, so it is drawn
	// twice, on the first time for the height alone.
	for range 2 {
		c.Picture = svg.New(svg.Head{
			ID: fmt.Sprintf("%s-%08x", name, id.Sum32()), Width: pictureWidth, Height: c.y, Zoom: 1.5,
			Lang: "en", Title: title, Desc: tell, Style: commonStyle + style,
		})
		c.Rect("paper", 0, 0, pictureWidth, c.y)
		c.y = 28
		c.paragraph("title", pictureMargin, fontTitle, 21, title)
		c.y += 3
		for _, s := range says {
			c.paragraph("verdict", pictureMargin, 14, 18, s)
		}
		body(c)
		c.y -= 6
	}
	return c.String()
}

// paragraph writes wrapped text below what is there.
func (c *canvas) paragraph(class string, x, size, step float64, s string) {
	width := pictureRight - x
	if class != "text" && class != "note" {
		width *= boldShare
	}
	lines := svg.Wrap(strings.ReplaceAll(s, " %", "\u00a0%"), size, width)
	c.Lines(class, x, c.y, step, lines)
	c.y += step * float64(len(lines))
}

// note writes small print.
func (c *canvas) note(s string) { c.paragraph("note", pictureMargin, fontSmall, 16, s) }

// item explains in text what draw draws.
func (c *canvas) item(text string, draw func(x, y float64)) {
	draw(pictureMargin, c.y)
	c.paragraph("text", pictureMargin+32, fontSmall, 16, text)
	c.y += 3
}

// area draws a rectangle and, if hatch is set, slanting lines in it.
func (c *canvas) area(class string, hatch bool, x, y, width, height float64) {
	if width <= 0 {
		return
	}
	c.Rect(class, x, y, width, height)
	switch {
	case hatch && (class == "warn" || class == "good" || class == "accent"):
		c.Hatch("hatch strong", x, y, width, height, 6)
	case hatch:
		c.Hatch("hatch", x, y, width, height, 6)
	}
}

// swatch draws an area for the key.
func (c *canvas) swatch(class string, hatch bool) func(x, y float64) {
	return func(x, y float64) { c.area(class, hatch, x+0.5, y-10.5, 23, 12) }
}

// andMore says how many of what are not drawn; nothing if there are none.
func andMore(n int, one, many string) string {
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return "… and 1 more " + one
	}
	return "… and " + humanCount(int64(n)) + " more " + many
}

// name writes a name, cut to a width.
func (c *canvas) name(class string, x, y, size, width float64, s string) {
	if strings.Contains(class, "strong") {
		width *= boldShare
	}
	c.Text(class, x, y, svg.Fit(terminal.Plain(s, nameLimit), size, width))
}
