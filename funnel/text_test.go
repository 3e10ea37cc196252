package funnel_test

import (
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// leaves calls visit for everything that a report says, where it stands.
func leaves(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch v.Interface().(type) {
	case funnel.Rate, time.Time:
		visit(path, v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			leaves(v.Elem(), path, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leaves(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case reflect.Struct:
		for f, field := range v.Fields() {
			leaves(field, path+"."+f.Name, visit)
		}
	default:
		visit(path, v)
	}
}

// everything is a report with three of everything, and no two figures alike.
func everything() *funnel.Report {
	r := new(funnel.Report)
	d := distinct{n: 100}
	d.fill(reflect.ValueOf(r).Elem())
	r.Basis, r.AsOf, r.Window = funnel.Cohort, day(100), funnel.Window{From: day(1), To: day(90)}
	r.Stages[2].TimeToNext, r.Stages[0].Conversion = nil, nil
	r.Counts.Leads = 4711 // none but a report with leads has a verdict
	for i := range r.Segments {
		r.Segments[i].Stages[0].Conversion = nil
	}
	for i := range r.Goals { // a few leads
		for k := range r.Goals[i].Periods {
			still := r.Goals[i].Periods[k].Still
			*still.Low, *still.High = *still.Low/86400, *still.High/86400
		}
	}
	for i := range r.Exits { // shares
		x := &r.Exits[i]
		for k := range x.Still {
			x.Still[k] /= 86400e3
			for w := range x.Ways {
				x.Ways[w].Share[k] /= 86400e3
			}
		}
	}
	return r
}

// changed is a leaf's new value, and how people read it; nothing if it depends.
func changed(v reflect.Value) string {
	switch v.Interface().(type) {
	case funnel.Rate:
		v.Set(reflect.ValueOf(funnel.Rate{Num: 9876, Den: 12345}))
		return "80.0"
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)))
		return ""
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("Ωmega")
		return "Ωmega"
	case reflect.Int, reflect.Int64:
		v.SetInt(7_654_321)
		return "7,654,321"
	case reflect.Float64:
		v.SetFloat(7_654_321.5)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	}
	return ""
}

// What other words are made of is not shown, nor are titles in other languages. The
// rules of Match are among the definitions, in words, and Titles stand for the names.
const neverShown = `\.Titles\..*|\.HandOff\.Reasons\[\d\]\.Reason|\.Match\..*|\.Basis|.*\.Title\.De|\.(Segments|HandOff).*\.Kind|\.Segments\[\d\]\.Label` +
	`|\.Segments\[\d\]\.Stages\[\d\]\.(Entered|Skipped|Joined|Title\.\w+|TimeToNext.*|Name|Conversion)` +
	`|\.Segments\[\d\]\.Stages\[[01]\]\.Cumulative|\.Segments\[\d\]\.Stages\[0\]\.Reached` // its leads

// notInText are the figures that text leaves to the other renderings, for want of room.
const notInText = neverShown + `|\.Counts\.Rows|\.Stages\[\d\]\.(Entered)|\.Findings\[\d\]\.(Code|Where|Value)` +
	`|\.HandOff\.(Periods|Sources|Bands|Segments)\[\d\]\.Offers\.(Decision|FirstTouch)\.(Met|Missed|NotYetDue|Unmeasured|Time\.(N|Open|Mean|P90|KMP50))` +
	`|\.HandOff\.(Periods|Sources|Bands|Segments)\[\d\]\.Offers\.Stages\[\d\]\.Rate` +
	`|\.HandOff\.(Periods|Sources|Bands|Segments)\[[12]\]\.Offers\.Stages\[\d\]\.Stage` + // the first one's are the heads
	`|\.HandOff\.Agenda\[\d\]\.(Topic|About|Value|Was)|\.Cohorts\.Rows\[\d\]\.Cells\[\d\]\.N` +
	`|\.Cohorts\.Rows\[[12]\]\.Within\[\d\]\.Days|\.Ages\[[12]\]\.Buckets\[\d\]\.(From|To)` +
	`|\.Statuses\[\d\]\.(Stage|Time\.Visits\.(N|Mean))|\.Goals\[\d\]\.Per` +
	`|\.HandOff\.Reasons\[\d\]\.(Sources|Bands)\[[12]\]\.(Value|N)` // as many as there is room for

const notInMarkdown = neverShown + `|\.Counts\.Rows|\.Findings\[\d\]\.Code` +
	`|\.HandOff\.(Periods|Sources|Bands|Segments)\[\d\]\.Offers\.(Decision|FirstTouch)\.(Met|Missed|NotYetDue|Unmeasured|Time\.(N|Open|Mean|P90|KMP50))` +
	`|\.HandOff\.(Periods|Sources|Bands|Segments)\[\d\]\.Offers\.Stages\[\d\]\.Rate` +
	`|\.HandOff\.(Periods|Sources|Bands|Segments)\[[12]\]\.Offers\.Stages\[\d\]\.Stage` +
	`|\.HandOff\.Agenda\[\d\]\.Topic|\.Cohorts\.Rows\[[12]\]\.Within\[\d\]\.Days|\.Ages\[[12]\]\.Buckets\[\d\]\.(From|To)|\.Goals\[\d\]\.Per`

var agendaValue = regexp.MustCompile(`\.Agenda\[\d\]\.Value$`)

// Whatever figure of a report changes, the rendering says so, but for those that it is
// known to leave out; and these do not change it.
func TestEveryFigureIsInTextMarkdownAndCSV(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		write   func(*funnel.Report, io.Writer) error
		without string
	}{
		{"text", (*funnel.Report).WriteText, notInText},
		{"Markdown", (*funnel.Report).WriteMarkdown, notInMarkdown},
		{"CSV", (*funnel.Report).WriteCSV, `\.Match\..*|\.Titles\..*|.*\.Title\.De|\.Segments\[\d\]\.(Label|Stages\[\d\]\.Title\.En)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			without := regexp.MustCompile(`^(` + tt.without + `)$`)
			r, n := everything(), 0
			same := rendered(t, func(w io.Writer) error { return tt.write(r, w) })
			leaves(reflect.ValueOf(r).Elem(), "", func(path string, v reflect.Value) {
				old := reflect.New(v.Type()).Elem()
				old.Set(v)
				figure := changed(v)
				got := rendered(t, func(w io.Writer) error { return tt.write(r, w) })
				v.Set(old)
				switch n++; {
				case without.MatchString(path):
					if got != same && !strings.Contains(path, ".Reasons[") {
						t.Errorf("%s is shown: it is in the list of those that are not", path)
					}
				case got == same:
					t.Errorf("%s is not shown", path)
				case figure == "80.0" && tt.name == "CSV":
					if !strings.Contains(got, ".num,9876,") || !strings.Contains(got, ".den,12345,") {
						t.Errorf("%s: not its parts", path)
					}
				case tt.name == "Markdown" && agendaValue.MatchString(path):
					if !strings.Contains(got, "| 9,876 | 12,345 |") {
						t.Errorf("%s: not its parts", path)
					}
				case figure != "" && !strings.Contains(got, figure) && !strings.Contains(got, strings.ReplaceAll(figure, ",", "")):
					t.Errorf("%s: no %q", path, figure)
				}
			})
			if n < 900 {
				t.Errorf("only %d figures were looked for", n)
			}
		})
	}
}

// harm is what names out of a CRM could be, beside [payloads].
var harm = append([]string{
	"[x](javascript:alert(1))", "![x](http://example.com/p.png)", "<http://example.com>", "http://example.com/", "www.example.com", "mail@example.com",
	"a | b", "a\nb", "a\r\n\r\n# b", "`code`", "```\ncode", "# heading", "## heading", "heading\n===", "heading\n---", "- item", "+ item", "1. item", "1) item", "> quote",
	"*strong*", "__strong__", "~~gone~~", "***", "[ref]: http://example.com", "[^1]", "@octocat", "#1", "GH-1", "octo/cat#1", ":tada:", "$x$", "&copy;", "&#60;b&#62;", `\`, `\\|`, "| --- |", "    code",
	"<!-- x -->", "<details>", "https://example.com.", "ftp://example.com", "xmpp:a@b.c", "mailto:a@b.c", "HTTP://EXAMPLE.COM", "[x][y]", "![", "](",
	"\x1b[2J\x1b[31mred", "\x1b]0;title\a", "\u202egnp.exe", "\u2066x\u2069", "\u2068x", "\u2069x\u2068", "\u200bx", "\u009b31m", "\u2028x", "\x00", "\xff\xfe",
	"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "\u200b=1", "=cmd|'/C calc'!A0", "=HYPERLINK(\"http://example.com\")", `"=1`, "a,=1", "a\n=1",
}, payloads...)

// full is a report with a text everywhere where one can be.
func full(text func(path string) string) *funnel.Report {
	r := everything()
	leaves(reflect.ValueOf(r).Elem(), "", func(path string, v reflect.Value) {
		if v.Kind() == reflect.String && path != ".Basis" && !strings.HasSuffix(path, "Kind") {
			v.SetString(text(path))
		}
	})
	return r
}

func TestTextKeepsToTheTerminalWhateverStandsInTheReport(t *testing.T) {
	for _, payload := range append(harm, strings.Repeat("x", 300), strings.Repeat("漢", 200), strings.Repeat("e\u0301\u0301\u0301", 60)) {
		r := full(func(string) string { return payload })
		for line := range strings.Lines(rendered(t, r.WriteText)) {
			line = strings.TrimSuffix(line, "\n")
			if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return !strconv.IsPrint(r) }) {
				t.Errorf("%q: %q is not printable", payload, line)
			}
			if n := columns(line); n > 100 {
				t.Errorf("%q: %q takes %d columns", payload, line, n)
			}
			if line != strings.TrimRight(line, " ") {
				t.Errorf("%q: %q ends with blanks", payload, line)
			}
		}
	}
}

