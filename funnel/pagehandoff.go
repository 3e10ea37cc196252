package funnel

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

const (
	pagePeriods = 24 // the latest
	pageGroups  = 22 // as many as Options.MaxSegments has by default, and the rest
	pageStages  = 12 // in a table of one column each
	pageReasons = 25
)

func (r *Report) handOffSections() []pageSection {
	h := r.HandOff
	if h == nil {
		return nil
	}
	s := pageSection{
		ID: "handoff", Short: "Hand-off", Title: "The hand-off: what marketing offered, and what sales made of it",
		Says: h.says(),
		Figures: []pageFigure{
			r.figure(HandOffPicture, h.periodTable()),
			r.figure(ClockPicture, h.clockTable()),
		},
	}
	for i := range h.Agenda {
		item := &h.Agenda[i]
		s.Agenda = append(s.Agenda, pageItem{Side: inSentence(item.begins()), Text: sentence(item.Text)})
	}
	if len(h.Reasons) > 0 {
		s.Figures = append(s.Figures, r.figure(ReasonPicture, h.reasonTable()))
	}
	for _, g := range []struct {
		title, head string
		list        []OfferGroup
	}{
		{"Offers by source", "Source", h.Sources},
		{"Offers by score band", "Score band", h.Bands},
		{"Offers by the label " + inSentence(terminal.Plain(r.By, nameLimit)), terminal.Plain(r.By, nameLimit), h.Segments},
	} {
		if len(g.list) == 0 {
			continue
		}
		s.Tables = append(s.Tables, groupTable(g.title, g.head, g.list))
		if len(h.Total.Stages) > 0 {
			s.Tables = append(s.Tables, h.depthTable(g.title, g.head, g.list))
		}
	}
	return []pageSection{s}
}

// says are the figures that are in no picture, in sentences.
func (h *HandOff) says() []string {
	var list []string
	t, c := &h.Total, &h.Criteria
	if t.Untouched > 0 {
		list = append(list, fmt.Sprintf("%s not been touched yet, of %s accepted.", hasHave(t.Untouched, "lead"), humanCount(t.Accepted)))
	}
	if h.Void > 0 {
		list = append(list, h.saysVoid())
	}
	if c.Signed+c.Unsigned+c.Other > 0 {
		list = append(list, fmt.Sprintf("Criteria: %s made under signed ones, %s under unsigned ones, %s under others, such as by hand, %s under none.",
			plural(c.Signed, "offer"), humanCount(c.Unsigned), humanCount(c.Other), humanCount(c.None)))
	}
	return list
}

// offerHeads name the cells of offerCells.
func offerHeads(name string) []pageCell {
	return heads(name, "Offered", "Accepted", "Rejected", "Returned", "Withdrawn", "Open", "Overdue",
		"Accepted of decided", "Accepted of offered")
}

func (o *Offers) cells() []pageCell {
	return []pageCell{
		countCell(o.Offered), countCell(o.Accepted), countCell(o.Rejected), countCell(o.Returned),
		countCell(o.Withdrawn), countCell(o.Open), countCell(o.Overdue), rateCell(o.OfDecided), rateCell(o.OfOffered),
	}
}

func (h *HandOff) periodTable() pageTable {
	t := pageTable{
		Title: "Offers by period", Head: append(offerHeads(capital(h.offeredIn())), heads("", "Answered in time", "Touched in time")[1:]...),
		Notes: []string{"Overdue ones are among the open ones. Under each rate its 95 % range (Wilson), in percent."},
	}
	row := func(name string, o *Offers) {
		t.Rows = append(t.Rows, append(append([]pageCell{{Text: name}}, o.cells()...), rateCell(o.Decision.Kept), rateCell(o.FirstTouch.Kept)))
	}
	if !h.onePeriod() {
		row("all", &h.Total)
	}
	shown := h.Periods[max(len(h.Periods)-pagePeriods, 0):]
	for i := range shown {
		row(periodLabel(shown[i].From, shown[i].To), &shown[i].Offers)
	}
	t.left(len(h.Periods)-len(shown), "period before", "periods before")
	return t
}

