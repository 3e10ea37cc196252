package scoring

import (
	"html"
	"io"
	"strings"
)

// WriteHTML writes a fragment for a page of yours: one section with the class
// "score-explanation", headings from h3 on, and a table of the lines. It has no
// style, no script and no id, and loads nothing; all names are escaped.
func (e Explanation) WriteHTML(w io.Writer) error {
	lang := e.Language.known()
	h := &fragment{}
	h.open(`section class="score-explanation" lang="` + string(lang) + `"`)
	h.element("h3", e.Verdict)
	if e.Standing != "" {
		h.element("p", e.Standing)
	}
	h.list(e.Gates)
	h.open("table")
	h.element("caption", e.Model+", "+lang.say("as of ", "Stand ")+e.AsOf)
	h.open("thead").open("tr")
	for _, head := range []string{lang.say("Rule", "Regel"), lang.say("Points", "Punkte"), lang.say("For", "Wofür")} {
		h.element(`th scope="col"`, head)
	}
	h.close("tr").close("thead")
	for _, g := range e.Groups {
		h.open("tbody").open("tr")
		h.element(`th scope="rowgroup"`, g.Name).element("td", lang.points(g.Points)).element("td", g.Grade)
		h.close("tr")
		for _, l := range g.Lines {
			h.row(&l, lang)
		}
		h.close("tbody")
	}
	h.close("table")
	if len(e.Unknown) > 0 {
		h.element("h4", lang.say("Not known", "Nicht bekannt")).list(e.Unknown)
	}
	if e.Missing != "" {
		h.element("h4", lang.say("Missing", "Es fehlt")).element("p", e.Missing)
		h.element("p", e.waysOut())
		if len(e.Closers) > 0 {
			h.open("table").open("tbody")
			for _, c := range e.Closers {
				h.row(&c, lang)
			}
			h.close("tbody").close("table")
		}
		if e.More > 0 {
			h.element("p", e.more())
		}
	}
	if e.Outlook != "" {
		h.element("h4", lang.say("If nothing happens", "Wenn nichts geschieht")).element("p", e.Outlook)
	}
	h.close("section")
	_, err := io.WriteString(w, h.String())
	return err
}

// fragment is HTML in the making. A tag may have attributes.
type fragment struct{ strings.Builder }

func (h *fragment) open(tag string) *fragment {
	h.WriteString("<" + tag + ">\n")
	return h
}

func (h *fragment) close(tag string) *fragment {
	h.WriteString("</" + tag + ">\n")
	return h
}

func (h *fragment) element(tag, text string) *fragment {
	name, _, _ := strings.Cut(tag, " ")
	h.WriteString("<" + tag + ">" + html.EscapeString(text) + "</" + name + ">\n")
	return h
}

func (h *fragment) list(items []string) {
	if len(items) == 0 {
		return
	}
	h.open("ul")
	for _, item := range items {
		h.element("li", item)
	}
	h.close("ul")
}

func (h *fragment) row(l *ExplanationLine, lang Language) {
	h.open("tr")
	h.element(`th scope="row"`, l.Name).element("td", lang.signed(l.Points)).element("td", l.Text)
	h.close("tr")
}
