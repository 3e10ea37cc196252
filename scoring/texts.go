package scoring

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leadline-go/leadline/internal/specfile"
)

// Bounds of [Bindings.Texts], in bytes.
const (
	maxText  = 4 << 10
	maxTexts = 256 << 10 // of all together
)

// texts checks what custom rules say. A name that is wrong of the rule, too, is
// reported of the rule alone.
func (c check) texts(texts map[string]string, given []string) {
	used := slices.Sorted(maps.Keys(c.uses()))
	size := 0
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		text := texts[name]
		size += len(text)
		of := fmt.Sprintf("text of custom rule %.100q", name)
		switch {
		case !slices.Contains(used, name) && slices.Contains(given, name):
		case !slices.Contains(used, name):
			hint := listed(used)
			if near, ok := specfile.Nearest(name, used); ok {
				hint = fmt.Sprintf(" (did you mean %q?)", near)
			}
			c.Addf("", "%s, which no rule or gate uses%s", of, hint)
		case len(text) > maxText:
			c.Addf("", "%s: expected at most %d bytes, found %d", of, maxText, len(text))
		case !utf8.ValidString(text): // all of which would have one hash
			c.Addf("", "%s: expected UTF-8", of)
		case strings.TrimSpace(text) == "":
			c.Addf("", "%s: expected some text", of)
		}
	}
	if size > maxTexts {
		c.Addf("", "the texts of the custom rules: expected at most %d bytes in all, found %d", maxTexts, size)
	}
}

// uses are the custom rules that the Spec names.
func (s *Spec) uses() map[string]bool {
	names := map[string]bool{}
	for i := range s.Groups {
		for j := range s.Groups[i].Rules {
			names[s.Groups[i].Rules[j].Use] = true
		}
	}
	for i := range s.Gates {
		names[s.Gates[i].Use] = true
	}
	delete(names, "")
	return names
}

// criteria are what is signed: the Spec, and what its custom rules say as far as that
// was given. Without texts their canonical form is that of the Spec.
type criteria struct {
	Spec
	Texts map[string]string `json:"texts,omitempty"`
}

// identity returns [Model.ID] and [Model.FullID].
func (s *Spec) identity(texts map[string]string) (id, full string, err error) {
	full, err = specfile.FullIdentity(s.Name, s.Revision, criteria{s.canonical(), texts})
	return briefly(full), full, err
}

// phrases say in words what a model does. The zero value is English without texts.
type phrases struct {
	Language
	texts map[string]string // [Bindings.Texts]
}

// custom says what a custom rule asks for: its text, or its name.
func (p phrases) custom(name string) string {
	if text, ok := p.texts[name]; ok {
		return inOneLine(text)
	}
	return p.say("custom rule ", "eigene Regel ") + name
}

// inOneLine is a text without its line breaks, and without what would do something
// to a terminal.
func inOneLine(text string) string {
	var b strings.Builder
	for i, word := range strings.Fields(text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		for _, r := range word {
			if unicode.IsPrint(r) {
				b.WriteRune(r)
			} else {
				b.WriteString(strings.Trim(fmt.Sprintf("%+q", r), "'"))
			}
		}
	}
	return b.String()
}

// DiffTexts is [Diff] for the other half of what is signed: what custom rules say,
// which stands in no Spec. The arguments are [Bindings.Texts] of two revisions.
func DiffTexts(old, current map[string]string, lang Language) []Change {
	d := &differ{lang: lang}
	for _, name := range slices.Sorted(maps.Keys(current)) {
		where, is := "custom/"+name, current[name]
		was, ok := old[name]
		switch {
		case !ok:
			d.out = append(d.out, Change{where, lang.say("new text: ", "neuer Text: ") + inOneLine(is)})
		case was != is:
			d.differently(where, lang.say("text", "Text"), inOneLine(was), inOneLine(is))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(old)) {
		if _, ok := current[name]; !ok {
			d.gone = append(d.gone, Change{"custom/" + name, lang.say("text is gone: ", "Text entfällt: ") + inOneLine(old[name])})
		}
	}
	return append(d.out, d.gone...)
}