func TestDemoKeepsToTheTerminal(t *testing.T) {
	for line := range strings.Lines(rendered(t, demoReport(t).WriteText)) {
		if n := columns(strings.TrimSuffix(line, "\n")); n > 100 {
			t.Errorf("%q takes %d columns", line, n)
		}
	}
}

// titles are the headings of a report as text.
func textHeadings(t testing.TB, r *funnel.Report) []string {
	t.Helper()
	var list []string
	for _, h := range regexp.MustCompile(`(?m)^\n([^ ].*)$`).FindAllStringSubmatch(rendered(t, r.WriteText), -1) {
		name, _, _ := strings.Cut(h[1], ":")
		name, _, _ = strings.Cut(name, ",")
		list = append(list, name)
	}
	return list
}

func TestReportHasOnlyThePartsThatAreAskedFor(t *testing.T) {
	r := demoReport(t)
	always := []string{"BEFORE YOU BELIEVE A FIGURE", "ODD ROWS in the history that was read", "WHAT IS COUNTED"}
	for _, tt := range []struct {
		parts []funnel.Part
		want  []string // beside those
	}{
		{nil, nil},
		{[]funnel.Part{"other"}, nil},
		{
			[]funnel.Part{funnel.FunnelPart},
			[]string{"PLAN", "STAGES", "TIME FROM STAGE TO STAGE", "BY industry", "COHORTS", "COHORTS WITHIN DAYS", "TIME TO THE LAST STAGE"},
		},
		{
			[]funnel.Part{funnel.HandOffPart},
			[]string{
				"HAND-OFF", "AGENDA", "CLOCKS", "HOW FAR ACCEPTED OFFERS GOT", "REASONS why offers were refused", "WHERE THE REFUSED ONES CAME FROM",
				"WHO ANSWERS FOR REFUSALS", "CRITERIA by which the offers were made", "OFFERS BY PERIOD in which they were made", "OFFERS BY SOURCE",
				"OFFERS BY SCORE BAND", "OFFERS BY industry", "GOALS", "INPUTS",
			},
		},
		{
			[]funnel.Part{funnel.StatusPart},
			[]string{"WAYS OUT", "MOVES", "AGEING", "LEAKAGE", "VELOCITY", "STATUSES", "STATUSES THAT LEADS CAME BACK TO"},
		},
	} {
		got := slices.DeleteFunc(textHeadings(t, r.Only(tt.parts...)), func(s string) bool { return slices.Contains(always, s) })
		if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.parts, diff)
		}
	}
	all := r.Only(funnel.StatusPart, funnel.FunnelPart, funnel.HandOffPart)
	if diff := cmp.Diff(r, all); diff != "" {
		t.Errorf("all parts (-report +only):\n%s", diff)
	}
	none := r.Only()
	for name, write := range map[string]func(io.Writer) error{"JSON": none.WriteJSON, "CSV": none.WriteCSV, "Markdown": none.WriteMarkdown, "HTML": none.WriteHTML} {
		if len(rendered(t, write)) == 0 {
			t.Errorf("%s of no part is empty", name)
		}
	}
	if json := rendered(t, none.WriteJSON); !strings.Contains(json, `"stages": []`) || strings.Contains(json, `"goals": null`) {
		t.Error("a list that is left out is not an empty list in JSON")
	}
}

