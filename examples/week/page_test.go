package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
)

// element is an element of a page, with the text that follows its beginning.
type element struct {
	name  string
	attrs []xml.Attr
	text  string
}

// parse reads a page. It is written so that a lenient XML decoder reads it as a browser
// does; one whose elements are not closed is an error.
func parse(t *testing.T, page string) (list []element) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var open []string
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			list = append(list, element{x.Name.Local, x.Attr, ""})
			if x.Name.Local != "meta" {
				open = append(open, x.Name.Local)
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != x.Name.Local {
				t.Fatalf("</%s> closes nothing, or another: %v", x.Name.Local, open)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if len(list) > 0 {
				list[len(list)-1].text += string(x)
			}
		}
	}
	if len(open) > 0 {
		t.Fatalf("not closed: %v", open)
	}
	return list
}

func TestThePageStandsAlone(t *testing.T) {
	_, page := theWeek(t)
	for _, link := range regexp.MustCompile(`(?i)(src|href|url|@import)\s*[=(]\s*["']?[^#"' )>]+`).FindAllString(page, -1) {
		t.Errorf("a resource from elsewhere: %s", link)
	}
	count, ids := map[string]int{}, map[string]bool{}
	for _, e := range parse(t, page) {
		count[e.name]++
		for _, a := range e.attrs {
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") {
				t.Errorf("<%s %s>", e.name, a.Name.Local)
			}
			if a.Name.Local == "id" {
				if ids[a.Value] {
					t.Errorf("two elements with the id %s", a.Value)
				}
				ids[a.Value] = true
			}
		}
	}
	for _, forbidden := range []string{"script", "link", "img", "iframe", "object", "embed", "base", "foreignObject"} {
		if count[forbidden] > 0 {
			t.Errorf("%d <%s>", count[forbidden], forbidden)
		}
	}
	want := map[string]int{"html": 1, "h1": 1, "main": 1, "svg": 8, "table": 4}
	got := map[string]int{}
	for name := range want {
		got[name] = count[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("elements (-want +got)\n%s", diff)
	}
}

func TestEveryPictureIsXMLWithATitleAndADescription(t *testing.T) {
	_, page := theWeek(t)
	for _, picture := range regexp.MustCompile(`(?s)<svg.*?</svg>`).FindAllString(page, -1) {
		d := xml.NewDecoder(strings.NewReader(picture))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if !strings.Contains(picture, "<title") || !strings.Contains(picture, "<desc") {
			t.Errorf("a picture without title or description: %.200s", picture)
		}
	}
}

func TestWhatComesFromOutsideIsTextOnThePage(t *testing.T) {
	_, page := theWeek(t)
	found := map[string]int{}
	for _, e := range parse(t, page) {
		found[e.text]++
	}
	for _, want := range []string{`<script>alert(1)</script> & "Söhne" GmbH`, `"><script>alert(2)</script>`} {
		if found[want] != 1 {
			t.Errorf("%q stands there %d times as text", want, found[want])
		}
	}
}

// What the library writes and what is the page's own have one form.
func TestTimesOnThePageAreThoseOfViennaInOneForm(t *testing.T) {
	_, page := theWeek(t)
	if !strings.Contains(page, "as of Friday, 2027-12-10 15:00 CET.") || !strings.Contains(page, "The week of 2027-12-06") || strings.Contains(page, "UTC") {
		t.Error("there are other times")
	}
	if other := regexp.MustCompile(`\d\.? (Dec|Jan|Feb)\w*|T\d\d:\d\d`).FindAllString(page, -1); len(other) > 0 {
		t.Errorf("other forms: %q", other)
	}
}

// Codes are for programs.
func TestReasonsAndStatusesHaveTheirTitles(t *testing.T) {
	c := lived(t)
	text, page := theWeek(t)
	_, text, _ = strings.Cut(text, "MONDAY:") // behind the file, which is quoted
	codes := 0
	for _, transition := range c.spec.Transitions {
		for _, r := range transition.Reasons {
			if r.Title.En == "" {
				t.Errorf("the reason %s of %s has no title", r.Code, transition.Event)
			}
			if !strings.Contains(r.Code, "_") {
				continue // which may be a word of its title
			}
			codes++
			for what, s := range map[string]string{"page": page, "text": text} {
				if strings.Contains(s, r.Code) {
					t.Errorf("%s stands in the %s", r.Code, what)
				}
			}
		}
	}
	if codes < 5 {
		t.Errorf("%d codes were looked for", codes)
	}
	statuses := map[string]bool{}
	for _, o := range c.meeting.opportunities {
		statuses[o.Status] = true
	}
	if want := map[string]bool{"Opportunity": true, "Won": true, "Lost": true}; !maps.Equal(statuses, want) {
		t.Errorf("opportunities in %v, want %v", statuses, want)
	}
}

