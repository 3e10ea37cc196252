package scoring

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// WriteText writes plain text of at most 80 columns, unless a name alone is wider.
func (e Explanation) WriteText(w io.Writer) error {
	lang, p := e.Language, page{titles: e.titles(), texts: 3}
	if e.lines() > manyLines {
		p.texts = 1 // a long list had better stay one
	}
	p.pair(e.Model, lang.say("as of ", "Stand ")+e.AsOf)
	p.line("")
	p.pair(e.Verdict, e.Standing)
	for _, g := range e.Gates {
		p.wrapped("  ", g)
	}
	p.line("")
	for _, g := range e.Groups {
		p.row(g.Name, lang.points(g.Points), g.Grade)
		for _, l := range g.Lines {
			p.row("  "+l.Name, lang.signed(l.Points), l.Text)
		}
	}
	if len(e.Unknown) > 0 {
		p.line("")
		p.wrapped(lang.say("Not known: ", "Nicht bekannt: "), strings.Join(e.Unknown, ", "))
	}
	if e.Missing != "" {
		p.line("")
		p.wrapped(lang.say("Missing: ", "Es fehlt: "), e.Missing)
		p.line("  " + e.waysOut())
		for _, c := range e.Closers {
			p.row("  "+c.Name, lang.signed(c.Points), c.Text)
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

func (e *Explanation) waysOut() string {
	if len(e.Closers) == 0 {
		return e.Language.say("No rule closes that alone.", "Keine einzelne Regel reicht dafür aus.")
	}
	return e.Language.say("One of these would do:", "Eine dieser Regeln würde reichen:")
}

func (e *Explanation) more() string {
	return fmt.Sprintf(e.Language.say("and %d more", "und %d weitere"), e.More)
}

func (e *Explanation) lines() (n int) {
	for _, g := range e.Groups {
		n += len(g.Lines)
	}
	return n
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
