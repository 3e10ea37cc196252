package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// reportsPage is what marketing and sales look at together.
type reportsPage struct {
	layout
	Agenda   []fact           // who begins, and about what
	Findings []funnel.Finding // the first
	Further  []funnel.Finding // the others
	Stages   []stageRow
	Ends     []fact
	Weeks    []weekRow
	Sources  []weekRow
	Funnel   fragment
	HandOff  fragment
	AsOf     string
	Counted  string // how many leads, and why the board has more
}

// mostFindings is how many findings stand open.
const mostFindings = 4

// stageRow is a stage of the funnel.
type stageRow struct {
	Name             string
	Reached          int64
	Step, Cumulative string
}

// weekRow is the offers of a week, or from a source.
type weekRow struct {
	Name                                         string
	Offered, Accepted, Rejected, Returned, Still int64
	Rate                                         string
}

// report counts the whole history, week by week and by where leads came from.
func (s *site) report(v *visit) (r *funnel.Report, err error) {
	err = s.app.reading(v.r.Context(), func(on leadsql.DB) (err error) {
		history := s.app.db.Store(on).History(v.r.Context(), lead.Query{})
		r, err = s.app.funnel.Report(history, funnel.Options{AsOf: s.app.asOf(), Per: funnel.Week, By: "source"})
		return err
	})
	if err == nil && r.HandOff != nil {
		r.HandOff.Segments = nil // the same as its Sources
	}
	return r, err
}

// counted says how many leads a report is about. Those that never were any are on the
// board nevertheless.
func counted(n funnel.Counts) string {
	text := plural(int(n.Leads), "lead")
	if n.Void == 0 {
		return text
	}
	never := "never was a lead, and is void, counts"
	if n.Void > 1 {
		never = "never were leads, and are void, count"
	}
	return fmt.Sprintf("%s (the board has %d: %d that %s in no figure)", text, n.Leads+n.Void, n.Void, never)
}

func (s *site) reports(v *visit) error {
	r, err := s.report(v)
	if err != nil {
		return err
	}
	first := min(len(r.Findings), mostFindings)
	p := reportsPage{
		layout: v.layout("Funnel and hand-off", "reports"), AsOf: moment(r.AsOf), Counted: counted(r.Counts),
		Findings: r.Findings[:first], Further: r.Findings[first:],
	}
	pictures := r.Pictures()
	for picture, into := range map[funnel.Picture]*fragment{funnel.FunnelPicture: &p.Funnel, funnel.HandOffPicture: &p.HandOff} {
		if !slices.Contains(pictures, picture) {
			continue
		}
		f, err := render(func(w io.Writer) error { return r.WritePicture(w, picture) })
		if err != nil {
			return err
		}
		*into = v.include(f)
	}
	slices.Sort(v.styles) // a map has no order, and equal pages are to have equal heads
	for _, st := range r.Stages {
		row := stageRow{Name: cmp.Or(s.app.statusName(lead.Status(st.Name)), st.Name), Reached: st.Reached, Cumulative: percent(st.Cumulative)}
		if st.Conversion != nil {
			row.Step = percent(*st.Conversion)
		}
		p.Stages = append(p.Stages, row)
	}
	if h := r.HandOff; h != nil {
		p.Agenda = s.app.agenda(h)
		p.Ends = ends(h.Total)
		for _, w := range h.Periods {
			p.Weeks = append(p.Weeks, weekOf(day(w.From), w.Offers))
		}
		for _, g := range h.Sources {
			p.Sources = append(p.Sources, weekOf(g.Value, g.Offers))
		}
	}
	return v.show(http.StatusOK, "reports.html", p)
}

// agenda is what to talk about. Reasons have the titles that the lifecycle gives them.
func (c *crm) agenda(h *funnel.HandOff) []fact {
	var list []fact
	for _, item := range h.Agenda {
		text := item.Text
		if item.Topic == funnel.TopicReason {
			text = c.refusals(h, item)
		}
		list = append(list, fact{sideName(item.Side), text})
	}
	return list
}

// refusals says how many refusals were for a reason, and where most of them came from.
func (c *crm) refusals(h *funnel.HandOff, item funnel.AgendaItem) string {
	i := slices.IndexFunc(h.Reasons, func(r funnel.ReasonCount) bool {
		return r.Reason == item.About && r.Fault == item.Side && r.Share == item.Value
	})
	if i < 0 || h.Reasons[i].Kind != funnel.ValueSegment {
		return item.Text
	}
	r := h.Reasons[i]
	event := lead.Event("reject")
	if r.End == funnel.OfferReturned {
		event = "return"
	}
	text := fmt.Sprintf("%d of %d refusals: %s", r.Share.Num, r.Share.Den, c.reasonName(event, r.Reason))
	if len(r.Sources) > 0 && r.Sources[0].Kind == funnel.ValueSegment {
		text += fmt.Sprintf("; %d of these from %s", r.Sources[0].N, r.Sources[0].Value)
	}
	return text + "."
}

func ends(o funnel.Offers) []fact {
	return []fact{
		{"Offered", fmt.Sprint(o.Offered)},
		{"Accepted", fmt.Sprint(o.Accepted)},
		{"Rejected", fmt.Sprint(o.Rejected)},
		{"Returned for repair", fmt.Sprint(o.Returned)},
		{"Withdrawn", fmt.Sprint(o.Withdrawn)},
		{"Waiting", fmt.Sprint(o.Open)},
		{"Overdue of those waiting", fmt.Sprint(o.Overdue)},
		{"Accepted of those decided", percent(o.OfDecided)},
		{"Answered in time", percent(o.Decision.Kept)},
		{"First contact in time", percent(o.FirstTouch.Kept)},
	}
}

func weekOf(name string, o funnel.Offers) weekRow {
	return weekRow{name, o.Offered, o.Accepted, o.Rejected, o.Returned, o.Open, percent(o.OfDecided)}
}

// percent is a rate with what it was made of: of few cases a rate says little.
func percent(r funnel.Rate) string {
	share, ok := r.Value()
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%.0f %% (%d of %d)", 100*share, r.Num, r.Den)
}

// funnelPage is the library's own page, as it writes it.
func (s *site) funnelPage(v *visit) error {
	r, err := s.report(v)
	if err != nil {
		return err
	}
	return v.document(r.WriteHTML)
}

// document sends a page that the library writes in full.
func (v *visit) document(write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	v.styles = styleHashes(b.Bytes())
	v.write(http.StatusOK, b.Bytes())
	return nil
}
