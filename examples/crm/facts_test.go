package main

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// change sends the form of the facts as it stands on a page, with some fields changed.
func (u *user) change(from answer, id string, more ...string) answer {
	u.Helper()
	form := from.form("facts-form")
	if form.Get("version") == "" {
		u.Fatalf("there is no form of the facts on this page:\n%s", from.text)
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return u.post("/leads/"+id+"/facts", from, form)
}

// facts is what is known about a lead.
func (f *fixture) facts(id string) *Lead {
	f.Helper()
	l, err := f.app.lead(f.Context(), f.app.db, id)
	if err != nil {
		f.Fatal(err)
	}
	return l
}

// unasked is a lead of the demo that would qualify, but for its consent.
const unasked = "L-0033"

func TestConsentIsAskedForAndThenTheLeadQualifies(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	page := mia.get("/leads/" + unasked)
	const why = "obody knows whether the contact agrees to be contacted: ask, and enter the answer under Facts"
	page.expect(t, http.StatusOK, "not qualified", "N"+why, "Qualify as MQL n"+why, "not known, which counts as no")
	before := f.state(unasked)
	page = mia.change(page, unasked, "consent", "yes")
	page.expect(t, http.StatusOK, "The facts have been saved. The score is now 10", "needed): qualified", "May be contacted yes", "by Mia Hofer")
	if st := f.state(unasked); st.Version != before.Version {
		t.Errorf("the lead has moved: %+v", st)
	}
	mia.move(page, unasked, "qualify").expect(t, http.StatusOK, "The lead is now in MQL.")
	ann := f.as("ann")
	ann.move(ann.get("/leads/"+unasked), unasked, "accept").expect(t, http.StatusOK, "The lead is now in SAL.")
}

func TestALeadThatDoesNotConsentSaysSo(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	page := mia.change(mia.get("/leads/"+unasked), unasked, "consent", "no")
	page.expect(t, http.StatusOK, "The contact does not agree to be contacted.", "Qualify as MQL the contact does not agree to be contacted")
	// A form from before that was made by hand is refused in the same words.
	form := page.form(unasked + "-nominate-form")
	form.Set("event", "qualify")
	mia.post("/leads/"+unasked+"/moves", page, form).expect(t, http.StatusUnprocessableEntity, "The contact does not agree to be contacted.")
}

func TestAllFactsAreChanged(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	was := f.facts("L-0042")
	mia.change(mia.get("/leads/L-0042"), "L-0042", "company", " Hansa Nord GmbH ", "contact", "B. Thomsen", "email", "B.Thomsen@hansa.example",
		"industry", "Plastics", "country", "dk", "employees", "", "consent", "").expect(t, http.StatusOK,
		"Hansa Nord GmbH", "B. Thomsen", "b.thomsen@hansa.example", "plastics", "DK", "Employees not known", "May be contacted not known")
	l := f.facts("L-0042")
	if l.Company != "Hansa Nord GmbH" || l.Country != "DK" || l.Industry != "plastics" || l.Employees != nil || l.Consent != nil || l.Version != was.Version+1 || l.ChangedBy != "mia" {
		t.Errorf("kept is %+v", l)
	}
	if l.Source != was.Source || !l.Came.Equal(was.Came) || len(l.Activities) != len(was.Activities) {
		t.Errorf("%+v was changed too, to %+v", was, l)
	}
	// What is saved as it is counts as no change.
	mia.change(mia.get("/leads/L-0042"), "L-0042").expect(t, http.StatusOK, "The facts have been saved.")
	if n := f.facts("L-0042").Version; n != l.Version {
		t.Errorf("version %d, before %d", n, l.Version)
	}
}

func TestBadFactsComeBackAsTheyWereTyped(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	page := mia.get("/leads/L-0042")
	was := f.facts("L-0042")
	for field, tt := range map[string]struct{ value, want string }{
		"company":   {"", "Company is a text; there is none."},
		"contact":   {strings.Repeat("x", 121), "Contact is at most 120 characters on one line, not"},
		"email":     {"nobody", `E-mail is an address such as "ann@company.example", not "nobody".`},
		"industry":  {"a\x00b", "Industry is at most 60 characters on one line, not"},
		"country":   {"AUT", `Country is two letters such as "AT", or nothing, not "AUT".`},
		"employees": {"<many>", `Employees is a whole number from 1 such as "250", or nothing, not "<many>".`},
		"consent":   {"perhaps", `May be contacted is "yes", "no", or nothing if it is not known, not "perhaps".`},
	} {
		got := mia.change(page, "L-0042", field, tt.value)
		got.expect(t, http.StatusUnprocessableEntity, "The facts have not been changed", tt.want)
		if kept := got.form("facts-form").Get(field); field != "consent" && field != "industry" && kept != tt.value {
			t.Errorf("%s: %q is in the form, want %q", field, kept, tt.value)
		}
		if n := strings.Count(got.body, `aria-invalid="true"`); n != 1 {
			t.Errorf("%s: %d fields are marked", field, n)
		}
	}
	mia.change(page, "L-0042", "email", "J.Moser@alpen-antriebe.example").expect(t, http.StatusUnprocessableEntity,
		"E-mail is one that no other lead has, and j.moser@alpen-antriebe.example is that of L-0001.")
	mia.change(page, "L-0042", "version", "x").expect(t, http.StatusUnprocessableEntity, "The form is not complete")
	if l := f.facts("L-0042"); l.Version != was.Version || l.Email != was.Email {
		t.Errorf("kept is %+v", l)
	}
	mia.post("/leads/L-0/facts", page, page.form("facts-form")).expect(t, http.StatusNotFound, "There is no such lead")
	if f.log.Len() > 0 {
		t.Errorf("the log is %q", f.log)
	}
}

func TestOfTwoWhoChangeFactsTheSecondSeesWhatTheFirstDid(t *testing.T) {
	f := open(t)
	mia, ann := f.as("mia"), f.as("ann")
	miaSees, annSees := mia.get("/leads/"+unasked), ann.get("/leads/"+unasked)
	mia.change(miaSees, unasked, "consent", "no", "country", "AT").expect(t, http.StatusOK)
	got := ann.change(annSees, unasked, "consent", "yes", "employees", "150")
	got.expect(t, http.StatusConflict, "Mia Hofer has changed the facts meanwhile", "Country is now: AT. It was: DE.",
		"May be contacted is now: no. It was: not known.", "May be contacted in your form: yes.", "Employees in your form: 150.", "May be contacted no")
	if l := f.facts(unasked); *l.Consent || l.Country != "AT" || *l.Employees != 140 {
		t.Errorf("kept is %+v", l)
	}
	// The form has what she changed, and the country as it is now: sent again it is saved.
	form := got.form("facts-form")
	if form.Get("consent") != "yes" || form.Get("employees") != "150" || form.Get("country") != "AT" {
		t.Errorf("the form has %v", form)
	}
	ann.change(got, unasked).expect(t, http.StatusOK, "The facts have been saved.")
	if l := f.facts(unasked); !*l.Consent || l.Country != "AT" || *l.Employees != 150 || l.ChangedBy != "ann" {
		t.Errorf("kept is %+v", l)
	}
}

func TestManyChangesOfFactsAtOnceAreSavedOnce(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	before := f.facts(unasked).Version
	var clicks sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	form := mia.get("/leads/" + unasked).form("facts-form")
	send := func(employees string, times int) {
		other := url.Values{}
		maps.Copy(other, form)
		other.Set("employees", employees)
		for range times {
			clicks.Go(func() {
				got, err := mia.try("/leads/"+unasked+"/facts", other)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				statuses[got.status]++
			})
		}
	}
	send("200", 3)
	send("300", 3)
	clicks.Wait()
	// Who was first has won, with all clicks on the same form; the others are told.
	if n := f.facts(unasked).Version; n != before+1 || statuses[http.StatusOK] != 3 || statuses[http.StatusConflict] != 3 {
		t.Errorf("version %d, before %d; answers %v", n, before, statuses)
	}
}

func TestWhoHasNotSaidWhoTheyAreChangesNoFacts(t *testing.T) {
	f := open(t)
	nobody := f.as("")
	page := nobody.get("/leads/" + unasked)
	if strings.Contains(page.body, "facts-form") || strings.Contains(page.body, "activity-form") {
		t.Error("there is a form")
	}
	mia := f.as("mia").get("/leads/" + unasked)
	for what, id := range map[string]string{"facts": "facts-form", "activities": "activity-form"} {
		form := mia.form(id)
		form.Del("token")
		form.Set("consent", "yes")
		form.Set("type", "webinar")
		nobody.post("/leads/"+unasked+"/"+what, page, form).expect(t, http.StatusForbidden, "Choose who you are first")
		form.Set("token", "x")
		nobody.post("/leads/"+unasked+"/"+what, page, form).expect(t, http.StatusForbidden, "This form is out of date")
	}
	if l := f.facts(unasked); l.Consent != nil || len(l.Activities) != 2 {
		t.Errorf("kept is %+v", l)
	}
}
