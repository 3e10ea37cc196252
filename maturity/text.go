package maturity

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// textColumns is where a text is wrapped.
const textColumns = 98

// WriteText writes the report in one language for people, in UTF-8 for a terminal of 100
// columns, in one call to w: where the organisation stands, the way to the target, what
// to do next, what was found and what has changed. The proof, statement by statement,
// and the measures beside their thresholds stand in [Report.WriteMarkdown] and
// [Report.WriteHTML]. Texts of the model are escaped where they are not printable. A
// language other than [En] and [De] is ErrUnknownLang. The report must come from
// [Model.Evaluate].
func (r *Report) WriteText(w io.Writer, l Lang) error {
	p, err := r.phrases(l)
	if err != nil {
		return err
	}
	t := text{phrases: p}
	t.head()
	t.whatIf()
	t.standings()
	t.path()
	t.questions()
	t.steps()
	t.findings()
	t.since()
	t.hbr()
	t.b.WriteByte('\n')
	t.say("", t.people())
	_, err = io.WriteString(w, t.b.String())
	return err
}

// text is a report for a terminal that is being written.
type text struct {
	phrases
	b strings.Builder
}

// say writes a paragraph behind a mark, such as the number of a list; its further lines
// begin below its first.
func (t *text) say(mark, s string) {
	indent := strings.Repeat(" ", terminal.Width(mark))
	for i, line := range terminal.Wrap(s, textColumns-len(indent)) {
		if i > 0 {
			mark = indent
		}
		t.b.WriteString(strings.TrimRight(mark+line, " ") + "\n")
	}
}

// heading begins a part of the report.
func (t *text) heading(s string) {
	t.b.WriteByte('\n')
	t.say("", strings.ToUpper(s))
}

// columns writes rows of a short cell and one that may be long.
func (t *text) columns(rows [][2]string) {
	first := make([]string, len(rows))
	widest := 0
	for i, row := range rows {
		first[i] = terminal.Plain(row[0], 40)
		widest = max(widest, terminal.Width(first[i]))
	}
	for i, row := range rows {
		t.say("  "+first[i]+strings.Repeat(" ", widest-terminal.Width(first[i]))+"  ", row[1])
	}
}

// head says when it was assessed, where the organisation stands, and what the matter is.
func (t *text) head() {
	title := t.Title.In(t.l)
	if !t.At.IsZero() {
		title += ", " + dayOf(t.At, t.l)
	}
	t.say("", title)
	if len(t.Assumed) > 0 {
		t.say("", t.w.assumption)
	}
	t.b.WriteByte('\n')
	if at, ok := t.Position(); ok {
		t.say("", t.cell(at.Cell))
		t.say("", t.verdict())
		t.b.WriteByte('\n')
		t.say("", at.Diagnosis.In(t.l))
		return
	}
	t.say("", t.verdict())
	if len(t.Positions) > 4 {
		return // that many diagnoses say nothing
	}
	for _, at := range t.Positions {
		t.b.WriteByte('\n')
		t.say("", t.cell(at.Cell)+": "+t.offset(at.Offset))
		t.say("  ", at.Diagnosis.In(t.l))
	}
}

// standings set what was asked beside what was measured and what comes of both.
func (t *text) standings() {
	for _, a := range axes() {
		x := t.Axis(a)
		t.heading(t.axisName(a))
		var rows [][2]string
		if x.Measured != nil {
			rows = append(rows,
				[2]string{t.w.answersSay, t.stages(a, x.Asked.Low, x.Asked.High)},
				[2]string{t.w.measuresSay, t.stages(a, x.Measured.Low, x.Measured.High)})
		}
		t.columns(append(rows,
			[2]string{t.w.result, t.stood(a, x.standing())},
			[2]string{t.w.gap, t.missing(a) + " (" + t.stage(a, x.Target) + ")"}))
	}
	if t.Evidence == EvidenceIgnored && len(t.Measures) > 0 {
		t.b.WriteByte('\n')
		t.say("", t.w.ignored)
	}
}

// path is the way to the target, and the least that its next step takes of the axes that
// take it.
func (t *text) path() {
	t.heading(t.w.way)
	rows := [][2]string{{t.beginning(), t.cell(t.Proved)}}
	for i, c := range t.Path {
		rows = append(rows, [2]string{strconv.Itoa(i + 1), t.cell(c)})
	}
	t.columns(rows)
	for _, a := range axes() {
		head, list := t.least(a)
		if head == "" || len(t.Path) == 0 || t.Path[0].on(a) == t.Axis(a).Low {
			continue
		}
		t.b.WriteByte('\n')
		t.say("  ", head)
		for _, do := range list {
			t.say("  - ", do.how+": "+do.what)
		}
	}
}

// questions are those whose answers decide.
func (t *text) questions() {
	if len(t.Deciding) == 0 {
		return
	}
	t.heading(t.w.decide)
	for _, q := range t.Deciding {
		t.say("  - ", fmt.Sprintf("%s %d: %s (%s: %s)", t.w.stage, q.Stage, q.Text.In(t.l), t.w.noAnswer, t.departments(q.Departments)))
	}
}

// steps are what to do next, with who and how long, and where success shows.
func (t *text) steps() {
	t.heading(t.w.next)
	switch {
	case len(t.Path) == 0:
		t.say("  ", t.w.arrived)
	case len(t.Recommendations) == 0:
		t.say("  ", t.noSteps())
	default:
		t.say("  ", fmt.Sprintf(t.w.toMilestone, t.cell(t.Path[0])))
	}
	step := map[string]int{}
	for i, r := range t.Recommendations {
		step[r.ID] = i + 1
		mark := fmt.Sprintf("%3d. ", i+1)
		t.say(mark, r.Text.In(t.l))
		about := fmt.Sprintf("%s: %s. %s: %s.", t.w.owner, r.Owner.In(t.l), t.w.effort, t.w.efforts[r.Effort])
		if len(r.After) > 0 {
			after := make([]string, len(r.After))
			for j, id := range r.After {
				after[j] = strconv.Itoa(step[id])
			}
			about += " " + t.w.after + ": " + strings.Join(after, ", ") + "."
		}
		t.say(strings.Repeat(" ", len(mark)), about)
		if len(r.ShowsIn) > 0 {
			signs := make([]string, len(r.ShowsIn))
			for j := range r.ShowsIn {
				signs[j] = t.sign(&r.ShowsIn[j])
			}
			t.say(strings.Repeat(" ", len(mark)), t.w.showsIn+": "+strings.Join(signs, "; ")+".")
		}
	}
}

func (t *text) findings() {
	if len(t.Findings) == 0 {
		return
	}
	t.heading(t.w.findings)
	for _, f := range t.Findings {
		t.say("  - ", f.Text.In(t.l))
	}
}
