package maturity

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/markdown"
)

// WriteMarkdown writes the report in one language as a document in GitHub-flavoured
// Markdown, in one call to w. A text of the model cannot become markup in it. A
// language other than [En] and [De] is ErrUnknownLang. The report must come from
// [Model.Evaluate].
func (r *Report) WriteMarkdown(w io.Writer, l Lang) error {
	p, err := r.phrases(l)
	if err != nil {
		return err
	}
	d := document{phrases: p}
	d.line("# " + markdown.Escape(p.Title.In(l)))
	if !p.At.IsZero() {
		d.line(p.asOf())
	}
	if len(p.Assumed) > 0 {
		d.line("**" + p.w.assumption + "**")
	}
	d.position()
	d.matrix()
	d.questions()
	d.path()
	d.recommendations()
	d.since()
	d.whatIf()
	d.findings()
	d.measures()
	d.proof()
	d.hbr()
	_, err = io.WriteString(w, d.b.String())
	return err
}

// document is a Markdown document that is being written.
type document struct {
	phrases
	b strings.Builder
}

// line writes a paragraph of one line.
func (d *document) line(s string) { d.b.WriteString(s + "\n\n") }

func (d *document) heading(s string) { d.line("## " + s) }

func (d *document) row(cells ...string) { d.b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }

// end ends a table or a list.
func (d *document) end() { d.b.WriteByte('\n') }

func (d *document) position() {
	for _, a := range axes() {
		d.b.WriteString("- **" + markdown.Escape(d.standing(a)) + "**\n")
		for _, s := range d.more(a) {
			d.item("%s", markdown.Escape(s))
		}
	}
	d.b.WriteString("- **" + markdown.Escape(d.verdict()) + "**\n")
	if at, ok := d.Position(); ok {
		d.end()
		d.line(markdown.Escape(at.Diagnosis.In(d.l)))
		return
	}
	for _, at := range d.Positions {
		d.item("**%s.** %s", markdown.Escape(d.cell(at.Cell)+". "+d.offset(at.Offset)), markdown.Escape(at.Diagnosis.In(d.l)))
	}
	d.end()
}

func (d *document) path() {
	d.heading(d.w.way)
	d.row(d.w.step, markdown.Escape(d.axisName(Relationship)), markdown.Escape(d.axisName(LeadManagement)))
	d.row("---", "---", "---")
	from := d.beginning()
	d.row(from, markdown.Escape(d.stage(Relationship, d.Proved.R)), markdown.Escape(d.stage(LeadManagement, d.Proved.M)))
	for i, c := range d.Path {
		d.row(strconv.Itoa(i+1), markdown.Escape(d.stage(Relationship, c.R)), markdown.Escape(d.stage(LeadManagement, c.M)))
	}
	d.row(d.w.gap, d.missing(Relationship), d.missing(LeadManagement))
	d.end()
	d.least()
}

func (d *document) recommendations() {
	d.heading(d.w.next)
	switch {
	case len(d.Path) == 0:
		d.line(d.w.arrived)
	case len(d.Recommendations) == 0:
		d.line(d.noSteps())
	default:
		d.line(fmt.Sprintf(d.w.toMilestone, markdown.Escape(d.cell(d.Path[0]))))
	}
	step := map[string]int{}
	for i, r := range d.Recommendations {
		step[r.ID] = i + 1
		fmt.Fprintf(&d.b, "%d. **%s**\n", i+1, markdown.Escape(r.Text.In(d.l)))
		d.item("%s: %s. %s: %s.", d.w.owner, markdown.Escape(r.Owner.In(d.l)), d.w.effort, d.w.efforts[r.Effort])
		for _, id := range r.Lifts {
			d.item("%s: %s", d.w.lifts, markdown.Escape(d.statementText(id)))
		}
		if len(r.After) > 0 {
			after := make([]string, len(r.After))
			for j, id := range r.After {
				after[j] = strconv.Itoa(step[id])
			}
			d.item("%s: %s", d.w.after, strings.Join(after, ", "))
		}
		for _, s := range r.ShowsIn {
			d.item("%s: %s", d.w.showsIn, markdown.Escape(d.sign(&s)))
		}
	}
	if len(d.Recommendations) > 0 {
		d.end()
	}
}

// item writes an item of a list within a list.
func (d *document) item(format string, args ...any) {
	fmt.Fprintf(&d.b, "    - "+format+"\n", args...)
}

func (d *document) questions() {
	if len(d.Deciding) == 0 {
		return
	}
	d.heading(d.w.decide)
	for _, q := range d.Deciding {
		fmt.Fprintf(&d.b, "- %s %d: %s (%s: %s)\n", d.w.stage, q.Stage, markdown.Escape(q.Text.In(d.l)), d.w.noAnswer, markdown.Escape(d.departments(q.Departments)))
	}
	d.end()
}

func (d *document) findings() {
	if len(d.Findings) == 0 {
		return
	}
	d.heading(d.w.findings)
	for _, f := range d.Findings {
		d.b.WriteString("- " + markdown.Escape(f.Text.In(d.l)) + "\n")
	}
	d.end()
}

func (d *document) proof() {
	d.heading(d.w.proof)
	d.line(markdown.Escape(d.people()))
	rules := d.spec.Rules
	d.line(fmt.Sprintf(d.w.rule, d.bar(rules.HoldsAt), d.bar(rules.Floor)) + " " + d.w.indexMeans)
	d.line(d.w.privacy)
	for _, a := range axes() {
		d.line("### " + markdown.Escape(d.axisName(a)))
		d.axis(a)
		d.end()
	}
}

// axis writes the proof of an axis as a table: a bold row for each stage, and below
// it its statements.
func (d *document) axis(a Axis) {
	asked := d.columns(a)
	head := []string{d.w.stage}
	for _, id := range asked {
		head = append(head, markdown.Escape(d.department(id)))
	}
	d.row(append(head, d.w.together, d.w.holds)...)
	d.row("---" + strings.Repeat(" | --:", len(asked)+1) + " | ---")
	for _, stage := range d.Axis(a).Stages {
		row := []string{"**" + markdown.Escape(d.stage(a, stage.Stage)) + "**"}
		row = append(row, make([]string, len(asked)+1)...)
		d.row(append(row, "**"+d.reached(a, &stage)+"**")...)
		for _, s := range stage.Statements {
			d.statement(s, asked)
		}
	}
}

func (d *document) statement(s StatementProof, asked []string) {
	text := markdown.Escape(s.Text.In(d.l))
	if s.Optional {
		text += " (" + d.w.optional + ")"
	}
	row := []string{text}
	if s.Assumed != 0 {
		row[0] += " (" + d.w.isAssumed + ": " + fmt.Sprintf(d.w.assumedAnswer, s.Assumed) + ")"
		row = append(row, make([]string, len(asked))...)
	}
	for _, o := range s.Opinions {
		switch {
		case !slices.Contains(asked, o.Department):
		case o.Mean != nil:
			row = append(row, d.mean(*o.Mean))
		default:
			row = append(row, d.w.voices[o.Voice])
		}
	}
	together := ""
	if s.Mean != nil {
		together = d.mean(*s.Mean)
	}
	d.row(append(row, together, d.holds(s.State, s.Refuted))...)
}
