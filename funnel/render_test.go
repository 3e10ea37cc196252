package funnel_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// week is a small history whose every figure can be counted by hand.
func week() []lead.Transition {
	return join(
		labelled("origin", "web", path("anna", "inquiry@0", "mql@1", "sal@1.25", "sal@2", "won@5")),
		labelled("origin", "web", path("ben", "inquiry@0", "mql@2", "lost@3", "mql@6", "sal@7")),
		labelled("origin", "fair", path("cleo", "mql@1", "sal@2")),
		path("dora", "inquiry@3"),
		labelled("origin", "=1+1", path("emil", "inquiry@4", "won@1")),
		labelled("origin", "web", path("fred", "inquiry@2", "spam@3")),
		path("gita", "lost@1"),
		labelled("origin", "web", path("hugo", "inquiry@-10", "mql@1")),
		path("ines", "inquiry@12"),
	)
}

func weekFunnel(t testing.TB) *funnel.Funnel {
	return compile(t, funnel.Spec{
		Name: "b2b", Revision: 2,
		Stages: []funnel.StageSpec{
			stage("inquiry"),
			{Name: "mql", Title: lead.Text{En: "Marketing qualified lead", De: "Marketingqualifiziert"}, Statuses: []lead.Status{"mql"}},
			{Name: "sal", Title: lead.Text{En: "Sales accepted lead"}, Statuses: []lead.Status{"sal"}},
			stage("won"),
		},
		Void: []lead.Status{"spam"},
	})
}

// rendered is what a method of a report writes.
func rendered(t testing.TB, write func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	styles   = regexp.MustCompile(`(?s)<style>.*?</style>`)
	pictures = regexp.MustCompile(`(?s)<svg.*?</svg>`)
)

func TestGoldenRenderings(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options funnel.Options
	}{
		{"cohort", funnel.Options{From: day(-1), To: day(5), AsOf: day(10), By: "origin", MaxSegments: 2}},
		{"activity", funnel.Options{Basis: funnel.Activity, From: day(1), To: day(3), AsOf: day(10).Add(12345e6)}},
		{"empty", funnel.Options{To: day(-20), AsOf: day(-20), By: "origin"}},
	} {
		r := report(t, weekFunnel(t), week(), tt.options)
		for ext, write := range map[string]func(*funnel.Report, *strings.Builder) error{
			"txt":  func(r *funnel.Report, b *strings.Builder) error { return r.WriteText(b) },
			"json": func(r *funnel.Report, b *strings.Builder) error { return r.WriteJSON(b) },
			"csv":  func(r *funnel.Report, b *strings.Builder) error { return r.WriteCSV(b) },
			"svg":  func(r *funnel.Report, b *strings.Builder) error { return r.WritePicture(b, funnel.FunnelPicture) },
			"html": func(r *funnel.Report, b *strings.Builder) error { return r.WriteHTML(b) },
		} {
			t.Run(tt.name+" "+ext, func(t *testing.T) {
				var b strings.Builder
				if err := write(r, &b); err != nil {
					t.Fatal(err)
				}
				got := b.String()
				golden(t, tt.name+"."+ext, got)
			})
		}
	}
}

// golden compares with a file of testdata. Looks are left out, and so are the pictures
// within a page.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if strings.HasSuffix(name, ".html") {
		got = pictures.ReplaceAllString(got, "<svg/>")
	}
	got = styles.ReplaceAllString(got, "<style/>")
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// Half a year of a company whose sales answers some offers late.
func TestGoldenMeeting(t *testing.T) {
	r := demoReport(t)
	golden(t, "meeting.txt", rendered(t, r.WriteText))
	golden(t, "meeting.md", rendered(t, r.WriteMarkdown))
	golden(t, "meeting.html", rendered(t, r.WriteHTML))
	for _, p := range r.Pictures() {
		golden(t, "meeting_"+string(p)+".svg", rendered(t, func(w io.Writer) error { return r.WritePicture(w, p) }))
	}
}

