package funnel

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

const barColumns = 14

func (r *Report) stageChapter(l *layout) chapter {
	var most int64
	for _, s := range r.Stages {
		most = max(most, s.Reached)
	}
	columns := []string{
		"n:", "d:", "r:reached", "r:of\nprevious", "l:95 % range", "r:of\nfirst", "r:joined\nhere", "r:skipped\nthis",
	}
	codes := r.stageCodes()
	if l.wide {
		columns = append(columns, "r:entered")
		if len(codes) > 0 {
			columns = append(columns, "l:code")
		}
	}
	t := newTable(columns...)
	for i := range r.Stages {
		s := &r.Stages[i]
		var value, interval string
		if s.Conversion != nil {
			value, interval = humanRate(*s.Conversion)
		}
		total, _ := humanRate(s.Cumulative)
		row := []string{
			plainName(s.Name), bar(s.Reached, most, barColumns), humanCount(s.Reached),
			value, interval, total, humanCount(s.Joined), humanCount(s.Skipped),
		}
		if l.wide {
			row = append(row, humanCount(s.Entered), terminal.Plain(r.Titles.stageCode(s.Name), nameLimit))
		}
		t.row(row[:min(len(row), len(columns))]...)
	}
	c := chapter{name: "Stages", rest: ": leads that got this far", parts: []chapterPart{t}}
	if len(codes) > 0 && !l.wide {
		c.parts = append(c.parts, note("Codes: "+strings.Join(codes, ", ")))
	}
	return c
}

func (r *Report) stepChapter() chapter {
	c := chapter{name: "Time from stage to stage"}
	t := newTable("n:", "r:made\nit", "r:not\n(yet)", "r:median", "r:90 %\nwithin", "r:mean,\nbiased", "r:median\nof all*")
	for i := range len(r.Stages) - 1 {
		d := r.Stages[i].TimeToNext
		if d == nil {
			continue
		}
		name := r.Stages[i].label() + "\n→ " + r.Stages[i+1].label()
		t.row(append([]string{name, humanCount(d.N), humanCount(d.Open)}, humanDurations(d.P50, d.P90, d.Mean, d.KMP50)...)...)
	}
	if len(t.rows) > 0 {
		c.parts = []chapterPart{t, note("* those who have not made it counted in (Kaplan-Meier); – if fewer than half make it")}
	}
	return c
}

func (r *Report) segmentChapter(l *layout) chapter {
	when := "when the lead came in"
	if r.ByLast {
		when = "at its last row"
	}
	c := chapter{name: "By", rest: fmt.Sprintf(" %s, as it was %s: leads that got this far", inSentence(terminal.Plain(r.By, 30)), when)}
	if len(r.Segments) == 0 {
		return c
	}
	// The last stages are shown, as many as find room beside name, leads and rate.
	first := max(len(r.Stages)-l.segmentStages, 1)
	columns := []string{"l:", "r:leads"}
	for i := first; i < len(r.Stages); i++ {
		columns = append(columns, "r:"+l.head(r.Stages[i].Name, l.wider))
	}
	if last := len(r.Stages) - 1; last > 0 {
		columns = append(columns, "r:"+l.head(r.Stages[last].Name, l.wider)+" of\n"+l.head(r.Stages[0].Name, l.wider), "l:95 % range")
	}
	t := newTable(columns...)
	for i := range r.Segments {
		t.row(r.Segments[i].textRow(l, first)...)
	}
	c.parts = []chapterPart{t}
	return c
}

// textRow is a segment's line, with its stages from first on.
func (s *Segment) textRow(l *layout, first int) []string {
	row := []string{groupName(s.Value, s.Kind, l.name), humanCount(s.Leads)}
	for i := first; i < len(s.Stages); i++ {
		row = append(row, humanCount(s.Stages[i].Reached))
	}
	if last := len(s.Stages) - 1; last > 0 {
		value, interval := humanRate(s.Stages[last].Cumulative)
		row = append(row, value, interval)
	}
	return row
}

// groupName is a value; one that looks like another kind is in quotes.
func groupName(value string, kind SegmentKind, limit int) string {
	name := terminal.Plain(value, limit)
	if kind == ValueSegment && (value == otherValue || value == noneValue) {
		return `"` + name + `"`
	}
	return name
}

func (r *Report) planChapter(l *layout) chapter {
	p := r.Plan
	if p == nil || len(p.Stages) == 0 {
		return chapter{}
	}
	last := p.Stages[len(p.Stages)-1].Stage
	t := newTable("n:", "r:share that\ngets to\n"+l.head(last, l.wider), "l:95 % range", "r:leads\nneeded", "r:at best", "r:at worst")
	for i := range p.Stages {
		s := &p.Stages[i]
		value, interval := humanRate(s.Rate)
		if i == len(p.Stages)-1 {
			interval = "" // of itself
		}
		t.row(plainName(s.Stage), value, interval, orDash(s.Needed, humanCount), orDash(s.Low, humanCount), orDash(s.High, humanCount))
	}
	return chapter{
		name: "Plan", rest: fmt.Sprintf(": what it takes to get %s to %s", plural(p.Wins, "lead"), named(last)),
		parts: []chapterPart{t, note("At the measured rates; best and worst are the ends of their 95 % ranges.")},
	}
}

