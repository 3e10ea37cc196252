package main

import (
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/lead"
)

// statusName is what people call a status: codes are for programs.
func (c *company) statusName(name lead.Status) string {
	for _, s := range c.spec.Statuses {
		if s.Name == name && s.Title.En != "" {
			return s.Title.En
		}
	}
	return string(name)
}

// reasonName is what people call the reason of an event.
func (c *company) reasonName(event lead.Event, code string) string {
	for _, r := range c.reasons(event) {
		if r.Code == code && r.Title.En != "" {
			return r.Title.En
		}
	}
	return code
}

// reasonNames are all reasons that an event may have.
func (c *company) reasonNames(event lead.Event) string {
	var names []string
	for _, r := range c.reasons(event) {
		names = append(names, "“"+c.reasonName(event, r.Code)+"”")
	}
	return strings.Join(names, ", ")
}

func (c *company) reasons(event lead.Event) (list []lead.Reason) {
	for _, t := range c.spec.Transitions {
		if t.Event == event {
			list = append(list, t.Reasons...)
		}
	}
	return list
}

// euro is an amount: "20,000 EUR".
func euro(amount int) string {
	digits := strconv.Itoa(amount)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " EUR"
}
