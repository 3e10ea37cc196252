package funnel

import (
	"io"
	"strings"

	"github.com/leadline-go/leadline/internal/markdown"
	"github.com/leadline-go/leadline/internal/terminal"
)

// WriteMarkdown writes the report as GitHub-flavoured Markdown, for a wiki, an issue
// or a pull request, in one call to w: the chapters of [Report.WriteText] as headings
// and tables, with more of their columns and rows. No name becomes markup: none turns
// into a link, a mention, an image, HTML, a heading, emphasis or a second cell. To keep
// addresses and mentions from being found in plain text, a name has a word joiner
// (U+2060, not seen) behind characters that start them. Names are escaped where they
// are not printable, and cut. Equal reports give equal bytes.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	r = r.readable()
	for i, line := range r.headLines(nameLimit) {
		if i == 0 {
			b.WriteString("# ")
		} else {
			b.WriteByte('\n')
		}
		b.WriteString(markdown.Escape(line) + "\n")
	}
	for _, c := range r.chapters(&wideLayout) {
		b.WriteString("\n## " + markdown.Escape(c.name+c.rest) + "\n")
		for _, p := range c.parts {
			b.WriteByte('\n')
			p.markdown(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (n note) markdown(b *strings.Builder) { b.WriteString(markdown.Escape(string(n)) + "\n") }

func (s subtitle) markdown(b *strings.Builder) {
	b.WriteString("### " + markdown.Escape(string(s)) + "\n")
}

func (l lines) markdown(b *strings.Builder) {
	for _, line := range l.lines {
		b.WriteString("- " + markdown.Escape(line) + "\n")
	}
}

func (t terms) markdown(b *strings.Builder) {
	rows := newTable("l:Term", "l:Meaning")
	for _, d := range t {
		rows.row(terminal.Plain(d.Term, nameLimit), sentence(d.Text))
	}
	rows.markdown(b)
}

// markdown adds the table with a blank on each side of its cells.
func (t *table) markdown(b *strings.Builder) {
	line := func(cell func(i int) string) {
		for i := range t.columns {
			if !t.columns[i].drawn {
				b.WriteString("| " + cell(i) + " ")
			}
		}
		b.WriteString("|\n")
	}
	line(func(i int) string { return markdown.Escape(t.columns[i].title()) })
	line(func(i int) string {
		if t.columns[i].right {
			return "---:"
		}
		return "---"
	})
	for _, row := range t.rows {
		line(func(i int) string {
			if i >= len(row) {
				return ""
			}
			return markdown.Escape(strings.ReplaceAll(row[i], "\n", " "))
		})
	}
}

// title is the head in one line.
func (c *column) title() string {
	return strings.ReplaceAll(strings.ReplaceAll(c.head, "-\n", ""), "\n", " ")
}
