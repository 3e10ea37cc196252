package funnel

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// csvHeader is the one table that WriteCSV writes: what is counted (item, or from
// item to), which figure of it, and its value as a number or as text.
var csvHeader = []string{"section", "segment", "kind", "item", "to", "metric", "number", "text"}

// WriteCSV writes the report as one tidy table, a figure per line, ready to
// filter and pivot. Its columns are
//
//	section  what the line is about, see below
//	segment  the group: a label's value, the beginning of a period, a time in seconds, days
//	kind     of the group: the SegmentKind, "period", "seconds" or "days"; a topic, a code
//	item     a stage, a status, a reason, a kind of anomaly, the From of a transition
//	to       the To of a transition, the way of an exit, the end of an offer
//	metric   the name of the figure as in JSON
//	number   its value, empty if undefined; durations in seconds, rates as fractions
//	text     its value where that is no number
//
// The sections are report, definition, finding, stage, segment, cohort, cohort_cell
// (item is the number of periods since), cohort_within (item is the days), curve,
// curve_on_the_way, curve_point, plan; handoff with handoff_period, handoff_source, handoff_band and
// handoff_segment (item is the stage that accepted offers got to, or empty), reason,
// reason_source, reason_band, fault, criteria, agenda, goal, input; status,
// transition, exit, exit_still, exit_way, age, age_bucket, leak, velocity and anomaly.
// In item a reason that merely looks like "(none)" or "(other)" is in quotes.
//
// A cell of text that a spreadsheet would take for a formula starts with an
// apostrophe; numbers stay numbers. It is UTF-8, comma-separated, in one call to
// w. Equal reports give equal bytes.
func (r *Report) WriteCSV(w io.Writer) error {
	var b bytes.Buffer
	c := csvWriter{Writer: csv.NewWriter(&b)}
	c.row(csvHeader...)
	c.about(r)
	c.findings(r)
	for _, s := range r.Stages {
		l := csvLine{section: "stage"}
		c.stage(l, s)
		if l.item = s.Name; s.Title.En != "" {
			c.text(l, "title", s.Title.En)
		}
	}
	for _, s := range r.Statuses {
		c.status(s)
	}
	for _, f := range r.Transitions {
		c.count(csvLine{section: "transition", item: string(f.From), to: string(f.To)}, "n", f.N)
	}
	for _, a := range r.Anomalies {
		l := csvLine{section: "anomaly", item: string(a.Kind)}
		c.count(l, "n", a.N)
		for _, id := range a.Leads {
			c.text(l, "lead", id)
		}
	}
	for _, s := range r.Segments {
		l := csvLine{section: "segment", segment: s.Value, kind: string(s.Kind)}
		c.count(l, "leads", s.Leads)
		for _, st := range s.Stages {
			c.stage(l, st)
		}
	}
	c.handOff(r.HandOff)
	c.goals(r)
	c.cohorts(r.Cohorts)
	c.curve(r.Curve)
	c.exits(r)
	c.standing(r)
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

type csvWriter struct{ *csv.Writer }

// csvLine is what the lines of one item share.
type csvLine struct{ section, segment, kind, item, to string }

// row writes cells. The writer's error is kept for the end.
func (c csvWriter) row(cells ...string) { _ = c.Write(cells) }

func (c csvWriter) line(l csvLine, metric, number, text string) {
	c.row(l.section, csvText(l.segment), csvText(l.kind), csvText(l.item), csvText(l.to), csvText(metric), number, csvText(text))
}

func (c csvWriter) count(l csvLine, metric string, n int64) {
	c.line(l, metric, strconv.FormatInt(n, 10), "")
}

func (c csvWriter) float(l csvLine, metric string, v float64, ok bool) {
	if !ok {
		c.line(l, metric, "", "")
		return
	}
	c.line(l, metric, strconv.FormatFloat(v, 'f', -1, 64), "")
}

func (c csvWriter) text(l csvLine, metric, text string) { c.line(l, metric, "", text) }

func (c csvWriter) maybe(l csvLine, metric string, v *float64) {
	if v == nil {
		c.float(l, metric, 0, false)
		return
	}
	c.float(l, metric, *v, true)
}

func (c csvWriter) bool(l csvLine, metric string, v bool) { c.text(l, metric, strconv.FormatBool(v)) }

func (c csvWriter) about(r *Report) {
	l := csvLine{section: "report"}
	c.text(l, "funnel", r.Funnel)
	c.count(l, "revision", int64(r.Revision))
	c.text(l, "id", r.ID)
	c.text(l, "basis", string(r.Basis))
	c.text(l, "from", csvTime(r.Window.From))
	c.text(l, "to", csvTime(r.Window.To))
	c.text(l, "as_of", csvTime(r.AsOf))
	c.text(l, "zone", r.Zone)
	if r.By != "" {
		c.text(l, "by", r.By)
		c.text(l, "by_last", strconv.FormatBool(r.ByLast))
	}
	c.count(l, "leads", r.Counts.Leads)
	c.count(l, "void", r.Counts.Void)
	c.count(l, "no_stage", r.Counts.NoStage)
	c.count(l, "outside", r.Counts.Outside)
	c.count(l, "rows", r.Counts.Rows)
	c.count(l, "duplicates", r.Counts.Duplicates)
	for _, d := range r.defined() {
		c.text(csvLine{section: "definition"}, d.Term, d.Text)
	}
}

// csvTime writes a time, an open bound as nothing.
func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t.UTC())
}

