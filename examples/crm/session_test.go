package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// ask sends a request with what a browser says of where it comes from, and with no
// cookie, as browsers do for another site.
func (f *fixture) ask(method, path string, says map[string]string) answer {
	f.Helper()
	r, err := http.NewRequestWithContext(f.Context(), method, f.url+path, strings.NewReader("person=ann"))
	if err != nil {
		f.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range says {
		r.Header.Set(name, value)
	}
	return (&user{f, &http.Client{}}).do(r)
}

// A cookie that is set in answer to another site's request takes the place of the one
// that the browser has, and did not send.
func TestAnotherSiteSignsNobodyOut(t *testing.T) {
	f := open(t)
	for name, tt := range map[string]struct {
		method string
		says   map[string]string
		status int
		cookie bool
	}{
		"a form of another site":         {http.MethodPost, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, http.StatusForbidden, false},
		"a form of an older browser":     {http.MethodPost, map[string]string{"Origin": "https://elsewhere.example"}, http.StatusForbidden, false},
		"a picture on another site":      {http.MethodGet, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, http.StatusOK, false},
		"a frame on another site":        {http.MethodGet, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, http.StatusOK, false},
		"a link, and the browser is new": {http.MethodGet, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, http.StatusOK, true},
		"an address that was typed":      {http.MethodGet, map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, http.StatusOK, true},
	} {
		got := f.ask(tt.method, "/sign-in", tt.says)
		if tt.method == http.MethodGet {
			got = f.ask(tt.method, "/", tt.says)
		}
		if got.status != tt.status {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if cookie := got.header.Get("Set-Cookie"); (cookie != "") != tt.cookie {
			t.Errorf("%s: the cookie %q", name, cookie)
		}
		if tt.status == http.StatusForbidden && (!strings.Contains(got.text, "This came from another site") || strings.Contains(got.body, "<form")) {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

func TestTheDenialOfAnotherSiteReadsNoForm(t *testing.T) {
	f := open(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.url+"/sign-in", strings.NewReader("%zz="))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	f.as("ann").do(r).expect(t, http.StatusForbidden, "This came from another site")
}

func TestEachSignInBeginsASessionOfItsOwn(t *testing.T) {
	f := open(t)
	u := f.as("")
	home, err := url.Parse(f.url)
	if err != nil {
		t.Fatal(err)
	}
	id := func() string {
		u.get("/")
		cookies := u.client.Jar.Cookies(home)
		if len(cookies) != 1 {
			t.Fatalf("%d cookies", len(cookies))
		}
		session, _, _ := strings.Cut(cookies[0].Value, ".")
		return session
	}
	seen := map[string]bool{id(): true}
	for _, who := range []string{"ann", "bob", "bob", ""} {
		u.post("/sign-in", u.get("/"), url.Values{"person": {who}}).expect(t, http.StatusOK)
		if seen[id()] {
			t.Errorf("%q has the session of before", who)
		}
		seen[id()] = true
	}
}
