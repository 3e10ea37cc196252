package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

func TestAnswersSavedFromSeveralTabsAtOnceAreThoseOfOne(t *testing.T) {
	f := open(t)
	bob := f.as("bob")
	form := bob.get("/questionnaire?lang=en&department=sales").form("answers-form")
	for range 5 {
		var tabs sync.WaitGroup
		for i := range 8 {
			sent := url.Values{}
			maps.Copy(sent, form)
			for _, st := range []string{"rel.rules.2", "rel.rules.3", "lm.terms.2a"} {
				sent.Set("a."+st, fmt.Sprint(i%5+1))
			}
			tabs.Go(func() {
				if got, err := bob.try("/questionnaire?lang=en", sent); err != nil || got.status != http.StatusOK {
					t.Errorf("%d %s, %v", got.status, got.text, err)
				}
			})
		}
		tabs.Wait()
		got := f.answersOf("bob")
		if got == nil || len(got.Answers) != 3 || got.Answers["rel.rules.2"] != got.Answers["rel.rules.3"] || got.Answers["rel.rules.2"] != got.Answers["lm.terms.2a"] {
			t.Errorf("kept is %+v", got)
		}
	}
	if f.log.Len() > 0 {
		t.Errorf("the log: %s", f.log)
	}
}

func TestOfTwoImportsOfAFileAtOnceTheSecondIsToldWhatIsHere(t *testing.T) {
	f := open(t)
	users := []*user{f.as("mia"), f.as("olga"), f.as("ann"), f.as("bob")}
	for round := range 5 {
		var file strings.Builder
		file.WriteString("company,contact,email,industry,country,employees,consent\n")
		for i := range 40 {
			fmt.Fprintf(&file, "Company,,a%d@round%d.example,,,,\n", i, round)
		}
		before := f.count("crm_leads")
		var mu sync.Mutex
		statuses := map[int]int{}
		var all sync.WaitGroup
		for _, u := range users {
			form := url.Values{"token": {u.get("/import").token()}, "key": {newKey()}, "text": {file.String()}}
			all.Go(func() {
				got, err := u.try("/import", form)
				if err != nil || got.status == http.StatusUnprocessableEntity && !strings.Contains(got.text, fmt.Sprintf(`"a0@round%d.example", which is L-`, round)) {
					t.Errorf("%d %s, %v", got.status, got.text, err)
				}
				mu.Lock()
				statuses[got.status]++
				mu.Unlock()
			})
		}
		all.Wait()
		if statuses[http.StatusOK] != 1 || statuses[http.StatusUnprocessableEntity] != len(users)-1 {
			t.Errorf("the answers are %v", statuses)
		}
		if n := f.count("crm_leads"); n != before+40 {
			t.Errorf("%d leads, before %d", n, before)
		}
	}
}

func TestADoubleClickImportsOnce(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	for round := range 8 {
		form := url.Values{
			"token": {mia.get("/import").token()}, "key": {newKey()},
			"text": {"company,contact,email,industry,country,employees,consent\n" + fmt.Sprintf("Company,,a@click%d.example,,,,\n", round)},
		}
		before := f.count("crm_leads")
		var clicks sync.WaitGroup
		for range 6 {
			clicks.Go(func() {
				if got, err := mia.try("/import", form); err != nil || got.status != http.StatusOK || !strings.Contains(got.text, "1 lead has been imported.") {
					t.Errorf("%d %s, %v", got.status, got.text, err)
				}
			})
		}
		clicks.Wait()
		if n := f.count("crm_leads"); n != before+1 {
			t.Errorf("%d leads, before %d", n, before)
		}
	}
}