// ripe marks a share that will still grow.
func ripe(value string, complete bool) string {
	if complete || value == "" {
		return value
	}
	return value + "*"
}

func (r *Report) cohortChapter(l *layout) chapter {
	k := r.Cohorts
	per, stage := terminal.Plain(string(k.Per), 20), inSentence(terminal.Plain(k.Stage, 40))
	c := chapter{name: "Cohorts", rest: fmt.Sprintf(": share in %% of those who came in that had reached %s, by %ss since", stage, per)}
	shown := k.Rows[max(len(k.Rows)-l.periods, 0):]
	offsets := 0
	for i := range shown {
		offsets = max(offsets, len(shown[i].Cells))
	}
	if offsets == 0 {
		return c
	}
	columns := []string{"l:" + strings.Replace(k.cameIn(), " in ", " in\n", 1), "l:", "r:leads"}
	for i := range min(offsets, l.offsets) {
		columns = append(columns, "r:"+strconv.Itoa(i))
	}
	t := newTable(append(columns, "r:by now", "l:95 % range")...)
	for i := range shown {
		row := &shown[i]
		mark := ""
		if !row.Mature {
			mark = "young"
		}
		cells := []string{periodLabel(row.From, row.To), mark, humanCount(row.Leads)}
		for i := range min(offsets, l.offsets) {
			if i >= len(row.Cells) {
				cells = append(cells, "")
				continue
			}
			cells = append(cells, row.Cells[i].cell(l))
		}
		value, interval := humanRate(row.Rate)
		t.row(append(cells, value, interval)...)
	}
	c.parts = cutNote(append(c.parts, t), k.Left+len(k.Rows)-len(shown), per+" before", per+"s before")
	c.parts = cutNote(c.parts, offsets-l.offsets, per+" since", per+"s since")
	c.parts = append(c.parts, note(fmt.Sprintf("* the %s was not over: the share will still grow", per)))
	if k.Untimed > 0 {
		c.parts = append(c.parts, note(k.saysUntimed()))
	}
	switch {
	case k.Maturity == nil:
		c.parts = append(c.parts, note("young: no lead has reached "+stage+" yet, so that nobody knows how long it takes"))
	case k.atOnce():
		c.parts = append(c.parts, note("young: the "+per+" is not over. Do not compare with the others."))
	default:
		c.parts = append(c.parts, note(fmt.Sprintf("young: not yet %s old, the time by which nine in ten of those who get to %s are there. Do not compare with the others.",
			humanDuration(k.Maturity), stage)))
	}
	return c
}

func (c *CohortCell) cell(l *layout) string {
	v, ok := c.Total.Value()
	switch {
	case !ok:
		return ""
	case l.wide: // also how many came in this period
		return fmt.Sprintf("%s (+%s)", ripe(percent(v)+" %", c.Complete), humanCount(c.N))
	}
	return ripe(percent(v), c.Complete)
}

func (r *Report) withinChapter(l *layout) chapter {
	k := r.Cohorts
	c := chapter{name: "Cohorts within days", rest: fmt.Sprintf(": share that reached %s within so many days of coming in", inSentence(terminal.Plain(k.Stage, 40)))}
	shown := k.Rows[max(len(k.Rows)-l.periods, 0):]
	if len(shown) == 0 || len(shown[0].Within) == 0 {
		return c
	}
	days := min(len(shown[0].Within), l.within)
	columns := []string{"l:" + strings.Replace(k.cameIn(), " in ", " in\n", 1), "r:leads"}
	for _, w := range shown[0].Within[:days] {
		columns = append(columns, fmt.Sprintf("r:%d d", w.Days), "l:95 % range")
	}
	t := newTable(columns...)
	young := false
	for i := range shown {
		cells := []string{periodLabel(shown[i].From, shown[i].To), humanCount(shown[i].Leads)}
		for _, w := range shown[i].Within[:min(len(shown[i].Within), days)] {
			value, interval := humanRate(w.Rate)
			young = young || !w.Complete
			cells = append(cells, ripe(value, w.Complete), interval)
		}
		t.row(cells...)
	}
	c.parts = []chapterPart{t}
	if young {
		c.parts = append(c.parts, note("* not every lead has had that many days: the share will still grow"))
	}
	c.parts = cutNote(c.parts, len(shown[0].Within)-days, "number of days", "numbers of days")
	return c
}
