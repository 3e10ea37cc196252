package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// postFacts changes what is known about a lead. That is no move: its history has no
// row of it, and whoever decides on the lead afterwards decides on the new facts.
func (s *site) postFacts(v *visit) error {
	ctx, id := v.r.Context(), v.r.PathValue("id")
	l, err := s.app.lead(ctx, s.app.db, id)
	if err != nil {
		return err
	}
	f := v.factsFormOf(l)
	wrong := f.read(v.r.PostForm)
	if v.session.person.ID == "" {
		return s.sayFacts(v, f, http.StatusForbidden, alert{"Choose who you are first", []string{"The list is at the top of the page. Nothing has been changed."}})
	}
	if len(wrong) > 0 {
		if f.Version < 1 {
			f.Version = l.Version
		}
		return s.sayFacts(v, f, http.StatusUnprocessableEntity, alert{"The facts have not been changed", wrong})
	}
	if f.same(v.factsFormOf(l)) { // as it is, or the form was sent twice
		return v.redirect(savedFacts(l.ID, l.Version))
	}
	saved := false
	if f.Version == l.Version {
		saved, err = s.app.saveFacts(ctx, f.lead(), f.Version, v.session.person)
	}
	if err != nil {
		other, lookErr := s.app.withEmail(ctx, f.field("email").Value)
		if lookErr != nil || other == "" || other == id {
			return err
		}
		f.field("email").Wrong = true
		return s.sayFacts(v, f, http.StatusUnprocessableEntity, alert{"The facts have not been changed", []string{
			fmt.Sprintf("E-mail is one that no other lead has, and %s is that of %s.", cut(f.field("email").Value), other),
		}})
	}
	if !saved {
		return s.factsConflict(v, f)
	}
	return v.redirect(savedFacts(id, f.Version+1))
}

// factsConflict shows what somebody else has made of the facts meanwhile. The form
// keeps what its sender has changed, and has the rest as it is now.
func (s *site) factsConflict(v *visit, f *factsForm) error {
	l, err := s.app.lead(v.r.Context(), s.app.db, f.ID)
	if err != nil {
		return err
	}
	now := v.factsFormOf(l)
	if f.same(now) { // the same form, sent twice at the same moment
		return v.redirect(savedFacts(l.ID, l.Version))
	}
	a := alert{Title: s.app.whoID(l.ChangedBy) + " has changed the facts meanwhile"}
	a.Items = append(a.Items, fmt.Sprintf("That was on %s, after you had opened the page. Your changes have not been saved.", moment(l.Changed)))
	for i := range now.Fields {
		n, typed := &now.Fields[i], f.Fields[i]
		if n.Value != typed.Was {
			a.Items = append(a.Items, fmt.Sprintf("%s is now: %s. It was: %s.", n.Label, known(n.Value), known(typed.Was)))
		}
		if typed.Value != typed.Was && typed.Value != n.Value {
			a.Items = append(a.Items, fmt.Sprintf("%s in your form: %s.", n.Label, known(typed.Value)))
			n.Value = typed.Value
		}
	}
	a.Items = append(a.Items, "The form has your changes, and all else as it is now. Save it to put yours in place.")
	now.Open = true
	return s.sayFacts(v, now, http.StatusConflict, a)
}

// same reports whether two forms say the same of a lead.
func (f *factsForm) same(other *factsForm) bool {
	for i, n := range f.Fields {
		if n.Value != other.Fields[i].Value {
			return false
		}
	}
	return true
}

// sayFacts shows the lead as it is now, with an alert, and the form as it was sent.
func (s *site) sayFacts(v *visit, f *factsForm, status int, a alert) error {
	p, err := s.leadPageOf(v, f.ID, typed{})
	if err != nil {
		return err
	}
	p.Alert, p.FactsForm = &a, f
	return v.show(status, "lead.html", p)
}

// savedFacts is a lead's page that says that the facts are those of a version.
func savedFacts(id string, version int64) string {
	return "/leads/" + url.PathEscape(id) + "?facts=" + strconv.FormatInt(version, 10)
}
