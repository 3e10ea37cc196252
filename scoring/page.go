package scoring

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

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
)

func (p *page) line(text string) { p.WriteString(strings.TrimRight(text, " ") + "\n") }

// pair writes two texts at both ends of a line, or on two lines.
func (p *page) pair(left, right string) {
	gap := width - utf8.RuneCountInString(left) - utf8.RuneCountInString(right)
	if gap < 2 {
		for _, text := range []string{left, right} {
			switch {
			case text == "":
			case utf8.RuneCountInString(text) <= width:
				p.line(text)
			default:
				p.wrapped("", text)
			}
		}
		return
	}
	p.line(left + strings.Repeat(" ", gap) + right)
}

// row writes a name, points with their decimal points below each other, and a text
// beside them.
func (p *page) row(name, points, text string) {
	whole, places := points, ""
	if i := strings.IndexAny(points, ".,"); i >= 0 {
		whole, places = points[:i], points[i:]
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
