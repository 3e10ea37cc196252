package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/lead"
)

// postMove fires an event on a lead: what the buttons and forms of a lead page and of
// the queue send.
func (s *site) postMove(v *visit) error {
	id := v.r.PathValue("id")
	t, cmd, wrong := s.readMove(v, id)
	if v.session.person.ID == "" {
		return s.sayMove(v, id, t, http.StatusForbidden, alert{"Choose who you are first", []string{"The list is at the top of the page."}})
	}
	if len(wrong) > 0 {
		return s.sayMove(v, id, t, http.StatusUnprocessableEntity, alert{eventName(t.Event) + " was not possible", wrong})
	}
	tr, err := s.app.move(v.r.Context(), cmd, t.Opportunity)
	if err != nil {
		return s.moveFailed(v, id, t, err)
	}
	q := url.Values{"did": {strconv.FormatInt(tr.Version, 10)}}
	if v.r.PostForm.Get("back") == "queue" {
		q.Set("lead", id)
		return v.redirect("/queue?" + q.Encode())
	}
	return v.redirect("/leads/" + url.PathEscape(id) + "?" + q.Encode())
}

// move reads the facts about a lead, decides by them and appends the move, all in one
// transaction. [lead.Command.IfVersion] is the version of the history and not that of the
// facts: only the lock keeps them as they were when the criteria were asked.
//
// What a lead is converted into is a row of the CRM, which is committed together with the
// move or not at all.
func (c *crm) move(ctx context.Context, cmd command, o opportunity) (lead.Transition, error) {
	var tr lead.Transition
	err := inTx(ctx, c.db, func(tx *sql.Tx) error {
		err := c.lockLead(ctx, tx, cmd.ID)
		if err != nil {
			return err
		}
		if cmd.Subject, err = c.lead(ctx, tx, cmd.ID); err != nil {
			return err
		}
		tr, err = c.tracker.WithStore(c.db.Store(tx)).Apply(ctx, cmd)
		if err != nil || cmd.Event != "convert" {
			return err
		}
		return c.insertOpportunity(ctx, tx, tr, o)
	})
	return tr, err
}

// readMove reads the form. What is wrong with it comes as sentences.
func (s *site) readMove(v *visit, id string) (t typed, cmd command, wrong []string) {
	f := v.r.PostForm
	t = typed{
		Event: lead.Event(f.Get("event")), Reason: f.Get("reason"), Note: strings.TrimSpace(f.Get("note")), Wake: f.Get("wake"), Labels: map[string]string{}, Wrong: map[string]bool{},
		Opportunity: opportunity{strings.TrimSpace(f.Get("name")), strings.TrimSpace(f.Get("amount")), f.Get("closes")},
	}
	for _, label := range s.app.asked(t.Event) {
		if value := f.Get("label." + label); value != "" {
			t.Labels[label] = value
		}
	}
	cmd = command{
		ID: id, Event: t.Event, Actor: v.session.person.actor(), Reason: t.Reason, Note: t.Note,
		Labels: t.Labels, Key: f.Get("key"),
	}
	note := func(field, says string) { t.Wrong[field], wrong = true, append(wrong, says) }
	var err error
	// Which version the person looked at, so that nobody decides on what they have not seen.
	if cmd.IfVersion, err = strconv.ParseInt(f.Get("version"), 10, 64); err != nil || cmd.IfVersion < 1 || !isKey(cmd.Key) {
		wrong = append(wrong, "The form is not complete. Please use the one below.")
	}
	if o := t.Labels["owner"]; o != "" {
		if p, ok := s.app.person(o); !ok || p.Side != lead.Sales {
			note("label.owner", "Choose somebody from sales as the owner.")
		}
	}
	if t.Wake != "" {
		// A day that is over is refused by the lifecycle, together with all else that is
		// missing: here it is enough that it is no day of another age.
		today := today(v.now())
		var says string
		if cmd.Due, says = readDay(t.Wake, today.AddDate(-farthest, 0, 0), today); says != "" {
			note("wake", "The date until which the lead is parked is one "+says)
		}
	}
	if t.Event == "convert" {
		t.Opportunity.check(today(v.now()), note)
		cmd.Labels = map[string]string{"amount": t.Opportunity.Amount}
	}
	return t, cmd, wrong
}

// asked are the labels that the forms of an event ask for. No others are taken: scores
// and reports go by labels, which are not for anybody to write. It is the event that
// counts and not where the lead stands, so that a form that is sent twice is the same
// both times.
func (c *crm) asked(event lead.Event) (labels []string) {
	for _, t := range c.lifecycle.Transitions {
		for _, need := range t.Needs {
			if t.Event == event && need != lead.NeedNote && !slices.Contains(labels, need) {
				labels = append(labels, need)
			}
		}
	}
	return labels
}

// butIs ends a sentence with what was found.
func butIs(s string) string {
	if s == "" {
		return "; there is none."
	}
	return fmt.Sprintf(", not %q.", cut(s))
}

// cut shows a value in a message.
func cut(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// moveFailed answers with why a move was not made, and what is possible now. Errors
// that nobody in front of the page can help come back.
func (s *site) moveFailed(v *visit, id string, t typed, err error) error {
	if refused, ok := errors.AsType[*lead.RefusedError](err); ok {
		a := alert{Title: eventName(t.Event) + " was not possible"}
		for _, b := range refused.Blockers {
			a.Items = append(a.Items, sentence(s.app.blockerText(b)))
			t.Wrong[field(b)] = true
		}
		return s.sayMove(v, id, t, http.StatusUnprocessableEntity, a)
	}
	if conflict, ok := errors.AsType[*lead.ConflictError](err); ok {
		st := conflict.State
		p, err := s.leadPageOf(v, id, t)
		if err != nil {
			return err
		}
		p.Alert = &alert{s.app.who(st.Last) + " " + p.meanwhile(st.Version), []string{
			fmt.Sprintf("That was on %s, after you had opened the page. Your %q has not been done.", moment(st.At), eventName(t.Event)),
			"Below is the lead as it is now, with what is possible now.",
		}}
		return v.show(http.StatusConflict, "lead.html", p)
	}
	switch {
	case errors.Is(err, lead.ErrConflict):
		return s.sayMove(v, id, t, http.StatusConflict, alert{"Somebody has moved it at the same moment", []string{"Nothing has been done. Below is the lead as it is now."}})
	case errors.Is(err, lead.ErrKeyReused), errors.Is(err, errFormReused):
		return s.sayMove(v, id, t, http.StatusConflict, alert{"This form has been sent before, with something else in it", []string{"What was sent first holds. Below is the lead as it is now."}})
	case errors.Is(err, lead.ErrUnknownEvent):
		return s.sayMove(v, id, typed{}, http.StatusUnprocessableEntity, alert{"There is no such move", []string{"Please use one of those below."}})
	}
	if wrong, ok := errors.AsType[*lead.CommandError](err); ok {
		t.Wrong[strings.ToLower(wrong.Field)] = true
		return s.sayMove(v, id, t, http.StatusUnprocessableEntity, alert{eventName(t.Event) + " was not possible", []string{sentence(wrong.Field + ": " + wrong.Message)}})
	}
	return err
}

// sayMove shows the lead as it is now, with an alert, and the form as it was sent.
func (s *site) sayMove(v *visit, id string, t typed, status int, a alert) error {
	p, err := s.leadPageOf(v, id, t)
	if err != nil {
		return err
	}
	p.Alert = &a
	return v.show(status, "lead.html", p)
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string { return strings.TrimSuffix(capital(s), ".") + "." }
