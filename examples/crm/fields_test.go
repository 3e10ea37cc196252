package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/leadline-go/leadline/lead"
)

// What a field takes is put into labels and ids, so that nothing may pass here which the
// library refuses.
func TestALineHasNoCharactersThatTheLibraryRefuses(t *testing.T) {
	f := open(t)
	for r := range rune(0x300) {
		s := "fa" + string(r) + "ir"
		_, err := f.app.machine.Next(t.Context(), lead.State{LeadID: "L-1", Status: "inquiry", Version: 1}, command{
			ID: "L-1", Event: "engage", Actor: job(), At: thursday, Labels: map[string]string{"source": s},
		})
		if isClean(s) != (err == nil) || isClean(s) == unicode.IsControl(r) {
			t.Errorf("%q: clean is %v, the library says %v", s, isClean(s), err)
		}
	}
}

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
	for _, bad := range []string{"\xff", "a\x00", "a\nb", "a\u0085b", strings.Repeat("x", 256)} {
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
