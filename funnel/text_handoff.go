package funnel

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// handOffChapters are what the meeting of marketing and sales is about.
func (r *Report) handOffChapters(l *layout) []chapter {
	h := r.HandOff
	status := inSentence(terminal.Plain(string(h.Status), 40))
	all := []chapter{h.totalChapter(status, l)}
	if h.Total.Offered == 0 && len(h.Periods)+len(h.Sources)+len(h.Reasons) == 0 {
		return append(all, h.agendaChapter(l))
	}
	all = append(all, h.agendaChapter(l), h.clockChapter(), h.depthChapter(l), h.reasonChapter(l), h.reasonValueChapter(l), h.faultChapter(), h.criteriaChapter())
	shown := h.Periods[max(len(h.Periods)-l.periods, 0):]
	var periods []offerRow
	for i := range shown {
		periods = append(periods, offerRow{periodLabel(shown[i].From, shown[i].To), &shown[i].Offers})
	}
	by := offerTables(strings.Replace(h.offeredIn(), " in ", " in\n", 1), periods, l)
	if left := len(h.Periods) - len(shown); left > 0 {
		by = cutNote(by, left, "period before", "periods before")
	}
	all = append(all, chapter{name: "Offers by period", rest: " in which they were made", parts: by})
	for _, g := range []struct {
		name, rest string
		groups     []OfferGroup
	}{
		{"Offers by source", "", h.Sources},
		{"Offers by score band", "", h.Bands},
		{"Offers by", " " + inSentence(terminal.Plain(r.By, 30)) + ", as it was at the offer", h.Segments},
	} {
		all = append(all, chapter{name: g.name, rest: g.rest, parts: groupTables(g.groups, l)})
	}
	return all
}

func (h *HandOff) totalChapter(status string, l *layout) chapter {
	o := &h.Total
	c := chapter{name: "Hand-off", rest: ": what became of the offers (visits to " + status + ")"}
	if o.Offered == 0 {
		c.parts = append(c.parts, note("Nothing was offered."))
		return c
	}
	t := newTable("l:", "d:", "r:offers", "r:of all", "l:95 % range")
	row := func(name string, n int64) {
		value, interval := humanRate(Rate{Num: n, Den: o.Offered})
		t.row(name, bar(n, o.Offered, barColumns), humanCount(n), value, interval)
	}
	t.row("offered", bar(1, 1, barColumns), humanCount(o.Offered))
	row("accepted", o.Accepted)
	row("rejected", o.Rejected)
	row("returned, to be completed", o.Returned)
	row("withdrawn without an answer", o.Withdrawn)
	row("open", o.Open)
	row("  past the due time", o.Overdue)
	c.parts = append(c.parts, t)
	of := newTable("l:acceptance", "r:offers", "r:of", "r:share", "l:95 % range")
	for _, one := range []struct {
		name string
		rate Rate
	}{{"of what was decided", o.OfDecided}, {"of all that was offered", o.OfOffered}} {
		value, interval := humanRate(one.rate)
		of.row(one.name, humanCount(one.rate.Num), humanCount(one.rate.Den), value, interval)
	}
	c.parts = append(c.parts, of)
	if h.Void > 0 {
		c.parts = append(c.parts, note(h.saysVoid()))
	}
	return c
}

func (h *HandOff) agendaChapter(l *layout) chapter {
	c := chapter{name: "Agenda", rest: ": what to talk about, and who begins"}
	if len(h.Agenda) == 0 {
		return c
	}
	shown := h.Agenda[:min(len(h.Agenda), 2*l.lines)]
	if !l.wide {
		var texts []string
		for i := range shown {
			texts = append(texts, shown[i].begins()+": "+shown[i].Text)
		}
		c.parts = append(c.parts, lines{lines: texts, numbered: true})
	} else {
		t := newTable("r:No.", "l:Begins", "l:What", "l:About", "r:How many", "r:Of", "r:Share before")
		for i := range shown {
			a := &shown[i]
			before := ""
			if a.Was != nil {
				before, _ = humanRate(*a.Was)
			}
			t.row(fmt.Sprint(i+1), a.begins(), sentence(a.Text), terminal.Plain(a.About, l.name), humanCount(a.Value.Num), humanCount(a.Value.Den), before)
		}
		c.parts = append(c.parts, t)
	}
	c.parts = cutNote(c.parts, len(h.Agenda)-len(shown), "item", "items")
	return c
}

// begins is the side that begins to talk about it.
func (a *AgendaItem) begins() string {
	if a.Side == "" {
		return "both sides"
	}
	return sideName(a.Side)
}

