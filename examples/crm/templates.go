package main

import (
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/leadline-go/leadline/maturity"
)

// parsePages parses each page with the layout around it.
func parsePages() (map[string]*template.Template, error) {
	shared, err := template.New("").Funcs(template.FuncMap{
		"languages": newLanguages, "offers": newOffers, "plural": plural,
	}).ParseFS(files, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		t, err := shared.Clone()
		if err == nil {
			t, err = t.ParseFS(files, name)
		}
		if err != nil {
			return nil, err
		}
		pages[path.Base(name)] = t
	}
	return pages, nil
}

// plural is a number of things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// entry is a link of the navigation.
type entry struct {
	ID, To, Text string
	Lang         maturity.Lang // of the page that it leads to; empty: that of this page
	Current      bool
}

// Entry makes one for a page.
func (l layout) Entry(id, to, text string) entry {
	e := entry{ID: id, To: to, Text: text, Current: id == l.Here}
	if l.In != maturity.En && !strings.Contains(to, "lang=") {
		e.Lang = maturity.En
	}
	return e
}

// languages is a page in the languages that it has.
type languages struct {
	Label string
	List  []language
}

type language struct {
	Code, Name, To string
	Current        bool
}

// newLanguages links a page in each language; more are further parameters of its
// address, each with its name before it.
func newLanguages(label string, current maturity.Lang, to string, more ...string) languages {
	l := languages{Label: label}
	for _, one := range []struct {
		code maturity.Lang
		name string
	}{{maturity.En, "English"}, {maturity.De, "Deutsch"}} {
		q := url.Values{"lang": {string(one.code)}}
		for i := 0; i+1 < len(more); i += 2 {
			if more[i+1] != "" {
				q.Set(more[i], more[i+1])
			}
		}
		l.List = append(l.List, language{string(one.code), one.name, to + "?" + q.Encode(), one.code == current})
	}
	return l
}

// offers is a table of offers, by what its first column names.
type offers struct {
	Name  string
	Rows  []weekRow
	Dates bool // it names dates, which stay on one line; what people have written need not
}

func newOffers(name string, rows []weekRow, dates bool) offers { return offers{name, rows, dates} }
