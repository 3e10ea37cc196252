package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"log"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadline-go/leadline/examples/internal/database"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
)

// thursday is when the tests begin, in office hours.
var thursday = time.Date(2026, 3, 26, 13, 30, 0, 0, time.UTC)

// fixture is the CRM on a database of its own, with its pages served.
type fixture struct {
	testing.TB
	app *crm
	now time.Time
	url string
	log *bytes.Buffer
}

// open makes a CRM with the demo in it. With LEADLINE_POSTGRES it is there that the
// database is, in a schema of its own.
func open(t testing.TB) *fixture {
	t.Helper()
	at := where(t)
	if os.Getenv("LEADLINE_POSTGRES") == "" {
		content, err := demoFile()
		if err == nil {
			err = os.WriteFile(at, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return openAt(t, at)
}

// demoFile is the file of a database with the demo in it: it is copied sooner than filled.
var demoFile = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "crm")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	at := filepath.Join(dir, "crm.db")
	db, err := database.Open(context.Background(), at)
	if err != nil {
		return nil, err
	}
	_, err = prepare(context.Background(), db, false, func() time.Time { return thursday })
	if err := cmp.Or(err, db.Close()); err != nil { // which empties the log into the file
		return nil, err
	}
	return os.ReadFile(at)
})

// openAt is open with a database that the test knows.
func openAt(t testing.TB, where string) *fixture {
	t.Helper()
	f := &fixture{TB: t, now: thursday, log: &bytes.Buffer{}}
	db, err := database.Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if f.app, err = prepare(t.Context(), db, false, func() time.Time { return f.now }); err != nil {
		t.Fatal(err)
	}
	site, err := newSite(f.app, maturity.En, log.New(f.log, "", 0))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.handler())
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

// where is a database that is gone when the test has ended.
func where(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("LEADLINE_POSTGRES")
	if dsn == "" {
		return filepath.Join(t.TempDir(), "crm.db")
	}
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme == "" {
		t.Skipf("LEADLINE_POSTGRES is no URL: %v", err)
	}
	admin, err := database.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	schema := "crm_" + strings.ToLower(newKey())
	if _, err := admin.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		admin.Close()
	})
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// user is a browser with cookies of its own, in which somebody has signed in.
type user struct {
	*fixture
	client *http.Client
}

// answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   string
	text   string // of main, without tags
}

// as begins a session of a person; "" is nobody.
func (f *fixture) as(person string) *user {
	f.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		f.Fatal(err)
	}
	u := &user{f, &http.Client{Jar: jar}}
	if person != "" {
		if got := u.post("/sign-in", u.get("/"), url.Values{"person": {person}, "back": {"/queue"}}); got.status != http.StatusOK {
			f.Fatalf("sign-in: %d %s", got.status, got.text)
		}
	}
	return u
}

func (u *user) do(r *http.Request) answer {
	u.Helper()
	a, err := u.send(r)
	if err != nil {
		u.Fatal(err)
	}
	return a
}

// send is do for goroutines of a test.
func (u *user) send(r *http.Request) (answer, error) {
	resp, err := u.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(body), text(string(body))}, err
}

// try gets a page, or posts a form with its token, in a goroutine of a test.
func (u *user) try(path string, form url.Values) (answer, error) {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(u.Context(), method, u.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return u.send(r)
}

func (u *user) get(path string) answer {
	u.Helper()
	r, err := http.NewRequestWithContext(u.Context(), http.MethodGet, u.url+path, nil)
	if err != nil {
		u.Fatal(err)
	}
	return u.do(r)
}

// post sends a form that was made by hand: with the token of a page, if there is one.
func (u *user) post(path string, from answer, form url.Values) answer {
	u.Helper()
	if form.Get("token") == "" {
		form.Set("token", from.token())
	}
	r, err := http.NewRequestWithContext(u.Context(), http.MethodPost, u.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		u.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return u.do(r)
}

// upload sends a file with the fields of a form.
func (u *user) upload(path string, form url.Values, file string) answer {
	u.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		if err := w.WriteField(name, values[0]); err != nil {
			u.Fatal(err)
		}
	}
	if file != "" {
		part, err := w.CreateFormFile("file", "leads.csv")
		if err == nil {
			_, err = io.WriteString(part, file)
		}
		if err != nil {
			u.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		u.Fatal(err)
	}
	r, err := http.NewRequestWithContext(u.Context(), http.MethodPost, u.url+path, &b)
	if err != nil {
		u.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return u.do(r)
}

// move sends the form of an event as it stands on a page, with further fields.
func (u *user) move(from answer, id string, event lead.Event, more ...string) answer {
	u.Helper()
	form := from.form(id + "-" + string(event) + "-form")
	if form.Get("key") == "" {
		u.Fatalf("there is no form to %s lead %s on this page:\n%s", event, id, from.text)
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return u.post("/leads/"+id+"/moves", from, form)
}

// state is where a lead stands.
func (f *fixture) state(id string) lead.State {
	f.Helper()
	st, _, err := f.app.store.Load(f.Context(), id, "")
	if err != nil {
		f.Fatal(err)
	}
	return st
}

// in finds leads of a status, in the order of their ids.
func (f *fixture) in(status lead.Status) (ids []string) {
	f.Helper()
	for tr, err := range f.app.store.History(f.Context(), lead.Query{Current: true, Statuses: []lead.Status{status}}) {
		if err != nil {
			f.Fatal(err)
		}
		ids = append(ids, tr.LeadID)
	}
	if len(ids) == 0 {
		f.Fatalf("there is no lead in %s", status)
	}
	return ids
}

// count counts the rows of a table.
func (f *fixture) count(table string) (n int) {
	f.Helper()
	if err := f.app.db.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
		f.Fatal(err)
	}
	return n
}

// expect checks the status of an answer, and what must be on the page.
func (a answer) expect(t testing.TB, status int, parts ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, cmp.Or(a.text, "nothing"))
	}
	for _, p := range parts {
		if !strings.Contains(a.text, p) {
			t.Errorf("the page lacks %q:\n%s", p, a.text)
		}
	}
}
