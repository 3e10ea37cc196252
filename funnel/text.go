package funnel

import (
	"fmt"
	"io"
	"strings"
)

// Measures of the text rendering, in columns and lines.
const (
	textColumns = 96 // where prose is wrapped; tables keep to 100
	nameColumns = 20
	barColumns  = 14
	stepColumns = 14 // of a name in a step
	maxFlows    = 12
	maxStatuses = 12 // in no stage

	shortColumns     = 9 // of a stage above a number
	maxSegmentStages = 3
)

// WriteText writes the report for people, in UTF-8 for a terminal of 100 columns,
// in one call to w. Names are escaped where they are not printable, and cut.
// Equal reports give equal bytes.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	r.textHead(&b)
	r.textStages(&b)
	r.textSteps(&b)
	r.textSegments(&b)
	r.textStatuses(&b)
	r.textFlows(&b)
	r.textAnomalies(&b)
	r.textDefinitions(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) textHead(b *strings.Builder) {
	fmt.Fprintf(b, "%s, revision %d\n", plain(r.Funnel, 70), r.Revision)
	basis, meaning := r.basisWords()
	c := r.Counts
	left := fmt.Sprintf("%s. Left out: %s void, %s in no stage, %s outside this period.",
		plural(c.Leads, "lead"), humanCount(c.Void), humanCount(c.NoStage), humanCount(c.Outside))
	for _, text := range []string{basis + ": " + meaning, left} {
		for _, line := range wrap(text, textColumns) {
			fmt.Fprintln(b, line)
		}
	}
}

// basisWords names the basis and says whose doings the report counts.
func (r *Report) basisWords() (basis, meaning string) {
	asOf := humanTime(r.AsOf, true)
	if r.Basis == Activity {
		return "Activity basis", "what happened " + r.Window.phrase() + ", whenever the lead came in, as known by " + asOf + "."
	}
	return "Cohort basis", "the leads that came in " + r.Window.phrase() + ", and how far they got by " + asOf + "."
}

// phrase says in words which time it is.
func (w Window) phrase() string {
	from, to := humanTime(w.From, false), humanTime(w.To, false)
	switch {
	case !w.From.IsZero() && !w.To.IsZero():
		return "from " + from + " until before " + to
	case !w.From.IsZero():
		return "from " + from + " on"
	case !w.To.IsZero():
		return "before " + to
	}
	return "at any time"
}

func plural(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return humanCount(n) + " " + noun
}

func heading(b *strings.Builder, title string) { fmt.Fprintf(b, "\n%s\n", title) }

func (r *Report) textStages(b *strings.Builder) {
	heading(b, "STAGES: leads that got this far")
	var most int64
	for _, s := range r.Stages {
		most = max(most, s.Reached)
	}
	t := newTable("llrrlrrr")
	t.row("", "", "", "of", "", "of", "joined", "skipped")
	t.row("", "", "reached", "previous", "95 % range", "first", "here", "this")
	for i := range r.Stages {
		s := &r.Stages[i]
		var value, interval string
		if s.Conversion != nil {
			value, interval = humanRate(*s.Conversion)
		}
		total, _ := humanRate(s.Cumulative)
		t.row(plain(s.Name, nameColumns), bar(s.Reached, most, barColumns), humanCount(s.Reached),
			value, interval, total, humanCount(s.Joined), humanCount(s.Skipped))
	}
	t.write(b)
	r.textTitles(b)
}

// textTitles spells the stages' names out, where there is more to say.
func (r *Report) textTitles(b *strings.Builder) {
	var titles []string
	for _, s := range r.Stages {
		if s.Title.En != "" && !strings.EqualFold(s.Title.En, s.Name) {
			titles = append(titles, plain(s.Name, nameColumns)+" = "+plain(s.Title.En, 40))
		}
	}
	if len(titles) == 0 {
		return
	}
	for _, line := range wrap(strings.Join(titles, ", "), textColumns-2) {
		fmt.Fprintf(b, "  %s\n", line)
	}
}

func (r *Report) textSteps(b *strings.Builder) {
	if len(r.Stages) < 2 {
		return
	}
	heading(b, "TIME FROM STAGE TO STAGE")
	t := newTable("lrrrrrr")
	t.row("", "made", "not", "", "90 %", "mean,", "median")
	t.row("", "it", "(yet)", "median", "within", "biased", "of all*")
	for i := range r.Stages[1:] {
		d := r.Stages[i].TimeToNext
		if d == nil {
			continue
		}
		name := plain(r.Stages[i].Name, stepColumns) + " → " + plain(r.Stages[i+1].Name, stepColumns)
		t.row(name, humanCount(d.N), humanCount(d.Open),
			humanDuration(d.P50), humanDuration(d.P90), humanDuration(d.Mean), humanDuration(d.KMP50))
	}
	t.write(b)
	fmt.Fprintln(b, "  * those who have not made it counted in (Kaplan-Meier); – if fewer than half make it")
}

