package funnel

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

const drawnOffsets = 9 // columns of cohort cells

// cohortShape is what of the cohorts is shown: the latest, by so many offsets.
func (c *Cohorts) shape() (rows []CohortRow, offsets, beyond int) {
	rows = c.Rows[max(len(c.Rows)-drawnPeriods, 0):]
	for i := range rows {
		offsets = max(offsets, len(rows[i].Cells))
	}
	return rows, min(offsets, drawnOffsets), max(offsets-drawnOffsets, 0)
}

// atOnce reports whether leads arrive within a second, so that a cohort is mature as soon
// as its period is over.
func (c *Cohorts) atOnce() bool { return c.Maturity != nil && *c.Maturity < 1 }

// says is what the cohorts tell in a sentence or two.
func (c *Cohorts) says() []string {
	var mature Rate
	var n int
	for i := range c.Rows {
		if row := &c.Rows[i]; row.Mature {
			mature.Num, mature.Den = mature.Num+row.Rate.Num, mature.Den+row.Rate.Den
			n++
		}
	}
	stage := inSentence(terminal.Plain(c.Stage, 40))
	if c.Maturity == nil {
		return []string{"No lead has reached " + stage + " yet, so no cohort is mature."}
	}
	when := "after " + humanDuration(c.Maturity)
	if c.atOnce() {
		when = "when its " + terminal.Plain(string(c.Per), 20) + " is over"
	}
	list := []string{"A cohort is mature " + when + ": only then its rate has (nearly) stopped to grow."}
	if mature.Den == 0 {
		return append(list, "None is mature yet.")
	}
	what := fmt.Sprintf("the %d mature ones", n)
	if n == 1 {
		what = "the mature one"
	}
	return append(list, fmt.Sprintf("Of %s %s of %s reached %s: %s.", what, humanCount(mature.Num), plural(mature.Den, "lead"), stage, share(mature)))
}

const cohortStyle = `
.heat1 { fill: var(--accent); opacity: 0.1 }
.heat2 { fill: var(--accent); opacity: 0.2 }
.heat3 { fill: var(--accent); opacity: 0.3 }
.heat4 { fill: var(--accent); opacity: 0.4 }
.heat5 { fill: var(--accent); opacity: 0.5 }
.cell { text-anchor: middle }
.young { fill: none; stroke: var(--muted); stroke-width: 1px; opacity: 0.7 }
.part { fill: none; stroke: var(--muted); stroke-width: 1.2px; stroke-dasharray: 3 2.5 }
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round }
`

// heat is the class of a share beside the largest one; "" if it is nothing.
func heat(value, most float64) string {
	if value <= 0 || most <= 0 {
		return ""
	}
	return "heat" + strconv.Itoa(min(int(value/most*5)+1, 5))
}

func (r *Report) drawCohorts() string {
	co := r.Cohorts
	rows, offsets, beyond := co.shape()
	says := co.says()
	tell := says[:len(says):len(says)]
	var most float64
	for i := range rows {
		row := &rows[i]
		text := fmt.Sprintf("%s: %s, by now %s", periodWords(row.From, row.To), plural(row.Leads, "lead"), share(row.Rate))
		if row.Leads == 0 {
			text = periodWords(row.From, row.To) + ": no leads"
		}
		if !row.Mature {
			text += ", not mature"
		}
		tell = append(tell, text+".")
		v, _ := row.Rate.Value()
		most = max(most, v)
	}
	title := "Of the leads of a " + string(co.Per) + ", how many reached " + inSentence(terminal.Plain(co.Stage, 40)) + "?"
	return draw(CohortPicture, title, says, strings.Join(tell, " "), cohortStyle, func(c *canvas) {
		const left, height = 116, 20
		width := min((pictureRight-left)/float64(offsets+1), 44)
		now := left + width*float64(offsets)
		c.y += 6
		if co.cameIn() != "came in" {
			c.Text("tick", pictureMargin, c.y, "came in")
		}
		c.Text("tick", left, c.y, fmt.Sprintf("%% reached, %ss after coming in", co.Per))
		c.y += 14
		c.Text("tick", pictureMargin, c.y, strings.TrimPrefix(co.cameIn(), "came in "))
		c.Text("tick end", left-8, c.y, "leads")
		for k := range offsets {
			c.Text("tick mid", left+width*(float64(k)+0.5), c.y, strconv.Itoa(k))
		}
		c.Text("tick mid", now+width/2, c.y, "now")
		c.y += 6
		for i := range rows {
			row := &rows[i]
			c.Group("row", tell[len(says)+i])
			if !row.Mature {
				c.Hatch("young", pictureMargin, c.y, left-pictureMargin-3, height-2, 5)
			}
			c.Text("text halo", pictureMargin, c.y+14, periodLabel(row.From, row.To))
			c.Text("text strong end halo", left-8, c.y+14, humanCount(row.Leads))
			for k := range row.Cells[:min(len(row.Cells), offsets)] {
				cell := &row.Cells[k]
				c.cohortCell(cell.Total, most, left+width*float64(k), width, height, !cell.Complete)
			}
			c.cohortCell(row.Rate, most, now+2, width-2, height, false)
			if !row.Mature {
				c.Hatch("young", now+2, c.y, width-3, height-2, 5)
				c.cohortText(row.Rate, now+2, width-2)
			}
			c.End()
			c.y += height
		}
		c.y += 22
		before := co.Left + len(co.Rows) - len(rows)
		for _, text := range []string{
			andMore(before, "cohort before", "cohorts before"),
			andMore(beyond, string(co.Per)+" after, in “now”", string(co.Per)+"s after, in “now”"),
		} {
			if text != "" {
				c.note(text)
				c.y += 3
			}
		}
		c.item("the stronger the shade, the larger the share", func(x, y float64) {
			for k := range 4 {
				c.Rect("heat"+strconv.Itoa(k+2), x+6*float64(k), y-11, 6, 13)
			}
		})
		c.item("this "+string(co.Per)+" is not over: the share will still grow", func(x, y float64) { c.Rect("part", x+0.5, y-10.5, 23, 12) })
		c.item("not mature: do not compare it with older ones", func(x, y float64) { c.Hatch("young", x, y-11, 24, 13, 5) })
	})
}

func (c *canvas) cohortCell(rate Rate, most, x, width, height float64, part bool) {
	v, ok := rate.Value()
	if !ok {
		return
	}
	if class := heat(v, most); class != "" {
		c.Rect(class, x, c.y, width-1, height-2)
	}
	if part {
		c.Rect("part", x+0.75, c.y+0.75, width-2.5, height-3.5)
	}
	c.cohortText(rate, x, width)
}

// cohortText writes a rate, in whole percent where there is no room for more.
func (c *canvas) cohortText(rate Rate, x, width float64) {
	v, ok := rate.Value()
	if !ok {
		return
	}
	text := percent(v)
	switch {
	case v == 0:
		text = "0"
	case svg.Width(text, fontTiny) <= width-2.5:
	case v < 0.005:
		text = "<1"
	default:
		text = strconv.FormatFloat(100*v, 'f', 0, 64)
	}
	c.Text("cell", x+width/2-0.5, c.y+13.5, text)
}
