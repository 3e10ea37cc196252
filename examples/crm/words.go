package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/leadline-go/leadline/lead"
)

// clock is a time limit as a page shows it.
type clock struct {
	Text  string // "due"
	When  string // "Mon 30 Mar, 10:15 UTC"
	State string // for its look: "", "ok", "soon", "late", "parked"
	Left  string // "7 h 30 min left": working time, for the clock of the office stands at night
	At    string // the moment, for programs
}

// clockOf puts the time limit of a lead into words.
func (c *crm) clockOf(s lead.State, now time.Time) clock {
	if s.Due.IsZero() {
		return clock{}
	}
	k := clock{When: near(s.Due, now), At: s.Due.Format(time.RFC3339)}
	switch waiting := c.status(s.Status).Category == lead.Waiting; {
	case waiting && s.Due.After(now):
		k.Text, k.State = "parked until", "parked"
	case waiting:
		k.Text, k.State = "awake since", "soon"
	case s.Due.Before(now):
		k.Text, k.State = "overdue since", "late"
		if left, ok := c.machine.Left(s, now); ok && left < 0 {
			k.Left = "by " + working(-left)
		}
	default:
		k.Text, k.State = "due", "ok"
		if left, ok := c.machine.Left(s, now); ok {
			k.Left = working(left) + " left"
		}
		if warn := c.machine.WarnAt(s); !warn.IsZero() && !now.Before(warn) {
			k.State = "soon"
		}
	}
	return k
}

// working is a length of working time. It knows no days: those of an office have hours
// of their own.
func working(d time.Duration) string {
	h, m := int(d.Hours()), int(d.Minutes())%60
	switch {
	case h == 0 && m == 0:
		return "no working time"
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case m == 0 || h >= 100:
		return fmt.Sprintf("%d h", h)
	}
	return fmt.Sprintf("%d h %d min", h, m)
}

// near is a moment that is not far from now: today, or a day of the week.
func near(t, now time.Time) string {
	t, now = t.UTC(), now.UTC()
	switch {
	case day(t) == day(now):
		return "today, " + t.Format("15:04 MST")
	case t.Year() == now.Year():
		return t.Format("Mon 2 Jan, 15:04 MST")
	}
	return t.Format("Mon 2 Jan 2006, 15:04 MST")
}

// dueName is what a row of a history has to say before the time limit of its status.
func (c *crm) dueName(name lead.Status) string {
	switch st := c.status(name); {
	case st.Category == lead.Waiting:
		return "Parked until"
	case name == "mql":
		return "Answer due by"
	case st.SLA != nil && st.SLA.Until == "touch":
		return "First contact due by"
	}
	return "Due by"
}

// moment is a time, with its zone.
func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 MST") }

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
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}