func (h *HandOff) clockTable() pageTable {
	t := pageTable{
		Title: "The clocks",
		Head:  heads("Clock", append([]string{"In time", "Late", "Not yet due", "Not measured", "In time of due", "Done", "Waiting"}, durationHeads[:]...)...),
		Notes: []string{"Not measured: without a due time, or ended without an answer before it. The median of all counts those still waiting in (Kaplan–Meier)."},
	}
	for _, k := range h.Total.clocks() {
		row := []pageCell{
			{Text: k.name},
			countCell(k.Met), countCell(k.Missed), countCell(k.NotYetDue), countCell(k.Unmeasured),
			rateCell(k.Kept), countCell(k.Time.N), countCell(k.Time.Open),
		}
		t.Rows = append(t.Rows, append(row, durationCells(&k.Time)...))
	}
	return t
}

func (h *HandOff) reasonTable() pageTable {
	t := pageTable{
		Title: "Reasons of refusal",
		Head:  []pageCell{{Text: "Reason"}, {Text: "Offer was"}, {Text: "Side at fault"}, {Text: "Offers", Number: true}, {Text: "Share", Number: true}, {Text: "By source"}, {Text: "By score band"}},
	}
	for i := range h.Reasons[:min(len(h.Reasons), pageReasons)] {
		c := &h.Reasons[i]
		t.Rows = append(t.Rows, []pageCell{
			{Text: c.label()},
			nameCell(string(c.End)),
			{Text: sideName(c.Fault)},
			countCell(c.N), rateCell(c.Share),
			{Text: valueList(c.Sources)},
			{Text: valueList(c.Bands)},
		})
	}
	t.left(len(h.Reasons)-pageReasons, "reason", "reasons")
	for _, f := range h.Faults {
		value, interval := humanRate(f.Share)
		t.Notes = append(t.Notes, fmt.Sprintf("%s: %s of %s, %s (%s %%).", inSentence(sideName(f.Side)), humanCount(f.Share.Num), plural(f.Share.Den, "refusal"), value, interval))
	}
	return t
}

func valueList(list []ValueCount) string {
	var parts []string
	for _, v := range list {
		parts = append(parts, inSentence(kindName(v.Value, v.Kind))+" "+humanCount(v.N))
	}
	return strings.Join(parts, ", ")
}

// kindName is a value; one that looks like another kind is in quotes.
func kindName(value string, kind SegmentKind) string {
	name := terminal.Plain(value, nameLimit)
	if kind == ValueSegment && (value == otherValue || value == noneValue) {
		return `"` + name + `"`
	}
	return name
}

// groupTable shows how offers of each value end.
func groupTable(title, head string, list []OfferGroup) pageTable {
	t := pageTable{Title: title, Head: append(offerHeads(head), heads("", "Answered in time", "Touched in time", "Not touched")[1:]...)}
	shown := list[:min(len(list), pageGroups)]
	for i := range shown {
		o := &shown[i].Offers
		row := append([]pageCell{{Text: kindName(shown[i].Value, shown[i].Kind)}}, o.cells()...)
		t.Rows = append(t.Rows, append(row, rateCell(o.Decision.Kept), rateCell(o.FirstTouch.Kept), countCell(o.Untouched)))
	}
	t.left(len(list)-len(shown), "value", "values")
	return t
}

// depthTable shows how far the accepted offers of each value get: those of all first.
func (h *HandOff) depthTable(title, head string, list []OfferGroup) pageTable {
	t := pageTable{
		Title: title + ": how far the accepted ones got", Head: heads(head, "Accepted"),
		Notes: []string{"Under each count its share of the accepted offers, with the 95 % range in brackets."},
	}
	stages := min(len(h.Total.Stages), pageStages)
	for _, s := range h.Total.Stages[:stages] {
		t.Head = append(t.Head, numberCell(terminal.Plain(s.Stage, nameLimit)))
	}
	row := func(name string, o *Offers) {
		cells := []pageCell{{Text: name}, countCell(o.Accepted)}
		for _, s := range o.Stages[:min(len(o.Stages), stages)] {
			cells = append(cells, shareCell(Rate{Num: s.Reached, Den: s.Rate.Den}))
		}
		t.Rows = append(t.Rows, cells)
	}
	row("all", &h.Total)
	shown := list[:min(len(list), pageGroups)]
	for i := range shown {
		row(kindName(shown[i].Value, shown[i].Kind), &shown[i].Offers)
	}
	t.left(len(list)-len(shown), "value", "values")
	t.left(len(h.Total.Stages)-stages, "stage", "stages")
	return t
}
