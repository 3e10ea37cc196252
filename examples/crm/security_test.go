package main

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pages are all addresses that show something.
func (f *fixture) pages() []string {
	list := []string{
		"/", "/queue", "/import", "/import?done=x", "/reports", "/reports/funnel", "/statuses/mql", "/no-such-page",
		"/maturity?lang=en", "/maturity?lang=de", "/maturity/report?lang=de", "/questionnaire", "/questionnaire?department=sales&lang=en", "/questionnaire?department=lead_management&lang=de",
	}
	for _, st := range f.app.lifecycle.Statuses {
		if st.Name != "void" {
			list = append(list, "/leads/"+f.in(st.Name)[0])
		}
	}
	return list
}

var (
	styleElement = regexp.MustCompile(`(?s)<style[^>]*>(.*?)</style>`)
	forbidden    = regexp.MustCompile(`(?i)<script|<iframe|<object|<embed|\son\w+\s*=|javascript:|\sstyle\s*=|<base|@import|url\(`)
	outside      = regexp.MustCompile(`(?i)(?:src|href|action)\s*=\s*"([^"]*)"`)
)

func TestEveryPageKeepsThePolicyThatItSends(t *testing.T) {
	t.Parallel()
	f := open(t)
	for _, who := range []string{"", "mia", "ann", "olga"} {
		u := f.as(who)
		for _, path := range f.pages() {
			got := u.get(path)
			if got.status != http.StatusOK && got.status != http.StatusNotFound {
				t.Errorf("%s: %d %s", path, got.status, got.text)
				continue
			}
			csp := got.header.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none';", "form-action 'self';", "frame-ancestors 'none';", "base-uri 'none'"} {
				if !strings.Contains(csp, want) {
					t.Errorf("%s: the policy %q lacks %s", path, csp, want)
				}
			}
			if strings.Contains(csp, "unsafe") || strings.Contains(csp, "script") {
				t.Errorf("%s: the policy is %q", path, csp)
			}
			if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s: %v", path, got.header)
			}
			styles, pictures := styleElement.FindAllStringSubmatch(got.body, -1), strings.Count(got.body, "<svg")
			if pictures > len(styles) {
				t.Errorf("%s: %d styles of %d pictures", path, len(styles), pictures)
			}
			for _, st := range styles {
				css := st[1]
				if strings.Contains(css, "&") { // which is a reference in a picture and none elsewhere
					t.Errorf("%s: %q in a style", path, css)
				}
				sum := sha256.Sum256([]byte(css))
				if hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(csp, hash) {
					t.Errorf("%s: a style element without its hash: %.60q", path, css)
				}
			}
			body := styleElement.ReplaceAllString(got.body, "")
			if bad := forbidden.FindString(body); bad != "" {
				t.Errorf("%s: %q is in the page", path, bad)
			}
			for _, link := range outside.FindAllStringSubmatch(body, -1) {
				if !strings.HasPrefix(link[1], "/") && !strings.HasPrefix(link[1], "#") && link[1] != "data:," {
					t.Errorf("%s: leads to %q", path, link[1])
				}
			}
		}
	}
	if f.log.Len() > 0 {
		t.Errorf("the log: %s", f.log)
	}
}

