package scoring

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// outlook says when the verdict changes by itself, and why.
func (r *Result) outlook(lang Language) string {
	was := r.Qualified(true)
	next, sure := r.nextChange(was)
	becomes := lang.say("qualified from %s on", "qualifiziert ab %s")
	from := func(what string, is bool, t time.Time, sure bool) string {
		switch {
		case t.IsZero():
			return ""
		case !sure:
			return fmt.Sprintf(lang.say("no change before %s", "keine Änderung vor %s"), stamp(t))
		}
		return fmt.Sprintf(what, stamp(t)) + r.because(is, t, lang)
	}
	switch {
	case !was:
		return from(becomes, was, next, sure)
	case r.Qualified(false):
		return from(lang.say("no longer qualified from %s on", "nicht mehr qualifiziert ab %s"), was, next, sure)
	}
	// Whether the lead has qualified before is not known here: for one that has
	// not, the first threshold to cross is the upper one.
	up, sureUp := r.nextChange(false)
	parts := []string{
		from(becomes, false, up, sureUp),
		from(lang.say("no longer enough to stay qualified from %s on", "nicht mehr genug, um MQL zu bleiben, ab %s"), was, next, sure),
	}
	if next.Before(up) {
		slices.Reverse(parts)
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}

// because says what has another outcome at t, at which a lead is no longer what it is:
// a total that is high enough may come with a grade that does not qualify.
func (r *Result) because(is bool, t time.Time, lang Language) string {
	then, differs := r.settledAt(t), r.settledAt(t)
	if !is { // what it lacked until then
		differs = r.settledAt(t.Add(-time.Second))
	}
	threshold := r.table.threshold(is)
	var parts []string
	if differs.total < threshold {
		what := lang.say("the points then reach %s", "die Punkte dann %s erreichen")
		if is {
			what = lang.say("the points then fall below %s", "die Punkte dann unter %s fallen")
		}
		parts = append(parts, fmt.Sprintf(what, lang.points(threshold)))
	}
	if r.table.allowed != nil && !r.table.allowed[differs.grade] {
		parts = append(parts, fmt.Sprintf(lang.say("the grade then is %s", "die Klasse dann %s ist"), r.table.gradeNames[then.grade]))
	}
	return lang.say(", because ", ", weil ") + strings.Join(parts, lang.say(" and ", " und "))
}

// settledAt is what the score comes to at a time, not before that of the score.
func (r *Result) settledAt(t time.Time) settled {
	lines := make([]line, len(r.table.rules))
	r.table.tally(r.marks, max(instant(t), instant(r.AsOf)), lines)
	return r.table.settle(lines)
}
