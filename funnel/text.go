package funnel

import (
	"fmt"
	"io"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// textColumns is where prose is wrapped; tables keep to 100.
const textColumns = 96

// WriteText writes the report for people, in UTF-8 for a terminal of 100 columns,
// in one call to w: what to know before believing it, the hand-off with its agenda,
// goals and the plan, the stages and times, cohorts, where visits end, where leads
// stand and are lost, and what is counted how. What the report has no figures for is
// left out, see also [Report.Only]. Names are escaped where they are not printable,
// and cut. Long lists are cut too, and say so: [Report.WriteCSV] has it all. Equal
// reports give equal bytes.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	r = r.readable()
	head := r.headLines(70)
	fmt.Fprintln(&b, head[0])
	for _, text := range head[1:] {
		for _, line := range terminal.Wrap(text, textColumns) {
			fmt.Fprintln(&b, line)
		}
	}
	for _, c := range r.chapters(&textLayout) {
		b.WriteByte('\n')
		for i, line := range terminal.Wrap(strings.ToUpper(c.name)+flat(c.rest), textColumns) {
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat(" ", 4*min(i, 1)), line)
		}
		for i, p := range c.parts {
			_, sub := p.(subtitle)
			_, figures := p.(*table)
			if i > 0 {
				_, after := c.parts[i-1].(*table)
				if sub || figures && after {
					b.WriteByte('\n')
				}
			}
			p.text(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// flat takes out what keeps a name from turning its sentence: a terminal shows it.
func flat(s string) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "", "\u00a0", " ").Replace(s)
}

func (n note) text(b *strings.Builder) {
	for _, line := range terminal.Wrap(flat(string(n)), textColumns-2) {
		fmt.Fprintf(b, "  %s\n", line)
	}
}

func (s subtitle) text(b *strings.Builder) { note(s).text(b) }

func (l lines) text(b *strings.Builder) {
	for i, one := range l.lines {
		mark := "- "
		if l.numbered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		for k, line := range terminal.Wrap(flat(one), textColumns-2-len(mark)) {
			if k > 0 {
				mark = strings.Repeat(" ", len(mark))
			}
			fmt.Fprintf(b, "  %s%s\n", mark, line)
		}
	}
}

func (t terms) text(b *strings.Builder) {
	const column = 13
	for _, d := range t {
		for i, line := range terminal.Wrap(flat(d.Text), textColumns-column-3) {
			term := ""
			if i == 0 {
				term = terminal.Plain(d.Term, column)
			}
			fmt.Fprintf(b, "  %s%s %s\n", term, strings.Repeat(" ", column-terminal.Width(term)), line)
		}
	}
}
