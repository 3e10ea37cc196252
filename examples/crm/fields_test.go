package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestIdsAndKeysThatNoDatabaseKeepsAreRefused(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	id := f.in("mql")[0]
	page := ann.get("/leads/" + id)
	for _, bad := range []string{"%ff", "%00", "L-0001%0acrm:%20forged", "L-0001%7f", "%c2%85", strings.Repeat("x", 256)} {
		ann.get("/leads/"+bad).expect(t, http.StatusNotFound, "There is no such lead")
		for _, form := range []string{"moves", "facts", "activities"} {
			ann.post("/leads/"+bad+"/"+form, page, url.Values{"key": {"k"}, "version": {"1"}}).expect(t, http.StatusNotFound, "There is no such lead")
		}
		ann.get("/queue?did=1&lead="+bad).expect(t, http.StatusOK, "Hand-off queue")
		ann.get("/import?done="+bad).expect(t, http.StatusOK)
		ann.get("/questionnaire?department=sales&saved="+bad).expect(t, http.StatusOK)
		ann.get("/leads/"+id+"?saved="+bad+"&activity="+bad+"&facts="+bad+"&did="+bad).expect(t, http.StatusOK)
	}
	for _, bad := range []string{"\xff", "a\x00", "a\nb", strings.Repeat("x", 256)} {
		ann.move(page, id, "accept", "key", bad).expect(t, http.StatusUnprocessableEntity, "The form is not complete")
		form := page.form("activity-form")
		form.Set("key", bad)
		form.Set("type", f.app.activityTypes[0])
		ann.post("/leads/"+id+"/activities", page, form).expect(t, http.StatusUnprocessableEntity, "The form is not complete")
		ann.upload("/import", url.Values{"token": {page.token()}, "key": {bad}, "text": {goodFile}}, "").expect(t, http.StatusBadRequest, "The form is not complete")
		if got := ann.move(page, id, "accept", "note", bad, "reason", bad); got.status != http.StatusUnprocessableEntity && got.status != http.StatusOK && got.status != http.StatusConflict {
			t.Errorf("%q as a note: %d %s", bad, got.status, got.text)
		}
	}
	if f.log.Len() > 0 {
		t.Errorf("the log: %s", f.log)
	}
}
