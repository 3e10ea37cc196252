package funnel

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// How many rows of a table the page shows that could have thousands.
const (
	pageFlows    = 40
	pageStatuses = 40 // in no stage
	pageSegments = 40
)

func nameCell(name string) pageCell { return pageCell{Text: terminal.Plain(name, nameLimit)} }

func numberCell(text string) pageCell { return pageCell{Text: text, Number: true} }

func countCell(n int64) pageCell { return numberCell(humanCount(n)) }

// rateCell has the interval under the rate.
func rateCell(r Rate) pageCell {
	value, interval := humanRate(r)
	return pageCell{Text: value, Small: interval, Number: true}
}

// shareCell has the rate and its interval under the count.
func shareCell(r Rate) pageCell {
	c := countCell(r.Num)
	value, interval := humanRate(r)
	if c.Small = value; interval != "" {
		c.Small += " (" + interval + ")"
	}
	return c
}

func heads(name string, numbers ...string) []pageCell {
	list := []pageCell{{Text: name}}
	for _, n := range numbers {
		list = append(list, numberCell(n))
	}
	return list
}

func (r *Report) stageTable() pageTable {
	t := pageTable{
		Title: "The figures of the picture",
		Head:  heads("Stage", "Reached", "Of the stage before", "Of the first stage", "Entered", "Skipped", "Joined here"),
		Notes: []string{"Under each rate its 95 % range (Wilson), in percent."},
	}
	coded := false
	for i := range r.Stages {
		s := &r.Stages[i]
		name := pageCell{Text: s.label()}
		if code := r.Titles.stageCode(s.Name); code != s.Name {
			name.Small, coded = terminal.Plain(code, nameLimit), true
		}
		before, first := numberCell(""), rateCell(s.Cumulative)
		if s.Conversion != nil {
			before = rateCell(*s.Conversion)
		}
		if i == 0 {
			first.Small = "" // of itself
		}
		t.Rows = append(t.Rows, []pageCell{
			name, countCell(s.Reached), before, first,
			countCell(s.Entered), countCell(s.Skipped), countCell(s.Joined),
		})
	}
	if coded {
		t.Notes = append(t.Notes, "Under each title the code of the stage.")
	}
	return t
}

// durationHeads name the cells of durationCells.
var durationHeads = [...]string{"Median", "Median of all", "90 % within", "Mean"}

func durationCells(d *Durations) []pageCell {
	var list []pageCell
	for _, s := range humanDurations(d.P50, d.KMP50, d.P90, d.Mean) {
		list = append(list, numberCell(s))
	}
	return list
}

func (r *Report) stepTable() pageTable {
	t := pageTable{
		Title: "Time from stage to stage",
		Head:  heads("Step", append([]string{"Made it", "Not (yet)"}, durationHeads[:]...)...),
		Notes: []string{
			"Median, 90 % and mean are of those who made it, and too short: the slow ones have not made it yet.",
			"The median of all counts them in (Kaplan–Meier); – if fewer than half make it.",
		},
	}
	for i := range r.Stages[1:] {
		d := r.Stages[i].TimeToNext
		if d == nil {
			continue
		}
		step := pageCell{Text: inSentence(r.Stages[i].label()) + " → " + inSentence(r.Stages[i+1].label())}
		t.Rows = append(t.Rows, append([]pageCell{step, countCell(d.N), countCell(d.Open)}, durationCells(d)...))
	}
	return t
}

func (r *Report) segmentTable() pageTable {
	when := "as it was when the lead came in"
	if r.ByLast {
		when = "as it was at the lead's last row"
	}
	t := pageTable{Title: fmt.Sprintf("By %s, %s", inSentence(terminal.Plain(r.By, nameLimit)), when), Head: heads(terminal.Plain(r.By, nameLimit), "Leads")}
	for i := range r.Stages[:min(len(r.Stages), pageStages)] {
		t.Head = append(t.Head, numberCell(r.Stages[i].label()))
	}
	if last := len(r.Stages) - 1; last > 0 {
		t.Head = append(t.Head, numberCell(inSentence(r.Stages[last].label())+" of "+inSentence(r.Stages[0].label())))
		t.Notes = []string{"Under each count its share of the stage before, with the 95 % range in brackets."}
	}
	for i := range r.Segments[:min(len(r.Segments), pageSegments)] {
		t.Rows = append(t.Rows, r.Segments[i].pageRow())
	}
	t.left(len(r.Segments)-pageSegments, "value", "values")
	t.left(len(r.Stages)-pageStages, "stage", "stages")
	return t
}

