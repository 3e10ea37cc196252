package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"time"

	"github.com/leadline-go/leadline/maturity"
)

// visit is one request, and who makes it.
type visit struct {
	site    *site
	w       http.ResponseWriter
	r       *http.Request
	session session
	styles  []string // hashes of style elements of the page
}

// layout is what every page has around it.
type layout struct {
	Title  string
	Here   string // the entry of the navigation
	Person person
	People []person
	Token  string
	Path   string        // of this page, to come back to
	Lang   maturity.Lang // in which pages with two languages are to be
	In     maturity.Lang // in which this one is
	Frame  frameWords
}

// layout begins a page. here is its place in the navigation.
func (v *visit) layout(title, here string) layout {
	l := layout{
		Title: title, Here: here, Person: v.session.person, People: v.site.app.people,
		Token: v.site.token(v.session), Path: "/", Lang: v.site.lang, In: maturity.En, Frame: frameWordsIn(maturity.En),
	}
	if v.r.Method == http.MethodGet {
		l.Path = v.r.URL.RequestURI()
	}
	return l
}

// layoutIn is layout for a page that there is in two languages.
func (v *visit) layoutIn(l maturity.Lang, title, here string) layout {
	page := v.layout(title, here)
	page.Lang, page.In, page.Frame = l, l, frameWordsIn(l)
	return page
}

// lang is the language that the address asks for.
func (v *visit) lang() maturity.Lang {
	switch l := maturity.Lang(v.r.URL.Query().Get("lang")); l {
	case maturity.En, maturity.De:
		return l
	}
	return v.site.lang
}

// include notes the styles of what the library wrote, and returns it.
func (v *visit) include(f fragment) fragment {
	v.styles = append(v.styles, f.Styles...)
	return f
}

// show writes a page: all of it, or an error.
func (v *visit) show(status int, name string, data any) error {
	var b bytes.Buffer
	if err := v.site.pages[name].ExecuteTemplate(&b, "layout", data); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	v.write(status, b.Bytes())
	return nil
}

// write sends a page.
func (v *visit) write(status int, page []byte) {
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy(v.styles))
	v.w.WriteHeader(status)
	_, _ = v.w.Write(page) // who has gone need not be told
}

// redirect sends the browser on, so that a reload does not send a form again.
func (v *visit) redirect(to string) error {
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

// newKey is the idempotency key of a form that is being rendered.
func newKey() string { return rand.Text() }

// now is the time of the request.
func (v *visit) now() time.Time { return v.site.app.now().UTC() }
