package funnel_test

import (
	"encoding/xml"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// hostileTitles gives all stages, statuses and reasons of the demo titles that begin
// with a text.
func hostileTitles(t testing.TB, text string) *funnel.Report {
	s, rows := titledDemo(t)
	n := 0
	next := func() lead.Text {
		n++
		return lead.Text{En: text + strings.Repeat("i", n)}
	}
	for i := range s.Stages {
		s.Stages[i].Title = next()
	}
	for _, k := range s.Known {
		s.Titles[k] = next()
	}
	for _, k := range slices.Sorted(maps.Keys(s.HandOff.Reasons)) {
		s.HandOff.Reasons[k] = next()
	}
	return report(t, compile(t, s), rows, demoOptions())
}

// longTitles are titles that have no room, and such as turn or break a text.
var longTitles = []string{
	strings.Repeat("W", 200), strings.Repeat("Marketing qualified ", 5), strings.Repeat("\u6f22", 70),
	strings.Repeat("\u05e0\u05de\u05db\u05e8 ", 40), strings.Repeat("e\u0301\u0301\u0301", 60), "a\nb", "\x1b[2J", "\u202e", "| a |", "<b>",
}

func TestTextKeepsToTheTerminalWhateverTheTitles(t *testing.T) {
	for _, title := range append(longTitles, harm...) {
		for line := range strings.Lines(rendered(t, hostileTitles(t, title).WriteText)) {
			line = strings.TrimSuffix(line, "\n")
			if n := columns(line); n > 100 || strings.ContainsFunc(line, func(r rune) bool { return !strconv.IsPrint(r) }) || !utf8.ValidString(line) {
				t.Errorf("%.20q: %q takes %d columns, or is not printable", title, line, n)
			}
		}
	}
}

func TestNoTitleBecomesMarkup(t *testing.T) {
	t.Parallel()
	want := lineKinds(rendered(t, hostileTitles(t, "x").WriteMarkdown))
	tags, picture, name := regexp.MustCompile(`<[a-zA-Z/!?][^>]*>`), regexp.MustCompile(`(?s)<svg.*?</svg>`), regexp.MustCompile(`<[^ >]*`)
	pageTags := func(r *funnel.Report) []string {
		var list []string
		for _, tag := range tags.FindAllString(picture.ReplaceAllString(rendered(t, r.WriteHTML), ""), -1) {
			list = append(list, name.FindString(tag))
		}
		return list
	}
	wantTags := pageTags(hostileTitles(t, "x"))
	for _, title := range harm {
		r := hostileTitles(t, title)
		if diff := cmp.Diff(want, lineKinds(rendered(t, r.WriteMarkdown))); diff != "" {
			t.Errorf("%q: lines of Markdown (-harmless +got):\n%s", title, diff)
		}
	}
	for _, title := range payloads {
		r := hostileTitles(t, title)
		if diff := cmp.Diff(wantTags, pageTags(r)); diff != "" {
			t.Errorf("%q: tags of the page (-harmless +got):\n%s", title, diff)
		}
		for _, p := range r.Pictures() { // it is XML
			elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, p))))
		}
	}
}

// A title of two lines has a place of its own beside a plot.
func TestLabelsOfExitsHaveRoom(t *testing.T) {
	for _, title := range []string{"x", "Marketing qualified lead ", strings.Repeat("Marketing qualified ", 5)} {
		r, inTwo := hostileTitles(t, title), 0
		for _, panel := range shapes(elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, funnel.ExitPicture)))), "panel") {
			var lines []float64
			for _, e := range panel {
				if e.name == "text" && e.number(t, "x") > 245 && !strings.HasSuffix(e.attr("class"), "end") {
					lines = append(lines, e.number(t, "y"))
				}
				if e.attr("class") == "cell" && e.number(t, "x") == 250 {
					inTwo++
				}
			}
			slices.Sort(lines)
			lines = slices.Compact(lines)
			for i := 1; i < len(lines); i++ {
				if lines[i]-lines[i-1] < 11.5 {
					t.Errorf("%q: lines at %g and %g run into each other", title, lines[i-1], lines[i])
				}
			}
		}
		if (inTwo > 0) != (title != "x") {
			t.Errorf("%q: %d names are in two lines", title, inTwo)
		}
	}
}
