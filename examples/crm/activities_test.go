package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// note sends the form of an activity as it stands on a page, with some fields filled in.
func (u *user) note(from answer, id string, more ...string) answer {
	u.Helper()
	form := from.form("activity-form")
	if form.Get("key") == "" {
		u.Fatalf("there is no form of an activity on this page:\n%s", from.text)
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return u.post("/leads/"+id+"/activities", from, form)
}

func TestAnActivityIsAddedAndCounts(t *testing.T) {
	f := open(t)
	id := f.ready("Quiet GmbH", 0)
	mia := f.as("mia")
	page := mia.get("/leads/" + id)
	page.expect(t, http.StatusOK, "50 points (60 needed): not qualified", "Demo request", "Fair talk", "Page view")
	page = mia.note(page, id, "type", "demo_request", "asset", " /demo ")
	page.expect(t, http.StatusOK, "The activity has been added. The score is now 90 points, grade A1.", "Demo request: /demo 26 Mar 2026, 13:30")
	mia.move(page, id, "qualify").expect(t, http.StatusOK, "The lead is now in MQL.")
	// One from before is listed where it belongs, and fades as it should.
	page = mia.note(mia.get("/leads/"+id), id, "type", "webinar", "asset", "basics", "at", "2026-02-24T13:30")
	page.expect(t, http.StatusOK, "The score is now 97.5 points", "Demo request: /demo 26 Mar 2026, 13:30 UTC Webinar: basics 24 Feb 2026, 13:30 UTC")
	if l := f.facts(id); len(l.Activities) != 2 || l.Version != 1 {
		t.Errorf("kept is %+v", l)
	}
}

func TestEachTypeThatTheCriteriaKnowCanBeAdded(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	types := f.app.model.Spec().Activities
	for kind := range types {
		mia.note(mia.get("/leads/L-0042"), "L-0042", "type", kind).expect(t, http.StatusOK, "The activity has been added.", activityName(kind)+" 26 Mar 2026, 13:30")
	}
	if n := len(f.facts("L-0042").Activities); n != len(types)+1 {
		t.Errorf("%d activities", n)
	}
}

func TestABadActivityComesBackAsItWasTyped(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	page := mia.get("/leads/L-0042")
	for name, tt := range map[string]struct{ field, value, want string }{
		"nothing chosen": {"type", "", "Choose what the lead did."},
		"no such type":   {"type", "dance", "Choose what the lead did."},
		"a long text":    {"asset", strings.Repeat("x", 121), "at most 120 characters"},
		"two lines":      {"asset", "a\nb", "on one line"},
		"no time":        {"at", "", "The time is one such as 2026-03-31T14:30; there is none."},
		"no such time":   {"at", "soon", `not "soon"`},
		"later":          {"at", "2026-03-26T13:31", "The time is not after now, 26 Mar 2026, 13:30 UTC"},
		"long ago":       {"at", "2016-01-01T00:00", "at most ten years ago"},
		"no key":         {"key", "", "The form is not complete"},
	} {
		got := mia.note(page, "L-0042", "type", "webinar", "asset", "kept & seen", tt.field, tt.value)
		got.expect(t, http.StatusUnprocessableEntity, "The activity has not been added", tt.want)
		form := got.form("activity-form")
		if tt.field != "asset" && form.Get("asset") != "kept & seen" || tt.field != "type" && form.Get("type") != "webinar" || form.Get("key") == "" {
			t.Errorf("%s: the form has %v", name, form)
		}
	}
	mia.post("/leads/L-0/activities", page, page.form("activity-form")).expect(t, http.StatusNotFound)
	if n := len(f.facts("L-0042").Activities); n != 1 {
		t.Errorf("%d activities", n)
	}
}

func TestAnActivityIsAddedOnceHoweverOftenItIsSent(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	page := mia.get("/leads/L-0042")
	form := page.form("activity-form")
	form.Set("type", "webinar")
	var clicks sync.WaitGroup
	for range 4 {
		clicks.Go(func() {
			if got, err := mia.try("/leads/L-0042/activities", form); err != nil || got.status != http.StatusOK {
				t.Errorf("%d %s, %v", got.status, got.text, err)
			}
		})
	}
	// Others add theirs at the same moment.
	for i := range 4 {
		a := scoring.Activity{Type: "download", At: f.now.Add(-time.Duration(i) * time.Hour)}
		clicks.Go(func() {
			if err := f.app.addActivity(t.Context(), "L-0042", newKey(), a); err != nil {
				t.Error(err)
			}
		})
	}
	clicks.Wait()
	if n := len(f.facts("L-0042").Activities); n != 1+1+4 {
		t.Errorf("%d activities", n)
	}
	// The same form with something else in it is told, and can then be sent.
	got := mia.note(page, "L-0042", "type", "fair_talk")
	got.expect(t, http.StatusConflict, "This form has been sent before, with something else in it")
	mia.note(got, "L-0042").expect(t, http.StatusOK, "The activity has been added.", "Fair talk")
	var rows int
	for range f.app.store.History(t.Context(), lead.Query{LeadID: "L-0042"}) {
		rows++
	}
	if rows != 1 {
		t.Errorf("the lead has %d rows of history: an activity is no move", rows)
	}
}
