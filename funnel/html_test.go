package funnel_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// parsePage reads a page. The page is written so that a lenient XML decoder reads
// it as a browser does: whatever is data in it is escaped for both.
func parsePage(t testing.TB, page string) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	return elements(t, d)
}

// payloads would each do harm somewhere if they were not escaped there.
var payloads = []string{
	`<script>alert(1)</script>`,
	`</style></title></text></svg></table><script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`x onfocus=alert(1) autofocus `,
	"`-alert(1)-`",
	`javascript:alert(1)`,
	`<a href="http://example.com">x</a>`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`--><script>alert(1)</script><!--`,
	`]]><script>alert(1)</script><![CDATA[`,
	`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///">]>&e;`,
	`<?xml-stylesheet href="x"?>`,
	`{{.Funnel}}{{template "table" .}}`,
	`} * { background: url(//example.com) } @import "//example.com";`,
	`<svg onload=alert(1)><foreignObject><iframe>`,
	`＜script＞`,
	"<scr\x00ipt>", "\xff<b>", "+ADw-script+AD4-",
}

// told is a report in which every text comes from in, by the place it stands in: of
// the history, the funnel or the options.
func told(t testing.TB, in func(place string) string) *funnel.Report {
	t.Helper()
	staged, other := lead.Status(in("status of a stage")), lead.Status(in("status in no stage"))
	spec := funnel.Spec{Name: in("funnel name"), Stages: []funnel.StageSpec{
		stage("first"),
		{Name: in("stage name"), Title: lead.Text{En: in("stage title"), De: in("German title")}, Statuses: []lead.Status{staged}},
		stage(in("stage without title"), "third"),
	}}
	var rows []lead.Transition
	for v, to := range []lead.Status{"first", staged, other, staged} {
		rows = append(rows, lead.Transition{
			LeadID: in("lead id"), Version: int64(v + 1), Event: lead.Event(in("event")), To: to, At: day(float64(-v)),
			Labels: map[string]string{in("label name"): in("label value")},
		})
	}
	return report(t, unchecked(t, spec), rows, funnel.Options{AsOf: day(10), By: in("label name")})
}

// kinds lists which elements there are, with their attributes and the values of
// these, coordinates and ids aside. Of all attributes aria-label alone says what
// comes from the data.
func kinds(list []element) []string {
	varies := regexp.MustCompile(`^[-0-9., MCL]*$|[a-z]+-[0-9a-f]{8}`)
	var out []string
	for _, e := range list {
		kind := []string{e.name}
		for _, a := range e.attrs {
			value := varies.ReplaceAllString(a.Value, "…")
			if a.Name.Local == "aria-label" {
				value = "…"
			}
			kind = append(kind, fmt.Sprintf("%s=%q", a.Name.Local, value))
		}
		out = append(out, strings.Join(kind, " "))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestNoTextBecomesMarkup(t *testing.T) {
	harmless := told(t, func(place string) string { return place })
	wantPage, wantPicture := kinds(parsePage(t, rendered(t, harmless.WriteHTML))), kinds(picture(t, harmless))
	for _, payload := range payloads {
		var texts []string
		r := told(t, func(place string) string {
			text := payload + place
			if place != "German title" && place != "event" { // which the page does not show
				texts = append(texts, text)
			}
			return text
		})
		page, list := parsePage(t, rendered(t, r.WriteHTML)), picture(t, r)
		if diff := cmp.Diff(wantPage, kinds(page)); diff != "" {
			t.Errorf("%q: elements of the page (-harmless +got):\n%s", payload, diff)
		}
		if diff := cmp.Diff(wantPicture, kinds(list)); diff != "" {
			t.Errorf("%q: elements of the picture (-harmless +got):\n%s", payload, diff)
		}
		for _, e := range append(page, list...) {
			if e.name == "style" && regexp.MustCompile("alert|example|script").MatchString(e.text) {
				t.Errorf("%q: a style is %q", payload, e.text)
			}
		}
		for _, text := range texts {
			told := strconv.Quote(text) // what is not printable is escaped
			told = strings.ReplaceAll(told[1:len(told)-1], `\"`, `"`)
			if !strings.Contains(page[0].text, told) {
				t.Errorf("%q: the page does not say %q", payload, told)
			}
		}
	}
}

func TestPageLoadsNothing(t *testing.T) {
	rows, spec := hostile()
	for _, r := range []*funnel.Report{
		report(t, weekFunnel(t), week(), funnel.Options{AsOf: day(10), By: "origin"}),
		report(t, unchecked(t, spec), rows, funnel.Options{AsOf: day(10)}),
	} {
		page := rendered(t, r.WriteHTML)
		loads := map[string]bool{"script": true, "link": true, "img": true, "iframe": true, "object": true, "use": true, "image": true, "base": true}
		for _, e := range parsePage(t, page) {
			if loads[e.name] || e.attr("src") != "" || !strings.HasPrefix(e.attr("href")+"#", "#") || e.attr("style") != "" {
				t.Errorf("there is %s %v", e.name, e.attrs)
			}
			if e.name == "style" && regexp.MustCompile(`(?i)url|@import|expression|//`).MatchString(e.text) {
				t.Errorf("a style loads something: %s", e.text)
			}
		}
		if !strings.Contains(page, `content="default-src &#39;none&#39;; style-src`) && !strings.Contains(page, `content="default-src 'none'; style-src`) {
			t.Error("no policy forbids to load anything")
		}
	}
	page := rendered(t, report(t, weekFunnel(t), week(), funnel.Options{AsOf: day(10), By: "origin"}).WriteHTML)
	page = strings.ReplaceAll(page, `xmlns="http://www.w3.org/2000/svg"`, "")
	page = strings.Replace(page, "<meta http-equiv=", "", 1)
	if strings.Contains(page, "http") {
		t.Error("there is a reference beside the name space of the picture")
	}
}

// section is what a page has under a heading or a summary: the cells of its table, each with its
// small print behind " | ", and the rest of its text.
type section struct {
	rows [][]string
	text string
}

func sections(t testing.TB, page string) map[string]section {
	t.Helper()
	out := map[string]section{}
	title, small := "", false
	for _, e := range parsePage(t, page) {
		switch e.name {
		case "h2", "h3", "summary":
			title, small = e.text, false
			continue
		}
		s := out[title]
		switch e.name {
		case "tr":
			s.rows = append(s.rows, nil)
		case "th", "td":
			last := &s.rows[len(s.rows)-1]
			*last = append(*last, strings.TrimSpace(e.text))
			small = true
		case "small":
			if small { // in a table
				row := s.rows[len(s.rows)-1]
				cell := &row[len(row)-1]
				*cell = strings.TrimSpace(strings.TrimSuffix(*cell, e.text)) + " | " + e.text
			}
		case "p", "dt", "dd":
			s.text += e.text + "\n"
		}
		out[title] = s
	}
	return out
}

func TestTablesOfThePage(t *testing.T) {
	r := report(t, weekFunnel(t), week(), funnel.Options{From: day(-1), To: day(5), AsOf: day(10), By: "origin", ByLast: true, MaxSegments: 1})
	all := sections(t, rendered(t, r.WriteHTML))
	for title, want := range map[string][][]string{
		"The figures of the picture": {
			{"Stage", "Reached", "Of the stage before", "Of the first stage", "Entered", "Skipped", "Joined here"},
			{"inquiry", "5", "", "100.0 %", "4", "1", "3"},
			{"Marketing qualified lead | mql", "4", "80.0 % | 37.6–96.4", "80.0 % | 37.6–96.4", "3", "1", "1"},
			{"Sales accepted lead | sal", "4", "100.0 % | 51.0–100.0", "80.0 % | 37.6–96.4", "3", "1", "0"},
			{"won", "2", "50.0 % | 15.0–85.0", "40.0 % | 11.8–76.9", "2", "0", "1"},
		},
		"Time from stage to stage": {
			{"Step", "Made it", "Not (yet)", "Median", "Median of all", "90 % within", "Mean"},
			{"inquiry → Marketing qualified lead", "2", "2", "1.5 d", "4.5 d", "1.9 d", "1.5 d"},
			{"Marketing qualified lead → Sales accepted lead", "3", "0", "1.0 d", "1.0 d", "4.2 d", "2.1 d"},
			{"Sales accepted lead → won", "1", "2", "3.8 d", "5.9 d", "3.8 d", "3.8 d"},
		},
		"By origin, as it was at the lead's last row": {
			{"origin", "Leads", "inquiry", "Marketing qualified lead", "Sales accepted lead", "won", "won of inquiry"},
			{"web", "2", "2", "2 | 100.0 % (34.2–100.0)", "2 | 100.0 % (34.2–100.0)", "1 | 50.0 % (9.5–90.5)", "50.0 % | 9.5–90.5"},
			{"(other)", "2", "2", "2 | 100.0 % (34.2–100.0)", "2 | 100.0 % (34.2–100.0)", "1 | 50.0 % (9.5–90.5)", "50.0 % | 9.5–90.5"},
			{"(none)", "1", "1", "0 | 0.0 % (0.0–79.3)", "0 | –", "0 | –", "0.0 % | 0.0–79.3"},
		},
		"Statuses that leads came back to: how long per lead": {
			{"Status", "Left it", "Still in it", "Median", "Median of all", "90 % within", "Mean"},
			{"Marketing qualified lead | all visits together", "3", "0", "24.0 h", "24.0 h", "43.2 h", "26.0 h"},
			{"Marketing qualified lead | the last visit", "3", "0", "24.0 h", "24.0 h", "24.0 h", "18.0 h"},
		},
	} {
		if diff := cmp.Diff(want, all[title].rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", title, diff)
		}
	}
	statuses := all["Statuses: how often, and how long each time"].rows
	if diff := cmp.Diff([]string{"Marketing qualified lead | mql", "4", "3", "1 | 1 time", "4", "0", "24.0 h", "24.0 h", "24.0 h", "19.5 h"}, statuses[2]); diff != "" {
		t.Errorf("status mql (-want +got):\n%s", diff)
	}
}

func TestPageTellsWhatItLeavesOut(t *testing.T) {
	var rows []lead.Transition
	for i := range 42 {
		rows = append(rows, path("l", "a@1")...)
		rows = append(rows, lead.Transition{LeadID: "l", Version: int64(2 + i), To: lead.Status(fmt.Sprint("s", i)), At: day(2)})
	}
	all := sections(t, rendered(t, report(t, abc(t), rows, funnel.Options{AsOf: day(10)}).WriteHTML))
	for title, want := range map[string]string{
		"Statuses: how often, and how long each time":    "2 more statuses in no stage are in the JSON and the CSV.",
		"Moves: what followed what, most frequent first": "4 more kinds of move are in the JSON and the CSV.",
	} {
		if s := all[title]; !strings.Contains(s.text, want) {
			t.Errorf("%s: no %q in %q", title, want, s.text)
		}
	}
}

func TestPageOfNothingSaysSo(t *testing.T) {
	all := sections(t, rendered(t, report(t, compile(t, funnel.Spec{Name: "x", Stages: []funnel.StageSpec{stage("a")}}), nil, funnel.Options{AsOf: day(10), By: "origin"}).WriteHTML))
	for _, title := range []string{"By origin, as it was when the lead came in", "Odd rows in the history that was read"} {
		if got := all[title].text; got != "None.\n" {
			t.Errorf("%s: got %q", title, got)
		}
	}
	if _, ok := all["Time from stage to stage"]; ok {
		t.Error("a funnel of one stage has steps")
	}
}