func TestThePageSaysWhatTheProposalWouldChange(t *testing.T) {
	_, page := theWeek(t)
	for _, e := range parse(t, page) {
		for _, a := range e.attrs {
			if a.Name.Local == "id" && a.Value == "consequence" {
				if want := "By the proposal it would be 32, without 2 of the 7 that sales has rejected."; !strings.Contains(e.text, want) {
					t.Errorf("%q lacks %q", e.text, want)
				}
				return
			}
		}
	}
	t.Error("the page does not say it")
}

func TestAmountsHaveOneForm(t *testing.T) {
	for amount, want := range map[int]string{0: "0 EUR", 999: "999 EUR", 20000: "20,000 EUR", 1234567: "1,234,567 EUR", -158800: "-158,800 EUR"} {
		if got := euro(amount); got != want {
			t.Errorf("%d: %q, want %q", amount, got, want)
		}
	}
	text, page := theWeek(t)
	for what, s := range map[string]string{"page": page, "text": text} {
		if plain := regexp.MustCompile(`\b\d{4,} EUR|EUR \d`).FindAllString(s, -1); len(plain) > 0 || !strings.Contains(s, ",") {
			t.Errorf("the %s has %q", what, plain)
		}
	}
}

// A table that is cut by the edge of a telephone looks as if that were all of it.
func TestTablesThatScrollAreShadedAtTheEdge(t *testing.T) {
	_, page := theWeek(t)
	styles := regexp.MustCompile(`(?m)^\.table \{(.*)\}$`).FindAllStringSubmatch(page, -1)
	if len(styles) != 1 {
		t.Fatalf("%d styles of tables", len(styles))
	}
	for _, want := range []string{"overflow-x: auto", "no-repeat local", "no-repeat scroll"} {
		if !strings.Contains(styles[0][1], want) {
			t.Errorf("the style lacks %q: %s", want, styles[0][1])
		}
	}
	tables := 0
	for _, e := range parse(t, page) {
		for _, a := range e.attrs {
			if a.Name.Local == "class" && a.Value == "table" {
				tables++
			}
		}
	}
	if all := strings.Count(page, "<table>"); tables != all {
		t.Errorf("%d of %d tables have it", tables, all)
	}
}

func TestThePageTellsOffersFromLeads(t *testing.T) {
	c := lived(t)
	_, page := theWeek(t)
	found := map[string]bool{}
	for _, e := range parse(t, page) {
		found[strings.TrimSpace(e.text)] = true
	}
	stages := c.meeting.funnel.Stages
	leads := stages[slices.IndexFunc(stages, func(s funnel.Stage) bool { return s.Name == "mql" })].Reached
	want := fmt.Sprintf("The offers are of %d leads; offered again: L-052.", leads)
	if offers := c.meeting.funnel.HandOff.Total.Offered; offers != leads+1 || !found[want] {
		t.Errorf("%d offers; the page lacks %q", offers, want)
	}
}

func TestThePageHasTheAgendaAndTheNextSteps(t *testing.T) {
	c := lived(t)
	_, page := theWeek(t)
	var texts strings.Builder
	for _, e := range parse(t, page) {
		texts.WriteString(e.text + "\n")
	}
	for _, item := range c.meeting.funnel.HandOff.Agenda {
		if !strings.Contains(page, item.Text) {
			t.Errorf("the agenda lacks %q", item.Text)
		}
	}
	for _, r := range c.meeting.maturity.Recommendations {
		if !strings.Contains(texts.String(), r.Text.En) {
			t.Errorf("the next steps lack %q", r.Text.En)
		}
	}
	if n := len(c.meeting.funnel.HandOff.Agenda); n < 5 {
		t.Errorf("an agenda of %d items", n)
	}
}