func TestIdsAreUniqueAndLabelsPointToFields(t *testing.T) {
	t.Parallel()
	f := open(t)
	for _, who := range []string{"mia", "ann", "olga"} {
		u := f.as(who)
		for _, path := range f.pages() {
			body := u.get(path).body
			var ids []string
			for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(body, -1) {
				if slices.Contains(ids, m[1]) {
					t.Errorf("%s: the id %q twice", path, m[1])
				}
				ids = append(ids, m[1])
			}
			for _, m := range regexp.MustCompile(`\s(?:for|aria-describedby|aria-labelledby)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
				for id := range strings.FieldsSeq(m[1]) {
					if !slices.Contains(ids, id) {
						t.Errorf("%s: nothing has the id %q", path, id)
					}
				}
			}
			fields := regexp.MustCompile(`<(?:select|textarea|input)\b[^>]*>`).FindAllString(body, -1)
			for _, field := range fields {
				at := attributes(field)
				if at["type"] != "hidden" && at["type"] != "radio" && !strings.Contains(body, `for="`+at["id"]+`"`) {
					t.Errorf("%s: no label for %s", path, field)
				}
			}
		}
	}
}

func TestForeignNamesOfThisMachineAreRefused(t *testing.T) {
	f := open(t)
	u := f.as("ann")
	for host, want := range map[string]int{
		"127.0.0.1:8080":         http.StatusOK,
		"localhost":              http.StatusOK,
		"[::1]:8080":             http.StatusOK,
		"crm.evil.example":       http.StatusMisdirectedRequest,
		"crm.evil.example:8080":  http.StatusMisdirectedRequest,
		"127.0.0.1.evil.example": http.StatusMisdirectedRequest,
		"192.168.1.7":            http.StatusMisdirectedRequest,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		got := u.do(r)
		if got.status != want {
			t.Errorf("%s: %d, want %d", host, got.status, want)
		}
		if want != http.StatusOK && (got.header.Get("Set-Cookie") != "" || strings.Contains(got.body, "GmbH")) {
			t.Errorf("%s: an answer with more than a refusal in it", host)
		}
	}
}

func TestFormsOfAnotherOriginAreRefused(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	ann := f.as("ann")
	form := ann.get("/leads/" + id).form(id + "-accept-form")
	for name, change := range map[string]func(http.Header, url.Values){
		"another origin":                        func(h http.Header, _ url.Values) { h.Set("Origin", "https://evil.example") },
		"no origin":                             func(h http.Header, _ url.Values) { h.Set("Origin", "null") },
		"another site":                          func(h http.Header, _ url.Values) { h.Set("Sec-Fetch-Site", "cross-site") },
		"another port":                          func(h http.Header, _ url.Values) { h.Set("Sec-Fetch-Site", "same-site") },
		"no token":                              func(_ http.Header, v url.Values) { v.Del("token") },
		"the token of another":                  func(_ http.Header, v url.Values) { v.Set("token", f.as("ann").get("/").token()) },
		"the token of a browser without cookie": func(h http.Header, _ url.Values) { h.Set("Cookie", sessionCookie+"=x.ann.y") },
	} {
		fields := url.Values{}
		for k, v := range form {
			fields[k] = slices.Clone(v)
		}
		header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
		change(header, fields)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.url+"/leads/"+id+"/moves", strings.NewReader(fields.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = header
		client := *ann.client
		if r.Header.Get("Cookie") != "" {
			client.Jar = nil
		}
		got := (&user{f, &client}).do(r)
		if got.status != http.StatusForbidden {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if st := f.state(id); st.Status != "mql" {
			t.Fatalf("%s: the lead has moved: %+v", name, st)
		}
	}
	// The same form from the page itself is taken.
	ann.post("/leads/"+id+"/moves", answer{}, form).expect(t, http.StatusOK, "Done: Accept.")
}

func TestAFormIsSentAsThePersonForWhomItWasMade(t *testing.T) {
	f := open(t)
	id := f.in("mql")[0]
	u := f.as("ann")
	page := u.get("/leads/" + id)
	form := page.form(id + "-accept-form")
	u.post("/sign-in", page, url.Values{"person": {"bob"}, "back": {"/"}}).expect(t, http.StatusOK)
	u.post("/leads/"+id+"/moves", page, form).expect(t, http.StatusForbidden, "This form is out of date")
	if st := f.state(id); st.Status != "mql" {
		t.Errorf("the lead has moved: %+v", st)
	}
}

func TestSigningInLeadsNowhereElse(t *testing.T) {
	for path, want := range map[string]string{
		"/queue?lead=L-1":       "/queue?lead=L-1",
		"//evil.example":        "/",
		"/\\evil.example":       "/",
		"https://evil.example/": "/",
		"":                      "/",
		"queue":                 "/",
		"/a%0d%0aSet-Cookie:x":  "/a%0D%0ASet-Cookie:x",
	} {
		if got := local(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
	f := open(t)
	u := f.as("")
	u.post("/sign-in", u.get("/"), url.Values{"person": {"eve"}}).expect(t, http.StatusUnprocessableEntity, "There is no such person")
}

func TestTheCookieIsForThisSiteAlone(t *testing.T) {
	f := open(t)
	got := f.as("").get("/")
	cookie := got.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
}

func TestAHostileNameIsTextOnEveryPage(t *testing.T) {
	f := open(t)
	const name = `"><script>alert(1)</script><style>*{display:none}</style>'onload=x <img src=x onerror=y>{{.}}`
	id := f.ready(name, 40)
	if _, err := f.app.db.Exec(f.app.db.SQL("UPDATE crm_leads SET contact = ?, industry = ?, source = ? WHERE id = ?"), name, name, name, id); err != nil {
		t.Fatal(err)
	}
	mia, ann := f.as("mia"), f.as("ann")
	mia.move(mia.get("/leads/"+id), id, "nominate", "reason", "event", "note", name).expect(t, http.StatusOK)
	for _, path := range append(f.pages(), "/leads/"+id) {
		got := ann.get(path)
		for _, bad := range []string{"<script", "<style>*", "<img", "'onload"} {
			if strings.Contains(got.body, bad) {
				t.Errorf("%s: %q is in the page", path, bad)
			}
		}
		csp := got.header.Get("Content-Security-Policy")
		sum := sha256.Sum256([]byte("*{display:none}"))
		if strings.Contains(csp, base64.StdEncoding.EncodeToString(sum[:])) {
			t.Errorf("%s: the policy permits a style that came in", path)
		}
	}
	for _, path := range []string{"/", "/queue", "/leads/" + id} {
		ann.get(path).expect(t, http.StatusOK, `"><script>alert(1)</script>`)
	}
}

func TestHashesAreThoseThatBrowsersTake(t *testing.T) {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	}
	doc := `<style>a { content: "x" }</style><svg><style>b { font: x }</style></svg><svg><style>c > d {}</style></svg>` +
		`<style media="print">a { content: "x" }</style><style>e`
	want := []string{hash(`a { content: "x" }`), hash(`b { font: x }`), hash(`c > d {}`)}
	if got := styleHashes([]byte(doc)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
