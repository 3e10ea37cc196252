package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
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

func TestTimesOnThePageAreThoseOfVienna(t *testing.T) {
	_, page := theWeek(t)
	if !strings.Contains(page, "10 December, 15:00 in Vienna") || !strings.Contains(page, "2027-12-10 15:00 CET") || strings.Contains(page, "UTC") {
		t.Error("there are other times")
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
