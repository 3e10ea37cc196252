package scoring

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Explain writes the score for people: the verdict, every line with what it is
// for, what holds the lead back, what is not known, what would close the gap, and
// when the verdict changes if nothing happens. It is plain text of at most 80
// columns, unless a name alone is wider.
func (r Result) Explain(w io.Writer) error {
	p := page{titles: r.titles(), texts: 3}
	if len(r.Lines()) > manyLines {
		p.texts = 1 // a long list had better stay one
	}
	p.pair(r.Model, "as of "+stamp(r.AsOf))
	p.line("")
	p.pair(r.verdict(), r.standing())
	for _, g := range r.Gates {
		p.wrapped("  ", r.gateWords(g))
	}
	p.line("")
	r.explainLines(&p)
	r.explainRest(&p)
	_, err := io.WriteString(w, p.String())
	return err
}

// verdict is the first thing that everybody asks.
func (r Result) verdict() string {
	points := r.Total.String() + " points"
	if r.table == nil {
		return points
	}
	if r.table.enter != Min {
		points = fmt.Sprintf("%v points (%v needed)", r.Total, r.table.enter)
	}
	switch {
	case r.Qualified(false):
		return points + ": qualified"
	case r.Qualified(true):
		return points + ": enough to stay qualified, not to become so"
	}
	return points + ": not qualified"
}

// standing names grade and band.
func (r Result) standing() string {
	var parts []string
	if r.Grade != "" {
		parts = append(parts, "grade "+r.Grade)
	}
	if r.Band != "" {
		parts = append(parts, "band "+r.Band)
	}
	return strings.Join(parts, ", ")
}

func (r Result) explainLines(p *page) {
	lines := r.Lines()
	for _, name := range r.groupNames() {
		p.row(name, r.Group(name).String(), r.groupBand(name))
		for ; len(lines) > 0 && lines[0].Group == name; lines = lines[1:] {
			l := lines[0]
			title, text := l.Rule, r.reason(&l)
			if l.Kind != LineRule {
				title = string(l.Kind)
			}
			p.row("  "+title, signed(l.Points), text)
		}
	}
}

// groupNames lists all groups of the model, or those that have lines.
func (r Result) groupNames() []string {
	var names []string
	if r.table != nil {
		for i := range r.table.groups {
			names = append(names, r.table.groups[i].name)
		}
		return names
	}
	for _, l := range r.Lines() {
		if !slices.Contains(names, l.Group) {
			names = append(names, l.Group)
		}
	}
	return names
}

// groupBand is the group's letter of the grade.
func (r Result) groupBand(name string) string {
	if r.table == nil {
		return ""
	}
	for _, g := range r.table.grades {
		if r.table.groups[g.group].name == name {
			return "grade " + g.bands[bandOf(g.bands, r.Group(name))].name
		}
	}
	return ""
}

// reason says what a line is for.
func (r Result) reason(l *Line) string {
	g, rule := r.find(l.Group, l.Rule)
	switch {
	case g == nil:
		return ""
	case l.Kind == LineCap:
		return fmt.Sprintf("the group gives at most %v", *g.Cap)
	case l.Kind == LineFloor:
		return fmt.Sprintf("the group gives at least %v", *g.Floor)
	case rule.Activity != "":
		return fmt.Sprintf("%d x %v: %s", l.Count, rule.Points, rule.words(g.HalfLife))
	}
	return rule.words("")
}

func (r Result) find(group, rule string) (*GroupSpec, *RuleSpec) {
	if r.table == nil {
		return nil, nil
	}
	for i := range r.table.spec.Groups {
		g := &r.table.spec.Groups[i]
		if g.Name != group {
			continue
		}
		for j := range g.Rules {
			if g.Rules[j].Name == rule {
				return g, &g.Rules[j]
			}
		}
		return g, nil
	}
	return nil, nil
}

// explainRest writes what the points do not say.
func (r Result) explainRest(p *page) {
	var unknown []string
	for _, u := range r.Unknowns {
		where := u.Gate
		if u.Gate == "" {
			where = u.Rule
		}
		text := u.Field + " (" + where
		if u.Reason == ReasonUnreadable {
			text += ", cannot be read"
		}
		unknown = append(unknown, text+")")
	}
	if len(unknown) > 0 {
		p.line("")
		p.wrapped("Not known: ", strings.Join(unknown, ", "))
	}
	r.explainShort(p)
	if text := r.outlook(); text != "" {
		p.line("")
		p.wrapped("If nothing happens: ", text)
	}
}

