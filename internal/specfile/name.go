package specfile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is the length of the longest name that [Checker.CheckName] accepts, in
// characters.
const MaxName = 64

// IsClean reports whether a text can be printed in one line: UTF-8 without control
// characters.
func IsClean(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return false
		}
		if s[i] >= utf8.RuneSelf { // rare enough to be read twice
			return utf8.ValidString(s) && strings.IndexFunc(s, unicode.IsControl) < 0
		}
	}
	return true
}

// turns are the signs that change the direction of a text, and with it what people
// read.
const turns = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// CheckName checks a name that a spec gives to something of its own, and reports whether
// it will do: one to MaxName characters, clean, without outer spaces. what says
// whose name it is, such as "a status".
func (c *Checker) CheckName(path, what, name string) bool {
	switch {
	case name == "":
		c.Addf(path, "%s needs a name", what)
	case !IsClean(name) || strings.ContainsAny(name, turns) || strings.TrimSpace(name) != name:
		c.Addf(path, "name %q: expected letters, digits and signs, without control characters and outer spaces", clip(name, MaxName))
	case utf8.RuneCountInString(name) > MaxName:
		c.Addf(path, "name %q: expected at most %d characters", clip(name, 20), MaxName)
	default:
		return true
	}
	return false
}
