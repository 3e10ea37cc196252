package funnel_test

import (
	"encoding/xml"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
)

// everyText replaces each text of a value, the empty ones aside, and tells where it
// stood.
func everyText(v reflect.Value, path string, replace func(path, text string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			everyText(v.Elem(), path, replace)
		}
	case reflect.Slice:
		for i := range v.Len() {
			everyText(v.Index(i), path+"[]", replace)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for f, field := range v.Fields() {
			everyText(field, path+"."+f.Name, replace)
		}
	case reflect.String:
		if v.Len() > 0 {
			v.SetString(replace(path, v.String()))
		}
	}
}

// silent are the texts that the page and its pictures do not show: those that other
// words are made of, and those of other languages.
var silent = regexp.MustCompile(`^\.(Basis|Segments\[\]\.(Label|Kind|Stages\[\]\.Name|Stages\[\]\.Title\.\w+)` +
	`|Stages\[\]\.Title\.De|Findings\[\]\.(Code|Where)|HandOff\.Agenda\[\]\.(Topic|About)` +
	`|HandOff\.\w+\[\]\.(Kind|Sources\[\]\.Kind|Bands\[\]\.Kind)` +
	`|HandOff\.(Periods|Sources|Bands)\[\]\.Offers\.Stages\[\]\.Stage)$`)

// Whatever text stands anywhere in a report, none becomes an element, an attribute
// or a style, of the page or of any picture, and each is told.
func TestNoTextOfAnyFigureBecomesMarkup(t *testing.T) {
	t.Parallel()
	full := func(prefix string) (*funnel.Report, []string) {
		r, told := sample(), []string{}
		everyText(reflect.ValueOf(r).Elem(), "", func(path, text string) string {
			if !silent.MatchString(path) {
				told = append(told, prefix+text)
			}
			return prefix + text
		})
		return r, told
	}
	harmless, told := full("x")
	if len(told) < 150 {
		t.Fatalf("there are only %d texts", len(told))
	}
	if len(harmless.Pictures()) != 11 {
		t.Fatalf("got the pictures %v, want all", harmless.Pictures())
	}
	all := func(r *funnel.Report) map[string][]element {
		out := map[string][]element{"page": parsePage(t, rendered(t, r.WriteHTML))}
		for _, p := range r.Pictures() {
			out[string(p)] = elements(t, xml.NewDecoder(strings.NewReader(drawnText(t, r, p))))
		}
		return out
	}
	want := map[string][]string{}
	for name, list := range all(harmless) {
		want[name] = kinds(list)
	}
	for _, payload := range payloads {
		r, told := full(payload)
		got := all(r)
		for name, list := range got {
			if diff := cmp.Diff(want[name], kinds(list)); diff != "" {
				t.Errorf("%q in %s (-harmless +got):\n%s", payload, name, diff)
			}
			for _, e := range list {
				if e.name == "style" && regexp.MustCompile("alert|example|script").MatchString(e.text) {
					t.Errorf("%q in %s: a style is %q", payload, name, e.text)
				}
				if target := e.attr("href"); target != "" && !regexp.MustCompile(`^#[a-z]+$`).MatchString(target) {
					t.Errorf("%q in %s: a link to %q", payload, name, target)
				}
			}
		}
		page := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(got["page"][0].text)
		for _, text := range told {
			quoted := strconv.Quote(text)
			quoted = strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
			// Sentences are made by the report itself and stand as they are.
			if !strings.Contains(page, quoted) && !strings.Contains(page, xmlText(text)) {
				t.Errorf("the page does not say %q", text)
			}
		}
	}
}

// xmlText is a text as a page has it: without what is not UTF-8 or no character.
func xmlText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
}

func TestPageLeavesOutWhatTheReportHasNot(t *testing.T) {
	r := report(t, abc(t), path("l1", "a@1", "b@2"), funnel.Options{AsOf: day(10)})
	r.Ages, r.Leaks, r.Exits, r.Cohorts, r.Curve, r.Velocity, r.Findings = nil, nil, nil, nil, nil, nil, nil
	page := parsePage(t, rendered(t, r.WriteHTML))
	var ids []string
	for _, e := range page {
		if e.name == "section" || e.name == "aside" {
			ids = append(ids, e.attr("id"))
		}
	}
	if diff := cmp.Diff([]string{"funnel", "flow", "statuses", "odd", "terms"}, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPageIsInTheOrderOfTheMeetingAndItsLinksLead(t *testing.T) {
	page := parsePage(t, rendered(t, sample().WriteHTML))
	var ids, links []string
	for _, e := range page {
		switch e.name {
		case "section", "aside":
			ids = append(ids, e.attr("id"))
		case "a":
			links = append(links, strings.TrimPrefix(e.attr("href"), "#"))
		}
	}
	want := []string{"findings", "handoff", "goals", "plan", "funnel", "cohorts", "curve", "exits", "flow", "ages", "leaks", "velocity", "statuses", "inputs", "odd", "terms"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[1:], links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	first := func(name, class string) int {
		return slices.IndexFunc(page, func(e element) bool { return e.name == name && e.attr("class") == class })
	}
	verdict, agenda, figure := first("p", "verdict"), first("ol", "agenda"), first("figure", "")
	if verdict < 0 || agenda < verdict || figure < agenda {
		t.Errorf("the verdict is element %d, the agenda %d, the first picture %d", verdict, agenda, figure)
	}
}
