package scoring

import (
	"fmt"
	"strconv"
	"strings"
)

// Language is what people are spoken to in.
type Language string

// The languages.
const (
	English Language = "en"
	German  Language = "de"
)

// known is l, or English.
func (l Language) known() Language {
	if l == German {
		return German
	}
	return English
}

// say chooses a text.
func (l Language) say(english, german string) string {
	if l == German {
		return german
	}
	return english
}

// points writes the decimal with the language's sign between whole and places.
func (l Language) points(p Points) string {
	return strings.Replace(p.String(), ".", l.say(".", ","), 1)
}

// unit is what so many points are called.
func (l Language) unit(p Points) string {
	if p == Point || p == -Point {
		return l.say("point", "Punkt")
	}
	return l.say("points", "Punkte")
}

// signed is points with a sign.
func (l Language) signed(p Points) string {
	if p < 0 {
		return l.points(p)
	}
	return "+" + l.points(p)
}

// optional is points, or nothing.
func (l Language) optional(p *Points) string {
	if p == nil {
		return ""
	}
	return l.points(*p)
}

// action is what a gate asks for.
func (l Language) action(a Action) string {
	switch a {
	case Disqualify:
		return l.say(string(a), "ausschließen")
	case Suppress:
		return l.say(string(a), "zurückstellen")
	}
	return string(a)
}

// or lists what one of is meant: "A, B or C".
func (l Language) or(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + l.say(" or ", " oder ") + items[last]
}

// timeUnit is a unit in words: one, more of them, and more of them in the German
// dative.
type timeUnit struct {
	seconds   int64
	one, more [2]string // English, German
	dative    string
}

var timeUnits = [...]timeUnit{
	{24 * 60 * 60, [2]string{"day", "Tag"}, [2]string{"days", "Tage"}, "Tagen"},
	{60 * 60, [2]string{"hour", "Stunde"}, [2]string{"hours", "Stunden"}, "Stunden"},
	{60, [2]string{"minute", "Minute"}, [2]string{"minutes", "Minuten"}, "Minuten"},
	{1, [2]string{"second", "Sekunde"}, [2]string{"seconds", "Sekunden"}, "Sekunden"},
}

// whole is a span in the largest unit of which it has a whole number. ok is false for
// one of a Spec that nobody has checked.
func (s Span) whole() (n int64, u timeUnit, ok bool) {
	seconds, ok := s.seconds()
	for _, u = range timeUnits {
		if seconds%u.seconds == 0 {
			break
		}
	}
	return seconds / u.seconds, u, ok
}

// span is a length of time: "30 days".
func (l Language) span(s Span) string {
	n, u, ok := s.whole()
	switch {
	case !ok:
		return string(s)
	case n == 1:
		return "1 " + l.say(u.one[0], u.one[1])
	}
	return strconv.FormatInt(n, 10) + " " + l.say(u.more[0], u.more[1])
}

// inTheLast is the time up to now: "in the last 90 days".
func (l Language) inTheLast(s Span) string {
	n, u, ok := s.whole()
	switch {
	case !ok:
		return l.say("in the last ", "in den letzten ") + string(s)
	case n == 1 && u.seconds == 24*60*60: // which is no calendar day
		return l.say("in the last 24 hours", "in den letzten 24 Stunden")
	case n == 1:
		return l.say("in the last "+u.one[0], "in der letzten "+u.one[1])
	}
	return fmt.Sprintf(l.say("in the last %d %s", "in den letzten %d %s"), n, l.say(u.more[0], u.dative))
}

// per is what a number is counted in: "a day", "per 7 days".
func (l Language) per(s Span) string {
	n, u, ok := s.whole()
	switch {
	case ok && n == 1 && u.one[0] == "day":
		return l.say("a day", "am Tag")
	case ok && n == 1 && u.one[0] == "hour":
		return l.say("an hour", "je Stunde")
	case ok && n == 1:
		return l.say("a "+u.one[0], "je "+u.one[1])
	}
	return l.say("per ", "je ") + l.span(s)
}
