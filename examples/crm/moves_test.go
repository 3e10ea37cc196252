package main

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// ready takes in a lead that has not been scored yet.
func (f *fixture) ready(company string, points int) string {
	f.Helper()
	l := &Lead{ID: "L-9001", Company: company, Email: "x@y.example", Industry: "machinery", Country: "AT", Employees: new(200), Consent: new(true), Source: "web", Came: f.now}
	for range points / 40 {
		l.Activities = append(l.Activities, scoring.Activity{Type: "demo_request", At: f.now, Asset: "/demo"})
	}
	if err := f.app.insertLead(f.Context(), f.app.db, l); err != nil {
		f.Fatal(err)
	}
	if _, err := f.app.tracker.Open(f.Context(), command{ID: l.ID, Actor: job(), Labels: map[string]string{"source": "web"}}); err != nil {
		f.Fatal(err)
	}
	return l.ID
}

func TestALeadIsScoredQualifiedAndAccepted(t *testing.T) {
	f := open(t)
	id := f.ready("Ready GmbH", 40)
	mia, ann := f.as("mia"), f.as("ann")
	page := mia.get("/leads/" + id)
	page.expect(t, http.StatusOK, "90 points (60 needed): qualified", "1 x 40: demo_request")
	mia.move(page, id, "qualify").expect(t, http.StatusOK, "Done: Qualify as MQL. The lead is now in MQL.", "Score: 90 points, grade A1")
	queue := ann.get("/queue")
	queue.expect(t, http.StatusOK, "Ready GmbH")
	ann.move(queue, id, "accept").expect(t, http.StatusOK, id+": Done: Accept. The lead is now in SAL.")
	if st := f.state(id); st.Status != "sal" || st.Labels["owner"] != "ann" || st.Labels["score_band"] != "hot" {
		t.Errorf("the lead stands at %+v", st)
	}
	ann.get("/leads/"+id).expect(t, http.StatusOK, "with Ann Berger", "Ann Berger, sales Owner: Ann Berger")
}

func TestWhatIsRefusedIsShownWithItsReason(t *testing.T) {
	f := open(t)
	id := f.ready("Not yet GmbH", 0)
	page := f.as("mia").get("/leads/" + id)
	page.expect(t, http.StatusOK, "50 points (60 needed): not qualified")
	for event, why := range map[string]string{
		"qualify":        "10 points are missing (50 of 60)",
		"sales_generate": "this is for sales",
	} {
		i := strings.Index(page.body, `id="`+id+"-"+event+`" disabled aria-describedby="`+id+"-"+event+`-why"`)
		if i < 0 {
			t.Errorf("%s is no button that cannot be used", event)
			continue
		}
		list, _, _ := strings.Cut(page.body[i:], "</ul>")
		if !strings.Contains(text(list), why) {
			t.Errorf("%s: %s; want %q", event, text(list), why)
		}
	}
	// A form that was made by hand is refused as well.
	form := page.form(id + "-nominate-form")
	form.Set("event", "qualify")
	got := f.as("mia")
	page = got.get("/leads/" + id)
	form.Set("token", page.token())
	got.post("/leads/"+id+"/moves", page, form).expect(t, http.StatusUnprocessableEntity, "Qualify as MQL was not possible", "60")
	if st := f.state(id); st.Version != 1 {
		t.Errorf("the lead has moved: %+v", st)
	}
}

func TestARejectionWithoutAReasonComesBackWithWhatWasTyped(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	ann := f.as("ann")
	before := f.state(id)
	page := ann.get("/leads/" + id)
	got := ann.move(page, id, "reject", "note", "They <b>only</b> wanted a brochure.", "wake", "2026-09-01")
	got.expect(t, http.StatusUnprocessableEntity, "Reject was not possible", "Choose a reason.", "Note (needed with the reason Other)")
	if wrong := got.wrong(); !slices.Equal(wrong, []string{id + "-reject-reason"}) {
		t.Errorf("the fields marked as wrong are %q", wrong)
	}
	if !strings.Contains(got.body, `id="alert" tabindex="-1" autofocus>`) {
		t.Error("the alert does not get the focus")
	}
	if !strings.Contains(got.body, "They &lt;b&gt;only&lt;/b&gt; wanted a brochure.</textarea>") || !strings.Contains(got.body, `value="2026-09-01"`) {
		t.Error("what was typed is lost")
	}
	// A reason that needs a note, without one, and a date that is past: both are said at once.
	got = ann.move(page, id, "reject", "reason", "other", "wake", "2026-01-01")
	got.expect(t, http.StatusUnprocessableEntity, "Write a note.", "The date until which the lead is parked has passed.")
	if n := strings.Count(got.body[strings.Index(got.body, `id="alert"`):strings.Index(got.body, `id="stand"`)], "<li>"); n != 2 {
		t.Errorf("%d things are wrong, want 2: %s", n, got.text)
	}
	if wrong := got.wrong(); !slices.Equal(wrong, []string{id + "-reject-note", id + "-reject-wake"}) {
		t.Errorf("the fields marked as wrong are %q", wrong)
	}
	if !strings.Contains(got.body, `<option value="other" selected>`) {
		t.Error("the reason that was chosen is lost")
	}
	ann.move(page, id, "reject", "wake", "soon").expect(t, http.StatusUnprocessableEntity, `is one such as 2026-06-26, not "soon"`)
	if st := f.state(id); st.Version != before.Version {
		t.Errorf("the lead has moved: %+v", st)
	}
	ann.move(page, id, "reject", "reason", "bad_timing", "wake", "2026-09-01").expect(t, http.StatusOK, "Done: Reject. The lead is now in Recycled.", "Reason: Wrong time", "Parked until 1 Sep 2026, 00:00 UTC")
}

