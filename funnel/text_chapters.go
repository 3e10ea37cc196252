package funnel

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadline-go/leadline/internal/terminal"
)

// chapter is a part of a report for people, in words and tables. [Report.WriteText]
// and [Report.WriteMarkdown] lay it out, each in its way.
type chapter struct {
	name  string // text has it in capitals
	rest  string // of the heading
	parts []chapterPart
}

// chapterPart is a table, a note, a list or terms.
type chapterPart interface {
	text(b *strings.Builder)
	markdown(b *strings.Builder)
}

// note is a sentence or some.
type note string

// subtitle stands over a table of several.
type subtitle string

// lines are sentences, one under the other.
type lines struct {
	lines    []string
	numbered bool
}

// terms says what terms mean.
type terms []Definition

// layout is how much a kind of rendering has room for.
type layout struct {
	name             int // columns of a name
	short, wider     int // columns of a name above a number, where there is little room and some
	segmentStages    int // stages of a segment, the last ones
	flows, statuses  int // statuses in no stage
	periods, offsets int // the latest periods, the first columns of cohorts
	groups, reasons  int
	stages           int // of accepted offers, the last ones
	values           int // columns of a list of values
	times            int // of ways out, of a curve
	within           int // columns of conversions within days
	lines            int // of a list
	ids              int // of leads
	wide             bool
}

var textLayout = layout{
	name: 20, short: 9, wider: 11, segmentStages: 3, flows: 12, statuses: 12, periods: 12, offsets: 8,
	groups: 12, reasons: 12, stages: 3, values: 34, times: 5, within: 4, lines: 12, ids: 3,
}

var wideLayout = layout{
	name: nameLimit, short: nameLimit, wider: nameLimit, segmentStages: math.MaxInt, flows: 40, statuses: 40, periods: 36, offsets: 24,
	groups: 40, reasons: 50, stages: math.MaxInt, values: 400, times: 10, within: maxWithin, lines: maxFindings, ids: 10, wide: true,
}

// head is a name above a number, in at most four lines. A wide layout has it in one.
func (l *layout) head(name string, columns int) string {
	if l.wide {
		return plainName(name)
	}
	return strings.Join(wrapped(name, columns, 4), "\n")
}

// chapters are those that the report has figures for, in the order of the meeting.
func (r *Report) chapters(l *layout) []chapter {
	var all []chapter
	add := func(c chapter) {
		if len(c.parts) > 0 {
			all = append(all, c)
		}
	}
	add(r.findingChapter(l))
	if r.HandOff != nil {
		for _, c := range r.handOffChapters(l) {
			add(c)
		}
	}
	add(r.goalChapter(l))
	add(r.planChapter(l))
	if len(r.Stages) > 0 {
		add(r.stageChapter(l))
		add(r.stepChapter())
		add(r.segmentChapter(l))
	}
	if r.Cohorts != nil {
		add(r.cohortChapter(l))
		add(r.withinChapter(l))
	}
	add(r.curveChapter(l))
	add(r.exitChapter(l))
	add(r.flowChapter(l))
	add(r.ageChapter(l))
	add(r.leakChapter(l))
	add(r.velocityChapter())
	add(r.statusChapter(l))
	add(r.returnChapter(l))
	add(r.inputChapter(l))
	add(r.anomalyChapter(l))
	add(chapter{name: "What is counted", parts: r.termParts()})
	return all
}

func (r *Report) termParts() []chapterPart {
	if len(r.Definitions) == 0 {
		return nil
	}
	return []chapterPart{terms(r.defined())}
}

// headLines say what the report is about.
func (r *Report) headLines(limit int) []string {
	basis, meaning := r.basisWords()
	c := r.Counts
	left := fmt.Sprintf("%s. Left out: %s void, %s in no stage, %s outside this period.",
		plural(c.Leads, "lead"), humanCount(c.Void), humanCount(c.NoStage), humanCount(c.Outside))
	if c.Duplicates > 0 {
		left += fmt.Sprintf(" %s read twice, counted once.", plural(c.Duplicates, "row"))
	}
	head := []string{fmt.Sprintf("%s, revision %d", terminal.Plain(r.Funnel, limit), r.Revision), basis + ": " + meaning, left}
	if r.ID != "" {
		head = slices.Insert(head, 1, "Identity: "+inSentence(terminal.Plain(r.ID, 84)))
	}
	if len(r.Stages) > 0 && r.Counts.Leads > 0 {
		head = append(head, strings.Join(r.verdict(), " "))
	}
	return head
}

