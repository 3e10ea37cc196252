package funnel

import (
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// pageGone is how many statuses are named of the leads of one stage.
const pageGone = 12

// standingSections are where leads stand, where they are lost, and what they are
// worth.
func (r *Report) standingSections() []pageSection {
	var list []pageSection
	if len(r.Ages) > 0 {
		list = append(list, pageSection{
			ID: "ages", Short: "Ageing", Title: "How long leads have been waiting",
			Main: r.main(AgePicture, r.ageTable()),
		})
	}
	if len(r.Leaks) > 0 {
		list = append(list, pageSection{
			ID: "leaks", Short: "Leakage", Title: "Where leads are lost",
			Main: r.main(LeakPicture, r.leakTable()),
		})
	}
	if r.Velocity != nil {
		list = append(list, r.velocitySection())
	}
	return list
}

func (r *Report) ageTable() pageTable {
	t := pageTable{Title: "The ages in figures", Head: heads("Status", "Leads", "Overdue")}
	if len(r.Ages) > 0 {
		for i := range r.Ages[0].Buckets {
			t.Head = append(t.Head, numberCell(whole(r.Ages[0].Buckets[i].label())))
		}
	}
	t.Head = append(t.Head, numberCell("Unknown"))
	for i := range r.Ages[:min(len(r.Ages), pageStatuses)] {
		a := &r.Ages[i]
		row := []pageCell{nameCell(string(a.Status)), countCell(a.Leads), countCell(a.Overdue)}
		for _, b := range a.Buckets {
			row = append(row, countCell(b.N))
		}
		t.Rows = append(t.Rows, append(row, countCell(a.Untimed)))
	}
	t.left(len(r.Ages)-pageStatuses, "status", "statuses")
	return t
}

func (r *Report) leakTable() pageTable {
	t := pageTable{
		Title: "The leakage in figures",
		Head:  append(heads("Stage", "Got no further", "Still there"), pageCell{Text: "The others are in"}),
	}
	for i := range r.Leaks[:min(len(r.Leaks), pageStatuses)] {
		l := &r.Leaks[i]
		var gone []string
		for _, g := range l.Gone[:min(len(l.Gone), pageGone)] {
			gone = append(gone, inSentence(terminal.Plain(string(g.Status), 40))+" "+humanCount(g.N))
		}
		if n := len(l.Gone) - pageGone; n > 0 {
			gone = append(gone, andMore(n, "status", "statuses"))
		}
		t.Rows = append(t.Rows, []pageCell{nameCell(l.Stage), countCell(l.Leads), countCell(l.Still), {Text: strings.Join(gone, ", ")}})
	}
	t.left(len(r.Leaks)-pageStatuses, "stage", "stages")
	return t
}

func (r *Report) velocitySection() pageSection {
	v := r.Velocity
	number := func(f *float64) string {
		if f == nil {
			return "–"
		}
		return humanNumber(*f)
	}
	won, interval := humanRate(v.Won)
	if interval != "" {
		interval += " %"
	}
	s := pageSection{
		ID: "velocity", Short: "Velocity", Title: "What the funnel brings in per day",
		Says: []string{"Leads × share won × mean amount ÷ time to win."},
		Steps: []pageFact{
			{Name: "leads", Value: humanCount(v.Leads)},
			{Name: "share won", Value: won, Small: strings.TrimSpace(humanCount(v.Won.Num) + " won " + interval)},
			{Name: "mean amount", Value: number(v.Mean), Small: plural(v.Amounts, "amount") + ", together " + number(v.Sum)},
			{Name: "median time to win", Value: humanDuration(v.Cycle)},
			{Name: "worth per day", Value: number(v.PerDay), Small: inSentence(v.unit())},
		},
	}
	if v.Unread > 0 {
		s.Says = append(s.Says, plural(v.Unread, "won lead")+" left out: the amount is no number.")
	}
	if v.PerDay == nil {
		s.Says = append(s.Says, "A part is missing, so there is no figure per day.")
	}
	return s
}

// unit says what the figure per day is in: nobody knows but who fills the label.
func (v *Velocity) unit() string {
	if v.Label == "" {
		return ""
	}
	return "in what the label " + terminal.Plain(v.Label, 40) + " is in"
}

// whole keeps a browser from breaking a text.
func whole(s string) string {
	return strings.NewReplacer(" ", "\u00a0", "–", "\u2060–\u2060").Replace(s)
}
