package maturity

import (
	"bytes"
	_ "embed" // for page.html
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/leadline-go/leadline/internal/svg"
)

// WriteHTML writes the report in one language as one page for people, in one call to
// w: where the organisation stands and what to do next, then the way to the target,
// what has changed, what would be under assumptions, where opinions differ, what was
// asked and measured in each area, and the proof of it all. Parts that the report has
// nothing for are left out, and figures that it withholds are in no picture either.
//
// The page stands alone: it has no script and loads nothing, and forbids the browser
// both in a Content-Security-Policy. It is light or dark as the reader's system is, can
// be printed, and fits windows from 390 pixels on. No text becomes markup, and what is not
// in a text but does something to it, such as turning the writing direction, is escaped.
// Equal reports give equal bytes. A language other than [En] and [De] is
// ErrUnknownLang. The report must come from [Model.Evaluate].
func (r *Report) WriteHTML(w io.Writer, l Lang) error {
	p, err := r.phrases(l)
	if err != nil {
		return err
	}
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p.page()); err != nil {
		return err
	}
	text := bytes.ReplaceAll(b.Bytes(), []byte(" %"), []byte("\u00a0%")) // a line does not begin with it
	text = bytes.ToValidUTF8(text, []byte("\ufffd"))                     // the pictures see to it themselves
	_, err = w.Write(harmless(text))
	return err
}

//go:embed page.html
var pageText string

// pageTemplate parses the page when it is first asked for: who wants no page does not
// pay for it.
var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page.html").Parse(pageText)
})

// page is what the template writes. Its texts are plain, the pictures apart.
type page struct {
	Theme    template.CSS
	Lang     string
	Title    string
	Kicker   string // when it was made
	Verdict  string
	Notice   string // that something is assumed
	NoticeTo string // more about it
	Sides    []pageSide
	Says     []pageItem // what is the matter
	Several  bool       // and there are several cells where it may be
	Folded   string     // what to call these if they are many and folded away
	Deciding *pageBlock // which questions decide
	More     *pageBlock // further ones
	First    *pageBlock // the first steps
	Matrix   template.HTML
	Contents string
	Sections []pageSection
	Foot     string
}

// pageSide is how far an axis is.
type pageSide struct {
	Name, Stage string
	Small       []string // the index, and what the answers and the measures each say
}

// pageSection is a part of the page.
type pageSection struct {
	ID     string // the page's own word, for links
	Title  string
	Blocks []pageBlock
}

// pageBlock is a piece of a section: the first of these that is not empty.
type pageBlock struct {
	Heading  string
	Text     string
	Small    string
	Warning  string
	List     []pageItem
	Table    *pageTable
	Pictures []template.HTML // escaped by internal/svg
	Steps    []pageStep
	Fold     *pageFold
}

// pageItem is an item of a list, with what it is about.
type pageItem struct{ About, Text string }

// pageFold is what can be folded away.
type pageFold struct {
	Title  string
	Open   bool
	Blocks []pageBlock
}

// pageStep is something to do.
type pageStep struct {
	Text  string
	Facts []pageFact
}

// pageFact is a fact about a step: one text, or several.
type pageFact struct {
	Name  string
	Texts []string
}

// pageTable is a table. The first cell of a row names it.
type pageTable struct {
	Label string // for those who do not see where it stands, its own in the page
	Wide  bool   // the first column has long texts
	Head  []pageCell
	Rows  [][]pageCell
}

// pageCell is a cell of a table.
type pageCell struct {
	Text   string
	Small  []string // under the text
	Number bool     // or a short word: stands to the right, and is not broken
	Tone   string   // good, bad or empty
}

// How many questions and cells stand open at the top of the page.
const (
	pageQuestions = 5
	pageCells     = 3
)

func (p phrases) page() *page {
	out := &page{
		Theme: template.CSS(svg.Theme(":root")), // no data in it
		Lang:  string(p.l), Title: p.Title.In(p.l), Verdict: p.verdict(), Contents: p.w.contents,
		First:  p.first(),
		Matrix: template.HTML(p.matrixPicture(true)),
		Foot:   p.w.model + ": " + p.Model,
	}
	if !p.At.IsZero() {
		out.Kicker = p.asOf()
		out.Foot += ". " + p.asOf()
	}
	if len(p.Assumed) > 0 {
		out.Notice, out.NoticeTo = p.w.assumption, p.w.whatIf
	}
	for _, a := range axes() {
		x := p.Axis(a)
		out.Sides = append(out.Sides, pageSide{
			p.axisName(a), strings.ReplaceAll(p.stages(a, x.Low, x.High), " · ", "\u00a0·\u00a0"), p.more(a),
		})
	}
	if at, ok := p.Position(); ok {
		out.Says = []pageItem{{Text: at.Diagnosis.In(p.l)}}
	} else {
		out.Deciding, out.Several = p.deciding(), true
		if out.Deciding != nil && len(out.Deciding.List) > pageQuestions {
			out.More = &pageBlock{Heading: fmt.Sprintf(p.w.further, len(out.Deciding.List)-pageQuestions), List: out.Deciding.List[pageQuestions:]}
			out.Deciding.List = out.Deciding.List[:pageQuestions]
		}
		if len(p.Positions) > pageCells {
			out.Folded = p.w.eachMeans
		}
		for _, at := range p.Positions {
			out.Says = append(out.Says, pageItem{p.cell(at.Cell), p.offset(at.Offset) + ". " + at.Diagnosis.In(p.l)})
		}
	}
	for _, s := range []pageSection{
		p.nextSection(), p.waySection(), p.sinceSection(), p.whatIfSection(), p.gapsSection(), p.findingsSection(),
		p.areasSection(), p.proofSection(), p.measuresSection(), p.hbrSection(), p.regionsSection(), p.readingSection(),
	} {
		if len(s.Blocks) > 0 {
			out.Sections = append(out.Sections, s)
		}
	}
	return out
}

// deciding lists the questions whose answers would narrow down where it stands.
func (p phrases) deciding() *pageBlock {
	if len(p.Deciding) == 0 {
		return nil
	}
	b := pageBlock{Heading: p.w.decide}
	for _, q := range p.Deciding {
		b.List = append(b.List, pageItem{
			fmt.Sprintf("%s, %s %d", p.axisName(q.Axis), p.w.stage, q.Stage),
			fmt.Sprintf("%s (%s: %s)", q.Text.In(p.l), p.w.noAnswer, p.departments(q.Departments)),
		})
	}
	return &b
}

// items are texts as a list.
func items(texts []string) []pageItem {
	list := make([]pageItem, len(texts))
	for i, s := range texts {
		list[i].Text = s
	}
	return list
}

// heads are the headings of a table, those from number on of columns of numbers.
func heads(number int, texts ...string) []pageCell {
	list := make([]pageCell, len(texts))
	for i, s := range texts {
		list[i] = pageCell{Text: s, Number: i >= number}
	}
	return list
}

// cells are cells of words.
func cells(texts ...string) []pageCell { return heads(len(texts), texts...) }
