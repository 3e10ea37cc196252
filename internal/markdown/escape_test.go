package markdown

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestEscape(t *testing.T) {
	const j = "\u2060"
	for _, tt := range []struct{ name, in, want string }{
		{"a plain name", "sales accepted", "sales accepted"},
		{"a code", "not_icp", `not\_icp`},
		{"emphasis", "*a* __b__ ~~c~~", `\*a\* \_\_b\_\_ \~\~c\~\~`},
		{"a link", "[x](y)", `\[x\](y)`},
		{"an image", "![x](y)", `\!\[x\](y)`},
		{"HTML", "<b>&lt;", "&lt;b&gt;&amp;lt;"},
		{"the end of a cell", "a | b", "a &#124; b"},
		{"a backslash before that", `a \| b`, `a \\&#124; b`},
		{"line breaks and blanks", " a\n# b\r\n\tc  ", `a\uFFFD# b` + "c"},
		{"code", "`x`", "\\`x\\`"},
		{"a heading", "# x", `\# x`},
		{"an underline", "===", `\=\=\=`},
		{"a bullet", "- x", `\- x`},
		{"a number in a list", "12. x", `12\. x`},
		{"another", "3) x", `3\) x`},
		{"a number alone", "12.", `12\.`},
		{"a number", "12.5 %", "12.5 %"},
		{"a German date", "01.03.2026", "01.03.2026"},
		{"a number within", "on 3. May", "on 3. May"},
		{"a sentence", "Rules and roles (2, 3): 50 %, a-b.", "Rules and roles (2, 3): 50 %, a-b."},
		{"a date and time", "2026-03-02 08:30", "2026-03-02 08:30"},
		{"an address", "http://a.b", "http:" + j + "//a." + j + "b"},
		{"a host", "www.example.com", "www." + j + "example." + j + "com"},
		{"a mail address", "a@b.c", "a@" + j + "b." + j + "c"},
		{"a mention", "@octocat", "@" + j + "octocat"},
		{"a reference", "#1 GH-1", `\#` + j + "1 GH-" + j + "1"},
		{"an emoji", ":tada:", ":" + j + "tada:"},
		{"an emoji of digits", ":100:", ":" + j + "100:"},
		{"mathematics", "$x$", `\$x\$`},
		{"a name that is isolated", "\u2068נ\u2069.", "\u2068נ\u2069."},
		{"an isolate that nobody closes", "\u2068x", "x"},
		{"what turns the writing direction", "\u202Ex", "\uFFFDx"},
	} {
		want := strings.ReplaceAll(tt.want, `\uFFFD`, "\uFFFD")
		if tt.name == "line breaks and blanks" {
			want = "a\uFFFD\\# b\uFFFD\uFFFD\uFFFDc"
		}
		if got := Escape(tt.in); got != want {
			t.Errorf("%s: got %q, want %q", tt.name, got, want)
		}
	}
}

// unescape reads what Escape has written, as a parser does.
func unescape(s string) string {
	s = regexp.MustCompile("\\\\([!-/:-@[-`{-~])|&(amp|lt|gt|#124);").ReplaceAllStringFunc(s, func(m string) string {
		if m[0] == '\\' {
			return m[1:]
		}
		return map[string]string{"&amp;": "&", "&lt;": "<", "&gt;": ">", "&#124;": "|"}[m]
	})
	return strings.ReplaceAll(s, string(wordJoiner), "")
}

var (
	escaped = regexp.MustCompile("\\\\[!-/:-@[-`{-~]|&(amp|lt|gt|#124);")
	special = regexp.MustCompile("[\\\\`*_{}\\[\\]<>#|~&!$^=]|^[-+]|^[0-9]+[.)]( |$)")
	found   = regexp.MustCompile(`(?i)(https?|ftp|mailto|xmpp|javascript):[^\s\x{2063}]|www\.[^\s\x{2063}]|@\w|GH-\d|\pL\.\pL|(^|\D):\w+:|#\w`)
)

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"a | b", `\|`, "[x](javascript:alert(1))", "<b>", "&lt;", "- x", "1. x", "@a", "a@b.c", "http://x", "a\n# b", "\u2068x\u2069", "`", "\xff", "\u202e", "$x$", "www.a", ":x:", " \\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Escape(s)
		if strings.ContainsFunc(got, func(r rune) bool {
			return !unicode.IsPrint(r) && r != wordJoiner && r != '\u2068' && r != '\u2069'
		}) {
			t.Errorf("%q: %q is not printable", s, got)
		}
		// What is escaped is a letter; what is left must have no meaning.
		left := escaped.ReplaceAllStringFunc(got, func(m string) string { return strings.Repeat("x", len(m)) })
		if m := special.FindString(left); m != "" {
			t.Errorf("%q: %q in %q is not escaped", s, m, got)
		}
		if m := found.FindString(unescapeKeeping(got)); m != "" {
			t.Errorf("%q: %q would be found in %q", s, m, got)
		}
		want := strings.Join(strings.Fields(strings.ReplaceAll(printable(s), string(wordJoiner), "")), " ")
		if back := unescape(got); back != want && back != strings.NewReplacer("\u2068", "", "\u2069", "").Replace(want) && !strings.ContainsRune(s, '\u00a0') {
			t.Errorf("%q: read back as %q, want %q", s, back, want)
		}
	})
}

// unescapeKeeping is the finished text with its joiners, in which GitHub looks for
// addresses and mentions.
func unescapeKeeping(s string) string {
	const kept = "\u2063"
	s = strings.ReplaceAll(s, string(wordJoiner), kept)
	return unescape(s)
}
