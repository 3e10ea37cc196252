package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// many takes in leads, by one import, and makes MQLs of them if that is wanted.
func (f *fixture) many(n int, mql bool) {
	f.Helper()
	var b strings.Builder
	b.WriteString("company,contact,email,industry,country,employees,consent\n")
	for i := range n {
		fmt.Fprintf(&b, "Many %03d GmbH,,many%d@many.example,machinery,AT,%d,yes\n", i, i, 50+i)
	}
	file, err := f.app.readImport(f.Context(), "file", b.String())
	if err != nil || len(file.Problems) > 0 {
		f.Fatal(err, file.Problems)
	}
	if _, err := f.app.importLeads(f.Context(), file, newImportForm(newKey(), person{ID: "mia"}, b.String())); err != nil {
		f.Fatal(err)
	}
	if !mql {
		return
	}
	for i, l := range file.Leads {
		f.now = f.now.Add(time.Second) // so that each has a due time of its own
		mia, _ := f.app.person("mia")
		if _, err := f.app.tracker.Apply(f.Context(), command{ID: l.ID, Event: "nominate", Actor: mia.actor(), Reason: "event", Note: fmt.Sprint(i), Subject: l}); err != nil {
			f.Fatal(err)
		}
	}
}

var (
	nextLink = regexp.MustCompile(`id="next" href="([^"]+)"`)
	leadLink = regexp.MustCompile(`<a href="/leads/([^"]+)">`)
)

// walk follows the links to the next page from a first one, and returns the leads of
// each page.
func (u *user) walk(path string) (pages [][]string) {
	u.Helper()
	for path != "" {
		got := u.get(path)
		got.expect(u, http.StatusOK)
		var ids []string
		for _, m := range leadLink.FindAllStringSubmatch(got.body, -1) {
			ids = append(ids, m[1])
		}
		pages = append(pages, ids)
		path = ""
		if m := nextLink.FindStringSubmatch(got.body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
		if len(pages) > 20 {
			u.Fatal("the pages do not end")
		}
	}
	return pages
}

func TestAColumnWithMoreThanItShowsLinksToAll(t *testing.T) {
	f := open(t)
	if ann := f.as("ann").get("/"); strings.Contains(ann.body, "/statuses/") {
		t.Error("there is a link although all is shown")
	}
	f.many(120, false)
	ann := f.as("ann")
	want := f.in("inquiry")
	board := ann.get("/")
	if link := fmt.Sprintf(`<a href="/statuses/inquiry" aria-label="all %d in Inquiry">all %d</a>`, len(want), len(want)); !strings.Contains(board.body, link) {
		t.Errorf("there is no link %s", link)
	}
	_, column, _ := strings.Cut(board.body, `id="status-inquiry"`)
	column, _, _ = strings.Cut(column, "</section>")
	if n := strings.Count(column, `class="card"`); n != mostCards {
		t.Errorf("%d cards in the column", n)
	}
	pages := ann.walk("/statuses/inquiry")
	if got := slices.Concat(pages...); !slices.Equal(got, want) || len(pages[0]) != mostListed || len(pages) != (len(want)+mostListed-1)/mostListed {
		t.Errorf("%d pages with %q, want %q", len(pages), got, want)
	}
	got := ann.get("/statuses/inquiry?after=" + url.QueryEscape(string(lead.CursorOf(f.last(want[len(want)-1])))))
	got.expect(t, http.StatusOK, "There are no leads behind this place.", "from the first")
}

// last is the last row of a lead.
func (f *fixture) last(id string) (last lead.Transition) {
	f.Helper()
	for tr, err := range f.app.store.History(f.Context(), lead.Query{Current: true, LeadID: id}) {
		if err != nil {
			f.Fatal(err)
		}
		last = tr
	}
	return last
}

func TestTheQueueHasPagesByTimeLeft(t *testing.T) {
	f := open(t)
	f.many(2*mostQueue+10, true)
	ann := f.as("ann")
	var want []string
	for tr, err := range f.app.store.History(t.Context(), lead.Query{Current: true, Statuses: []lead.Status{"mql"}}) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, tr.Due.Format(time.RFC3339)+" "+tr.LeadID)
	}
	slices.Sort(want)
	for i := range want {
		_, want[i], _ = strings.Cut(want[i], " ")
	}
	first := ann.get("/queue")
	first.expect(t, http.StatusOK, fmt.Sprintf("%d MQLs wait for an answer of sales, 2 overdue", len(want)))
	pages := ann.walk("/queue")
	if got := slices.Concat(pages...); !slices.Equal(got, want) || len(pages) != 3 || len(pages[0]) != mostQueue {
		t.Errorf("%d pages with %q, want %q", len(pages), got, want)
	}
	second := ann.get(strings.ReplaceAll(nextLink.FindStringSubmatch(first.body)[1], "&amp;", "&"))
	second.expect(t, http.StatusOK, fmt.Sprintf("%d MQLs wait for an answer of sales, 2 overdue", len(want)), "these have more time")
	ann.move(second, pages[1][0], "accept").expect(t, http.StatusOK, pages[1][0]+": Done: Accept.")
}

func TestAPageThatIsNotThereIsToldSo(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	ann.get("/statuses/flying").expect(t, http.StatusNotFound, "There is no such page")
	ann.get("/statuses/mql?after=x").expect(t, http.StatusBadRequest, "Begin with the first page")
	ann.get("/queue?after=%00").expect(t, http.StatusBadRequest, "Begin with the first page")
	ann.get("/statuses/mql").expect(t, http.StatusOK, "All leads in MQL", "by number", "Ruhr Stahlbau GmbH")
}
