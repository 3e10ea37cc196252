package main

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// activityForm is the form in which an activity of a lead is added.
type activityForm struct {
	ID, Token, Key  string
	Type, Asset, At string   // what stands in the fields
	Types           []option // those that the criteria know
	Wrong           map[string]bool
	Open            bool // it is unfolded
}

// minute is how a browser writes a date with a time.
const minute = "2006-01-02T15:04"

// longestAgo is how old an activity can be.
const longestAgo = 10 * 365 * 24 * time.Hour

// activityFormOf is the form with nothing in it but the time.
func (v *visit) activityFormOf(id string) *activityForm {
	f := &activityForm{ID: id, Token: v.site.token(v.session), Key: newKey(), At: v.now().Format(minute), Wrong: map[string]bool{}}
	for _, kind := range v.site.app.activityTypes {
		f.Types = append(f.Types, option{kind, activityName(kind)})
	}
	return f
}

// activityTypes are the types of activity that the criteria know, in order.
func activityTypes(rules scoring.Spec) []string { return slices.Sorted(maps.Keys(rules.Activities)) }

// readActivity reads the form. What is wrong with it comes as sentences.
func (v *visit) readActivity(id string) (f *activityForm, a scoring.Activity, wrong []string) {
	sent := v.r.PostForm
	f = v.activityFormOf(id)
	f.Type, f.Asset, f.At, f.Key, f.Open = sent.Get("type"), strings.TrimSpace(sent.Get("asset")), sent.Get("at"), sent.Get("key"), true
	note := func(field, says string) { f.Wrong[field], wrong = true, append(wrong, says) }
	if !slices.Contains(v.site.app.activityTypes, f.Type) {
		note("type", "Choose what the lead did.")
	}
	if !isLine(f.Asset, 120) {
		note("asset", "What it was about is at most 120 characters on one line.")
	}
	at, err := time.Parse(minute, f.At)
	switch now := v.now(); {
	case err != nil:
		note("at", "The time is one such as 2026-03-31T14:30"+butIs(f.At))
	case at.After(now):
		note("at", "The time is not after now, "+moment(now)+butIs(f.At))
	case at.Before(now.Add(-longestAgo)):
		note("at", "The time is at most ten years ago"+butIs(f.At))
	}
	if !isKey(f.Key) {
		f.Key, wrong = newKey(), append(wrong, "The form is not complete. Please use the one below.")
	}
	return f, scoring.Activity{Type: f.Type, Asset: f.Asset, At: at}, wrong
}

// postActivity adds something that a lead did, so that its score counts it.
func (s *site) postActivity(v *visit) error {
	id := v.r.PathValue("id")
	f, a, wrong := v.readActivity(id)
	if v.session.person.ID == "" {
		return s.sayActivity(v, f, http.StatusForbidden, alert{"Choose who you are first", []string{"The list is at the top of the page. Nothing has been added."}})
	}
	if len(wrong) > 0 {
		return s.sayActivity(v, f, http.StatusUnprocessableEntity, alert{"The activity has not been added", wrong})
	}
	err := s.app.addActivity(v.r.Context(), id, f.Key, a)
	if errors.Is(err, errFormReused) {
		f.Key = newKey()
		return s.sayActivity(v, f, http.StatusConflict, alert{"This form has been sent before, with something else in it", []string{
			"What was sent first is among the activities below. Send the form once more if this is another one.",
		}})
	}
	if err != nil {
		return err
	}
	return v.redirect("/leads/" + url.PathEscape(id) + "?" + url.Values{"activity": {f.Key}}.Encode())
}

// sayActivity shows the lead as it is now, with an alert, and the form as it was sent.
func (s *site) sayActivity(v *visit, f *activityForm, status int, a alert) error {
	p, err := s.leadPageOf(v, f.ID, typed{})
	if err != nil {
		return err
	}
	p.Alert, p.ActivityForm = &a, f
	return v.show(status, "lead.html", p)
}
