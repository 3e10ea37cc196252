package funnel

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

func (r *Report) statusChapter(l *layout) chapter {
	c := chapter{name: "Statuses", rest: ": how often, and how long each time"}
	if len(r.Statuses) == 0 {
		return c
	}
	columns := []string{"n:", "r:visits", "r:leads", "r:leads\ncame back", "r:still\nin it", "r:median", "r:90 %\nwithin", "r:median\nof all*"}
	codes, under := r.statusCodes(l)
	if l.wide {
		columns = append(columns, "r:left", "r:mean,\nbiased", "n:stage")
		if len(codes) > 0 || under {
			columns = append(columns, "l:code")
		}
	}
	t := newTable(columns...)
	others := 0
	for _, s := range r.Statuses {
		if s.Stage == "" {
			if others++; others > l.statuses {
				continue
			}
		}
		d := s.Time.Visits
		again := humanCount(s.Reentered.Leads)
		if s.Reentered.Times > s.Reentered.Leads {
			again = fmt.Sprintf("%s (%s×)", again, humanCount(s.Reentered.Times))
		}
		times := humanDurations(d.P50, d.P90, d.KMP50, d.Mean)
		row := []string{
			plainName(string(s.Status)), humanCount(s.Visits), humanCount(s.Leads), again,
			humanCount(d.Open), times[0], times[1], times[2],
		}
		if l.wide {
			row = append(row, humanCount(d.N), times[3], plainName(s.Stage), terminal.Plain(r.Titles.statusCode(s.Status), nameLimit))
		}
		t.row(row[:min(len(row), len(columns))]...)
	}
	c.parts = append(c.parts, t, note("* those still in it counted in (Kaplan-Meier); – if fewer than half have left"))
	switch text := "Codes: " + strings.Join(codes, ", "); {
	case l.wide:
	case len(codes) > 0 && under:
		c.parts = append(c.parts, note(text+"; the others stand under the stages"))
	case len(codes) > 0:
		c.parts = append(c.parts, note(text))
	}
	c.parts = cutNote(c.parts, others-l.statuses, "status in no stage", "statuses in no stage")
	return c
}

// returnChapter has the times per lead where they differ from those per visit.
func (r *Report) returnChapter(l *layout) chapter {
	c := chapter{name: "Statuses that leads came back to", rest: ": how long per lead"}
	t := newTable("n:", "l:", "r:left", "r:still\nin it", "r:median", "r:90 %\nwithin", "r:mean,\nbiased", "r:median\nof all*")
	others, left := 0, 0
	for i := range r.Statuses {
		s := &r.Statuses[i]
		if s.Time.Cumulative.equal(&s.Time.Visits) && s.Time.Latest.equal(&s.Time.Visits) {
			continue
		}
		if s.Stage == "" {
			if others++; others > l.statuses {
				left++
				continue
			}
		}
		for _, one := range []struct {
			what string
			*Durations
		}{{"all visits together", &s.Time.Cumulative}, {"the last visit", &s.Time.Latest}} {
			d := one.Durations
			cells := []string{plainName(string(s.Status)), one.what, humanCount(d.N), humanCount(d.Open)}
			t.row(append(cells, humanDurations(d.P50, d.P90, d.Mean, d.KMP50)...)...)
		}
	}
	if len(t.rows) > 0 {
		c.parts = cutNote([]chapterPart{t}, left, "status in no stage", "statuses in no stage")
	}
	return c
}

func (r *Report) flowChapter(l *layout) chapter {
	c := chapter{name: "Moves", rest: ": what followed what, most frequent first"}
	if len(r.Transitions) == 0 {
		return c
	}
	t := newTable("n:From", "d:", "n:To", "r:Rows", "l:")
	t.bare = true
	for _, f := range r.Transitions[:min(len(r.Transitions), l.flows)] {
		note := ""
		if f.From == f.To {
			note = "activity within the status"
		}
		t.row(plainName(string(f.From)), "→", plainName(string(f.To)), humanCount(f.N), note)
	}
	c.parts = cutNote([]chapterPart{t}, len(r.Transitions)-l.flows, "kind of move", "kinds of move")
	return c
}

func (r *Report) exitChapter(l *layout) chapter {
	c := chapter{name: "Ways out", rest: ": the share of visits that has gone each way by a time (Aalen-Johansen)"}
	shown, most := 0, l.lines
	for i := range r.Exits {
		x := &r.Exits[i]
		if x.Visits == 0 || len(x.Times) == 0 {
			continue
		}
		if shown++; shown <= most {
			c.parts = append(c.parts,
				subtitle(fmt.Sprintf("%s: %s, of which %s not over", inSentence(terminal.Plain(string(x.Status), 40)), plural(x.Visits, "visit"), humanCount(x.Open))),
				x.table(l))
		}
	}
	c.parts = cutNote(c.parts, shown-most, "status", "statuses")
	return c
}

