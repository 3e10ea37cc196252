package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leadline-go/leadline/scoring"
)

const (
	textWidth = 100 // columns of the table
	mostName  = 36  // columns of an id, a grade or a band
	places    = 2   // columns of a decimal point and what is behind it
)

// text is a table and its summary in one of two languages.
type text struct {
	*bytes.Buffer
	lang scoring.Language
	cut  bool // to the columns of a screen; a file or a pipe gets all of it
}

func writeText(b *bytes.Buffer, o options, model string, list []scored, gaps []gap, cut bool) {
	t := text{b, o.lang, cut}
	fmt.Fprintf(t, "%s, %s %s\n\n", model, t.say("as of", "Stand"), stamp(o.asOf))
	t.table(list)
	t.summary(list)
	t.gaps(gaps)
}

func (t text) say(english, german string) string {
	if t.lang == scoring.German {
		return german
	}
	return english
}

// points are with the decimal sign of the language.
func (t text) points(p scoring.Points) string {
	return strings.ReplaceAll(p.String(), ".", t.say(".", ","))
}

// table writes a row per lead. Points stand with their decimal signs below each
// other.
func (t text) table(list []scored) {
	head := []string{"Lead", t.say("points", "Punkte"), t.say("grade", "Klasse"), t.say("band", "Bereich"), "MQL", t.say("why not", "warum nicht")}
	rows := make([][]string, len(list))
	whole := 0
	for i := range list {
		r := &list[i].result
		before, _, _ := strings.Cut(r.Shown().String(), ".")
		whole = max(whole, len(before))
		rows[i] = []string{list[i].id, t.points(r.Shown()), r.Grade, r.Band, t.say("no", "nein"), t.why(&list[i])}
		if r.Qualified(false) {
			rows[i][4] = t.say("yes", "ja")
		}
	}
	for _, row := range rows {
		before, after, decimal := strings.Cut(row[1], t.say(".", ","))
		if decimal {
			after = t.say(".", ",") + after
		}
		row[1] = fmt.Sprintf("%*s%-*s", whole, before, places, after)
	}
	widths := make([]int, len(head)-1)
	for _, row := range append(rows[:len(rows):len(rows)], head) {
		for i := range widths {
			widths[i] = max(widths[i], min(utf8.RuneCountInString(row[i]), mostName))
		}
	}
	for _, row := range append([][]string{head}, rows...) {
		var line strings.Builder
		for i, w := range widths {
			fmt.Fprintf(&line, "%-*s  ", w, t.clip(row[i], w))
		}
		line.WriteString(row[len(widths)])
		t.WriteString(t.clip(strings.TrimRight(line.String(), " "), textWidth) + "\n")
	}
}

// why says in a line what keeps a lead from qualifying.
func (t text) why(s *scored) string {
	var parts []string
	for _, g := range s.result.Gates {
		part := t.say("gate ", "Sperre ") + g.Gate
		switch {
		case g.Reason != scoring.ReasonUnknown:
		case unreadable(s.result.Unknowns, g.Gate):
			part += t.say(" (cannot be read)", " (nicht lesbar)")
		default:
			part += t.say(" (not known)", " (nicht bekannt)")
		}
		parts = append(parts, part)
	}
	if s.short.Points > 0 {
		parts = append(parts, t.say("short by ", "es fehlen ")+t.points(s.short.Points+s.result.Total-s.result.Shown()))
	}
	if len(s.short.Grades) > 0 {
		parts = append(parts, t.say("wrong grade", "falsche Klasse"))
	}
	out := strings.Join(parts, "; ")
	if s.oneRuleShort() {
		out += t.say("; would do: ", "; es reicht: ") + t.closers(s.short.Rules)
	}
	return out
}

// unreadable reports whether a gate holds because of a value that is there.
func unreadable(unknowns []scoring.Unknown, gate string) bool {
	return slices.ContainsFunc(unknowns, func(u scoring.Unknown) bool {
		return u.Gate == gate && u.Reason == scoring.ReasonUnreadable
	})
}

// closers names a few rules, first those that somebody has only to ask for.
func (t text) closers(rules []scoring.Closer) string {
	const most = 2
	var ask, act []string
	for _, c := range rules {
		if c.Unknown {
			ask = append(ask, c.Rule+t.say(" (ask)", " (erfragen)"))
		} else {
			act = append(act, c.Rule)
		}
	}
	names := append(ask, act...)
	if more := len(names) - most; more > 0 {
		names = append(names[:most], fmt.Sprintf(t.say("%d more", "%d weitere"), more))
	}
	return strings.Join(names, ", ")
}

// summary counts each lead once.
func (t text) summary(list []scored) {
	var qualified, held, near int
	for i := range list {
		switch {
		case list[i].result.Qualified(false):
			qualified++
		case len(list[i].result.Gates) > 0:
			held++
		case list[i].oneRuleShort():
			near++
		}
	}
	fmt.Fprintf(t, t.say(
		"\n%s: %s, %d held back by a gate, %d one rule short, %d further away\n",
		"\n%s: %s, %d durch eine Sperre aufgehalten,\n%d nur eine Regel entfernt, %d weiter entfernt\n",
	), counted(len(list), t.say("lead", "Lead"), t.say("leads", "Leads")),
		counted(qualified, t.say("qualifies", "qualifiziert"), t.say("qualify", "qualifiziert")),
		held, near, len(list)-qualified-held-near)
}

// clip cuts a text to n characters, the last of which is then an ellipsis, if texts are
// to be cut.
func (t text) clip(s string, n int) string {
	if !t.cut || utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
