package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// width is how many columns a line may have.
const width = 100

// heading begins a day.
func (c *company) heading(day, about string) {
	fmt.Fprintf(&c.out, "\n%s: %s\n", day, about)
	c.told = ""
}

// tell says what happens now. The time is not said twice.
func (c *company) tell(format string, args ...any) {
	when := c.now.In(c.zone).Format("15:04")
	if when == c.told {
		when = ""
	} else {
		c.told = when
	}
	first := fmt.Sprintf("  %-5s  ", when)
	for _, line := range wrap(fmt.Sprintf(format, args...), width-utf8.RuneCountInString(first)) {
		fmt.Fprintf(&c.out, "%s%s\n", first, line)
		first = strings.Repeat(" ", len(first))
	}
}

// show quotes what the library writes for people.
func (c *company) show(write func(io.Writer) error) error {
	var b strings.Builder
	if err := write(&b); err != nil {
		return err
	}
	c.quote(b.String())
	return nil
}

// quote keeps the lines as they are, but for sentences that are too long.
func (c *company) quote(text string) {
	const margin = "         | "
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if utf8.RuneCountInString(line) <= width-len(margin) {
			fmt.Fprintln(&c.out, strings.TrimRight(margin+line, " "))
			continue
		}
		indent := ""
		for _, part := range wrap(line, width-len(margin)-2) {
			fmt.Fprintln(&c.out, margin+indent+part)
			indent = "  "
		}
	}
}

// day is a time as the people of this week say it.
func (c *company) day(t time.Time) string { return t.In(c.zone).Format("Mon 15:04") }

// date is a day that lies further off.
func (c *company) date(t time.Time) string { return t.In(c.zone).Format("Mon 2 January") }

// wrap breaks a text into lines of at most so many columns, at its spaces.
func wrap(text string, columns int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// chapters are those parts of a text of the library whose headings begin so. Only a
// heading stands at the beginning of a line.
func chapters(text string, names ...string) string {
	var b strings.Builder
	on := false
	for line := range strings.Lines(text) {
		if line[0] != ' ' && line != "\n" {
			on = false
			for _, name := range names {
				on = on || strings.HasPrefix(line, name)
			}
		}
		if on {
			b.WriteString(line)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}
