package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestTheAgendaNamesReasonsAsPeopleDo(t *testing.T) {
	f := open(t)
	page := f.as("ann").get("/reports")
	page.expect(t, http.StatusOK, "marketing : 1 of 4 refusals: Not our kind of customer; 1 of these from web.", "sales : 1 of 4 refusals: Not reached; 1 of these from web.")
	_, agenda, _ := strings.Cut(page.body, `id="agenda"`)
	agenda, _, _ = strings.Cut(agenda, "</section>")
	for _, tr := range f.app.lifecycle.Transitions {
		for _, r := range tr.Reasons {
			if strings.Contains(r.Code, "_") && strings.Contains(agenda, r.Code) {
				t.Errorf("%s stands in the agenda:\n%s", r.Code, text(agenda))
			}
		}
	}
}

// The figures are those of the library's own sentence, and what it says of all else is
// kept.
func TestTheAgendaSaysWhatTheLibrarySays(t *testing.T) {
	f := open(t)
	f.many(6, true)
	ann, _ := f.app.person("ann")
	for i, id := range f.in("mql") {
		event, reason := lead.Event("reject"), []string{"not_icp", "not_reached", "other"}[i%3]
		if i%4 == 3 {
			event, reason = "return", "missing_data"
		}
		if _, err := f.app.tracker.Apply(t.Context(), command{ID: id, Event: event, Actor: ann.actor(), Reason: reason, Note: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	history := f.app.store.History(t.Context(), lead.Query{})
	r, err := f.app.funnel.Report(history, funnel.Options{AsOf: f.app.asOf(), Per: funnel.Week, By: "source"})
	if err != nil {
		t.Fatal(err)
	}
	reasons := 0
	for i, item := range f.app.agenda(r.HandOff) {
		from := r.HandOff.Agenda[i]
		if from.Topic != funnel.TopicReason {
			if item.Text != from.Text || item.Name != sideName(from.Side) {
				t.Errorf("%+v, of %+v", item, from)
			}
			continue
		}
		reasons++
		event := lead.Event("reject")
		if from.About == "missing_data" {
			event = "return"
		}
		want := fmt.Sprintf("%d of %d refusals: %s", from.Value.Num, from.Value.Den, f.app.reasonName(event, from.About))
		if !strings.HasPrefix(item.Text, want) || strings.Contains(item.Text, from.About) && strings.Contains(from.About, "_") {
			t.Errorf("%q, want %q, of %q", item.Text, want, from.Text)
		}
	}
	if reasons < 3 {
		t.Errorf("%d reasons in %+v", reasons, r.HandOff.Agenda)
	}
}

func TestTheWholeReportSaysEachThingOnce(t *testing.T) {
	f := open(t)
	page := f.as("ann").get("/reports/funnel")
	titles := map[string]int{}
	for _, m := range regexp.MustCompile(`<h[23][^>]*>([^<]+)</h[23]>`).FindAllStringSubmatch(page.body, -1) {
		titles[strings.ToLower(m[1])]++
	}
	for title, n := range titles {
		if n > 1 {
			t.Errorf("%q stands there %d times", title, n)
		}
	}
	if titles["offers by source"] != 1 || len(titles) < 10 {
		t.Errorf("the titles are %v", titles)
	}
}

func TestTheReportsSayWhyTheBoardHasMoreLeads(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	ann.get("/").expect(t, http.StatusOK, "42 leads")
	ann.get("/reports").expect(t, http.StatusOK, "41 leads (the board has 42: 1 that never was a lead, and is void, counts in no figure)", "Waiting 6 Overdue of those waiting 2 ")
	if got := counted(funnel.Counts{Leads: 7}); got != "7 leads" {
		t.Error(got)
	}
	if got := counted(funnel.Counts{Leads: 1, Void: 2}); got != "1 lead (the board has 3: 2 that never were leads, and are void, count in no figure)" {
		t.Error(got)
	}
}

func TestAnItemOfTheAgendaWithoutASideIsForBoth(t *testing.T) {
	pages, err := parsePages()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	p := reportsPage{Agenda: []fact{{"marketing", "Goals."}, {"", "Definitions."}}}
	if err := pages["reports.html"].ExecuteTemplate(&b, "main", p); err != nil {
		t.Fatal(err)
	}
	if got := text(b.String()); !strings.Contains(got, "marketing : Goals. both sides : Definitions.") {
		t.Error(got)
	}
}
