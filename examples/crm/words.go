package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// clock is a time limit as a page shows it.
type clock struct {
	Text  string // "2 h 10 min left"
	State string // for its look: "", "ok", "soon", "late", "parked"
	Due   string // the moment, for people
	At    string // and for programs
}

// clockOf puts the time limit of a lead into words.
func (c *crm) clockOf(s lead.State, now time.Time) clock {
	if s.Due.IsZero() {
		return clock{}
	}
	k := clock{Due: moment(s.Due), At: s.Due.Format(time.RFC3339)}
	switch left := s.Due.Sub(now); {
	case c.status(s.Status).Category == lead.Waiting && left > 0:
		k.Text, k.State = "wakes in "+span(left), "parked"
	case c.status(s.Status).Category == lead.Waiting:
		k.Text, k.State = "awake since "+day(s.Due), "soon"
	case left < 0:
		k.Text, k.State = "overdue by "+span(now.Sub(s.Due)), "late" // -left can be too much for a Duration
	default:
		k.Text, k.State = span(left)+" left", "ok"
		if warn := c.machine.WarnAt(s); !warn.IsZero() && !now.Before(warn) {
			k.State = "soon"
		}
	}
	return k
}

// span is a length of time in its two largest units.
func span(d time.Duration) string {
	m := int(d / time.Minute)
	switch {
	case m < 1:
		return "less than a minute"
	case m < 60:
		return fmt.Sprintf("%d min", m)
	case m < 24*60 && m%60 == 0:
		return fmt.Sprintf("%d h", m/60)
	case m < 24*60:
		return fmt.Sprintf("%d h %d min", m/60, m%60)
	case m < 48*60 && m/60 > 24:
		return fmt.Sprintf("1 d %d h", m/60-24)
	case m >= 7*24*60 || m/60%24 == 0:
		return fmt.Sprintf("%d d", m/24/60)
	}
	return fmt.Sprintf("%d d %d h", m/24/60, m/60%24)
}

func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04") }

func day(t time.Time) string { return t.UTC().Format("2 Jan 2006") }

// farthest is how many years on a date may be.
const farthest = 10

// today is the day of a moment.
func today(now time.Time) time.Time { return now.UTC().Truncate(24 * time.Hour) }

// readDay reads a date from first to farthest years on. What is wrong with it comes as
// the end of a sentence.
func readDay(s string, first, today time.Time) (d time.Time, says string) {
	d, err := time.Parse(time.DateOnly, s)
	last := today.AddDate(farthest, 0, 0)
	if err != nil {
		return time.Time{}, "such as " + today.AddDate(0, 3, 0).Format(time.DateOnly) + butIs(s)
	}
	if d.Before(first) || d.After(last) {
		return time.Time{}, fmt.Sprintf("from %s to %s%s", today.Format(time.DateOnly), last.Format(time.DateOnly), butIs(s))
	}
	return d, ""
}

// status finds what the lifecycle says of a status; one that it does not know has its
// name alone.
func (c *crm) status(name lead.Status) lead.StatusSpec {
	for _, s := range c.lifecycle.Statuses {
		if s.Name == name {
			return s
		}
	}
	return lead.StatusSpec{Name: name}
}

// statusName is what people call a status: "SAL" for "Sales accepted lead (SAL)".
func (c *crm) statusName(name lead.Status) string {
	title := c.status(name).Title.En
	if _, short, ok := strings.Cut(title, "("); ok {
		return strings.TrimSuffix(short, ")")
	}
	if title == "" {
		return string(name)
	}
	return title
}

// reasonName is what people call a reason, which may be free text.
func (c *crm) reasonName(event lead.Event, code string) string {
	for _, t := range c.lifecycle.Transitions {
		for _, r := range t.Reasons {
			if t.Event == event && r.Code == code {
				return reasonTitle(r)
			}
		}
	}
	return code
}

func reasonTitle(r lead.Reason) string {
	if r.Title.En != "" {
		return r.Title.En
	}
	return capital(strings.ReplaceAll(r.Code, "_", " "))
}

// eventName is what a button says.
func eventName(e lead.Event) string {
	switch e {
	case "touch":
		return "Log a contact"
	case "return":
		return "Return for repair"
	case "sales_qualify":
		return "Qualify as SQL"
	case "sales_generate":
		return "Take as sales' own"
	case "qualify":
		return "Qualify as MQL"
	case "nominate":
		return "Nominate as MQL"
	case "convert":
		return "Convert to opportunity"
	case "assign":
		return "Give to somebody else"
	case lead.EventOpen:
		return "Came in"
	}
	return capital(strings.ReplaceAll(string(e), "_", " "))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
