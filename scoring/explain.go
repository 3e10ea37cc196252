package scoring

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Explanation is a score in words: the verdict, every line with what it is for, what
// holds the lead back, what is not known, what would close the gap, and when the
// verdict changes if nothing happens. As JSON it has these fields; [Explanation.WriteText]
// and [Explanation.WriteHTML] write it for people. Points are exact, those in texts in
// tenths; a text never shows a total on the other side of a threshold or a bound.
type Explanation struct {
	Language Language `json:"language"` // of all texts here
	Model    string   `json:"model"`    // [Model.ID]
	AsOf     string   `json:"as_of"`    // such as "2026-03-02 09:00:00 UTC"

	Verdict  string             `json:"verdict"`            // what everybody asks first
	Standing string             `json:"standing,omitempty"` // grade and band
	Gates    []string           `json:"gates,omitempty"`    // those that hold, why, and what to ask for if that is not known
	Groups   []ExplanationGroup `json:"groups"`             // in the order of the Spec
	Unknown  []string           `json:"unknown,omitempty"`  // fields, each with the rules and gates that ask for it

	Missing string            `json:"missing,omitempty"` // to qualify, gates aside
	Closers []ExplanationLine `json:"closers,omitempty"` // of [Short.Rules] the first five
	More    int               `json:"more,omitempty"`    // how many others there are

	Outlook string `json:"outlook,omitempty"` // when the verdict changes by itself
}

// ExplanationGroup is what a group gives.
type ExplanationGroup struct {
	Name   string            `json:"name"`            // in [Spec.Groups]
	Points Points            `json:"points"`          // the sum of its lines
	Shown  string            `json:"shown"`           // the same for people: in tenths, on the same side of each bound of a band
	Grade  string            `json:"grade,omitempty"` // its letter of the grade, in words
	Lines  []ExplanationLine `json:"lines,omitempty"` // in the order of the Spec
}

// ExplanationLine is a line, or what would make one.
type ExplanationLine struct {
	Name   string `json:"name"`           // of the rule, or "cap" or "floor" in words
	Points Points `json:"points"`         // what it gives, or would give
	Text   string `json:"text,omitempty"` // what it is for
}

// Explain puts the score into words. A language that is none of the constants is
// English. Names are those of the Spec in every language.
func (r Result) Explain(lang Language) Explanation {
	e := Explanation{
		Language: lang.known(), Model: r.Model, AsOf: stamp(r.AsOf), Verdict: r.verdict(lang), Standing: r.standing(lang),
		Outlook: r.outlook(lang),
	}
	for _, g := range r.Gates {
		text := r.gateWords(g, lang)
		if way := r.wayOut(g, lang); way != "" {
			text += "; " + way
		}
		e.Gates = append(e.Gates, text)
	}
	lines := r.Lines()
	for _, name := range r.groupNames(lines) {
		g := ExplanationGroup{Name: name, Points: r.Group(name), Shown: lang.points(r.shownGroup(name)), Grade: r.groupBand(name, lang)}
		for ; len(lines) > 0 && lines[0].Group == name; lines = lines[1:] {
			g.Lines = append(g.Lines, r.explainLine(&lines[0], lang))
		}
		e.Groups = append(e.Groups, g)
	}
	e.Unknown = r.unknownWords(lang)
	r.explainShort(&e, lang)
	return e
}

func (r *Result) verdict(lang Language) string {
	shown := r.Shown()
	points := lang.points(shown) + " " + lang.unit(shown)
	if r.table == nil {
		return points
	}
	if r.table.enter != Min {
		points += " (" + lang.points(r.table.enter) + lang.say(" needed)", " nötig)")
	}
	not := points + lang.say(": not qualified", ": nicht qualifiziert")
	wrongGrade := lang.say(" because of grade ", " wegen Klasse ") + r.Grade
	switch short := r.shortfall(); {
	case r.Qualified(false):
		return points + lang.say(": qualified", ": qualifiziert")
	case r.Qualified(true):
		return not + fmt.Sprintf(lang.say("; a lead that already is an MQL would stay one (%s needed)",
			"; wer MQL ist, bliebe es (%s nötig)"), lang.points(r.table.exit))
	case len(r.Gates) > 0 || short.Grades == nil || r.Total < r.table.exit:
	case short.Points == 0:
		return not + wrongGrade
	default: // without the grade it would be as above
		return not + lang.say("; a lead that already is an MQL would lose that", "; wer MQL ist, verlöre das") + wrongGrade
	}
	return not
}

