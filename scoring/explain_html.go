package scoring

import (
	"cmp"
	"html"
	"io"
	"strings"
)

// WriteHTML writes a fragment for a page of yours: one section with the class
// "score-explanation", headings from h3 on, and a table of the lines. It has no
// style, no script and no id, and loads nothing; all names are escaped. Within the
// section there are the classes group and rule (rows), points (cells) and gate (items
// of a list).
//
// A whole page is this, with the fragment behind it:
//
//	<!doctype html>
//	<html lang="en">
//	<meta charset="utf-8">
//	<meta name="viewport" content="width=device-width, initial-scale=1">
//	<title>Score</title>
//	<style>
//	:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
//	body { max-width: 46rem; margin: 1rem auto; padding: 0 1rem }
//	table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
//	caption { text-align: start; padding: .5rem 0; overflow-wrap: anywhere }
//	th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0 }
//	td:last-child { overflow-wrap: anywhere; width: 60% }
//	.points { text-align: end; white-space: nowrap }
//	.group > * { border-top: 1px solid; padding-top: .5rem }
//	.rule > th { font-weight: normal; padding-left: 1rem }
//	.gate { font-weight: bold }
//	</style>
func (e Explanation) WriteHTML(w io.Writer) error {
	lang := e.Language.known()
	h := &fragment{}
	h.open(`section class="score-explanation" lang="` + string(lang) + `"`)
	h.element("h3", e.Verdict)
	if e.Standing != "" {
		h.element("p", e.Standing)
	}
	if len(e.Gates) > 0 {
		h.element("h4", lang.say("Held back by", "Aufgehalten durch")).list(`li class="gate"`, e.Gates)
	}
	h.open("table")
	h.element("caption", e.Model+", "+lang.say("as of ", "Stand ")+e.AsOf)
	h.open("thead").open("tr")
	h.element(`th scope="col"`, lang.say("Rule", "Regel"))
	h.element(`th scope="col" class="points"`, lang.say("Points", "Punkte"))
	h.element(`th scope="col"`, lang.say("For", "Wofür"))
	h.close("tr").close("thead")
	for _, g := range e.Groups {
		h.open("tbody").open(`tr class="group"`)
		h.element(`th scope="rowgroup"`, g.Name).element(`td class="points"`, cmp.Or(g.Shown, lang.points(tenths(g.Points, nil)))).element("td", g.Grade)
		h.close("tr")
		for _, l := range g.Lines {
			h.row(&l, lang)
		}
		h.close("tbody")
	}
	h.close("table")
	if len(e.Unknown) > 0 {
		h.element("h4", lang.say("Not known", "Nicht bekannt")).list("li", e.Unknown)
	}
	if e.Missing != "" {
		h.element("h4", lang.say("Missing", "Was noch fehlt")).element("p", e.Missing)
		if len(e.Closers) == 0 {
			h.element("p", e.waysOut())
		} else {
			h.open("table").element("caption", e.waysOut()).open("tbody")
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

func (h *fragment) list(tag string, items []string) {
	h.open("ul")
	for _, item := range items {
		h.element(tag, item)
	}
	h.close("ul")
}

func (h *fragment) row(l *ExplanationLine, lang Language) {
	h.open(`tr class="rule"`)
	h.element(`th scope="row"`, l.Name).element(`td class="points"`, lang.shownPart(l.Points)).element("td", l.Text)
	h.close("tr")
}
