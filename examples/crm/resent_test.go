package main

import (
	"net/http"
	"strings"
	"testing"
)

const header = "company,contact,email,industry,country,employees,consent\n"

func TestAnImportIsThatOfItsPersonAndItsFile(t *testing.T) {
	f := open(t)
	mia, olga := f.as("mia"), f.as("olga")
	page := mia.get("/import")
	form := mia.upload("/import/check", page.form("check-form"), goodFile).form("import-form")
	mia.upload("/import", form, "").expect(t, http.StatusOK, "2 leads have been imported")
	before := f.count("crm_leads")
	form.Set("text", header+"Other,,other@file.example,,,,\n")
	mia.upload("/import", form, "").expect(t, http.StatusConflict, "This form has been sent before, with something else in it")
	form.Set("text", goodFile)
	form.Set("token", olga.get("/import").token())
	olga.upload("/import", form, "").expect(t, http.StatusConflict, "This form has been sent before, with something else in it")
	if n := f.count("crm_leads"); n != before {
		t.Errorf("%d leads, before %d", n, before)
	}
}

func TestAConversionSentAgainWithSomethingElseInItIsNotDone(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	id := f.in("sql")[0]
	page := ann.get("/leads/" + id)
	send := func(name, amount, closes string) answer {
		return ann.move(page, id, "convert", "name", name, "amount", amount, "closes", closes)
	}
	send("Ten presses", "48000", "2026-06-30").expect(t, http.StatusOK, "Done: Convert to opportunity.")
	for _, other := range [][3]string{{"Nine presses", "48000", "2026-06-30"}, {"Ten presses", "48000", "2026-07-31"}, {"Ten presses", "1", "2026-06-30"}} {
		send(other[0], other[1], other[2]).expect(t, http.StatusConflict, "This form has been sent before, with something else in it", "Ten presses", "2026-06-30")
	}
	send("Ten presses", "48000", "2026-06-30").expect(t, http.StatusOK, "Done: Convert to opportunity.")
}

func TestAnAddressAloneSaysNothingHasBeenDone(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	id := f.in("mql")[0]
	for _, path := range []string{
		"/import?leads=2000&qualified=9", "/import?done=x", "/questionnaire?lang=en&department=marketing&saved=yes", "/questionnaire?lang=en&department=marketing&saved=",
		"/leads/" + id + "?saved=facts", "/leads/" + id + "?saved=activity", "/leads/" + id + "?activity=", "/leads/" + id + "?activity=x", "/leads/" + id + "?facts=1",
	} {
		got := mia.get(path)
		got.expect(t, http.StatusOK)
		if strings.Contains(got.body, `class="done"`) {
			t.Errorf("%s: %s", path, got.text)
		}
	}
}

func TestOneLeadIsToldAsOne(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	one := mia.upload("/import/check", mia.get("/import").form("check-form"), header+"One,,a@one.example,,,,\n")
	one.expect(t, http.StatusOK, "leads.csv: 1 lead, ", "Import 1 lead ")
	mia.upload("/import", one.form("import-form"), "").expect(t, http.StatusOK, "1 lead has been imported.")
	for n, want := range map[imported]string{
		{1, 1}: "1 lead has been imported. It is an MQL.",
		{2, 0}: "2 leads have been imported, 0 of them are MQLs.",
		{2, 1}: "2 leads have been imported, 1 of them is an MQL.",
		{9, 3}: "9 leads have been imported, 3 of them are MQLs.",
	} {
		if got := n.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
