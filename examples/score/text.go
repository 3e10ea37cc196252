package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/scoring"
)

const (
	textWidth = 100 // columns of the table
	mostName  = 36  // columns of an id, a grade or a band
	places    = 4   // columns of a decimal point and what is behind it
)

// text is a table and its summary in one of two languages.
type text struct {
	*bytes.Buffer
	lang scoring.Language
}

func writeText(b *bytes.Buffer, o options, model string, list []scored) {
	t := text{b, o.lang}
	fmt.Fprintf(t, "%s, %s %s\n\n", model, t.say("as of", "Stand"), stamp(o.asOf))
	t.table(list)
	t.summary(list)
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
	head := []string{"Lead", t.say("points", "Punkte"), t.say("grade", "Klasse"), t.say("band", "Stufe"), "MQL", t.say("why not", "warum nicht")}
	rows := make([][]string, len(list))
	whole := 0
	for i := range list {
		r := &list[i].result
		before, _, _ := strings.Cut(r.Total.String(), ".")
		whole = max(whole, len(before))
		rows[i] = []string{list[i].id, t.points(r.Total), r.Grade, r.Band, t.say("no", "nein"), t.why(&list[i])}
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
			fmt.Fprintf(&line, "%-*s  ", w, clip(row[i], w))
		}
		line.WriteString(row[len(widths)])
		t.WriteString(clip(strings.TrimRight(line.String(), " "), textWidth) + "\n")
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
		parts = append(parts, t.say("short by ", "es fehlen ")+t.points(s.short.Points))
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

// summary counts each lead once, and then the fields that nobody knows.
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
		"\n%d leads: %d qualify, %d held back by a gate, %d one rule short, %d further away\n",
		"\n%d Leads: %d qualifiziert, %d durch eine Sperre aufgehalten,\n%d nur eine Regel entfernt, %d weiter entfernt\n",
	), len(list), qualified, held, near, len(list)-qualified-held-near)
	t.unknowns(list)
}

// unknowns lists fields that kept something from being decided, the worst first.
func (t text) unknowns(list []scored) {
	type count struct {
		leads, unreadable int
		example           string
	}
	fields := map[string]count{}
	for i := range list {
		seen := map[string]bool{}
		for _, u := range list[i].result.Unknowns {
			c := fields[u.Field]
			if !seen[u.Field] {
				c.leads++
				if u.Reason == scoring.ReasonUnreadable {
					c.unreadable++
				}
				// That of an activity stands in no column of the leads.
				if value, ok := list[i].record.Fields[u.Field]; ok && u.Reason == scoring.ReasonUnreadable {
					c.example = cmp.Or(c.example, cli.Quote(value))
				}
			}
			seen[u.Field] = true
			fields[u.Field] = c
		}
	}
	if len(fields) == 0 {
		return
	}
	names := slices.SortedFunc(maps.Keys(fields), func(a, b string) int {
		return cmp.Or(cmp.Compare(fields[b].leads, fields[a].leads), cmp.Compare(a, b))
	})
	width := 0
	for _, name := range names {
		width = max(width, utf8.RuneCountInString(name))
	}
	t.WriteString(t.say("\nneeded by a rule or gate, and not known of so many leads:\n", "\nvon einer Regel oder Sperre gebraucht, bei so vielen Leads nicht bekannt:\n"))
	for _, name := range names {
		c := fields[name]
		fmt.Fprintf(t, "  %-*s  %d", width, name, c.leads)
		if c.unreadable > 0 {
			fmt.Fprintf(t, t.say(", %d of them cannot be read", ", davon %d nicht lesbar"), c.unreadable)
		}
		if c.example != "" {
			t.WriteString(t.say(", such as ", ", etwa ") + c.example)
		}
		t.WriteString("\n")
	}
}

// clip cuts a text to n characters, the last of which is then an ellipsis.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
