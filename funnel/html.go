package funnel

import (
	"bytes"
	_ "embed" // for page.html
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

// WriteHTML writes the report as one page for people, in one call to w: what it
// comes to, what to know before believing it, what to talk about, and then part by
// part the pictures of [Report.Pictures], each with its figures in a table, the
// segments, statuses and moves, what was odd about the history, and what is counted
// how. Parts that the report has no figures for are left out.
//
// The page stands alone: it has no script and loads nothing, and forbids the
// browser both in a Content-Security-Policy. It is light or dark as the reader's
// system is, can be printed, and fits windows from 390 pixels on. Its words are
// English. No name becomes markup; names are escaped where they are not printable,
// and cut. Long tables are cut too, and say how much of them: the JSON and the CSV
// have it all. Equal reports give equal bytes.
func (r *Report) WriteHTML(w io.Writer) error {
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, r.readable().page()); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

//go:embed page.html
var pageText string

// pageTemplate parses the page when it is first asked for: who wants no page does
// not pay for it.
var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page.html").Parse(pageText)
})

// page is what the template writes. All names in it are plain text, see [plain].
type page struct {
	Theme    template.CSS
	Funnel   string
	Revision int
	ID       string
	Verdict  []string
	Basis    string // its name
	Meaning  string // what it counts
	AsOf     string
	Facts    []pageFact
	NoFacts  string // what there is none of
	Findings []string
	Further  []string // findings, folded
	Sections []pageSection
}

// pageFact is a figure with its name and what it is worth.
type pageFact struct{ Name, Value, Small string }

// pageFindings is how many findings stand open.
const pageFindings = 5

// pageSection is a part of the page. What is empty is left out.
type pageSection struct {
	ID      string // for links
	Short   string // in the table of contents
	Title   string
	Says    []string // in sentences
	Agenda  []pageItem
	Main    *pageFigure  // a picture with its table beside it
	Figures []pageFigure // pictures with their tables folded
	Steps   []pageFact   // figures in a row
	Tables  []pageTable
	Odd     []pageAnomaly
	Terms   []Definition
}

// pageItem is something to talk about.
type pageItem struct{ Side, Text string }

// pageFigure is a picture and its figures.
type pageFigure struct {
	Picture template.HTML // escaped by internal/svg
	Table   pageTable
}

// pageAnomaly is a kind of anomaly, with leads to look at.
type pageAnomaly struct {
	What  string
	Leads []string
}

// pageTable is a table with its title and its notes.
type pageTable struct {
	Title string
	Name  string // the title, or one of its own if there is another table with it
	Head  []pageCell
	Rows  [][]pageCell // the first cell of each names it
	Notes []string
}

// pageCell is a cell of a table.
type pageCell struct {
	Text   string
	Small  string // under the text
	Number bool
}

// page lays out a [Report.readable].
func (r *Report) page() *page {
	basis, meaning := r.basisWords()
	p := &page{
		Theme:  template.CSS(svg.Theme(":root")), // no data in it
		Funnel: terminal.Plain(r.Funnel, nameLimit), Revision: r.Revision, ID: terminal.Plain(r.ID, nameLimit),
		Basis: basis, Meaning: meaning, AsOf: humanTime(r.AsOf.In(r.zone()), true),
	}
	p.Facts, p.NoFacts = r.Counts.facts()
	if len(r.Stages) > 0 {
		p.Verdict = r.verdict()
	}
	if r.HandOff != nil {
		p.Verdict = append(p.Verdict, r.handOffSays()...)
	}
	for i, f := range r.Findings {
		if i < pageFindings {
			p.Findings = append(p.Findings, sentence(f.Text))
		} else {
			p.Further = append(p.Further, sentence(f.Text))
		}
	}
	for _, list := range [][]pageSection{
		r.handOffSections(), r.goalSections(), r.funnelSections(), r.timeSections(),
		r.standingSections(), r.statusSections(), r.historySections(),
	} {
		p.Sections = append(p.Sections, list...)
	}
	p.nameTables()
	return p
}

// nameTables gives each table a name that no other has: who does not see the page goes
// from one to the next by them.
func (p *page) nameTables() {
	seen := map[string]int{}
	name := func(t *pageTable) {
		if seen[t.Title]++; seen[t.Title] == 1 {
			t.Name = t.Title
			return
		}
		t.Name = fmt.Sprintf("%s (%d)", t.Title, seen[t.Title])
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		if s.Main != nil {
			name(&s.Main.Table)
		}
		for k := range s.Figures {
			name(&s.Figures[k].Table)
		}
		for k := range s.Tables {
			name(&s.Tables[k])
		}
	}
}

// figure is a picture with its table.
func (r *Report) figure(p Picture, t pageTable) pageFigure {
	return pageFigure{Picture: template.HTML(r.picture(p)), Table: t}
}

// main is a figure that is the main thing of its section.
func (r *Report) main(p Picture, t pageTable) *pageFigure {
	f := r.figure(p, t)
	return &f
}

func (r *Report) funnelSections() []pageSection {
	if len(r.Stages) == 0 {
		return nil
	}
	funnel := pageSection{
		ID: "funnel", Short: "Funnel", Title: "How far leads get",
		Main: r.main(FunnelPicture, r.stageTable()),
	}
	if len(r.Stages) > 1 {
		funnel.Tables = append(funnel.Tables, r.stepTable())
	}
	if r.By != "" {
		funnel.Tables = append(funnel.Tables, r.segmentTable())
	}
	return []pageSection{funnel}
}

func (r *Report) statusSections() []pageSection {
	if len(r.Statuses) == 0 {
		return nil
	}
	s := pageSection{ID: "statuses", Short: "Statuses", Title: "How long leads stay in a status", Tables: []pageTable{r.statusTable()}}
	if t := r.returnTable(); len(t.Rows) > 0 {
		s.Tables = append(s.Tables, t)
	}
	return []pageSection{s}
}

// historySections are what stands at the end: what was supplied, what was odd, and
// what the words mean.
func (r *Report) historySections() []pageSection {
	var list []pageSection
	if len(r.Inputs) > 0 {
		list = append(list, pageSection{
			ID: "inputs", Short: "Input figures", Title: "Input figures, as supplied",
			Says:   []string{"These figures come from outside. They are shown for comparison and used for nothing here."},
			Tables: []pageTable{r.inputTable()},
		})
	}
	odd := pageSection{ID: "odd", Short: "Odd rows", Title: "Odd rows in the history that was read"}
	for _, a := range r.Anomalies {
		one := pageAnomaly{What: plural(a.N, "row") + " " + terminal.Plain(a.Kind.describe(), nameLimit)}
		for _, id := range a.Leads {
			one.Leads = append(one.Leads, terminal.Plain(id, nameLimit))
		}
		odd.Odd = append(odd.Odd, one)
	}
	if len(odd.Odd) == 0 {
		odd.Says = []string{"None."}
	}
	var terms []Definition
	for _, d := range r.Definitions {
		terms = append(terms, Definition{Term: sentence(d.Term), Text: sentence(d.Text)})
	}
	return append(list, odd, pageSection{ID: "terms", Short: "What is counted", Title: "What is counted", Terms: terms})
}

// sentence is a text that the report has made itself, of names that are plain.
func sentence(s string) string {
	return strings.Map(func(r rune) rune {
		// What keeps names from turning the figures around them stays.
		if unicode.IsPrint(r) || r == '\u00a0' || r == '\u2068' || r == '\u2069' {
			return r
		}
		return utf8.RuneError
	}, s)
}
