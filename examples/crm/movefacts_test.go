package main

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/lead"
)

// whileDeciding has something done whenever the criteria are asked, before they answer.
func (f *fixture) whileDeciding(do func()) {
	f.Helper()
	machine, err := lead.Compile(f.app.lifecycle, lead.Bindings[*Lead]{
		Guards: lead.Guards[*Lead]{"criteria": lead.OnSubject(func(ctx context.Context, l *Lead, at time.Time) (any, error) {
			do()
			return f.app.qualify(ctx, l, at)
		})},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.app.machine, f.app.tracker = machine, lead.NewTracker(machine, f.app.store, lead.Config{Now: f.app.now})
}

// Who says no while a move is being decided on either comes before it or waits for it.
func TestFactsDoNotChangeBetweenTheirReadingAndTheMove(t *testing.T) {
	f := open(t)
	id := f.ready("Ready GmbH", 40)
	mia := f.as("mia")
	page := mia.get("/leads/" + id)
	no := f.facts(id)
	no.Consent = new(false)
	asked, saved := false, false
	f.whileDeciding(func() {
		if asked {
			return
		}
		asked = true
		ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer stop()
		var err error
		if saved, err = f.app.saveFacts(ctx, no, no.Version, person{ID: "bob"}); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
	got := mia.move(page, id, "qualify")
	if !asked {
		t.Fatalf("the criteria have not been asked: %d %s", got.status, got.text)
	}
	if st := f.state(id); saved && st.Status == "mql" {
		t.Errorf("the lead is an MQL, and its consent was no before that: %+v", st)
	}
	got.expect(t, http.StatusOK, "The lead is now in MQL.")
	// Now that the move is made they change as ever.
	if ok, err := f.app.saveFacts(t.Context(), no, no.Version, person{ID: "bob"}); err != nil || !ok {
		t.Errorf("saved: %v, %v", ok, err)
	}
}

func TestAMoveWaitsForFactsThatAreBeingSaved(t *testing.T) {
	f := open(t)
	id := f.ready("Ready GmbH", 40)
	mia := f.as("mia")
	form := mia.get("/leads/" + id).form(id + "-qualify-form")
	type result struct {
		answer
		err error
	}
	got := make(chan result, 1)
	err := inTx(t.Context(), f.app.db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(t.Context(), f.app.db.SQL("UPDATE crm_leads SET consent = 0, version = version + 1 WHERE id = ?"), id); err != nil {
			return err
		}
		go func() {
			a, err := mia.try("/leads/"+id+"/moves", form)
			got <- result{a, err}
		}()
		select {
		case early := <-got:
			got <- early
		case <-time.After(300 * time.Millisecond):
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r := <-got
	if r.err != nil {
		t.Fatal(r.err)
	}
	r.expect(t, http.StatusUnprocessableEntity, "The contact does not agree to be contacted.")
	if st := f.state(id); st.Version != 1 {
		t.Errorf("the lead has moved: %+v", st)
	}
}

func TestALeadWithoutFactsIsNotMoved(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	id := f.in("inquiry")[0]
	page := mia.get("/leads/" + id)
	form := page.form(id + "-nominate-form")
	form.Set("reason", "event")
	form.Set("note", "met")
	if _, err := f.app.tracker.Open(t.Context(), command{ID: "L-9999", Actor: job()}); err != nil { // by another program
		t.Fatal(err)
	}
	mia.post("/leads/L-9999/moves", page, form).expect(t, http.StatusNotFound, "There is no such lead")
	if st := f.state("L-9999"); st.Version != 1 {
		t.Errorf("the lead has moved: %+v", st)
	}
	if f.log.Len() > 0 {
		t.Errorf("the log: %s", f.log)
	}
}

// Another program has the file for longer than the CRM waits for it.
func TestABusyDatabaseIsNoFaultOfTheMove(t *testing.T) {
	file := filepath.Join(t.TempDir(), "crm.db")
	f := openAt(t, file)
	id := f.in("mql")[0]
	ann := f.as("ann")
	page := ann.get("/leads/" + id)
	if _, err := f.app.db.Exec("PRAGMA busy_timeout = 10"); err != nil {
		t.Fatal(err)
	}
	other, err := database.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	got := ann.move(page, id, "accept")
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	got.expect(t, http.StatusServiceUnavailable, "The database is busy")
	if got.header.Get("Retry-After") == "" || f.log.Len() > 0 {
		t.Errorf("%v, the log: %s", got.header, f.log)
	}
	ann.move(page, id, "accept").expect(t, http.StatusOK, "Done: Accept.")
}

func TestAnEventOfAnyLettersIsNamedInFull(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	id := f.in("mql")[0]
	page := ann.get("/leads/" + id)
	for event, want := range map[string]string{"ändern": "Ändern was not possible", "\xffly": "\uFFFDly was not possible"} {
		got := ann.post("/leads/"+id+"/moves", page, url.Values{"event": {event}, "key": {"k"}, "version": {"x"}})
		got.expect(t, http.StatusUnprocessableEntity, want)
	}
}