func (h *HandOff) clockChapter() chapter {
	t := newTable("l:", "r:in\ntime", "r:late", "r:not yet\ndue", "r:not meas-\nured", "r:in time\nof due", "l:95 % range", "r:median", "r:90 %\nwithin", "r:median\nof all*")
	times := newTable("l:", "r:done", "r:waiting", "r:mean, biased")
	for _, one := range []struct {
		name string
		*Clock
	}{{"answer", &h.Total.Decision}, {"first contact", &h.Total.FirstTouch}} {
		value, interval := humanRate(one.Kept)
		d := &one.Time
		cells := []string{one.name, humanCount(one.Met), humanCount(one.Missed), humanCount(one.NotYetDue), humanCount(one.Unmeasured), value, interval}
		t.row(append(cells, humanDurations(d.P50, d.P90, d.KMP50)...)...)
		times.row(one.name, humanCount(d.N), humanCount(d.Open), humanDuration(d.Mean))
	}
	c := chapter{name: "Clocks", rest: ": do answers and first contacts come in time?", parts: []chapterPart{
		t, times, note("* those still waiting counted in (Kaplan-Meier). Not measured: had no due time, or ended without an answer before it."),
	}}
	o := &h.Total
	if o.Accepted > 0 {
		value, interval := humanRate(Rate{Num: o.Untouched, Den: o.Accepted})
		c.parts = append(c.parts, note(fmt.Sprintf("Accepted and not touched by now: %s of %s, %s (%s %%).",
			humanCount(o.Untouched), humanCount(o.Accepted), value, interval)))
	}
	return c
}

func (h *HandOff) depthChapter(l *layout) chapter {
	c := chapter{name: "How far accepted offers got", rest: ": to this stage or a later one"}
	if len(h.Total.Stages) == 0 || h.Total.Accepted == 0 {
		return c
	}
	t := newTable("n:", "d:", "r:offers", "r:of accepted", "l:95 % range")
	for _, s := range h.Total.Stages {
		value, interval := humanRate(s.Rate)
		t.row(plainName(s.Stage), bar(s.Reached, max(h.Total.Accepted, s.Reached), barColumns), humanCount(s.Reached), value, interval)
	}
	c.parts = append(c.parts, t)
	return c
}

// offerRow is offers with their name.
type offerRow struct {
	name string
	*Offers
}

func groupTables(groups []OfferGroup, l *layout) []chapterPart {
	shown := groups[:min(len(groups), l.groups)]
	var rows []offerRow
	for i := range shown {
		rows = append(rows, offerRow{groupName(shown[i].Value, shown[i].Kind, l.name), &shown[i].Offers})
	}
	return cutNote(offerTables("", rows, l), len(groups)-len(shown), "value", "values")
}

// offerTables shows how offers of several groups ended, whether the clocks were kept,
// and how far the accepted ones got.
func offerTables(head string, rows []offerRow, l *layout) []chapterPart {
	if len(rows) == 0 {
		return nil
	}
	ends := newTable("l:"+head, "r:of-\nfered", "r:accep-\nted", "r:rejec-\nted", "r:re-\nturned", "r:with-\ndrawn", "r:open", "r:over-\ndue", "r:accepted\nof decided", "l:95 % range", "r:of all")
	columns := []string{"l:" + head, "r:answered\nin time", "r:median", "r:touched\nin time", "r:median", "r:not\ntouched"}
	first := max(len(rows[0].Stages)-l.stages, 0)
	for _, s := range rows[0].Stages[first:] {
		columns = append(columns, "r:"+l.head(s.Stage, l.short))
	}
	clocks := newTable(columns...)
	for _, row := range rows {
		decided, interval := humanRate(row.OfDecided)
		offered, _ := humanRate(row.OfOffered)
		name := row.name
		if !l.wide {
			name = terminal.Plain(name, 14)
		}
		ends.row(name, humanCount(row.Offered), humanCount(row.Accepted), humanCount(row.Rejected), humanCount(row.Returned),
			humanCount(row.Withdrawn), humanCount(row.Open), humanCount(row.Overdue), decided, interval, offered)
		answered, _ := humanRate(row.Decision.Kept)
		touched, _ := humanRate(row.FirstTouch.Kept)
		cells := []string{
			name, answered, humanDuration(row.Decision.Time.P50),
			touched, humanDuration(row.FirstTouch.Time.P50), humanCount(row.Untouched),
		}
		for _, s := range row.Stages[min(first, len(row.Stages)):] {
			cells = append(cells, humanCount(s.Reached))
		}
		clocks.row(cells[:min(len(cells), len(columns))]...)
	}
	return []chapterPart{ends, clocks}
}

