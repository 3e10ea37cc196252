package funnel

import (
	"bytes"
	_ "embed" // for page.html
	"html/template"
	"io"
	"sync"

	"github.com/leadline-go/leadline/internal/svg"
)

// WriteHTML writes the report as one page for people, in one call to w: the picture
// of [Report.WriteSVG] and its figures in a table, the times from stage to stage,
// the segments, statuses and moves, what was odd about the history, and what is
// counted how.
//
// The page stands alone: it has no script and loads nothing, and forbids the
// browser both in a Content-Security-Policy. It is light or dark as the reader's
// system is, can be printed, and fits windows from 390 pixels on. Its words are
// English. No name becomes markup; names are escaped where they are not printable,
// and cut. Of the moves, and of the statuses in no stage, the first 40 are shown.
// Equal reports give equal bytes.
func (r *Report) WriteHTML(w io.Writer) error {
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, r.page()); err != nil {
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
	Theme       template.CSS
	Funnel      string
	Revision    int
	Basis       string // its name
	Meaning     string // what it counts
	AsOf        string
	Facts       []pageFact
	Picture     template.HTML
	Stages      pageTable // the figures of the picture
	Tables      []pageTable
	Anomalies   []pageAnomaly
	Definitions []Definition
}

// pageFact is a figure of the whole report.
type pageFact struct{ Name, Value string }

// pageAnomaly is a kind of anomaly, with leads to look at.
type pageAnomaly struct {
	What  string
	Leads []string
}

// pageTable is a table with its title and its notes.
type pageTable struct {
	Title string
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

func (r *Report) page() *page {
	basis, meaning := r.basisWords()
	p := &page{
		Theme:  template.CSS(svg.Theme(":root")), // no data in it
		Funnel: plain(r.Funnel, nameLimit), Revision: r.Revision,
		Basis: basis, Meaning: meaning, AsOf: humanTime(r.AsOf, true),
		Facts: []pageFact{
			{"leads in the report", humanCount(r.Counts.Leads)},
			{"left out as void", humanCount(r.Counts.Void)},
			{"left out, in no stage", humanCount(r.Counts.NoStage)},
			{"outside this period", humanCount(r.Counts.Outside)},
			{"rows of these leads", humanCount(r.Counts.Rows)},
			{"rows read twice, counted once", humanCount(r.Counts.Duplicates)},
		},
		Picture:     template.HTML(r.picture()), // escaped by internal/svg
		Stages:      r.stageTable(),
		Definitions: r.Definitions,
	}
	if len(r.Stages) > 1 {
		p.Tables = append(p.Tables, r.stepTable())
	}
	if r.By != "" {
		p.Tables = append(p.Tables, r.segmentTable())
	}
	p.Tables = append(p.Tables, r.statusTable())
	if t := r.returnTable(); len(t.Rows) > 0 {
		p.Tables = append(p.Tables, t)
	}
	p.Tables = append(p.Tables, r.flowTable())
	for _, a := range r.Anomalies {
		one := pageAnomaly{What: plural(a.N, "row") + " " + a.Kind.describe()}
		for _, id := range a.Leads {
			one.Leads = append(one.Leads, plain(id, nameLimit))
		}
		p.Anomalies = append(p.Anomalies, one)
	}
	return p
}