func TestOfTwoSessionsTheSecondIsToldWhoWasFirst(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	ann, bob := f.as("ann"), f.as("bob")
	annSees, bobSees := ann.get("/leads/"+id), bob.get("/leads/"+id)
	ann.move(annSees, id, "accept").expect(t, http.StatusOK)
	before := f.state(id)
	got := bob.move(bobSees, id, "reject", "reason", "other", "note", "kept")
	got.expect(t, http.StatusConflict, "Ann Berger has moved it meanwhile to SAL", "Qualify as SQL")
	if st := f.state(id); st.Version != before.Version || st.Status != "sal" {
		t.Errorf("the lead stands at %+v", st)
	}
	// What is possible now works from the same page.
	bob.move(got, id, "touch", "note", "Called").expect(t, http.StatusOK, "Done: Log a contact.")
}

func TestADoubleClickMovesOnce(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	ann := f.as("ann")
	page := ann.get("/leads/" + id)
	form, before := page.form(id+"-accept-form"), f.state(id).Version
	var clicks sync.WaitGroup
	for range 4 {
		clicks.Go(func() {
			got, err := ann.try("/leads/"+id+"/moves", form)
			if err != nil || got.status != http.StatusOK || !strings.Contains(got.text, "Done: Accept. The lead is now in SAL.") {
				t.Errorf("%d %s, %v", got.status, got.text, err)
			}
		})
	}
	clicks.Wait()
	if st := f.state(id); st.Version != before+1 || st.Status != "sal" {
		t.Errorf("the lead stands at %+v, before at version %d", st, before)
	}
	// The same form with something else in it is another matter.
	ann.move(page, id, "accept", "event", "disqualify", "reason", "not_icp").expect(t, http.StatusConflict, "This form has been sent before, with something else in it")
}

func TestAConversionIsTwoRowsOrNone(t *testing.T) {
	f := open(t)
	ids := f.in("sql")
	ann := f.as("ann")
	fields := []string{"name", "Ten presses", "amount", "48000.50", "closes", "2026-06-30"}

	// The move is refused: there is no opportunity.
	stale := ann.get("/leads/" + ids[0])
	ann.move(stale, ids[0], "touch").expect(t, http.StatusOK)
	rows := f.count("crm_opportunities")
	ann.move(stale, ids[0], "convert", fields...).expect(t, http.StatusConflict, "Ann Berger has logged a contact meanwhile", "Convert to opportunity")
	if n := f.count("crm_opportunities"); n != rows {
		t.Errorf("%d opportunities, before %d", n, rows)
	}

	// The insert fails: the lead has not moved.
	if _, err := f.app.db.Exec(f.app.db.SQL(`INSERT INTO crm_opportunities (lead_id, form, name, amount, closes, owner, made) VALUES (?, '', '', '', '', 'ann', 0)`), ids[0]); err != nil {
		t.Fatal(err)
	}
	before := f.state(ids[0])
	ann.move(ann.get("/leads/"+ids[0]), ids[0], "convert", fields...).expect(t, http.StatusInternalServerError, "Something went wrong")
	if st := f.state(ids[0]); st.Version != before.Version || st.Status != "sql" {
		t.Errorf("the lead stands at %+v", st)
	}
	if !strings.Contains(f.log.String(), "opportunity of lead "+ids[0]) {
		t.Errorf("the log is %q", f.log)
	}

	// Both, once, however often the form is sent.
	page := ann.get("/leads/" + ids[1])
	form := page.form(ids[1] + "-convert-form")
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	var clicks sync.WaitGroup
	for range 4 {
		clicks.Go(func() {
			if got, err := ann.try("/leads/"+ids[1]+"/moves", form); err != nil || got.status != http.StatusOK {
				t.Errorf("%d %s, %v", got.status, got.text, err)
			}
		})
	}
	clicks.Wait()
	for range 2 {
		ann.move(page, ids[1], "convert", fields...).expect(t, http.StatusOK, "The lead is now in Opportunity.", "Ten presses", "EUR 48000.50", "2026-06-30")
	}
	if n := f.count("crm_opportunities"); n != rows+2 {
		t.Errorf("%d opportunities, before %d and two since", n, rows)
	}
	// What makes no opportunity is told before anything is tried.
	ann.move(ann.get("/leads/"+ids[2]), ids[2], "convert", "name", "", "amount", "much", "closes", "soon").expect(t, http.StatusUnprocessableEntity,
		"needs a name", `not "much"`, `not "soon"`)
	if wrong := ann.move(ann.get("/leads/"+ids[2]), ids[2], "convert", "name", "Two", "amount", "much", "closes", "soon").wrong(); !slices.Equal(wrong, []string{ids[2] + "-convert-amount", ids[2] + "-convert-closes"}) {
		t.Errorf("the fields marked as wrong are %q", wrong)
	}
}