func (h *HandOff) reasonChapter(l *layout) chapter {
	c := chapter{name: "Reasons", rest: " why offers were refused"}
	if len(h.Reasons) == 0 {
		return c
	}
	t := newTable("n:", "l:offer was", "l:answered for by", "r:offers", "r:of all", "l:95 % range")
	shown := h.Reasons[:min(len(h.Reasons), l.reasons)]
	for i := range shown {
		one := &shown[i]
		value, interval := humanRate(one.Share)
		t.row(groupName(one.Reason, one.Kind, nameLimit), terminal.Plain(string(one.End), 10), terminal.Plain(sideName(one.Fault), max(l.name, 20)), humanCount(one.N), value, interval)
	}
	c.parts = cutNote([]chapterPart{t}, len(h.Reasons)-len(shown), "reason", "reasons")
	return c
}

// reasonValueChapter says where the leads came from that were refused for a reason.
func (h *HandOff) reasonValueChapter(l *layout) chapter {
	c := chapter{name: "Where the refused ones came from"}
	t := newTable("n:", "l:", "l:by source", "l:by score band")
	shown := h.Reasons[:min(len(h.Reasons), l.reasons)]
	for i := range shown {
		one := &shown[i]
		if len(one.Sources)+len(one.Bands) == 0 {
			continue
		}
		t.row(groupName(one.Reason, one.Kind, nameLimit), terminal.Plain(string(one.End), 10), values(one.Sources, l.values), values(one.Bands, l.values*3/4))
	}
	if len(t.rows) > 0 {
		c.parts = []chapterPart{t}
	}
	return c
}

// values lists as many values as fit into so many columns.
func values(list []ValueCount, columns int) string {
	var b strings.Builder
	for i, v := range list {
		one := groupName(v.Value, v.Kind, 20) + " " + humanCount(v.N)
		if i > 0 {
			one = ", " + one
		}
		if b.Len() > 0 && terminal.Width(b.String()+one) > columns-3 {
			return b.String() + ", …"
		}
		b.WriteString(one)
	}
	return b.String()
}

func (h *HandOff) faultChapter() chapter {
	c := chapter{name: "Who answers for refusals"}
	if len(h.Faults) == 0 {
		return c
	}
	t := newTable("l:", "r:offers", "r:of all", "l:95 % range")
	for _, f := range h.Faults {
		value, interval := humanRate(f.Share)
		t.row(terminal.Plain(sideName(f.Side), 40), humanCount(f.Share.Num), value, interval)
	}
	c.parts = []chapterPart{t}
	return c
}

func (h *HandOff) criteriaChapter() chapter {
	c := chapter{name: "Criteria", rest: " by which the offers were made"}
	k := &h.Criteria
	if k.Signed+k.Unsigned+k.Other == 0 { // nothing is known of criteria
		return c
	}
	t := newTable("l:", "r:offers", "r:of all", "l:95 % range")
	all := k.Signed + k.Unsigned + k.Other + k.None
	for _, one := range []struct {
		name string
		n    int64
	}{{"signed by both sides", k.Signed}, {"not signed", k.Unsigned}, {"others, such as by hand", k.Other}, {"none named", k.None}} {
		value, interval := humanRate(Rate{Num: one.n, Den: all})
		t.row(one.name, humanCount(one.n), value, interval)
	}
	c.parts = []chapterPart{t}
	return c
}

func (r *Report) goalChapter(l *layout) chapter {
	c := chapter{name: "Goals", rest: ": leads that reached a stage, against the target"}
	head, months := "", 0
	for i := range r.Goals {
		if r.Goals[i].Per == Month {
			months++
		}
	}
	if months == 0 {
		head = "week of"
	} else if months < len(r.Goals) {
		head = "month or\nweek of"
	}
	t := newTable("n:", "l:"+head, "r:reached", "r:target", "r:of it", "l:", "r:to\ngo", "r:on the\nway*", "r:of them\nto expect*")
	left, open := 0, false
	for i := range r.Goals {
		g := &r.Goals[i]
		most := l.periods
		if !l.wide {
			most /= 2
		}
		shown := g.Periods[max(len(g.Periods)-most, 0):]
		left += len(g.Periods) - len(shown)
		for _, p := range shown {
			value, _ := humanRate(Rate{Num: p.Actual, Den: g.AtLeast})
			cells := []string{plainName(g.Stage), periodLabel(p.From, p.To), humanCount(p.Actual), humanCount(g.AtLeast), value, terminal.Plain(string(p.State), 10)}
			if s := p.Still; s != nil {
				open = true
				cells = append(cells, humanCount(s.Needed), humanCount(s.Waiting), s.expected())
			}
			t.row(cells...)
		}
		if len(shown) == 0 {
			t.row(plainName(g.Stage), "no whole "+terminal.Plain(string(g.Per), 20), "", humanCount(g.AtLeast))
		}
	}
	if len(t.rows) == 0 {
		return c
	}
	c.parts = cutNote([]chapterPart{t}, left, "period before", "periods before")
	if open {
		c.parts = append(c.parts, note("* leads that stand before the stage, and how many of them would get there at the measured rates (95 % ranges) if all had the time to"))
	}
	return c
}
