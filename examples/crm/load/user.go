package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// work has all users work until the time is over, and returns what they saw.
func work(ctx context.Context, o options) (*summary, error) {
	last, cancel := context.WithTimeout(ctx, o.lasts)
	defer cancel()
	all := make([]summary, o.users)
	var users sync.WaitGroup
	for i := range all {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		u := &user{
			client: &http.Client{Jar: jar, Timeout: 30 * time.Second}, base: o.base,
			random: rand.New(rand.NewPCG(uint64(i), 1)), seen: &all[i],
		}
		users.Go(func() { u.work(last, []string{"ann", "bob", "mia", "olga"}[i%4]) })
	}
	users.Wait()
	if err := ctx.Err(); err != nil {
		return nil, errors.New("interrupted")
	}
	sum := &summary{}
	for i := range all {
		sum.add(&all[i])
	}
	return sum, nil
}

// user is somebody at a browser.
type user struct {
	client *http.Client
	base   *url.URL
	random *rand.Rand
	seen   *summary
}

var (
	leadLinks = regexp.MustCompile(`href="(/leads/[^"#?]+)"`)
	hidden    = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)
	moveForms = regexp.MustCompile(`(?s)<form (?:class="move" )?method="post" action="(/leads/[^"]+/moves)" id="[^"]+">(.*?)</form>`)
	choice    = regexp.MustCompile(`<option value="([^"]+)"`)
	named     = regexp.MustCompile(`(?s)<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>`)
	required  = regexp.MustCompile(`(?s)<(?:input|textarea) id="[^"]+" name="([^"]+)"([^>]*)required`)
)

func (u *user) work(ctx context.Context, person string) {
	page := u.get(ctx, "board", "/")
	form := url.Values{"person": {person}, "back": {"/"}}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		if m[1] == "token" {
			form.Set("token", html.UnescapeString(m[2]))
		}
	}
	u.post(ctx, "sign in", "/sign-in", form)
	for ctx.Err() == nil {
		switch n := u.random.IntN(20); {
		case n == 0:
			page = u.get(ctx, "reports", "/reports")
		case n == 1:
			page = u.get(ctx, "maturity", "/maturity?lang=de")
		case n < 8:
			page = u.get(ctx, "queue", "/queue")
		default:
			page = u.get(ctx, "board", "/")
		}
		if links := leadLinks.FindAllStringSubmatch(page, -1); len(links) > 0 {
			page = u.get(ctx, "lead", links[u.random.IntN(len(links))][1])
			u.press(ctx, page)
		}
	}
}

// press fills in and sends one of the forms of a lead's page.
func (u *user) press(ctx context.Context, page string) {
	forms := moveForms.FindAllStringSubmatch(page, -1)
	// To end a lead would leave nothing to do after a while.
	forms = slices.DeleteFunc(forms, func(m []string) bool {
		return strings.Contains(m[2], `value="discard"`) || strings.Contains(m[2], `value="disqualify"`) || strings.Contains(m[2], `value="lose"`)
	})
	if len(forms) == 0 {
		return
	}
	m := forms[u.random.IntN(len(forms))]
	values := url.Values{}
	for _, field := range hidden.FindAllStringSubmatch(m[2], -1) {
		values.Set(field[1], html.UnescapeString(field[2]))
	}
	for _, field := range named.FindAllStringSubmatch(m[2], -1) {
		if choices := choice.FindAllStringSubmatch(field[2], -1); len(choices) > 0 {
			values.Set(field[1], html.UnescapeString(choices[u.random.IntN(len(choices))][1]))
		}
	}
	for _, field := range required.FindAllStringSubmatch(m[2], -1) {
		switch field[1] {
		case "amount":
			values.Set("amount", "12000")
		case "closes":
			values.Set("closes", "2099-12-31")
		default:
			values.Set(field[1], "under load")
		}
	}
	if values.Get("note") == "" {
		values.Set("note", "under load")
	}
	u.post(ctx, "move", m[1], values)
}

func (u *user) get(ctx context.Context, what, path string) string {
	return u.send(ctx, what, http.MethodGet, path, nil)
}

func (u *user) post(ctx context.Context, what, path string, form url.Values) {
	u.send(ctx, what, http.MethodPost, path, form)
}

// send sends a request, with the page that it may be sent on to, and notes how long
// that took and what it came to.
func (u *user) send(ctx context.Context, what, method, path string, form url.Values) string {
	if ctx.Err() != nil {
		return ""
	}
	to, err := u.base.Parse(path)
	if err != nil {
		u.seen.fail(what, err)
		return ""
	}
	// What is under way at the end of the time is waited for.
	req, err := http.NewRequestWithContext(context.WithoutCancel(ctx), method, to.String(), strings.NewReader(form.Encode()))
	if err != nil {
		u.seen.fail(what, err)
		return ""
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	began := time.Now()
	answer, err := u.client.Do(req)
	if err != nil {
		u.seen.fail(what, err)
		return ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		u.seen.fail(what, err)
	case answer.StatusCode == http.StatusOK:
		u.seen.took(what, time.Since(began))
	case method == http.MethodPost && answer.StatusCode == http.StatusConflict:
		u.seen.took(what+", somebody was faster", time.Since(began))
	case method == http.MethodPost && answer.StatusCode == http.StatusUnprocessableEntity:
		u.seen.took(what+", refused", time.Since(began))
	default:
		u.seen.fail(what, fmt.Errorf("%s %s: %s", method, path, answer.Status))
	}
	return string(body)
}
