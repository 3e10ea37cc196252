package main

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

var (
	tags     = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)
	attrs    = regexp.MustCompile(`([\w.:-]+)="([^"]*)"`)
	elements = regexp.MustCompile(`(?s)<(form|input|button|select|option|textarea)\b([^>]*)>`)
)

// text is what a page says in its main part, with single spaces.
func text(body string) string {
	if _, main, ok := strings.Cut(body, "<main"); ok {
		body, _, _ = strings.Cut("<main"+main, "</main>")
	}
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " "))), " ")
}

// attributes reads those of a tag.
func attributes(tag string) map[string]string {
	m := map[string]string{}
	for _, a := range attrs.FindAllStringSubmatch(tag, -1) {
		m[a[1]] = html.UnescapeString(a[2])
	}
	return m
}

// wrong are the ids of the fields that are marked as wrong, each described by the alert.
func (a answer) wrong() (ids []string) {
	for _, e := range elements.FindAllStringSubmatch(a.body, -1) {
		if at := attributes(e[2]); at["aria-invalid"] == "true" && at["aria-describedby"] == "alert" {
			ids = append(ids, at["id"])
		}
	}
	return ids
}

// token is that of the first form of a page.
func (a answer) token() string { return a.form("sign-in").Get("token") }

// form reads the fields of the form with an id, as a browser would send them.
func (a answer) form(id string) url.Values {
	fields := url.Values{}
	inside, chosen := false, ""
	for _, e := range elements.FindAllStringSubmatch(a.body, -1) {
		at := attributes(e[2])
		switch {
		case e[1] == "form":
			inside = at["id"] == id
		case !inside:
		case e[1] == "select":
			chosen = at["name"]
		case e[1] == "option" && strings.Contains(e[2], " selected"):
			fields.Set(chosen, at["value"])
		case e[1] == "input" && (at["type"] != "radio" || strings.Contains(e[2], " checked")):
			fields.Set(at["name"], at["value"])
		}
	}
	return fields
}
