package lead_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/scoring"
)

// What README.md shows of this package; a test of the repository holds the two together.

type contact struct {
	ID, Source string
	Since      time.Time
}

func readTiny(file io.Reader) error {
	spec, err := lead.ReadSpec(file, "tiny.yaml")
	if err != nil {
		return err // syntax, unknown keys, wrong types
	}
	type Contact = contact
	machine, err := lead.Compile(spec, lead.Bindings[Contact]{}) // what makes no sense
	_ = machine
	return err
}

func remindAll(ctx context.Context, machine *lead.Machine[contact], store lead.Store, now time.Time, remind func(string, time.Time)) error {
	due := lead.Query{Current: true, Statuses: []lead.Status{"mql"}, DueBefore: now.AddDate(0, 0, 7)}
	for tr, err := range store.History(ctx, due) {
		if err != nil {
			return err
		}
		if warn := machine.WarnAt(tr.State()); !warn.IsZero() && !now.Before(warn) {
			remind(tr.LeadID, tr.Due)
		}
	}
	return nil
}

type Prospect struct {
	Industry string `score:"industry"`
}

func scored(model *scoring.Model[Prospect], spec lead.Spec) (*lead.Machine[Prospect], error) {
	guards := lead.Guards[Prospect]{"criteria": lead.OnSubject(model.Qualify)}
	return lead.Compile(spec, lead.Bindings[Prospect]{Guards: guards})
}

// adopt opens the leads that a CRM has already.
func adopt(ctx context.Context, machine *lead.Machine[contact], store lead.Store, contacts []contact, job lead.Actor) error {
	type Contact = contact
	tracker := lead.NewTracker(machine, store, lead.Config{Backdate: 10 * 366 * 24 * time.Hour})
	for _, c := range contacts {
		_, err := tracker.Open(ctx, lead.Command[Contact]{
			ID: c.ID, Into: "mql", At: c.Since, Actor: job, Key: "adopted",
			Labels: map[string]string{"source": c.Source}, // what reports are broken down by
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// page shows the buttons of a lead.
func leadPage(ctx context.Context, tracker *lead.Tracker[contact], id string, ann lead.Actor, c contact, w io.Writer) error {
	state, choices, err := tracker.Explain(ctx, id, ann, c)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, state.Status, state.Version, state.Due) // the version goes into the form
	for _, choice := range choices {
		fmt.Fprintln(w, choice.Event, choice.To)
		fmt.Fprintln(w, "  why not:", choice.Blockers) // none: a button
		fmt.Fprintln(w, "  to ask: ", choice.Needs)
	}
	return nil
}

// answer is how a move that failed is told to a browser.
func answer(w http.ResponseWriter, err error) {
	var refused *lead.RefusedError
	switch {
	case errors.As(err, &refused):
		http.Error(w, fmt.Sprint(refused.Blockers), http.StatusUnprocessableEntity) // every reason at once
	case errors.Is(err, lead.ErrConflict):
		http.Error(w, err.Error(), http.StatusConflict) // who moved it, when, and to where
	case errors.Is(err, lead.ErrNotFound):
		http.Error(w, err.Error(), http.StatusNotFound)
	case errors.Is(err, lead.ErrInvalidCommand), errors.Is(err, lead.ErrUnknownEvent):
		http.Error(w, err.Error(), http.StatusBadRequest)
	case errors.Is(err, lead.ErrUnknownOutcome):
		http.Error(w, "Please send it again.", http.StatusServiceUnavailable) // with the same Key
	default:
		log.Print(err)
		http.Error(w, "That went wrong.", http.StatusInternalServerError)
	}
}

// The lead page and the answers to its forms, as README.md has them.
func Example_crm() {
	machine, err := lead.Compile(lead.Standard(), lead.Bindings[contact]{})
	if err != nil {
		log.Fatal(err)
	}
	ctx, store := context.Background(), lead.NewMemStore()
	c := contact{ID: "L-1", Source: "web", Since: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	if err := adopt(ctx, machine, store, []contact{c}, lead.Actor{ID: "import", Kind: lead.System}); err != nil {
		log.Fatal(err)
	}
	tracker, ann := lead.NewTracker(machine, store, lead.Config{}), lead.Actor{ID: "ann", Side: lead.Sales}
	if err := leadPage(ctx, tracker, "L-1", ann, c, io.Discard); err != nil {
		log.Fatal(err)
	}
	state, _, err := tracker.Explain(ctx, "L-1", ann, c)
	fmt.Println(state.Status, state.Version, state.Labels["source"], err)
	_, err = tracker.Apply(ctx, lead.Command[contact]{ID: "L-1", Event: "reject", Actor: ann, IfVersion: state.Version})
	fmt.Println(err)
	w := httptest.NewRecorder()
	answer(w, err)
	fmt.Print(w.Code, " ", w.Body)
	// Output:
	// mql 1 web <nil>
	// reject refused for lead "L-1" in status mql: reject needs a reason: not_icp, no_interest, not_reached, bad_timing, other
	// 422 [reject needs a reason: not_icp, no_interest, not_reached, bad_timing, other]
}

// The file that README.md shows is one, and so is the message about what is wrong in it.
func TestReadmeShowsALifecycleAndItsError(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "\n```yaml\nname: tiny\n")
	tiny, rest, _ := strings.Cut(rest, "```\n")
	tiny = "name: tiny\n" + tiny
	if err := readTiny(strings.NewReader(tiny)); err != nil {
		t.Error(err)
	}
	_, rest, _ = strings.Cut(rest, "```\ntiny.yaml:")
	want, _, _ := strings.Cut(rest, "\n```")
	want = "tiny.yaml:" + want
	if err := readTiny(strings.NewReader(strings.Replace(tiny, "to: won", "to: wno", 1))); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestReadmeRemindsAndGuards(t *testing.T) {
	rules := "name: mql\nrevision: 1\nqualify: {score: 20, exit: 10}\ngroups: [{name: fit, rules: [{name: industry, when: {field: industry, eq: machinery}, points: 30}]}]\n"
	spec, err := scoring.ReadSpec(strings.NewReader(rules), "rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	model, err := scoring.Compile(spec, scoring.Bindings[Prospect]{})
	if err != nil {
		t.Fatal(err)
	}
	lifecycle := lead.Standard()
	lifecycle.Guard("qualify", "criteria")
	machine, err := scored(model, lifecycle)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	store := lead.NewMemStore()
	tracker := lead.NewTracker(machine, store, lead.Config{Now: func() time.Time { return now }})
	job := lead.Actor{ID: "job", Kind: lead.System}
	for id, industry := range map[string]string{"good": "machinery", "bad": "unknown"} {
		if _, err := tracker.Open(t.Context(), lead.Command[Prospect]{ID: id, Actor: job}); err != nil {
			t.Fatal(err)
		}
		_, err := tracker.Apply(t.Context(), lead.Command[Prospect]{ID: id, Event: "qualify", Actor: job, Subject: Prospect{Industry: industry}})
		if (err == nil) != (id == "good") || err != nil && !errors.Is(err, lead.ErrNotPermitted) {
			t.Errorf("%s: %v", id, err)
		}
	}
	standard, err := lead.Compile(lead.Standard(), lead.Bindings[contact]{})
	if err != nil {
		t.Fatal(err)
	}
	var reminded []string
	err = remindAll(t.Context(), standard, store, now.AddDate(0, 0, 7), func(id string, _ time.Time) { reminded = append(reminded, id) })
	if err != nil || !slices.Equal(reminded, []string{"good"}) {
		t.Errorf("reminded of %q, %v", reminded, err)
	}
}