func (c csvWriter) stage(l csvLine, s Stage) {
	l.item = s.Name
	c.count(l, "entered", s.Entered)
	c.count(l, "reached", s.Reached)
	c.count(l, "skipped", s.Skipped)
	c.count(l, "joined", s.Joined)
	if s.Conversion != nil {
		c.rate(l, "conversion", *s.Conversion)
	}
	c.rate(l, "cumulative", s.Cumulative)
	if s.TimeToNext != nil {
		c.durations(l, "time_to_next", *s.TimeToNext)
	}
}

func (c csvWriter) status(s StatusReport) {
	l := csvLine{section: "status", item: string(s.Status)}
	if s.Stage != "" {
		c.text(l, "stage", s.Stage)
	}
	if s.Title.En != "" {
		c.text(l, "title", s.Title.En)
	}
	c.count(l, "visits", s.Visits)
	c.count(l, "leads", s.Leads)
	c.count(l, "reentered.leads", s.Reentered.Leads)
	c.count(l, "reentered.times", s.Reentered.Times)
	c.durations(l, "time.visits", s.Time.Visits)
	c.durations(l, "time.cumulative", s.Time.Cumulative)
	c.durations(l, "time.latest", s.Time.Latest)
}

func (c csvWriter) rate(l csvLine, name string, r Rate) {
	c.count(l, name+".num", r.Num)
	c.count(l, name+".den", r.Den)
	v, ok := r.Value()
	c.float(l, name+".value", v, ok)
	lo, hi, ok := r.Wilson()
	c.float(l, name+".lo", lo, ok)
	c.float(l, name+".hi", hi, ok)
}

func (c csvWriter) durations(l csvLine, name string, d Durations) {
	c.count(l, name+".n", d.N)
	c.count(l, name+".open", d.Open)
	c.maybe(l, name+".mean_s", d.Mean)
	c.maybe(l, name+".p50_s", d.P50)
	c.maybe(l, name+".p90_s", d.P90)
	c.maybe(l, name+".km_p50_s", d.KMP50)
}

// csvText makes a text safe to open in a spreadsheet. A cell that starts with one
// of = + - @, in full width too, is taken for a formula, also behind blanks and
// characters that nobody sees; one that starts with a tab or a line break can be
// split by a careless import so that the formula comes first.
func csvText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	rest := strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	})
	begins := func(s, with string) bool {
		first, _ := utf8.DecodeRuneInString(s)
		return strings.ContainsRune(with, first)
	}
	if begins(s, "\t\r\n") || begins(rest, "=+-@＝＋－＠﹢﹣﹦﹫−") {
		return "'" + s
	}
	return s
}
