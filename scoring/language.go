package scoring

import "strings"

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
