package maturity

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPagesAndStoriesAreThoseThatWereRead(t *testing.T) {
	m := compile(t, Default())
	for _, name := range []string{"story", "whatif"} {
		r := evaluate(t, m, samples(t, m)[name])
		all := renderings(t, r)
		for _, l := range []Lang{En, De} {
			golden(t, name+"."+string(l)+".txt", all["text."+string(l)])
			golden(t, name+"."+string(l)+".md", all["md."+string(l)])
			golden(t, name+"."+string(l)+".svg", all["svg."+string(l)])
			golden(t, name+"."+string(l)+".page.txt", told(picturesAndPage(t, r, l)["page"]))
		}
		if name == "story" {
			golden(t, "areas.en.svg", written(t, func(b *bytes.Buffer) error { return r.WriteAreasSVG(b, En) }))
			golden(t, "areas.de.svg", written(t, func(b *bytes.Buffer) error { return r.WriteAreasSVG(b, De) }))
		}
	}
}

func TestPagesAreWellMade(t *testing.T) {
	t.Parallel()
	m := compile(t, Default())
	for name, in := range samples(t, m) {
		r := evaluate(t, m, in)
		for _, l := range []Lang{En, De} {
			for what, list := range picturesAndPage(t, r, l) {
				checkMade(t, name+" "+string(l)+" "+what, list)
			}
			page := written(t, func(b *bytes.Buffer) error { return r.WriteHTML(b, l) })
			if again := written(t, func(b *bytes.Buffer) error { return evaluate(t, m, in).WriteHTML(b, l) }); page != again {
				t.Errorf("%s: two pages of one report differ", name)
			}
			if !strings.HasPrefix(page, `<!DOCTYPE html>`+"\n"+`<html lang="`+string(l)+`">`) ||
				!strings.Contains(page, `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`) {
				t.Errorf("%s: no language or no policy", name)
			}
		}
	}
}

// checkMade fails for what a page or a picture must not have: a level of headings that
// is left out, an id that is there twice, a link or a label to what is not there, and
// whatever loads or runs something.
func checkMade(t *testing.T, name string, list []pageElement) {
	t.Helper()
	ids := map[string]bool{}
	level := 0
	for _, e := range list {
		if id := e.attr("id"); id != "" {
			if ids[id] {
				t.Errorf("%s: there are two with the id %s", name, id)
			}
			ids[id] = true
		}
		if len(e.name) == 2 && e.name[0] == 'h' && '1' <= e.name[1] && e.name[1] <= '6' {
			if n := int(e.name[1] - '0'); n > level+1 {
				t.Errorf("%s: %s %q after a heading of level %d", name, e.name, e.text, level)
			} else {
				level = n
			}
			if strings.TrimSpace(e.text) == "" {
				t.Errorf("%s: an empty heading", name)
			}
		}
		if slices.Contains([]string{"script", "link", "img", "iframe", "object", "embed", "use", "image", "base", "form", "input", "foreignObject"}, e.name) {
			t.Errorf("%s: there is %s", name, e.name)
		}
		for _, a := range e.attrs {
			switch n := a.Name.Local; {
			case strings.HasPrefix(n, "on"), n == "style", n == "src", n == "srcset", n == "data", n == "action":
				t.Errorf("%s: %s has %s=%q", name, e.name, n, a.Value)
			case strings.Contains(a.Value, "//") && n != "xmlns":
				t.Errorf("%s: %s refers to %q", name, e.name, a.Value)
			}
		}
		if e.name == "style" && regexp.MustCompile(`(?i)url|@import|expression|//`).MatchString(e.text) {
			t.Errorf("%s: a style loads something", name)
		}
	}
	for _, e := range list {
		if e.name == "a" && !(strings.HasPrefix(e.attr("href"), "#") && ids[e.attr("href")[1:]]) {
			t.Errorf("%s: a link to %q", name, e.attr("href"))
		}
		for id := range strings.FieldsSeq(e.attr("aria-labelledby")) {
			if !ids[id] {
				t.Errorf("%s: labelled by %s, which is not there", name, id)
			}
		}
	}
}