func TestJSONHasTheKeysThatProgramsReadItBy(t *testing.T) {
	var b strings.Builder
	r := report(t, weekFunnel(t), week(), funnel.Options{AsOf: day(10), By: "origin"})
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal([]byte(b.String()), &doc); err != nil {
		t.Fatal(err)
	}
	get := func(keys ...any) any {
		v := doc
		for _, k := range keys {
			switch k := k.(type) {
			case string:
				m, _ := v.(map[string]any)
				v = m[k]
			case int:
				l, _ := v.([]any)
				if k >= len(l) {
					return nil
				}
				v = l[k]
			}
		}
		return v
	}
	for _, tt := range []struct {
		keys []any
		want any
	}{
		{[]any{"basis"}, "cohort"},
		{[]any{"as_of"}, "2026-03-12T00:00:00Z"},
		{[]any{"window", "from"}, nil},
		{[]any{"stages", 1, "name"}, "mql"},
		{[]any{"stages", 1, "entered"}, 4.0},
		{[]any{"stages", 1, "reached"}, 5.0},
		{[]any{"stages", 1, "skipped"}, 1.0},
		{[]any{"stages", 1, "joined"}, 1.0},
		{[]any{"stages", 0, "conversion"}, nil},
		{[]any{"stages", 1, "conversion", "num"}, 5.0},
		{[]any{"stages", 1, "conversion", "den"}, 6.0},
		{[]any{"stages", 2, "conversion", "value"}, 0.8},
		{[]any{"stages", 2, "time_to_next", "n"}, 1.0},
		{[]any{"stages", 2, "time_to_next", "p50_s"}, 324000.0},
		{[]any{"stages", 3, "time_to_next"}, nil},
		{[]any{"transitions", 0, "from"}, "(start)"},
		{[]any{"transitions", 0, "to"}, "inquiry"},
		{[]any{"transitions", 0, "n"}, 4.0},
		{[]any{"statuses", 1, "status"}, "mql"},
		{[]any{"statuses", 1, "visits"}, 5.0},
		{[]any{"statuses", 1, "leads"}, 4.0},
		{[]any{"statuses", 1, "reentered", "times"}, 1.0},
		{[]any{"statuses", 1, "time", "cumulative", "n"}, 3.0},
		{[]any{"statuses", 3, "time", "visits", "p50_s"}, 259200.0},
		{[]any{"anomalies", 0, "kind"}, "ends_before_start"},
		{[]any{"anomalies", 0, "n"}, 1.0},
		{[]any{"anomalies", 0, "leads", 0}, "emil"},
		{[]any{"segments", 0, "label"}, "origin"},
		{[]any{"segments", 0, "value"}, "web"},
		{[]any{"segments", 0, "stages", 1, "reached"}, 3.0},
	} {
		if got := get(tt.keys...); got != tt.want {
			t.Errorf("%v: got %v, want %v", tt.keys, got, tt.want)
		}
	}
}

func TestReportComesBackFromItsJSON(t *testing.T) {
	for _, basis := range []funnel.Basis{funnel.Cohort, funnel.Activity} {
		want := report(t, weekFunnel(t), week(), funnel.Options{Basis: basis, From: day(0), AsOf: day(10), By: "origin", ByLast: true})
		var b strings.Builder
		if err := want.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		got := new(funnel.Report)
		if err := json.Unmarshal([]byte(b.String()), got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-report +read back):\n%s", basis, diff)
		}
	}
}

func TestTextTellsWhatItLeavesOut(t *testing.T) {
	spec := funnel.Spec{
		Name: "x", Stages: []funnel.StageSpec{stage("a")},
		Known: []lead.Status{"a", "end", "sunk"}, Terminal: []lead.Status{"end"},
	}
	var rows []lead.Transition
	for _, id := range []string{"l1", "l2", "l3", "l4", "l5"} {
		rows = append(rows, path(id, "a@1", "end@2", "sunk@3")...)
		for i := range 20 {
			rows = append(rows, lead.Transition{LeadID: id, Version: int64(4 + i), To: lead.Status("s" + strconv.Itoa(i)), At: day(4)})
		}
		rows = append(rows, lead.Transition{LeadID: id, Version: 99, To: "a"})
	}
	rows = labelled("by", "(other)", rows)
	rows[0].Labels = nil
	var b strings.Builder
	if err := report(t, compile(t, spec), rows, funnel.Options{AsOf: day(10), By: "by", MaxSegments: 1, ByLast: true}).WriteText(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\n  \"(other)\"      5\n",
		"\n  … and 10 more statuses in no stage\n",
		"\n  … and 12 more kinds of move\n",
		"\n  5 rows without a time, left out: l1, l2, l3, …\n",
		"\n  100 rows with a status that the lifecycle does not know: l1, l2, l3, …\n",
		"\n  5 rows leaving a status that nothing leaves: l1, l2, l3, …\n",
		"\nBY by, as it was at its last row: leads that got this far\n             leads\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "FROM STAGE TO STAGE") {
		t.Error("a funnel of one stage has steps")
	}
}