// explainShort writes what is missing, and a few ways to get it.
func (r Result) explainShort(p *page) {
	s := r.Short()
	var parts []string
	if s.Points > 0 {
		parts = append(parts, s.Points.String()+" points")
	}
	if len(s.Grades) > 0 {
		parts = append(parts, "one of the grades "+strings.Join(s.Grades, ", "))
	}
	if len(parts) == 0 {
		return
	}
	p.line("")
	p.wrapped("Missing: ", strings.Join(parts, ", and "))
	if len(s.Rules) == 0 {
		p.line("  No rule closes that alone.")
		return
	}
	p.line("  One of these would do:")
	const most = 5
	for _, c := range s.Rules[:min(most, len(s.Rules))] {
		g, rule := r.find(c.Group, c.Rule)
		text := rule.words(g.HalfLife)
		if c.Unknown {
			text = "ask: " + text
		}
		p.row("  "+c.Rule, signed(c.Points), text)
	}
	if more := len(s.Rules) - most; more > 0 {
		p.line(fmt.Sprintf("  and %d more", more))
	}
}

// outlook says when the verdict changes by itself.
func (r Result) outlook() string {
	was := r.Qualified(true)
	next := r.NextChange(was)
	from := func(what string, t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return what + " from " + stamp(t) + " on"
	}
	switch {
	case !was:
		return from("qualified", next)
	case r.Qualified(false):
		return from("no longer qualified", next)
	}
	// Whether the lead has qualified before is not known here: for one that has
	// not, the first threshold to cross is the upper one.
	up := r.NextChange(false)
	parts := []string{from("qualified", up), from("no longer enough to stay qualified", next)}
	if next.Before(up) {
		slices.Reverse(parts)
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04:05 MST") }

func signed(p Points) string {
	if p < 0 {
		return p.String()
	}
	return "+" + p.String()
}

// page is text of a fixed width.
type page struct {
	strings.Builder
	titles int // columns of names
	texts  int // lines of text beside points
}

const (
	width     = 80
	mostTitle = 30
	figures   = 11 // columns of points, of which
	placesFor = 4  // are for the decimal point and what is behind it
	manyLines = 12
)

// titles is how wide the names of groups and rules are.
func (r Result) titles() int {
	n := len("  floor")
	for _, l := range r.Lines() {
		n = max(n, utf8.RuneCountInString(l.Group), 2+utf8.RuneCountInString(l.Rule))
	}
	if r.table != nil {
		for i := range r.table.rules {
			rl := &r.table.rules[i]
			n = max(n, utf8.RuneCountInString(rl.group), 2+utf8.RuneCountInString(rl.name))
		}
	}
	return min(n, mostTitle)
}

func (p *page) line(text string) { p.WriteString(strings.TrimRight(text, " ") + "\n") }

// pair writes two texts at both ends of a line, or on two lines.
func (p *page) pair(left, right string) {
	gap := width - utf8.RuneCountInString(left) - utf8.RuneCountInString(right)
	if gap < 2 {
		p.line(left)
		p.line(right)
		return
	}
	p.line(left + strings.Repeat(" ", gap) + right)
}

// row writes a name, points with their decimal points below each other, and a text
// beside them.
func (p *page) row(name, points, text string) {
	whole, places, ok := strings.Cut(points, ".")
	if ok {
		places = "." + places
	}
	row := fmt.Sprintf("%-*s%*s%-*s  ", p.titles, clip(name, p.titles), figures-placesFor, whole, placesFor, places)
	indent := utf8.RuneCountInString(row)
	for i, part := range wrap(text, width-indent, p.texts) {
		if i > 0 {
			row = strings.Repeat(" ", indent)
		}
		p.line(row + part)
	}
}

// wrapped writes a text after a label, broken between words.
func (p *page) wrapped(label, text string) {
	for i, part := range wrap(label+text, width-2, len(text)) {
		if i > 0 || label == "  " {
			part = "  " + part
		}
		p.line(part)
	}
}

// wrap breaks a text between words into at least one and at most a number of
// lines, the last of which is cut if need be.
func wrap(text string, columns, most int) []string {
	var lines []string
	row := ""
	words := strings.Fields(text)
	for i, word := range words {
		switch {
		case row == "":
			row = word
		case utf8.RuneCountInString(row)+1+utf8.RuneCountInString(word) <= columns:
			row += " " + word
		case len(lines)+1 == most:
			return append(lines, clip(row+" "+strings.Join(words[i:], " "), columns))
		default:
			lines = append(lines, clip(row, columns))
			row = word
		}
	}
	return append(lines, clip(row, columns))
}

// clip cuts a text to n characters, the last of which is then an ellipsis.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