func TestRowsOfATableAreAsLongAsItsHead(t *testing.T) {
	m := compile(t, Default())
	for name, in := range samples(t, m) {
		var rows []int // cells by row, of a table
		tables := 0
		check := func() {
			for i, n := range rows {
				if n != rows[0] || n == 0 {
					t.Errorf("%s: row %d of table %d has %d cells, its head %d", name, i, tables, n, rows[0])
				}
			}
		}
		for _, e := range picturesAndPage(t, evaluate(t, m, in), De)["page"] {
			switch e.name {
			case "table":
				check()
				rows, tables = nil, tables+1
			case "tr":
				rows = append(rows, 0)
			case "th", "td":
				rows[len(rows)-1]++
			}
		}
		check()
		if tables < 7 {
			t.Errorf("%s: %d tables, want that of the way and those of six stages at least", name, tables)
		}
	}
}

// A table has a name for those who do not see the heading above it, and no other table
// of the page has the same.
func TestEveryTableHasANameOfItsOwn(t *testing.T) {
	m := compile(t, Default())
	for name, in := range samples(t, m) {
		seen := map[string]bool{}
		list := picturesAndPage(t, evaluate(t, m, in), De)["page"]
		for i, e := range list {
			if e.name != "table" {
				continue
			}
			caption := list[i+1] // it must come first
			if text := strings.TrimSpace(caption.text); caption.name != "caption" || text == "" || seen[text] {
				t.Errorf("%s: a table begins with %s %q", name, caption.name, text)
			}
			seen[caption.text] = true
		}
		if len(seen) < 7 {
			t.Errorf("%s: only the tables %v", name, seen)
		}
	}
}

func TestSectionsStandInTheOrderOfTheMeeting(t *testing.T) {
	m := compile(t, Default())
	all := samples(t, m)
	for name, want := range map[string][]string{
		"story":   {"next", "way", "since", "gaps", "findings", "areas", "proof", "measures", "hbr", "regions", "reading"},
		"whatif":  {"next", "way", "since", "whatif", "gaps", "findings", "areas", "proof", "measures", "hbr", "regions", "reading"},
		"arrived": {"next", "way", "areas", "proof", "regions", "reading"},
		"few":     {"next", "way", "gaps", "areas", "proof", "hbr", "regions", "reading"},
	} {
		var ids, links []string
		first := map[string]int{}
		for i, e := range picturesAndPage(t, evaluate(t, m, all[name]), En)["page"] {
			switch e.name {
			case "section":
				ids = append(ids, e.attr("id"))
			case "a":
				links = append(links, e.attr("href")[1:])
			}
			if _, ok := first[e.name+"."+e.attr("class")]; !ok {
				first[e.name+"."+e.attr("class")] = i
			}
		}
		if diff := cmp.Diff(want, ids); diff != "" {
			t.Errorf("%s: sections (-want +got):\n%s", name, diff)
		}
		if name == "whatif" {
			if links[0] != "whatif" || first["p.notice"] > first["p.verdict"] {
				t.Error("the page does not say before all else that something is assumed")
			}
			links = links[1:]
		}
		if diff := cmp.Diff(want, links); diff != "" {
			t.Errorf("%s: contents (-want +got):\n%s", name, diff)
		}
		if first["p.verdict"] > first["svg."] || first["svg."] > first["section."] {
			t.Errorf("%s: verdict, matrix and sections are elements %d, %d and %d", name, first["p.verdict"], first["svg."], first["section."])
		}
	}
}

// Where much is open the page does not begin with all of it.
func TestManyOpenCellsAndQuestionsAreFolded(t *testing.T) {
	m := compile(t, Default())
	for name, folds := range map[string]int{"nobody": 2, "story": 0} {
		before := 0
		for _, e := range picturesAndPage(t, evaluate(t, m, samples(t, m)[name]), De)["page"] {
			if e.name == "section" {
				break
			}
			if e.name == "details" {
				before++
			}
		}
		if before != folds {
			t.Errorf("%s: %d folds before the first section, want %d", name, before, folds)
		}
	}
}

// The words of one language do not stand in the page of the other.
func TestEachPageIsInOneLanguage(t *testing.T) {
	t.Parallel()
	m := compile(t, Default())
	words := map[Lang]map[string]bool{En: wordsOf(english()), De: wordsOf(german())}
	for name, in := range samples(t, m) {
		r := evaluate(t, m, in)
		withoutTexts(t, r)
		for l, other := range map[Lang]Lang{En: De, De: En} {
			for what, list := range picturesAndPage(t, r, l) {
				for _, e := range list {
					if e.name == "style" {
						continue
					}
					for _, word := range wordPattern.FindAllString(e.own, -1) {
						if words[other][word] && !words[l][word] {
							t.Errorf("%s %s: %q in %q is of the other language", name, what, word, e.own)
						}
					}
				}
			}
		}
	}
}