func TestZeroReportRenders(t *testing.T) {
	renderings(t, &funnel.Report{By: "x", Segments: []funnel.Segment{{}}, Stages: make([]funnel.Stage, 2)})
	renderings(t, new(funnel.Report))
}

// hostile is a history whose every name is out to do harm.
func hostile() ([]lead.Transition, funnel.Spec) {
	names := []lead.Status{
		"=HYPERLINK(\"http://x\")", "\x1b[2J\x1b[31mred", "\u202Egnp.exe", "a\r\nb\tc", "名前" + lead.Status(strings.Repeat("漢", 200)),
		lead.Status(strings.Repeat("e\u0301\u0301\u0301\u0301", 60)), "\xff\xfe", "-1+1", " ", "(start)", "(end)",
	}
	var rows []lead.Transition
	spec := funnel.Spec{Name: "\x1b]0;title\a" + strings.Repeat("n", 300)}
	for i, n := range names {
		if i%2 == 0 {
			spec.Stages = append(spec.Stages, funnel.StageSpec{Name: string(n), Title: lead.Text{En: "\x07" + string(n)}, Statuses: []lead.Status{n}})
		}
		rows = append(rows, lead.Transition{LeadID: "\x1b[1m" + string(n), Version: 2, To: n, At: day(1), Labels: map[string]string{"\u2066by": string(n)}})
		for v, to := range names {
			rows = append(rows, lead.Transition{LeadID: "all\x00", Version: int64(v + 1), To: to, At: day(9 - float64(v)/2)})
		}
	}
	return rows, spec
}

func TestTextIsFitForATerminalWhateverTheNames(t *testing.T) {
	rows, spec := hostile()
	for _, basis := range []funnel.Basis{funnel.Cohort, funnel.Activity} {
		var b strings.Builder
		r := report(t, unchecked(t, spec), rows, funnel.Options{Basis: basis, AsOf: day(10), By: "\u2066by"})
		if err := r.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(b.String()) {
			t.Error("the text is not UTF-8")
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			for _, r := range line {
				if !strconv.IsPrint(r) {
					t.Errorf("%q has the unprintable %U", line, r)
				}
			}
			if n := columns(line); n > 100 {
				t.Errorf("%q takes %d columns, want at most 100", line, n)
			}
			if line != strings.TrimRight(line, " ") {
				t.Errorf("%q ends with blanks", line)
			}
		}
	}
}

// columns counts two for each rune that is not Latin or a sign of ours.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r == '\u0301':
		case r >= 0x3000:
			n += 2
		default:
			n++
		}
	}
	return n
}

func TestCSVIsSafeToOpenWhateverTheNames(t *testing.T) {
	rows, spec := hostile()
	var b strings.Builder
	r := report(t, unchecked(t, spec), rows, funnel.Options{AsOf: day(10), By: "\u2066by"})
	if err := r.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, line := range lines {
		for j, cell := range line {
			if j == 6 && i > 0 {
				if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" {
					t.Errorf("line %d: number %q is none", i+1, cell)
				}
				continue
			}
			seen[cell] = true
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
				t.Errorf("line %d: cell %q starts a formula", i+1, cell)
			}
		}
	}
	for _, want := range []string{`'=HYPERLINK("http://x")`, "'-1+1"} {
		if !seen[want] {
			t.Errorf("no cell %q", want)
		}
	}
}

type fullDisk struct{ writes int }

var errFull = errors.New("no space left on device")

func (d *fullDisk) Write([]byte) (int, error) {
	d.writes++
	return 0, errFull
}

func TestRenderingsWriteOnceAndPassErrorsOn(t *testing.T) {
	r := report(t, weekFunnel(t), week(), funnel.Options{AsOf: day(10)})
	for name, write := range map[string]func(io.Writer) error{
		"text": r.WriteText, "JSON": r.WriteJSON, "CSV": r.WriteCSV, "SVG": func(w io.Writer) error { return r.WritePicture(w, funnel.FunnelPicture) }, "HTML": r.WriteHTML,
	} {
		var disk fullDisk
		if err := write(&disk); !errors.Is(err, errFull) || disk.writes != 1 {
			t.Errorf("%s: got %v after %d writes, want %v after one", name, err, disk.writes, errFull)
		}
	}
}