func TestWhoHasNotSaidWhoTheyAreMovesNothing(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	nobody := f.as("")
	page := nobody.get("/leads/" + id)
	page.expect(t, http.StatusOK, "Choose who you are at the top of the page")
	if n := strings.Count(strings.ToLower(page.text), "choose who you are"); n != 1 {
		t.Errorf("it is said %d times: %s", n, page.text)
	}
	if n := strings.Count(page.body, `disabled aria-describedby="hint"`); n < 3 || !strings.Contains(page.body, `id="hint"`) {
		t.Errorf("%d buttons refer to it", n)
	}
	if strings.Contains(page.body, "/moves") {
		t.Error("there is a form")
	}
	form := f.as("ann").get("/leads/" + id).form(id + "-accept-form")
	form.Del("token")
	nobody.post("/leads/"+id+"/moves", page, form).expect(t, http.StatusForbidden, "Choose who you are first")
	if st := f.state(id); st.Status != "mql" {
		t.Errorf("the lead stands at %+v", st)
	}
}

func TestBadRequestsOnALead(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	ann := f.as("ann")
	page := ann.get("/leads/" + id)
	ann.get("/leads/L-0").expect(t, http.StatusNotFound, "There is no such lead")
	ann.move(page, id, "accept", "event", "fly").expect(t, http.StatusUnprocessableEntity, "There is no such move")
	ann.move(page, id, "accept", "version", "0").expect(t, http.StatusUnprocessableEntity, "The form is not complete")
	ann.move(page, id, "accept", "key", "").expect(t, http.StatusUnprocessableEntity, "The form is not complete")
	ann.move(page, id, "accept", "reason", strings.Repeat("x", 300)).expect(t, http.StatusUnprocessableEntity, "Reason: expected")
	ann.move(page, id, "accept", "note", strings.Repeat("x", mostForm)).expect(t, http.StatusRequestEntityTooLarge)
	if st := f.state(id); st.Status != "mql" {
		t.Errorf("the lead stands at %+v", st)
	}
}

// Many users at one SQLite file at once: each waits, none is told that it is busy.
func TestManyAtOnceAreNotToldToWait(t *testing.T) {
	f := open(t)
	ids := f.in("inquiry")
	users, forms := make([]*user, 20), make([]url.Values, 20)
	for i := range users {
		id := ids[i%len(ids)]
		users[i] = f.as("mia")
		forms[i] = users[i].get("/leads/" + id).form(id + "-nominate-form")
		forms[i].Set("reason", "event")
		forms[i].Set("note", strconv.Itoa(i))
	}
	var all sync.WaitGroup
	for i, mia := range users {
		id, form := ids[i%len(ids)], forms[i]
		all.Go(func() {
			if got, err := mia.try("/", nil); err != nil || got.status != http.StatusOK {
				t.Errorf("board: %d, %v", got.status, err)
			}
			got, err := mia.try("/leads/"+id+"/moves", form)
			if err != nil || got.status != http.StatusOK && got.status != http.StatusConflict {
				t.Errorf("%d %s, %v", got.status, got.text, err)
			}
		})
	}
	all.Wait()
	for _, id := range ids {
		if st := f.state(id); st.Status != "mql" || st.Version != 2 {
			t.Errorf("%s stands at %+v", id, st)
		}
	}
	for tr, err := range f.app.machine.Verify(f.app.store.History(context.Background(), lead.Query{})) {
		t.Errorf("%s: %v", tr.LeadID, err)
	}
}