func (s *Segment) pageRow() []pageCell {
	row := []pageCell{{Text: kindName(s.Value, s.Kind)}, countCell(s.Leads)}
	for k := range s.Stages[:min(len(s.Stages), pageStages)] {
		c := countCell(s.Stages[k].Reached)
		if rate := s.Stages[k].Conversion; rate != nil {
			c.Small = shareCell(*rate).Small
		}
		row = append(row, c)
	}
	if last := len(s.Stages) - 1; last > 0 {
		row = append(row, rateCell(s.Stages[last].Cumulative))
	}
	return row
}

func (r *Report) statusTable() pageTable {
	t := pageTable{
		Title: "Statuses: how often, and how long each time",
		Head:  heads("Status", append([]string{"Visits", "Leads", "Leads that came back", "Left it", "Still in it"}, durationHeads[:]...)...),
		Notes: []string{
			"Median, 90 % and mean are of visits that are over, and too short: the longest are not.",
			"The median of all counts those still in it in (Kaplan–Meier); – if fewer than half have left.",
		},
	}
	others, coded := 0, false
	for i := range r.Statuses {
		s := &r.Statuses[i]
		if s.Stage == "" {
			if others++; others > pageStatuses {
				continue
			}
		}
		name := nameCell(string(s.Status))
		var small []string
		if code := r.Titles.statusCode(s.Status); code != string(s.Status) {
			small, coded = append(small, inSentence(terminal.Plain(code, nameLimit))), true
		}
		switch s.Stage {
		case "":
			small = append(small, "in no stage")
		case string(s.Status):
		default:
			small = append(small, "stage "+terminal.Plain(s.Stage, nameLimit))
		}
		name.Small = strings.Join(small, ", ")
		back := countCell(s.Reentered.Leads)
		if s.Reentered.Times > 0 {
			back.Small = plural(s.Reentered.Times, "time")
		}
		d := &s.Time.Visits
		t.Rows = append(t.Rows, append([]pageCell{name, countCell(s.Visits), countCell(s.Leads), back, countCell(d.N), countCell(d.Open)}, durationCells(d)...))
	}
	if coded {
		t.Notes = append(t.Notes, "Under each title the code of the status.")
	}
	t.left(others-pageStatuses, "status in no stage", "statuses in no stage")
	return t
}

// returnTable shows the times per lead where they differ from those per visit.
func (r *Report) returnTable() pageTable {
	t := pageTable{
		Title: "Statuses that leads came back to: how long per lead",
		Head:  heads("Status", append([]string{"Left it", "Still in it"}, durationHeads[:]...)...),
	}
	others := 0
	for i := range r.Statuses {
		s := &r.Statuses[i]
		if s.Stage == "" {
			if others++; others > pageStatuses {
				continue
			}
		}
		if s.Time.Cumulative.equal(&s.Time.Visits) && s.Time.Latest.equal(&s.Time.Visits) {
			continue
		}
		for _, one := range []struct {
			what string
			*Durations
		}{{"all visits together", &s.Time.Cumulative}, {"the last visit", &s.Time.Latest}} {
			name := nameCell(string(s.Status))
			name.Small = one.what
			t.Rows = append(t.Rows, append([]pageCell{name, countCell(one.N), countCell(one.Open)}, durationCells(one.Durations)...))
		}
	}
	return t
}

// equal reports whether two durations have the same figures.
func (d *Durations) equal(e *Durations) bool {
	same := func(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
	return d.N == e.N && d.Open == e.Open && same(d.Mean, e.Mean) && same(d.P50, e.P50) && same(d.P90, e.P90) && same(d.KMP50, e.KMP50)
}

func (r *Report) flowTable() pageTable {
	t := pageTable{
		Title: "Moves: what followed what, most frequent first",
		Head:  []pageCell{{Text: "From"}, {Text: "To"}, {Text: "Rows", Number: true}},
	}
	for _, f := range r.Transitions[:min(len(r.Transitions), pageFlows)] {
		to := nameCell(string(f.To))
		if f.From == f.To {
			to.Small = "activity within the status"
		}
		t.Rows = append(t.Rows, []pageCell{nameCell(string(f.From)), to, countCell(f.N)})
	}
	t.left(len(r.Transitions)-pageFlows, "kind of move", "kinds of move")
	return t
}

// left notes how many rows were left out.
func (t *pageTable) left(n int, one, many string) {
	if n == 1 {
		t.Notes = append(t.Notes, "1 more "+one+" is in the JSON and the CSV.")
	} else if n > 1 {
		t.Notes = append(t.Notes, humanCount(int64(n))+" more "+many+" are in the JSON and the CSV.")
	}
}
