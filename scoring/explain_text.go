package scoring

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// WriteText writes plain text of at most 80 columns, unless a name alone is wider. What
// a line is for takes at most three lines of text, the last of which is then cut with an
// ellipsis; the JSON and the HTML have all of it.
func (e Explanation) WriteText(w io.Writer) error {
	lang, p := e.Language, page{titles: e.titles(), texts: 3}
	p.pair(e.Model, lang.say("as of ", "Stand ")+e.AsOf)
	p.line("")
	p.pair(e.Verdict, e.Standing)
	for _, g := range e.Gates {
		p.wrapped("  ", g)
	}
	p.line("")
	for _, g := range e.Groups {
		p.row(g.Name, cmp.Or(g.Shown, lang.points(tenths(g.Points, nil))), g.Grade)
		for _, l := range g.Lines {
			p.row("  "+l.Name, lang.shownPart(l.Points), l.Text)
		}
	}
	if len(e.Unknown) > 0 {
		p.line("")
		p.wrapped(lang.say("Not known: ", "Nicht bekannt: "), strings.Join(e.Unknown, ", "))
	}
	if e.Missing != "" {
		p.line("")
		p.wrapped(e.missingLabel(), e.Missing)
		p.line("  " + e.waysOut())
		for _, c := range e.Closers {
			p.row("  "+c.Name, lang.shownPart(c.Points), c.Text)
		}
		if e.More > 0 {
			p.line("  " + e.more())
		}
	}
	if e.Outlook != "" {
		p.line("")
		p.wrapped(lang.say("If nothing happens: ", "Wenn nichts geschieht: "), e.Outlook)
	}
	_, err := io.WriteString(w, p.String())
	return err
}

func (e *Explanation) missingLabel() string {
	if strings.HasPrefix(e.Missing, "1 Punkt") || strings.HasPrefix(e.Missing, "eine ") || strings.HasPrefix(e.Missing, "Klasse ") {
		return e.Language.say("Missing: ", "Es fehlt noch: ")
	}
	return e.Language.say("Missing: ", "Es fehlen noch: ")
}

// waysOut introduces the rules that would close the gap. They open no gate.
func (e *Explanation) waysOut() string {
	switch {
	case len(e.Closers) == 0:
		return e.Language.say("No rule closes that alone.", "Keine einzelne Regel reicht dafür aus.")
	case len(e.Gates) == 0:
		return e.Language.say("One of these would do:", "Eine dieser Regeln würde reichen:")
	case len(e.Gates) == 1:
		return e.Language.say("For the points alone, one of these would do; the gate stays:", "Für die Punkte allein würde eine dieser Regeln reichen; die Sperre bleibt:")
	}
	return e.Language.say("For the points alone, one of these would do; the gates stay:", "Für die Punkte allein würde eine dieser Regeln reichen; die Sperren bleiben:")
}

func (e *Explanation) more() string {
	return fmt.Sprintf(e.Language.say("and %d more", "und %d weitere"), e.More)
}

// titles is how wide the names of groups and rules are.
func (e *Explanation) titles() int {
	const least = 11 // short names need air, too
	n := least
	for _, g := range e.Groups {
		n = max(n, utf8.RuneCountInString(g.Name))
		for _, l := range g.Lines {
			n = max(n, 2+utf8.RuneCountInString(l.Name))
		}
	}
	for _, c := range e.Closers {
		n = max(n, 2+utf8.RuneCountInString(c.Name))
	}
	return min(n, mostTitle)
}