func (r *Result) standing(lang Language) string {
	var parts []string
	if r.Grade != "" {
		parts = append(parts, lang.say("grade ", "Klasse ")+r.Grade)
	}
	if r.Band != "" {
		parts = append(parts, lang.say("band ", "Bereich ")+r.Band)
	}
	return strings.Join(parts, ", ")
}

// groupNames lists all groups of the model, or those that have lines.
func (r *Result) groupNames(lines []Line) []string {
	var names []string
	if r.table != nil {
		for i := range r.table.groups {
			names = append(names, r.table.groups[i].name)
		}
		return names
	}
	for _, l := range lines {
		if !slices.Contains(names, l.Group) {
			names = append(names, l.Group)
		}
	}
	return names
}

// groupBand is the group's letter of the grade.
func (r *Result) groupBand(name string, lang Language) string {
	if r.table == nil {
		return ""
	}
	for _, g := range r.table.grades {
		if r.table.groups[g.group].name == name {
			return lang.say("grade ", "Klasse ") + g.bands[bandOf(g.bands, r.Group(name))].name
		}
	}
	return ""
}

func (r *Result) explainLine(l *Line, lang Language) ExplanationLine {
	out := ExplanationLine{Name: l.Rule, Points: l.Points}
	g, rule := r.find(l.Group, l.Rule)
	switch l.Kind {
	case LineCap:
		out.Name = lang.say("cap", "Obergrenze")
		if g != nil {
			out.Text = lang.say("the group gives at most ", "die Gruppe gibt höchstens ") + lang.points(*g.Cap)
		}
	case LineFloor:
		out.Name = lang.say("floor", "Untergrenze")
		if g != nil {
			out.Text = lang.say("the group gives at least ", "die Gruppe gibt mindestens ") + lang.points(*g.Floor)
		}
	default:
		if g != nil {
			out.Text = phrases{lang, r.table.texts}.rule(rule, g.HalfLife)
			if rule.Activity != "" {
				out.Text = fmt.Sprintf("%d x %s: %s", l.Count, lang.points(rule.Points), out.Text)
			}
		}
	}
	return out
}

func (r *Result) find(group, rule string) (*GroupSpec, *RuleSpec) {
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

// explainShort says what is missing, and a few ways to get it.
func (r *Result) explainShort(e *Explanation, lang Language) {
	s := r.Short()
	var parts []string
	if s.Points > 0 {
		missing := r.table.enter - r.Shown()
		parts = append(parts, lang.points(missing)+" "+lang.unit(missing))
	}
	if len(s.Grades) > 0 {
		which := lang.say("one of the grades ", "eine der Klassen ")
		if len(s.Grades) == 1 {
			which = lang.say("grade ", "Klasse ")
		}
		parts = append(parts, which+lang.or(s.Grades))
	}
	e.Missing = strings.Join(parts, lang.say(", and ", " und "))
	const most = 5
	e.More = max(0, len(s.Rules)-most)
	for _, c := range s.Rules[:len(s.Rules)-e.More] {
		g, rule := r.find(c.Group, c.Rule)
		text := phrases{lang, r.table.texts}.rule(rule, g.HalfLife)
		if c.Unknown {
			text = lang.say("ask: ", "erfragen: ") + text
		}
		e.Closers = append(e.Closers, ExplanationLine{c.Rule, c.Points, text})
	}
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04:05 MST") }
