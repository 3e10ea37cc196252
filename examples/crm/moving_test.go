package main

import (
	"net/http"
	"testing"
)

func TestAFormSetsNoLabelThatIsNotAskedFor(t *testing.T) {
	f := open(t)
	mia, ann, olga := f.as("mia"), f.as("ann"), f.as("olga")
	id := f.in("mql")[0]
	before := f.state(id).Labels
	ann.move(ann.get("/leads/"+id), id, "accept", "label.owner", "bob", "label.score_band", "forged").expect(t, http.StatusOK, "with Ann Berger")
	after := f.state(id).Labels
	if after["owner"] != "ann" || after["score_band"] != before["score_band"] {
		t.Errorf("the labels are %v, before %v", after, before)
	}
	olga.move(olga.get("/leads/"+id), id, "assign", "label.owner", "bob", "label.source", "forged").expect(t, http.StatusOK, "with Bob Novak")
	if got := f.state(id).Labels; got["owner"] != "bob" || got["source"] != before["source"] {
		t.Errorf("the labels are %v, before %v", got, before)
	}
	id = f.in("inquiry")[0]
	mia.move(mia.get("/leads/"+id), id, "nominate", "reason", "event", "note", "met", "label.criteria", "forged", "label.grade", "A1", "label.score_band", "hot").expect(t, http.StatusOK)
	if got := f.state(id).Labels; got["criteria"] != "manual" || got["grade"] != "" || got["score_band"] != "" {
		t.Errorf("the labels are %v", got)
	}
}

func TestAConflictWithAnActivityNamesIt(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	ann, bob, olga := f.as("ann"), f.as("bob"), f.as("olga")
	ann.move(ann.get("/leads/"+id), id, "accept").expect(t, http.StatusOK)
	stale := ann.get("/leads/" + id)
	bob.move(bob.get("/leads/"+id), id, "touch").expect(t, http.StatusOK)
	ann.move(stale, id, "sales_qualify").expect(t, http.StatusConflict, "Bob Novak has logged a contact meanwhile That was on")
	stale = ann.get("/leads/" + id)
	olga.move(olga.get("/leads/"+id), id, "assign", "label.owner", "bob").expect(t, http.StatusOK)
	ann.move(stale, id, "sales_qualify").expect(t, http.StatusConflict, "Olga Stein has given it to Bob Novak meanwhile That was on")
}
