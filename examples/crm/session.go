package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// sessionCookie is the name of the cookie. Cookies are shared by all ports of a
// machine, so that the name must be one's own.
const sessionCookie = "leadline_crm"

// session is a browser, and who uses it. There are no passwords: who one is, is a
// choice.
//
// Nothing of it is kept here: the cookie is all there is. So a session cannot be ended
// from here, and a cookie that somebody has copied holds until the program is started
// anew. An application with passwords keeps its sessions, with a time at which each
// ends, and ends them when somebody signs out or may not sign in any more.
type session struct {
	id     string // empty: nothing that the browser would bring back
	person person // zero: nobody has been chosen
}

// seal is a text that only this program can make of its parts.
func (s *site) seal(parts ...string) string {
	mac := hmac.New(sha256.New, s.secret)
	for _, p := range parts {
		mac.Write([]byte(p))
		mac.Write([]byte{0})
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// session reads the cookie, or begins a session of nobody. It begins none for a request
// that another site has made: the browser has not sent its cookie then, and one in the
// answer would take its place.
func (s *site) session(w http.ResponseWriter, r *http.Request) session {
	if c, err := r.Cookie(sessionCookie); err == nil {
		parts := strings.Split(c.Value, ".")
		if len(parts) == 3 && hmac.Equal([]byte(parts[2]), []byte(s.seal("session", parts[0], parts[1]))) {
			p, _ := s.app.person(parts[1])
			return session{id: parts[0], person: p}
		}
	}
	if isForeign(r) {
		return session{}
	}
	n := session{id: rand.Text()}
	s.keep(w, n)
	return n
}

// isForeign reports whether another site has made a request, other than by a link that
// somebody has followed.
func isForeign(r *http.Request) bool {
	h := r.Header
	followed := r.Method == http.MethodGet && h.Get("Sec-Fetch-Mode") == "navigate" && h.Get("Sec-Fetch-Dest") == "document"
	return h.Get("Sec-Fetch-Site") == "cross-site" && !followed
}

// keep writes the cookie. It comes with links from elsewhere, which are to show the one
// who follows them what they may see, and not with forms from elsewhere.
func (s *site) keep(w http.ResponseWriter, n session) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: n.id + "." + n.person.ID + "." + s.seal("session", n.id, n.person.ID),
		Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// token is what the forms of a session carry. It is the person's too: a form that was
// made for one is not sent as another who was chosen meanwhile.
//
// Without a session there is none, and no form is taken.
func (s *site) token(n session) string {
	if n.id == "" {
		return ""
	}
	return s.seal("form", n.id, n.person.ID)
}

// readForm reads the form of a POST and checks its token, in constant time.
func (v *visit) readForm(most int64) error {
	if v.r.Method != http.MethodPost {
		return nil
	}
	err := v.r.ParseForm()
	if kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
		err = v.r.ParseMultipartForm(most) // all of it fits into memory
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &problem{http.StatusRequestEntityTooLarge, "That is too much at once", "Nothing has been changed. A file to import has at most 1 MiB, a note 64 KiB."}
	}
	if err != nil {
		return &problem{http.StatusBadRequest, "This form cannot be read", "Nothing has been changed."}
	}
	if token := v.site.token(v.session); token == "" || !hmac.Equal([]byte(v.r.PostForm.Get("token")), []byte(token)) {
		return &problem{
			http.StatusForbidden, "This form is out of date",
			"It was made for another session or another person, or before the program was started anew. Nothing has been changed: open its page again.",
		}
	}
	return nil
}

// signIn takes the choice of a person, and goes back to where it was made. The session
// is another one from there on: an id that somebody has seen before, or has brought
// into this browser, is of no use for it.
func (s *site) signIn(v *visit) error {
	id := v.r.PostForm.Get("person")
	p, ok := s.app.person(id)
	if !ok && id != "" {
		return &problem{http.StatusUnprocessableEntity, "There is no such person", "Choose one of the list at the top of the page."}
	}
	s.keep(v.w, session{id: rand.Text(), person: p})
	return v.redirect(local(v.r.PostForm.Get("back")))
}

// local is a path of this site, whatever is asked for.
func local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
}
