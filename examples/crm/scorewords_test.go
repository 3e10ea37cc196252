package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/leadline-go/leadline/scoring"
)

func TestWhatALeadLacksIsToldForPeople(t *testing.T) {
	c := seeded(t, thursday)
	for name, tt := range map[string]struct {
		lead Lead
		want []string
	}{
		"all": {
			Lead{Email: "a@b.example", Industry: "crm software", Country: "AT", Employees: new(10), Consent: new(false)},
			[]string{"the contact does not agree to be contacted", "the company is a competitor", "50 points are missing (10 of 60)", "the grade is C3; it takes A1, A2 or B1"},
		},
		"not asked": {
			Lead{Email: "a@b.example", Industry: "machinery", Country: "AT", Employees: new(100)},
			[]string{"nobody knows whether the contact agrees to be contacted: ask, and enter the answer under Facts", "10 points are missing (50 of 60)", "the grade is A3; it takes A1, A2 or B1"},
		},
		"nothing": {
			Lead{Email: "a@b.example", Industry: "machinery", Country: "AT", Employees: new(100), Consent: new(true), Activities: []scoring.Activity{{Type: "demo_request", At: thursday}}},
			nil,
		},
	} {
		r, err := c.model.Score(&tt.lead, thursday)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, c.lacks(r), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if _, err := c.qualify(t.Context(), &tt.lead, thursday); (err == nil) != (len(tt.want) == 0) || err != nil && err.Error() != strings.Join(tt.want, "; ") {
			t.Errorf("%s: the guard says %v", name, err)
		}
	}
}

// A gate that is added to the criteria later is told too, and each has words of its own
// as long as it is there.
func TestEachGateHasWords(t *testing.T) {
	c := seeded(t, thursday)
	gates := []string{"new_gate"}
	for _, g := range c.model.Spec().Gates {
		gates = append(gates, g.Name)
	}
	for _, gate := range gates {
		for _, reason := range []scoring.Reason{scoring.ReasonCondition, scoring.ReasonUnknown} {
			hit := scoring.GateHit{Gate: gate, Action: scoring.Suppress, Reason: reason}
			text := gateText(hit, []scoring.Unknown{{Gate: gate, Field: "consent"}, {Gate: "another", Field: "country"}})
			if strings.Contains(text, "_") || strings.Contains(text, "suppress") || strings.Contains(text, "country") {
				t.Errorf("%s, %s: %s", gate, reason, text)
			}
		}
	}
	if got := gateText(scoring.GateHit{Gate: "new_gate", Reason: scoring.ReasonUnknown}, []scoring.Unknown{{Gate: "new_gate", Field: "consent"}, {Gate: "new_gate", Field: "employees"}}); got !=
		"it takes facts that are not known: may be contacted, employees. Ask, and enter them under Facts" {
		t.Error(got)
	}
}

func TestAnExplanationIsTheLibrarysButForTheWords(t *testing.T) {
	c := seeded(t, thursday)
	l := &Lead{Email: "a@b.example", Industry: "machinery", Activities: []scoring.Activity{{Type: "page_view", At: thursday.Add(-time.Hour)}}}
	r, err := c.model.Score(l, thursday)
	if err != nil {
		t.Fatal(err)
	}
	got, want := explain(r), r.Explain(scoring.English)
	if len(got.Gates) != 1 || len(want.Gates) != 1 || strings.Contains(got.Gates[0], "gate") {
		t.Errorf("gates: %q, of %q", got.Gates, want.Gates)
	}
	if want := []string{"Employees", "Country", "What an activity was about", "May be contacted"}; !slices.Equal(got.Unknown, want) {
		t.Errorf("not known: %q, want %q", got.Unknown, want)
	}
	got.Gates, got.Unknown = want.Gates, want.Unknown
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("something else is told otherwise (-library +crm)\n%s", diff)
	}
}

// A score that falls a little short must not look as if it were enough, wherever it is.
func TestAScoreReadsTheSameOnEveryPage(t *testing.T) {
	f := open(t)
	id := f.ready("Nearly GmbH", 40)
	came := f.now
	for ; ; f.now = f.now.Add(time.Hour) { // 50 + 40 * 2^(-days/30)
		r, err := f.app.model.Score(f.facts(id), f.now)
		if err != nil {
			t.Fatal(err)
		}
		if r.Total < 60*scoring.Point && r.Total >= 59_950 {
			break
		}
		if f.now.Sub(came) > 90*24*time.Hour {
			t.Fatalf("it comes to %s, and never to a little less than 60", r.Total)
		}
	}
	mia := f.as("mia")
	mia.get("/").expect(t, http.StatusOK, "Nearly GmbH score 59.9 ")
	mia.get("/statuses/inquiry").expect(t, http.StatusOK, "score 59.9 ")
	mia.get("/leads/"+id).expect(t, http.StatusOK, "59.9 points (60 needed): not qualified", "0.1 points are missing (59.9 of 60)")
	f.now = came.Add(8 * 24 * time.Hour)
	page := mia.get("/leads/" + id)
	page.expect(t, http.StatusOK, "83.3 points (60 needed): qualified")
	mia.move(page, id, "qualify").expect(t, http.StatusOK, "Score: 83.3 points, grade A1")
	f.as("ann").get("/queue").expect(t, http.StatusOK, "score 83.3 ")
}