func (r *Report) textSegments(b *strings.Builder) {
	if r.By == "" {
		return
	}
	when := "when the lead came in"
	if r.ByLast {
		when = "at its last row"
	}
	heading(b, fmt.Sprintf("BY %s, as it was %s: leads that got this far", plain(r.By, 30), when))
	if len(r.Segments) == 0 {
		fmt.Fprintln(b, "  none")
		return
	}
	// The last stages are shown, as many as find room beside name, leads and rate.
	first := max(len(r.Stages)-maxSegmentStages, 1)
	t := newTable("lr" + strings.Repeat("r", max(len(r.Stages)-first, 0)) + "rl")
	head := []string{"", "leads"}
	for i := first; i < len(r.Stages); i++ {
		head = append(head, plain(r.Stages[i].Name, shortColumns))
	}
	if last := len(r.Stages) - 1; last > 0 {
		head = append(head, plain(r.Stages[last].Name, shortColumns)+" of "+plain(r.Stages[0].Name, shortColumns), "95 % range")
	}
	t.row(head...)
	for i := range r.Segments {
		t.row(r.Segments[i].textRow(first)...)
	}
	t.write(b)
}

// textRow is a segment's line, with its stages from first on.
func (s *Segment) textRow(first int) []string {
	name := plain(s.Value, nameColumns)
	if s.Kind == ValueSegment && (s.Value == otherValue || s.Value == noneValue) {
		name = `"` + name + `"`
	}
	row := []string{name, humanCount(s.Leads)}
	for i := first; i < len(s.Stages); i++ {
		row = append(row, humanCount(s.Stages[i].Reached))
	}
	if last := len(s.Stages) - 1; last > 0 {
		value, interval := humanRate(s.Stages[last].Cumulative)
		row = append(row, value, interval)
	}
	return row
}

func (r *Report) textStatuses(b *strings.Builder) {
	heading(b, "STATUSES: how often, and how long each time")
	t := newTable("lrrrrrrr")
	t.row("", "", "", "leads", "still", "", "90 %", "median")
	t.row("", "visits", "leads", "came back", "in it", "median", "within", "of all*")
	others := 0
	for _, s := range r.Statuses {
		if s.Stage == "" {
			if others++; others > maxStatuses {
				continue
			}
		}
		d := s.Time.Visits
		again := humanCount(s.Reentered.Leads)
		if s.Reentered.Times > s.Reentered.Leads {
			again = fmt.Sprintf("%s (%s×)", again, humanCount(s.Reentered.Times))
		}
		t.row(plain(string(s.Status), nameColumns), humanCount(s.Visits), humanCount(s.Leads), again,
			humanCount(d.Open), humanDuration(d.P50), humanDuration(d.P90), humanDuration(d.KMP50))
	}
	t.write(b)
	fmt.Fprintln(b, "  * those still in it counted in (Kaplan-Meier); – if fewer than half have left")
	more(b, others-maxStatuses, "status in no stage", "statuses in no stage")
}

// more tells how many lines were left out.
func more(b *strings.Builder, n int, one, many string) {
	if n == 1 {
		fmt.Fprintf(b, "  … and 1 more %s\n", one)
	} else if n > 1 {
		fmt.Fprintf(b, "  … and %s more %s\n", humanCount(int64(n)), many)
	}
}

func (r *Report) textFlows(b *strings.Builder) {
	heading(b, "MOVES: what followed what, most frequent first")
	if len(r.Transitions) == 0 {
		fmt.Fprintln(b, "  none")
	}
	t := newTable("lllrl")
	for _, f := range r.Transitions[:min(len(r.Transitions), maxFlows)] {
		note := ""
		if f.From == f.To {
			note = "activity within the status"
		}
		t.row(plain(string(f.From), nameColumns), "→", plain(string(f.To), nameColumns), humanCount(f.N), note)
	}
	t.write(b)
	more(b, len(r.Transitions)-maxFlows, "kind of move", "kinds of move")
}

func (r *Report) textAnomalies(b *strings.Builder) {
	heading(b, "ODD ROWS in the history that was read")
	if len(r.Anomalies) == 0 {
		fmt.Fprintln(b, "  none")
		return
	}
	const shown = 3
	for _, a := range r.Anomalies {
		var ids []string
		for _, id := range a.Leads[:min(len(a.Leads), shown)] {
			ids = append(ids, plain(id, 36))
		}
		names := strings.Join(ids, ", ")
		if len(a.Leads) > shown {
			names += ", …"
		}
		text := fmt.Sprintf("%s %s: %s", plural(a.N, "row"), a.Kind.describe(), names)
		for i, l := range wrap(text, textColumns-4) {
			fmt.Fprintf(b, "  %s%s\n", strings.Repeat("  ", min(i, 1)), l)
		}
	}
}

func (k AnomalyKind) describe() string {
	switch k {
	case EndsBeforeStart:
		return "dated before an earlier step of the lead"
	case TimeMissing:
		return "without a time, left out"
	case UnknownStatus:
		return "with a status that the lifecycle does not know"
	case AfterTerminal:
		return "leaving a status that nothing leaves"
	}
	return string(k)
}

func (r *Report) textDefinitions(b *strings.Builder) {
	heading(b, "WHAT IS COUNTED")
	for _, d := range r.Definitions {
		for i, l := range wrap(d.Text, textColumns-16) {
			term := ""
			if i == 0 {
				term = d.Term
			}
			fmt.Fprintf(b, "  %-13s %s\n", term, l)
		}
	}
}
