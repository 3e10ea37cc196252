package main

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// width is that of the report, in characters.
const width = 98

// paper is where a text is written, wrapped at width.
type paper struct{ *bytes.Buffer }

// say writes text behind a mark, such as the number of a list; its further lines begin
// below its first.
func (p paper) say(mark, text string) {
	p.WriteString(mark)
	indent := utf8.RuneCountInString(mark)
	at := indent
	for i, word := range unbroken(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+n > width:
			p.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		default:
			p.WriteByte(' ')
			at++
		}
		p.WriteString(word)
		at += n
	}
	p.WriteByte('\n')
}

// unbroken are the words of a text; what means nothing alone stays with the word before.
func unbroken(text string) []string {
	var all []string
	for word := range strings.FieldsSeq(text) {
		if n := len(all); n > 0 && (word == "·" || strings.HasPrefix(word, "%")) {
			all[n-1] += " " + word
			continue
		}
		all = append(all, word)
	}
	return all
}

// heading begins a part of the report.
func (p paper) heading(s string) { p.WriteString("\n" + s + "\n") }

// columns writes cells below each other, in columns that are wide enough for all.
func (p paper) columns(rows [][]string) {
	var wide []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(wide) {
				wide = append(wide, 0)
			}
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString("  " + pad(cell, wide[i]))
		}
		p.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// pad fills up to a width.
func pad(s string, to int) string {
	return s + strings.Repeat(" ", max(0, to-utf8.RuneCountInString(s)))
}