func (x *Exits) table(l *layout) *table {
	at := told(l.times, len(x.Times), func(i int) *float64 { return &x.Times[i] })
	columns := []string{"n:to", "r:visits"}
	var times []*float64
	for _, i := range at {
		times = append(times, &x.Times[i])
	}
	heads := humanDurations(times...)
	if len(slices.Compact(slices.Clone(heads))) < len(heads) { // as one unit could make of two times
		for i := range heads {
			heads[i] = humanDuration(times[i])
		}
	}
	for _, h := range heads {
		columns = append(columns, "r:after\n"+h)
	}
	columns = append(columns, "l:95 % range\nof that")
	t := newTable(columns...)
	shares := func(name, n string, list []float64, low, high *float64) {
		cells := []string{name, n}
		for _, i := range at {
			if i < len(list) {
				cells = append(cells, percent(list[i])+" %")
			} else {
				cells = append(cells, "")
			}
		}
		t.row(append(cells, interval(low, high))...)
	}
	for _, w := range x.Ways {
		shares(plainName(string(w.To)), humanCount(w.N), w.Share, w.Low, w.High)
	}
	shares("still there", humanCount(x.Open), x.Still, x.StillLow, x.StillHigh)
	return t
}

func (r *Report) ageChapter(l *layout) chapter {
	c := chapter{name: "Ageing", rest: ": how long the leads that stand in a status have been there"}
	if len(r.Ages) == 0 {
		return c
	}
	columns := []string{"n:", "r:leads", "r:over-\ndue"}
	for i := range r.Ages[0].Buckets {
		columns = append(columns, "r:"+strings.Replace(r.Ages[0].Buckets[i].label(), " d", "\nd", 1))
	}
	t := newTable(append(columns, "r:since\n?")...)
	shown := r.Ages[:min(len(r.Ages), 2*l.statuses)]
	for i := range shown {
		a := &shown[i]
		cells := []string{plainName(string(a.Status)), humanCount(a.Leads), humanCount(a.Overdue)}
		for _, b := range a.Buckets[:min(len(a.Buckets), len(columns)-3)] {
			cells = append(cells, humanCount(b.N))
		}
		for len(cells) < len(columns) {
			cells = append(cells, "")
		}
		t.row(append(cells, humanCount(a.Untimed))...)
	}
	c.parts = cutNote([]chapterPart{t}, len(r.Ages)-len(shown), "status", "statuses")
	return c
}

func (r *Report) leakChapter(l *layout) chapter {
	c := chapter{name: "Leakage", rest: ": where the leads are that got no further"}
	if len(r.Leaks) == 0 {
		return c
	}
	t := newTable("n:", "r:got no\nfurther", "r:still\nthere", "l:the others are in")
	for i := range r.Leaks {
		k := &r.Leaks[i]
		var gone []ValueCount
		for _, g := range k.Gone {
			gone = append(gone, ValueCount{Value: string(g.Status), N: g.N})
		}
		t.row(plainName(k.Stage), humanCount(k.Leads), humanCount(k.Still), values(gone, l.values*3/2))
	}
	c.parts = []chapterPart{t}
	return c
}

func (r *Report) velocityChapter() chapter {
	v := r.Velocity
	if v == nil {
		return chapter{}
	}
	won, interval := humanRate(v.Won)
	t := newTable("l:", "r:", "l:")
	t.row("leads", humanCount(v.Leads))
	t.row("× share won", won, strings.TrimSuffix(fmt.Sprintf("%s of them won; 95 %% range %s", humanCount(v.Won.Num), interval), "; 95 % range "))
	t.row("× mean amount", orDash(v.Mean, humanNumber), fmt.Sprintf("of %s, together %s", plural(v.Amounts, "amount"), orDash(v.Sum, humanNumber)))
	t.row("÷ time to win", humanDuration(v.Cycle), "median from coming in, of those who won")
	t.row("= worth per day", orDash(v.PerDay, humanNumber), v.unit())
	t.bare = true
	c := chapter{name: "Velocity", rest: ": what the funnel brings in per day", parts: []chapterPart{t}}
	if v.Unread > 0 {
		c.parts = append(c.parts, note(plural(v.Unread, "won lead")+" left out: the amount is no number."))
	}
	if v.PerDay == nil {
		c.parts = append(c.parts, note("A part is missing, so there is no figure per day."))
	}
	return c
}
