package funnel

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
)

// What a picture says in words.

// label is the name of a stage where there is room.
func (s *Stage) label() string { return terminal.Plain(s.Name, nameLimit) }

// nameLimit is how many columns of a name are shown where there is room.
const nameLimit = 120

// inSentence keeps a name that is read from right to left from turning the figures
// around it: it is isolated, as Unicode's UAX #9 says.
func inSentence(name string) string {
	const firstRightToLeft = 0x590
	if strings.ContainsFunc(name, func(r rune) bool { return r >= firstRightToLeft }) {
		return "\u2068" + name + "\u2069"
	}
	return name
}

// missing is how many leads of the stage before have not reached stage k. On the
// activity basis the stages count different leads, of which none is missing.
func (r *Report) missing(k int) int64 {
	if k == 0 || r.Basis == Activity {
		return 0
	}
	return r.Stages[k-1].Reached - r.Stages[k].Reached
}

// widestGap returns the stage before which the most leads are missing, the first of
// equals, and none if there are no two steps to compare.
func (r *Report) widestGap() int {
	widest := none
	for k := range r.Stages {
		if n := r.missing(k); n > 0 && (widest == none || n > r.missing(widest)) {
			widest = k
		}
	}
	if len(r.Stages) < 3 {
		return none
	}
	return widest
}

// verdict says the most important in a sentence or two.
func (r *Report) verdict() []string {
	if len(r.Stages) == 0 {
		return []string{"No stages."}
	}
	first, last := &r.Stages[0], &r.Stages[len(r.Stages)-1]
	name := func(s *Stage) string { return inSentence(terminal.Plain(s.label(), 40)) }
	switch {
	case r.Basis == Activity && len(r.Stages) > 1:
		return []string{fmt.Sprintf("%s came in, %s reached %s: not necessarily the same leads.",
			plural(first.Reached, "lead"), humanCount(last.Reached), name(last))}
	case first.Reached == 0:
		return []string{"No lead came in."}
	case len(r.Stages) == 1:
		return []string{plural(first.Reached, "lead") + " came in."}
	}
	value, interval := humanRate(last.Cumulative)
	list := []string{fmt.Sprintf("%s of %s reached %s: %s (%s %%).",
		humanCount(last.Reached), plural(first.Reached, "lead"), name(last), value, interval)}
	if k := r.widestGap(); k != none {
		list = append(list, fmt.Sprintf("Most are missing before %s: %s of %s have not got there (yet).",
			name(&r.Stages[k]), humanCount(r.missing(k)), humanCount(r.Stages[k-1].Reached)))
	}
	return list
}

// tell says what the bar of a stage shows.
func (r *Report) tell(k int) string {
	s := &r.Stages[k]
	text := inSentence(s.label()) + ": " + plural(s.Reached, "lead")
	if s.Conversion == nil {
		return text
	}
	if value, interval := humanRate(*s.Conversion); interval != "" {
		text += fmt.Sprintf(", %s of the stage before (%s %%)", value, interval)
	} else if s.Conversion.Den > 0 {
		text += fmt.Sprintf(", %s of the stage before", value)
	}
	if share, _ := humanRate(s.Cumulative); s.Cumulative.Den > 0 {
		text += fmt.Sprintf(", %s of the first", share)
	}
	return text
}

// describe says what the picture shows to those who do not see it.
func (r *Report) describe() string {
	basis, meaning := r.basisWords()
	parts := append(r.verdict(), basis+": "+meaning)
	for k := range r.Stages {
		parts = append(parts, r.tell(k)+".")
	}
	return strings.Join(parts, " ")
}

// saysVoid tells of offers that count nowhere.
func (h *HandOff) saysVoid() string {
	return fmt.Sprintf("Left out: %s of leads that are void, such as duplicates, spam and tests.", plural(h.Void, "offer"))
}

// saysUntimed tells of leads that are in no cohort.
func (k *Cohorts) saysUntimed() string {
	return fmt.Sprintf("Left out: %s of which nobody knows when they came in or got there.", plural(k.Untimed, "lead"))
}