// basisWords names the basis and says whose doings the report counts.
func (r *Report) basisWords() (basis, meaning string) {
	asOf := humanTime(r.AsOf.In(r.zone()), true) + "."
	if r.Zone != "" && r.Zone != time.UTC.String() {
		asOf += " Days are those of " + inSentence(terminal.Plain(r.Zone, 40)) + "."
	}
	if r.Basis == Activity {
		return "Activity basis", "what happened " + r.Window.phrase() + ", whenever the lead came in, as known by " + asOf
	}
	return "Cohort basis", "the leads that came in " + r.Window.phrase() + ", and how far they got by " + asOf
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

// cutNote says how many lines were left out.
func cutNote(parts []chapterPart, n int, one, many string) []chapterPart {
	if n <= 0 {
		return parts
	}
	return append(parts, note(andMore(n, one, many)))
}

// bounds writes an interval of counts.
func bounds(low, high string) string {
	if low == high {
		return low
	}
	return low + "–" + high
}

func (r *Report) findingChapter(l *layout) chapter {
	c := chapter{name: "Before you believe a figure"}
	if len(r.Findings) == 0 {
		return c
	}
	shown := r.Findings[:min(len(r.Findings), maxFindings)]
	if !l.wide {
		shown = fewOfEach(shown)
		var texts []string
		for _, f := range shown {
			texts = append(texts, f.Text)
		}
		c.parts = append(c.parts, lines{lines: texts})
	} else {
		t := newTable("n:Where", "l:What", "r:How many", "r:Of", "r:Share", "l:95 % range")
		for _, f := range shown {
			value, interval := humanRate(f.Value)
			if f.Code == FindingMeanFar { // seconds, by seconds
				value, interval = "", ""
			}
			t.row(plainName(f.Where), sentence(f.Text), humanCount(f.Value.Num), humanCount(f.Value.Den), value, interval)
		}
		c.parts = append(c.parts, t)
	}
	c.parts = cutNote(c.parts, len(r.Findings)-len(shown), "remark", "remarks")
	return c
}

// fewOfEach takes the first findings of each code.
func fewOfEach(all []Finding) []Finding {
	const most = 3
	seen := map[FindingCode]int{}
	var some []Finding
	for _, f := range all {
		if seen[f.Code]++; seen[f.Code] <= most {
			some = append(some, f)
		}
	}
	return some
}

func (r *Report) anomalyChapter(l *layout) chapter {
	c := chapter{name: "Odd rows", rest: " in the history that was read"}
	if len(r.Anomalies) == 0 {
		c.parts = append(c.parts, note("none"))
		return c
	}
	t := newTable("r:Rows", "l:What is odd", "l:Leads")
	for _, a := range r.Anomalies {
		var ids []string
		for _, id := range a.Leads[:min(len(a.Leads), l.ids)] {
			ids = append(ids, terminal.Plain(id, min(l.name*2, 36)))
		}
		names := strings.Join(ids, ", ")
		if len(a.Leads) > l.ids || a.N > int64(len(a.Leads)) && len(a.Leads) == 10 {
			names += ", …"
		}
		if l.wide {
			t.row(humanCount(a.N), terminal.Plain(a.Kind.describe(), nameLimit), names)
			continue
		}
		c.parts = append(c.parts, note(fmt.Sprintf("%s %s: %s", plural(a.N, "row"), terminal.Plain(a.Kind.describe(), nameLimit), names)))
	}
	if l.wide {
		c.parts = append(c.parts, t)
	}
	return c
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

func (r *Report) inputChapter(l *layout) chapter {
	c := chapter{name: "Inputs", rest: ", as supplied: no figure here is made of them"}
	if len(r.Inputs) == 0 {
		return c
	}
	t := newTable("l:Figure", "l:From", "l:To, not in it", "r:Value", "l:Unit")
	most := l.lines * 2
	for _, in := range r.Inputs[:min(len(r.Inputs), most)] {
		t.row(terminal.Plain(in.Name, l.name), humanTime(in.From.In(r.zone()), false), humanTime(in.To.In(r.zone()), false), exactNumber(in.Value), terminal.Plain(in.Unit, l.short))
	}
	c.parts = cutNote(append(c.parts, t), len(r.Inputs)-most, "figure", "figures")
	return c
}

// exactNumber writes a number as it is, with separators.
func exactNumber(v float64) string {
	if math.Abs(v) >= 1e15 {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	whole, behind, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'f', -1, 64), ".")
	n, _ := strconv.ParseInt(whole, 10, 64)
	text := humanCount(n)
	if behind != "" {
		text += "." + behind
	}
	if v < 0 {
		text = "-" + text
	}
	return text
}