// Each offer of this week can be counted by hand.
func TestTextOfAHandOff(t *testing.T) {
	spec := funnel.Spec{
		Name: "x", Stages: []funnel.StageSpec{stage("in"), stage("mql"), stage("sal")},
		HandOff: &funnel.HandOffSpec{
			Status: "mql", Accepted: funnel.EndSpec{Statuses: []lead.Status{"sal"}}, Rejected: funnel.EndSpec{Statuses: []lead.Status{"no"}},
		},
	}
	history := labelled("source", "web", join(
		path("a", "in@0", "mql@1", "sal@2"), path("b", "in@0", "mql@1", "no@2"), path("c", "mql@1"), path("d", "mql@3", "sal@4"),
	))
	got := rendered(t, report(t, compile(t, spec), history, funnel.Options{AsOf: day(10)}).WriteText)
	for _, want := range []string{
		"\n  offered                      ██████████████       4\n",
		"\n  accepted                     ███████              2  50.0 %  15.0–85.0\n",
		"\n  rejected                     ███▌                 1  25.0 %  4.6–69.9\n",
		"\n  open                         ███▌                 1  25.0 %  4.6–69.9\n",
		"\n  of what was decided           2   3  66.7 %  20.8–93.9\n",
		"\n  web      4       2       1       0      0     1      0      66.7 %  20.8–93.9   50.0 %\n",
		"\n  sal  ██████████████       2      100.0 %  34.2–100.0\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// lineKinds says of each line of Markdown what it is: a heading by its level, a row by
// its cells, a bullet, a paragraph, or nothing.
func lineKinds(markdown string) []string {
	var kinds []string
	for line := range strings.Lines(markdown) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
			kinds = append(kinds, regexp.MustCompile(`^#+ `).FindString(line))
		case strings.HasPrefix(line, "|"):
			kinds = append(kinds, strings.Repeat("|", strings.Count(line, "|")))
		case strings.HasPrefix(line, "- "):
			kinds = append(kinds, "-")
		case line == "":
			kinds = append(kinds, "")
		default:
			kinds = append(kinds, "text")
		}
	}
	return kinds
}

// Whatever text stands anywhere in a report, its Markdown has the same lines, and
// nothing in them but the report's own marks has a meaning.
func TestNoTextBecomesMarkdown(t *testing.T) {
	t.Parallel()
	want := lineKinds(rendered(t, full(func(string) string { return "x" }).WriteMarkdown))
	escaped := regexp.MustCompile("\\\\[!-/:-@[-`{-~]|&(amp|lt|gt|#124);")
	special := regexp.MustCompile("[\\\\`*_{}\\[\\]<>#~&!$^=]|[:@][^\\s\\d\u2060]|www\\.[^\u2060]")
	for _, payload := range harm {
		got := rendered(t, full(func(string) string { return payload }).WriteMarkdown)
		if diff := cmp.Diff(want, lineKinds(got)); diff != "" {
			t.Errorf("%q: lines (-harmless +got):\n%s", payload, diff)
		}
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			line = strings.TrimLeft(line, "#")
			if regexp.MustCompile(`^\|( ---:? \|)+$`).MatchString(line) {
				continue
			}
			left := escaped.ReplaceAllString(line, "")
			if m := special.FindString(left); m != "" {
				t.Errorf("%q: %q in %q has a meaning", payload, m, line)
			}
		}
	}
}
