package funnel

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/leadline-go/leadline/internal/terminal"
)

const (
	pagePoints = 16 // of a curve
	pageExits  = 60 // rows
)

// timeSections are what the time that leads take comes to.
func (r *Report) timeSections() []pageSection {
	var list []pageSection
	pictures := r.Pictures()
	if slices.Contains(pictures, CohortPicture) {
		list = append(list, pageSection{
			ID: "cohorts", Short: "Cohorts", Title: "Cohorts: do younger leads fare better?",
			Main: r.main(CohortPicture, r.cohortTable()), Tables: r.Cohorts.withinTables(),
		})
	}
	if slices.Contains(pictures, CurvePicture) {
		list = append(list, pageSection{
			ID: "curve", Short: "Time to the last stage", Title: "How long leads take",
			Main: r.main(CurvePicture, r.curveTable()),
		})
	}
	if slices.Contains(pictures, ExitPicture) {
		list = append(list, pageSection{
			ID: "exits", Short: "Exits", Title: "Where visits to a status end",
			Main: r.main(ExitPicture, r.exitTable()),
		})
	}
	if t := r.flowTable(); slices.Contains(pictures, FlowPicture) {
		list = append(list, pageSection{ID: "flow", Short: "Moves", Title: "What follows what", Main: r.main(FlowPicture, t)})
	} else if len(r.Transitions) > 0 {
		list = append(list, pageSection{ID: "flow", Short: "Moves", Title: "What follows what", Tables: []pageTable{t}})
	}
	return list
}

func (r *Report) cohortTable() pageTable {
	co := r.Cohorts
	rows, offsets, beyond := co.shape()
	per := terminal.Plain(string(co.Per), nameLimit)
	var names []string
	for k := range offsets {
		names = append(names, strconv.Itoa(k))
	}
	t := pageTable{
		Title: "The cohorts in figures",
		Head:  heads(capital(co.cameIn()), append(append([]string{"Leads"}, names...), "By now")...),
		Notes: []string{
			fmt.Sprintf("Under each %s after coming in: leads that had reached %s by its end, and their share. A star: the %s was not over.", per, inSentence(terminal.Plain(co.Stage, 40)), per),
		},
	}
	for i := range rows {
		row := &rows[i]
		name := pageCell{Text: periodLabel(row.From, row.To)}
		if !row.Mature {
			name.Small = "not mature"
		}
		cells := []pageCell{name, countCell(row.Leads)}
		for k := range offsets {
			if k < len(row.Cells) {
				cells = append(cells, totalCell(row.Cells[k].Total, row.Cells[k].Complete))
			} else {
				cells = append(cells, numberCell(""))
			}
		}
		t.Rows = append(t.Rows, append(cells, shareCell(row.Rate)))
	}
	t.left(co.Left+len(co.Rows)-len(rows), "cohort before", "cohorts before")
	t.left(beyond, per+" after coming in", per+"s after coming in")
	if co.Untimed > 0 {
		t.Notes = append(t.Notes, co.saysUntimed())
	}
	return t
}

// totalCell is a count with its share; a star marks one that will still grow.
func totalCell(rate Rate, complete bool) pageCell {
	c := countCell(rate.Num)
	c.Small, _ = humanRate(rate)
	if !complete {
		c.Text += "*"
	}
	return c
}

// withinTables shows conversions within days, if they were asked for.
func (c *Cohorts) withinTables() []pageTable {
	rows, _, _ := c.shape()
	t := pageTable{
		Title: "Reached " + inSentence(terminal.Plain(c.Stage, nameLimit)) + " within so many days of coming in",
		Head:  heads(capital(c.cameIn()), "Leads"),
		Notes: []string{"A star: not every lead has had that many days."},
	}
	for i := range rows {
		for _, w := range rows[i].Within[:min(len(rows[i].Within), maxWithin)] {
			if i == 0 {
				t.Head = append(t.Head, numberCell(strconv.Itoa(w.Days)+" d"))
			}
		}
	}
	if len(t.Head) == 2 {
		return nil
	}
	for i := range rows {
		cells := []pageCell{{Text: periodLabel(rows[i].From, rows[i].To)}, countCell(rows[i].Leads)}
		for _, w := range rows[i].Within[:min(len(rows[i].Within), maxWithin)] {
			cells = append(cells, totalCell(w.Rate, w.Complete))
		}
		t.Rows = append(t.Rows, cells)
	}
	return []pageTable{t}
}

func (r *Report) curveTable() pageTable {
	k := r.Curve
	t := pageTable{Title: "The curve in figures", Head: heads("Time", "Still on the way", "Have reached it", "95 % range")}
	share := func(v *float64) string {
		if v == nil {
			return "–"
		}
		return percent(*v)
	}
	for _, q := range k.quartiles() {
		if q.CurveQuantile == nil {
			continue
		}
		t.Notes = append(t.Notes, fmt.Sprintf("%s of all: %s, 95 %% range %s.", q.name, humanDuration(&q.Value), q.interval()))
	}
	t.Notes = append(t.Notes, fmt.Sprintf("%s, of whom %s reached it; the others count for as long as they have lasted.", plural(k.Leads, "lead"), humanCount(k.Events)))
	if tells := k.tellsOnTheWay(); tells != "" {
		t.Notes = append(t.Notes, tells)
	}
	shown := k.told(pagePoints)
	for _, i := range shown {
		p := &k.Points[i]
		t.Rows = append(t.Rows, []pageCell{
			{Text: humanDuration(&p.Time)}, countCell(p.AtRisk), numberCell(percent(p.Done) + " %"), numberCell(share(p.Low) + "–" + share(p.High)),
		})
	}
	t.left(len(k.Points)-len(shown), "step of the curve", "steps of the curve")
	return t
}

func (r *Report) exitTable() pageTable {
	t := pageTable{
		Title: "The exits in figures",
		Head:  []pageCell{{Text: "Status"}, {Text: "Ends in"}, {Text: "Visits", Number: true}, {Text: "Share in the end", Number: true}},
		Notes: []string{"Shares count visits that are not over for as long as they have lasted; visits are counted plainly. Under each share its 95 % range, in percent."},
	}
	left := 0
	for i := range r.Exits {
		x := &r.Exits[i]
		if !x.isDrawable() {
			continue
		}
		if len(t.Rows) > pageExits {
			left++
			continue
		}
		last := len(x.Times) - 1
		name := nameCell(string(x.Status))
		name.Small = plural(x.Visits, "visit") + ", up to " + humanDuration(&x.Times[last])
		for _, w := range x.Ways {
			t.Rows = append(t.Rows, []pageCell{name, nameCell(string(w.To)), countCell(w.N), {Text: percent(w.Share[last]) + " %", Small: interval(w.Low, w.High), Number: true}})
			name = pageCell{Text: name.Text}
		}
		t.Rows = append(t.Rows, []pageCell{name, {Text: "still open"}, countCell(x.Open), {Text: percent(x.Still[last]) + " %", Small: interval(x.StillLow, x.StillHigh), Number: true}})
	}
	t.left(left, "status", "statuses")
	return t
}
