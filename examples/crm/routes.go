package main

import (
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log"
	"net/http"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
	"github.com/leadline-go/leadline/maturity"
)

//go:embed templates style.css
var files embed.FS

// site is the CRM as pages. It is safe for concurrent use.
type site struct {
	app    *crm
	lang   maturity.Lang // in which pages with two languages begin
	log    *log.Logger
	secret []byte // seals sessions; another at each start
	pages  map[string]*template.Template
	style  []byte
}

func newSite(app *crm, lang maturity.Lang, log *log.Logger) (*site, error) {
	pages, err := parsePages()
	if err != nil {
		return nil, err
	}
	style, err := files.ReadFile("style.css")
	if err != nil {
		return nil, err
	}
	return &site{app: app, lang: lang, log: log, secret: []byte(rand.Text()), pages: pages, style: style}, nil
}

// mostForm is the number of bytes of a form. A note has at most 64 KiB, three times
// that as it is sent.
const mostForm = 256 << 10

// handler is all pages. A request passes, from the outside: the host, the origin, the
// session, the token of the form.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /style.css", s.serveStyle)
	for pattern, do := range map[string]func(*visit) error{
		"GET /{$}":                    s.board,
		"GET /leads/{id}":             s.leadPage,
		"GET /statuses/{status}":      s.statusPage,
		"GET /queue":                  s.queue,
		"GET /import":                 s.importPage,
		"GET /reports":                s.reports,
		"GET /reports/funnel":         s.funnelPage,
		"GET /maturity":               s.maturityPage,
		"GET /maturity/report":        s.maturityReport,
		"GET /questionnaire":          s.questionnaire,
		"GET /":                       notFound,
		"POST /sign-in":               s.signIn,
		"POST /leads/{id}/moves":      s.postMove,
		"POST /leads/{id}/facts":      s.postFacts,
		"POST /leads/{id}/activities": s.postActivity,
		"POST /questionnaire":         s.postAnswers,
	} {
		mux.Handle(pattern, s.page(do, mostForm))
	}
	for pattern, do := range map[string]func(*visit) error{
		"POST /import/check": s.checkImport,
		"POST /import":       s.postImport,
	} {
		mux.Handle(pattern, s.page(do, mostImport+mostForm))
	}
	return s.guard(mux)
}

// page makes a handler of a function that serves a visit, or returns what is wrong.
func (s *site) page(do func(*visit) error, mostBody int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, mostBody)
		v := &visit{site: s, w: w, r: r, session: s.session(w, r)}
		err := v.readForm(mostBody)
		if id := r.PathValue("id"); err == nil && id != "" && !isID(id) {
			err = fmt.Errorf("lead %.40q: %w", id, lead.ErrNotFound)
		}
		if err == nil {
			err = do(v)
		}
		if err != nil {
			v.fail(err)
		}
	})
}

// problem is a request that cannot be served, in words for the person who made it.
type problem struct {
	Status int
	Title  string
	Text   string
}

func (p *problem) Error() string { return p.Title + ": " + p.Text }

func notFound(*visit) error {
	return &problem{http.StatusNotFound, "There is no such page", "The address may have been typed or copied wrongly."}
}

// fail answers with what went wrong. What is nobody's fault outside goes to the log,
// and not to the page.
func (v *visit) fail(err error) {
	p, ok := errors.AsType[*problem](err)
	switch {
	case ok:
	case errors.Is(err, lead.ErrNotFound):
		p = &problem{http.StatusNotFound, "There is no such lead", "It may have been typed wrongly, or be in another database."}
	case errors.Is(err, leadsql.ErrBusy):
		p = &problem{http.StatusServiceUnavailable, "The database is busy", "Nothing has been changed. Please try again in a moment."}
		v.w.Header().Set("Retry-After", "1")
	case v.r.Context().Err() != nil:
		return // nobody waits for an answer any more
	default:
		v.site.log.Printf("%s %q: %v", v.r.Method, v.r.URL.Path, err)
		p = &problem{http.StatusInternalServerError, "Something went wrong", "The error is in the log of the program."}
		if errors.Is(err, lead.ErrUnknownOutcome) {
			p.Text = "The connection to the database broke, and the change may have been made or not. Go back and send the same form again: it cannot count twice."
		}
	}
	if err := v.show(p.Status, "problem.html", problemPage{v.layout(p.Title, ""), p.Text}); err != nil {
		v.site.log.Printf("%s %q: %v", v.r.Method, v.r.URL.Path, err)
	}
}

type problemPage struct {
	layout
	Text string
}

func (s *site) serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=60")
	_, _ = w.Write(s.style) // who has gone need not be told
}
